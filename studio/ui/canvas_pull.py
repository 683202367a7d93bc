"""A grip of the canvas from its press to its release: what is moved, and about what."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from studio.ui.canvas_drag import Hold, Keys, cropped, placed
from studio.ui.canvas_frame import MIDDLE, Grip, Point, Standing
from studio.ui.canvas_held import Held
from studio.ui.canvas_marks import drawn_pivot
from studio.ui.canvas_snap import Guide, Lines
from studio.ui.canvas_view import View
from studio.ui.clip_hand import ClipHand

_NEAR = 6.0  # pixels of the widget within which an edge is drawn to a line


@dataclass
class Drag:
    """A press on a grip; it is a drag once it has gone far enough."""

    hold: Hold
    held: Held
    pressed: QPointF
    live: bool = False
    guides: tuple[Guide, ...] = ()


class CanvasPull:
    """One drag at a time, of one step of undo; the pivots that were set stay with their clips."""

    def __init__(self, hand: ClipHand, repaint: Callable[[], object]) -> None:
        self._hand, self._repaint = hand, repaint
        self.drag: Drag | None = None
        self._pivots: dict[str, Point] = {}  # shares of the picture, from its middle

    def press(self, grip: Grip, now: Held, view: View, at: QPointF) -> None:
        """A grip of what is held is pressed; nothing is moved yet."""
        lines = Lines(now.frame, view.length(_NEAR))
        hold = Hold(grip, view.off(at), now.standing, self.pivot(now), lines)
        self.drag = Drag(hold, now, at)

    def move(self, event: QMouseEvent, view: View, label: str, *, crops: bool) -> None:
        """The pointer moved; from a few pixels on an edit called `label` is under way."""
        drag = self.drag
        if drag is None:
            return
        way = (event.position() - drag.pressed).manhattanLength()
        if not drag.live and way < QApplication.startDragDistance():
            return
        if not drag.live:
            drag.live = True
            if drag.hold.grip is not Grip.PIVOT:
                self._hand.begin(label)
        self._pull(drag, view.off(event.position()), _keys(event), crops=crops)

    def finish(self, *, done: bool) -> None:
        """Let go: the edit is made, or broken off."""
        drag, self.drag = self.drag, None
        if drag is None:
            return
        if drag.live and drag.hold.grip is not Grip.PIVOT:
            self._hand.end(done=done)
        elif drag.live and not done:
            self._pivots[drag.held.clip.id] = _share(drag.hold.start, drag.hold.pivot)
        self._repaint()

    def pivot(self, now: Held) -> Point:
        """What scales and turns go about, in pixels of the film."""
        share = self._pivots.get(now.clip.id, MIDDLE) if Grip.PIVOT in now.grips else MIDDLE
        return now.standing.out((share[0] * now.standing.wide, share[1] * now.standing.tall))

    def forget_pivot(self, clip_id: str) -> None:
        """Scales and turns of a clip go about the middle again."""
        self._pivots.pop(clip_id, None)

    def _pull(self, drag: Drag, now: Point, keys: Keys, *, crops: bool) -> None:
        if drag.hold.grip is Grip.PIVOT:
            self._pivots[drag.held.clip.id] = drawn_pivot(drag.hold, now, free=keys.free)
        elif crops:
            self._hand.move(drag.held.cut_off, cropped(drag.hold, now, keys).standing)
        else:
            pull = placed(drag.hold, now, keys)
            drag.guides = pull.guides
            self._hand.move(drag.held.put, pull.standing)
        self._repaint()


def _keys(event: QMouseEvent) -> Keys:
    keys, known = event.modifiers(), Qt.KeyboardModifier
    return Keys(
        bool(keys & known.ShiftModifier), bool(keys & known.ControlModifier),
        bool(keys & known.AltModifier),
    )  # fmt: skip


def _share(standing: Standing, point: Point) -> Point:
    x, y = standing.into(point)
    return x / standing.wide, y / standing.tall
