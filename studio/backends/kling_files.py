"""Files for Kling's older API, measured before they are sent.

A source is a file here, or a public web link, which is taken as it is. Pictures and sounds go as
plain Base64, videos by a link to the maker's bucket.
"""

import asyncio
import base64
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.backends.account import Account
from studio.backends.kling_fill import TITLE, check_link, link, raw
from studio.errors import BackendError, Fault
from studio.media.hashes import sha256_of
from studio.media.probe import MediaInfo, probe
from studio.messages import Listed

Source = Path | str
_MB = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """What a file has to be: bytes at most, seconds, pixels of its sides, width by height."""

    kind: str
    formats: tuple[str, ...]
    bytes: int
    seconds: tuple[float, float] | None = None
    side: tuple[int, int] | None = None
    shapes: tuple[Decimal, ...] = ()
    shape: tuple[Decimal, Decimal] | None = None


PICTURE = Wanted(
    "picture", ("jpg", "jpeg", "png"), 10 * _MB, side=(300, 1 << 30),
    shape=(Decimal("0.4"), Decimal("2.5")),
)  # fmt: skip
CHARACTER = Wanted(
    "video", ("mp4", "mov"), 200 * _MB, (3, 8), (1080, 1920), (Decimal(16) / 9, Decimal(9) / 16)
)
VOICE = Wanted("", ("mp3", "wav", "mp4", "mov"), 200 * _MB, (5, 30))
FACES = Wanted("video", ("mp4", "mov"), 100 * _MB, (2, 60), (512, 2160))
LINE = Wanted("sound", ("mp3", "wav", "m4a", "aac"), 5 * _MB, (2, 60))
SPEECH = Wanted("sound", ("mp3", "wav", "m4a", "aac"), 5 * _MB, (2, 300))
SILENT = Wanted("video", ("mp4", "mov"), 100 * _MB, (3, 20))


async def inline(source: Source, wanted: Wanted) -> str:
    """A picture or a sound as Base64, or a link as it is. Raises BackendError, BadInput."""
    if isinstance(source, str):
        return check_link(source)
    await asyncio.to_thread(_measure, source, wanted)
    if wanted.kind == "picture":
        return await asyncio.to_thread(raw, source)
    return await asyncio.to_thread(_encoded, source)


async def linked(source: Source, wanted: Wanted, account: Account) -> str:
    """A link to a file, put into the bucket first. Raises BackendError, BadInput, OSError."""
    if isinstance(source, str):
        return check_link(source)
    await asyncio.to_thread(_measure, source, wanted)
    sha256 = await asyncio.to_thread(sha256_of, source)
    # No task repeats this name: the file goes when its link holds no more.
    return await link(source, sha256, account, f"file-{sha256[:16]}")


def refuse(key: str, **values: str | int | Listed) -> BackendError:
    """A refusal before anything is sent."""
    told: dict[str, Any] = {"backend": TITLE, **values}
    return BackendError(key, Fault.INVALID, **told)


def _encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _measure(path: Path, wanted: Wanted) -> None:
    suffix, name = path.suffix.lower().removeprefix("."), path.name
    if suffix not in wanted.formats:
        told = Listed(wanted.formats)
        raise refuse("kling.format", name=name, format=suffix or "?", formats=told)
    if path.stat().st_size > wanted.bytes:
        raise refuse("kling.heavy", name=name, limit=wanted.bytes // _MB)
    info = probe(path)
    if wanted.seconds and not wanted.seconds[0] <= info.seconds <= wanted.seconds[1]:
        low, high = (f"{edge:g}" for edge in wanted.seconds)
        seconds = f"{float(info.seconds):.1f}"
        raise refuse("kling.clip_length", name=name, seconds=seconds, low=low, high=high)
    if info.width and info.height:
        _measure_sides(info, wanted, name)


def _measure_sides(info: MediaInfo, wanted: Wanted, name: str) -> None:
    size = f"{info.width}x{info.height}"
    low, high = wanted.side or (0, 1 << 30)
    if min(info.width, info.height) < low or max(info.width, info.height) > high:
        key = "kling.side" if high < 1 << 30 else "kling.small"
        raise refuse(key, name=name, size=size, low=low, high=high)
    shape = Decimal(info.width) / info.height
    if wanted.shape and not wanted.shape[0] <= shape <= wanted.shape[1]:
        raise refuse(
            "kling.shape", name=name, size=size, low=f"{wanted.shape[0]}", high=f"{wanted.shape[1]}"
        )
    if wanted.shapes and all(abs(shape / each - 1) > Decimal("0.02") for each in wanted.shapes):
        raise refuse("kling.character_shape", name=name, size=size)
