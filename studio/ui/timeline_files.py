"""Files from the desktop on their way to the tracks: looked at while held, imported when let go."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import EditRefused, StudioError
from studio.jobs.imports import Imported
from studio.media.probe import probe
from studio.timeline.cut import TrackKind
from studio.timeline.incoming import incoming, with_tracks_for
from studio.timeline.placing import paste
from studio.timeline.project import Project
from studio.timeline.queries import lasting
from studio.timeline.ripple import insert
from studio.timeline.story import ReferenceKind
from studio.ui.desk import Desk
from studio.ui.dragging import Thing
from studio.ui.folders import opened
from studio.ui.landing_edits import joined
from studio.ui.plain import one_line
from studio.ui.taken_frames import wanted, written
from studio.ui.words import Words

Placed = Callable[[int], object]
_AGAIN = 200  # milliseconds after which an edit that met a drag under way is tried again


@dataclass(frozen=True)
class Looked:
    """What a file is: its kind and seconds, or in a sentence why it cannot be used.

    Of a folder: the media `inside` it, and the names of what is `odd` there.
    """

    kind: ReferenceKind | None = None
    seconds: float = 0.0
    why: str = ""
    inside: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """Where things come in: a film frame, and the tracks that are meant, if any are."""

    frame: int
    picture: str | None = None
    sound: str | None = None
    inserts: bool = False


class Files(QObject):
    """Files for the timeline of one film."""

    looked = Signal()  # it is known what files are that are held over the lanes

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._known: dict[str, Looked] = {}
        self._asked: set[str] = set()

    def opened(self, paths: Sequence[str]) -> tuple[list[str], list[Looked] | None]:
        """Files, folders replaced by their media, and what they are; None while that is found."""
        looked = self.look(paths)
        if looked is None or not any(each.inside for each in looked):
            return list(paths), looked
        pairs = zip(paths, looked, strict=True)
        found = [inner for path, each in pairs for inner in each.inside or (path,)]
        return found, self.look(found)

    def odd(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Names of what is left out of the folders among paths, as far as they are known."""
        known = (self._known.get(path, Looked()) for path in paths)
        return tuple(dict.fromkeys(name for each in known for name in each.odd))

    def look(self, paths: Sequence[str]) -> list[Looked] | None:
        """What the files are; None while that is being found out, off this thread."""
        new = [path for path in paths if path not in self._known and path not in self._asked]
        if new:
            self._asked.update(new)
            work = partial(_looked_at, new, self._words)
            self._desk.ask(partial(asyncio.to_thread, work), self._keep)
        if any(path not in self._known for path in paths):
            return None
        return [self._known[path] for path in paths]

    def forget(self) -> None:
        """The next drag looks anew: files change."""
        self._known.clear()
        self._asked.clear()

    def place(self, paths: Sequence[str], spot: Spot, then: Placed | None = None) -> None:
        """Import files and lay them in the cut, one behind the other, as one step of undo.

        `then` hears of the film frame up to which they lie.
        """
        if paths:
            done = partial(self._imported, spot, then)
            self._desk.bring([Path(path) for path in paths], done, self._desk.refused.emit)

    def place_frames(self, frames: Sequence[Thing], spot: Spot, then: Placed | None = None) -> None:
        """Pictures are taken of frames of the viewer, and lie in the cut as stills."""
        wants = wanted(self._desk, frames, "middle", self._words.of("ui_media"))
        if wants is None:
            self._desk.refused.emit(EditRefused("ui_media.no.take_gone"))
            return
        room, desk = Path(tempfile.mkdtemp(prefix="storyreel-")), self._desk
        shown = dict(desk.shown)
        sweep = partial(shutil.rmtree, room, ignore_errors=True)

        def done(imported: list[Imported]) -> None:
            sweep()
            self._imported(spot, then, imported)

        def failed(error: StudioError) -> None:
            sweep()
            desk.refused.emit(error)

        def bring(made: Mapping[Thing, str]) -> None:
            desk.bring([Path(made[frame]) for frame in frames], done, failed)

        work = partial(written, desk.folder, desk.project, shown, wants, room)
        desk.ask(partial(asyncio.to_thread, work), bring, failed)

    def _keep(self, found: dict[str, Looked]) -> None:
        asked = {path for path in found if path in self._asked}
        asked |= {inner for path in asked for inner in found[path].inside}
        self._asked |= asked
        self._known.update({path: each for path, each in found.items() if path in asked})
        self.looked.emit()

    def _imported(self, spot: Spot, then: Placed | None, imported: list[Imported]) -> None:
        rate = self._desk.project.rate
        names = {kind: self._words(f"track.{kind.value}", number=1) for kind in TrackKind}
        lengths = ((each.reference.id, lasting(each.take, rate)) for each in imported)
        known = {owner: frames for owner, frames in lengths if frames is not None}
        owners = [each.reference.id for each in imported]
        ends: list[int] = []

        def edit(film: Project) -> Project:
            film = with_tracks_for(joined(film, imported), owners, names)
            pieces = incoming(film, owners, picture=spot.picture, sound=spot.sound, available=known)
            ends[:] = [spot.frame + piece.clip.end for piece in pieces]
            return (insert if spot.inserts else paste)(film, pieces, spot.frame)

        try:
            self._desk.document.apply(self._words("edit.place_media"), edit)
        except EditRefused as refused:
            if refused.key == "timeline.dragging":  # the maker's hand goes first
                again = partial(self._imported, spot, then, imported)
                QTimer.singleShot(_AGAIN, self, again)
            else:
                self._desk.refused.emit(refused)
        else:
            if then is not None:
                then(max(ends, default=spot.frame))


def _looked_at(paths: Sequence[str], words: Words) -> dict[str, Looked]:
    found = opened(paths)
    seen = {path: _look(Path(path), words) for path in found.paths}
    for path in (path for path in paths if path not in seen):  # a folder
        inside = tuple(each for each in found.paths if Path(path) in Path(each).parents)
        name = one_line(Path(path).name, 60)
        why = "" if inside else words.sentence("ui_media.no.folder_empty", {"name": name})
        seen[path] = Looked(why=why, inside=inside, odd=found.odd)
    return seen


def _look(path: Path, words: Words) -> Looked:
    try:
        info = probe(path)
    except StudioError as error:
        return Looked(why=words.error(error))
    return Looked(ReferenceKind(info.kind), float(info.seconds))
