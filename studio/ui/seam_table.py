"""The cuts of the film as rows: which, where, and what steps there."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from studio.review.finding import Severity
from studio.review.seam import Remedy, Unseen
from studio.timeline.timecode import timecode
from studio.ui.clip_hand import ClipHand
from studio.ui.plain import tip
from studio.ui.seam_measures import Found, SeamMeasures
from studio.ui.take_marks import mark
from studio.ui.take_standing import Standing
from studio.ui.words import Words

COLUMNS = ("cut", "time", "steps")
_WIDTHS = {"cut": 96, "time": 94}
_ROW = 30  # pixels
_ROLE = Qt.ItemDataRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex


class SeamModel(QAbstractTableModel):
    """Shows what is measured so far."""

    def __init__(self, hand: ClipHand, measures: SeamMeasures) -> None:
        super().__init__()
        self._hand, self._measures = hand, measures
        self._cuts = measures.cuts
        measures.listed.connect(self._listed)
        measures.found.connect(self._found)

    def row_of(self, clip_id: str) -> int:
        """The row of the cut that a clip begins with; -1 when there is none."""
        return next((n for n, cut in enumerate(self._cuts) if cut.after.id == clip_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a cut."""
        return 0 if parent is not None and parent.isValid() else len(self._cuts)

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as COLUMNS."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The names of the columns."""
        if role == _ROLE.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._hand.words(f"seams.{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """What a cell shows; the tip has whole sentences."""
        row, column = index.row(), COLUMNS[index.column()]
        if role == _ROLE.DisplayRole:
            return self._shown(row, column)
        found, theme = self._measures.at(row), self._hand.theme
        if role == _ROLE.DecorationRole and column == "steps" and found is not None:
            return mark(theme, stands(found))
        if role == _ROLE.ForegroundRole and column == "steps":
            plain = found is None or not stepping(found)
            return QColor(theme.soft) if plain else None
        if role == _ROLE.ToolTipRole and found is not None:
            return tip("\n".join(told(found, self._hand.words)))
        if role == _ROLE.AccessibleTextRole and column == "steps" and found is not None:
            return self._hand.words.listed(told(found, self._hand.words))
        return None

    def _shown(self, row: int, column: str) -> str:
        cut, words = self._cuts[row], self._hand.words
        if column == "cut":
            return words("seams.number", number=row + 1, label=cut.label.replace(" / ", "/"))
        if column == "time":
            return timecode(self._hand.desk.project.rate, cut.frame)
        found = self._measures.at(row)
        if found is None:
            return words("seams.measuring")
        return in_short(found, words)

    def _listed(self) -> None:
        self.beginResetModel()
        self._cuts = self._measures.cuts
        self.endResetModel()

    def _found(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))


class SeamTable(QTableView):
    """Rows are walked with the arrows; Enter does what helps, the digits do one remedy each."""

    remedy_wanted = Signal(object)  # a Remedy; None: whichever helps

    def __init__(self, model: SeamModel, words: Words) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(words("tab.seams"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setProperty("part", "rows")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, name in enumerate(COLUMNS):
            if name in _WIDTHS:
                head.resizeSection(place, _WIDTHS[name])
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def choose(self, row: int) -> None:
        """Choose a row."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the digits mend; all else walks."""
        digit = event.text()
        if event.key() in _ENTER:
            self.remedy_wanted.emit(None)
        elif digit.isdecimal() and 1 <= int(digit) <= len(Remedy) and not event.modifiers():
            self.remedy_wanted.emit(list(Remedy)[int(digit) - 1])
        else:
            super().keyPressEvent(event)


def stepping(found: Found) -> bool:
    """Whether anything is to be looked at."""
    return isinstance(found, Unseen) or bool(found.findings)


def stands(found: Found) -> Standing:
    """A cut as takes stand: passed, with remarks, or failed."""
    if isinstance(found, Unseen):
        return Standing.UNSEEN
    if any(each.severity is Severity.FAULT for each in found.findings):
        return Standing.FAILED
    return Standing.WARNED if found.findings else Standing.PASSED


def in_short(found: Found, words: Words) -> str:
    """What jumps from one shot to the next, in a few words."""
    if isinstance(found, Unseen):
        return words("seams.unseen")
    values = {each.told.key.rpartition("_")[2]: each.told.values for each in found.findings}
    parts = [
        words(f"seams.short.{name}", step=told.get("step", ""), count=told.get("count", 0))
        for name, told in values.items()
    ]
    return " · ".join(parts) or words("seams.clean")


def told(found: Found, words: Words) -> list[str]:
    """Whole sentences."""
    if isinstance(found, Unseen):
        return [found.why.text(words.language)]
    return [each.text(words.language) for each in found.findings] or [words("mend.clean")]
