"""What a drag of a grip makes of where a picture stands: moved, scaled, turned, cropped."""

import math
from dataclasses import dataclass, replace

from studio.timeline.look import Crop
from studio.ui.canvas_frame import SIDES, Grip, Point, Standing, turned
from studio.ui.canvas_snap import Guide, Lines, snapped_edges, snapped_factor

_TURNS = 15  # degrees, in whole numbers of which Shift turns
_UPRIGHT, _NEAR = 90, 2.5  # degrees: a turn is drawn to whole quarters
_SIZES = 0.05  # of its own size, in whole numbers of which Shift scales
LEAST = 0.02  # of a picture, which a crop leaves
_SMALLEST = 4.0  # pixels of the film of a picture's shorter side


@dataclass(frozen=True)
class Keys:
    """What is held down.

    Shift: straight, in steps, or in shape; Ctrl: `free` of lines; Alt: the `far` side stays.
    """

    shift: bool = False
    free: bool = False
    far: bool = False


@dataclass(frozen=True)
class Hold:
    """A grip that was taken at a point of the frame; `pivot` is what scales and turns go about."""

    grip: Grip
    at: Point
    start: Standing
    pivot: Point
    lines: Lines


@dataclass(frozen=True)
class Pull:
    """Where a picture stands during a drag, and the lines it has been drawn to."""

    standing: Standing
    guides: tuple[Guide, ...] = ()


def placed(hold: Hold, now: Point, keys: Keys) -> Pull:
    """A drag of a frame: it moves, or grows by an edge, or turns."""
    if hold.grip is Grip.MOVE:
        return _moved(hold, now, keys)
    if hold.grip is Grip.TURN:
        return Pull(_turned(hold, now, keys))
    return _grown(hold, now, keys)


def cropped(hold: Hold, now: Point, keys: Keys) -> Pull:
    """A drag of a crop: its edges move, or all of it does."""
    start, (dx, dy) = hold.start, _inside(hold, now)
    across, down = dx / start.wide, dy / start.tall
    crop = start.crop
    if hold.grip is Grip.MOVE:
        across = max(-crop.left, min(across, crop.right))
        down = max(-crop.top, min(down, crop.bottom))
        new = Crop(
            left=crop.left + across, right=crop.right - across,
            top=crop.top + down, bottom=crop.bottom - down,
        )  # fmt: skip
        return Pull(replace(start, crop=_rounded(new)))
    right, bottom = SIDES[hold.grip]
    if keys.shift and right and bottom:
        across, down = _alike(crop, right, bottom, across, down)
    sides = crop.model_dump()
    if right:
        name, other = ("right", "left") if right > 0 else ("left", "right")
        sides[name] = _side(sides[name] - right * across, sides[other])
    if bottom:
        name, other = ("bottom", "top") if bottom > 0 else ("top", "bottom")
        sides[name] = _side(sides[name] - bottom * down, sides[other])
    return Pull(replace(start, crop=_rounded(Crop(**sides))))


def _alike(crop: Crop, right: int, bottom: int, across: float, down: float) -> tuple[float, float]:
    """A corner's way along which what is left keeps its shape."""
    wide, tall = 1 - crop.left - crop.right, 1 - crop.top - crop.bottom
    grown = max((right * across / wide, bottom * down / tall), key=abs)
    return right * grown * wide, bottom * grown * tall


def _side(share: float, across: float) -> float:
    return max(0.0, min(share, 1 - LEAST - across))


def _rounded(crop: Crop) -> Crop:
    return Crop(**{name: round(max(0.0, share), 5) for name, share in crop.model_dump().items()})


def _inside(hold: Hold, now: Point) -> Point:
    """The way of a drag as the picture has it."""
    way = (now[0] - hold.at[0], now[1] - hold.at[1])
    return turned(way, -hold.start.turn)


def _moved(hold: Hold, now: Point, keys: Keys) -> Pull:
    dx, dy = now[0] - hold.at[0], now[1] - hold.at[1]
    if keys.shift:
        dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
    moved = hold.start.moved((round(dx), round(dy)))
    if keys.free:
        return Pull(moved)
    by, guides = snapped_edges(moved, hold.lines, across=bool(dx), down=bool(dy))
    return Pull(moved.moved(by), guides)


def _turned(hold: Hold, now: Point, keys: Keys) -> Standing:
    first, last = (
        math.degrees(math.atan2(y - hold.pivot[1], x - hold.pivot[0])) for x, y in (hold.at, now)
    )
    turn = hold.start.turn + math.remainder(last - first, 360)
    if keys.shift:
        turn = round(turn / _TURNS) * _TURNS
    elif not keys.free:
        upright = round(turn / _UPRIGHT) * _UPRIGHT
        turn = upright if abs(turn - upright) <= _NEAR else turn
    return hold.start.spun(round(turn, 1) - hold.start.turn, hold.pivot)


def _grown(hold: Hold, now: Point, keys: Keys) -> Pull:
    """In proportion: along the line from what stays where it is to where the grip was taken."""
    stays = _opposite(hold) if keys.far else hold.pivot
    start = (hold.at[0] - stays[0], hold.at[1] - stays[1])
    length = start[0] ** 2 + start[1] ** 2
    if length < 1:
        return Pull(hold.start)
    factor = ((now[0] - stays[0]) * start[0] + (now[1] - stays[1]) * start[1]) / length
    least = _SMALLEST / max(_SMALLEST, min(hold.start.wide, hold.start.tall))
    factor = max(factor, least)
    if keys.shift:
        factor = max(least, round(factor / _SIZES) * _SIZES)
    elif not keys.free:
        factor, guides = snapped_factor(hold.start, stays, factor, hold.lines)
        return Pull(hold.start.grown(factor, stays), guides)
    return Pull(hold.start.grown(factor, stays))


def _opposite(hold: Hold) -> Point:
    across, down = SIDES[hold.grip]
    far = next(grip for grip, sides in SIDES.items() if sides == (-across, -down))
    return hold.start.at(far)
