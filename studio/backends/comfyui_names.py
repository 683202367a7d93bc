"""The names of the maker's workflows: one file each in the settings folder, one backend each."""

import re
from pathlib import Path

from studio.errors import BadInput
from studio.paths import user_settings

PREFIX = "comfyui"
MOST = 100  # workflows
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def folder_of(own: Path | None = None) -> Path:
    """Where workflows lie; `own` is the folder of the maker's tables."""
    return (own or user_settings() / "backends") / PREFIX


def names(own: Path | None = None) -> tuple[str, ...]:
    """The backends that workflows make, `comfyui-NAME`, or one that says that there is none."""
    return tuple(f"{PREFIX}-{name}" for name in stored(own)) or (PREFIX,)


def stored(own: Path | None = None) -> tuple[str, ...]:
    """The names of the workflows there are, sorted; nothing is read."""
    try:
        found = sorted(path.stem for path in folder_of(own).glob("*.json"))
    except OSError:
        return ()
    return tuple(name for name in found if _NAME.fullmatch(name))[:MOST]


def checked(name: str) -> str:
    """A name as a file and a backend may have it. Raises BadInput."""
    if not _NAME.fullmatch(name):
        raise BadInput("comfyui.bad_name", name=name[:40])
    return name
