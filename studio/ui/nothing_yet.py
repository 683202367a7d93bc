"""What a page says that has nothing to show yet, with the button of the next step."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.ui.plain import soft

_WIDE = 420  # pixels at most
_EDGE = 24  # pixels that stay free at the sides


class NothingYet(QWidget):
    """A sentence over a button, in the middle of what would show things; `wanted` tells of it."""

    wanted = Signal()

    def __init__(self, sentence: str, step: str, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        said = soft(sentence)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(step)
        self.button.setProperty("tone", "go")
        self.button.clicked.connect(lambda _checked=False: self.wanted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(said)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        over.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it lies on has another size."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        wide = min(_WIDE, self._over.width() - 2 * _EDGE)
        self.resize(wide, max(self.heightForWidth(wide), self.sizeHint().height()))
        middle = self._over.rect().center()
        self.move(middle - self.rect().center())
