"""The window of one open film: pages, menus, what lies around them, and how it closes."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.ui.actions import ActionTable
from studio.ui.banner import Banner
from studio.ui.closing import ask_unsaved, ask_work, at_work
from studio.ui.desk import Desk
from studio.ui.film_pages import PAGES, FilmPages
from studio.ui.focus_order import step
from studio.ui.history_panel import HistoryPanel
from studio.ui.jobs_drawer import JobsDrawer
from studio.ui.missing_media import MissingMedia
from studio.ui.palette import Palette
from studio.ui.plain import one_line
from studio.ui.sending import Sending
from studio.ui.session import Session
from studio.ui.status_bar import StatusBar
from studio.ui.theme import Theme, clothe
from studio.ui.unsaved import Unsaved
from studio.ui.window_actions import WindowActions
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.script.planner import Planner
    from studio.ui.board_page import BoardPage
    from studio.ui.deliver_page import DeliverPage
    from studio.ui.edit_page import EditPage
    from studio.ui.script_page import ScriptPage

_PAGE = 300  # pixels that a page keeps when the jobs drawer is drawn up
_TITLES = (
    "film", "edit", "script", "shot", "take", "clip", "timeline", "play", "deliver", "view",
)  # fmt: skip
_MODIFIERS = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}


class FilmWindow(QMainWindow):
    """Four pages, one film; closing it saves and stops the work here.

    The page that is seen is built at once, the others after the first paint (`FilmPages`).
    """

    closed = Signal()
    stayed = Signal()  # it was not closed after all
    quit_wanted = Signal()
    preferences_wanted = Signal()
    moved = Signal(str)  # the film lives in this folder from now on

    def __init__(self, desk: Desk, planner: "Planner", theme: Theme, words: Words) -> None:
        super().__init__()
        self.desk = desk
        self.session = Session()
        self._words = words
        self._theme = theme
        self._agreed = self._gone = self._seen = False
        self.question: QMessageBox | None = None
        self.sending = Sending(desk, words, self)
        self.actions_table = ActionTable(self, words, self._finish)
        self.actions_table.add(WindowActions(self, words).table())
        self.pages = FilmPages(desk, self.session, planner, theme, words, self.actions_table)
        self.drawer = JobsDrawer(desk, theme, words)
        self.history = HistoryPanel(desk, words)
        self.missing = MissingMedia(desk, words)
        self.unsaved = Unsaved(desk, words)
        self.recovered = Banner("recovered")
        self.recovered.offer(words.of("ui_prefs")("understood"), self.recovered.hide)
        self.bar = StatusBar(desk, self.actions_table, PAGES, theme, words)
        self.said = self.bar.said
        self.palette_box: Palette | None = None
        self.setCentralWidget(self._lay_out())
        self.actions_table.fill(self.menuBar(), {name: partial(_menu, name) for name in _TITLES})
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)
        self._follow()
        self.session.turn_to("board" if desk.project.scenes else "script")
        self._title()
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

    def tell(self, sentence: str, tone: str = "") -> None:
        """A sentence in the bar at the bottom; a refusal stays until the next one."""
        self.bar.tell(sentence, tone)

    def toggle_jobs(self) -> None:
        """Open the jobs drawer, or put it away."""
        self._open_jobs(not self.drawer.isVisible())

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

    def event(self, event: QEvent) -> bool:
        """A key may be of a page that is not there yet."""
        early = event.type() is QEvent.Type.ShortcutOverride and not self.pages.complete
        if early and isinstance(event, QKeyEvent) and event.key() not in _MODIFIERS:
            self.pages.finish()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, say what happens to the work, stop what runs here, and let go of the film."""
        if self._gone:
            return super().closeEvent(event)
        self.menuBar().setFocus()  # a field that loses the focus keeps what is in it
        self.pages.commit()
        try:
            self.desk.save_now()
        except StudioError as error:
            event.ignore()
            self.question = ask_unsaved(
                self, error, self._words, self._elsewhere, self._discard, self.stayed.emit
            )
            return None
        here, there = at_work(self.desk.working, self.desk.backends)
        renders = self.pages.renders
        if here + there + renders and not self._agreed:
            event.ignore()
            self.question = ask_work(
                self, here, there, self._words, self._close_at_work, self.stayed.emit, renders
            )
        elif here + there + renders:
            event.ignore()
            self._leave()
        else:
            self.desk.close(save=False)
            self._gone = True
            super().closeEvent(event)
            self.closed.emit()
        return None

    def leave(self) -> None:
        """Close without asking or saving: the film is written elsewhere, or given up."""
        self._leave()

    def agree(self) -> None:
        """Closing needs not ask about the work any more."""
        self._agreed = True

    def _close_at_work(self) -> None:
        self.agree()
        QTimer.singleShot(0, self.close)  # when the dialog is away

    def _leave(self) -> None:
        self.setEnabled(False)
        self.pages.rest()
        self.pages.stop_renders()
        self.tell(self._words.of("ui_prefs")("closing.stopping"))
        self.desk.shut(self._is_shut)

    def _is_shut(self) -> None:
        self._gone = True
        self.close()
        self.closed.emit()

    def _discard(self) -> None:
        QTimer.singleShot(0, self._leave)

    def _elsewhere(self) -> None:
        near = str(self.desk.folder)
        title = self._words.of("ui_prefs")("unsaved.copy")
        folder, _ = QFileDialog.getSaveFileName(self, title, near)
        self.unsaved.copy_to(folder)

    def _lay_out(self) -> QWidget:
        self._upper = QSplitter(Qt.Orientation.Vertical)
        self._upper.addWidget(self.pages)
        self._upper.addWidget(self.drawer)
        self._upper.setStretchFactor(0, 1)
        self._upper.setCollapsible(0, False)
        self.pages.setMinimumHeight(_PAGE)
        across = QSplitter()
        across.addWidget(self._upper)
        across.addWidget(self.history)
        across.setStretchFactor(0, 1)
        across.setSizes([1040, 240])
        self.drawer.hide()
        self.history.hide()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for banner in (self.recovered, self.unsaved, self.missing):
            column.addWidget(banner)
        column.addWidget(across, 1)
        column.addWidget(self.bar)
        return whole

    def _follow(self) -> None:
        """Hear of what happens."""
        self._pulse = QTimer(self, singleShot=True, interval=50)  # jobs tell of more than is seen
        self._pulse.timeout.connect(self.actions_table.refresh)
        self._hear()
        self.pages.built.connect(self._built)
        self.pages.said.connect(self.tell)
        self.pages.planned.connect(self._planned)
        self.pages.delivered.connect(self._delivered)
        self.pages.undelivered.connect(self.missing.look)
        self.pages.stirred.connect(self._soon)
        self.desk.refused.connect(self._refused)
        self.sending.said.connect(self.tell)
        self.desk.job_changed.connect(self._soon)
        self.desk.queue_changed.connect(self._soon)
        self.bar.jobs_wanted.connect(self.toggle_jobs)
        self.drawer.closed.connect(self._close_drawer)
        self.drawer.show_wanted.connect(self._show_shot)
        self.history.closed.connect(self.history.hide)
        self.missing.found.connect(self._media_found)
        self.unsaved.copied.connect(self.moved.emit)

    def _hear(self) -> None:
        self.session.page_changed.connect(self._turned)
        self.session.shots_chosen.connect(self._chosen)
        self.desk.changed.connect(self._edited)

    def _built(self, _page: str) -> None:
        """A page more: it hears of things first, as actions ask the pages what can be done."""
        self.session.page_changed.disconnect(self._turned)
        self.session.shots_chosen.disconnect(self._chosen)
        self.desk.changed.disconnect(self._edited)
        self._hear()
        if self.pages.complete:
            self.actions_table.stock()

    def _finish(self) -> None:
        """Somebody asks for an action that is not there: its page makes it known."""
        self.pages.finish()

    def _open_jobs(self, opened: bool) -> None:
        self.drawer.setVisible(opened)
        self.bar.jobs.setChecked(opened)
        if opened:
            whole = self._upper.height()
            drawer = max(190, whole * 3 // 10)
            self._upper.setSizes([whole - drawer, drawer])
            self.drawer.table.setFocus()

    def _close_drawer(self) -> None:
        self._open_jobs(False)

    def _show_shot(self, shot_id: str) -> None:
        self.session.turn_to("board")
        self.session.choose_shots([shot_id])

    def _media_found(self, count: int) -> None:
        self.tell(self._words.of("ui_prefs")("missing.found", count=count), "good")

    def _planned(self) -> None:
        self.session.turn_to("board")

    def _delivered(self, path: str) -> None:
        self.tell(self._words("deliver.at", path=path), "good")

    def _refused(self, error: StudioError) -> None:
        self.tell(self._words.error(error), "bad")

    def _turned(self, page: str) -> None:
        self.pages.turn(page)
        self.bar.turned(PAGES.index(page))

    def _chosen(self, _shots: object) -> None:
        self.actions_table.refresh()

    def _soon(self, _news: object = None) -> None:
        if not self._pulse.isActive():
            self._pulse.start()

    def _edited(self, before: object, after: object) -> None:
        self._title()
        self.actions_table.refresh()
        if self.said.property("tone") == "bad":
            self.tell("")

    def _title(self) -> None:
        name = one_line(self.desk.project.title or self.desk.folder.stem)
        self.setWindowTitle(f"{name} — Storyreel")


def _menu(title: str) -> Iterable[str]:
    from studio.ui.film_menus import MENUS  # it knows all pages

    return MENUS[title]
