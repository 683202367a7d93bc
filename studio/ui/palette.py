"""The command palette: every action by a few letters of its name."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.actions import ActionTable
from studio.ui.theme import Theme
from studio.ui.words import Words

_ID = Qt.ItemDataRole.UserRole
_KEYS = Qt.ItemDataRole.UserRole + 1
_GROUP = Qt.ItemDataRole.UserRole + 2
# The menu that an action's first word stands for, where that is not the menu's own name.
_GROUPS = {"canvas": "clip", "seam": "clip", "reframe": "clip", "job": "jobs", "app": "film",
           "media": "film", "page": "view", "frame": "play", "viewer": "play"}  # fmt: skip
_MARKED = re.compile(r"\(&\w\)")  # how Chinese marks a key: 影片(&F)
_ROW, _WIDTH, _SHOWN = 34, 600, 11
_MENU = 330  # pixels from the names to the menus they are in
_WALK = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


def score(typed: str, name: str) -> int | None:
    """How well `typed` fits `name`: all its letters in order, best in a row and at beginnings of
    words; None when it does not fit.
    """
    whole, wanted = name.casefold(), "".join(typed.casefold().split())
    total, at = 0, -1
    for letter in wanted:
        found = whole.find(letter, at + 1)
        if found < 0:
            return None
        begins = found == 0 or not whole[found - 1].isalnum()
        total += 8 if found == at + 1 and at >= 0 else 6 if begins else 0
        total -= min(3, found - at - 1)
        at = found
    return total * 4 - len(whole) // 8


def ranked(typed: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """The ids of the (id, name) pairs that fit, the best first; nothing typed fits all."""
    scored = [(score(typed, name), place, each) for place, (each, name) in enumerate(names)]
    fit = [(points, place, each) for points, place, each in scored if points is not None]
    return [each for _, _, each in sorted(fit, key=lambda row: (-row[0], row[1]))]


class Palette(QDialog):
    """Type, walk with the arrows, Enter; what cannot be done now is grey and does nothing."""

    def __init__(
        self, actions: ActionTable, theme: Theme, words: Words, parent: QWidget, hidden: str
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("part", "palette")
        self._actions = actions
        self._words = words
        self._hidden = hidden  # the action that opens this
        mine = words.of("ui_prefs")
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(mine("palette.typed"))
        self.typed.setAccessibleName(mine("palette.name"))
        self.typed.textChanged.connect(self._list)
        self.typed.installEventFilter(self)
        self.found = QListWidget()
        self.found.setAccessibleName(mine("palette.found"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setItemDelegate(_Rows(theme, self.found))
        self.found.itemClicked.connect(lambda _: self._run())
        self._none = mine("palette.none")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.typed)
        column.addWidget(self.found)
        self._list("")
        self.setFixedWidth(_WIDTH)
        middle = parent.mapToGlobal(parent.rect().center()).x() - _WIDTH // 2
        self.move(middle, parent.mapToGlobal(parent.rect().topLeft()).y() + 64)
        self.typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk through the list while the typing goes on."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key in _WALK:
                row = self.found.currentRow() + _WALK[Qt.Key(key)]
                self.found.setCurrentRow(max(0, min(self.found.count() - 1, row)))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _list(self, typed: str) -> None:
        actions = self._actions
        labels = {each: _plain(actions.label(each)).partition("\t") for each in actions.ids()}
        names = [(each, name) for each, (name, _, _) in labels.items()]
        self.found.clear()
        for each in ranked(typed, (pair for pair in names if pair[0] != self._hidden)):
            name, _, shown = labels[each]  # a viewer's key is shown and not the table's
            item = QListWidgetItem(name)
            item.setData(_ID, each)
            item.setData(_KEYS, actions.keys(each) or shown)
            item.setData(_GROUP, self._group(each))
            if not actions.can(each):
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(item)
        if not self.found.count():
            item = QListWidgetItem(self._none)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(item)
        self.found.setCurrentRow(0)
        self.found.setFixedHeight(_ROW * min(_SHOWN, self.found.count()) + 4)
        self.adjustSize()

    def _group(self, action_id: str) -> str:
        """The menu an action belongs to: two of them may delete."""
        first = action_id.partition(".")[0]
        name = f"menu.{_GROUPS.get(first, first)}"
        return _plain(self._words(name)) if self._words.has(name) else ""

    def _run(self) -> None:
        item = self.found.currentItem()
        action_id = item.data(_ID) if item else None
        if action_id and self._actions.can(action_id):
            self.accept()
            self._actions.trigger(action_id)


def _plain(label: str) -> str:
    return _MARKED.sub("", label).replace("&", "")


class _Rows(QStyledItemDelegate):
    """A name, the menu it is in, and its key: three columns."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index):  # type: ignore[no-untyped-def]
        """Rows of one height."""
        hint = super().sizeHint(option, index)
        hint.setHeight(_ROW)
        return hint

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]
        """One row."""
        box = option.rect  # type: ignore[attr-defined]
        alive = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.chosen if alive else self._theme.hover))
            painter.drawRoundedRect(box, 5, 5)
        inner = box.adjusted(12, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._theme.text if alive else self._theme.soft))
        painter.setOpacity(1.0 if alive else 0.6)
        name = inner.adjusted(0, 0, _MENU - inner.width() - 12, 0)
        cut = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, name.width()
        )
        painter.drawText(name, int(middle | Qt.AlignmentFlag.AlignLeft), cut)
        painter.setPen(QColor(self._theme.soft))
        painter.drawText(inner.adjusted(_MENU, 0, 0, 0), int(middle), index.data(_GROUP) or "")
        keys = index.data(_KEYS) or ""
        painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignRight), keys)
        painter.restore()
