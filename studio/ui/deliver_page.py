"""The deliver page: the cut to a file, with captions as wished."""

import asyncio
import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import Cancelled
from studio.render.delivery import Captions, Delivery
from studio.render.export import Report, export
from studio.ui.desk import Desk
from studio.ui.words import Words


class DeliverPage(QWidget):
    """Where the film goes; one export at a time, which can be stopped."""

    delivered = Signal(str)  # path
    _moved = Signal(float)

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._stop: threading.Event | None = None
        self.path = QLineEdit(str(desk.folder.resolve().parent / f"{desk.folder.stem}.mp4"))
        self.path.setAccessibleName(words("deliver.path"))
        self.browse = QPushButton(words("deliver.browse"))
        self.browse.clicked.connect(self._browse)
        self.captions = QComboBox()
        self.captions.setAccessibleName(words("deliver.captions"))
        for choice in Captions:
            self.captions.addItem(words(f"deliver.captions.{choice.value}"), choice)
        self.captions.setCurrentIndex(self.captions.findData(Captions.BURN))
        self.facts = QLabel()
        self.facts.setProperty("rank", "soft")
        self.facts.setWordWrap(True)
        self.go = QPushButton(words("action.deliver.export"))
        self.go.setProperty("tone", "go")
        self.go.clicked.connect(self.export)
        self.cancel = QPushButton(words("deliver.cancel"))
        self.cancel.clicked.connect(self.stop)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.done = QLabel()
        self.done.setWordWrap(True)
        self.show_file = QPushButton(words("deliver.show"))
        self.show_file.clicked.connect(self._show_file)
        self._made: Path | None = None
        self._lay_out()
        self._moved.connect(lambda done: self.progress.setValue(round(done * 1000)))
        desk.changed.connect(self._refresh)
        desk.take_arrived.connect(self._refresh)
        self._refresh()

    def export(self) -> None:
        """Begin; asks before a file is overwritten."""
        output = Path(self.path.text().strip())
        if self._stop is not None or not self._desk.project.scenes:
            return
        if output.suffix.lower() != ".mp4":
            output = output.with_name(f"{output.name}.mp4")
            self.path.setText(str(output))
        if output.exists():
            self._ask_first(output)
        else:
            self._begin(output)

    def _ask_first(self, output: Path) -> None:
        self.question = QMessageBox(
            QMessageBox.Icon.Question, self._words("deliver.title"),
            self._words("deliver.exists", path=output), parent=self,
        )  # fmt: skip
        replace = self.question.addButton(
            self._words("deliver.replace"), QMessageBox.ButtonRole.AcceptRole
        )
        self.question.addButton(self._words("deliver.keep"), QMessageBox.ButtonRole.RejectRole)
        replace.clicked.connect(partial(self._begin, output))
        self.question.open()

    def _begin(self, output: Path, _checked: bool = False) -> None:
        self._stop = threading.Event()
        self._made = None
        captions: Captions = self.captions.currentData()
        work = partial(
            export, self._desk.project, self._desk.shown, self._desk.folder, output,
            Delivery.of(self._desk.project, captions),
            overwrite=True, progress=self._moved.emit, cancelled=self._stop.is_set,
        )  # fmt: skip
        self._desk.ask(partial(_kept, partial(asyncio.to_thread, work)), self._ended)
        self._refresh()

    def stop(self) -> None:
        """Stop the export that is under way; nothing of it stays."""
        if self._stop is not None:
            self._stop.set()

    def _ended(self, outcome: Report | Exception) -> None:
        self._stop = None
        if isinstance(outcome, Report):
            self._made = Path(outcome.path)
            seconds = f"{outcome.seconds:.1f}"
            self.done.setText(
                self._words(
                    "deliver.done", path=outcome.path, seconds=seconds,
                    loudness=f"{outcome.loudness:.1f}",
                )
            )  # fmt: skip
            self.delivered.emit(outcome.path)
        else:
            self.done.setText("")
            if not isinstance(outcome, Cancelled):
                self._desk.fail(outcome)
        self._refresh()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("part", "card")
        card.setMaximumWidth(760)
        title = QLabel(self._words("deliver.title"))
        title.setProperty("rank", "title")
        where = QHBoxLayout()
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        form.addRow(self._words("deliver.path"), where)
        form.addRow(self._words("deliver.captions"), self.captions)
        form.addRow(self._words("deliver.film"), self.facts)
        buttons = QHBoxLayout()
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go)
        result = QHBoxLayout()
        result.addWidget(self.done, 1)
        result.addWidget(self.show_file)
        column = QVBoxLayout(card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(18)
        column.addWidget(title)
        column.addLayout(form)
        column.addLayout(buttons)
        column.addLayout(result)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 32, 24, 24)
        whole.addLayout(middle)
        whole.addStretch(1)

    def _refresh(self, *_: object) -> None:
        project, busy = self._desk.project, self._stop is not None
        shots = [shot.id for scene in project.scenes for shot in scene.shots]
        shown = self._desk.shown
        missing = sum(1 for shot in shots if shot not in shown)
        seconds = float(project.rate.seconds(project.cut.frames))
        facts = self._words(
            "deliver.facts", width=project.width, height=project.height,
            rate=f"{float(project.rate.fraction):.5g}", seconds=f"{seconds:.1f}",
        )  # fmt: skip
        if missing:
            facts += "\n" + self._words("deliver.missing", count=missing)
        self.facts.setText(facts)
        self.go.setEnabled(bool(shots) and not busy)
        self.cancel.setVisible(busy)
        self.progress.setVisible(busy)
        self.show_file.setVisible(self._made is not None)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self._words("deliver.path"), self.path.text(), "MP4 (*.mp4)"
        )
        if chosen:
            self.path.setText(chosen)

    def _show_file(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.parent)))


async def _kept(work: object) -> object:
    """What `work` gives, an exception too: the page has to hear of both."""
    try:
        return await work()  # type: ignore[operator]
    except Exception as error:
        return error
