"""The jobs drawer: all work of the film in one list, and everything that steers it."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
)

from studio.jobs.admission import money, sum_prices
from studio.jobs.job import Job, State
from studio.ui.desk import Desk
from studio.ui.job_details import JobDetails
from studio.ui.job_model import JobModel
from studio.ui.job_table import JobTable
from studio.ui.ledger_footer import LedgerFooter
from studio.ui.theme import Theme
from studio.ui.words import Words


class JobsDrawer(QFrame):
    """Below the pages; hidden until it is asked for."""

    show_wanted = Signal(str)  # shot id
    closed = Signal()

    def __init__(self, desk: Desk, theme: Theme, words: Words) -> None:
        super().__init__()
        self.setProperty("part", "drawer")
        self._desk = desk
        self._words = words.of("ui_jobs")
        self.model = JobModel(desk, words, self)
        self.table = JobTable(self.model, theme, self._words("title"))
        self.table.selectionModel().selectionChanged.connect(self._look)
        self.table.customContextMenuRequested.connect(self._menu)
        self.details = JobDetails(desk, words, self.model.words)
        self.details.show_wanted.connect(self.show_wanted.emit)
        self.summary = QLabel()
        self.summary.setProperty("rank", "soft")
        self.empty = QLabel(self._words("empty"))
        self.empty.setProperty("rank", "soft")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hold = QPushButton()
        self.hold.setCheckable(True)
        self.hold.setToolTip(self._words("hold.tip"))
        self.hold.clicked.connect(desk.orders.hold)
        self.stop = QPushButton(self._words("stop"))
        self.stop.setToolTip(self._words("stop.tip"))
        self.stop.clicked.connect(self.stop_all)
        self.footer = LedgerFooter(desk, theme, words)
        self.question: QMessageBox | None = None
        self._lay_out()
        self.model.told.connect(self._refresh)
        desk.queue_changed.connect(self._refresh)
        self._refresh()

    def stop_all(self) -> None:
        """Stop what waits and runs; asks first when a service may charge for it."""
        paid = [job for job in self._desk.working if job.price and job.state is State.RUNNING]
        if not paid:
            self._desk.orders.cancel_all()
            return
        cost = money(sum_prices((job.price, job.currency) for job in paid))
        self.question = QMessageBox(
            QMessageBox.Icon.Question, self._words("stop"),
            self._words("ask.stop", count=len(paid), cost=cost), parent=self,
        )  # fmt: skip
        yes = self.question.addButton(self._words("stop"), QMessageBox.ButtonRole.AcceptRole)
        self.question.addButton(self._words("not_now"), QMessageBox.ButtonRole.RejectRole)
        yes.clicked.connect(self._desk.orders.cancel_all)
        self.question.open()

    def chosen(self) -> list[Job]:
        """The jobs whose rows are chosen."""
        rows = (index.row() for index in self.table.selectionModel().selectedRows())
        return [job for job in map(self.model.job, sorted(rows)) if job is not None]

    def choose(self, job_id: str) -> None:
        """Choose a job's row."""
        index = self.model.index(self.model.row_of(job_id), 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the drawer away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        title = QLabel(self._words("title"))
        title.setProperty("rank", "head")
        away = QToolButton()
        away.setText("×")
        away.setProperty("tone", "flat")
        away.setAccessibleName(self._words("close"))
        away.setToolTip(self._words("close"))
        away.clicked.connect(self.closed.emit)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 8, 4)  # as the columns below
        bar.setSpacing(10)
        bar.addWidget(title)
        bar.addWidget(self.summary, 1)
        for part in (self.hold, self.stop, away):
            bar.addWidget(part)
        self._body = QSplitter()
        self._body.addWidget(self.table)
        self._body.addWidget(self.details)
        self._body.setStretchFactor(0, 1)
        self._body.setSizes([920, 320])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.empty, 1)
        column.addWidget(self._body, 1)
        column.addWidget(self.footer)

    def _menu(self, point: QPoint) -> None:
        """What can be done with the chosen jobs."""
        menu = QMenu(self)
        menu.setObjectName("menu.of.jobs")
        for name in self.details.offered:
            act = menu.addAction(self._words(f"do.{name}"))
            act.triggered.connect(partial(self.details.do, name))
        menu.aboutToHide.connect(menu.deleteLater)
        if not menu.isEmpty():
            menu.popup(self.table.viewport().mapToGlobal(point))

    def _look(self, *_: object) -> None:
        self.details.look(self.chosen())

    def _refresh(self, *_: object) -> None:
        working, attention, _ended = counts = self.model.counts()
        held = self._desk.queue.held
        self.empty.setVisible(not any(counts))
        self._body.setVisible(any(counts))
        self.hold.setChecked(held)
        self.hold.setText(self._words("resume" if held else "hold"))
        self.stop.setEnabled(bool(working))
        parts = [self._words("told.held")] if held else []
        parts += [self._words("told.working", count=working)] if working else []
        parts += [self._words("told.attention", count=attention)] if attention else []
        waiting = [job for job in self._desk.working if job.state is State.QUEUED and job.price]
        cost = money(sum_prices((job.price, job.currency) for job in waiting))
        parts += [self._words("told.cost", cost=cost)] if waiting else []
        self.summary.setText(" · ".join(parts))
        self._look()
