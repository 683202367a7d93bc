"""The jobs of a film as a table for Qt: three groups in order, told of 20 times a second."""

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from studio.backends.base import Backend
from studio.jobs.events import JobProgress
from studio.jobs.job import Job, State
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.job_words import GROUPS, JobWords, group_of
from studio.ui.words import Words

COLUMNS = ("owner", "what", "backend", "state", "left", "price", "charged")
TICK = 50  # milliseconds: twenty changes a second are all an eye can follow
JOB = Qt.ItemDataRole.UserRole
DONE = Qt.ItemDataRole.UserRole + 1  # how far, 0 to 1, or None
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Titles(Mapping[str, str]):
    """What backends are called; they are asked when somebody wants to know, as they load long."""

    def __init__(self, backends: Mapping[str, Backend], language: str) -> None:
        self._backends, self._language = backends, language

    def __getitem__(self, name: str) -> str:
        return self._backends[name].offer.called(self._language)

    def __iter__(self) -> Iterator[str]:
        return iter(self._backends)

    def __len__(self) -> int:
        return len(self._backends)


class JobModel(QAbstractTableModel):
    """A heading's row for each group, its jobs below: what works first, in the order of the queue;
    what needs the maker and what has ended newest first.

    A table and not a tree: a table asks only for the rows that are seen, so a thousand of them may
    move twenty times a second.
    """

    told = Signal()  # after everything that changed was told

    def __init__(self, desk: Desk, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = words.of("ui_jobs")
        self.words = JobWords(words, desk.project, Titles(desk.every, words.language))
        self._progress: dict[str, JobProgress] = {}
        self._born = {name: number for number, name in enumerate(desk.jobs)}
        self._counts = [0, 0, 0]
        self._takes = {take.job: take for takes in desk.takes.values() for take in takes}
        self._stirred = False  # a job is new or in another state
        self._rows: list[str] = self._in_order()
        self._timer = QTimer(self, singleShot=True, interval=TICK)
        self._timer.timeout.connect(self.flush)
        desk.job_changed.connect(self._heard)
        desk.take_arrived.connect(self._arrived)
        desk.progressed.connect(self._progressed)
        desk.queue_changed.connect(self._reordered)
        desk.changed.connect(self._edited)

    def job(self, row: int) -> Job | None:
        """The job of a row; None for a group's."""
        return self._desk.jobs.get(self._rows[row])

    def row_of(self, job_id: str) -> int:
        """The row of a job. Raises ValueError."""
        return self._rows.index(job_id)

    def counts(self) -> tuple[int, ...]:
        """How many jobs each group has."""
        return tuple(self._counts)

    def flush(self) -> None:
        """Tell the views now of all that has changed since the last time."""
        self._timer.stop()
        if self._stirred:
            self._stirred = False
            self._let_in([name for name in self._desk.jobs if name not in self._born])
            self._arrange()
        last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.told.emit()

    def _let_in(self, new: list[str]) -> None:
        """New jobs are put at the end, all at once; `_arrange` finds their places."""
        if new:
            end = len(self._rows)
            self.beginInsertRows(QModelIndex(), end, end + len(new) - 1)
            self._born.update({name: len(self._born) + n for n, name in enumerate(new)})
            self._rows.extend(new)
            self.endInsertRows()

    def _arrange(self) -> None:
        order = self._in_order()
        if order == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        rows = {name: row for row, name in enumerate(order)}
        old = self.persistentIndexList()
        new = [self.index(rows[self._rows[index.row()]], index.column()) for index in old]
        self._rows = order
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _in_order(self) -> list[str]:
        groups: tuple[list[str], ...] = ([], [], [])
        for job in self._desk.jobs.values():
            groups[group_of(job)].append(job.id)
        self._counts = [len(group) for group in groups]
        places = {name: place for place, name in enumerate(self._desk.queue.first)}

        def turn(name: str) -> tuple[bool, int, int]:
            runs = self._desk.jobs[name].state is State.RUNNING
            return not runs, places.get(name, len(places)), self._born[name]

        groups[0].sort(key=turn)
        for group in groups[1:]:
            group.sort(key=self._ended, reverse=True)
        return [
            name
            for heading, group in zip(GROUPS, groups, strict=True)
            for name in (heading, *group)
        ]

    def _ended(self, name: str) -> tuple[str, int]:
        job = self._desk.jobs[name]
        return job.ended or job.created, self._born[name]

    def _heard(self, job: Job) -> None:
        if job.state is not State.RUNNING:
            self._progress.pop(job.id, None)
        self._reordered()

    def _arrived(self, take: Take) -> None:
        self._takes[take.job] = take
        self._soon()

    def _progressed(self, news: JobProgress) -> None:
        self._progress[news.job] = news
        self._soon()

    def _reordered(self, _news: object = None) -> None:
        self._stirred = True
        self._soon()

    def _edited(self, before: Project, after: Project) -> None:
        if before.scenes is not after.scenes:
            self.words.follow(after)
            self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    # What Qt asks.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Headings and jobs."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The same everywhere."""
        return len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Groups are headings and cannot be chosen."""
        if self.job(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"column.{COLUMNS[section]}")
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section >= 4 else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        job = self.job(index.row())
        if job is None:
            return self._heading(index.row(), index.column(), role)
        column = COLUMNS[index.column()]
        if role == JOB:
            return job
        if role == DONE:
            news = self._progress.get(job.id)
            return None if job.state is not State.RUNNING else news.done if news else 0.0
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= 4:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and column == "charged":
            return self.words.charge(job, self._takes.get(job.id))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words.trouble(job) or self.words.what(job)
        return self._cell(job, column) if role == Qt.ItemDataRole.DisplayRole else None

    def _heading(self, row: int, column: int, role: int) -> str | None:
        if column or role != Qt.ItemDataRole.DisplayRole:
            return None
        group = GROUPS.index(self._rows[row])
        return self._words(f"group.{GROUPS[group]}", count=self._counts[group])

    def _cell(self, job: Job, column: str) -> str:
        news = self._progress.get(job.id)
        if column == "state":
            return self.words.state(job, news, self._desk.queue.held)
        if column == "left":
            return self.words.left(job, news)
        if column == "what":
            return self.words.trouble(job) or self.words.what(job)
        if column == "owner":
            return self.words.owner(job)
        if column == "charged":
            return self.words.charged(job, self._takes.get(job.id))
        return self.words.backend(job) if column == "backend" else self.words.price(job)
