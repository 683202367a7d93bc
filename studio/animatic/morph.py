"""From the maker's first frame to the last: two pictures, one camera move, a dissolve inside."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

import cv2
import numpy as np

from studio.animatic.easing import glide, smootherstep
from studio.animatic.interest import Bgr
from studio.animatic.packing import Packer
from studio.animatic.perform import Finish
from studio.animatic.planes import Frame, Matrix, bgr_to_yuva, empty_frame, shrunk

_GROW = 1.14  # of a move that the pictures do not tell
_SIDE = 640  # pixels; alignment needs no more
_WAYS = {
    "pan_left": (0.10, 0.0), "pan_right": (-0.10, 0.0), "truck_left": (0.10, 0.0),
    "truck_right": (-0.10, 0.0), "follow": (-0.10, 0.0), "tilt_up": (0.0, 0.10),
    "tilt_down": (0.0, -0.10), "crane_up": (0.0, 0.08), "crane_down": (0.0, -0.08),
}  # fmt: skip
Similarity = tuple[complex, complex]  # z -> a z + b, in pixels


def aligned(first: Bgr, last: Bgr) -> Similarity | None:
    """The turn, growth and shift that carries `first` onto `last`, when both show the same."""
    factor = min(1.0, _SIDE / max(first.shape[:2]))
    size = (round(first.shape[1] * factor), round(first.shape[0] * factor))
    orb = cv2.ORB.create(1500)
    seen = [
        orb.detectAndCompute(cv2.cvtColor(shrunk(p, *size), cv2.COLOR_BGR2GRAY), np.array([]))
        for p in (first, last)
    ]
    if any(len(points) < 24 for points, _ in seen):
        return None
    matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(seen[0][1], seen[1][1])
    if len(matches) < 24:
        return None
    start = np.array([seen[0][0][m.queryIdx].pt for m in matches], np.float32)
    goal = np.array([seen[1][0][m.trainIdx].pt for m in matches], np.float32)
    matrix, inliers = cv2.estimateAffinePartial2D(start, goal, ransacReprojThreshold=3.0)
    if int(np.sum(inliers)) < max(20, 0.3 * len(matches)):
        return None
    a = complex(float(matrix[0, 0]), float(matrix[1, 0]))
    b = complex(float(matrix[0, 2]), float(matrix[1, 2])) / factor
    near = 0.5 < abs(a) < 2.0 and abs(math.atan2(a.imag, a.real)) < 0.4
    return (a, b) if near else None


def imagined(moves: Sequence[str], size: tuple[int, int], focus: tuple[float, float]) -> Similarity:
    """The carrying move when the pictures show different things: what was asked, else a push."""
    for move in moves:
        if move in _WAYS:
            across, down = _WAYS[move]
            return 1 + 0j, complex(across * size[0], down * size[1])
    grow = 1 / _GROW if {"pull_out", "zoom_out"} & set(moves) else _GROW
    centre = complex(focus[0] * size[0], focus[1] * size[1])
    return complex(grow), centre * (1 - grow)


def _part(way: Similarity, t: float) -> Similarity:
    """The way walked for a part `t` of the time, at an even pace about its fixed point."""
    a, b = way
    at = a**t
    return (at, b * (at - 1) / (a - 1)) if abs(a - 1) > 1e-6 else (at, b * t)


def _matrix(way: Similarity) -> Matrix:
    a, b = way
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


class Morph:
    """Frames from `first` to `last` (BGR of the frame's size); exactly these at both ends."""

    def __init__(self, first: Bgr, last: Bgr, frames: int, way: Similarity) -> None:
        self._pictures = bgr_to_yuva(first), bgr_to_yuva(last)
        self._way = way
        self._time = glide(np.arange(frames) / max(1, frames - 1))
        self._mix = smootherstep((self._time - 0.25) / 0.5)
        size = first.shape[1], first.shape[0]
        self._frame, self._packer = empty_frame(*size), Packer(size, size)

    def draw(self, index: int, mouths: Mapping[str, str] | None = None) -> Finish:
        """Frame `index`, as `perform.Pictures` says. Pictures have no mouths to move."""
        del mouths
        t, mix = float(self._time[index]), float(self._mix[index])
        a, b = self._way
        back = (1 / a, -b / a)
        canvas = self._carried(0, _part(self._way, t)) if mix < 1.0 else None
        if mix > 0.0:
            second = self._carried(1, _part(back, 1.0 - t))
            canvas = second if canvas is None else _mixed(canvas, second, mix)
        assert canvas is not None
        return partial(self._finished, canvas)

    def _finished(self, canvas: Bgr) -> Frame:
        self._packer.pack(canvas, self._frame)
        return self._frame

    def _carried(self, which: int, way: Similarity) -> Bgr:
        """Carried along; what lies beyond the rim is mirrored, which a dissolve hides."""
        picture = self._pictures[which]
        size = (picture.shape[1], picture.shape[0])
        moved = cv2.warpAffine(picture, _matrix(way), size, borderMode=cv2.BORDER_REFLECT_101)
        return np.asarray(moved, np.uint8)


def _mixed(one: Bgr, two: Bgr, part: float) -> Bgr:
    return np.asarray(cv2.addWeighted(one, 1.0 - part, two, part, 0.0), np.uint8)
