"""Carries drops out: files are imported first, frames taken out of takes, then one edit is made."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import EditRefused, StudioError
from studio.jobs.imports import Imported
from studio.timeline.project import Project
from studio.timeline.queries import shot_label
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.dragging import STILLS, Cargo, Landing, Target, Thing, landing, landings
from studio.ui.landing_edits import joined, landed, thing_of
from studio.ui.plain import one_line
from studio.ui.taken_frames import wanted, written
from studio.ui.words import Words

_AGAIN = 200  # milliseconds after which an edit that met a drag under way is tried again
Edit = Callable[[Project], Project]


class Bringer(QObject):
    """Everything that comes into the film from outside the film passes here."""

    told = Signal(str, str)  # a sentence and its tone
    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._under_way = 0
        self._rooms: list[str] = []  # folders of frames on their way into the film

    @property
    def busy(self) -> bool:
        """Whether files are being imported."""
        return self._under_way > 0

    def drop(self, cargo: Cargo, target: Target, *, late: bool = False) -> None:
        """Do what a drop means, as one step of undo; a refusal is told in a sentence."""
        if cargo.folder and Path(cargo.folder) != self._desk.folder:
            self._desk.refused.emit(EditRefused("ui_media.no.other_film"))
            return
        found = landings(cargo, target, late=late)
        why = next((each.why for each in found if each.why), "")
        if why:
            self._desk.refused.emit(EditRefused(f"ui_media.no.{why}"))
            return
        carrying = partial(self._carry, cargo, target, found, late)
        takes = [t for t, w in zip(cargo.things, found, strict=True) if _wants_frame(t, w)]
        if takes:
            self._frames(takes, late, target, carrying)
        else:
            carrying({})

    def bring(self, paths: Sequence[str]) -> None:
        """Import files into the film without a use."""
        things = tuple(Thing("file", path=path) for path in paths)
        if things:
            self.drop(Cargo(things), Target("media"))

    def next_first_frame(self, take: Take, next_shot: str) -> None:
        """The last picture of a take becomes the first frame of the shot behind its own."""
        thing = Thing("take", id=take.id, owner=take.owner)
        self.drop(Cargo((thing,), str(self._desk.folder)), Target("shot", next_shot))

    def _carry(
        self,
        cargo: Cargo,
        target: Target,
        found: Sequence[Landing],
        late: bool,
        frames: Mapping[Thing, str],
    ) -> None:
        """With a file for every frame: import what is not in the film, then edit."""
        files = [frames.get(thing) or thing.path for thing in cargo.things]
        paths = [Path(path) for path in files if path]
        if not paths:
            self._edit(cargo, target, found[0], late, [], files)
            return
        self._begin()
        done = partial(self._imported, cargo, target, found[0], late, files)
        self._desk.bring(paths, done, self._failed)

    def _imported(
        self,
        cargo: Cargo,
        target: Target,
        what: Landing,
        late: bool,
        files: Sequence[str],
        imported: list[Imported],
    ) -> None:
        self._end()
        self._edit(cargo, target, what, late, imported, files)

    def _edit(
        self,
        cargo: Cargo,
        target: Target,
        what: Landing,
        late: bool,
        imported: list[Imported],
        files: Sequence[str],
    ) -> None:
        """One step: media join the film and everything takes its place."""
        unique = list(dict.fromkeys(path for path in files if path))
        by_path = dict(zip(unique, imported, strict=True))

        def known(film: Project) -> Cargo:
            things = [
                self._known(film, by_path[path]) if path else thing
                for thing, path in zip(cargo.things, files, strict=True)
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
        self._apply(self._words(f"edit.{verb}"), edit, target, names)

    def _known(self, film: Project, each: Imported) -> Thing:
        """What a file turned out to be."""
        thing = thing_of(film, each.reference.id, [each.take])
        assert thing is not None, "it has just joined the film"
        return thing

    def _apply(self, label: str, edit: Edit, target: Target, names: list[str]) -> None:
        try:
            self._desk.document.apply(label, edit)
        except EditRefused as error:
            if error.key == "timeline.dragging":  # the maker's hand goes first
                again = partial(self._apply, label, edit, target, names)
                QTimer.singleShot(_AGAIN, self, again)
                return
            self._desk.refused.emit(error)
        except StudioError as error:
            self._desk.refused.emit(error)
        else:
            self._say(label, target, names)

    def _say(self, label: str, target: Target, names: list[str]) -> None:
        shot = shot_label(self._desk.project, target.owner) or ""
        name = one_line(names[0], 40) if names else ""
        if len(names) > 1:
            name = self._words("said.more", name=name, count=len(names) - 1)
        key = "said.shot" if shot else "said.name" if name else "said.label"
        self.told.emit(self._words(key, label=label, name=name, shot=shot).strip(), "good")

    def _frames(
        self,
        things: Sequence[Thing],
        late: bool,
        target: Target,
        then: Callable[[Mapping[Thing, str]], None],
    ) -> None:
        at = "middle" if target.place not in {"shot", "well"} else "first" if late else "last"
        wants = wanted(self._desk, things, at, self._words)
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


def _wants_frame(thing: Thing, what: Landing) -> bool:
    return thing.kind in STILLS and what.verb != "choose"
