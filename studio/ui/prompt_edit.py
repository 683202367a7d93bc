"""A text field that suggests names while @ is typed, and leaves undo to the film."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QKeyEvent, QKeySequence, QPixmap, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from studio.ui.dragging import MIME
from studio.ui.kit import dot
from studio.ui.mentions import Mention, being_typed
from studio.ui.plain import one_line
from studio.ui.text_places import exchange, units
from studio.ui.text_wrap import PlainText

Suggest = Callable[[str], Sequence[Mention]]
_MENTION = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TAKE = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


class Suggestions(QListWidget):
    """Names under the cursor; the keys stay with the text."""

    def __init__(self, name: str, owner: QWidget) -> None:
        super().__init__(owner)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("part", "popup")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def offer(self, mentions: Sequence[Mention], kinds: Callable[[Mention], str]) -> None:
        """Show these, the first one chosen."""
        self.clear()
        for mention in mentions:
            item = QListWidgetItem(f"{one_line(mention.name, 40)}   {kinds(mention)}")
            item.setData(_MENTION, mention)
            item.setIcon(QIcon(dot(mention.colour) if mention.colour else _blank()))
            self.addItem(item)
        self.setCurrentRow(0)
        rows = min(8, self.count())
        self.resize(QSize(280, rows * max(24, self.sizeHintForRow(0)) + 8))

    @property
    def chosen(self) -> Mention | None:
        """The one that Enter takes."""
        return self.currentItem().data(_MENTION) if self.currentRow() >= 0 else None


def _blank() -> QPixmap:
    """Room as wide as a mark, so that names stand in one column."""
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(0, 0, 0, 0))
    return pixmap


class PromptEdit(PlainText):
    """Plain text; `named` tells of a name that was taken from the suggestions."""

    named = Signal(object, str)  # the mention, and the text after it was put in
    typed = Signal(str)
    given_up = Signal()  # undo was pressed while the text could not be kept

    def __init__(
        self, suggest: Suggest, kinds: Callable[[Mention], str], suggestions_name: str
    ) -> None:
        super().__init__()
        self._suggest = suggest
        self._kinds = kinds
        self._showing = False
        self.draft = False  # the text is not in the film: it was refused
        self.popup = Suggestions(suggestions_name, self)
        self.popup.itemClicked.connect(lambda _: self._take())
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._look)

    def show_text(self, text: str) -> None:
        """Another text, with the cursor and the view left where they were."""
        self._showing = True
        exchange(self, text)
        self._showing = False

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the film's, whatever has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if (undo and not self.draft) or event.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With suggestions open, arrows walk them, Enter and Tab take one, Escape closes."""
        if event.matches(QKeySequence.StandardKey.Undo) and self.draft:
            self.given_up.emit()
            return
        if not self.popup.isVisible():
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in _STEPS:
            row = self.popup.currentRow() + _STEPS[key]
            self.popup.setCurrentRow(row % self.popup.count())
        elif key in _TAKE:
            self._take()
        elif key is Qt.Key.Key_Escape:
            self.popup.hide()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes a suggestion while there are some."""
        if self.popup.isVisible() and forward:
            self._take()
            return True
        return super().focusNextPrevChild(forward)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only: files and things of the film go to whoever takes drops around here."""
        return source.hasText() and not source.hasUrls() and not source.hasFormat(MIME)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No suggestions without a cursor."""
        self.popup.hide()
        super().focusOutEvent(event)

    def _changed(self) -> None:
        if not self._showing:
            self.typed.emit(self.toPlainText())
            self._look()

    def _look(self) -> None:
        """Suggest names, when the cursor follows an @ and letters."""
        if self._showing or not self.hasFocus():
            return
        typed = being_typed(self._before_cursor())
        found = self._suggest(typed) if typed is not None else ()
        if not found:
            self.popup.hide()
            return
        self.popup.offer(found, self._kinds)
        self._place()

    def _before_cursor(self) -> str:
        cursor = self.textCursor()
        start = max(cursor.block().position(), cursor.position() - 80)
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    def _place(self) -> None:
        window = self.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
        rect = self.cursorRect()
        below = self.viewport().mapTo(window, rect.bottomLeft() + QPoint(0, 4))
        above = self.viewport().mapTo(window, rect.topLeft()) - QPoint(0, self.popup.height() + 4)
        fits = below.y() + self.popup.height() < window.height()
        spot = below if fits or above.y() < 0 else above
        x = min(spot.x(), window.width() - self.popup.width() - 6)
        self.popup.move(max(6, x), spot.y())
        self.popup.show()
        self.popup.raise_()

    def _take(self) -> None:
        """The name takes the place of the @ and what was typed."""
        mention = self.popup.chosen
        typed = being_typed(self._before_cursor())
        self.popup.hide()
        if mention is None or typed is None:
            return
        self._showing = True
        cursor = self.textCursor()
        back = units(typed) + 1
        cursor.setPosition(cursor.position() - back, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(one_line(mention.name) + " ")
        self.setTextCursor(cursor)
        self._showing = False
        self.named.emit(mention, self.toPlainText())
