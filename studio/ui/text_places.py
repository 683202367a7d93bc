"""Places in a text as Python counts them and as Qt does, in UTF-16 units; texts that differ."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from studio.ui.text_wrap import break_anywhere, break_at_words, has_endless_word


def units(text: str) -> int:
    """A length as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, count: int) -> int:
    """How many characters the first `count` units of a text are."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * count].decode("utf-16-le", "ignore"))


def common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    limit = min(len(one), len(other))
    if one[:limit] == other[:limit]:
        return limit
    low, high = 0, limit  # the longest common start lies in low..high
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def text_in(edit: QPlainTextEdit) -> str:
    """The text of a field as it was put in: Qt's plain text has no spaces that bind."""
    return edit.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def exchange(edit: QPlainTextEdit, text: str) -> None:
    """Show another text, with the cursor and the view left where they were."""
    now = text_in(edit)
    if now == text:
        return
    start = common(now, text)
    end = common(now[start:][::-1], text[start:][::-1])
    cursor = QTextCursor(edit.document())
    cursor.setPosition(units(now[:start]))
    cursor.setPosition(units(now[: len(now) - end]), QTextCursor.MoveMode.KeepAnchor)
    endless = has_endless_word(text)
    if endless:
        break_anywhere(edit)
    cursor.insertText(text[start : len(text) - end])
    if not endless:
        break_at_words(edit)
