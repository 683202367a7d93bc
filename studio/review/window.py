"""What of a take a delivery shows along one side of the picture, by the point in focus."""

from dataclasses import dataclass

_STEPS = 40  # of halving: far finer than a pixel


@dataclass(frozen=True)
class Window:
    """One side of the picture, all in one unit of length, at one scale of the focus.

    `picture`: how long the take's picture is there, `stage`: the film's frame, which shows a part
    of it or has bars beside it, `canvas`: the delivery's frame, which shows a part of that. The
    point in focus moves both, as `render.fitting` has it. `offset` is how far the maker moved it.
    """

    picture: float
    stage: float
    canvas: float
    offset: float = 0.0

    @property
    def share(self) -> float:
        """How much of the take's picture is in sight at most; above 1 there is room beside it."""
        return min(self.canvas, self.stage) / self.picture

    def seen(self, focus: float) -> tuple[float, float]:
        """The first and the last place in sight, as shares of the take's picture."""
        first = _begins(self.picture, self.stage, focus) + _begins(self.stage, self.canvas, focus)
        low = (first - self.offset) / self.picture
        return low, low + self.canvas / self.picture

    def focus_on(self, middle: float) -> float:
        """The focus (0 to 1) at which a place of the take is as near to the middle as can be."""
        low, high = 0.0, 1.0
        if self.seen(low) == self.seen(high):
            return 0.5
        for _ in range(_STEPS):
            half = (low + high) / 2
            first, last = self.seen(half)
            low, high = (half, high) if (first + last) / 2 < middle else (low, half)
        return (low + high) / 2

    def scaled(self, scale: float) -> "Window":
        """The same side where the focus has another scale."""
        return Window(self.picture * scale, self.stage * scale, self.canvas, self.offset)


def _begins(whole: float, part: float, focus: float) -> float:
    """Where a part begins in what is cut off around a point, or lies in the middle of it."""
    if whole <= part:
        return (whole - part) / 2
    return max(0.0, min(whole - part, whole * focus - part / 2))
