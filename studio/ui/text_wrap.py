"""Where lines are broken: Qt takes seconds for an endless word, unless any place will do."""

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit

_LONGEST = 2_000  # characters of a word; finding no break costs the square of its length
# Spaces, and the letters of scripts that are broken anywhere: CJK, kana, hangul.
_BREAKS = (
    " \t\n\r\u2028\u2029\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
)
_WORD = re.compile(f"[^{_BREAKS}]{{{_LONGEST}}}")
_MODES = QTextOption.WrapMode


def has_endless_word(text: str) -> bool:
    """Whether a text has a word that Qt would search too long for a place to break it."""
    return _WORD.search(text) is not None


def break_anywhere(edit: QPlainTextEdit) -> None:
    """From now on lines are broken at any letter; to be called before such a text is put in."""
    edit.setWordWrapMode(_MODES.WrapAnywhere)


def break_at_words(edit: QPlainTextEdit) -> None:
    """From now on lines are broken between words; to be called once no such text is left."""
    if edit.wordWrapMode() is not _MODES.WrapAtWordBoundaryOrAnywhere:
        edit.setWordWrapMode(_MODES.WrapAtWordBoundaryOrAnywhere)


class PlainText(QPlainTextEdit):
    """A field of plain text that takes words without an end."""

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped."""
        if has_endless_word(source.text()):
            break_anywhere(self)
        super().insertFromMimeData(source)
