"""The bar at the bottom: what was said last, the pages, and the work that goes on."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QProgressBar, QToolButton

from studio.jobs.events import JobProgress
from studio.jobs.job import State
from studio.timeline.project import Project
from studio.ui.actions import ActionTable
from studio.ui.banner import retone
from studio.ui.desk import Desk
from studio.ui.job_words import span
from studio.ui.kit import dot
from studio.ui.plain import NameLabel
from studio.ui.theme import Theme
from studio.ui.words import Words

_SAID_FOR = 12_000  # milliseconds a sentence stays
_LEAST, _MOST = 24, 140  # pixels of the progress: it is narrow before the pages move aside
_TICK = 50  # milliseconds between two looks at the work: sixty jobs tell of much more


class StatusBar(QFrame):
    """Said on the left, pages in the middle, jobs on the right; the jobs open their drawer."""

    jobs_wanted = Signal()
    skip_wanted = Signal()  # what is made ahead is to be given up

    def __init__(
        self,
        desk: Desk,
        actions: ActionTable,
        pages: tuple[str, ...],
        theme: Theme,
        words: Words,
    ) -> None:
        super().__init__()
        self.setProperty("part", "bar")
        self._desk = desk
        self._theme = theme
        self._words = words.of("ui_jobs")
        self._news: JobProgress | None = None
        self._trouble = -1
        self.said = NameLabel()
        self.jobs = QToolButton()
        self.jobs.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.jobs.setIconSize(QSize(16, 12))  # the dot keeps a distance to the words
        self.jobs.setObjectName("jobs")
        self.jobs.setProperty("tone", "flat")
        self.jobs.setCheckable(True)
        self.jobs.setToolTip(actions.tip("view.jobs"))
        self.jobs.clicked.connect(self.jobs_wanted.emit)
        self.ahead = QToolButton()
        self.ahead.setObjectName("ahead")
        self.ahead.setProperty("tone", "flat")
        self.ahead.clicked.connect(self.skip_wanted.emit)
        self.ahead.hide()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setMinimumWidth(_LEAST)
        self.progress.setMaximumWidth(_MOST)
        self.progress.setAccessibleName(self._words("bar.progress"))
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self.said, 1)
        for page in pages:
            row.addWidget(self._page_button(page, actions))
        right = QHBoxLayout()
        right.addStretch(1)
        right.addWidget(self.ahead)
        right.addWidget(self.progress)
        right.addWidget(self.jobs)
        row.addLayout(right, 1)
        self._quiet = QTimer(self, singleShot=True, interval=_SAID_FOR)
        self._quiet.timeout.connect(self._hush)
        self._step = ""  # a sentence that the next step makes untrue
        desk.changed.connect(self._stepped_on)
        self._pulse = QTimer(self, singleShot=True, interval=_TICK)
        self._pulse.timeout.connect(self.refresh)
        desk.job_changed.connect(self._soon)
        desk.queue_changed.connect(self._soon)
        desk.progressed.connect(self._progressed)
        self.refresh()

    def tell(self, sentence: str, tone: str = "") -> None:
        """A sentence; a refusal stays until the next one."""
        self.said.set_name(sentence)
        retone(self.said, tone)
        self._quiet.start() if sentence and tone != "bad" else self._quiet.stop()

    def tell_step(self, sentence: str) -> None:
        """A step taken back or made again: true until the next one, so gone with it."""
        self._step = sentence
        self.tell(sentence)

    def _stepped_on(self, *_films: Project) -> None:
        if self._step and self.said.text() == self._step:
            self.tell("")
        self._step = ""

    def show_ahead(self, doing: str, done: int, total: int) -> None:
        """What is made while nobody works: a key of `ui_idle.doing`, or nothing."""
        self.ahead.setVisible(bool(doing))
        if doing:
            words = self._words.of("ui_idle")
            text = words(f"doing.{doing}", done=done, total=total)
            self.ahead.setText(text)
            self.ahead.setAccessibleName(text)
            self.ahead.setToolTip(words(f"tip.{doing}"))

    def turned(self, place: int) -> None:
        """Another page is shown."""
        self._group.buttons()[place].setChecked(True)

    def refresh(self) -> None:
        """What works, what needs the maker."""
        jobs = self._desk.jobs.values()
        working = sum(1 for j in jobs if j.state in (State.QUEUED, State.RUNNING))
        trouble = sum(1 for j in jobs if j.state in (State.UNKNOWN, State.FAILED))
        left = self._news.run_seconds_left if self._news is not None else None
        if self._desk.queue.held:
            text = self._words("bar.held", count=working)
        elif working and left is not None:
            text = self._words("bar.left", count=working, left=span(self._words, left))
        elif working:
            text = self._words("bar.working", count=working)
        else:
            text = self._words("bar.none")
        if trouble:
            text += " · " + self._words("bar.trouble", count=trouble)
        self.jobs.setText(text)
        self._mark(trouble)
        self.progress.setVisible(working > 0)
        done = self._news.run_done if self._news is not None and working else 0.0
        self.progress.setValue(round(done * 1000))
        if not working:
            self._news = None

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another red."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._trouble >= 0:
            self._trouble = -1
            self.refresh()

    def _mark(self, trouble: int) -> None:
        """A dot where something needs the maker; the words stay as legible as ever."""
        if trouble != self._trouble:
            self._trouble = trouble
            self.jobs.setIcon(QIcon(dot(self._theme.bad)) if trouble else QIcon())

    def _page_button(self, page: str, actions: ActionTable) -> QToolButton:
        button = QToolButton()
        button.setText(actions.words_of(f"page.{page}"))
        button.setToolTip(actions.tip(f"page.{page}"))
        button.setObjectName(f"page.{page}")
        button.setCheckable(True)
        button.setProperty("part", "page")
        button.clicked.connect(lambda: actions.trigger(f"page.{page}"))
        self._group.addButton(button)
        return button

    def _hush(self) -> None:
        self.tell("")

    def _progressed(self, news: JobProgress) -> None:
        self._news = news
        self._soon()

    def _soon(self, _news: object = None) -> None:
        if not self._pulse.isActive():
            self._pulse.start()
