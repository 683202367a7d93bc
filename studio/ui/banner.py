"""A strip across the window: one sentence that stays until it is settled, and what to do."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from studio.ui.plain import Sentence


class Banner(QFrame):
    """Hidden until something is said; its buttons do what helps."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("part", "banner")
        self.said = Sentence()
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 12, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self.said, 1)
        self.hide()

    def offer(self, words: str, do: Callable[[], object]) -> QPushButton:
        """One more button."""
        button = QPushButton(words)
        button.clicked.connect(lambda: do())
        self.buttons.append(button)
        self._row.addWidget(button)
        return button

    def say(self, sentence: str, tone: str = "warn") -> None:
        """Show a sentence; an empty one hides the strip."""
        self.said.setText(sentence)
        retone(self, tone)
        self.setVisible(bool(sentence))


def retone(widget: QWidget, tone: str) -> None:
    """Give a widget another tone of the style sheet."""
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
