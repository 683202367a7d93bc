"""Which clips belong to text that was changed since it was planned."""

import asyncio
from functools import partial

from PySide6.QtCore import QObject, Signal

from studio.timeline.project import Project
from studio.timeline.told import Told
from studio.ui.desk import Desk


class TextChanges(QObject):
    """The shots and cues whose text is not what they were planned from; found off this thread."""

    found = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asking = self._stale = False
        self.changed: frozenset[str] = frozenset()
        desk.changed.connect(self._edited)
        self._ask()

    def _edited(self, before: Project, after: Project) -> None:
        if before.brief is not after.brief or before.told is not after.told:
            self._ask()

    def _ask(self) -> None:
        """One comparison at a time; the latest texts win."""
        film = self._desk.project
        if self._asking:
            self._stale = True
        elif film.told is None or film.told.text == film.brief:
            self._take(frozenset())
        else:
            self._asking, self._stale = True, False
            work = partial(_changed, film.told, film.brief)
            self._desk.ask(partial(asyncio.to_thread, work), self._came)

    def _came(self, changed: frozenset[str]) -> None:
        self._asking = False
        if self._stale:
            self._ask()
        else:
            self._take(changed)

    def _take(self, changed: frozenset[str]) -> None:
        if changed != self.changed:
            self.changed = changed
            self.found.emit()


def _changed(told: Told, text: str) -> frozenset[str]:
    from studio.ui.script_marks import Marks  # the planner's words are read off the first paint

    return Marks(told, text).changed
