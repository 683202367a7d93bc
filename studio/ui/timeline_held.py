"""A drag from elsewhere while it is over the lanes: shown or refused, let go, or gone again."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from studio.timeline.queries import find_shot, shot_label
from studio.timeline.timecode import timecode
from studio.ui.drag_end import DragEnd
from studio.ui.plain import listed
from studio.ui.timeline_drop import Carried, Dropping, Refusal, bring_in, carried_by, hold

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView


class Held(QObject):
    """What the lanes show of a drag that comes from beside or from the desktop."""

    def __init__(self, view: "TimelineView") -> None:
        super().__init__(view)
        self._view = view
        self._end = DragEnd(view.viewport())
        self._files: tuple[Carried, QPoint, Qt.KeyboardModifier] | None = None
        view.files.looked.connect(self._looked)

    def enter(self, event: QDragEnterEvent) -> None:
        """Something comes; accepted whatever it is, else no move follows and nothing is said."""
        self._end.entered(event)
        self._view.files.forget()
        self._look(event)
        event.acceptProposedAction()

    def move(self, event: QDragMoveEvent) -> None:
        """Only what fits here is accepted."""
        self._look(event)
        event.setAccepted(self._view.dropping is not None)
        if self._view.dropping is not None:
            event.setDropAction(Qt.DropAction.CopyAction)

    def leave(self) -> None:
        """It went elsewhere, or was broken off; why it was wrong stays to be read."""
        refusal = self._view.refusal
        if self._end.gone() and refusal is not None and refusal.why:
            self._view.told.emit(refusal.why, "warn")
        self._nothing()

    def drop(self, event: QDropEvent) -> None:
        """It is let go."""
        self._look(event)
        view, held = self._view, self._view.dropping
        self._end.gone()
        self._nothing()
        event.setAccepted(held is not None)
        if held is None:
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        if held.frames:
            view.files.place_frames(held.frames, held.spot, partial(self._say, held))
        elif held.files:
            view.files.place(held.files, held.spot, partial(self._say, held))
        else:
            end = bring_in(view.desk, view.words, held.pieces, held.frame, inserts=held.inserts,
                           things=held.things, label=self._what(held))  # fmt: skip
            if end > held.frame:
                self._say(held, end)

    def _what(self, held: Dropping) -> str:
        """The name of the edit."""
        film = self._view.desk.project
        shots = bool(held.things) and all(find_shot(film, each.owner) for each in held.things)
        return f"edit.{'insert' if held.inserts else 'overwrite'}" if shots else "edit.place_media"

    def _say(self, held: Dropping, _end: int) -> None:
        """What has come in, and where; of folders, what was left out."""
        view = self._view
        words, media = view.words, view.words.of("ui_media")
        clock = timecode(view.desk.project.rate, held.frame)
        what, names = words(self._what(held)), listed(media, self._names(held))
        told = words("drop.done", what=what, name=names, clock=clock)
        if held.odd:
            told = media("said.left_out", said=told, names=listed(media, held.odd))
        view.told.emit(told, "warn" if held.odd else "good")

    def _names(self, held: Dropping) -> list[str]:
        film, media = self._view.desk.project, self._view.words.of("ui_media")
        if held.files:
            return [path.replace("\\", "/").rpartition("/")[2] for path in held.files]
        if held.frames:
            clocks = (timecode(film.rate, max(0, each.frame)) for each in held.frames)
            return [media("frame.cut", clock=clock) for clock in clocks]
        media_of = {each.id: each.name for each in film.references}
        owners = (each.owner for each in held.things)
        return [media_of.get(owner) or shot_label(film, owner) or "" for owner in owners]

    def _look(self, event: QDropEvent) -> None:
        carried = carried_by(self._view, event.mimeData())
        at, keys = event.position().toPoint(), event.modifiers()
        self._files = (carried, at, keys) if carried.files else None
        self._show(hold(self._view, carried, at, keys))

    def _looked(self) -> None:
        """What the files are that are held is known now."""
        if self._files is not None:
            self._show(hold(self._view, *self._files))

    def _show(self, held: Dropping | Refusal) -> None:
        self._view.dropping = held if isinstance(held, Dropping) else None
        self._view.refusal = held if isinstance(held, Refusal) else None
        self._view.viewport().update()

    def _nothing(self) -> None:
        self._files = self._view.dropping = self._view.refusal = None
        self._view.viewport().update()
