"""Files as they were left, known again by what the system tells of them and by their content."""

import os
import stat
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from studio.media.ffmpeg import Stop
from studio.media.hashes import parts_of


class Mark(BaseModel):
    """A file as it was left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int
    written: int  # nanoseconds of the system's clock
    parts: str  # how its content hashes, part by part

    @classmethod
    def of(cls, path: Path, known: str | None = None) -> "Mark":
        """That of a plain file, `known` being `parts_of` it where that is known. Raises OSError."""
        digest = known or parts_of(path)
        facts = _facts(path)
        if facts is None:
            raise FileNotFoundError(path)
        return cls(bytes=facts[0], written=facts[1], parts=digest)

    def seems(self, path: Path) -> bool:
        """Whether the system tells the same of a file."""
        return _facts(path) == (self.bytes, self.written)

    def holds(self, path: Path, over: Stop | None = None) -> bool:
        """Whether a file seems the same and has the same content. Raises OSError, Cancelled."""
        if not self.seems(path) or parts_of(path, over, os.cpu_count() or 1) != self.parts:
            return False
        return self.seems(path)  # nothing was put to its end meanwhile


def _facts(path: Path) -> tuple[int, int] | None:
    """Bytes and time of a plain file; None for a link, a folder, or nothing."""
    try:
        told = path.lstat()
    except (OSError, ValueError):
        return None
    return (told.st_size, told.st_mtime_ns) if stat.S_ISREG(told.st_mode) else None
