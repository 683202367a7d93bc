"""A press on the timeline that may become a drag: one gesture of the document, or none."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt

from studio.errors import EditRefused
from studio.timeline.document import Gesture
from studio.timeline.project import Project

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

Keys = Qt.KeyboardModifier
FAR = 4  # pixels the mouse moves before a press becomes a drag


class _BrokenOffError(Exception):
    """The maker pressed Escape."""


class Drag(ABC):
    """A press that may become a drag: where it began, and the film's gesture once it edits."""

    def __init__(self, view: "TimelineView", at: QPoint) -> None:
        self.view = view
        self.live = False  # the pointer went far enough
        self.guide: int | None = None  # the film frame where something snapped
        self.told = ""  # what is written beside the pointer
        self.band: QRect | None = None  # in pixels of the film and the lanes
        self.inserts = False  # the guide is where clips come in
        self.at = at
        self._film = self._content(at)
        self._gesture: Gesture | None = None
        self._context: AbstractContextManager[Gesture] | None = None

    def _content(self, at: QPoint) -> QPoint:
        return at + QPoint(self.view.left, self.view.top)

    def far(self, at: QPoint) -> bool:
        """Whether the pointer went far enough; from then on it is a drag."""
        self.at = at
        gone = self._content(at) - self._film
        self.live = self.live or gone.manhattanLength() >= FAR
        return self.live

    def edit(self, label: str, edit: Callable[..., Project], *args: object, **more: object) -> None:
        """Show the film as the drag makes it now; what cannot be leaves it as it was."""
        if self._gesture is None:
            self._context = self.view.desk.document.gesture(self.view.words(label))
            self._gesture = self._context.__enter__()
        self._gesture.label = self.view.words(label)
        try:
            self._gesture.move(edit, *args, **more)
        except EditRefused as refused:
            self.told = self.view.words.error(refused)

    @abstractmethod
    def moved(self, at: QPoint, keys: Keys) -> None:
        """The pointer is at another point of the viewport, or other keys are held."""

    def done(self) -> None:
        """The button is let go: one step of undo."""
        if self._context is not None:
            self._context.__exit__(None, None, None)

    def broken(self) -> None:
        """As if it had not been."""
        if self._context is None:
            return
        reason = _BrokenOffError()
        try:
            self._context.__exit__(_BrokenOffError, reason, None)
        except _BrokenOffError:
            return


def signed(view: "TimelineView", frames: int) -> str:
    """A change in frames as a timecode with its sign."""
    sign = "-" if frames < 0 else "+"
    return sign + view.desk.project.rate.timecode(abs(frames))
