"""The files of a task put into its body: as data where Ark allows, else by a link it can fetch."""

import asyncio
import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from studio.backends.account import Account
from studio.backends.base import Input, Request
from studio.backends.blanks import filled, inside, places
from studio.backends.seedance_compile import MARK, ROOM, encoded
from studio.errors import BackendError, Fault

_TITLE = "Seedance"
_MAGIC = {
    b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"BM": "image/bmp",
    b"GIF8": "image/gif", b"II*\x00": "image/tiff", b"MM\x00*": "image/tiff",
    b"ID3": "audio/mp3", b"\xff\xfb": "audio/mp3", b"\xff\xf3": "audio/mp3",
    b"\xff\xf2": "audio/mp3", b"\xff\xfa": "audio/mp3",
}  # fmt: skip


async def fill(
    body: Mapping[str, Any], request: Request, mark: str, account: Account, most: int
) -> dict[str, Any]:
    """A body with every file and the job's mark in its place, at most `most` bytes long.

    Raises BackendError for a file that cannot be sent, whatever the bucket raises, and OSError.
    """
    values = await account_values(account)
    used = sorted(set(places(body)))
    linked = await asyncio.to_thread(_too_much, request, used, most, account.bucket() is not None)
    urls: dict[int, str] = {}
    for place in used:
        each = request.inputs[place]
        if each.kind == "video" or place in linked:
            urls[place] = await _link(each, account, values.get("url", ""), mark)
        else:
            urls[place] = await asyncio.to_thread(_data, each)
    return cast(dict[str, Any], filled(body, urls, MARK, mark))


async def account_values(account: Account) -> Mapping[str, str]:
    """The account's values, which may have to be waited for."""
    return await asyncio.to_thread(account.values)


def _too_much(request: Request, used: list[int], most: int, has_bucket: bool) -> set[int]:
    """The files that go by a link because the body would be too large: the largest first."""
    sizes = {
        place: encoded(os.stat(request.inputs[place].path).st_size)  # noqa: PTH116
        for place in used
        if request.inputs[place].kind != "video"
    }
    linked: set[int] = set()
    for place in sorted(sizes, key=lambda place: sizes[place], reverse=True):
        if sum(size for other, size in sizes.items() if other not in linked) <= most - ROOM:
            break
        if not has_bucket:
            limit = most // 1_000_000
            raise BackendError("seedance.body_heavy", Fault.INVALID, backend=_TITLE, limit=limit)
        linked.add(place)
    return linked


def _data(each: Input) -> str:
    content = Path(each.path).read_bytes()
    kind = _kind(content[:12])
    if not kind.startswith({"picture": "image/", "sound": "audio/"}[each.kind]):
        name = each.name or Path(each.path).name
        raise BackendError("seedance.not_sendable", Fault.INVALID, backend=_TITLE, name=name)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _kind(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "")


async def _link(each: Input, account: Account, api: str, holder: str) -> str:
    bucket = account.bucket()
    if bucket is None:
        raise BackendError("seedance.no_bucket", Fault.INVALID, backend=_TITLE)
    link = await bucket.link(Path(each.path), each.sha256, holder)
    if not fetchable(link, api):
        raise BackendError("seedance.link_inside", Fault.INVALID, backend=_TITLE)
    return link


def fetchable(link: str, api: str) -> bool:
    """True for a web link that the service at `api` can reach: one on this machine or in its
    network only when the service itself is there.
    """
    parts = urlsplit(link)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return False
    return not inside(parts.hostname) or inside(urlsplit(api).hostname or "")
