"""Where deliveries go: a file, or the folder of several, and the button that exports."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from studio.render.coding import Container
from studio.ui.banner import retone
from studio.ui.plain import homely, soft
from studio.ui.words import Words

_KNOWN = {container.value for container in Container}


class PlaceFrame(QFrame):
    """Keeps what is typed for a file and for a folder apart; `wanted` tells to export."""

    wanted = Signal()

    def __init__(self, label: QLabel, gap: int, words: Words) -> None:
        """`label` stands `gap` pixels before the field."""
        super().__init__()
        self._words, self._label = words, label
        self.path = QLineEdit()
        self.path.setAccessibleName(words("path"))
        self.browse = QPushButton(words("browse"))
        self.said = soft()
        self.go = QPushButton(words("action.deliver.export"))
        self.go.setProperty("tone", "go")
        self.go.setMinimumWidth(140)
        self.go.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("part", "panel")
        self._count, self._suffix = 1, ""
        self._file = self._folder = ""  # as typed
        self.path.textEdited.connect(self._typed)
        self.path.returnPressed.connect(self.wanted.emit)
        self.browse.clicked.connect(self.ask)
        self.go.clicked.connect(self.wanted.emit)
        self._lay_out(gap)

    def offer(self, usual: Path, count: int, suffix: str) -> None:
        """Name a file with a suffix, or a folder for `count` files, as far as none is typed."""
        self._count, self._suffix = count, suffix
        several = count > 1
        self._label.setText(self._words("folder" if several else "path"))
        self.go.setText(
            self._words("export.several", count=count) if several
            else self._words("action.deliver.export")
        )  # fmt: skip
        if several:
            self.path.setText(self._folder or homely(usual))
        else:
            self.path.setText(_suffixed(self._file, suffix) if self._file else homely(usual))

    def ask(self) -> None:
        """Ask where the file, or the folder of several, shall be."""
        here = str(Path(self.path.text()).expanduser())
        if self._count > 1:
            chosen = QFileDialog.getExistingDirectory(self, self._words("folder"), here)
        else:
            kinds = f"{self._suffix[1:].upper()} (*{self._suffix})" if self._suffix else ""
            options = QFileDialog.Option.DontConfirmOverwrite  # it is asked when it begins
            chosen, _ = QFileDialog.getSaveFileName(
                self, self._words("path"), here, kinds, options=options
            )
        if chosen:
            self.path.setText(homely(chosen))
            self._typed(self.path.text())

    def tell(self, sentence: str, tone: str = "") -> None:
        """What is wrong with the place, where the maker is looking; empty: nothing any more."""
        self.said.setText(sentence)
        retone(self.said, tone)

    def _typed(self, text: str) -> None:
        typed = text if text.strip() else ""
        if self._count > 1:
            self._folder = typed
        else:
            self._file = typed
        self.tell("")

    def _lay_out(self, gap: int) -> None:
        self._label.setBuddy(self.path)
        where, bottom = QHBoxLayout(), QHBoxLayout()
        where.setSpacing(8)
        for part, stretch in ((self._label, 0), (self.path, 1), (self.browse, 0)):
            where.addWidget(part, stretch)
        where.insertSpacing(1, gap - where.spacing())
        bottom.setSpacing(16)
        bottom.addWidget(self.said, 1)
        bottom.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 14)
        column.setSpacing(10)
        column.addLayout(where)
        column.addLayout(bottom)


def _suffixed(text: str, suffix: str) -> str:
    stem, dot, old = text.rpartition(".")
    known = dot and old.lower() in _KNOWN
    return f"{stem if known else text}{suffix}"
