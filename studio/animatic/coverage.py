"""Which parts of the screen a layer fills, hides or leaves alone, found without drawing it."""

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.planes import Plane
from studio.animatic.projection import Affine
from studio.animatic.stage import Pixels

Flags = npt.NDArray[np.bool_]
Boxes = npt.NDArray[np.float64]  # (tiles, 4): left, top, right, bottom on the screen
Run = tuple[int, int, int, int]  # the same, of some tiles

_BLOCK = 16  # pixels
_TILE = (224, 120)  # pixels on the screen, about


class Coverage:
    """Counts of blocks with some transparency and of blocks with some paint, summed up."""

    def __init__(self, pixels: Pixels, opaque: bool) -> None:
        """`pixels` as `planes.to_sheet` gives them."""
        self._opaque = opaque
        through = pixels[..., 3]
        self._size = (through.shape[1], through.shape[0])
        self._open = _summed(_any(through))
        self._painted = _summed(_any(cv2.bitwise_not(through)))

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
    inverse = np.linalg.inv(matrices[:, :, :2])
    corners = tiles[:, [[0, 1], [2, 1], [0, 3], [2, 3]]] - 0.5
    at = np.einsum("nij,ntkj->ntki", inverse, corners - matrices[:, None, None, :, 2])
    return at.min(axis=2) - 1.5, at.max(axis=2) + 2.5


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
        self._known: dict[bytes, list[Run]] = {}

    def runs(self, wanted: Flags) -> list[Run]:
        """Boxes that together hold the wanted tiles; neighbours are joined."""
        key = wanted.tobytes()  # most frames of a shot want what the one before wanted
        if key not in self._known:
            self._known[key] = self._runs(wanted)
        return self._known[key]

    def _runs(self, wanted: Flags) -> list[Run]:
        columns = len(self._x) - 1
        out: list[Run] = []
        for row, flags in enumerate(wanted.reshape(-1, columns)):
            edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
            for first, last in zip(edges[::2], edges[1::2], strict=True):
                box = (self._x[int(first)], self._y[row], self._x[int(last)], self._y[row + 1])
                _joined(out, box)
        return out


def _joined(out: list[Run], box: Run) -> None:
    for index, (left, top, right, bottom) in enumerate(out):
        if (left, right, bottom) == (box[0], box[2], box[1]):
            out[index] = (left, top, right, box[3])
            return
    out.append(box)


def _cuts(length: int, about: int) -> list[int]:
    count = max(1, round(length / about))
    return [round(length * index / count / 2) * 2 for index in range(count)] + [length]
