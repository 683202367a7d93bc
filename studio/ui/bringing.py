"""Carries drops out: files are imported first, frames taken out of takes, then one edit is made."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import EditRefused, StudioError
from studio.jobs.imports import Imported
from studio.timeline.project import Project
from studio.timeline.queries import shot_label
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.dragging import (
    STILLS,
    Cargo,
    Landing,
    Target,
    Thing,
    from_outside,
    is_still,
    landing,
    landings,
)
from studio.ui.folders import Opened, opened
from studio.ui.glancing import Glance
from studio.ui.landing_edits import joined, landed, thing_of
from studio.ui.plain import listed, one_line
from studio.ui.taken_frames import wanted, written
from studio.ui.words import Words

_AGAIN = 200  # milliseconds after which an edit that met a drag under way is tried again
Edit = Callable[[Project], Project]


@dataclass(frozen=True)
class _Drop:
    """A drop on its way into the film; `odd` names what of its folders was left out."""

    cargo: Cargo
    target: Target
    late: bool
    odd: tuple[str, ...] = ()

    @property
    def landings(self) -> list[Landing]:
        """What each thing does where it lands."""
        return landings(self.cargo, self.target, late=self.late)


class Bringer(QObject):
    """Everything that comes into the film from outside the film passes here."""

    told = Signal(str, str)  # a sentence and its tone
    busy_changed = Signal(bool)
    actor_wanted = Signal(object)  # the path of a clip that was dropped on the cast

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self.glance = Glance(desk)
        self._under_way = 0
        self._rooms: list[str] = []  # folders of frames on their way into the film

    @property
    def busy(self) -> bool:
        """Whether files are being imported."""
        return self._under_way > 0

    def drop(self, cargo: Cargo, target: Target, *, late: bool = False) -> None:
        """Do what a drop means, as one step of undo; a refusal is told in a sentence.

        Of a folder all media come, at any depth; what is none is left out and named.
        """
        if cargo.folder and Path(cargo.folder) != self._desk.folder:
            self._desk.refused.emit(EditRefused("ui_media.no.other_film"))
            return
        clip = self._clip(cargo, target)
        if clip is not None:
            self.actor_wanted.emit(clip)
            return
        self.use(cargo, target, late=late)

    def use(self, cargo: Cargo, target: Target, *, late: bool = False) -> None:
        """Do what a drop means, where a clip is no more than its look."""
        drop = _Drop(cargo, target, late)
        if self._refuses(drop):
            return
        paths = [thing.path for thing in cargo.things if thing.path]
        if paths:
            self._begin()
            work = partial(opened, paths)
            self._desk.ask(
                partial(asyncio.to_thread, work), partial(self._opened, drop), self._failed
            )
        else:
            self._land(drop)

    def _clip(self, cargo: Cargo, target: Target) -> Path | None:
        """The one clip that is dropped on the cast, from outside or of the film."""
        if target.place != "cast" or len(cargo.things) != 1 or cargo.things[0].kind != "video":
            return None
        [thing] = cargo.things
        if thing.path:
            return Path(thing.path)
        takes = self._desk.takes.get(thing.id)
        return self._desk.folder / takes[-1].files[0].path if takes else None

    def bring(self, paths: Sequence[str]) -> None:
        """Import files into the film without a use."""
        if paths:
            self.drop(Cargo(tuple(from_outside(paths))), Target("media"))

    def next_first_frame(self, take: Take, next_shot: str) -> None:
        """The last picture of a take becomes the first frame of the shot behind its own."""
        thing = Thing("take", id=take.id, owner=take.owner)
        self.drop(Cargo((thing,), str(self._desk.folder)), Target("shot", next_shot))

    def _refuses(self, drop: _Drop) -> bool:
        """Whether something of a drop fits nowhere there; the reason is told."""
        why = next((each.why for each in drop.landings if each.why), "")
        if why:
            self._desk.refused.emit(EditRefused(f"ui_media.no.{why}"))
        return bool(why)

    def _opened(self, drop: _Drop, found: Opened) -> None:
        """Folders have become what lies in them; of that what fits is taken."""
        by_path = {thing.path: thing for thing in drop.cargo.things}
        things: list[Thing] = []
        odd, empty = list(found.odd), list(found.empty)
        for thing in from_outside(found.paths):
            if thing.path not in found.inside:
                things.append(by_path[thing.path])
            elif landing(thing, drop.target).fits:
                things.append(thing)
            else:
                odd.append(Path(thing.path).name)
        if not things and not empty:
            empty = [Path(path).name for path in by_path]
        if empty:
            name = one_line(empty[0], 60)
            self._failed(EditRefused("ui_media.no.folder_empty", name=name))
            return
        cargo = replace(drop.cargo, things=tuple(things))
        drop = replace(drop, cargo=cargo, odd=tuple(odd))
        if not self._refuses(drop):
            self._land(drop)
        self._end()

    def _land(self, drop: _Drop) -> None:
        """With all its files known: take pictures out of takes, import, edit."""
        pairs = zip(drop.cargo.things, drop.landings, strict=True)
        takes = [t for t, what in pairs if t.kind in STILLS and what.verb != "choose"]
        if takes:
            self._frames(takes, drop, partial(self._carry, drop))
        else:
            self._carry(drop, {})

    def _carry(self, drop: _Drop, frames: Mapping[Thing, str]) -> None:
        """With a file for every frame: import what is not in the film, then edit."""
        files = [frames.get(thing) or thing.path for thing in drop.cargo.things]
        paths = [Path(path) for path in files if path]
        if not paths:
            self._edit(drop, [], files)
            return
        self._begin()
        self._desk.bring(paths, partial(self._imported, drop, files), self._failed)

    def _imported(self, drop: _Drop, files: Sequence[str], imported: list[Imported]) -> None:
        self._end()
        self._edit(drop, imported, files)

    def _edit(self, drop: _Drop, imported: list[Imported], files: Sequence[str]) -> None:
        """One step: media join the film and everything takes its place."""
        unique = list(dict.fromkeys(path for path in files if path))
        by_path = dict(zip(unique, imported, strict=True))
        target, late, what = drop.target, drop.late, drop.landings[0]

        def known(film: Project) -> Cargo:
            things = [
                self._known(film, by_path[path]) if path else thing
                for thing, path in zip(drop.cargo.things, files, strict=True)
            ]
            return Cargo(tuple(things))

        def edit(film: Project) -> Project:
            film = joined(film, imported)
            return film if target.place == "media" else landed(film, known(film), target, late=late)

        if imported and target.place != "media":  # what a file is, its name need not say
            found = known(joined(self._desk.project, imported))
            what = landing(found.things[0], target, late=late)
        verb = what.verb or "import"  # where it does not fit, the edit is refused
        names = [each.reference.name for each in imported]
        self._apply(self._words(f"edit.{verb}"), edit, drop, names)

    def _known(self, film: Project, each: Imported) -> Thing:
        """What a file turned out to be."""
        thing = thing_of(film, each.reference.id, [each.take])
        assert thing is not None, "it has just joined the film"
        return thing

    def _apply(self, label: str, edit: Edit, drop: _Drop, names: list[str]) -> None:
        try:
            self._desk.document.apply(label, edit)
        except EditRefused as error:
            if error.key == "timeline.dragging":  # the maker's hand goes first
                QTimer.singleShot(_AGAIN, self, partial(self._apply, label, edit, drop, names))
                return
            self._desk.refused.emit(error)
        except StudioError as error:
            self._desk.refused.emit(error)
        else:
            self._say(label, drop, names)

    def _say(self, label: str, drop: _Drop, names: list[str]) -> None:
        shot = shot_label(self._desk.project, drop.target.owner) or ""
        key = "said.shot" if shot else "said.name" if names else "said.label"
        said = self._words(key, label=label, name=listed(self._words, names), shot=shot).strip()
        if drop.odd:
            said = self._words("said.left_out", said=said, names=listed(self._words, drop.odd))
        self.told.emit(said, "warn" if drop.odd else "good")

    def _frames(
        self, things: Sequence[Thing], drop: _Drop, then: Callable[[Mapping[Thing, str]], None]
    ) -> None:
        wants = wanted(self._desk, things, self._part(things[0], drop), self._words)
        if wants is None:
            self._desk.refused.emit(EditRefused("ui_media.no.take_gone"))
            return
        folder = tempfile.mkdtemp(prefix="storyreel-")
        self._rooms.append(folder)
        self._begin()
        desk = self._desk
        shown = dict(desk.shown)
        work = partial(written, desk.folder, desk.project, shown, wants, Path(folder))
        self._desk.ask(partial(asyncio.to_thread, work), partial(self._framed, then), self._failed)

    def _part(self, thing: Thing, drop: _Drop) -> str:
        """What of takes is used: a still from one end of them, or all of them."""
        if not is_still(thing, drop.target):
            return "whole"
        if drop.target.place not in {"shot", "well"}:
            return "middle"
        return "first" if drop.late else "last"

    def _framed(
        self, then: Callable[[Mapping[Thing, str]], None], frames: Mapping[Thing, str]
    ) -> None:
        then(frames)  # an import begins before this work ends, so the files stay for it
        self._end()

    def _failed(self, error: StudioError) -> None:
        self._end()
        self._desk.refused.emit(error)

    def _begin(self) -> None:
        self._under_way += 1
        self.busy_changed.emit(True)

    def _end(self) -> None:
        self._under_way -= 1
        while self._rooms and not self.busy:
            shutil.rmtree(self._rooms.pop(), ignore_errors=True)
        self.busy_changed.emit(self.busy)
