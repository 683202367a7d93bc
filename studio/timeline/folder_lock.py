"""The lock of a project folder; the system lets go of it when its process dies, however it dies."""

import contextlib
import json
import os
import platform
from pathlib import Path
from typing import Any, cast

from studio.errors import ProjectError

LOCK, HOLDER = ".lock", ".holder.json"
_LARGEST = 1000  # bytes of a holder's note


class FolderLock:
    """Held from construction to `release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises ProjectError when another has it, OSError when none can be made."""
        from filelock import FileLock, Timeout  # which who only looks at a film never needs

        self._note = folder / HOLDER
        # The window may close a folder on another thread than the one that opened it.
        self._lock = FileLock(folder / LOCK, thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise ProjectError("timeline.in_use", path=folder, holder=_holder(folder)) from error
        self.left_behind = self._note.exists()  # its holder died: a release removes it
        with contextlib.suppress(OSError):  # it only makes a sentence clearer
            note = {"pid": os.getpid(), "host": platform.node()}
            self._note.write_text(json.dumps(note), encoding="utf-8")

    def release(self) -> None:
        """Let others in; a second time does nothing."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._note.unlink(missing_ok=True)
            self._lock.release()


def _holder(folder: Path) -> str:
    """Who noted that they hold the lock, as `process@host`; `?` when nobody can be known."""
    path = folder / HOLDER
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return "?"
        note: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return "?"
    if not isinstance(note, dict):
        return "?"
    facts = cast(dict[str, object], note)
    pid, host = facts.get("pid"), facts.get("host")
    if not isinstance(pid, int) or not isinstance(host, str) or not host.isprintable():
        return "?"
    return f"{pid}@{host[:100]}"
