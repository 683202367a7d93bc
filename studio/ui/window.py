"""The window of one open film: pages, menus, what lies around them, and how it closes."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox

from studio.ui.actions import ActionTable, Entry
from studio.ui.around import Around
from studio.ui.at_rest import AtRest
from studio.ui.banner import Banner
from studio.ui.cast_consent import ConsentAsker
from studio.ui.desk import Desk
from studio.ui.earlier import EarlierStates
from studio.ui.film_pages import PAGES, FilmPages
from studio.ui.focus_order import step
from studio.ui.history_panel import HistoryPanel
from studio.ui.jobs_drawer import JobsDrawer
from studio.ui.leaving import Leaving
from studio.ui.ledger_actions import LedgerActions
from studio.ui.line_wishes import LineWishes
from studio.ui.missing_media import MissingMedia
from studio.ui.palette import Palette
from studio.ui.plain import one_line
from studio.ui.prerender import Prerender
from studio.ui.sending import Sending
from studio.ui.session import Session
from studio.ui.status_bar import StatusBar
from studio.ui.theme import Theme, clothe
from studio.ui.unsaved import Unsaved
from studio.ui.window_actions import WindowActions
from studio.ui.window_news import WindowNews
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.render.delivery import Delivery
    from studio.script.planner import Planner
    from studio.ui.board_page import BoardPage
    from studio.ui.deliver_page import DeliverPage
    from studio.ui.edit_page import EditPage
    from studio.ui.script_page import ScriptPage

_TITLES = (
    "film", "edit", "script", "cast", "shot", "take", "clip", "timeline", "play", "deliver",
    "jobs", "view",
)  # fmt: skip
_FAR = (  # with one of these a key may mean something of another page than the one that is seen
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ALONE = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}


class FilmWindow(QMainWindow):
    """Four pages, one film; closing it saves and stops the work here.

    The page that is seen first is built by `begin`, the others after the first paint (`FilmPages`).
    """

    closed = Signal()
    stayed = Signal()  # it was not closed after all
    quit_wanted = Signal()
    preferences_wanted = Signal()
    traffic_wanted = Signal()
    preferred = Signal(str, str)  # a preference by its name, and its value
    moved = Signal(str)  # the film lives in this folder from now on

    def __init__(self, desk: Desk, planner: "Planner", theme: Theme, words: Words) -> None:
        super().__init__()
        self.desk = desk
        self.session = Session()
        self._words = words
        self._theme = theme
        self._seen = False
        self.prerender = Prerender(
            desk, self, needed=lambda: self.pages.renders > 0, delivery=self._next_delivery
        )
        self.at_rest = AtRest(self)
        self.leaving = Leaving(self, words)
        self.sending = Sending(desk, words, self)
        self.consent = ConsentAsker(desk, words, self)
        self.earlier = EarlierStates(self, theme, words)
        self.actions_table = ActionTable(self, words, self._finish)
        self.actions_table.add(WindowActions(self, words).table())
        self.pages = FilmPages(desk, self.session, planner, theme, words, self.actions_table)
        self.ledger = LedgerActions(
            desk, words, self, self.preferred.emit, lambda: self.pages.inspector
        )
        self.actions_table.add(self.ledger.table())
        self.line_wishes = LineWishes(desk, self.session, words, self, self._take_pointed_at)
        self.actions_table.add(self.line_wishes.table())
        self.drawer = JobsDrawer(desk, theme, words)
        self.drawer.footer.wanted.connect(self.ledger.open)
        self.actions_table.add(self.drawer.details.actions_of_jobs())
        self.history = HistoryPanel(desk, words)
        self.missing = MissingMedia(desk, words)
        self.unsaved = Unsaved(desk, words)
        self.recovered = Banner("recovered")
        self.recovered.offer(words.of("earlier")("offer"), self.earlier.show)
        self.recovered.offer(words.of("ui_prefs")("understood"), self.recovered.hide)
        self.bar = StatusBar(desk, self.actions_table, PAGES, theme, words)
        self.said = self.bar.said
        self.palette_box: Palette | None = None
        banners = (self.recovered, self.unsaved, self.missing)
        self.around = Around(banners, self.pages, self.drawer, self.history, self.bar)
        self.around.setAccessibleName("Storyreel")
        self.setCentralWidget(self.around)
        self.actions_table.fill(self.menuBar(), {name: partial(_menu, name) for name in _TITLES})
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)
        self._news = WindowNews(self, words)
        self.name_it()
        clothe(self, theme)

    @property
    def script(self) -> "ScriptPage":
        """The script page; like the others it is there as soon as it is asked for."""
        return self.pages.script

    @property
    def board(self) -> "BoardPage":
        """The board page."""
        return self.pages.board

    @property
    def edit(self) -> "EditPage":
        """The edit page."""
        return self.pages.edit

    @property
    def deliver(self) -> "DeliverPage":
        """The deliver page."""
        return self.pages.deliver

    @property
    def question(self) -> QMessageBox | None:
        """What is asked before the window closes."""
        return self.leaving.question

    def prepare(self) -> bool:
        """Build a part of the page that is seen first; False: there is none left to build."""
        return self.pages.prepare(self._first)

    def begin(self) -> None:
        """Turn to the page that is seen first, which has the keys; then the window can be shown."""
        self.session.turn_to(self._first)
        self.pages.want(self._first).setFocus()

    @property
    def _first(self) -> str:
        return "board" if self.desk.project.scenes else "script"

    def tell(self, sentence: str, tone: str = "") -> None:
        """A sentence in the bar at the bottom; a refusal stays until the next one."""
        self.bar.tell(sentence, tone)

    def toggle_jobs(self) -> None:
        """Open the jobs drawer, or put it away."""
        self.around.toggle_jobs()

    def toggle_history(self) -> None:
        """Open the history list, or put it away."""
        self.history.setVisible(not self.history.isVisible())

    def open_palette(self) -> None:
        """Every action by a few letters."""
        self.actions_table.refresh()
        self.palette_box = Palette(
            self.actions_table, self._theme, self._words, self, "view.palette"
        )
        self.palette_box.show()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes as the window is read, also through chips and rows that came later."""
        return step(self, forward=next)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Once the window is seen, the other pages are built."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.pages.begin()
            self.earlier.seen()

    def event(self, event: QEvent) -> bool:
        """A key may be of a page that is not there yet."""
        early = event.type() is QEvent.Type.ShortcutOverride and not self.pages.complete
        if early and isinstance(event, QKeyEvent) and self._is_unknown(event):
            self.pages.finish()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of undo or redo that found nothing to do is answered."""
        keys = QKeySequence(event.keyCombination())
        for way in ("undo", "redo"):
            if keys in self.actions_table.qaction(f"edit.{way}").shortcuts():
                self.tell(self._words(f"edit.nothing_to_{way}"))
                return
        super().keyPressEvent(event)

    def _is_unknown(self, event: QKeyEvent) -> bool:
        if event.key() in _ALONE or not event.modifiers() & _FAR:
            return False
        return not self.actions_table.knows(QKeySequence(event.keyCombination()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close now, later, or not at all (`Leaving`)."""
        if self.leaving.gone:
            super().closeEvent(event)
        elif self.leaving.may_close():
            super().closeEvent(event)
            self.closed.emit()
        else:
            event.ignore()

    def _finish(self) -> None:
        """Somebody asks for an action that is not there: its page makes it known."""
        self.pages.finish()

    def _next_delivery(self) -> "Delivery | None":
        """What an export would be now, once there is a page that says so."""
        return self.deliver.form.delivery if self.pages.has("deliver") else None

    def _take_pointed_at(self) -> str | None:
        """The take under the cursor of the page that is shown, where one is."""
        page = self.session.page
        takes = self.pages.takes if self.pages.has(page) else None
        take = takes.deeds.take if takes is not None else None
        return take.id if take is not None else None

    def name_it(self) -> None:
        """The title is that of the film, or its folder's name."""
        name = one_line(self.desk.project.title or self.desk.folder.stem)
        self.setWindowTitle(f"{name} — Storyreel")


def _menu(title: str) -> Iterable[Entry]:
    from studio.ui.film_menus import MENUS  # it knows all pages

    return MENUS[title]
