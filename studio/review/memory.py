"""Reports remembered: what was looked at once need not be looked at again.

A report is named by the hash of all it depends on: the file, what was asked, the thresholds, the
checks and their models. Each is sealed by a hash of its own, so that a damaged one is only made
anew. The folder may be deleted at any time; a full or read-only disk keeps nothing.
"""

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from studio.paths import trim, user_cache
from studio.review.finding import Report

_LIMIT = 32 * 10**6  # bytes
_BATCH = 200  # reports between two looks at how much room they take


class Memory:
    """The reports of all films on this computer, in small files."""

    def __init__(self, folder: Path, limit: int = _LIMIT) -> None:
        """`limit` in bytes. The folder is made when the first report is kept."""
        self._folder = folder
        self._limit = limit
        self._new = 0

    @classmethod
    def of_the_user(cls) -> "Memory":
        """Those in the user's cache."""
        return cls(user_cache("reviews"))

    def report(self, name: str) -> Report | None:
        """A report by the hash of what it depends on; None where it is not known or not whole."""
        with suppress(OSError, ValueError, ValidationError):
            seal, _, text = self._path(name).read_text(encoding="utf-8").partition("\n")
            if seal == _seal(text):
                return Report.model_validate_json(text)
        return None

    def keep(self, name: str, report: Report) -> None:
        """Remember, as far as the disk lets us."""
        path, text = self._path(name), report.model_dump_json()
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


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
