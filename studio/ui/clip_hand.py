"""What the inspector of clips has in hand: the chosen clips, and edits and drags of them."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.document import Gesture
from studio.timeline.project import Project
from studio.timeline.queries import clips
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words


class _BrokenOffError(Exception):
    """The maker pressed Escape."""


class ClipHand:
    """Shared by the parts of the inspector; a drag of a number is one gesture of the document."""

    def __init__(
        self, desk: Desk, session: Session, theme: Theme, words: Words,
        ended: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        """`words`: those of `ui_clip`; `ended` is called when a drag is over: only then is there a
        step to undo.
        """
        self._ended = ended
        self.desk, self.session, self.theme, self.words = desk, session, theme, words
        self._gesture: Gesture | None = None
        self._context: AbstractContextManager[Gesture] | None = None

    @property
    def chosen(self) -> list[tuple[Track, Clip]]:
        """The chosen clips that an edit may touch, after their tracks."""
        wanted = set(self.session.clips)
        if not wanted:
            return []
        found = ((track, clip) for track, clip in clips(self.desk.project) if clip.id in wanted)
        return [(track, clip) for track, clip in found if not track.locked]

    def of(self, kind: TrackKind) -> list[Clip]:
        """The chosen clips on tracks of a kind."""
        return [clip for track, clip in self.chosen if track.kind is kind]

    def edit(
        self, label: str, edit: Callable[..., Project], *args: Any, field: str = "", **more: Any
    ) -> bool:
        """One step of undo called `edit.<label>`; steps of one `field` within a second join."""
        if self._gesture is not None:
            return False
        return self.desk.edit(self.words(f"edit.{label}"), edit, *args, field=field, **more)

    def begin(self, label: str) -> None:
        """A drag begins: one step at its end, none when it is broken off."""
        self.end(done=True)
        self._context = self.desk.document.gesture(self.words(f"edit.{label}"))
        self._gesture = self._context.__enter__()

    def move(self, edit: Callable[..., Project], *args: Any, **more: Any) -> None:
        """Show the film as the drag makes it now; what cannot be leaves it as it was."""
        if self._gesture is None:
            return
        try:
            self._gesture.move(edit, *args, **more)
        except EditRefused as refused:
            self.desk.refused.emit(refused)

    def end(self, *, done: bool) -> None:
        """The drag ends, or is broken off."""
        context, self._context, self._gesture = self._context, None, None
        if context is None:
            return
        if done:
            context.__exit__(None, None, None)
        else:
            with suppress(_BrokenOffError):
                context.__exit__(_BrokenOffError, _BrokenOffError(), None)
        self._ended()
