"""Files as they were left, known again by what the system tells of them and by their content."""

import stat
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from studio.media.ffmpeg import Stop
from studio.media.hashes import sha256_of


class Mark(BaseModel):
    """A file as it was left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int
    written: int  # nanoseconds of the system's clock
    sha256: str

    @classmethod
    def of(cls, path: Path, known: str | None = None) -> "Mark":
        """That of a plain file, `known` being its hash where that is known. Raises OSError."""
        digest = known or sha256_of(path)
        facts = _facts(path)
        if facts is None:
            raise FileNotFoundError(path)
        return cls(bytes=facts[0], written=facts[1], sha256=digest)

    def seems(self, path: Path) -> bool:
        """Whether the system tells the same of a file."""
        return _facts(path) == (self.bytes, self.written)

    def holds(self, path: Path, over: Stop | None = None) -> bool:
        """Whether a file seems the same and has the same content. Raises OSError, Cancelled."""
        return self.seems(path) and sha256_of(path, over) == self.sha256


def _facts(path: Path) -> tuple[int, int] | None:
    """Bytes and time of a plain file; None for a link, a folder, or nothing."""
    try:
        told = path.lstat()
    except (OSError, ValueError):
        return None
    return (told.st_size, told.st_mtime_ns) if stat.S_ISREG(told.st_mode) else None
