"""The strip that tells that the film cannot be saved, and the ways out."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from studio.errors import StudioError
from studio.jobs.whole_copy import save_copy
from studio.ui.banner import Banner
from studio.ui.desk import Desk
from studio.ui.words import Words


class Unsaved(Banner):
    """Stays until the film is on a disk again; it is tried anew all the time."""

    copied = Signal(str)  # folder of the copy, which holds everything

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__("unsaved")
        self._desk = desk
        self._words = words.of("ui_prefs")
        self.again = self.offer(self._words("unsaved.again"), desk.saving.save)
        self.copy = self.offer(self._words("unsaved.copy"), self._ask)
        self.question: QMessageBox | None = None
        desk.saving.failed.connect(self._failed)
        desk.saving.saved.connect(self._saved)

    def copy_to(self, folder: str) -> None:
        """Write the film as it is now, with its media as far as they can be read, elsewhere."""
        if folder:
            self.copy.setEnabled(False)
            work = partial(save_copy, self._desk.project, self._desk.folder, Path(folder))
            then = partial(self._copied, folder)
            self._desk.ask(partial(asyncio.to_thread, work), then)

    def _ask(self) -> None:
        near = str(Path.home() / f"{self._desk.folder.stem}.reel")
        folder, _ = QFileDialog.getSaveFileName(self, self._words("unsaved.copy"), near)
        self.copy_to(folder)

    def _failed(self, error: StudioError) -> None:
        gone = not self._desk.folder.exists()
        if gone:
            self.say(self._words("unsaved.gone", path=self._desk.folder), "bad")
        else:
            self.say(self._words("unsaved.told", why=self._words.error(error)), "bad")

    def _saved(self) -> None:
        self.hide()

    def _copied(self, folder: str, trouble: StudioError | None) -> None:
        self.copy.setEnabled(True)
        if trouble is None:
            self.hide()
            self.copied.emit(folder)
        else:
            self.say(self._words.error(trouble), "bad")
