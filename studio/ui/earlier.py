"""The way back to an earlier state of the film: at any time, and offered after a crash."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.timeline.earlier import Earlier, back_to, earlier
from studio.ui.earlier_dialog import EarlierDialog, moment, short_moment
from studio.ui.theme import Theme
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.window import FilmWindow


class EarlierStates(QObject):
    """Reads the backups off the window's thread, lets the maker choose, and makes one edit."""

    said = Signal(str, str)  # a sentence and its tone

    def __init__(self, window: "FilmWindow", theme: Theme, words: Words) -> None:
        super().__init__(window)
        self._window, self._theme, self._words = window, theme, words.of("earlier")
        self._crashed = False
        self.dialog: EarlierDialog | None = None

    def offer_when_seen(self) -> None:
        """The film was not closed properly: the states are offered once the window is there."""
        self._crashed = True

    def seen(self) -> None:
        """The window is there; where something is to be offered, it is read first."""
        if self._crashed:
            self._read(self._found_after_crash)

    def show(self) -> None:
        """Let the maker choose; what is half typed counts as now."""
        if self.dialog is None:
            self._window.pages.commit()
            self._open(crashed=False)
            self._read(self._fill)

    def _read(self, then: Callable[[list[Earlier]], None]) -> None:
        desk = self._window.desk
        work = partial(earlier, desk.folder, desk.project)
        desk.ask(partial(asyncio.to_thread, work), then, self._refused)

    def _found_after_crash(self, states: list[Earlier]) -> None:
        """The banner alone tells of it where there is nothing to go back to."""
        if states and self.dialog is None and self._window.isVisible():
            self._open(crashed=True)
            self._fill(states)

    def _open(self, *, crashed: bool) -> None:
        undo = self._window.actions_table.keys("edit.undo")
        self.dialog = EarlierDialog(undo, self._theme, self._words, self._window, crashed=crashed)
        self.dialog.wanted.connect(self._go)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _fill(self, states: list[Earlier]) -> None:
        if self.dialog is not None:
            self.dialog.fill(states)

    def _refused(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self._window.desk.fail(error)

    def _go(self, state: Earlier) -> None:
        when = short_moment(state, self._words)
        if self._window.desk.edit(self._words("edit", time=when), back_to, state.project):
            undo = self._window.actions_table.keys("edit.undo")
            self._window.recovered.hide()
            self.said.emit(self._words("done", time=moment(state, self._words), undo=undo), "good")

    def _closed(self, _how: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
