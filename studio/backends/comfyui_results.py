"""What a run saved: the files among everything a server lists, and their download.

Which key a node lists its files under says nothing: a video stands under `images` or `gifs`. So
every item with a name is a file, and its kind follows from the name's end. A run that changed
nothing lists the files of an earlier one, which may be gone.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import quote, urlencode

from studio.backends.comfyui_line import Line
from studio.backends.fetching import LinkExpired, fetch_on
from studio.backends.web import entries, fields
from studio.errors import BackendError, Fault

Kind = Literal["video", "picture", "sound", "other"]
_ENDS: dict[str, Kind] = {
    **dict.fromkeys(("mp4", "webm", "mov", "mkv", "avi", "m4v", "gif"), "video"),
    **dict.fromkeys(("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff", "exr"), "picture"),
    **dict.fromkeys(("wav", "flac", "mp3", "ogg", "opus", "m4a", "aac"), "sound"),
}
_ORDER: tuple[Kind, ...] = ("video", "picture", "sound", "other")
_MOST = 10_000  # items of one answer


@dataclass(frozen=True)
class Saved:
    """A file as a server lists it."""

    node: str
    filename: str
    subfolder: str
    type: str

    @property
    def suffix(self) -> str:
        """The end of its name, plain: `.mp4`."""
        end = PurePosixPath(self.filename.replace("\\", "/")).suffix.lower()
        return end if re.fullmatch(r"\.[a-z0-9]{1,8}", end) else ""

    @property
    def kind(self) -> Kind:
        """What it is, by that end."""
        return _ENDS.get(self.suffix[1:], "other")


def saved(outputs: Mapping[str, Any], output: str = "") -> list[Saved]:
    """All files of a run, the likeliest first: those of the node `output`, then what is kept
    before what is temporary, then videos, pictures, sounds.
    """
    found: list[Saved] = []
    for node, keys in outputs.items():
        for items in fields(keys).values():
            for item in map(fields, entries(items)[:_MOST]):
                name, folder = item.get("filename"), item.get("subfolder") or ""
                place = item.get("type") or "output"
                if all(isinstance(each, str) for each in (name, folder, place)) and name:
                    found.append(Saved(node, str(name), str(folder), str(place)))

    def rank(file: Saved) -> tuple[bool, bool, int]:
        return (bool(output) and file.node != output, file.type != "output",
                _ORDER.index(file.kind))  # fmt: skip

    return sorted(dict.fromkeys(found), key=rank)


async def fetched(line: Line, file: Saved, folder: Path, stem: str) -> str:
    """Download a file as `stem` with its own end; the name it has in `folder`.

    It appears whole or not at all, and one that is there already is not fetched again. Raises
    BackendError: Fault.LOST when the server lists it, but has it no longer. Raises OSError.
    """
    name = stem + file.suffix
    target = folder / name
    if await asyncio.to_thread(target.exists):
        return name
    given = {"filename": file.filename, "subfolder": file.subfolder, "type": file.type}
    async with line.open() as wire:
        reached = await line.reached()
        url = f"{reached.address}/view?{urlencode(given, quote_via=quote)}"
        raw = folder / f".{stem}"
        try:
            await fetch_on(wire, url, raw, reached.headers, pause=line.pause)
        except LinkExpired as expired:
            raise _refused(line, file, expired.status) from None
        except BackendError as error:
            raise line.told(error) from None
    if file.kind != "other" and await asyncio.to_thread(_is_page, raw):
        await asyncio.to_thread(raw.unlink)
        raise line.stranger()
    await asyncio.to_thread(raw.replace, target)
    return name


def _refused(line: Line, file: Saved, status: int) -> BackendError:
    if status in {401, 403}:
        return BackendError(
            "comfyui.server_refuses", Fault.CREDENTIALS, backend=line.title, status=status
        )
    return BackendError(
        "comfyui.file_gone", Fault.LOST, backend=line.title, name=file.filename[-80:]
    )


def _is_page(path: Path) -> bool:
    """True for what a proxy sends in the place of a file."""
    with path.open("rb") as stream:
        return stream.read(200).lstrip()[:9].lower().startswith((b"<!doctype", b"<html"))
