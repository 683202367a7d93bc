"""The window of one open film: pages, menus, what lies around them, and how it closes."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.script.planner import Planner
from studio.timeline.queries import find_shot
from studio.ui.actions import Action, ActionTable
from studio.ui.banner import Banner
from studio.ui.board_page import BoardPage
from studio.ui.closing import ask_unsaved, ask_work, at_work
from studio.ui.deliver_actions import DELIVER_MENU, deliver_actions
from studio.ui.deliver_page import DeliverPage
from studio.ui.desk import Desk
from studio.ui.edit_page import LAYOUT_MENU, EditPage
from studio.ui.film_actions import FilmActions
from studio.ui.focus_order import step
from studio.ui.frame_actions import FRAME_MENU, FrameActions
from studio.ui.history_panel import HistoryPanel
from studio.ui.jobs_drawer import JobsDrawer
from studio.ui.missing_media import MissingMedia
from studio.ui.palette import Palette
from studio.ui.plain import one_line
from studio.ui.screen import Screen
from studio.ui.script_page import SCRIPT_MENU, ScriptPage
from studio.ui.sending import Sending
from studio.ui.session import Session
from studio.ui.shot_actions import ShotActions
from studio.ui.shot_panel import ShotPanel
from studio.ui.shot_takes import TakesPart
from studio.ui.status_bar import StatusBar
from studio.ui.stills import Stills
from studio.ui.take_actions import TAKES_MENU, take_actions
from studio.ui.take_viewing import TakeViewing
from studio.ui.theme import Theme
from studio.ui.timeline_menus import CLIPS_MENU, MENU
from studio.ui.unsaved import Unsaved
from studio.ui.viewer import Viewer
from studio.ui.viewer_actions import VIEWER_MENU, viewer_actions
from studio.ui.words import Words

PAGES = ("script", "board", "edit", "deliver")
_PAGE = 300  # pixels that a page keeps when the jobs drawer is drawn up
_MENUS = (
    ("film", ("film.save", "-", "media.import", "-", "film.generate", "film.stop", "film.hold", "-",
              "app.preferences", "-", "film.close", "film.quit")),
    ("edit", ("edit.undo", "edit.redo", "view.history")),
    ("script", SCRIPT_MENU),
    ("shot", ("shot.generate", "-", "shot.insert", "shot.duplicate", "shot.split", "shot.merge",
              "shot.delete", "-",
              "shot.earlier", "shot.later", "shot.scene_before", "shot.scene_after", "-",
              "media.add")),
    ("take", TAKES_MENU),
    ("clip", CLIPS_MENU),
    ("timeline", MENU),
    ("play", (*VIEWER_MENU, "-", *FRAME_MENU)),
    ("deliver", DELIVER_MENU),
    ("view", ("page.script", "page.board", "page.edit", "page.deliver", "-", "view.table",
              "view.media", "view.cast", "-", *LAYOUT_MENU, "-", "view.larger",
              "view.smaller", "-", "view.jobs", "view.palette")),
)  # fmt: skip


class FilmWindow(QMainWindow):
    """Four pages in the end, one film; closing it saves and stops the work here."""

    closed = Signal()
    stayed = Signal()  # it was not closed after all
    quit_wanted = Signal()
    preferences_wanted = Signal()
    moved = Signal(str)  # the film lives in this folder from now on

    def __init__(self, desk: Desk, planner: Planner, theme: Theme, words: Words) -> None:
        super().__init__()
        self.desk = desk
        self.session = Session()
        self._words = words
        self._theme = theme
        self._agreed = self._gone = False
        self.question: QMessageBox | None = None
        self.actions_table = ActionTable(self, words)
        self.sending = Sending(desk, words, self)
        film = FilmActions(desk, self.session, words)
        self.actions_table.add(film.table())
        self.actions_table.add(self._sending_actions(film))
        self.actions_table.add(ShotActions(desk, self.session, words, self._looked_at).table())
        self.actions_table.add(self._own_actions())
        self.actions_table.add(viewer_actions(self, words))
        stills = Stills(desk)
        self.script = ScriptPage(desk, self.session, planner, theme, words)
        self.actions_table.add(self.script.table())
        self.board = BoardPage(desk, self.session, stills, theme, words, self.actions_table)
        frames = FrameActions(self, desk, self.session, self.board.bringer, self.board.cast)
        self.actions_table.add(frames.table())
        panel = ShotPanel(self.board.kit)
        viewer = Viewer(desk, self.session, words, theme)
        self.edit = EditPage(
            desk, self.session, panel, theme, words, self.actions_table, viewer, self.board.tabs
        )
        media = self.board.media
        self.edit.timeline.actions_here.clips.chosen_media = lambda: [
            reference.id for reference in media.grid.chosen
        ]
        media.grid.itemSelectionChanged.connect(self.actions_table.refresh)
        self.edit.timeline.view.told.connect(self.tell)
        self.viewing = TakeViewing(panel.takes, viewer, words, self.session)
        self.actions_table.add(take_actions(self._takes))
        self.deliver = DeliverPage(desk, self.session, theme, words)
        turn = partial(self.session.turn_to, "deliver")
        self.actions_table.add(deliver_actions(self.deliver, turn))
        self.deliver.take_actions(self.actions_table)
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
        self.actions_table.fill(self.menuBar(), _MENUS)
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)
        self._offer_frames()
        self._follow()
        self.session.turn_to("board" if desk.project.scenes else "script")
        self._title()

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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, say what happens to the work, stop what runs here, and let go of the film."""
        if self._gone:
            return super().closeEvent(event)
        self.menuBar().setFocus()  # a field that loses the focus keeps what is in it
        self.script.commit()
        self.board.commit()
        self.edit.panel.commit()
        try:
            self.desk.save_now()
        except StudioError as error:
            event.ignore()
            self.question = ask_unsaved(
                self, error, self._words, self._elsewhere, self._discard, self.stayed.emit
            )
            return None
        here, there = at_work(self.desk.working, self.desk.backends)
        renders = len(self.deliver.queue.unfinished)
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
        self.deliver.queue.stop_all()
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

    def _own_actions(self) -> list[Action]:
        turns = [
            Action(f"page.{page}", partial(self.session.turn_to, page), (f"Ctrl+{n}",))
            for n, page in enumerate(PAGES, 1)
        ]
        mine = "ui_prefs"
        return [
            *turns,
            Action("view.larger", lambda: self.board.board.zoom(1), ("Ctrl++", "Ctrl+=")),
            Action("view.smaller", lambda: self.board.board.zoom(-1), ("Ctrl+-",)),
            Action("view.jobs", self.toggle_jobs, ("Ctrl+J",), area=mine),
            Action("view.history", self.toggle_history, ("Ctrl+Shift+H",), area=mine),
            Action("view.palette", self.open_palette, ("Ctrl+Shift+P",), area=mine),
            Action("film.hold", self._hold, (), label=self._hold_words, area=mine),
            Action("app.preferences", self.preferences_wanted.emit, ("Ctrl+,",), area=mine),
            Action("film.close", self.close, ("Ctrl+W",)),
            Action("film.quit", self.quit_wanted.emit, ("Ctrl+Q",)),
        ]

    def _sending_actions(self, film: FilmActions) -> list[Action]:
        return [
            Action("film.generate", self.sending.ask, ("Ctrl+G",), film.has_film),
            Action("shot.generate", self._generate, ("Ctrl+Shift+G",), self._has_shots),
        ]

    def _looked_at(self, shot: str) -> int | None:
        """The frame of a shot that the viewer beside the board stands at."""
        deck = self.board.viewer.deck
        beside = self.session.page == "board" and deck.ready and deck.showing.owner == shot
        return deck.player.frame if beside else None

    def _has_shots(self) -> bool:
        return any(find_shot(self.desk.project, name) for name in self.session.shots)

    def _generate(self) -> None:
        """Send the chosen shots as the inspector shows; where none is seen, the terms are asked."""
        takes = self._takes()
        if takes is None:
            names = [n for n in self.session.shots if find_shot(self.desk.project, n)]
            again = all(self.desk.takes.get(name) for name in names)
            self.sending.ask(shots=names, again=again)
        else:
            (self.edit if takes is self.edit.panel.takes else self.board).panel.offer.generate()

    def _takes(self) -> TakesPart | None:
        """The takes of the page that is shown."""
        pages = {"board": self.board.panel.takes, "edit": self.edit.panel.takes}
        return pages.get(self.session.page)

    def _hold(self) -> None:
        self.desk.hold(not self.desk.queue.held)

    def _hold_words(self) -> str:
        return self._words.of("ui_jobs")("resume" if self.desk.queue.held else "hold")

    def _lay_out(self) -> QWidget:
        self._pages = QStackedWidget()
        for page in (self.script, self.board, self.edit, self.deliver):
            self._pages.addWidget(page)
        self._upper = QSplitter(Qt.Orientation.Vertical)
        self._upper.addWidget(self._pages)
        self._upper.addWidget(self.drawer)
        self._upper.setStretchFactor(0, 1)
        self._upper.setCollapsible(0, False)
        self._pages.setMinimumHeight(_PAGE)
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

    def _offer_frames(self) -> None:
        """A right click on a picture offers what a drag of it does."""
        for screen in self.findChildren(Screen):
            screen.addActions([self.actions_table.qaction(name) for name in FRAME_MENU])
            screen.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _follow(self) -> None:
        """Hear of what happens."""
        self._pulse = QTimer(self, singleShot=True, interval=50)  # jobs tell of more than is seen
        self._pulse.timeout.connect(self.actions_table.refresh)
        self.session.page_changed.connect(self._turned)
        self.session.shots_chosen.connect(self._chosen)
        self.desk.changed.connect(self._edited)
        self.desk.refused.connect(self._refused)
        self.board.said.connect(self.tell)
        self.sending.said.connect(self.tell)
        self.desk.job_changed.connect(self._soon)
        self.desk.queue_changed.connect(self._soon)
        self.deliver.queue.changed.connect(self._soon)
        self.bar.jobs_wanted.connect(self.toggle_jobs)
        self.drawer.closed.connect(self._close_drawer)
        self.drawer.show_wanted.connect(self._show_shot)
        self.history.closed.connect(self.history.hide)
        self.missing.found.connect(self._media_found)
        self.unsaved.copied.connect(self.moved.emit)
        self.script.planned.connect(self._planned)
        self.script.said.connect(self.tell)
        self.script.changed.connect(self._soon)
        self.deliver.delivered.connect(self._delivered)

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
        place = PAGES.index(page)
        self._pages.setCurrentIndex(place)
        self.bar.turned(place)

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
