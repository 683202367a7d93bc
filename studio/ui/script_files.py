"""A text file becomes the film's text: dropped on the field, or chosen from a menu."""

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from studio.errors import StudioError
from studio.script.read import load_text
from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.drag_end import DragEnd
from studio.ui.dragging import TEXTS
from studio.ui.drop_spot import DropHint
from studio.ui.plain import one_line
from studio.ui.script_text import ScriptEdit
from studio.ui.words import Words

_AREA = "ui_script"


class TextFiles(QObject):
    """Watches drags over the field, and says before the release what a drop would do."""

    read = Signal(str)  # a text that shall be the film's
    failed = Signal(str)  # why a file is none

    def __init__(self, desk: Desk, text: ScriptEdit, words: Words) -> None:
        super().__init__(text)
        self._desk = desk
        self._text = text
        self._words = words
        self._hint = DropHint(text)
        self._refusal = ""  # of the drag that is over the field
        self._end = DragEnd(text.viewport())
        self._wanted = 0  # the file whose text counts
        text.viewport().installEventFilter(self)

    def table(self) -> Iterable[Action]:
        """The twin of a drop, for the table of the window."""
        yield Action("script.open", self.choose, ("Ctrl+Alt+O",), area=_AREA)

    def choose(self) -> None:
        """Let the maker choose a file."""
        dialog = QFileDialog(self._text, self._words("action.script.open"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = " ".join(f"*{suffix}" for suffix in TEXTS)
        dialog.setNameFilters([self._words("open.texts", kinds=kinds), self._words("open.all")])
        dialog.fileSelected.connect(lambda path: self.open(Path(path)))
        dialog.open()

    def open(self, path: Path) -> None:
        """Read a file off the window's thread; its text, or why there is none, is told."""
        self._wanted += 1
        asked = self._wanted
        self._desk.ask(
            lambda: asyncio.to_thread(load_text, path),
            partial(self._came, asked), partial(self._refused, asked),
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drags of files only; words and all else go to the field."""
        if event.type() is QEvent.Type.DragLeave:
            self._left()
            return False
        if not isinstance(event, QDropEvent) or not event.mimeData().hasUrls():
            return False
        if event.type() is QEvent.Type.DragEnter:
            self._end.entered(event)
            event.acceptProposedAction()
        elif event.type() is QEvent.Type.DragMove:
            self._moved(event)
        elif event.type() is QEvent.Type.Drop:
            self._refusal = ""
            self._end.gone()
            self._hint.hide()
            path = text_file(event.mimeData())
            if path is not None:
                event.acceptProposedAction()
                self.open(path)
        return True

    def _moved(self, event: QDropEvent) -> None:
        path = text_file(event.mimeData())
        if path is None:
            told = self._words("drop.no_text")
        else:
            there = "drop.replace" if self._text.whole().strip() else "drop.take"
            told = self._words(there, name=one_line(path.name, 60))
        window = self._text.window()
        at = self._text.viewport().mapTo(window, event.position().toPoint())
        self._hint.say(window, at, told, fits=path is not None)
        self._refusal = told if path is None else ""
        event.setAccepted(path is not None)

    def _left(self) -> None:
        """A drag that ends here for nothing says why where it can be read."""
        refusal, self._refusal = self._refusal, ""
        self._hint.hide()
        if self._end.gone() and refusal:
            self.failed.emit(refusal)

    def _came(self, asked: int, text: str) -> None:
        if asked == self._wanted:
            self.read.emit(text)

    def _refused(self, asked: int, error: StudioError) -> None:
        if asked == self._wanted:
            self.failed.emit(self._words.error(error))


def text_file(mime: QMimeData) -> Path | None:
    """The one text file that is dragged, by its name; None when it is anything else."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    fits = len(paths) == 1 == len(mime.urls()) and paths[0].suffix.lower() in TEXTS
    return paths[0] if fits else None
