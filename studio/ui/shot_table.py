"""The board as a table: one row a shot, its cells walked and edited with the keys."""

from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QHeaderView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.errors import StudioError
from studio.timeline.project import Project
from studio.timeline.queries import shot_labels, shots
from studio.timeline.story import CueKind, Move, Shot, Size
from studio.ui.dragging import Target
from studio.ui.kit import Kit
from studio.ui.plain import one_line
from studio.ui.table_edits import with_cell

COLUMNS = ("shot", "size", "moves", "length", "prompt", "line")
Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class ShotModel(QAbstractTableModel):
    """The shots of the film as rows; a cell that cannot be kept is remembered as a draft."""

    refused = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._film = kit.desk.project
        self._shots: list[Shot] = []
        self._labels: dict[str, str] = {}
        self._drafts: dict[tuple[str, str], str] = {}
        self.refresh()
        kit.desk.changed.connect(self.refresh)

    def refresh(self, *_news: object) -> None:
        """Follow the film; rows that only changed keep what is chosen in them."""
        self._film = self._kit.desk.project
        found = list(shots(self._film))
        same = [s.id for s in found] == [s.id for s in self._shots]
        if not same:
            self.beginResetModel()
        self._shots, self._labels = found, shot_labels(self._film)
        if not same:
            self.endResetModel()
        elif found:
            last = self.index(len(found) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def shot_at(self, row: int) -> Shot:
        """The shot of a row."""
        return self._shots[row]

    def row_of(self, shot_id: str) -> int:
        """The row of a shot; -1 when there is none."""
        return next((n for n, shot in enumerate(self._shots) if shot.id == shot_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a shot."""
        return 0 if parent is not None and parent.isValid() else len(self._shots)

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as COLUMNS."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The names of the columns."""
        if role == _ROLE.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._kit.media(f"table.{COLUMNS[section]}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All but the number can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if index.column() == 0 else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = 0) -> Any:
        """What a cell shows, and what its editor begins with."""
        shot, column = self._shots[index.row()], COLUMNS[index.column()]
        draft = self._drafts.get((shot.id, column))
        if role == _ROLE.DisplayRole:
            return one_line(draft, 300) if draft is not None else self._shown(shot, column)
        if role == _ROLE.EditRole:
            return draft if draft is not None else self._value(shot, column)
        if role == _ROLE.ForegroundRole and draft is not None:
            return QColor(self._kit.theme.bad)
        return None

    def setData(self, index: Index, value: Any, role: int = 2) -> bool:
        """Edit a cell: one step of undo. What is refused stays in the cell, and is told."""
        shot, column = self._shots[index.row()], COLUMNS[index.column()]
        if role != _ROLE.EditRole or value == self._value(shot, column):
            self._drafts.pop((shot.id, column), None)
            return False
        edit = partial(_edited, shot.id, column, value)
        label = self._kit.words(f"edit.{'line_text' if column == 'line' else column}")
        try:
            self._kit.desk.document.apply(label, edit)
        except StudioError as error:
            if isinstance(value, str):
                self._drafts[shot.id, column] = value
            self._kit.desk.refused.emit(error)
            return False
        self._drafts.pop((shot.id, column), None)
        return True

    def _shown(self, shot: Shot, column: str) -> str:
        words = self._kit.words
        if column == "shot":
            return self._labels[shot.id]
        if column == "size":
            return words.craft("size", shot.size.value)
        if column == "moves":
            moves = shot.moves or (Move.STATIC,)
            return " + ".join(words.craft("move", move.value) for move in moves)
        if column == "length":
            return f"{float(self._film.rate.seconds(shot.frames)):.2f}"
        return one_line(str(self._value(shot, column)), 300)

    def _value(self, shot: Shot, column: str) -> Any:
        if column == "size":
            return shot.size
        if column == "moves":
            return shot.moves[0] if shot.moves else Move.STATIC
        if column == "length":
            return round(float(self._film.rate.seconds(shot.frames)), 2)
        if column == "prompt":
            return shot.prompt
        return next((c.text for c in shot.cues if c.kind is CueKind.LINE), "")


def _edited(shot_id: str, column: str, value: Any, film: Project) -> Project:
    return with_cell(film, shot_id, column, value)


class CellDelegate(QStyledItemDelegate):
    """An editor that fits each column; Enter keeps, Escape does not."""

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list for craft, a number for the length, a text for the rest."""
        column = COLUMNS[index.column()]
        if column in {"size", "moves"}:
            return self._list(parent, column)
        if column == "length":
            spin = QDoubleSpinBox(parent)
            spin.setDecimals(2)
            spin.setRange(0.01, 99_999.0)
            spin.setSingleStep(0.5)
            return spin
        text = QPlainTextEdit(parent)
        text.setTabChangesFocus(True)
        return text

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What the cell holds, or what was refused there."""
        value = index.data(_ROLE.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QDoubleSpinBox):
            editor.setValue(value)
            editor.selectAll()
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(value)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What the editor holds."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QDoubleSpinBox):
            editor.interpretText()
            model.setData(index, round(editor.value(), 2))
        elif isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Texts get three lines."""
        rect = option.rect  # type: ignore[attr-defined]
        if isinstance(editor, QPlainTextEdit):
            rect.setHeight(max(rect.height(), 84))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter keeps a text too; Shift and Enter begin a new line in it."""
        if isinstance(editor, QPlainTextEdit) and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.type() is QEvent.Type.KeyPress and enter and plain:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor)
                return True
        return super().eventFilter(editor, event)

    def _list(self, parent: QWidget, column: str) -> QComboBox:
        box = QComboBox(parent)
        words = self._kit.words
        members: tuple[Size | Move, ...] = tuple(Size) if column == "size" else tuple(Move)
        kind = "size" if column == "size" else "move"
        for member in members:
            box.addItem(words.craft(kind, member.value), member)
        return box


class ShotTable(QTableView):
    """The rows; the chosen ones are the chosen shots."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._following = False
        self.shots = ShotModel(kit)
        self.setModel(self.shots)
        self.setItemDelegate(CellDelegate(kit, self))
        self.setAccessibleName(kit.media("table.name"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked
        )
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        for column, width in enumerate((60, 118, 124, 78)):
            self.setColumnWidth(column, width)
        for column in (4, 5):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        kit.takes_drops_at(self.viewport(), self._target)
        kit.session.shots_chosen.connect(self._chosen)
        self.shots.modelReset.connect(self._follow)
        self.selectionModel().selectionChanged.connect(self._picked)
        self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits the cell."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        index = self.currentIndex()
        if enter and self.state() is not QAbstractItemView.State.EditingState and index.isValid():
            self.edit(index)
            return
        super().keyPressEvent(event)

    def _target(self, point: QPoint) -> Target:
        """The shot of the row under a point."""
        row = self.rowAt(point.y())
        return Target("shot", self.shots.shot_at(row).id) if row >= 0 else Target("media")

    def _picked(self, *_news: object) -> None:
        if self._following:
            return
        current = self.currentIndex().row()
        rows = sorted({index.row() for index in self.selectedIndexes()})
        if current in rows:
            rows = [row for row in rows if row != current] + [current]
        self._following = True
        self._kit.session.choose_shots(self.shots.shot_at(row).id for row in rows)
        self._following = False

    def _chosen(self, _shots: object) -> None:
        if not self._following:
            self._follow()

    def _follow(self) -> None:
        """Choose the rows of the chosen shots."""
        self._following = True
        column = max(1, self.currentIndex().column())
        picks = self.selectionModel()
        picks.clearSelection()
        for shot_id in self._kit.session.shots:
            row = self.shots.row_of(shot_id)
            if row >= 0:
                index = self.shots.index(row, column)
                picks.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)
                self.scrollTo(index)
        self._following = False
