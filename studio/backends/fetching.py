"""Results fetched from where a service put them: streamed, limited, whole or not there."""

import asyncio
import os
from pathlib import Path
from typing import BinaryIO

import httpx

from studio.backends.pacing import Pause, pauses
from studio.backends.web import Headers, Wire
from studio.errors import BackendError, Fault

MOST = 8 << 30  # bytes of one file
_CHUNK = 1 << 18
_AWAY = 180.0  # seconds of pauses in which a service may restart
_SLOW = 120.0  # seconds in which at least a chunk must come


class LinkExpired(Exception):
    """The link is refused, with this status: ask the service for a fresh one."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def fetch(wire: Wire, url: str, target: Path, *, most: int = MOST) -> int:
    """Download `url` to `target`, which appears only when it is whole; its bytes.

    No key is sent. Whether it is the kind of file wanted is for the caller to look at. Raises
    LinkExpired for 401, 403, 404 and 410; BackendError, retryable for what may pass; OSError.
    """
    if not url.startswith(("https://", "http://")):
        raise BackendError("web.bad_link", Fault.BROKEN, backend=wire.title)
    partial = target.with_name(f"{target.name}.part")
    try:
        async with wire.stream(url) as response:
            _check(response, wire.title, most)
            stream = await asyncio.to_thread(partial.open, "wb")
            try:
                size = await _copied(response, stream, wire.title, most)
            finally:
                await asyncio.to_thread(stream.close)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    wanted = response.headers.get("content-length", "")
    if not size or (wanted.isdigit() and int(wanted) != size):
        partial.unlink(missing_ok=True)
        raise BackendError("web.cut_short", Fault.NETWORK, retryable=True, backend=wire.title)
    partial.replace(target)
    return size


async def fetch_on(
    wire: Wire, url: str, target: Path, headers: Headers, *, pause: Pause, most: int = MOST
) -> int:
    """As `fetch`, from the service itself with its `headers`, and on from where a line was cut.

    It goes on only where the service says by the file's tag that it is still the same one, and
    bears with a service that restarts meanwhile.
    """
    partial = target.with_name(f"{target.name}.part")
    tag, waited = "", 0.0
    try:
        for wait in pauses(0.5, 8.0):
            have = await asyncio.to_thread(_size, partial) if tag else 0
            span = {"Range": f"bytes={have}-", "If-Range": tag} if have else {}
            try:
                async with wire.stream(url, {**headers, **span}, follow=False) as response:
                    _check(response, wire.title, most, part=bool(span))
                    tag = _tag(response)
                    have = have if _goes_on(response, have) else 0
                    size = await _written(response, partial, have, wire.title, most)
            except BackendError as error:
                if not error.retryable or waited > _AWAY:
                    raise
                await pause(wait)
                waited += wait
                continue
            partial.replace(target)
            return size
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    raise AssertionError("pauses have no end")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _tag(response: httpx.Response) -> str:
    """The file's tag; a weak one says nothing of its bytes."""
    tag = response.headers.get("etag", "")
    return tag if tag.startswith('"') else ""


def _goes_on(response: httpx.Response, have: int) -> bool:
    span = response.headers.get("content-range", "")
    return response.status_code == 206 and span.startswith(f"bytes {have}-")


async def _written(
    response: httpx.Response, partial: Path, have: int, title: str, most: int
) -> int:
    """What comes, behind the `have` bytes that are there; the bytes of the whole file."""
    stream = await asyncio.to_thread(partial.open, "r+b" if have else "wb")
    try:
        await asyncio.to_thread(stream.seek, have)
        size = have + await _copied(response, stream, title, most - have, None)
        await asyncio.to_thread(stream.truncate, size)
    finally:
        await asyncio.to_thread(stream.close)
    told = response.headers.get("content-length", "")
    if size == 0 or (told.isdigit() and have + int(told) != size):
        raise BackendError("web.cut_short", Fault.NETWORK, retryable=True, backend=title)
    return size


def _check(response: httpx.Response, title: str, most: int, *, part: bool = False) -> None:
    status = response.status_code
    if status in {401, 403, 404, 410}:
        raise LinkExpired(status)
    if status != 200 and not (part and status == 206):
        again = status == 429 or status >= 500
        raise BackendError(
            "web.no_download", Fault.NETWORK, retryable=again, backend=title, status=status
        )
    told = response.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise BackendError("web.file_too_large", Fault.BROKEN, backend=title, limit=most >> 20)


async def _copied(
    response: httpx.Response, stream: BinaryIO, title: str, most: int, piece: int | None = _CHUNK
) -> int:
    """Write what comes in pieces of `piece` bytes; None: as it comes, so that a cut loses none."""
    size = 0
    chunks = response.aiter_raw(piece)
    while True:
        try:
            async with asyncio.timeout(_SLOW):
                chunk = await anext(chunks, b"")
        except TimeoutError:
            raise BackendError(
                "web.cut_short", Fault.NETWORK, retryable=True, backend=title
            ) from None
        if not chunk:
            break
        size += len(chunk)
        if size > most:
            raise BackendError("web.file_too_large", Fault.BROKEN, backend=title, limit=most >> 20)
        await asyncio.to_thread(stream.write, chunk)
    await asyncio.to_thread(_settle, stream)
    return size


def _settle(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
