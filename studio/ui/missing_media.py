"""The strip that tells of takes whose files are gone, and looks for them."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from studio.jobs.relink import Missing, Relinked, missing, relink
from studio.ui.banner import Banner
from studio.ui.desk import Desk
from studio.ui.words import Words


class MissingMedia(Banner):
    """Looks once when the film is opened; nothing is ever replaced by something else."""

    found = Signal(int)  # how many files came back

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__("missing")
        self._desk = desk
        self._words = words.of("ui_prefs")
        self._lost: tuple[Missing, ...] = ()
        self.search_button = self.offer(self._words("missing.find"), self._ask)
        self.offer(self._words("missing.later"), self.hide)
        self.look()

    def look(self) -> None:
        """See what is gone now."""
        takes = [take for takes in self._desk.takes.values() for take in takes]
        work = partial(missing, self._desk.folder, takes)
        self._desk.ask(partial(asyncio.to_thread, work), self._looked)

    def search(self, folder: str) -> None:
        """Look in a folder and below it."""
        if not self._lost or not folder:
            return
        self.search_button.setEnabled(False)
        self.say(self._words("missing.searching", path=folder))
        work = partial(_relinked, self._desk.folder, self._lost, Path(folder))
        self._desk.ask(partial(asyncio.to_thread, work), self._searched)

    def _ask(self) -> None:
        self.search(QFileDialog.getExistingDirectory(self, self._words("missing.find")))

    def _looked(self, lost: tuple[Missing, ...]) -> None:
        self._lost = lost
        if lost:
            name = Path(lost[0].file.path).name
            self.say(self._words("missing.told", count=len(lost), name=name))

    def _searched(self, outcome: Relinked | OSError) -> None:
        self.search_button.setEnabled(True)
        if isinstance(outcome, OSError):
            detail = outcome.strerror or str(outcome)
            self.say(self._words("missing.refused", detail=detail), "bad")
            return
        self._lost = outcome.left
        if outcome.found:
            self.found.emit(outcome.found)
        if not outcome.left:
            self.hide()
        elif outcome.other:
            name = outcome.other[0].name
            self.say(self._words("missing.other", count=len(outcome.left), name=name))
        else:
            told = self._words("missing.left", found=outcome.found, count=len(outcome.left))
            self.say(told)


def _relinked(folder: Path, lost: tuple[Missing, ...], search: Path) -> Relinked | OSError:
    try:
        return relink(folder, lost, search)
    except OSError as error:
        return error
