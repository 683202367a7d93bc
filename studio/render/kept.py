"""Encoded pieces kept on disk: a piece that was encoded once on a computer is not encoded again.

A piece is named by the hash of everything it depends on and the hash of what it is, so that it is
checked before it is used and a damaged one is only made anew. The folder is shared by all films
and may be deleted at any time; a full or read-only disk keeps nothing and stops nothing.
"""

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.paths import trim, user_cache

_SUFFIX = ".mp4"
_LIMIT = 2000 * 10**6  # bytes
_ASK = 0.1  # seconds between two looks whether a wait shall end


class Kept:
    """The pieces in a folder, the one used longest ago going first when they take too much room."""

    def __init__(self, folder: Path, limit: int = _LIMIT) -> None:
        """`limit` in bytes. The folder is made when the first piece is kept."""
        self.folder = folder
        self._limit = limit
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._room = 0  # bytes that may be kept before what is there is counted again

    @classmethod
    def of_the_user(cls) -> "Kept":
        """The pieces of all films on this computer."""
        return cls(user_cache("pieces"))

    @contextmanager
    def alone(self, key: str, over: Stop) -> Generator[None, None, None]:
        """While one thread makes a piece, another that wants it too waits. Raises Cancelled."""
        with self._lock:
            lock = self._making.setdefault(key, threading.Lock())
        while not lock.acquire(timeout=_ASK):
            if over():
                raise Cancelled("media.cancelled")
        try:
            yield
        finally:
            lock.release()

    def has(self, key: str) -> bool:
        """Whether a piece of this key seems to be there; it is not looked at."""
        return bool(self._found(key, _SUFFIX))

    def fetch(self, key: str, path: Path, suffix: str = _SUFFIX) -> bool:
        """Put the piece of this key at `path`; False where it is not there or not whole.

        `suffix` is what it was kept with; pieces of one key and several suffixes are several.
        """
        for kept in self._found(key, suffix):
            try:
                _linked(kept, path)
                if _hash(path) == kept.stem.rpartition("-")[2]:
                    os.utime(kept)  # used just now
                    return True
                path.unlink()
                kept.unlink()
            except OSError:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        return False

    def keep(self, key: str, path: Path, suffix: str = _SUFFIX) -> None:
        """Keep the piece at `path`, as far as the disk lets us; one that takes most room is not."""
        with suppress(OSError):
            if path.stat().st_size > self._limit / 2:
                return
            shelf = self._shelf(key)
            shelf.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=shelf, suffix=".part")
            os.close(handle)
            try:
                shutil.copyfile(path, name)
                Path(name).replace(shelf / f"{key}-{_hash(path)}{suffix}")
            finally:
                Path(name).unlink(missing_ok=True)
            self._limited(path.stat().st_size)

    def forget(self, key: str) -> None:
        """Keep the piece of this key no longer: what it shows is not what its key says."""
        for kept in self._found(key, ""):
            with suppress(OSError):
                kept.unlink()

    def _found(self, key: str, suffix: str) -> list[Path]:
        """What seems to be pieces of this key; `glob` takes ten times as long, and a film asks for
        hundreds.
        """
        try:
            there = list(self._shelf(key).iterdir())
        except OSError:
            return []
        return [p for p in there if p.name.startswith(f"{key}-") and p.name.endswith(suffix)]

    def _shelf(self, key: str) -> Path:
        """One of 256 folders, so that a piece is found without reading the names of all."""
        return self.folder / key[:2]

    def _limited(self, more: int) -> None:
        """Keep to the limit; the pieces are counted again only when they may have passed it."""
        with self._lock:
            self._room -= more
            if self._room < 0:
                self._room = self._limit - trim(self.folder, self._limit)


def _linked(kept: Path, path: Path) -> None:
    """The same file under another name, so that it stays when it is removed here; else a copy."""
    try:
        os.link(kept, path)
    except OSError:
        shutil.copyfile(kept, path)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
