"""What a task of Kling left: fetched at once, told by its first bytes, kept when it is whole."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from studio.backends.fetching import LinkExpired, fetch
from studio.backends.kling_records import Task
from studio.backends.web import Wire
from studio.errors import BackendError, Fault

Look = Callable[[], Awaitable[Task | None]]
Tell = Callable[[bytes], str]


def film(head: bytes) -> str:
    """The ending of a video by its first bytes; empty when it is none."""
    if head[4:8] != b"ftyp":
        return ""
    return ".mov" if head[8:12] == b"qt  " else ".mp4"


def picture(head: bytes) -> str:
    """The ending of a picture by its first bytes; empty when it is none."""
    kinds = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp"}
    return next((suffix for magic, suffix in kinds.items() if head.startswith(magic)), "")


def sound(head: bytes) -> str:
    """The ending of a sound by its first bytes; empty when it is none."""
    if head.startswith(b"RIFF"):
        return ".wav"
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")):
        return ".mp3"
    return ".m4a" if head[4:8] == b"ftyp" else ""


TELLS: dict[str, Tell] = {"video": film, "image": picture, "audio": sound}


async def save(
    wire: Wire, task: Task, kind: str, folder: Path, look: Look, *, marked: bool = False
) -> str:
    """Fetch the first output of a type (`video`, `image`, `audio`); its name in the folder.

    A link that is refused is asked for once more by `look`. Raises BackendError, OSError.
    """
    there = await asyncio.to_thread(_there, folder, kind)
    if there:
        return there
    for fresh in (False, True):
        if fresh:
            task = await look() or task
        url = _url(task, kind, marked=marked)
        if not url:
            continue
        try:
            return await _fetched(wire, url, kind, folder)
        except LinkExpired:
            continue
    if _url(task, kind, marked=marked):
        raise BackendError("kling.link_expired", Fault.NETWORK, backend=wire.title)
    raise BackendError("kling.no_output", Fault.BROKEN, backend=wire.title)


def _there(folder: Path, kind: str) -> str:
    """What an earlier try fetched: it is whole, as it has its name."""
    return next((path.name for path in folder.glob(f"{kind}.*")), "")


def _url(task: Task, kind: str, *, marked: bool) -> str:
    output = task.first(kind)
    if output is None:
        return ""
    return (output.marked or output.url) if marked else (output.url or output.marked)


async def _fetched(wire: Wire, url: str, kind: str, folder: Path) -> str:
    raw = folder / f".{kind}"
    await fetch(wire, url, raw)
    with raw.open("rb") as stream:
        suffix = TELLS[kind](stream.read(16))
    if not suffix:
        raw.unlink()
        raise BackendError("kling.wrong_type", Fault.NETWORK, retryable=True, backend=wire.title)
    raw.replace(folder / f"{kind}{suffix}")
    return f"{kind}{suffix}"
