"""Notes of what was found out about takes by reading all of their packets.

A note holds as long as the take's file is the one that was read, by its size, its time and its
place on the disk. The folders lie in the user's cache and may be deleted at any time.
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.paths import trim, user_cache
from studio.timeline.rate import Rate

_LIMIT = 32 * 10**6  # bytes of a folder


@dataclass(frozen=True)
class Notes:
    """Those of one kind, in the folder `name`; a new `version` makes the old ones stale."""

    name: str
    version: str

    def of(self, path: Path, rate: Rate) -> Path | None:
        """Where the note of a file in a film of this rate lies; None where there is no file."""
        try:
            facts = path.stat()
        except OSError:
            return None
        told = (str(path.absolute()), facts.st_size, facts.st_mtime_ns, facts.st_ino, rate.fraction)
        name = hashlib.sha256("\0".join((self.version, *map(str, told))).encode()).hexdigest()
        return user_cache(self.name) / name[:2] / f"{name}.json"


def write(note: Path, text: str) -> None:
    """Remember, as far as the disk lets us."""
    with suppress(OSError):
        fresh = not note.parent.is_dir()
        note.parent.mkdir(parents=True, exist_ok=True)
        partial = note.with_suffix(f".{os.getpid()}")
        partial.write_text(text, encoding="utf-8")
        partial.replace(note)
        if fresh:  # 256 times at most, and then as often as it was emptied
            trim(note.parent.parent, _LIMIT)
