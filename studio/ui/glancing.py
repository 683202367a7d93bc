"""What dragged files are, found out off the window's thread while they are still in the hand."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.errors import StudioError
from studio.media.probe import probe
from studio.ui.desk import Desk
from studio.ui.dragging import Cargo, Thing

_MOST = 40  # files of one drag that are looked at; the import reads all of them anyway
_UNSURE = {"sound", "file"}  # their names do not say what a drop would make of them


class Glance(QObject):
    """Folders, lengths of sounds and files of unknown names, for the drag that is under way."""

    known = Signal()  # more is known of what was asked for

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._paths: tuple[str, ...] = ()
        self._found: dict[str, Thing] = {}

    def of(self, cargo: Cargo) -> Cargo:
        """The cargo by all that is known of its files; the rest is asked for, and `known` tells."""
        things = [thing for thing in cargo.things if thing.path and thing.kind in _UNSURE][:_MOST]
        paths = tuple(thing.path for thing in things)
        if paths != self._paths:
            self._paths, self._found = paths, {}
            if things:
                work = partial(_glanced, things)
                self._desk.ask(partial(asyncio.to_thread, work), partial(self._keep, paths))
        return replace(cargo, things=tuple(self._found.get(x.path, x) for x in cargo.things))

    def forget(self) -> None:
        """The drag is over: files change until the next one."""
        self._paths, self._found = (), {}

    def _keep(self, paths: tuple[str, ...], found: dict[str, Thing]) -> None:
        if paths == self._paths:
            self._found = found
            self.known.emit()


def _glanced(things: Sequence[Thing]) -> dict[str, Thing]:
    return {thing.path: _seen(thing) for thing in things}


def _seen(thing: Thing) -> Thing:
    """What a file is; one that cannot be read is what its name says, and the import says why."""
    if os.path.isdir(thing.path):  # noqa: PTH112 - a path too long to be one is no folder
        return replace(thing, kind="folder")
    try:
        info = probe(Path(thing.path))
    except (StudioError, OSError):
        return thing
    return replace(thing, kind=info.kind, seconds=float(info.seconds))
