"""The pictures of a programme that are there, and why others never will be."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from studio.errors import StudioError
from studio.render.programme import Fault


@dataclass(frozen=True)
class Picture:
    """A frame's picture, (width x height) BGRA bytes, top row first.

    A `light` one is from what stands in for the takes, a `quick` one is read again in no time.
    """

    frame: int
    width: int
    height: int
    data: bytes | memoryview
    light: bool = False
    quick: bool = False


_QUICK = 3  # quick pictures kept that are not wanted soon: their memory is worth more than they


class PictureStore:
    """As many pictures as a budget of bytes allows; for one thread at a time."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._kept: OrderedDict[int, Picture] = OrderedDict()
        self._faults: list[Fault] = []
        self.shape: tuple[int, int] = (0, 0)  # width, height
        self.last: Picture | None = None  # that came last

    @property
    def weight(self) -> int:
        """Bytes of a picture."""
        return max(1, self.shape[0] * self.shape[1] * 4)

    @property
    def depth(self) -> int:
        """How many pictures ahead may be asked for."""
        return max(4, min(24, self._budget // self.weight // 2))

    def clear(self) -> None:
        """Forget every picture."""
        self._kept.clear()
        self.last = None

    def fail(self, faults: Iterable[Fault], *, only: bool = False) -> None:
        """There are no pictures in these stretches; with `only` in no others."""
        self._faults = [*(() if only else self._faults), *faults]

    def fault(self, frame: int) -> StudioError | None:
        """Why a frame has no picture."""
        return next((e for first, last, e in self._faults if first <= frame < last), None)

    def has(self, frame: int) -> bool:
        """Whether a frame's picture is there, or never will be."""
        return frame in self._kept or self.fault(frame) is not None

    def get(self, frame: int) -> Picture | None:
        """A frame's picture, to be shown: it is kept longer for that."""
        picture = self._kept.get(frame)
        if picture is None or self.fault(frame) is not None:  # read in passing: a slate
            return None
        self._kept.move_to_end(frame)
        return picture

    def is_quick(self, frame: int) -> bool:
        """Whether there is a picture of a frame that was quickly read."""
        picture = self._kept.get(frame)
        return picture is not None and picture.quick

    def is_light(self, frame: int) -> bool:
        """Whether there is a picture of a frame that a finer one may take the place of."""
        picture = self._kept.get(frame)
        return picture is not None and picture.light

    def nearest(self, frame: int, after: int, forward: bool) -> Picture | None:
        """The picture there is that is nearest to `frame`, of those between it and `after`."""
        low, high = (after + 1, frame) if forward else (frame, after - 1)
        between = [n for n in self._kept if low <= n <= high and self.fault(n) is None]
        if not between:
            return None
        return self._kept[max(between) if forward else min(between)]

    def put(self, picture: Picture) -> None:
        """Keep the picture that came last, unless a finer one of its frame is there."""
        kept = self._kept.get(picture.frame)
        if kept is None or (kept.light and not picture.light):
            self._kept[picture.frame] = picture
        self.last = self._kept[picture.frame]
        self._kept.move_to_end(picture.frame)

    def refine(self, picture: Picture) -> None:
        """Keep a picture in place of the one there is of its frame."""
        self._kept[picture.frame] = picture

    def trim(self, wishes: Collection[int]) -> None:
        """Make room for another picture: forget what was longest not shown and is not wanted."""
        quick = [n for n, picture in self._kept.items() if picture.quick and n not in wishes]
        for frame in quick[:-_QUICK]:
            del self._kept[frame]
        limit = max(self._budget // self.weight, self.depth + 2) - 1
        if len(self._kept) <= limit:
            return
        for frame in list(self._kept):
            if len(self._kept) <= limit:
                return
            if frame not in wishes:
                del self._kept[frame]
