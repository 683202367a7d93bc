"""Marks: where a figure stands on the board, how it turns, and what it does there."""

from dataclasses import dataclass
from math import cos, radians, sin

from studio.animatic.poses import joints, legs_of
from studio.animatic.sheets import UNIT, Board
from studio.animatic.spec import PanelFigure
from studio.animatic.svg import Point


@dataclass(frozen=True)
class Mark:
    """A figure's place: x and y of its feet in drawing units, scale, and which way it faces."""

    figure: PanelFigure
    x: float
    y: float
    scale: float
    face: float
    pose: str
    soft: float = 0.0  # blur in frame heights; such a figure is near and out of focus
    turn: float = 0.9  # how far the head is turned to where the body faces; 1.5 is a profile nearly
    away: bool = False  # seen from behind
    prop: tuple[str, str] = ("", "")  # name and colour of the drawing that is held
    mood: str = ""
    gaze: float = 0.0
    shut: bool = False  # the eyes
    lens: float = 1.0  # how large the head is to a camera from above or below
    rush: float = 0.0  # how far it leaves traces of itself behind, in its own units


def placed(mark: Mark, board: Board) -> str:
    """The transform from a figure's units to drawing units."""
    x, y = turned(mark, board, (0.0, 0.0))
    return f'transform="translate({x:.2f} {y:.2f}) rotate({board.tilt}) scale({mark.scale:.4f})"'


def turned(mark: Mark, board: Board, point: Point) -> Point:
    """A point in a figure's units as drawing units."""
    x = mark.x + point[0] * mark.scale - board.wide / 2
    y = mark.y + point[1] * mark.scale - UNIT / 2
    c, s = cos(radians(board.tilt)), sin(radians(board.tilt))
    return x * c - y * s + board.wide / 2, x * s + y * c + UNIT / 2


def box_of(mark: Mark, board: Board, spare: float) -> tuple[float, float, float, float]:
    """What of the figure lies on the board, as x, y, width, height in drawing units.

    `spare`: how far, in the figure's units, hands may hold something beyond its joints.
    """
    corners = [turned(mark, board, point) for point in _extent(mark, spare)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    across, down = (edge + 0.005 for edge in board.room(1.0))
    x0, x1 = max(min(xs), -across * board.wide), min(max(xs), board.wide * (1 + across))
    y0, y1 = max(min(ys), -down * UNIT), min(max(ys), UNIT * (1 + down))
    return x0, y0, max(2.0, x1 - x0), max(2.0, y1 - y0)


def _extent(mark: Mark, spare: float) -> list[Point]:
    """The corners of what a figure's drawing may cover, in its own units."""
    if mark.figure.kind != "person":
        wide = 340.0 + spare
        return [(x, y) for x in (-wide, wide) for y in (-370.0 - spare, 30.0)]
    j = joints(mark.pose, mark.face, 72.0, long=legs_of(mark.lens))
    points = [j.head, j.hip, j.neck, *(p for limb in (*j.arms, *j.legs) for p in limb)]
    left = min(-165.0, min(x for x, _ in points) - spare - mark.rush * (mark.face > 0))
    right = max(165.0, max(x for x, _ in points) + spare + mark.rush * (mark.face < 0))
    high = min(j.head[1] - 100.0, min(y for _, y in points) - spare)
    low = max(28.0, max(y for _, y in points) + 48.0)
    return [(x, y) for x in (left, right) for y in (high, low)]
