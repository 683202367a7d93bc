"""The maker's own S3-compatible bucket: where files are put that a service fetches by a link.

**Names.** An object is called after what is in it, below the prefix and a name of this machine, so
the same file is sent once however many shots need it, and two machines never clean up after one
another. **Cleaning up.** A file stays as long as a task that was given its link is under way and is
taken away when the last of them has ended; what was lost sight of (a crash, a task whose answer
was lost) goes when its links hold no more, the next time a task ends. Nothing that the studio has
not put there is ever touched. For a machine that is never started again, a lifecycle rule of the
bucket on the prefix does the rest.

**Links** carry a signature. They live in memory and in the one call that needs them, and in no
journal, file, log or error.
"""

import asyncio
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import httpx

from studio.backends.bucket_book import Book, Shelf
from studio.backends.bucket_place import TITLE, Place, place_of
from studio.backends.bucket_wire import BucketWire, Told
from studio.backends.pacing import Pause
from studio.backends.service import Field, Service
from studio.errors import BackendError, Fault, StudioError

_KINDS = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
    ".bmp": "image/bmp", ".gif": "image/gif", ".tif": "image/tiff", ".tiff": "image/tiff",
    ".mp3": "audio/mpeg", ".wav": "audio/wav", ".m4a": "audio/mp4", ".aac": "audio/aac",
}  # fmt: skip
_CLEANING = 20.0  # seconds that cleaning up may take of a task's end
_TEST_LINK = 60.0


class OwnBucket:
    """A bucket by the maker's values; nothing is asked for before a file is to go there."""

    def __init__(
        self,
        values: Callable[[], Mapping[str, str]],
        book: Path,
        proxy: Callable[[], str] = str,
        *,
        pause: Pause = asyncio.sleep,
        now: Callable[[], float] = time.time,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`values` may wait for a keyring; `book` is the file in which is kept what lies there."""
        self._values, self._proxy, self._pause, self._now = values, proxy, pause, now
        self._shelf, self._transport = Shelf(book), transport
        self._sending: dict[str, asyncio.Lock] = {}

    async def link(self, path: Path, sha256: str, holder: str, told: Told | None = None) -> str:
        """A link to the file, put there first where it is not yet; `told` hears of the upload.

        `holder` names the task that needs it until `release`. Raises BackendError, OSError.
        """
        place = await self._place()
        async with self._shelf.open() as book:  # before looking: nobody takes it away from now on
            name = _name(place, book, sha256, path)
            book.hold(place.identity, name, holder, self._now() + place.hours * 3600)
        lock = self._sending.setdefault(name, asyncio.Lock())
        async with lock:
            await self._put(place, name, path, told)
        if not lock.locked():
            self._sending.pop(name, None)
        return await asyncio.to_thread(place.signed, "GET", name, place.hours * 3600.0, public=True)

    async def passed(self, holder: str, task: str) -> None:
        """What `holder` needs, the task at the service needs from now on."""
        if self._shelf.is_there:
            with suppress(OSError, TimeoutError):
                async with self._shelf.open() as book:
                    book.rename(holder, task)

    async def release(self, holder: str) -> None:
        """A task needs its files no more: take away what none needs. Never raises for trouble at
        the server: what is left there is taken away the next time.
        """
        if not self._shelf.is_there:
            return
        with suppress(OSError, TimeoutError, StudioError):
            async with self._shelf.open() as book:
                book.let_go(holder)
                if any(each.is_free(self._now()) for each in book.kept):
                    async with asyncio.timeout(_CLEANING):
                        await self._clean(book)

    async def _clean(self, book: Book) -> None:
        place = await self._place()
        wire = self._wire(place)
        for each in list(book.kept):
            if each.bucket == place.identity and each.is_free(self._now()):
                await wire.remove(each.name)
                book.kept.remove(each)

    async def _put(self, place: Place, name: str, path: Path, told: Told | None) -> None:
        wire = self._wire(place)
        size = (await asyncio.to_thread(path.stat)).st_size
        if not await wire.has(name, size):
            kind = _KINDS.get(path.suffix.lower(), "application/octet-stream")
            await wire.put(name, path, kind, told)

    async def _place(self) -> Place:
        return place_of(await asyncio.to_thread(self._values))

    def _wire(self, place: Place) -> BucketWire:
        return BucketWire(place, self._proxy(), pause=self._pause, transport=self._transport)


def _name(place: Place, book: Book, sha256: str, path: Path) -> str:
    suffix = path.suffix.lower()
    ending = suffix if suffix in _KINDS else ""
    return "/".join(filter(None, (place.prefix, book.studio, f"{sha256}{ending}")))


async def check_bucket(values: Mapping[str, str], proxy: str = "") -> None:
    """Put a small file there, fetch it by a link as services do, take it away.

    Raises BackendError with one sentence for what does not work.
    """
    place = place_of(values)
    wire = BucketWire(place, proxy)
    content = secrets.token_bytes(256)
    name = "/".join(filter(None, (place.prefix, f"test-{secrets.token_hex(8)}.bin")))
    path = await asyncio.to_thread(_written, content)
    try:
        await wire.put(name, path, "application/octet-stream")
        found = await wire.fetched(name, _TEST_LINK, len(content) + 1)
        await wire.remove(name)
    finally:
        path.unlink(missing_ok=True)
    if found != content:
        raise BackendError("bucket.not_the_same", Fault.BROKEN, backend=TITLE, host=place.host)


def _written(content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix="storyreel-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return Path(name)


SERVICE = Service(
    "bucket",
    TITLE,
    (
        Field("endpoint", "STUDIO_S3_ENDPOINT"),
        Field("bucket", "STUDIO_S3_BUCKET"),
        Field("region", "STUDIO_S3_REGION"),
        Field("access", "STUDIO_S3_ACCESS_KEY", secret=True),
        Field("secret", "STUDIO_S3_SECRET_KEY", secret=True),
        Field("prefix", "STUDIO_S3_PREFIX", default="storyreel"),
        Field("hours", "STUDIO_S3_HOURS", default="24"),
        Field("public", "STUDIO_S3_PUBLIC_URL"),
    ),
    check_bucket,
)
