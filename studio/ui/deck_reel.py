"""What a deck plays, made off the window's thread: the cut, or a take of an owner."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QSize, QTimer, Signal

from studio.errors import StudioError
from studio.jobs.proofs import takes_in_cut
from studio.render.programme import cut_programme, take_programme
from studio.render.seeking import Entrances
from studio.timeline.queries import shown_take
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.programmes import Made, Make, made

_REST = 60  # milliseconds without an edit after which the film is looked at again
_LINES = (180, 270, 360, 540, 720, 1080)  # heights that pictures are made at


@dataclass(frozen=True)
class Showing:
    """The cut; or an owner's take: the one it shows, or a certain one."""

    owner: str = ""
    take: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether it is the whole film."""
        return not self.owner


class Reel(QObject):
    """Makes a programme of what is wanted, anew when the film or the size changes; while nobody
    looks it makes nothing.
    """

    ready = Signal(object, object, object)  # what was wanted, its programme or None, its size

    def __init__(self, desk: Desk, parent: QObject, waiting: Callable[[], bool]) -> None:
        """`waiting`: whether the picture that was asked for last has not come yet."""
        super().__init__(parent)
        self._waiting = waiting
        self.captions = True
        self.stale = False  # there is something newer than what was made
        self._desk = desk
        self._wanted = Showing()
        self._building = self._closed = False
        self._entrances = Entrances(desk.folder, desk.project.rate)
        self._size = QSize(960, 540)
        self._areas: dict[QObject, QSize] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._rested)
        for news in (desk.changed, desk.take_arrived, desk.media_changed):
            news.connect(self._soon)

    @property
    def watched(self) -> bool:
        """Whether anybody looks."""
        return bool(self._areas) and not self._closed

    @property
    def current(self) -> bool:
        """Whether what was made last is the film as it is, and nothing newer is to come."""
        return not (self.stale or self._building or self._rest.isActive())

    def want(self, showing: Showing) -> None:
        """Make this from now on."""
        self._wanted = showing
        self.make()

    def look(self, who: QObject, area: QSize) -> None:
        """Somebody looks at pictures of so many device pixels."""
        before = self.watched
        self._areas[who] = area
        self._fit(now=before)

    def look_away(self, who: QObject) -> None:
        """Somebody looks no longer."""
        self._areas.pop(who, None)
        if self._areas:
            self._fit(now=True)

    def close(self) -> None:
        """Make no more."""
        self._closed = True
        self._rest.stop()

    def make(self) -> None:
        """Look at the film anew, off this thread; the latest look wins."""
        self._rest.stop()
        self.stale = True
        if self._building or not self.watched:
            return
        self.stale, self._building = False, True
        wanted = self._wanted
        make, takes = self._look(wanted)
        work = partial(made, make, takes, self._desk.folder, self._size)
        self._desk.ask(partial(asyncio.to_thread, work), partial(self._made, wanted))

    def _soon(self, *_news: object) -> None:
        """Once the edits rest; in the middle of a drag at once, as the hand follows the picture."""
        if not (self._dragging and self._rest.isActive()):
            self._rest.start()

    def _rested(self) -> None:
        if self._dragging and (self._building or self._waiting()):
            self._rest.start()  # a picture that is given up for the next one would never come
        else:
            self.make()

    @property
    def _dragging(self) -> bool:
        return self._desk.document.dragging

    def _fit(self, *, now: bool) -> None:
        """Make pictures for the largest area, none larger than needed."""
        film = self._desk.project
        ratio = film.width / film.height
        need = max(min(a.height(), round(a.width() / ratio)) for a in self._areas.values())
        lines = next((n for n in _LINES if n >= need), _LINES[-1])
        lines = max(2, min(lines, film.height) // 2 * 2)
        size = QSize(max(2, round(lines * ratio / 2) * 2), lines)
        if size != self._size:
            self._size, self.stale = size, True
            if now:
                self.make()

    def _look(self, wanted: Showing) -> tuple[Make | None, list[Take]]:
        """How to make what is played, and its takes, from values that no later edit touches."""
        desk = self._desk
        if self._entrances.rate != desk.project.rate:
            self._entrances = Entrances(desk.folder, desk.project.rate)
        if wanted.is_cut:
            if not desk.project.cut.frames:
                return None, []
            make: Make = partial(
                cut_programme, desk.project, desk.shown, desk.folder, self._entrances,
                with_captions=self.captions,
            )  # fmt: skip
            return make, takes_in_cut(desk.project, desk.shown)
        take = desk.shown.get(wanted.owner)
        if wanted.take:
            take = shown_take(wanted.take, desk.takes.get(wanted.owner, []))
        if take is None:
            return None, []
        return partial(take_programme, desk.project, take, desk.folder, self._entrances), [take]

    def _made(self, wanted: Showing, made: Made | StudioError) -> None:
        self._building = False
        if self._closed:
            return
        if self.stale or wanted != self._wanted:
            self.make()
        elif isinstance(made, StudioError):
            self._desk.fail(made)
        else:
            self.ready.emit(wanted, *made)
