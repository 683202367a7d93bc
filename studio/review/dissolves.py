"""Dissolves inside a take: stretches whose pictures are a mix of the ones at both ends.

A dissolve is made by adding two shots with weights that change evenly (the production model of
Hampapur, Jain and Weymouth, Multimedia Tools and Applications 1, 1995). Of two unlike pictures the
mix has less contrast than either, least in its middle (Alattar, ISCAS 1993). Both are looked for
in the thumbnails. As a camera may move through a dissolve, its ends are also tried carried on by
the shift of the pictures before and after (phase correlation). What else changes a picture bit by
bit is told apart by its details: a light, a fade or a fog leaves them where they are, and a move
makes no mix.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from studio.review.finding import At
from studio.review.limits import limit
from studio.review.watch import Watched

Thumb = npt.NDArray[np.float32]  # (27, 48)

_LENGTHS = (8, 12, 16, 24, 36, 48)  # frames that lie between both ends
_AHEAD = 4  # frames over which a shift is measured
_STILL = (0.0, 0.0)
_FINE, _AROUND = 3.0, 4.0  # pixels of a thumbnail: details, and where they are evened out
_LEFT = 0.4  # of the picture, that both ends must still share
_FIRST = 2.0  # times looser, for the first look at the picture in the middle
_OUTSIDE = -1e6  # far below any level, so that a trace of it shows


Shift = tuple[float, float]  # pixels of a thumbnail a frame


@dataclass(frozen=True)
class _Mix:
    """How a stretch is a mix: `off` is the worst share of the difference of both ends that it
    leaves unexplained, `uneven` how far the weights are from even steps.
    """

    off: float
    uneven: float


class _Row:
    """The thumbnails, with what is measured of one when it is first needed."""

    def __init__(self, thumbs: npt.NDArray[np.uint8]) -> None:
        self.thumbs = thumbs
        self._known: dict[int, _Thumbnail] = {}

    def apart(self, first: int, last: int) -> float:
        """The mean difference of two frames, in levels of 255."""
        one, other = (self.thumbs[n].astype(np.int16) for n in (first, last))
        return float(np.abs(one - other).mean())

    def __len__(self) -> int:
        return len(self.thumbs)

    def __getitem__(self, frame: int) -> "_Thumbnail":
        if frame not in self._known:
            self._known[frame] = _Thumbnail(self.thumbs[frame].astype(np.float32))
        return self._known[frame]

    def forget(self, before: int) -> None:
        """Let go what is measured of frames that are not needed any more."""
        for frame in [each for each in self._known if each < before]:
            del self._known[frame]

    def shift(self, first: int, last: int) -> Shift:
        """By how many pixels a frame moves on, from one frame to another."""
        first, last = max(0, first), min(len(self) - 1, last)
        if last <= first:
            return _STILL
        one, other = (self.thumbs[n][:26].astype(np.float32) for n in (first, last))
        window = cv2.createHanningWindow((one.shape[1], one.shape[0]), cv2.CV_32F)
        (x, y), _ = cv2.phaseCorrelate(one, other, np.asarray(window, np.float32))
        return x / (last - first), y / (last - first)


@dataclass(frozen=True)
class _Thumbnail:
    luma: Thumb

    @cached_property
    def fine(self) -> Thumb:
        """Its details, in levels."""
        return np.asarray(self.luma - cv2.GaussianBlur(self.luma, (0, 0), _FINE), np.float32)

    @cached_property
    def contrast(self) -> float:
        """The mean square of its details."""
        return float(np.square(self.fine).mean())

    @cached_property
    def drawn(self) -> Thumb:
        """Its details alike strong in light and shade."""
        near = cv2.GaussianBlur(np.square(self.fine), (0, 0), _AROUND)
        return np.asarray(self.fine / np.sqrt(np.asarray(near) + 4.0), np.float32)


def dissolves(seen: Watched) -> Iterator[tuple[At, float]]:
    """The stretches, in their order, each with how far it is from a mix: 0 is one, 1 is none."""
    found: list[tuple[float, At, float]] = []
    row = _Row(seen.thumbs)
    for first in range(len(row)):
        row.forget(first - _AHEAD)
        for length in _LENGTHS:
            last = first + length + 1
            if last >= len(row):
                break
            mix = _mix(row, first, last)
            if mix is not None:
                rank = mix.off + mix.uneven + _dip(row, first, last)
                found.append((rank, At(first=first + 1, frames=length), mix.off))
    found.sort(key=lambda each: each[0])
    taken: list[tuple[At, float]] = []
    for _, at, off in found:
        if all(at.first > other.end or at.end < other.first for other, _ in taken):
            taken.append((at, off))
    yield from sorted(taken, key=lambda each: each[0].first)


def _dip(row: _Row, first: int, last: int) -> float:
    """The contrast in the middle as a share of that at both ends: a half in a full dissolve."""
    middle = (first + last) // 2
    ends = (row[first].contrast + row[last].contrast) / 2
    return row[middle].contrast / max(1e-6, ends)


def _mix(row: _Row, first: int, last: int) -> _Mix | None:
    """How the frames between two are a mix of them; None where they are none."""
    apart = row.apart(first, last)
    if apart < limit("dissolve.apart"):
        return None
    weak, strong = sorted((row[first].contrast, row[last].contrast))
    if weak < max(limit("dissolve.detail"), limit("dissolve.weaker") * strong**0.5) ** 2:
        return None
    if _dip(row, first, last) > limit("dissolve.contrast"):
        return None
    before = {_STILL, row.shift(first - _AHEAD, first)}
    after = {_STILL, row.shift(last, last + _AHEAD)}
    ways = list(product(before, after))
    tried = [_weighed(row, first, last, one, other) for one, other in ways]
    best = min((each for each in tried if each is not None), key=lambda m: m.off, default=None)
    if best is None or best.off > limit("dissolve.off") or best.uneven > limit("dissolve.uneven"):
        return None
    unlike = all(_alike(row, first, last, *way) < limit("dissolve.alike") for way in ways)
    return best if unlike else None


def _weighed(row: _Row, first: int, last: int, before: Shift, after: Shift) -> _Mix | None:
    """Each frame as the mix nearest to it, by least squares; None where the middle one is none."""
    count = last - first
    off = uneven = 0.0
    for step in (count // 2, *range(1, count)):
        ends = _carried(row[first].luma, row[last].luma, step, count, before, after)
        if ends is None:
            return None
        one, other, shared = ends
        way = other - one
        size = float(way @ way)
        if size < len(way) * limit("dissolve.apart") ** 2:
            return None
        moved = row[first + step].luma[shared] - one
        weight = float(moved @ way) / size
        rest = float(np.linalg.norm(moved - weight * way)) / size**0.5
        off, uneven = max(off, rest), max(uneven, abs(weight - step / count))
        if off > limit("dissolve.off") or uneven > _FIRST * limit("dissolve.uneven"):
            return None
    return _Mix(off, uneven)


def _carried(
    one: Thumb,
    other: Thumb,
    step: int,
    count: int,
    before: Shift,
    after: Shift,
) -> tuple[Thumb, Thumb, npt.NDArray[np.bool_]] | None:
    """Both ends where they would be at a step between them, as far as they share the picture."""
    here = _moved(one, before, step)
    there = _moved(other, after, step - count)
    shared = (here > _OUTSIDE / 1e4) & (there > _OUTSIDE / 1e4)
    if float(shared.mean()) < _LEFT:
        return None
    return here[shared], there[shared], shared


def _moved(picture: Thumb, shift: Shift, steps: int) -> Thumb:
    if shift == _STILL:
        return picture
    turn = np.array([[1, 0, shift[0] * steps], [0, 1, shift[1] * steps]], np.float32)
    moved = cv2.warpAffine(
        picture, turn, (picture.shape[1], picture.shape[0]), flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(_OUTSIDE,),
    )  # fmt: skip
    return np.asarray(moved, np.float32)


def _alike(row: _Row, first: int, last: int, before: Shift, after: Shift) -> float:
    """The correlation of the details of both ends, carried on to the middle."""
    count = last - first
    ends = _carried(row[first].drawn, row[last].drawn, count // 2, count, before, after)
    if ends is None:
        return 0.0
    return float(np.corrcoef(ends[0], ends[1])[0, 1])
