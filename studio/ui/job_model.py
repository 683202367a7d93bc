"""The jobs of a film as Qt lists them: three groups in order, told of 20 times a second."""

from bisect import bisect
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from studio.jobs.events import JobProgress
from studio.jobs.job import Job, State
from studio.timeline.project import Project
from studio.ui.desk import Desk
from studio.ui.job_words import GROUPS, JobWords, group_of
from studio.ui.words import Words

COLUMNS = ("owner", "what", "backend", "state", "left", "price")
TICK = 50  # milliseconds: twenty changes a second are all an eye can follow
JOB = Qt.ItemDataRole.UserRole
DONE = Qt.ItemDataRole.UserRole + 1  # how far, 0 to 1, or None
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class JobModel(QAbstractItemModel):
    """Groups at the top, jobs below them: what works first, in the order of the queue; what needs
    the maker and what has ended newest first.
    """

    told = Signal()  # after everything that changed was told

    def __init__(self, desk: Desk, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = words.of("ui_jobs")
        titles = {name: each.offer.title for name, each in desk.backends.items()}
        self.words = JobWords(words, desk.project, titles)
        self._progress: dict[str, JobProgress] = {}
        self._changed: dict[str, None] = {}
        self._moved = False
        self._born: dict[str, int] = {}
        self._group: dict[str, int] = {}
        self._rows: tuple[list[str], ...] = ([], [], [])
        self._timer = QTimer(self, singleShot=True, interval=TICK)
        self._timer.timeout.connect(self.flush)
        self._fill()
        desk.job_changed.connect(self._heard)
        desk.progressed.connect(self._progressed)
        desk.queue_changed.connect(self._reordered)
        desk.changed.connect(self._edited)

    def job(self, index: Index) -> Job | None:
        """The job of a row; None for a group's."""
        if not index.isValid() or not index.internalId():
            return None
        return self._desk.jobs[self._rows[index.internalId() - 1][index.row()]]

    def counts(self) -> tuple[int, ...]:
        """How many jobs each group has."""
        return tuple(len(rows) for rows in self._rows)

    def flush(self) -> None:
        """Tell the views now of all that has changed since the last time."""
        self._timer.stop()
        changed, self._changed = list(self._changed), {}
        for name in changed:
            self._place(name)
        if self._moved or changed:
            self._moved = False
            for group in range(len(GROUPS)):
                self._tell(group)
            self.told.emit()

    def _fill(self) -> None:
        for number, job in enumerate(self._desk.jobs.values()):
            self._born[job.id] = number
            self._group[job.id] = group_of(job)
            self._rows[group_of(job)].append(job.id)
        self._rows[0].sort(key=self._turn)
        for rows in self._rows[1:]:
            rows.sort(key=self._ended, reverse=True)

    def _ended(self, name: str) -> tuple[str, int]:
        job = self._desk.jobs[name]
        return job.ended or job.created, self._born[name]

    def _turn(self, name: str) -> tuple[int, int, int]:
        """Where a job is in the queue: what runs, what was put first, then by age."""
        job, first = self._desk.jobs[name], self._desk.queue.first
        place = first.index(name) if name in first else len(first)
        return int(job.state is not State.RUNNING), place, self._born[name]

    def _heard(self, job: Job) -> None:
        self._born.setdefault(job.id, len(self._born))
        if job.state is not State.RUNNING:
            self._progress.pop(job.id, None)
        self._changed[job.id] = None
        self._soon()

    def _progressed(self, news: JobProgress) -> None:
        self._progress[news.job] = news
        self._moved = True
        self._soon()

    def _reordered(self, _news: object) -> None:
        self._changed.update(dict.fromkeys(self._rows[0]))
        self._soon()

    def _edited(self, before: Project, after: Project) -> None:
        if before.scenes is not after.scenes:
            self.words.follow(after)
            self._moved = True
            self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _place(self, name: str) -> None:
        """Put a job's row where it belongs."""
        old, new = self._group.get(name), group_of(self._desk.jobs[name])
        self._group[name] = new
        target = self._rows[new]
        if old == new and new:
            return  # what has ended keeps its place
        source = self._rows[old] if old is not None else []
        at = source.index(name) if old is not None else -1
        key: Callable[[str], tuple[int, int, int]] = self._turn
        others = [each for each in target if each != name]
        to = bisect(others, key(name), key=key) if new == 0 else 0
        if old is None:
            self.beginInsertRows(self._top(new), to, to)
            target.insert(to, name)
            self.endInsertRows()
        elif old != new or at != to:
            below = to + 1 if old == new and to > at else to  # Qt counts with the row in its place
            self.beginMoveRows(self._top(old), at, at, self._top(new), below)
            source.pop(at)
            target.insert(to, name)
            self.endMoveRows()

    def _top(self, group: int) -> QModelIndex:
        return self.createIndex(group, 0, 0)

    def _tell(self, group: int) -> None:
        top, count = self._top(group), len(self._rows[group])
        self.dataChanged.emit(top, top)
        if count:
            last = self.index(count - 1, len(COLUMNS) - 1, top)
            self.dataChanged.emit(self.index(0, 0, top), last)

    # What Qt asks.

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Groups have the inner number 0, their jobs the group's number and one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """A job's group."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self._top(index.internalId() - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Three groups; a group's jobs."""
        if not parent.isValid():
            return len(GROUPS)
        return 0 if parent.internalId() or parent.column() else len(self._rows[parent.row()])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The same everywhere."""
        return len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Groups are headings and cannot be chosen."""
        if not index.internalId():
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"column.{COLUMNS[section]}")
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section >= 4 else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        job = self.job(index)
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
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words.trouble(job) or self.words.what(job)
        return self._cell(job, column) if role == Qt.ItemDataRole.DisplayRole else None

    def _heading(self, group: int, column: int, role: int) -> str | None:
        if column or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._words(f"group.{GROUPS[group]}", count=len(self._rows[group]))

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
        return self.words.backend(job) if column == "backend" else self.words.price(job)
