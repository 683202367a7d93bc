"""Folders of numbered pictures: which one an export may replace, and how it takes its place."""

import re
from pathlib import Path

from studio.errors import BadInput
from studio.render.coding import Codec

FRAME_NAME = "frame_%06d"
FRAME_SUFFIX = {Codec.PNG: "png", Codec.TIFF: "tif", Codec.EXR: "exr"}
SOUND_NAME = "sound.wav"
_FRAME = re.compile(r"frame_\d{6,}\.(png|tif|exr)")


def replaceable(folder: Path) -> bool:
    """Whether nothing but an earlier image sequence lies there, or nothing at all.

    Raises OSError where the folder cannot be read.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    return all(each.name == SOUND_NAME or _FRAME.fullmatch(each.name) for each in folder.iterdir())


def require_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything else than an image sequence. Raises BadInput."""
    try:
        fine = replaceable(folder)
    except OSError:
        fine = False
    if not fine:
        raise BadInput("render.not_a_sequence", path=folder)


def hand_over_folder(made: Path, wanted: Path) -> None:
    """Give a finished folder its name; an earlier sequence there goes. Raises BadInput, OSError."""
    if wanted.exists() or wanted.is_symlink():
        require_replaceable(wanted)
        wanted.rename(made.with_name("earlier"))  # which goes with the folder of the work
    made.rename(wanted)
