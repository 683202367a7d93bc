"""The lock that keeps a second process from running the jobs of the same folder."""

import os
from pathlib import Path
from typing import BinaryIO

from studio.errors import ProjectError

if os.name == "nt":
    import msvcrt

    def _seize(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """Held from construction to `release`; the system frees it when the process is killed."""

    def __init__(self, path: Path, folder: Path) -> None:
        """Take the lock file `path`. Raises ProjectError when another process holds it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("ab")
        try:
            _seize(self._stream)
        except OSError:
            self._stream.close()
            raise ProjectError("jobs.busy", path=folder) from None

    def release(self) -> None:
        """Let others in."""
        self._stream.close()
