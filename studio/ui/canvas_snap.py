"""The lines of a film's frame that a dragged picture is drawn to: its middle, edges, safe areas."""

from collections.abc import Iterable
from dataclasses import dataclass

from studio.ui.canvas_frame import Point, Standing
from studio.ui.screen import ACTION, TITLE


@dataclass(frozen=True)
class Guide:
    """A line over the whole frame, upright or level, at a pixel of the film's frame."""

    upright: bool
    at: float


@dataclass(frozen=True)
class Lines:
    """Lines of a frame of a size; `near` is how many pixels of the film count as close."""

    frame: tuple[int, int]
    near: float

    def middle(self, *, upright: bool) -> float:
        """The line through the middle."""
        return self.frame[0 if upright else 1] / 2

    def edges(self, *, upright: bool) -> tuple[float, ...]:
        """The frame's own edges, and those within which action and titles are safe."""
        span = self.frame[0 if upright else 1]
        inner = [(1 - share) / 2 * span for share in (ACTION, TITLE)]
        return (0.0, float(span), *inner, *(span - each for each in inner))


Drawn = tuple[float, tuple[Guide, ...]]


def snapped_edges(
    standing: Standing, lines: Lines, *, across: bool, down: bool
) -> tuple[Point, tuple[Guide, ...]]:
    """How far a picture is to be moved so that its middle or an edge lies on a line, and on which.

    Only `across`, or only `down`, where it is not to leave its way.
    """
    left, top, right, bottom = standing.bounds
    none: Drawn = (0.0, ())
    x, upright = _drawn((left, right), (left + right) / 2, lines, upright=True) if across else none
    y, level = _drawn((top, bottom), (top + bottom) / 2, lines, upright=False) if down else none
    return (x, y), (*upright, *level)


def snapped_factor(
    standing: Standing, stays: Point, factor: float, lines: Lines
) -> tuple[float, tuple[Guide, ...]]:
    """A factor of size near the one wanted with which an edge lies on a line of the frame.

    One picture's edges move by different ways, so what counts is how far the edge is from the line.
    """
    left, top, right, bottom = standing.bounds
    best: tuple[float, float, Guide] | None = None
    for upright, edges, fixed in (
        (True, (left, right), stays[0]),
        (False, (top, bottom), stays[1]),
    ):
        for edge in edges:
            way = edge - fixed
            if abs(way) < 1:
                continue
            for line in lines.edges(upright=upright):
                off = abs(fixed + way * factor - line)
                wanted = (line - fixed) / way
                if off <= lines.near and wanted > 0 and (best is None or off < best[0]):
                    best = (off, wanted, Guide(upright, line))
    return (factor, ()) if best is None else (best[1], (best[2],))


def _drawn(edges: Iterable[float], middle: float, lines: Lines, *, upright: bool) -> Drawn:
    """The shortest way to a line, the middle's first."""
    pairs = [(middle, lines.middle(upright=upright))]
    pairs += [(edge, line) for edge in edges for line in lines.edges(upright=upright)]
    off, place = min((abs(at - line), number) for number, (at, line) in enumerate(pairs))
    if off > lines.near:
        return 0.0, ()
    way = pairs[place][1] - pairs[place][0]
    met = {line for at, line in pairs if abs(at + way - line) < 0.01}
    return way, tuple(Guide(upright, line) for line in sorted(met))
