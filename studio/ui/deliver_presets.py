"""The list of presets in groups: a sketch of the frame, a name and what each makes."""

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate

from studio.render.presets import Preset, presets
from studio.timeline.project import Project
from studio.ui.deliver_words import row_words
from studio.ui.theme import Theme
from studio.ui.words import Words

_PRESET = Qt.ItemDataRole.UserRole
_SIZE = Qt.ItemDataRole.UserRole + 1
_FACTS, _HEAD = Qt.ItemDataRole.UserRole + 2, Qt.ItemDataRole.UserRole + 3
_ROW, _BOX = 52, 30  # pixels: the least height of a row, the sketch
_HEAD_TALL = 27  # pixels of a group's name above its first preset
_TOP, _LEFT, _RIGHT, _LINE = 8, 60, 10, 20  # pixels around and above the words
_BAR = 12  # pixels that a scroll bar takes
_WAVE = (0.25, 0.6, 1.0, 0.45, 0.8, 0.35)


class PresetList(QListWidget):
    """One preset is always chosen, or several; `chosen` tells when they are others."""

    chosen = Signal(object)  # a tuple of presets

    def __init__(self, project: Project, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words, mine = words, words.of("deliver")
        self.setAccessibleName(words("presets"))
        self.setItemDelegate(_Rows(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        group = None
        for each in presets():
            item = QListWidgetItem(mine(f"preset.{each.id}"))
            item.setData(_PRESET, each)
            if each.group is not group:
                group = each.group
                item.setData(_HEAD, mine(f"group.{group.value}"))
            item.setToolTip(mine(f"about.{each.id}"))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, item.toolTip())
            self.addItem(item)
        self.show_for(project)
        self.setCurrentRow(0)
        self._told = self.picked
        self.itemSelectionChanged.connect(self._selected)

    @property
    def preset(self) -> Preset:
        """The preset that is chosen; of several the one that was clicked last."""
        return self.item(max(0, self.currentRow())).data(_PRESET)

    @property
    def picked(self) -> tuple[Preset, ...]:
        """All that are chosen, in the order of the list."""
        rows = [row for row in range(self.count()) if self.item(row).isSelected()]
        return tuple(self.item(row).data(_PRESET) for row in rows) or (self.preset,)

    def _selected(self) -> None:
        if not self.selectedItems():  # the last one was clicked away: it stays
            self.item(max(0, self.currentRow())).setSelected(True)
        elif self.picked != self._told:
            self._told = self.picked
            self.chosen.emit(self._told)

    def choose(self, name: str) -> None:
        """Choose a preset alone by its id."""
        for row in range(self.count()):
            if self.item(row).data(_PRESET).id == name:
                alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.setCurrentRow(row, alone)

    def show_for(self, project: Project) -> None:
        """Sketch the frames that the presets give this film."""
        for row in range(self.count()):
            preset: Preset = self.item(row).data(_PRESET)
            size = None if preset.sound_only else preset.size(project)
            self.item(row).setData(_FACTS, row_words(preset, project, self._words))
            if size != self.item(row).data(_SIZE):
                self.item(row).setData(_SIZE, size)


class _Rows(QStyledItemDelegate):
    """Paints a preset in two lines beside its frame."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, option: object, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as all its words need."""
        wide = self._list.width() - _BAR - _LEFT - _RIGHT  # the same with a scroll bar and without
        tall = max(_ROW, 2 * _TOP + _LINE + self._facts(wide, index).height())
        return QSize(120, tall + _head(index))

    def paint(
        self, painter: QPainter, option: object, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One preset, below the name of its group where it is the first of that."""
        theme, whole = self._theme, QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if head := _head(index):
            name = QRect(whole.left() + 12, whole.top() + 8, whole.width() - 24, head - 10)
            self._line(painter, name, index.data(_HEAD), theme.soft)
        box = whole.adjusted(0, head + 1, 0, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(theme.chosen if chosen else theme.hover))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and self._list.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        field = QRectF(box.left() + 14, box.center().y() - _BOX / 2, _BOX, _BOX)
        colour = QColor(theme.accent if chosen else theme.soft)
        self._sketch(painter, field, index.data(_SIZE), colour)
        left, wide = box.left() + _LEFT, self._list.width() - _BAR - _LEFT - _RIGHT
        top = box.top() + _TOP - 1
        self._line(painter, QRect(left, top, wide, _LINE), index.data(), theme.text)
        painter.setPen(QColor(theme.soft))
        facts = self._facts(wide, index).translated(left, top + _LINE)
        painter.drawText(facts, int(Qt.TextFlag.TextWordWrap), str(index.data(_FACTS)))
        painter.restore()

    def _facts(self, wide: int, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """The room that the line about a preset takes in a column."""
        room = QRect(0, 0, max(40, wide), 1000)
        found = self._list.fontMetrics().boundingRect(
            room, int(Qt.TextFlag.TextWordWrap), str(index.data(_FACTS))
        )
        return QRect(0, 0, room.width(), found.height())

    def _sketch(
        self, painter: QPainter, field: QRectF, size: tuple[int, int] | None, colour: QColor
    ) -> None:
        if size is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for place, high in enumerate(_WAVE):
                tall = field.height() * 0.8 * high
                left = field.left() + 2 + place * 5.4
                bar = QRectF(left, field.center().y() - tall / 2, 3, tall)
                painter.drawRoundedRect(bar, 1.5, 1.5)
            return
        scale = _BOX / max(size)
        frame = QRectF(0, 0, max(8.0, size[0] * scale), max(8.0, size[1] * scale))
        frame.moveCenter(field.center())
        painter.setPen(colour)
        fill = QColor(colour)
        fill.setAlpha(60)
        painter.setBrush(fill)
        painter.drawRoundedRect(frame, 2, 2)

    def _line(self, painter: QPainter, box: QRect, text: object, colour: str) -> None:
        painter.setPen(QColor(colour))
        cut = painter.fontMetrics().elidedText(
            str(text or ""), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), cut)


def _head(index: QModelIndex | QPersistentModelIndex) -> int:
    """The height of a group's name above a preset; 0 where it is not the first."""
    return _HEAD_TALL if index.data(_HEAD) else 0
