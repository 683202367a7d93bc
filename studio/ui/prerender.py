"""Sees when the maker rests, and has stand-ins and pieces of the export made meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from studio.ui.desk import Desk

if TYPE_CHECKING:
    from studio.render.delivery import Delivery
    from studio.render.idle_round import Standing
    from studio.render.idle_work import IdleWork

QUIET = 4000  # milliseconds without a key, a press, an edit or playing, after which it begins
_SOON = 800  # milliseconds after an edit in which more may follow
_FIRST = 2500  # milliseconds in which a window has other things to do
_STIRS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
})  # fmt: skip


class Prerender(QObject):
    """For one film's window, from its first rest until the film is closed."""

    changed = Signal()  # `standing`, or whether it works now
    _told = Signal(object)

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        *,
        needed: Callable[[], bool],
        delivery: "Callable[[], Delivery | None]",
    ) -> None:
        """`needed` says whether the machine has better things to do, such as an export; `delivery`
        what the next export will be, where that is known.
        """
        super().__init__(window)
        self.standing: Standing | None = None
        self.resting = False  # whether nobody works
        self._desk, self._window = desk, window
        self._needed, self._delivery = needed, delivery
        self._proxies = self._renderings = True
        self._work: IdleWork | None = None
        self._over = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._quiet.timeout.connect(self._rests)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._wish)
        self._told.connect(self._hear)
        for news in (desk.changed, desk.take_arrived, desk.media_changed):
            news.connect(self._edited)
        desk.played.connect(self._played)
        desk.closed.connect(self.close)
        self._first = QTimer(self, singleShot=True, interval=_FIRST)
        self._first.timeout.connect(self._begin)
        self._first.start()

    @property
    def working(self) -> bool:
        """Whether something is being made now."""
        return self.resting and self.standing is not None and bool(self.standing.doing)

    @property
    def finished(self) -> bool:
        """Whether nobody works and nothing is left to be made."""
        return self.resting and self.standing is not None and not self.standing.doing

    def allow(self, *, proxies: bool, renderings: bool) -> None:
        """What may be made and used; what is not is not used either."""
        self._proxies, self._renderings = proxies, renderings
        self._desk.standins.proxies = proxies
        self._desk.standins.renderings = renderings
        self._wish()

    def skip(self) -> None:
        """Give up what is being made now."""
        if self._work is not None:
            self._work.skip()

    def stir(self) -> None:
        """The maker works: everything stands, until that rests."""
        if self._work is not None:
            self._work.rest(False)
        if self.resting:
            self.resting = False
            self.changed.emit()
        if not self._over:
            self._quiet.start()

    def close(self) -> None:
        """End what is being made."""
        self._over = True
        for timer in (self._first, self._quiet, self._soon):
            timer.stop()
        if self._work is not None:
            self._work.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and presses anywhere in the window."""
        if event.type() in _STIRS:
            self.stir()
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        """The window is there, and what it reads first is read."""
        if self._over:
            return
        from studio.render.idle_work import IdleWork
        from studio.render.kept import Kept

        handle = cast("QWindow | None", self._window.windowHandle())  # none before it is shown
        if handle is not None:
            handle.installEventFilter(self)
        self._work = IdleWork(self._desk.standins, Kept.of_the_user(), self._told.emit)
        self._wish()
        self.stir()

    def _edited(self, *_news: object) -> None:
        self.stir()
        if not self._over:
            self._soon.start()

    def _played(self, playing: bool) -> None:
        self.stir()
        if playing:
            self._quiet.stop()  # until it stops

    def _rests(self) -> None:
        if self._over or self._work is None:
            return
        if self._needed():
            self._quiet.start()
            return
        self._wish()
        self.resting = True
        self._work.rest(True)
        self.changed.emit()

    def _wish(self) -> None:
        """The film as it is; the same again begins nothing anew."""
        if self._over or self._work is None:
            return
        from studio.render.idle_round import Wish

        desk = self._desk
        made = Wish(
            desk.project, dict(desk.shown), desk.folder,
            self._delivery() if self._renderings else None, self._proxies, self._renderings,
        )  # fmt: skip
        self._work.wish(made)

    def _hear(self, standing: "Standing") -> None:
        if not self._over:
            self.standing = standing
            self.changed.emit()
