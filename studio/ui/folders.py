"""Folders that are dropped or imported: the media in them by name, and what is left out."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import StudioError
from studio.jobs.imports import MOST
from studio.media.probe import probe

_ENTRIES = 20_000  # files that are looked at in one folder and all that lie in it


@dataclass(frozen=True)
class Opened:
    """`paths` with each folder replaced by its media; `odd` names what in them is none, `empty`
    the folders that hold none.
    """

    paths: tuple[str, ...]
    inside: frozenset[str] = frozenset()  # those of the paths that lay in a folder
    odd: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def opened(paths: Sequence[str]) -> Opened:
    """Look into the folders among `paths`; files outside of folders are passed on unread.

    By name, folder by folder, hidden files and links to folders left alone. Blocking, for any
    thread. What cannot be read is odd.
    """
    found: list[str] = []
    inside: list[str] = []
    odd: list[str] = []
    empty: list[str] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - a path too long to be one is no folder
            found.append(path)
            continue
        before = len(inside)
        for each in _files(Path(path)):
            if len(inside) <= MOST and _is_media(each):
                inside.append(str(each))
                found.append(str(each))
            else:
                odd.append(each.name)
        if len(inside) == before:
            empty.append(Path(path).name)
    return Opened(tuple(found), frozenset(inside), tuple(odd), tuple(empty))


def _files(folder: Path) -> Iterator[Path]:
    seen = 0
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names, key=str.casefold):
            if name.startswith("."):
                continue
            seen += 1
            if seen > _ENTRIES:
                return
            yield Path(above) / name


def _is_media(path: Path) -> bool:
    try:
        probe(path)
    except (StudioError, OSError):
        return False
    return True
