"""What was sent for a take, word for word, to read and copy."""

import json

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.timeline.take import Take
from studio.ui.words import Words


class RequestDialog(QDialog):
    """A read-only view of a take's request."""

    def __init__(self, take: Take, title: str, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.text = QPlainTextEdit(json.dumps(take.request, ensure_ascii=False, indent=2))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._words = words
        copy = QPushButton(words("request.copy"))
        copy.clicked.connect(self.copy)
        close = QPushButton(words("request.close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (copy, close):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.text)
        column.addLayout(buttons)
        self.resize(620, 560)

    def copy(self) -> None:
        """All of it to the clipboard."""
        QApplication.clipboard().setText(self.text.toPlainText())
