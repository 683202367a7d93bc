"""Words laid over the frames of any shot, without drawing those again."""

from collections.abc import Mapping
from functools import partial

import cv2
import numpy as np

from studio.animatic.packing import pack
from studio.animatic.perform import Finish, Pictures
from studio.animatic.planes import Frame, empty_frame, premultiplied, shrunk, to_yuva
from studio.animatic.stage import Pixels


def note(text: str, width: int, height: int) -> Pixels:
    """A frame-sized overlay with a small dark label in the lower right corner (Latin letters)."""
    tall = max(12, height // 24)
    scale = tall / 40.0
    weight = max(1, round(scale * 2))
    (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, weight)
    wide = min(width, wide + tall)
    ink, ground = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    edge = height // 40
    left, top = max(0, width - edge - wide), max(0, height - edge - tall)
    ground[top : top + tall, left : left + wide] = 150
    spot = (left + tall // 2, top + round(tall * 0.72))
    cv2.putText(ink, text, spot, cv2.FONT_HERSHEY_DUPLEX, scale, 255, weight, cv2.LINE_AA)
    return premultiplied(np.dstack([ink, ink, ink]), np.maximum(ground, ink))


class Lettered:
    """The frames of `pictures` under a frame-sized overlay (premultiplied BGRA).

    The words are laid into the very frames of `pictures`, and what was below them is put back
    before the next one is made: that drawing may count on finding its frame as it left it.
    """

    def __init__(self, pictures: Pictures, overlay: Pixels) -> None:
        self._pictures = pictures
        self._shown: Frame | None = None
        ink, through = _planes(overlay)
        self._parts = [(place, ink[place], through[place]) for place in _painted(through)]
        self._below = [np.empty_like(ink) for _, ink, _ in self._parts]

    def draw(self, index: int, mouths: Mapping[str, str] | None = None) -> Finish:
        """Frame `index` with the words on it, as `perform.Pictures` says."""
        return partial(self._finished, self._pictures.draw(index, mouths))

    def _finished(self, finish: Finish) -> Frame:
        if self._shown is not None:
            for (place, _, _), below in zip(self._parts, self._below, strict=True):
                self._shown[place] = below
        frame = self._shown = finish()
        for (place, ink, through), below in zip(self._parts, self._below, strict=True):
            part = frame[place]
            np.copyto(below, part)
            cv2.multiply(part, through, dst=part, scale=1.0 / 255.0)
            cv2.add(part, ink, dst=part)
        return frame


def _planes(overlay: Pixels) -> tuple[Frame, Frame]:
    """Ink and how much is seen through it, both as I420; only painted rows are converted."""
    height, width = overlay.shape[:2]
    ink, through = np.zeros((2, height * 3 // 2, width), np.uint8)
    through[:] = 255
    rows = np.flatnonzero(overlay[..., 3].any(axis=1))
    if not len(rows):
        return ink, through
    top, bottom = int(rows[0]) & ~1, (int(rows[-1]) + 2) & ~1
    alpha = np.ascontiguousarray(overlay[top:bottom, :, 3])
    part = empty_frame(width, bottom - top)
    pack(to_yuva(overlay[top:bottom]), part)
    half = 255 - shrunk(alpha, width // 2, (bottom - top) // 2)
    ink[top:bottom], through[top:bottom] = part[: bottom - top], 255 - alpha
    small = part[bottom - top :].reshape(2, -1)
    for plane, values in enumerate(small):
        start = height * width + plane * height * width // 4 + top // 2 * (width // 2)
        place = np.s_[start : start + values.size]
        ink.reshape(-1)[place], through.reshape(-1)[place] = values, half.reshape(-1)
    return ink, through


def _painted(through: Frame) -> list[tuple[slice, slice]]:
    """The bands of rows, cut at both sides, in which something is painted."""
    marked = through.min(axis=1) < 255
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]])))
    out: list[tuple[slice, slice]] = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        columns = np.flatnonzero(through[first:last].min(axis=0) < 255)
        out.append(np.s_[first:last, int(columns[0]) : int(columns[-1]) + 1])
    return out
