"""What lies on the lens: weather and filters, laid over finished planes without a warp."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.element import Element, Size
from studio.animatic.planes import Plane
from studio.animatic.stage import Pixels

Steps = npt.NDArray[np.int64]  # (frames, 2): across and down, whole pixels


def whole(element: Element) -> bool:
    """Whether an element only ever moves by whole pixels and shows what lies below it."""
    if element.opaque or element.mouths or element.eyes:
        return False
    square = element.matrices[:, :, :2] - np.eye(2)
    way = element.matrices[:, :, 2]
    return bool(np.abs(square).max() < 1e-9 and np.abs(way - np.rint(way)).max() < 1e-6)


def count_on_lens(made: Sequence[Element]) -> int:
    """How many elements, counted from the front, can be laid over finished planes."""
    count = next((n for n, element in enumerate(reversed(made)) if not whole(element)), len(made))
    return count


@dataclass(frozen=True)
class _Film:
    """One plane of paint (times alpha), how much is seen through it, and where it is when."""

    ink: Plane
    through: Plane
    steps: Steps
    tiled: bool

    def lay(self, plane: Plane, index: int, left: int, top: int) -> None:
        """Blend over `plane`, whose corner lies at (left, top)."""
        x, y = (int(v) for v in self.steps[index])
        x, y = x - left, y - top
        if not self.tiled:
            self._lay(plane, x, y)
            return
        (rows, columns), (high, wide) = self.ink.shape, plane.shape
        for down in range(y % rows - rows, high, rows):
            for across in range(x % columns - columns, wide, columns):
                self._lay(plane, across, down)

    def _lay(self, plane: Plane, x: int, y: int) -> None:
        """Once, with its corner at (x, y) of the plane."""
        rows, columns = self.ink.shape
        x0, y0 = max(0, x), max(0, y)
        x1, y1 = min(plane.shape[1], x + columns), min(plane.shape[0], y + rows)
        if x1 <= x0 or y1 <= y0:
            return
        part, here = plane[y0:y1, x0:x1], np.s_[y0 - y : y1 - y, x0 - x : x1 - x]
        cv2.multiply(part, self.through[here], dst=part, scale=1.0 / 255.0)
        cv2.add(part, self.ink[here], dst=part)


class Lens:
    """Elements that `whole` is true of, ready to be laid over the planes of a frame.

    Luma is laid at the canvas's resolution, chroma at that of the frame's chroma, to the nearest
    pixel of either: what falls is thin and nearly grey.
    """

    def __init__(self, made: Sequence[Element], canvas: Size, frame: Size) -> None:
        """`canvas` and `frame` are (width, height) of what is drawn on and what comes of it."""
        share = frame[0] / 2 / canvas[0]
        painted = [part for part in map(_painted, made) if part is not None]
        self._luma = [film for part in painted for film in part.films((0,))]
        self._chroma = [part.films((1, 2), share) for part in painted]

    def moves(self, index: int, last: int) -> bool:
        """Whether anything is elsewhere at frame `index` than it was at frame `last`."""
        return any((film.steps[index] != film.steps[last]).any() for film in self._luma)

    def at(self, index: int) -> "Shown":
        """The lens at frame `index`, as `packing.Packer` takes it."""
        return Shown(self._luma, self._chroma, index)


@dataclass(frozen=True)
class Shown:
    """A lens at one frame."""

    _luma: Sequence[_Film]
    _chroma: Sequence[Sequence[_Film]]
    _index: int

    def luma(self, plane: Plane, left: int, top: int) -> None:
        """Lay it over a part of the canvas's luma whose corner lies at (left, top)."""
        for film in self._luma:
            film.lay(plane, self._index, left, top)

    def chroma(self, planes: Sequence[Plane], left: int, top: int) -> None:
        """Lay it over a part of the frame's U and V, whose corner lies at (left, top) of them."""
        for pair in self._chroma:
            for film, plane in zip(pair, planes, strict=True):
                film.lay(plane, self._index, left, top)


@dataclass(frozen=True)
class _Part:
    """Pixels, how large they are shown, the way of their corner, and whether they repeat."""

    pixels: Pixels
    shown: Size
    steps: Steps
    tiled: bool

    def films(self, channels: Sequence[int], share: float = 1.0) -> list[_Film]:
        """A film for each of some channels, at a share of the size."""
        size = max(1, round(self.shown[0] * share)), max(1, round(self.shown[1] * share))
        inks = [_plane(self.pixels, channel, size) for channel in (*channels, 3)]
        through = np.asarray(cv2.bitwise_not(inks[-1], dst=inks[-1]), np.uint8)
        steps = np.rint(self.steps * share).astype(np.int64)
        return [_Film(ink, through, steps, self.tiled) for ink in inks[:-1]]


def _plane(pixels: Pixels, channel: int, size: Size) -> Plane:
    """One channel at another size; each alone, as what it takes is fresh memory."""
    plane = np.asarray(cv2.extractChannel(pixels, channel), np.uint8)
    if plane.shape[::-1] == size:
        return plane
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _painted(element: Element) -> _Part | None:
    """The part of an element on which anything is painted."""
    way = np.rint(element.matrices[:, :, 2]).astype(np.int64)
    if element.shown:
        return _Part(element.pixels, element.shown, way, element.tiled)
    seen = element.pixels[..., 3] > 0
    rows = np.flatnonzero(seen.any(axis=1))
    if not len(rows):
        return None
    columns = np.flatnonzero(seen[rows[0] : rows[-1] + 1].any(axis=0))
    corner = np.array([columns[0], rows[0]])
    part = element.pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _Part(part, (part.shape[1], part.shape[0]), way + corner, tiled=False)
