"""The board as a table: one row a shot, its cells walked and edited with the keys."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.timeline.story import Move, Size
from studio.ui.dragging import Target
from studio.ui.kit import Kit
from studio.ui.shot_rows import COLUMNS, NUMBERS, Index, ShotModel
from studio.ui.text_wrap import PlainText

_ROLE = Qt.ItemDataRole
_MARK = 26  # pixels at the right of a cell that belong to its mark
_TEXT = 150  # pixels at least: all columns fit beside the panels of a 1920 x 1080 screen
_WIDTHS = {
    "shot": 66, "size": 134, "moves": 104, "length": 78, "cast": 88, "backend": 90, "takes": 58,
    "state": 90,
}  # fmt: skip


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
        if column == "backend":
            return self._backends(parent)
        if column == "length":
            spin = QDoubleSpinBox(parent)
            spin.setDecimals(2)
            spin.setRange(0.01, 99_999.0)
            spin.setSingleStep(0.5)
            return spin
        text = PlainText(parent)
        text.setTabChangesFocus(True)
        return text

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """A mark stands behind a name, and before a number: numbers stay in their column."""
        super().initStyleOption(option, index)
        side, number = QStyleOptionViewItem.Position, COLUMNS[index.column()] in NUMBERS
        option.decorationPosition = side.Left if number else side.Right  # type: ignore[attr-defined]

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

    def _backends(self, parent: QWidget) -> QComboBox:
        box, desk = QComboBox(parent), self._kit.desk
        box.addItem(self._kit.media("table.film_backend"), "")
        for name, backend in desk.backends.items():
            box.addItem(backend.offer.called(self._kit.words.language), name)
        return box

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

    removal_wanted = Signal()  # of the chosen shots
    finding_wanted = Signal(str)  # shot id: the mark in its row

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
        for name, width in _WIDTHS.items():
            self.setColumnWidth(COLUMNS.index(name), width)
        head.setMinimumSectionSize(48)
        kit.takes_drops_at(self.viewport(), self._target)
        kit.session.shots_chosen.connect(self._chosen)
        self.shots.modelReset.connect(self._follow)
        self.selectionModel().selectionChanged.connect(self._picked)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The texts share the room that the others leave, and are never too narrow to read."""
        super().resizeEvent(event)
        room = self.viewport().width() - sum(_WIDTHS.values())
        for name in ("prompt", "line"):
            self.setColumnWidth(COLUMNS.index(name), max(_TEXT, room // 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the mark of a take goes to what was found."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        there = index.isValid() and COLUMNS[index.column()] == "shot"
        there = there and index.data(_ROLE.DecorationRole) is not None
        if plain and there and event.position().x() > self.visualRect(index).right() - _MARK:
            self.finding_wanted.emit(self.shots.shot_at(index.row()).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits the cell, Delete removes the shots of the chosen rows."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        index = self.currentIndex()
        if enter and self.state() is not QAbstractItemView.State.EditingState and index.isValid():
            self.edit(index)
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.removal_wanted.emit()
        else:
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
