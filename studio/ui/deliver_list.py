"""The render queue as a list: two lines and a bar a delivery; waiting ones can be dragged."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate

from studio.timeline.timecode import timecode
from studio.ui.deliver_queue import Order, RenderQueue, State
from studio.ui.deliver_told import counts
from studio.ui.job_words import span
from studio.ui.theme import Theme
from studio.ui.words import Words

Index = QModelIndex | QPersistentModelIndex
ORDER = Qt.ItemDataRole.UserRole
_ABOUT, _STATE = ORDER + 1, ORDER + 2
_ROW = 60  # pixels
_MIME = "application/x-storyreel-render"
_PLAIN, _ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
_KEYS = {
    (Qt.Key.Key_Delete, _PLAIN): "deliver.remove", (Qt.Key.Key_Up, _ALT): "deliver.earlier",
    (Qt.Key.Key_Down, _ALT): "deliver.later",
}  # fmt: skip
_TONES = {State.DONE: "good", State.FAILED: "bad", State.RUNNING: "accent"}


class QueueModel(QAbstractListModel):
    """The orders of a queue in its order."""

    def __init__(self, queue: RenderQueue, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._queue, self._words = queue, words
        self._orders: list[Order] = []
        queue.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the list as it is now; what is chosen stays chosen."""
        if self._orders == self._queue.orders:
            self.touch()
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        chosen = [self._orders[index.row()] for index in old]
        self._orders = list(self._queue.orders)
        rows = {id(order): row for row, order in enumerate(self._orders)}
        new = [self.index(rows[id(o)]) if id(o) in rows else QModelIndex() for o in chosen]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def touch(self) -> None:
        """States and progress moved."""
        if self._orders:
            self.dataChanged.emit(self.index(0), self.index(len(self._orders) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many deliveries."""
        return 0 if parent.isValid() else len(self._orders)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A delivery's words."""
        order = self._orders[index.row()]
        if role == ORDER:
            return order
        if role == Qt.ItemDataRole.DisplayRole:
            return order.output.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(order.output)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{order.output.name}, {self._state(order)}"
        if role == _ABOUT:
            return self._about(order)
        return self._state(order) if role == _STATE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Waiting ones can be dragged; a drop goes between rows."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        waits = self._orders[index.row()].state is State.WAITING
        return plain | Qt.ItemFlag.ItemIsDragEnabled if waits else plain

    def supportedDropActions(self) -> Qt.DropAction:
        """Only moves."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Rows of this list."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The row that is dragged."""
        data = QMimeData()
        data.setData(_MIME, QByteArray(str(indexes[0].row()).encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Put the dragged order between two rows. Qt shall not take the row away: False."""
        source = int(bytes(data.data(_MIME).data()))
        if row >= 0 and source < len(self._orders):
            self._queue.place(self._orders[source], row - (row > source))
        return False

    def _about(self, order: Order) -> str:
        first, last = order.delivery.part_of(order.project.cut.frames)
        length = timecode(order.project.rate, last - first)
        name = self._words.of("deliver")(f"preset.{order.preset}")
        if order.report is not None and order.report.ways:
            return f"{name} · {counts(order.report, self._words)}"
        return f"{name} · {length} · {_short(order.output.parent)}"

    def _state(self, order: Order) -> str:
        if order.state is not State.RUNNING:
            return self._words(f"state.{order.state.value}")
        told = f"{order.done:.0%}"
        left = order.seconds_left
        return told if left is None else f"{told}   {span(self._words.of('ui_jobs'), left)}"


class QueueList(QListView):
    """The orders, painted; Delete, Alt+Up and Alt+Down are its keys while it has the focus."""

    pressed_key = Signal(str)  # the action's id

    def __init__(self, queue: RenderQueue, theme: Theme, words: Words) -> None:
        super().__init__()
        self.rows = QueueModel(queue, words, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Rows(theme, self))
        self.setAccessibleName(words("queue"))
        self.setDragDropMode(QListView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    @property
    def order(self) -> Order | None:
        """The delivery that is chosen."""
        chosen = self.selectionModel().selectedIndexes()
        return chosen[0].data(ORDER) if chosen else None

    def event(self, event: QEvent) -> bool:
        """Its own keys come before those of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and _action_of(event):
            event.accept()
            return True
        return super().event(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put what is dragged before the row under the pointer, or behind it."""
        place = event.position().toPoint()
        under = self.indexAt(place)
        row = self.rows.rowCount()
        if under.isValid():
            row = under.row() + (place.y() > self.visualRect(under).center().y())
        self.rows.dropMimeData(event.mimeData(), event.dropAction(), row, 0, QModelIndex())
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove, earlier, later."""
        action = _action_of(event)
        if action:
            self.pressed_key.emit(action)
        else:
            super().keyPressEvent(event)

    def choose(self, order: Order) -> None:
        """Choose a delivery."""
        for row in range(self.rows.rowCount()):
            if self.rows.index(row).data(ORDER) is order:
                self.setCurrentIndex(self.rows.index(row))


def _action_of(event: QEvent) -> str:
    """The action that a key stands for in the list."""
    assert isinstance(event, QKeyEvent)
    return _KEYS.get(
        (Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier), ""
    )


def _short(folder: Path) -> str:
    """A folder by its last part; all of it stands in the tooltip."""
    return folder.name or str(folder)


class _Rows(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, option: object, index: Index) -> QSize:
        """Rows of one height."""
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: object, index: Index) -> None:
        """One delivery."""
        theme, order = self._theme, index.data(ORDER)
        box = QRect(option.rect).adjusted(0, 1, 0, -1)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QColor(theme.accent if chosen and self._list.hasFocus() else theme.line))
        painter.setBrush(QColor(theme.chosen if chosen else theme.hover if lit else theme.raised))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inside = box.adjusted(12, 0, -12, 0)
        tone = getattr(theme, _TONES.get(order.state, "soft"))
        words = index.data(_STATE)
        wide = painter.fontMetrics().horizontalAdvance(words) + 12
        top = QRect(inside.left(), box.top() + 7, inside.width(), 20)
        self._line(painter, top, words, tone, right=True)
        self._line(painter, top.adjusted(0, 0, -wide, 0), index.data(), theme.text)
        self._line(painter, top.translated(0, 20), index.data(_ABOUT), theme.soft)
        if order.state is State.RUNNING:
            self._bar(painter, QRectF(inside.left(), box.bottom() - 8, inside.width(), 4), order)
        painter.restore()

    def _bar(self, painter: QPainter, bar: QRectF, order: Order) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.ground))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(bar.width() * order.done)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(bar, 2, 2)

    def _line(
        self, painter: QPainter, box: QRect, text: str, colour: str, *, right: bool = False
    ) -> None:
        painter.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), cut)
