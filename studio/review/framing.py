"""Framing: the part of a picture that a delivery of another shape shows, chosen by who is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.review.window import Window
from studio.timeline.look import Focus
from studio.timeline.sighting import Box, Sight, Sighting

IN_SIGHT = 0.9  # of something, in one moment: what is less is cut
_STEADY = 0.75  # of the moments in which it must be in sight: some come in or leave
_LARGE = 0.7  # of a head that is larger than the picture: hair and ears may be cut off
_AIR = 0.12  # of a head's breadth that is left beside it, where there is room
_HIGH = 0.42  # where the middle of heads is, of the height of what is in sight
_STEPS = 40  # places that are compared
_HALVED = 1.5  # what a face cut in two costs, against a whole picture's way from the middle
_LEAST = 0.01  # of scale: steps in which it is proposed

Span = tuple[float, float]
_ORDER = {Sight.FACE: 0, Sight.BACK: 1, Sight.BODY: 2, Sight.WORDS: 3}


@dataclass(frozen=True)
class Framing:
    """What is proposed for one clip at one ratio.

    `focus` keeps who matters most; of what is needed, `lost` is cut by it, and `cut` by the focus
    that the clip has now. `whole` holds everybody, over a ground; None where `focus` does already.
    """

    focus: Focus
    lost: tuple[Sighting, ...] = ()
    cut: tuple[Sighting, ...] = ()
    whole: Focus | None = None


@dataclass(frozen=True)
class Sides:
    """The picture across and down, as a delivery shows it at scale 1."""

    across: Window
    down: Window

    def scaled(self, scale: float) -> "Sides":
        """The same where the focus has another scale."""
        return Sides(self.across.scaled(scale), self.down.scaled(scale))

    @property
    def least(self) -> float:
        """The scale at which the whole of the film's frame is in sight."""
        return min(side.canvas / side.stage for side in (self.across, self.down))


def framed(
    found: Sequence[Sighting], sides: Sides, now: Focus, speaking: Mapping[str, float]
) -> Framing | None:
    """What to propose where `now` is the focus; None where nothing is seen that matters.

    `speaking`: how much each figure says in what the clip shows, by its id.
    """
    inside = [part for each in found if (part := _inside(each)) is not None]
    needed = [each for each in inside if each.needed] or inside
    if not needed:
        return None
    ranked = sorted(needed, key=lambda each: _rank(each, speaking))
    kept = _fitting(ranked, sides)
    focus = _focused(kept, [each for each in inside if each not in kept], sides, now, 1.0)
    lost = tuple(each for each in ranked if _is_cut(each, sides, focus))
    cut = tuple(each for each in ranked if _is_cut(each, sides, now))
    whole = None
    if lost:
        scale = _scale(ranked, sides)
        whole = _focused(ranked, (), sides.scaled(scale), now, scale)
    return Framing(focus, lost, cut, whole)


def _inside(each: Sighting) -> Sighting | None:
    """The part of it that the take shows: what that cuts off nobody can bring back."""
    moments = [
        moment.evolve(box=(max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, low)))
        for moment in each.moments
        for left, top, right, low in [moment.box]
        if right > 0 and low > 0 and left < 1 and top < 1
    ]
    return each.evolve(moments=tuple(moments)) if moments else None


def _rank(each: Sighting, speaking: Mapping[str, float]) -> tuple[float, int, float]:
    """Who speaks most comes first, then faces, then what is large."""
    said = speaking.get(each.figure, 0.0) if each.figure else 0.0
    areas = [(right - left) * (low - high) for left, high, right, low in _boxes(each)]
    return -said, _ORDER[each.kind], -sum(areas) / len(areas)


def _fitting(ranked: Sequence[Sighting], sides: Sides) -> list[Sighting]:
    """The first of them, and whoever else fits into one window with those before."""
    kept = [ranked[0]]
    for each in ranked[1:]:
        both = [*kept, each]
        if all(_long(both, way) <= side.share for way, side in _ways(sides)):
            kept = both
    return kept


def _ways(sides: Sides) -> tuple[tuple[int, Window], tuple[int, Window]]:
    return (0, sides.across), (1, sides.down)


def _boxes(each: Sighting) -> list[Box]:
    return [moment.box for moment in each.moments]


def _span(those: Sequence[Sighting], way: int, air: float = 0.0) -> Span:
    """From where to where they are, over all moments, with some air beside them."""
    boxes = [box for each in those for box in _boxes(each)]
    low = min(box[way] - air * (box[way + 2] - box[way]) for box in boxes)
    high = max(box[way + 2] + air * (box[way + 2] - box[way]) for box in boxes)
    return max(0.0, low), min(1.0, high)


def _long(those: Sequence[Sighting], way: int) -> float:
    low, high = _span(those, way)
    return high - low


def _focused(
    kept: Sequence[Sighting], rest: Sequence[Sighting], sides: Sides, now: Focus, scale: float
) -> Focus:
    """The focus that holds those, and that cuts as few others in two as can be."""
    x = _place(kept, rest, sides.across, 0, 0.5)
    upright = sides.down.share < 1.0
    y = _place(kept, rest, sides.down, 1, _HIGH) if upright else 0.5
    return now.evolve(x=round(x, 3), y=round(y, 3), scale=scale, proposed=True)


def _place(
    kept: Sequence[Sighting], rest: Sequence[Sighting], side: Window, way: int, high: float
) -> float:
    """The focus along one side; `high` is where in the window the middle of heads should be."""
    room = side.share
    low, end = _span(kept, way)
    if end - low > room:  # not all of it at once
        return side.focus_on(_longest(kept, (low, end), room, way))
    ideal = (low + end) / 2 + (0.5 - high) * room
    first, last = _slack(_span(kept, way, _AIR), room) or _slack((low, end), room) or (ideal, ideal)
    ideal = max(first, min(last, ideal))
    places = [first + (last - first) * step / _STEPS for step in range(_STEPS + 1)]
    best = min([ideal, *places], key=lambda at: _cost(at, ideal, rest, room, way))
    return side.focus_on(best)


def _longest(kept: Sequence[Sighting], span: Span, room: float, way: int) -> float:
    """The middle of the window in which most of them is for longest."""
    first, last = span[0] + room / 2, span[1] - room / 2
    middle = (first + last) / 2
    places = [first + (last - first) * step / _STEPS for step in range(_STEPS + 1)]

    def missed(at: float) -> tuple[float, float]:
        window = at - room / 2, at + room / 2
        return -round(sum(_covered(each, way, window) for each in kept), 3), abs(at - middle)

    return min(places, key=missed)


def _slack(span: Span, room: float) -> Span | None:
    """Between which middles of a window `room` long all of a stretch is in it."""
    first, last = span[1] - room / 2, span[0] + room / 2
    return (first, last) if first <= last else None


def _cost(at: float, ideal: float, rest: Sequence[Sighting], room: float, way: int) -> float:
    """How bad a window is: how far from where it would be best, and whom it cuts in two."""
    shares = [_covered(each, way, (at - room / 2, at + room / 2)) for each in rest]
    halved = sum(0.02 < share < 0.98 for share in shares)
    return abs(at - ideal) + _HALVED * halved


def _covered(each: Sighting, way: int, window: Span) -> float:
    """What part of it lies in a window, on the average."""
    shares = [_share(box, way, window) for box in _boxes(each)]
    return sum(shares) / len(shares)


def _share(box: Box, way: int, window: Span) -> float:
    low, high = box[way], box[way + 2]
    inside = min(high, window[1]) - max(low, window[0])
    return max(0.0, inside) / (high - low) if high > low else 1.0


def _is_cut(each: Sighting, sides: Sides, focus: Focus) -> bool:
    """Whether a focus leaves too little of it in sight, or for too short a time."""
    if focus.scale != 1:
        sides = sides.scaled(max(focus.scale, sides.least))
    across, down = sides.across.seen(focus.x), sides.down.seen(focus.y)
    boxes = _boxes(each)
    breadth = sum(box[2] - box[0] for box in boxes) / len(boxes)
    close = each.kind is Sight.FACE and breadth > sides.across.share
    least = _LARGE if close else IN_SIGHT
    whole = sum(_share(box, 0, across) * _share(box, 1, down) >= least for box in boxes)
    return whole < _STEADY * len(boxes)


def _scale(those: Sequence[Sighting], sides: Sides) -> float:
    """The scale at which all of them are in sight, with air beside them."""
    parts: list[float] = []
    for way, side in _ways(sides):
        low, high = _span(those, way, _AIR)
        long = high - low
        parts.append(side.share / long if long > side.share else 1.0)
    scale = int(min(parts) / _LEAST) * _LEAST
    return round(max(sides.least, min(1.0, scale)), 4)
