"""The media of a film on a worker of a farm: where it sees them itself, else as they were sent.

What is sent lies in the worker's own cache under the hash of its content, never under a name of
the sender's, and counts as there only when it has that hash. The cache is safe to delete.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from studio.errors import RenderError
from studio.media.hashes import sha256_of
from studio.paths import trim, user_cache
from studio.render.segment import Crossing, Layer, Segment, Stratum

CHUNK = 8 << 20  # bytes sent at a time
_LIMIT = 50 * 10**9  # bytes of what was sent, before the oldest goes
_LARGEST = 200 * 10**9  # bytes of one file
_SPARE = 1 << 30  # bytes of the disk that are left alone
_HASH = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_SENDER = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True)
class Needed:
    """A file of the film: its path from the film's folder on, and its SHA-256."""

    path: str
    sha256: str


def needed(segment: Segment) -> tuple[Needed, ...]:
    """The files that a segment is made of, each once."""
    found = {Needed(source.path, source.sha256): None for source in segment.sources}
    for stratum in segment.layers:
        for layer in _layers(stratum):
            if layer.table is not None:
                found[Needed(layer.table.path, layer.table.sha256)] = None
    return tuple(found)


def lying_at(segment: Segment, places: Mapping[str, Path]) -> Segment:
    """The segment whose files lie where `places` says by hash."""

    def moved(layer: Layer) -> Layer:
        source, table = layer.source, layer.table
        if source is not None:
            source = replace(source, path=str(places[source.sha256]))
        if table is not None:
            table = table._replace(path=str(places[table.sha256]))
        return replace(layer, source=source, table=table)

    layers: list[Stratum] = []
    for stratum in segment.layers:
        if isinstance(stratum, Crossing):
            before, after = (moved(side) if side else None for side in stratum.sides)
            layers.append(replace(stratum, before=before, after=after))
        else:
            layers.append(moved(stratum))
    return replace(segment, layers=tuple(layers))


def _layers(stratum: Stratum) -> list[Layer]:
    if isinstance(stratum, Crossing):
        return [side for side in stratum.sides if side is not None]
    return [stratum]


def seen(file: Needed, folder: Path) -> Path | None:
    """Where a film's folder that is seen from here holds that very file."""
    path = folder / file.path
    try:
        facts = path.stat()
        known = _hash_of(str(path), facts.st_size, facts.st_mtime_ns, facts.st_ino)
    except OSError:
        return None
    return path if known == file.sha256 else None


@cache
def _hash_of(path: str, _size: int, _written: int, _inode: int) -> str:
    """Read once while size, time and place on the disk stay the same."""
    return sha256_of(Path(path))


def sent(file: Needed) -> Path | None:
    """Where that file lies that was sent here; None where it was not."""
    path = _place(file)
    found = seen(Needed(path.name, file.sha256), path.parent)
    if found is not None:
        with suppress(OSError):
            os.utime(found)  # used just now, so it is the last to go
    return found


def receive(file: Needed, sender: str, start: int, data: bytes, size: int) -> None:
    """Take up the bytes of a file from `start` on; the last ones make it count as there.

    `size` is that of the whole file in bytes, `sender` a number of whoever sends. Raises
    RenderError for a file that is too large, that comes in another order or with another content.
    """
    if not _SENDER.fullmatch(sender):
        raise ValueError(sender)
    path = _place(file)
    part = path.with_name(f"{path.name}.{sender}.part")
    if start == 0:
        path.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(path.parent).free
        if size > min(_LARGEST, free - _SPARE):
            raise RenderError("farm.no_room", name=Path(file.path).name, need=size >> 20)
    with part.open("wb" if start == 0 else "ab") as out:
        if out.tell() != start or start + len(data) > size:
            raise RenderError("farm.altered", name=Path(file.path).name)
        out.write(data)
    if start + len(data) == size:
        try:
            if sha256_of(part) != file.sha256:
                raise RenderError("farm.altered", name=Path(file.path).name)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        trim(path.parent.parent, _LIMIT)


def _place(file: Needed) -> Path:
    """Named by hash; of the sender's name only a plain ending is kept, which tells ffmpeg more."""
    if not _HASH.fullmatch(file.sha256):
        raise ValueError(file.sha256)
    suffix = Path(file.path).suffix.lower()
    ending = suffix if _SUFFIX.fullmatch(suffix) else ""
    return user_cache("farm", file.sha256[:2]) / f"{file.sha256}{ending}"


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
