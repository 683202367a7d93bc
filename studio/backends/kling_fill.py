"""The files of a task put into its body: pictures as plain Base64, everything else by a link."""

import asyncio
import base64
import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from studio.backends.account import Account
from studio.backends.base import Input
from studio.backends.blanks import filled, inside, places
from studio.backends.kling_compile import KEY
from studio.errors import BackendError, Fault

TITLE = "Kling"
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG")


def external(key: str) -> str:
    """A job's key as an id of Kling's `external_task_id`. Keys of ours are as they are.

    Any other (with a comma, say, which separates ids in a query) becomes a name of its own.
    """
    if _PLAIN.fullmatch(key):
        return key
    return "k-" + hashlib.sha256(key.encode()).hexdigest()[:60]


async def fill(
    body: Mapping[str, Any], inputs: Sequence[Input], key: str, account: Account, most: int
) -> dict[str, Any]:
    """A body with every file and the job's id in its place. Pictures beyond `most` bytes of a body
    go by a link where there is a bucket.

    Raises BackendError for a file that cannot be sent, whatever the bucket raises, and OSError.
    """
    used = sorted(set(places(body)))
    linked = (
        await asyncio.to_thread(_too_much, inputs, used, most) if account.bucket() else set[int]()
    )
    texts: dict[int, str] = {}
    for place in used:
        each = inputs[place]
        if each.kind == "video" or place in linked:
            texts[place] = await link(Path(each.path), each.sha256, account, external(key))
        else:
            texts[place] = await asyncio.to_thread(raw, Path(each.path), each.name)
    return cast(dict[str, Any], filled(body, texts, KEY, external(key)))


def raw(path: Path, name: str = "") -> str:
    """A JPEG or PNG as Base64 without a prefix or a line end. Raises BackendError, OSError."""
    content = path.read_bytes()
    if not content.startswith(_PICTURES):
        raise BackendError(
            "kling.not_sendable", Fault.INVALID, backend=TITLE, name=name or path.name
        )
    return base64.b64encode(content).decode()


async def link(path: Path, sha256: str, account: Account, holder: str) -> str:
    """A link to a file that the service can fetch, for the task that `holder` names.

    Raises BackendError where there is none.
    """
    bucket = account.bucket()
    if bucket is None:
        raise BackendError("kling.no_bucket", Fault.INVALID, backend=TITLE)
    return check_link(await bucket.link(path, sha256, holder))


def check_link(url: str) -> str:
    """A web link that a service can reach, as it is. Raises BackendError for any other, such as
    one on this machine or in its network.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BackendError("kling.no_link", Fault.INVALID, backend=TITLE)
    if inside(parts.hostname):
        raise BackendError("kling.link_inside", Fault.INVALID, backend=TITLE)
    return url


def _too_much(inputs: Sequence[Input], used: list[int], most: int) -> set[int]:
    """The pictures that go by a link because the body would be too large: the largest first."""
    sizes = {
        place: os.stat(inputs[place].path).st_size * 4 // 3  # noqa: PTH116
        for place in used
        if inputs[place].kind == "picture"
    }
    linked: set[int] = set()
    for place in sorted(sizes, key=lambda place: sizes[place], reverse=True):
        if sum(size for other, size in sizes.items() if other not in linked) <= most:
            break
        linked.add(place)
    return linked
