"""The pages of a film's window: each is read and built when first wanted, or in an idle moment."""

import asyncio
import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QAbstractEventDispatcher, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from studio.ui.actions import ActionTable
from studio.ui.desk import Desk
from studio.ui.page_leading import Leading
from studio.ui.page_making import PageMaking
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.script.planner import Planner
    from studio.ui.board_page import BoardPage
    from studio.ui.deliver_page import DeliverPage
    from studio.ui.edit_page import EditPage
    from studio.ui.script_page import ScriptPage
    from studio.ui.shot_panel import ShotPanel
    from studio.ui.shot_takes import TakesPart
    from studio.ui.take_viewing import TakeViewing
    from studio.ui.viewer import Viewer

PAGES = ("script", "board", "edit", "deliver")
# In which order those are built that are not seen yet, and what is read before, off this thread.
_ORDER = ("board", "edit", "deliver", "script")
_READ = (
    "studio.ui.board_page", "studio.ui.frame_actions", "studio.ui.viewer_actions",
    "studio.ui.stills", "studio.ui.edit_page", "studio.ui.deliver_page", "studio.ui.script_page",
    "studio.ui.deliver_actions", "studio.ui.take_actions", "studio.ui.film_menus",
    "studio.ui.idle_reviews",
)  # fmt: skip
_APART = 5  # milliseconds between two slices of work, in which the window answers
_AFTER = 400  # milliseconds without an edit before the next one
_BUSY = 0.01  # seconds of work in one turn of the loop, on top of which nothing is built


class FilmPages(QStackedWidget):
    """A page is there as soon as it is asked for; what all of them tell, this tells."""

    built = Signal(str)  # a page is there, and its actions are known
    said = Signal(str, str)  # a sentence and its tone
    planned = Signal()
    delivered = Signal(str)  # path
    undelivered = Signal()  # a render failed
    stirred = Signal()  # what can be done may be another

    def __init__(
        self,
        desk: Desk,
        session: Session,
        planner: "Planner",
        theme: Theme,
        words: Words,
        actions: ActionTable,
    ) -> None:
        super().__init__()
        self._desk, self._session = desk, session
        self.leading = Leading(self, session, words)
        self._making = PageMaking(self, desk, session, planner, theme, words, actions)
        self._model: Planner | None = None
        self._there: dict[str, QWidget] = {}
        self._building = self._resting = self._over = False
        self._idle = QTimer(self, singleShot=True, interval=_APART)
        self._idle.timeout.connect(self._slice)
        session.turning.connect(self.want)
        self._woke = 0.0  # processor time of this thread when Qt's loop last woke
        self._loop = QAbstractEventDispatcher.instance()
        self._loop.awake.connect(self._wakes)
        desk.changed.connect(self._later)
        desk.closed.connect(self._closed)

    @property
    def script(self) -> "ScriptPage":
        """The text, and the shots it becomes."""
        return cast("ScriptPage", self.want("script"))

    @property
    def board(self) -> "BoardPage":
        """All shots as cards or rows, and the media and cast that other pages borrow."""
        return cast("BoardPage", self.want("board"))

    @property
    def edit(self) -> "EditPage":
        """The cut."""
        return cast("EditPage", self.want("edit"))

    @property
    def deliver(self) -> "DeliverPage":
        """Presets, settings and the queue of renders."""
        return cast("DeliverPage", self.want("deliver"))

    @property
    def complete(self) -> bool:
        """Whether every page is there."""
        return len(self._there) == len(PAGES)

    @property
    def inspector(self) -> "ShotPanel | None":
        """The inspector of the page that is shown, where it has one."""
        page = self._session.page
        if page == "board":
            return self.board.panel
        return self.edit.panel if page == "edit" else None

    @property
    def viewer(self) -> "Viewer | None":
        """The viewer of the page that is shown, where it has one and it can be seen."""
        page = self._session.page
        if page not in ("board", "edit"):
            return None
        viewer: Viewer = self.board.viewer if page == "board" else self.edit.viewer
        return viewer if viewer.isVisible() else None

    @property
    def takes(self) -> "TakesPart | None":
        """The takes of the page that is shown."""
        return self.inspector.takes if self.inspector is not None else None

    def has(self, page: str) -> bool:
        """Whether a page is there, without building it."""
        return page in self._there

    def want(self, page: str) -> QWidget:
        """The page of this name, built now when it is not there yet; then it is led to no longer,
        but turned to.
        """
        if page not in self._there:
            if self._over:
                raise RuntimeError(f"the film is closed, and the page {page} was never built")
            self.put_in(page)
            if self.leading.page == page:
                self.leading.arrive()
        return self._there[page]

    def put_in(self, page: str) -> bool:
        """Build what is left of a page and put it where it stands; False: the film is closed."""
        if self._over:
            return False
        before, self._building = self._building, True
        try:
            self._there[page] = made = self._making.page(page)
        finally:
            self._building = before
        self.addWidget(made)
        if page == "script":
            self.script.offer_model(self._model)
        self.built.emit(page)
        return True

    def prepare(self, page: str) -> bool:
        """Build one more part of a page that is not there; False: there is none left to build."""
        if self._over or page in self._there:
            return False
        before, self._building = self._building, True
        try:
            return self._making.part(page)
        finally:
            self._building = before

    def finish(self) -> None:
        """Build all that is not there: somebody wants what only a later page knows."""
        if not (self._building or self._over):
            for page in _ORDER:
                self.want(page)

    def begin(self) -> None:
        """From now on read and build what is not there, a slice at a time."""
        if not self.complete:
            self._desk.ask(partial(asyncio.to_thread, read_pages), self._go_on)

    def rest(self) -> None:
        """The film is being closed: build no more of one's own accord."""
        self._resting = True
        self._idle.stop()

    def turn(self, page: str) -> None:
        """Show a page."""
        self.leading.forget()
        self.setCurrentWidget(self.want(page))

    def lead_on(self, page: str) -> None:
        """Turn to a page that goes on with what was done on this one, which is seen until then."""
        if self.prepare(page):
            QTimer.singleShot(0, self, partial(self.lead_on, page))
        elif self.has(page) or not self._over:
            self._session.turn_to(page)
            self.want(page).setFocus()

    def offer_model(self, planner: "Planner | None") -> None:
        """A language model may plan too; None: there is none."""
        self._model = planner
        if self.has("script"):
            self.script.offer_model(planner)

    def commit(self) -> None:
        """What is half typed becomes an edit."""
        if self.has("script"):
            self.script.commit()
        if self.has("board"):
            self.board.commit()
        if self.has("edit"):
            self.edit.commit()

    @property
    def viewing(self) -> "TakeViewing":
        """How takes get into the viewer of the edit page."""
        self.want("edit")
        assert self._making.viewing is not None
        return self._making.viewing

    @property
    def renders(self) -> int:
        """How many renders wait or run."""
        return len(self.deliver.queue.unfinished) if self.has("deliver") else 0

    def stop_renders(self) -> None:
        """Stop what is rendered."""
        if self.has("deliver"):
            self.deliver.queue.stop_all()

    def _go_on(self, _answer: object = None) -> None:
        if not (self._resting or self.complete):
            self._idle.start(_APART)

    def _slice(self) -> None:
        """Build a part of a page, or put a whole one where it stands; never on top of an edit."""
        if time.thread_time() - self._woke > _BUSY:
            self._go_on()
            return
        page = next((name for name in _ORDER if name not in self._there), None)
        if page is not None and not self.prepare(page):
            self.want(page)
        self._go_on()

    def _wakes(self) -> None:
        if self.complete:
            self._loop.awake.disconnect(self._wakes)
        self._woke = time.thread_time()

    def _later(self, _before: object, _after: object) -> None:
        """The maker works: what is built meanwhile would be felt."""
        if self._idle.isActive():
            self._idle.start(_AFTER)

    def _closed(self) -> None:
        """What would be built now would never be let go of."""
        self.rest()
        self.leading.forget()
        self._over = True
        self._making.drop()


def read_pages() -> None:
    """Read what pages are made of; on a thread, so that the window answers."""
    for name in _READ:
        import_module(name)
