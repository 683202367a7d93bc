"""Saves the film by itself soon after an edit, and keeps trying when the disk refuses."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError
from studio.timeline.document import Document
from studio.timeline.project import Project
from studio.timeline.store import Store

QUIET = 1000  # milliseconds without an edit after which the film is saved
RETRY = 5000  # milliseconds between tries when it could not be
Ask = Callable[[Callable[[], Any], Callable[[Any], None]], None]


class Autosave(QObject):
    """Writes off the GUI thread; the film in memory is never given up for a disk that refuses."""

    saved = Signal()
    failed = Signal(object)  # StudioError; said again at every try

    def __init__(self, store: Store, document: Document, ask: Ask) -> None:
        super().__init__()
        self.trouble: StudioError | None = None  # why the last try failed
        self._store = store
        self._document = document
        self._ask = ask
        self._over = False
        self._timer = QTimer(self, singleShot=True, interval=QUIET)
        self._timer.timeout.connect(self.save)
        document.subscribe(self._edited)

    def save(self) -> None:
        """Write the film now if it was changed."""
        self._timer.stop()
        if self._document.modified and not self._over:
            project = self._document.project
            self._ask(partial(self._write, project), partial(self._ended, project))

    async def write(self, project: Project) -> None:
        """On the loop, after a save that is under way. Raises ProjectError."""
        self._store.save(project)

    def stop(self) -> None:
        """No more saving by itself."""
        self._over = True
        self._timer.stop()

    def _edited(self, _before: Project, _after: Project) -> None:
        if self.trouble is None and not self._over:
            self._timer.start(QUIET)

    def _write(self, project: Project) -> StudioError | None:
        try:
            self._store.save(project)
        except StudioError as error:
            return error
        return None

    def _ended(self, project: Project, trouble: StudioError | None) -> None:
        self.trouble = trouble
        if trouble is None:
            self._document.saved(project)
            self.saved.emit()
        elif not self._over:
            self.failed.emit(trouble)
            self._timer.start(RETRY)
