"""What was sent for a take, word for word, to read and copy."""

import json

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
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
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(words("request.close"))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)
        self.resize(620, 560)

    def copy(self) -> None:
        """All of it to the clipboard."""
        QApplication.clipboard().setText(self.text.toPlainText())
