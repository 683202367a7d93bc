"""The window of one open film: pages, menus, and a bar that says what goes on."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.jobs.events import JobProgress
from studio.script.planner import Planner
from studio.ui.actions import Action, ActionTable
from studio.ui.board_page import BoardPage
from studio.ui.deliver_page import DeliverPage
from studio.ui.desk import Desk
from studio.ui.edit_page import EditPage
from studio.ui.film_actions import FilmActions
from studio.ui.plain import NameLabel
from studio.ui.script_page import ScriptPage
from studio.ui.session import Session
from studio.ui.shot_panel import ShotPanel
from studio.ui.stills import Stills
from studio.ui.theme import Theme
from studio.ui.timeline_actions import CLIPS_MENU, MENU
from studio.ui.viewer import Viewer
from studio.ui.viewer_actions import VIEWER_MENU, viewer_actions
from studio.ui.words import Words

PAGES = ("script", "board", "edit", "deliver")
_SAID_FOR = 12_000  # milliseconds a sentence stays
_MENUS = (
    (
        "film",
        (
            "film.save",
            "-",
            "media.import",
            "-",
            "film.generate",
            "film.stop",
            "-",
            "film.close",
            "film.quit",
        ),
    ),
    ("edit", ("edit.undo", "edit.redo")),
    (
        "shot",
        (
            "shot.generate",
            "-",
            "shot.insert",
            "shot.duplicate",
            "shot.delete",
            "-",
            "shot.earlier",
            "shot.later",
            "shot.scene_before",
            "shot.scene_after",
            "-",
            "media.add",
            "take.next_frame",
        ),
    ),
    ("clip", CLIPS_MENU),
    ("timeline", MENU),
    ("play", VIEWER_MENU),
    (
        "view",
        (
            "page.script",
            "page.board",
            "page.edit",
            "page.deliver",
            "-",
            "view.table",
            "view.media",
            "view.cast",
            "-",
            "view.larger",
            "view.smaller",
        ),
    ),
)


class FilmWindow(QMainWindow):
    """Four pages in the end, one film; closing it saves and stops the work here."""

    closed = Signal()
    quit_wanted = Signal()

    def __init__(self, desk: Desk, planner: Planner, theme: Theme, words: Words) -> None:
        super().__init__()
        self.desk = desk
        self.session = Session()
        self._words = words
        self.actions_table = ActionTable(self, words)
        self.actions_table.add(FilmActions(desk, self.session, words).table())
        self.actions_table.add(self._own_actions())
        self.actions_table.add(viewer_actions(self, words))
        stills = Stills(desk)
        self.script = ScriptPage(desk, self.session, planner, words)
        self.board = BoardPage(desk, self.session, stills, theme, words, self.actions_table)
        panel = ShotPanel(self.board.kit)
        viewer = Viewer(desk, self.session, words, theme)
        self.edit = EditPage(desk, self.session, panel, theme, words, self.actions_table, viewer)
        self.deliver = DeliverPage(desk, words)
        self._pages = QStackedWidget()
        for page in (self.script, self.board, self.edit, self.deliver):
            self._pages.addWidget(page)
        self.said = NameLabel()
        self._quiet = QTimer(self, singleShot=True, interval=_SAID_FOR)
        self._quiet.timeout.connect(lambda: self.tell(""))
        self.setCentralWidget(self._lay_out())
        self.actions_table.fill(self.menuBar(), _MENUS)
        self.resize(1280, 800)
        self._follow()
        self.session.turn_to("board" if desk.project.scenes else "script")
        self._title()

    def tell(self, sentence: str, tone: str = "") -> None:
        """A sentence in the bar at the bottom; a refusal stays until the next one."""
        self.said.set_name(sentence)
        self.said.setProperty("tone", tone)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self._quiet.start() if sentence and tone != "bad" else self._quiet.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, stop what runs here, and let go of the film; what is half typed counts."""
        self.menuBar().setFocus()  # a field that loses the focus keeps what is in it
        self.board.commit()
        try:
            self.desk.close()
        except StudioError as error:
            self.tell(self._words.error(error), "bad")
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()

    def _own_actions(self) -> list[Action]:
        turns = [
            Action(f"page.{page}", lambda p=page: self.session.turn_to(p), (f"Ctrl+{n}",))
            for n, page in enumerate(PAGES, 1)
        ]
        return [
            *turns,
            Action("view.larger", lambda: self.board.board.zoom(1), ("Ctrl++", "Ctrl+=")),
            Action("view.smaller", lambda: self.board.board.zoom(-1), ("Ctrl+-",)),
            Action("script.plan", lambda: self.script.plan(), ("Ctrl+Return",)),
            Action("film.close", self.close, ("Ctrl+W",)),
            Action("film.quit", self.quit_wanted.emit, ("Ctrl+Q",)),
        ]

    def _lay_out(self) -> QWidget:
        self.jobs = QLabel()
        self.jobs.setProperty("rank", "soft")
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self._page_buttons = QButtonGroup(self)
        bar = QFrame()
        bar.setProperty("part", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self.said, 1)
        for page in PAGES:
            button = QToolButton()
            button.setText(self._words(f"action.page.{page}"))
            button.setObjectName(f"page.{page}")
            button.setCheckable(True)
            button.setProperty("part", "page")
            button.clicked.connect(lambda _=False, p=page: self.session.turn_to(p))
            self._page_buttons.addButton(button)
            row.addWidget(button)
        right = QHBoxLayout()
        right.addStretch(1)
        right.addWidget(self.jobs)
        right.addWidget(self.progress)
        row.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(bar)
        return whole

    def _follow(self) -> None:
        """Hear of what happens."""
        self.session.page_changed.connect(self._turned)
        self.session.shots_chosen.connect(lambda _: self.actions_table.refresh())
        self.desk.changed.connect(self._edited)
        self.desk.refused.connect(lambda error: self.tell(self._words.error(error), "bad"))
        self.desk.job_changed.connect(lambda _: self._count())
        self.desk.progressed.connect(self._progressed)
        self.board.said.connect(self.tell)
        self.script.planned.connect(lambda: self.session.turn_to("board"))
        self.deliver.delivered.connect(
            lambda path: self.tell(self._words("deliver.at", path=path), "good")
        )
        self._count()

    def _turned(self, page: str) -> None:
        place = PAGES.index(page)
        self._pages.setCurrentIndex(place)
        self._page_buttons.buttons()[place].setChecked(True)

    def _edited(self, before: object, after: object) -> None:
        self._title()
        self.actions_table.refresh()
        if self.said.property("tone") == "bad":
            self.tell("")

    def _title(self) -> None:
        name = self.desk.project.title or self.desk.folder.stem
        self.setWindowTitle(f"{name} — Storyreel")

    def _count(self) -> None:
        working = len(self.desk.working)
        self.jobs.setText(self._words("jobs.working", count=working) if working else "")
        self.progress.setVisible(working > 0)
        if not working:
            self.progress.setValue(0)
        self.actions_table.refresh()

    def _progressed(self, news: JobProgress) -> None:
        self.progress.setValue(round(news.run_done * 1000))
        left = news.run_seconds_left
        working = len(self.desk.working)
        if left is None:
            self.jobs.setText(self._words("jobs.working", count=working))
        else:
            self.jobs.setText(self._words("jobs.left", count=working, seconds=round(left)))
