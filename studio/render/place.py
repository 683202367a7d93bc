"""Where a delivery goes: whether a file can be written there, before any work is done."""

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput, system_detail
from studio.render.cadence import file_frames
from studio.render.delivery import Container, Delivery
from studio.render.sequence import require_replaceable
from studio.timeline.project import Project

_COPIES = 3  # of the pictures that are kept meanwhile
_MIX = 48_000 * 8  # bytes of a second of the mix
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*]' if os.name == "nt" else r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Place:
    """A file that can be written; `exists` when something would be replaced."""

    output: Path
    exists: bool


def output_for(text: str, suffix: str, home: Path) -> Path:
    """The file that a maker's words name: seen from `home`, with the right suffix.

    An empty suffix is that of a folder. Raises BadInput when they name none.
    """
    words = text.strip()
    name = re.split(r"[/\\]", words)[-1]
    stem = name[: -len(suffix)] if suffix and name.lower().endswith(suffix) else name
    if not stem.strip(" ."):
        raise BadInput("render.no_name")
    if found := _UNFIT.search(name):
        sign = found[0] if found[0].isprintable() else " "
        raise BadInput("render.unfit_name", sign=sign)
    path = home / Path(words).expanduser()
    kinds = {container.suffix for container in Container if container.suffix}
    if suffix and path.suffix.lower() == suffix:
        return path
    return path.with_suffix(suffix) if path.suffix.lower() in kinds else Path(f"{path}{suffix}")


def look(output: Path, need: int, film: Path, *, folder: bool = False) -> Place:
    """Try the place. Blocking. `need` counts bytes, `film` is the folder of the film.

    With `folder` the output is one, and replaces nothing but an earlier image sequence. Raises
    BadInput when nothing can be written there, or the film's own media would be replaced.
    """
    parent = output.parent
    try:
        if not parent.is_dir():
            raise BadInput("render.no_folder", path=parent)
        if folder and output.exists():
            require_replaceable(output)
        elif output.is_dir():
            raise BadInput("render.is_folder", path=output)
        if output.resolve().is_relative_to((film / "media").resolve()):
            raise BadInput("render.own_media", path=parent)
        exists = output.exists()
        with tempfile.TemporaryFile(dir=parent):
            free = shutil.disk_usage(parent).free
    except (OSError, ValueError) as error:
        detail = system_detail(error) if isinstance(error, OSError) else str(error)
        raise BadInput("render.place_refused", path=parent, detail=detail) from error
    if free < need:
        raise BadInput(
            "render.no_room", path=parent, need=_megabytes(need), free=_megabytes(free)
        )  # fmt: skip
    return Place(output, exists)


def need_of(delivery: Delivery, project: Project) -> int:
    """Bytes that an export takes on the disk at the very least while it is made."""
    first, last = delivery.part_of(project.cut.frames)
    frames = max(0, last - first)
    seconds = float(project.rate.seconds(frames))
    sound = seconds * (_MIX + delivery.sound_bitrate / 8)
    if delivery.sound_only:
        return round(sound)
    pixels = delivery.width * delivery.height * file_frames(delivery, frames)
    return round(sound + pixels * delivery.coding.leanest / 8 * _COPIES)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f}" if size >= 1e6 else f"{size / 1e6:.1f}"
