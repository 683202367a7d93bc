"""Results fetched from where a service put them: streamed, limited, whole or not there."""

import asyncio
import os
from pathlib import Path
from typing import BinaryIO

import httpx

from studio.backends.web import Wire
from studio.errors import BackendError, Fault

MOST = 8 << 30  # bytes of one file
_CHUNK = 1 << 18
_SLOW = 120.0  # seconds in which at least a chunk must come


class LinkExpired(Exception):
    """The link is refused: ask the service for a fresh one."""


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


def _check(response: httpx.Response, title: str, most: int) -> None:
    status = response.status_code
    if status in {401, 403, 404, 410}:
        raise LinkExpired
    if status != 200:
        again = status == 429 or status >= 500
        raise BackendError(
            "web.no_download", Fault.NETWORK, retryable=again, backend=title, status=status
        )
    told = response.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise BackendError("web.file_too_large", Fault.BROKEN, backend=title, limit=most >> 20)


async def _copied(response: httpx.Response, stream: BinaryIO, title: str, most: int) -> int:
    size = 0
    chunks = response.aiter_raw(_CHUNK)
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
