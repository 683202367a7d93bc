"""The history list: every step of undo and redo by its name; a click goes there."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QToolButton, QVBoxLayout

from studio.timeline.project import Project
from studio.ui.desk import Desk
from studio.ui.history_places import about
from studio.ui.words import Words


class HistoryPanel(QFrame):
    """Beside the pages; the film as it was opened is at the top, the newest step at the bottom."""

    closed = Signal()

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self.setMinimumWidth(200)
        self._desk = desk
        self._words = words.of("ui_prefs")
        self._filling = False
        self._behind = 0
        self._about: dict[tuple[int, int], tuple[Project, Project, tuple[str, ...]]] = {}
        self._timer = QTimer(self, singleShot=True, interval=50)  # a drag changes the film often
        self._timer.timeout.connect(self._fill)
        self.steps = QListWidget()
        self.steps.setAccessibleName(self._words("history.title"))
        self.steps.setUniformItemSizes(True)
        self.steps.currentRowChanged.connect(self._go)
        title = QLabel(self._words("history.title"))
        title.setProperty("rank", "head")
        away = QToolButton()
        away.setText("×")
        away.setProperty("tone", "flat")
        away.setAccessibleName(self._words("history.close"))
        away.setToolTip(self._words("history.close"))
        away.clicked.connect(self.closed.emit)
        self.steps.setProperty("part", "steps")
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 0, 0)
        top.addWidget(title, 1)
        top.addWidget(away)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(top)
        column.addWidget(self.steps, 1)
        desk.changed.connect(self._changed)
        self._fill()

    def _changed(self, _before: object, _after: object) -> None:
        if self.isVisible():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """The list is only kept while it is seen."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        past, future = self._desk.document.steps
        self._behind = len(past)
        self._filling = True
        self.steps.clear()
        self.steps.addItems([self._words("history.opened"), *self._named((*past, *future))])
        for row in range(len(past) + 1, self.steps.count()):
            item = self.steps.item(row)
            font = item.font()
            font.setItalic(True)
            item.setFont(font)
            item.setForeground(self.palette().placeholderText())
            item.setToolTip(self._words("history.undone"))
        self.steps.setCurrentRow(self._behind)
        self.steps.scrollToItem(self.steps.item(self._behind))
        self._filling = False

    def _named(self, labels: Sequence[str]) -> list[str]:
        """Each step with the shots that it is about, which is found once for a step."""
        states = self._desk.document.states
        known, self._about = self._about, {}
        named: list[str] = []
        for label, (before, after) in zip(labels, pairwise(states), strict=True):
            key = id(before), id(after)
            found = known.get(key) or (before, after, about(before, after))
            self._about[key] = found
            where = [each for each in found[2] if each not in label.split()]
            of = {"step": label, "shots": self._words.listed(where)}
            named.append(self._words("history.about", **of) if where else label)
        return named

    def _go(self, row: int) -> None:
        if not self._filling and row >= 0 and row != self._behind:
            self._desk.document.jump(row - self._behind)
