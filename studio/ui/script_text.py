"""The field of the film's text, with the shots that it becomes named at its side."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from studio.ui.dragging import MIME
from studio.ui.text_places import characters, exchange, text_in, units
from studio.ui.text_wrap import PlainText
from studio.ui.theme import Theme

_BAR = 4  # pixels of the mark of a changed line
LONGEST = 300_000  # characters of a line: Qt lays a line out as a whole, at every key
_MOST = 50  # shots that are marked in the text at once


class ScriptEdit(PlainText):
    """Plain text that leaves undo to the film; `Gutter` is painted in its left margin."""

    pasted = Signal()
    typed = Signal()
    left = Signal()  # what was typed should be in the film now
    line_refused = Signal(int)  # a paste would make a line of so many characters
    line_picked = Signal(int)  # a line whose mark was clicked

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._showing = False
        self.labels: dict[int, str] = {}  # line, from 0, to the shots that begin there
        self.changed_lines: frozenset[int] = frozenset()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.gutter = Gutter(self, theme)
        self.textChanged.connect(self._changed)
        self.updateRequest.connect(self._scrolled)
        self.set_width("")

    def whole(self) -> str:
        """The text."""
        return text_in(self)

    def show_text(self, text: str) -> None:
        """Another text, with the cursor and the view left where they were."""
        self._showing = True
        exchange(self, text)
        self._showing = False

    def mark(self, labels: dict[int, str], changed: frozenset[int]) -> None:
        """Name shots beside their lines, and mark lines that were changed."""
        if (labels, changed) != (self.labels, self.changed_lines):
            self.labels, self.changed_lines = labels, changed
            self.set_width(max(labels.values(), key=len, default=""))
            self.gutter.update()

    def set_width(self, longest: str) -> None:
        """Make room for names as long as this; none where there is nothing to name."""
        room = self.fontMetrics().horizontalAdvance(longest) + 22
        self.gutter.wide = room if longest else 0
        self.setViewportMargins(self.gutter.wide, 0, 0, 0)
        self._place()

    def light_up(self, ranges: Iterable[tuple[int, int, int, int]]) -> None:
        """Mark ranges: line and column, both from 0, of the first character and behind the last."""
        found: list[QTextEdit.ExtraSelection] = []
        for first, column, last, end in list(ranges)[:_MOST]:
            cursor = self._cursor(first, column)
            keep = QTextCursor.MoveMode.KeepAnchor
            cursor.setPosition(self._cursor(last, end).position(), keep)
            selection = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            form.setBackground(QColor(self._theme.chosen))
            selection.format = form  # type: ignore[attr-defined]
            selection.cursor = cursor  # type: ignore[attr-defined]
            found.append(selection)
        self.setExtraSelections(found)

    def here(self) -> tuple[int, int]:
        """Line and column of the cursor, both from 0."""
        cursor = self.textCursor()
        text = cursor.block().text()
        return cursor.blockNumber(), characters(text, cursor.positionInBlock())

    def go_to(self, line: int, column: int = 0) -> None:
        """Put the cursor there and bring it into sight."""
        self.setTextCursor(self._cursor(line, column))
        self.ensureCursorVisible()

    def show_line(self, line: int) -> None:
        """Bring a line into sight, and leave the cursor where it is."""
        block = self.document().findBlockByNumber(line)
        first, height = self.firstVisibleBlock().blockNumber(), self.viewport().height()
        shown = self.blockBoundingGeometry(block).translated(self.contentOffset())
        if line < first or shown.bottom() > height:
            rows = height // max(1, self.fontMetrics().lineSpacing())
            self.verticalScrollBar().setValue(max(0, block.firstLineNumber() - rows // 3))

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the film's; what was typed comes into it before."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                self.left.emit()
                event.ignore()
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed comes into the film."""
        super().focusOutEvent(event)
        self.left.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only."""
        return source.hasText() and not source.hasUrls() and not source.hasFormat(MIME)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped; nothing of it where a line would be too long to work with."""
        longest = self._longest_with(source.text())
        if longest > LONGEST:
            self.line_refused.emit(longest)
        else:
            self.left.emit()  # what was typed before is a step of its own
            super().insertFromMimeData(source)
            self.pasted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The gutter is as high as the text."""
        super().resizeEvent(event)
        self._place()

    def lines(self, top: int, bottom: int) -> Iterable[tuple[int, QRect]]:
        """Visible lines, from 0, with the place of the first row of each."""
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > bottom:
                return
            if block.isVisible() and box.bottom() >= top:
                yield block.blockNumber(), QRect(0, round(box.top()), 0, round(box.height()))
            block = block.next()

    def _changed(self) -> None:
        if not self._showing:
            self.typed.emit()

    def _longest_with(self, text: str) -> int:
        """The length of the longest line that there will be when a text replaces what is chosen."""
        cursor, document = self.textCursor(), self.document()
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        after = document.findBlock(last)
        lines = [len(line) for line in text.splitlines()] or [0]
        if text and not text.endswith(tuple("\n\r\u2028\u2029")):
            lines[-1] += after.position() + after.length() - 1 - last
        lines[0] += first - document.findBlock(first).position()
        return max(lines)

    def _place(self) -> None:
        room = self.contentsRect()
        self.gutter.setGeometry(QRect(room.left(), room.top(), self.gutter.wide, room.height()))

    def _scrolled(self, rect: QRect, by: int) -> None:
        if by:
            self.gutter.scroll(0, by)
        else:
            self.gutter.update(0, rect.y(), self.gutter.width(), rect.height())

    def _cursor(self, line: int, column: int) -> QTextCursor:
        block = self.document().findBlockByNumber(line)
        cursor = QTextCursor(self.document())
        if block.isValid():
            cursor.setPosition(block.position() + units(block.text()[:column]))
        return cursor


class Gutter(QWidget):
    """Left of the text: which shots a line becomes, and a bar where it was changed."""

    def __init__(self, edit: ScriptEdit, theme: Theme) -> None:
        super().__init__(edit)
        self._edit = edit
        self._theme = theme
        self.wide = 0
        self.tip_of: Callable[[int], str] = lambda _line: ""

    def sizeHint(self) -> QSize:
        """As wide as its longest name."""
        return QSize(self.wide, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names and bars of the lines that are seen."""
        edit, theme = self._edit, self._theme
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(theme.raised))
            painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(theme.line))
            row = edit.fontMetrics().lineSpacing()
            for line, box in edit.lines(event.rect().top(), event.rect().bottom()):
                changed = line in edit.changed_lines
                if changed:
                    bar = QRect(self.width() - _BAR - 3, box.top(), _BAR, box.height())
                    painter.fillRect(bar, QColor(theme.warn))
                name = edit.labels.get(line)
                if name:
                    painter.setPen(QColor(theme.warn if changed else theme.soft))
                    place = QRect(0, box.top(), self.width() - _BAR - 9, row)
                    painter.drawText(place, int(Qt.AlignmentFlag.AlignRight), name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the shot that is named there."""
        line = self.line_at(event.position().toPoint())
        if line is not None:
            self._edit.line_picked.emit(line)

    def event(self, event: QEvent) -> bool:
        """What a mark means, as a tooltip."""
        if event.type() is QEvent.Type.ToolTip:
            line = self.line_at(self.mapFromGlobal(self.cursor().pos()))
            self.setToolTip(self.tip_of(line) if line is not None else "")
        return super().event(event)

    def line_at(self, point: QPoint) -> int | None:
        """The line beside a point; None below the text."""
        for line, box in self._edit.lines(point.y(), point.y()):
            if box.top() <= point.y() <= box.bottom():
                return line
        return None
