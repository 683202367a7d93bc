"""The strip that tells of takes whose files are gone or altered, and looks for the originals."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog

from studio.jobs.proofs import Fate, Loss, losses
from studio.jobs.relink import Missing, Relinked, relink
from studio.ui.banner import Banner
from studio.ui.desk import Desk
from studio.ui.words import Words

Losses = tuple[Loss, ...]


class MissingMedia(Banner):
    """Looks when the film is opened, when a file could not be used, and whenever the window is come
    back to, as files change while another program is in front. Replaces nothing by something else.
    """

    found = Signal(int)  # how many files came back

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__("missing")
        self._desk = desk
        self._words = words.of("ui_prefs")
        self._lost: tuple[Missing, ...] = ()
        self._told: frozenset[tuple[str, Fate]] = frozenset()
        self._looking = self._again = False
        self._over = threading.Event()
        desk.closed.connect(self._over.set)
        desk.media_doubted.connect(self.look)
        self.search_button = self.offer(self._words("missing.find"), self._ask)
        self.offer(self._words("missing.later"), self.hide)
        self.look()

    def look(self) -> None:
        """See what is gone or altered now: at a glance, then by reading what was never read."""
        if self._looking:
            self._again = True
            return
        self._looking = True
        self._see(0, self._glanced)

    def changeEvent(self, event: QEvent) -> None:
        """The window was come back to."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.look()

    def _see(self, most: int | None, then: Callable[[Losses], None]) -> None:
        takes = [take for takes in self._desk.takes.values() for take in takes]
        work = partial(losses, self._desk.folder, takes, most=most, stopped=self._over.is_set)
        self._desk.ask(partial(asyncio.to_thread, work), then)

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

    def _glanced(self, lost: Losses) -> None:
        self._tell(lost)
        self._see(None, self._looked)

    def _looked(self, lost: Losses) -> None:
        self._looking = False
        self._tell(lost)
        if self._again:
            self._again = False
            self.look()

    def _tell(self, lost: Losses) -> None:
        """Say what is lost; who shows media hears of it when that is something else than before."""
        told = frozenset((loss.file.path, loss.fate) for loss in lost)
        if told == self._told:
            return
        self._told = told
        self._lost = tuple(Missing(loss.take, loss.file) for loss in lost)
        if lost:
            key = "missing.told" if lost[0].fate is Fate.GONE else "missing.altered"
            same = [loss for loss in lost if loss.fate is lost[0].fate]
            self.say(self._words(key, count=len(same), name=Path(lost[0].file.path).name))
        else:
            self.hide()
        self._desk.media_changed.emit()

    def _searched(self, outcome: Relinked | OSError) -> None:
        self.search_button.setEnabled(True)
        if isinstance(outcome, OSError):
            detail = outcome.strerror or str(outcome)
            self.say(self._words("missing.refused", detail=detail), "bad")
            return
        self._lost = outcome.left
        if outcome.found:
            self.found.emit(outcome.found)
            left = {each.file.path for each in outcome.left}
            self._told = frozenset(each for each in self._told if each[0] in left)
            self._desk.media_changed.emit()
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
