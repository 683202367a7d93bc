"""The hard cuts of the film and what steps at them, measured one by one in the background.

What was measured is kept under what it was measured of (the takes' hashes, which of their frames
meet, grades and linked sound), so that an edit elsewhere measures nothing again.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import BadInput, StudioError
from studio.render.tables import graded
from studio.review.finding import Told
from studio.review.seams import REACH, Cut, Seam, Unseen, cuts_of, measured, placed
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import clips
from studio.timeline.take import Take
from studio.ui.desk import Desk

_REST = 150  # milliseconds without an edit before the cuts are looked for again

Found = Seam | Unseen
_Listed = list[tuple[Cut, str]]


class SeamMeasures(QObject):
    """Follows the film while somebody wants to know, and rests while a viewer plays."""

    listed = Signal()  # the cuts are others, or elsewhere
    found = Signal(int)  # a row was measured

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: dict[str, Found] = {}
        self._rows: _Listed = []
        self._told: dict[int, Found] = {}  # by row
        self._film: Project | None = None  # of which the rows are
        self._shown: Mapping[str, Take] | None = None
        self._following = self._playing = self._at_work = False
        self._pause = QTimer(self, singleShot=True, interval=_REST)
        self._pause.timeout.connect(self._list)
        desk.changed.connect(self._edited)
        desk.take_arrived.connect(self._stale)
        desk.played.connect(self._played)
        desk.closed.connect(self._close)

    @property
    def ready(self) -> bool:
        """Whether the rows are those of the film as it is now."""
        desk = self._desk
        return (
            self._film is not None
            and not self._pause.isActive()
            and (self._film.cut is desk.project.cut and self._shown is desk.shown)
        )

    @property
    def cuts(self) -> list[Cut]:
        """The cuts, as they lie in the film."""
        return [cut for cut, _ in self._rows]

    @property
    def left(self) -> int:
        """How many are not measured yet."""
        return sum(key not in self._known for _, key in self._rows)

    def at(self, row: int) -> Found | None:
        """What was found at a cut; None while that is being measured."""
        cut, key = self._rows[row]
        found = self._known.get(key)
        if found is not None and row not in self._told and self._film is not None:
            unseen = isinstance(found, Unseen)
            here = Unseen(cut, found.why) if unseen else placed(self._film, found, cut)
            self._told[row] = here
        return self._told.get(row)

    def follow(self, wanted: bool) -> None:
        """Measure from now on, or no more."""
        self._following = wanted
        if not wanted:
            self._pause.stop()
        elif self.ready:
            self._next()
        else:
            self._list()

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is not after.cut or before.scenes is not after.scenes:
            self._stale()

    def _stale(self, _take: object = None) -> None:
        if self._following:
            self._pause.start()

    def _played(self, playing: bool) -> None:
        self._playing = playing
        if not playing:
            self._next()

    def _close(self) -> None:
        self._following = False
        self._pause.stop()

    def _list(self) -> None:
        film, shown = self._desk.project, self._desk.shown
        work = partial(asyncio.to_thread, _keyed, film, shown)
        self._desk.ask(work, partial(self._has_listed, film, shown), self._failed)

    def _has_listed(self, film: Project, shown: Mapping[str, Take], rows: _Listed) -> None:
        self._film, self._shown, self._rows = film, shown, rows
        self._told.clear()
        self.listed.emit()
        if film.cut is not self._desk.project.cut:
            self._stale()
        self._next()

    def _next(self) -> None:
        """Measure the first cut that is not known yet."""
        film, shown = self._film, self._shown
        if self._at_work or self._playing or not self._following or film is None or shown is None:
            return
        row = next((n for n, (_, key) in enumerate(self._rows) if key not in self._known), None)
        if row is None:
            return
        cut, key = self._rows[row]
        self._at_work = True
        work = partial(_measured, film, cut, shown, self._desk.folder)
        then = partial(self._has_found, key)
        self._desk.ask(partial(asyncio.to_thread, work), then, self._failed)

    def _has_found(self, key: str, found: Found) -> None:
        self._at_work = False
        self._known[key] = found
        for row, (_, each) in enumerate(self._rows):
            if each == key:
                self.found.emit(row)
        self._next()

    def _failed(self, error: StudioError) -> None:
        self._at_work = False
        self._desk.refused.emit(error)


def _keyed(film: Project, shown: Mapping[str, Take]) -> _Listed:
    """The cuts in the order of the film, each with what its measures depend on; for a thread."""
    cuts = sorted(cuts_of(film, shown), key=lambda cut: cut.frame)
    sounds: dict[str, list[Clip]] = {}
    for track, clip in clips(film):
        if track.kind is TrackKind.SOUND and clip.link:
            sounds.setdefault(clip.link, []).append(clip)
    return [(cut, _key(film, cut, shown, sounds)) for cut in cuts]


def _key(
    film: Project, cut: Cut, shown: Mapping[str, Take], sounds: Mapping[str, list[Clip]]
) -> str:
    before, after = cut.before, cut.after
    last = min(REACH, before.frames)
    parts: list[object] = [film.rate, min(REACH, after.frames), last]
    for clip, first, edge in (
        (before, before.end - last, before.end), (after, after.start, after.start),
    ):  # fmt: skip
        own = [s for s in sounds.get(clip.link or "", ()) if s.owner == clip.owner]
        parts += [
            shown[clip.owner].files[0].sha256, clip.shows(first), clip.shows(edge), clip.speed,
            clip.look and clip.look.grade, [(s.start - cut.frame, s.end - cut.frame) for s in own],
        ]  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _measured(film: Project, cut: Cut, shown: Mapping[str, Take], folder: Path) -> Found:
    """For a thread; a take that cannot be read is told with its cut."""
    paths = [folder / shown[clip.owner].files[0].path for clip in (cut.before, cut.after)]
    try:
        return measured(film, cut, *paths, graded)
    except BadInput as error:
        return Unseen(cut, Told.of(error))
