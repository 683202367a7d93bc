"""Which parts of the screen a layer fills, hides or leaves alone, found without drawing it."""

import numpy as np
import numpy.typing as npt

from studio.animatic.planes import Plane
from studio.animatic.projection import Affine
from studio.animatic.stage import Pixels

Flags = npt.NDArray[np.bool_]
Boxes = npt.NDArray[np.float64]  # (tiles, 4): left, top, right, bottom on the screen
Run = tuple[int, int, int, int]  # the same, of some tiles

_BLOCK = 8  # pixels
_TILE = (96, 54)  # pixels on the screen, about


class Coverage:
    """Counts of blocks with some transparency and of blocks with some paint, summed up."""

    def __init__(self, pixels: Pixels, opaque: bool) -> None:
        """`pixels` with alpha as the fourth channel."""
        self._opaque = opaque
        alpha = pixels[..., 3]
        self._size = (alpha.shape[1], alpha.shape[0])
        self._open = _summed(_any(~alpha))
        self._painted = _summed(_any(alpha))

    def of(self, matrices: Affine, tiles: Boxes) -> tuple[Flags, Flags]:
        """For each frame and tile: is it wholly hidden by the layer, is anything of it in it?

        Both (frames, tiles) err on the safe side, by up to a block and the reach of the sampling.
        """
        if self._opaque:
            every = np.ones((len(matrices), len(tiles)), np.bool_)
            return every, every
        low, high = _reached(matrices, tiles)
        within = ((low >= 0) & (high <= np.array(self._size))).all(axis=-1)
        first = np.floor(low / _BLOCK).astype(np.int64)
        last = np.ceil(high / _BLOCK).astype(np.int64)
        hidden = within & (_count(self._open, first, last) == 0)
        return hidden, _count(self._painted, first, last) > 0


def _reached(matrices: Affine, tiles: Boxes) -> tuple[Boxes, Boxes]:
    """The box of layer pixels that each tile is sampled from: lower and upper corners."""
    inverse = np.linalg.inv(matrices[:, :, :2])[:, None]  # (frames, 1, layer axis, screen axis)
    offset = (inverse @ (matrices[:, None, :, 2:] + 0.5))[..., 0]
    ends = tiles.reshape(-1, 2, 1, 2)  # (tiles, low or high, 1, screen axis)
    one, two = inverse * ends[:, 0], inverse * ends[:, 1]
    low = np.minimum(one, two).sum(axis=3) - offset
    high = np.maximum(one, two).sum(axis=3) - offset
    return low - 1.5, high + 2.5


def _any(marks: Plane) -> Flags:
    """For each block of pixels: is any not zero? Eight pixels are looked at in one word."""
    rows, columns = (-(-side // _BLOCK) for side in marks.shape)
    room = np.zeros((rows * _BLOCK, columns * _BLOCK), np.uint8)
    room[: marks.shape[0], : marks.shape[1]] = marks
    words = room.view(np.uint64).reshape(rows, _BLOCK, columns * _BLOCK // 8)
    lines = np.bitwise_or.reduce(words, axis=1).reshape(rows, columns, _BLOCK // 8)
    return np.asarray(lines.any(axis=2), np.bool_)


def _summed(blocks: Flags) -> npt.NDArray[np.int64]:
    out = np.zeros((blocks.shape[0] + 1, blocks.shape[1] + 1), np.int64)
    out[1:, 1:] = blocks.cumsum(axis=0).cumsum(axis=1)
    return out


def _count(
    summed: npt.NDArray[np.int64], first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """How many blocks are set between `first` and `last` (columns, rows)."""
    rows, columns = summed.shape[0] - 1, summed.shape[1] - 1
    x0, x1 = np.clip(first[..., 0], 0, columns), np.clip(last[..., 0], 0, columns)
    y0, y1 = np.clip(first[..., 1], 0, rows), np.clip(last[..., 1], 0, rows)
    return np.asarray(summed[y1, x1] - summed[y0, x1] - summed[y1, x0] + summed[y0, x0], np.int64)


class Tiles:
    """A screen cut into tiles of even sides; runs of them are drawn together."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._x = _cuts(size[0], _TILE[0])
        self._y = _cuts(size[1], _TILE[1])
        boxes = [
            (left, top, right, bottom)
            for top, bottom in zip(self._y, self._y[1:], strict=False)
            for left, right in zip(self._x, self._x[1:], strict=False)
        ]
        self.boxes: Boxes = np.array(boxes, np.float64)
        self._known: dict[tuple[int, bytes], list[Run]] = {}

    def runs(self, wanted: Flags, spare: int = 0) -> list[Run]:
        """Boxes that together hold the wanted tiles, none of them twice; neighbours are joined.

        Up to `spare` pixels that are not wanted may be drawn to save one box.
        """
        key = spare, wanted.tobytes()  # many frames of a shot want what the one before wanted
        if key not in self._known:
            self._known[key] = _joined(self._rows(wanted), spare)
        return self._known[key]

    def _rows(self, wanted: Flags) -> list[Run]:
        """The wanted tiles, those side by side as one."""
        columns, rows = len(self._x) - 1, len(self._y) - 1
        padded = np.zeros((rows, columns + 2), np.bool_)
        padded[:, 1:-1] = wanted.reshape(rows, columns)
        edges = np.flatnonzero(np.diff(padded, axis=1)).tolist()
        out: list[Run] = []
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            row, left = divmod(first, columns + 1)
            right = last - row * (columns + 1)
            out.append((self._x[left], self._y[row], self._x[right], self._y[row + 1]))
        return out


def _joined(runs: list[Run], spare: int) -> list[Run]:
    out: list[Run] = []
    while runs:
        one, *rest = runs
        for two in rest:
            both = _around(one, two)
            others = [other for other in rest if other is not two]
            cheap = _area(both) - _area(one) - _area(two) <= spare
            if cheap and not any(_meet(both, other) for other in (*out, *others)):
                runs = [both, *others]
                break
        else:
            out.append(one)
            runs = rest
    return out


def _around(one: Run, two: Run) -> Run:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _area(run: Run) -> int:
    return (run[2] - run[0]) * (run[3] - run[1])


def _meet(one: Run, two: Run) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _cuts(length: int, about: int) -> list[int]:
    count = max(1, round(length / about))
    return [round(length * index / count / 2) * 2 for index in range(count)] + [length]
