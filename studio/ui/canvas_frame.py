"""Where a picture stands in the film's frame, in pixels of that frame, and what of it is held."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from studio.render.segment import same_ratio
from studio.timeline.look import ANY_RATIO, Crop, Fit, Focus, Look, Place

Point = tuple[float, float]
Size = tuple[float, float]
MIDDLE: Point = (0.0, 0.0)
WHOLE = Crop()


class Grip(StrEnum):
    """What a hand may hold of a frame."""

    MOVE = "move"
    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    RIGHT = "right"
    BOTTOM_RIGHT = "bottom_right"
    BOTTOM = "bottom"
    BOTTOM_LEFT = "bottom_left"
    LEFT = "left"
    TURN = "turn"
    PIVOT = "pivot"


# On which side of the middle each grip of the edge lies: to the right and down are 1.
SIDES: Mapping[Grip, tuple[int, int]] = {
    Grip.TOP_LEFT: (-1, -1), Grip.TOP: (0, -1), Grip.TOP_RIGHT: (1, -1), Grip.RIGHT: (1, 0),
    Grip.BOTTOM_RIGHT: (1, 1), Grip.BOTTOM: (0, 1), Grip.BOTTOM_LEFT: (-1, 1),
    Grip.LEFT: (-1, 0),
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A rectangle around its own middle, before it is turned: how far it reaches each way."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Standing:
    """A picture of `wide` by `tall` pixels whose middle is at `x`, `y`, turned clockwise.

    `crop` says what is cut off at the sides as they are seen, mirrored or not.
    """

    x: float
    y: float
    wide: float
    tall: float
    turn: float = 0.0
    crop: Crop = WHOLE

    @property
    def box(self) -> Box:
        """What is seen of it, before it is turned, from its middle."""
        return Box(
            self.wide * (self.crop.left - 0.5), self.tall * (self.crop.top - 0.5),
            self.wide * (0.5 - self.crop.right), self.tall * (0.5 - self.crop.bottom),
        )  # fmt: skip

    def out(self, inside: Point) -> Point:
        """Where a point of the picture, from its middle, lies in the frame."""
        dx, dy = turned(inside, self.turn)
        return self.x + dx, self.y + dy

    def into(self, point: Point) -> Point:
        """A point of the frame as the picture has it, from its middle and not turned."""
        return turned((point[0] - self.x, point[1] - self.y), -self.turn)

    def at(self, grip: Grip) -> Point:
        """Where a grip of the edge lies in the frame."""
        across, down = SIDES[grip]
        box = self.box
        x = (box.left, (box.left + box.right) / 2, box.right)[across + 1]
        y = (box.top, (box.top + box.bottom) / 2, box.bottom)[down + 1]
        return self.out((x, y))

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """What is seen of it, from the upper left corner clockwise."""
        grips = (Grip.TOP_LEFT, Grip.TOP_RIGHT, Grip.BOTTOM_RIGHT, Grip.BOTTOM_LEFT)
        first, second, third, fourth = (self.at(grip) for grip in grips)
        return first, second, third, fourth

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what is seen of it."""
        across, down = zip(*self.corners, strict=True)
        return min(across), min(down), max(across), max(down)

    def holds(self, point: Point) -> bool:
        """Whether a point of the frame lies on what is seen of it."""
        (x, y), box = self.into(point), self.box
        return box.left <= x <= box.right and box.top <= y <= box.bottom

    def moved(self, by: Point) -> "Standing":
        """Somewhere else."""
        return replace(self, x=self.x + by[0], y=self.y + by[1])

    def grown(self, factor: float, around: Point) -> "Standing":
        """Larger or smaller, with one point of the frame where it was."""
        return replace(
            self, x=around[0] + (self.x - around[0]) * factor,
            y=around[1] + (self.y - around[1]) * factor,
            wide=self.wide * factor, tall=self.tall * factor,
        )  # fmt: skip

    def spun(self, degrees: float, around: Point) -> "Standing":
        """Turned clockwise about a point of the frame."""
        dx, dy = turned((self.x - around[0], self.y - around[1]), degrees)
        return replace(self, x=around[0] + dx, y=around[1] + dy, turn=self.turn + degrees)


def turned(point: Point, degrees: float) -> Point:
    """A point turned clockwise about the origin; y goes down."""
    if not degrees:
        return point
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return point[0] * c - point[1] * s, point[0] * s + point[1] * c


def standing(frame: tuple[int, int], take: tuple[int, int] | None, look: Look) -> Standing:
    """Where `render.picture` puts a take of a size into a frame of the film's size.

    A take of unknown size counts as one of the frame's ratio.
    """
    place = look.place
    room = (frame[0] * place.scale, frame[1] * place.scale)
    wide, tall = _fitted(room, take, fill=look.fit is Fit.FILL)
    inner = (wide, tall) if _as_it_is(look) or look.fit is Fit.FILL else room
    focus = focus_of(look, frame)
    x, y = (
        span / 2 + offset * span + _shift(span, share, side)
        for span, offset, share, side in (
            (frame[0], place.x, focus.x, inner[0]), (frame[1], place.y, focus.y, inner[1]),
        )
    )  # fmt: skip
    return Standing(x, y, wide, tall, place.turn, seen_crop(look.crop, mirrored=place.mirrored))


def place_of(
    standing: Standing, before: Standing, frame: tuple[int, int], look: Look
) -> dict[str, float]:
    """The fields of `Place` with which a picture that stood as `before` stands so."""
    old = look.place
    scale = _limited(Place, "scale", old.scale * standing.wide / before.wide)
    focus = focus_of(look, frame)
    inner = (frame[0] * scale, frame[1] * scale)
    if look.fit is Fit.FILL:
        inner = (standing.wide, standing.tall)
    x, y = (
        _limited(Place, name, (at - span / 2 - _shift(span, share, side)) / span)
        for name, at, span, share, side in (
            ("x", standing.x, frame[0], focus.x, inner[0]),
            ("y", standing.y, frame[1], focus.y, inner[1]),
        )
    )
    turn = math.remainder(standing.turn, 360) if abs(standing.turn) > 360 else standing.turn
    return {"x": round(x, 6), "y": round(y, 6), "scale": round(scale, 6), "turn": round(turn, 3)}


def seen_crop(crop: Crop, *, mirrored: bool) -> Crop:
    """A crop as it is seen: it is made before the picture is mirrored. The way back is the same."""
    if not mirrored:
        return crop
    return Crop(left=crop.right, top=crop.top, right=crop.left, bottom=crop.bottom)


def focus_of(look: Look, frame: tuple[int, int]) -> Focus:
    """What is kept in sight in a frame of this size."""
    common = math.gcd(*frame)
    known = {focus.ratio: focus for focus in look.focus}
    own = known.get(f"{frame[0] // common}:{frame[1] // common}")
    return own or known.get(ANY_RATIO) or Focus()


def _fitted(room: Size, take: tuple[int, int] | None, *, fill: bool) -> Size:
    if take is None or same_ratio(take, (round(room[0] * 1000), round(room[1] * 1000))):
        return room
    ways = room[0] / take[0], room[1] / take[1]
    factor = max(ways) if fill else min(ways)
    return take[0] * factor, take[1] * factor


def _as_it_is(look: Look) -> bool:
    """Whether the picture is put in without being placed."""
    return look.place == Place() and look.crop == Crop() and look.opacity == 1


def _shift(span: float, share: float, inner: float) -> float:
    """How far a picture is moved so that its point in focus is in sight."""
    room = max(0.0, (inner - span) / 2)
    return max(-room, min(room, (0.5 - share) * inner))


def _limited(model: type[Place], name: str, value: float) -> float:
    """A value within the limits of a field."""
    for rule in model.model_fields[name].metadata:
        low, high = getattr(rule, "ge", None), getattr(rule, "le", None)
        value = value if low is None else max(low, value)
        value = value if high is None else min(high, value)
    return value
