"""What was found remembered: what was looked at once need not be looked at again.

A report, or the measures of a cut, is named by the hash of all it depends on: the file, what was
asked, the thresholds, the checks and their models. Each is sealed by a hash of its own, so that a
damaged one is only made anew. The folder may be deleted at any time; a full or read-only disk keeps
nothing.
"""

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from studio.paths import trim, user_cache
from studio.review.finding import Report

_LIMIT = 32 * 10**6  # bytes of reports
_BATCH = 200  # values between two looks at how much room they take


Kept = TypeVar("Kept", bound=BaseModel)


class Memory(Generic[Kept]):
    """Values of one kind, of all films on this computer, in small files."""

    def __init__(self, folder: Path, kind: type[Kept], limit: int) -> None:
        """`limit` in bytes. The folder is made when the first value is kept."""
        self._folder, self._kind = folder, kind
        self._limit = limit
        self._new = 0

    def recall(self, name: str) -> Kept | None:
        """A value by the hash of what it depends on; None where it is not known or not whole."""
        with suppress(OSError, ValueError, ValidationError):
            seal, _, text = self._path(name).read_text(encoding="utf-8").partition("\n")
            if seal == _seal(text):
                return self._kind.model_validate_json(text)
        return None

    def keep(self, name: str, value: Kept) -> None:
        """Remember, as far as the disk lets us."""
        path, text = self._path(name), value.model_dump_json()
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            partial.write_text(f"{_seal(text)}\n{text}", encoding="utf-8")
            partial.replace(path)
            self._new += 1
            if self._new % _BATCH == 1:
                trim(self._folder, self._limit)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.json"


Reports = Memory[Report]


def reports(folder: Path | None = None, limit: int = _LIMIT) -> Reports:
    """The reports of takes: those in the user's cache, or of a folder."""
    return Memory(folder or user_cache("reviews"), Report, limit)


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
