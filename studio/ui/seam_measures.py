"""The hard cuts of the film and what steps at them, measured one by one in the background.

What was measured is kept on disk under what it was measured of (`review.seams`), so that neither an
edit elsewhere nor opening the film again measures anything anew.
"""

import asyncio
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError
from studio.render.tables import graded
from studio.review.seam import Cut, Seam, Unseen
from studio.review.seam_told import told
from studio.review.seams import Keyed, keyed, remembered, seam_of
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.ui.desk import Desk

_REST = 150  # milliseconds without an edit before the cuts are looked for again

Found = Seam | Unseen


class SeamMeasures(QObject):
    """Follows the film while somebody wants to know, and rests while a viewer plays."""

    listed = Signal()  # the cuts are others, or elsewhere
    found = Signal(int)  # a row was measured

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: dict[str, Found] = {}
        self._memory = remembered()
        self._rows: Keyed = []
        self._told: dict[int, Found] = {}  # by row
        self._film: Project | None = None  # of which the rows are
        self._shown: Mapping[str, Take] | None = None
        self._following = self._playing = self._at_work = False
        self._pause = QTimer(self, singleShot=True, interval=_REST)
        self._pause.timeout.connect(self._list)
        desk.changed.connect(self._stale)
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
            self._told[row] = (
                Unseen(cut, found.why)
                if isinstance(found, Unseen)
                else told(self._film, cut, found.steps)
            )
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

    def _stale(self, *_news: object) -> None:
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
        work = partial(asyncio.to_thread, partial(keyed, film, shown))
        self._desk.ask(work, partial(self._has_listed, film, shown), self._failed)

    def _has_listed(self, film: Project, shown: Mapping[str, Take], rows: Keyed) -> None:
        same = self._film is not None and _places(rows) == _places(self._rows)
        self._film, self._shown, self._rows = film, shown, rows
        self._told.clear()
        if not same:
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
        work = partial(
            seam_of, film, cut, key, shown, self._desk.folder, graded=graded, memory=self._memory
        )
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


def _places(rows: Keyed) -> list[tuple[str, str, int, str]]:
    """What of cuts is seen, and what their measures depend on."""
    return [(cut.after.id, cut.label, cut.frame, key) for cut, key in rows]
