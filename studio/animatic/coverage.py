"""Which parts of the screen a layer fills, hides or leaves alone, found without drawing it."""

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.planes import Matrix
from studio.animatic.stage import Pixels

Flags = npt.NDArray[np.bool_]
Boxes = npt.NDArray[np.float64]  # (tiles, 4): left, top, right, bottom on the screen

_BLOCK = 16  # pixels
_TILE = (224, 120)  # pixels on the screen, about


class Coverage:
    """Counts of blocks with some transparency and of blocks with some paint, summed up."""

    def __init__(self, pixels: Pixels, opaque: bool) -> None:
        """`pixels` as `planes.to_sheet` gives them. The tiles asked about are always the same."""
        self._opaque = opaque
        through = pixels[..., 3]
        self._size = (through.shape[1], through.shape[0])
        self._open = _summed(_any(through > 0))
        self._painted = _summed(_any(through < 255))
        self._known: tuple[Matrix, Flags, Flags] | None = None

    def of(self, matrix: Matrix, tiles: Boxes) -> tuple[Flags, Flags]:
        """For each tile of the screen: is it wholly hidden by the layer, is anything of it in it?

        Both err on the safe side, by up to a block and the reach of the sampling.
        """
        if self._opaque:
            every = np.ones(len(tiles), np.bool_)
            return every, every
        if self._known is None or not np.array_equal(self._known[0], matrix):
            self._known = (matrix, *self._of(matrix, tiles))
        return self._known[1:]

    def _of(self, matrix: Matrix, tiles: Boxes) -> tuple[Flags, Flags]:
        low, high = _reached(matrix, tiles)
        within = ((low >= 0) & (high <= np.array(self._size))).all(axis=1)
        first = np.floor(low / _BLOCK).astype(np.int64)
        last = np.ceil(high / _BLOCK).astype(np.int64)
        hidden = within & (_count(self._open, first, last) == 0)
        return hidden, _count(self._painted, first, last) > 0


def _reached(matrix: Matrix, tiles: Boxes) -> tuple[Boxes, Boxes]:
    """The box of layer pixels that each tile is sampled from: lower and upper corners."""
    inverse = np.linalg.inv(matrix[:, :2])
    corners = tiles[:, [[0, 1], [2, 1], [0, 3], [2, 3]]] - 0.5
    at = (corners - matrix[:, 2]) @ inverse.T
    return at.min(axis=1) - 1.5, at.max(axis=1) + 2.5


def _any(marked: Flags) -> Flags:
    """For each block of pixels: is any marked?

    The mean of a block of 256 pixels is never rounded to 0 when one of them is 255.
    """
    rows, columns = (-(-side // _BLOCK) for side in marked.shape)
    room = np.zeros((rows * _BLOCK, columns * _BLOCK), np.uint8)
    np.multiply(marked, 255, out=room[: marked.shape[0], : marked.shape[1]], casting="unsafe")
    return np.asarray(cv2.resize(room, (columns, rows), interpolation=cv2.INTER_AREA)) > 0


def _summed(blocks: Flags) -> npt.NDArray[np.int64]:
    out = np.zeros((blocks.shape[0] + 1, blocks.shape[1] + 1), np.int64)
    out[1:, 1:] = blocks.cumsum(axis=0).cumsum(axis=1)
    return out


def _count(
    summed: npt.NDArray[np.int64], first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """How many blocks are set between `first` and `last` (columns, rows)."""
    rows, columns = summed.shape[0] - 1, summed.shape[1] - 1
    x0, x1 = np.clip(first[:, 0], 0, columns), np.clip(last[:, 0], 0, columns)
    y0, y1 = np.clip(first[:, 1], 0, rows), np.clip(last[:, 1], 0, rows)
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

    def runs(self, wanted: Flags) -> list[tuple[int, int, int, int]]:
        """Boxes that together hold the wanted tiles; neighbours are joined."""
        columns = len(self._x) - 1
        out: list[tuple[int, int, int, int]] = []
        for row, flags in enumerate(wanted.reshape(-1, columns)):
            edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
            for first, last in zip(edges[::2], edges[1::2], strict=True):
                box = (self._x[int(first)], self._y[row], self._x[int(last)], self._y[row + 1])
                _joined(out, box)
        return out


def _joined(out: list[tuple[int, int, int, int]], box: tuple[int, int, int, int]) -> None:
    for index, (left, top, right, bottom) in enumerate(out):
        if (left, right, bottom) == (box[0], box[2], box[1]):
            out[index] = (left, top, right, box[3])
            return
    out.append(box)


def _cuts(length: int, about: int) -> list[int]:
    count = max(1, round(length / about))
    return [round(length * index / count / 2) * 2 for index in range(count)] + [length]
