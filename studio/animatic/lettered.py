"""Words laid over the frames of any shot, without drawing those again."""

from collections.abc import Mapping
from functools import partial

import cv2
import numpy as np

from studio.animatic.perform import Finish, Pictures
from studio.animatic.planes import Frame, empty_frame, pack, premultiplied, shrunk, to_yuva
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
    """The frames of `pictures` under a frame-sized overlay (premultiplied BGRA)."""

    def __init__(self, pictures: Pictures, overlay: Pixels) -> None:
        height, width = overlay.shape[:2]
        self._pictures = pictures
        self._frame = empty_frame(width, height)
        alpha = np.ascontiguousarray(overlay[..., 3])
        ink, through = empty_frame(width, height), empty_frame(width, height)
        pack(to_yuva(overlay), ink)
        half = 255 - shrunk(alpha, width // 2, height // 2)
        through[:height] = 255 - alpha
        through[height:] = np.concatenate([half.ravel(), half.ravel()]).reshape(-1, width)
        self._parts = [(place, ink[place], through[place]) for place in _painted(through)]

    def draw(self, index: int, mouths: Mapping[str, str] | None = None) -> Finish:
        """Frame `index` with the words on it, as `perform.Pictures` says."""
        return partial(self._finished, self._pictures.draw(index, mouths))

    def _finished(self, finish: Finish) -> Frame:
        np.copyto(self._frame, finish())
        for place, ink, through in self._parts:
            part = self._frame[place]
            cv2.multiply(part, through, dst=part, scale=1.0 / 255.0)
            cv2.add(part, ink, dst=part)
        return self._frame


def _painted(through: Frame) -> list[tuple[slice, slice]]:
    """The bands of rows, cut at both sides, in which something is painted."""
    marked = through.min(axis=1) < 255
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]])))
    out: list[tuple[slice, slice]] = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        columns = np.flatnonzero(through[first:last].min(axis=0) < 255)
        out.append(np.s_[first:last, int(columns[0]) : int(columns[-1]) + 1])
    return out
