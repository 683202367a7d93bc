"""What the canvas tells of a grip: the pointer over it, the numbers of a drag, where a pivot is."""

import math

from PySide6.QtCore import Qt

from studio.ui.canvas_drag import Hold
from studio.ui.canvas_frame import MIDDLE, SIDES, Grip, Point, Standing
from studio.ui.canvas_held import Held
from studio.ui.words import Words

_CURSORS = (
    Qt.CursorShape.SizeHorCursor, Qt.CursorShape.SizeFDiagCursor, Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)  # fmt: skip


def cursor_for(grip: Grip, standing: Standing) -> Qt.CursorShape:
    """The pointer over a grip: it shows which way that goes, however the picture is turned."""
    if grip is Grip.MOVE:
        return Qt.CursorShape.SizeAllCursor
    if grip is Grip.TURN:
        return Qt.CursorShape.PointingHandCursor
    if grip is Grip.PIVOT:
        return Qt.CursorShape.CrossCursor
    across, down = SIDES[grip]
    angle = math.degrees(math.atan2(down, across)) + standing.turn
    return _CURSORS[round(angle / 45) % 4]


def told(words: Words, now: Held, grip: Grip, crop: bool) -> str:
    """The numbers that a drag changes, as they are now; places are pixels of the film."""
    if crop:
        sides = now.standing.crop.model_dump()
        shares = {name: f"{share * 100:.1f}" for name, share in sides.items()}
        return words("canvas.crop", **shares)
    if grip is Grip.PIVOT:
        return ""
    if grip is Grip.TURN:
        return words("canvas.turn", turn=f"{now.look.place.turn:.1f}")
    if grip is Grip.MOVE:
        x, y = (now.title.x, now.title.y) if now.title else (now.look.place.x, now.look.place.y)
        wide, tall = now.frame
        return words("canvas.move", x=f"{round(x * wide):+}", y=f"{round(y * tall):+}")
    scale = now.title.scale if now.title else now.look.place.scale
    return words("canvas.scale", scale=f"{scale * 100:.1f}")


def drawn_pivot(hold: Hold, now: Point, *, free: bool) -> Point:
    """Where a pivot goes, in shares of the picture from its middle.

    It is drawn to the middle, the corners and the middles of the edges unless it is to be `free`.
    """
    start = hold.start
    if not free:
        marks = [start.out(MIDDLE), *(start.at(grip) for grip in SIDES)]
        nearest = min(marks, key=lambda mark: math.dist(mark, now))
        if math.dist(nearest, now) <= hold.lines.near * 1.5:
            now = nearest
    x, y = start.into(now)
    return x / start.wide, y / start.tall
