"""Which backups of a film there are, and which of them stay: the newest, and some of each hour."""

import re
import time
from pathlib import Path

FOLDER = "backups"
BACKUPS = 10  # the newest ones; of the older ones
APART, AWAY = 600, 20  # one every so many seconds is kept, and so many of these
_BACKUP = re.compile(r"project\.(\d{1,15})\.json")


def backups(folder: Path) -> list[Path]:
    """Backups of the film in `folder`, newest first. Raises OSError."""
    found = ((_BACKUP.fullmatch(path.name), path) for path in (folder / FOLDER).glob("*.json"))
    numbered = ((int(match[1]), path) for match, path in found if match and path.is_file())
    return [path for _, path in sorted(numbered, reverse=True)]


def number_of(backup: Path) -> int:
    """The number of a backup, by which a maker calls it. Raises ValueError for another file."""
    match = _BACKUP.fullmatch(backup.name)
    if match is None:
        raise ValueError(f"{backup.name} is no backup")
    return int(match[1])


class Keeping:
    """Forgets backups: ten seconds of work must not push out all that was before.

    Those beyond the newest ten that are there when a film is opened stay, and so does the film as
    it was opened; from then on one every ten minutes. Of these the oldest go when they are many.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: set[Path] | None = None  # not looked at yet
        self._last = time.time()  # when the newest of them was saved; of a new film: when it began

    def opened(self) -> None:
        """The film was there before."""
        self._last = 0.0

    def look(self) -> None:
        """See what stays, before the first save adds to it. Raises OSError."""
        if self._kept is None:
            self._kept = set(backups(self._folder)[BACKUPS:])
            if self._kept:
                self._last = max(map(_saved, self._kept))

    def forget(self) -> None:
        """Remove what need not stay, once the newest one is known to be good. Raises OSError."""
        old = backups(self._folder)[BACKUPS:]
        kept = (self._kept or set()) & set(old)
        for path in reversed(old):
            if path not in kept and _saved(path) >= self._last + APART:
                self._last = _saved(path)
                kept.add(path)
        self._kept = set([path for path in old if path in kept][:AWAY])
        for path in old:
            if path not in self._kept:
                path.unlink(missing_ok=True)


def _saved(path: Path) -> float:
    """When a file was written, in seconds since 1970."""
    return path.stat().st_mtime
