"""A film is opened: its folder is read on a thread, its window built in slices, so all answers."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError
from studio.jobs.thread import LoopThread
from studio.timeline.store import Store
from studio.ui.asker import Asker
from studio.ui.theme import DARK, Theme
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.backends.base import Backend
    from studio.script.planner import Planner
    from studio.ui.window import FilmWindow

Find = Callable[[], Store]  # opens or makes a folder; may block, raises StudioError
_LONG = 300  # milliseconds after which it is told that this one takes long


class Opening(QObject):
    """One film at a time; `wanted` says whether anybody still waits for it."""

    opened = Signal(object)  # the film's window, whole and not yet shown
    refused = Signal(object)  # a StudioError
    lasting = Signal()

    def __init__(
        self,
        loop: LoopThread,
        ask: Asker,
        backends: "Mapping[str, Backend]",
        planner: "Planner",
        wanted: Callable[[], bool],
        registrars: "Mapping[str, Backend] | None" = None,
    ) -> None:
        super().__init__()
        self._loop, self._ask, self._backends, self._planner = loop, ask, backends, planner
        self._wanted, self._registrars = wanted, registrars
        self._theme, self._words = DARK, Words("en")
        self._busy = False
        self._long = QTimer(self, singleShot=True, interval=_LONG)
        self._long.timeout.connect(self.lasting)

    def begin(self, find: Find, theme: Theme, words: Words) -> None:
        """Open a film without letting this thread wait; while one is opened, nothing happens."""
        if not self._busy:
            self._busy = True
            self._long.start()
            self._theme, self._words = theme, words
            self._ask(
                lambda: asyncio.to_thread(_read, find, self._backends, self._registrars),
                self._found,
            )

    def at_once(self, find: Find, theme: Theme, words: Words) -> "FilmWindow":
        """Open a film here and now, as nothing is seen yet. Raises StudioError."""
        window = self._window(find(), theme, words)
        window.begin()
        return window

    def _found(self, found: Store | StudioError) -> None:
        """One slice builds the window, some the parts of its first page, and one shows it."""
        if isinstance(found, StudioError):
            self._end()
            self.refused.emit(found)
        elif not self._wanted():
            self._end()
            found.close()
        else:
            try:
                window = self._window(found, self._theme, self._words)
            except StudioError as error:
                self._end()
                self.refused.emit(error)
                return
            QTimer.singleShot(0, window, partial(self._page, window))

    def _page(self, window: "FilmWindow") -> None:
        if window.prepare():
            QTimer.singleShot(0, window, partial(self._page, window))
        else:
            window.begin()
            QTimer.singleShot(0, window, partial(self._whole, window))

    def _whole(self, window: "FilmWindow") -> None:
        self._end()
        if self._wanted():
            self.opened.emit(window)
        else:
            window.desk.close(save=False)
            window.deleteLater()

    def _end(self) -> None:
        self._busy = False
        self._long.stop()

    def _window(self, store: Store, theme: Theme, words: Words) -> "FilmWindow":
        from studio.ui.desk import Desk
        from studio.ui.window import FilmWindow

        try:
            desk = Desk(self._loop, store, self._backends, self._registrars)
        except StudioError:
            store.close()
            raise
        window = FilmWindow(desk, self._planner, theme, words)
        mine = words.of("ui_prefs")
        if store.recovered is not None:
            window.recovered.say(mine("recovered.backup", backup=store.recovered))
            window.earlier.offer_when_seen()
        elif store.crashed:
            window.earlier.offer_when_seen()
            count = len(desk.working)
            told = mine("recovered.crash", count=count) if count else mine("recovered.idle")
            window.recovered.say(told)
        return window


def _read(
    find: Find, backends: "Mapping[str, Backend]", registrars: "Mapping[str, Backend] | None"
) -> Store | StudioError:
    """The folder, or why not; and what a window is made of is read, here where it may last."""
    try:
        store = find()
    except StudioError as error:
        return error
    import_module("studio.ui.window")
    import_module("studio.ui.film_pages").read_pages()
    len(backends)
    len(registrars if registrars is not None else ())
    return store
