"""The start page: a new film, a film there is, or the sample."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.words import Words

_PATH = Qt.ItemDataRole.UserRole


class StartPage(QWidget):
    """What is shown while no film is open."""

    new_wanted = Signal(str)  # folder
    open_wanted = Signal(str)
    sample_wanted = Signal(str)

    def __init__(self, recent: Sequence[str], home: Path, words: Words) -> None:
        super().__init__()
        self._words = words
        self._home = home
        self.said = QLabel()
        self.said.setProperty("tone", "bad")
        self.said.setWordWrap(True)
        self.new = QPushButton(words("start.new"))
        self.new.setProperty("tone", "go")
        self.new.clicked.connect(self._new)
        self.open = QPushButton(words("start.open"))
        self.open.clicked.connect(self._open)
        self.sample = QPushButton(words("start.sample"))
        self.sample.clicked.connect(self._sample)
        self.recent = QListWidget()
        self.recent.setAccessibleName(words("start.recent"))
        for folder in recent:
            if Path(folder).is_dir():
                item = QListWidgetItem(f"{Path(folder).stem}\n{folder}")
                item.setData(_PATH, folder)
                self.recent.addItem(item)
        self.recent.itemActivated.connect(lambda item: self.open_wanted.emit(item.data(_PATH)))
        self._lay_out()

    def say(self, sentence: str) -> None:
        """Show why a film could not be opened."""
        self.said.setText(sentence)

    def _free(self, stem: str) -> Path:
        """A folder name that is not taken."""
        numbers = (stem if n == 1 else f"{stem} {n}" for n in range(1, 10_000))
        return next(p for name in numbers if not (p := self._home / f"{name}.reel").exists())

    def _new(self) -> None:
        folder, _ = QFileDialog.getSaveFileName(
            self, self._words("start.new"), str(self._free(self._words("start.untitled")))
        )
        if folder:
            self.new_wanted.emit(folder)

    def _open(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("start.open"), str(self._home))
        if folder:
            self.open_wanted.emit(folder)

    def _sample(self) -> None:
        self.sample_wanted.emit(str(self._free(self._words("start.sample_name"))))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("part", "card")
        card.setMaximumWidth(720)
        name = QLabel("Storyreel")
        name.setProperty("rank", "title")
        line = QLabel(self._words("start.line"))
        line.setProperty("rank", "soft")
        line.setWordWrap(True)
        buttons = QHBoxLayout()
        for button in (self.new, self.open, self.sample):
            buttons.addWidget(button)
        buttons.addStretch(1)
        head = QLabel(self._words("start.recent"))
        head.setProperty("rank", "soft")
        head.setVisible(self.recent.count() > 0)
        self.recent.setVisible(self.recent.count() > 0)
        column = QVBoxLayout(card)
        column.setContentsMargins(36, 32, 36, 32)
        column.setSpacing(16)
        for part in (name, line):
            column.addWidget(part)
        column.addLayout(buttons)
        for part in (self.said, head, self.recent):
            column.addWidget(part)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 6)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)
