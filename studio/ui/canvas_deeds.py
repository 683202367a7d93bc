"""What the canvas does without a drag: steps by key, to the middle, and back to the start."""

from typing import TYPE_CHECKING

from studio.ui.canvas_frame import Grip, Standing
from studio.ui.canvas_held import Held
from studio.ui.clip_hand import ClipHand

if TYPE_CHECKING:
    from studio.ui.canvas import Canvas


class CanvasDeeds:
    """Edits of what is framed; steps of one kind within a second are one step of undo."""

    def __init__(self, canvas: "Canvas", hand: ClipHand) -> None:
        self._canvas, self._hand = canvas, hand

    def nudge(self, across: float, down: float) -> None:
        """Move by pixels of the film."""
        if (now := self._free) is not None:
            self._put("nudge", now, now.standing.moved((across, down)))

    def grow(self, factor: float) -> None:
        """Scale about the pivot."""
        if (now := self._free) is not None:
            self._put("grow", now, now.standing.grown(factor, self._canvas.pull.pivot(now)))

    def spin(self, degrees: float) -> None:
        """Turn clockwise about the pivot; words do not turn."""
        now = self._free
        if now is not None and Grip.TURN in now.grips:
            self._put("spin", now, now.standing.spun(degrees, self._canvas.pull.pivot(now)))

    def centre(self) -> None:
        """To the middle of the film's frame."""
        if (now := self._free) is not None:
            wide, tall = now.frame
            by = (wide / 2 - now.standing.x, tall / 2 - now.standing.y)
            self._put("centre", now, now.standing.moved(by))

    def reset(self, grip: Grip | None = None) -> None:
        """What a grip changes is as it was at first; with None all that the grips change."""
        now = self._free
        if now is None:
            return
        if grip in (Grip.PIVOT, None):
            self._canvas.forget_pivot()
        self._hand.edit(self._canvas.label, now.usual, grip, crop=self._canvas.crops)
        self._canvas.refresh()

    @property
    def _free(self) -> Held | None:
        """What is framed, unless it is in the hand."""
        return None if self._canvas.dragging else self._canvas.held

    def _put(self, field: str, now: Held, new: Standing) -> None:
        label = "title" if now.title is not None else "place"
        self._hand.edit(label, now.put, new, field=f"{field}.{now.clip.id}")
