"""What the studio has put into the maker's bucket, and which tasks still need it: one small file.

It holds names of objects and of tasks; no link, no key. A lock beside it keeps two studios on one
machine apart.
"""

import asyncio
import json
import os
import secrets
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from filelock import AsyncFileLock
from pydantic import BaseModel, Field, ValidationError

_LARGEST = 8_000_000  # bytes of the file
_PATIENCE = 60.0  # seconds to wait for another studio


class Kept(BaseModel):
    """One object: where it lies, and until when (seconds of the epoch) which task may need it."""

    bucket: str
    name: str
    holders: dict[str, float] = Field(default_factory=dict)

    def is_free(self, now: float) -> bool:
        """Whether no task needs it any more."""
        return all(until <= now for until in self.holders.values())


class Book(BaseModel):
    """Everything of this machine; `studio` tells its objects from those of another machine."""

    studio: str = Field(default_factory=lambda: secrets.token_hex(4), pattern=r"^[0-9a-f]{8}$")
    kept: list[Kept] = Field(default_factory=list[Kept])

    def hold(self, bucket: str, name: str, holder: str, until: float) -> None:
        """Note that a task needs an object until then."""
        for each in self.kept:
            if (each.bucket, each.name) == (bucket, name):
                each.holders[holder] = max(until, each.holders.get(holder, 0.0))
                return
        self.kept.append(Kept(bucket=bucket, name=name, holders={holder: until}))

    def rename(self, old: str, new: str) -> None:
        """What one holder needs, another one needs from now on."""
        for each in self.kept:
            if old in each.holders:
                each.holders[new] = each.holders.pop(old)

    def let_go(self, holder: str) -> None:
        """Note that a task needs nothing any more."""
        for each in self.kept:
            each.holders.pop(holder, None)


class Shelf:
    """The book's file. What cannot be read begins anew: then a lifecycle rule has to clean up."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def is_there(self) -> bool:
        """Whether anything has ever been put into a bucket from here."""
        return self._path.exists()

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Book]:
        """The book, for one studio at a time; it is written when it was changed.

        Raises OSError; TimeoutError when another studio does not let go of it.
        """
        await asyncio.to_thread(self._path.parent.mkdir, parents=True, exist_ok=True)
        lock = AsyncFileLock(
            self._path.with_suffix(".lock"), timeout=_PATIENCE, run_in_executor=False
        )
        async with lock:
            book = await asyncio.to_thread(self._read)
            before = book.model_dump_json()
            try:
                yield book
            finally:
                after = book.model_dump_json()
                if after != before or not self._path.exists():
                    self._write(after)  # at once: a cancelled task must not leave it half done

    def _read(self) -> Book:
        with suppress(OSError, ValidationError, ValueError):
            if self._path.stat().st_size <= _LARGEST:
                return Book.model_validate(json.loads(self._path.read_bytes()))
        return Book()

    def _write(self, text: str) -> None:
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".bucket-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(self._path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
