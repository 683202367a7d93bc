"""The list of transitions: dragged onto a cut, or put there by Enter and double click."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QKeyEvent,
    QLinearGradient,
    QPainter,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from studio.timeline.look import Wipe
from studio.ui.plain import soft
from studio.ui.theme import Theme
from studio.ui.words import Words

WIPE = "application/x-storyreel-transition"
_ROLE = Qt.ItemDataRole.UserRole
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WIDE, _TALL = 40, 24  # pixels of a drawing


class WipeList(QListWidget):
    """One row a kind."""

    def __init__(self, words: Words, put: Callable[[Wipe], object]) -> None:
        super().__init__()
        self._put = put
        self.setDragEnabled(True)
        self.setDragDropMode(QListWidget.DragDropMode.DragOnly)
        self.setIconSize(QSize(_WIDE, _TALL))
        self.setAccessibleName(words("tab.wipes"))
        for wipe in Wipe:
            item = QListWidgetItem(words(f"wipe.{wipe.value}"))
            item.setData(_ROLE, wipe.value)
            self.addItem(item)
        self.setCurrentRow(0)
        self.itemDoubleClicked.connect(lambda item: self._put(Wipe(item.data(_ROLE))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts the kind in hand where it belongs."""
        item = self.currentItem()
        if event.key() in _ENTER and self.currentRow() >= 0:
            self._put(Wipe(item.data(_ROLE)))
            return
        super().keyPressEvent(event)

    def mimeTypes(self) -> list[str]:
        """A kind of ours."""
        return [WIPE]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The kind that is dragged."""
        data = QMimeData()
        if items:
            data.setData(WIPE, QByteArray(str(items[0].data(_ROLE)).encode()))
        return data

    def draw(self, theme: Theme) -> None:
        """Small drawings of the kinds, in the theme's colours."""
        for row in range(self.count()):
            item = self.item(row)
            item.setIcon(QIcon(drawing(Wipe(item.data(_ROLE)), theme)))


class WipesPanel(QFrame):
    """The list with a word on what to do with it."""

    _drawn = ""  # the name of the theme that the drawings are in

    def __init__(self, words: Words, theme: Theme, put: Callable[[Wipe], object]) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._theme = theme
        self.list = WipeList(words, put)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 8, 8)
        column.setSpacing(8)
        column.addWidget(soft(words("tip.wipes")))
        column.addWidget(self.list, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """The drawings are made when they are first seen."""
        super().showEvent(event)
        if self._drawn != self._theme.name:
            self._drawn = self._theme.name
            self.list.draw(self._theme)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: the drawings take its colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._drawn not in ("", self._theme.name):
            self._drawn = self._theme.name
            self.list.draw(self._theme)


def wipe_in(data: QMimeData) -> Wipe | None:
    """The kind that is dragged; None for anything else."""
    if not data.hasFormat(WIPE):
        return None
    name = bytes(data.data(WIPE).data())[:40].decode("utf-8", "replace")
    return next((wipe for wipe in Wipe if wipe.value == name), None)


def drawing(wipe: Wipe, theme: Theme) -> QPixmap:
    """A frame half way through a transition: the old picture dark, the new one bright."""
    ratio = 2
    pixmap = QPixmap(_WIDE * ratio, _TALL * ratio)
    pixmap.setDevicePixelRatio(ratio)
    old, new = QColor(theme.picture), QColor(theme.accent)
    pixmap.fill(old)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(new)
        _half(painter, wipe, new)
    return pixmap


def _half(painter: QPainter, wipe: Wipe, new: QColor) -> None:
    wide, tall = _WIDE, _TALL
    name = wipe.value
    away, _, way = name.rpartition("_")
    if away in {"wipe", "soft", "push", "cover", "reveal"}:
        _side(painter, away, way, new)
    elif name == "diagonal":
        painter.drawPolygon([QPoint(0, 0), QPoint(wide, 0), QPoint(0, tall)])
    elif name == "clock":
        painter.drawPie(-wide // 2, -tall, 2 * wide, 3 * tall, 90 * 16, -220 * 16)
    elif away == "iris":
        painter.drawEllipse(wide // 2 - 8, tall // 2 - 8, 16, 16)
    elif away == "barn":
        painter.drawRect(wide // 4, 0, wide // 2, tall)
    elif name in {"zoom", "whip", "pixelate"}:
        for row in range(3):
            for column in range(row % 2, 5, 2):
                painter.drawRect(column * 8, row * 8, 8, 8)
    else:
        gradient = QLinearGradient(0, 0, wide, 0)
        middle = {"dip_black": QColor("#000000"), "dip_white": QColor("#ffffff")}.get(name)
        if middle is not None:
            gradient.setColorAt(0.5, middle)
        gradient.setColorAt(0, QColor(0, 0, 0, 0))
        gradient.setColorAt(1, new)
        painter.setBrush(gradient)
        painter.drawRect(0, 0, wide, tall)


def _side(painter: QPainter, kind: str, way: str, new: QColor) -> None:
    """A border that goes to a side."""
    wide, tall = _WIDE, _TALL
    across = way in {"left", "right"}
    if kind == "soft":
        gradient = QLinearGradient(0, 0, wide if across else 0, 0 if across else tall)
        first, last = (0.7, 0.3) if way in {"right", "down"} else (0.3, 0.7)
        clear = QColor(new)
        clear.setAlpha(0)
        gradient.setColorAt(last, new)
        gradient.setColorAt(first, clear)
        painter.setBrush(gradient)
        painter.drawRect(0, 0, wide, tall)
        return
    x = wide // 2 if way == "left" else 0
    y = tall // 2 if way == "up" else 0
    painter.drawRect(x, y, wide // 2 if across else wide, tall if across else tall // 2)
