"""Which shots show takes that are of another wish by now, or are too short for their lines, found
off the window's thread."""

import asyncio
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from studio.backends.trusted import offers
from studio.jobs.film import Film
from studio.jobs.freshness import Freshness
from studio.jobs.line_lengths import lacking
from studio.ui.desk import Desk

Found = tuple[frozenset[str], Mapping[str, int]]
_REST = 250  # milliseconds without an edit before it is asked anew


class Outdated(QObject):
    """Asks anew after edits and takes; one question at a time."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._fresh = Freshness()
        self._asking = self._again = False
        self.shots: frozenset[str] = frozenset()
        self.lacking: Mapping[str, int] = {}  # frames that shots are too short for their lines
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self._ask)
        desk.changed.connect(self._later)
        desk.take_arrived.connect(self._later)
        desk.closed.connect(self._end)
        self._over = False
        self._timer.start()

    def _end(self) -> None:
        """The film is closed: news that is still on its way is of no use."""
        self._over = True
        self._timer.stop()

    def _later(self, *_news: object) -> None:
        if not self._over:
            self._timer.start()

    def _ask(self) -> None:
        if self._asking:
            self._again = True
            return
        self._asking = True
        desk = self._desk
        takes = [take for those in desk.takes.values() for take in those]
        known = {take.backend for take in takes} & set(desk.backends)
        project, told = desk.project, {name: offers(desk.backends)[name] for name in known}

        def found() -> Found:
            film = Film(project, takes)
            return self._fresh.outdated(film, told), lacking(film)

        desk.ask(partial(asyncio.to_thread, found), self._found)

    def _found(self, found: Found) -> None:
        self._asking = False
        if found != (self.shots, self.lacking):
            self.shots, self.lacking = found
            self.changed.emit()
        if self._again and not self._over:
            self._again = False
            self._ask()
