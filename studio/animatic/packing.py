"""A canvas to the planes of a frame: averaged or enlarged, with what lies on the lens over it."""

import threading
from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np

from studio.animatic.planes import Box, Frame, Plane
from studio.animatic.stage import Pixels

Size = tuple[int, int]  # width, height

_UNIT = 6  # pixels of a canvas that are 8 of a frame and 4 of its chroma
_MARGIN = 3  # pixels of a canvas about a part that its enlarged pixels depend on


class Above(Protocol):
    """What is laid over a frame's planes while it is packed; corners are in pixels."""

    def luma(self, plane: Plane, left: int, top: int) -> None:
        """Over a part of the canvas's luma."""
        ...

    def chroma(self, planes: Sequence[Plane], left: int, top: int) -> None:
        """Over a part of the frame's U and V."""
        ...


class _Room(threading.local):
    """What a thread works in, kept from frame to frame: fresh memory costs more than the work."""

    def __init__(self, canvas: Size, frame: Size) -> None:
        self.parts = [np.empty(canvas[::-1], np.uint8) for _ in range(4)]
        self.half = np.empty((frame[1] // 2, frame[0] // 2, 4), np.uint8)
        self.large = np.empty(frame[::-1], np.uint8)


class Packer:
    """Writes Y, U, V, A canvases (even sides) of one size into I420 frames of one size.

    The canvas is as large as the frame or three quarters of it. Threads may write different parts
    of a frame at once.
    """

    def __init__(self, canvas: Size, frame: Size) -> None:
        """`canvas` and `frame` are (width, height)."""
        self._enlarges = canvas != frame
        self._room = _Room(canvas, frame)

    def pack(
        self, canvas: Pixels, frame: Frame, box: Box | None = None, above: Above | None = None
    ) -> None:
        """Write a part of the canvas into the frame; chroma is averaged over 2 x 2.

        `box`: left, top, right, bottom (even numbers) of the part of the canvas to write; None is
        all. `above` is laid over it.
        """
        left, top, right, bottom = box or (0, 0, canvas.shape[1], canvas.shape[0])
        if right <= left or bottom <= top:
            return
        work = self._enlarge if self._enlarges else self._average
        work(canvas, frame, (left, top, right, bottom), above)

    def _average(self, canvas: Pixels, frame: Frame, box: Box, above: Above | None) -> None:
        left, top, right, bottom = box
        luma, *chroma = planes_of(frame)
        part = canvas[top:bottom, left:right]
        cv2.extractChannel(part, 0, dst=luma[top:bottom, left:right])
        place = np.s_[top // 2 : bottom // 2, left // 2 : right // 2]
        half = self._room.half[place]
        cv2.resize(part, half.shape[1::-1], dst=half, interpolation=cv2.INTER_AREA)
        for index, plane in enumerate(chroma, 1):
            cv2.extractChannel(half, index, dst=plane[place])
        if above is not None:
            above.luma(luma[top:bottom, left:right], left, top)
            above.chroma([plane[place] for plane in chroma], left // 2, top // 2)

    def _enlarge(self, canvas: Pixels, frame: Frame, box: Box, above: Above | None) -> None:
        """From a canvas three quarters as large; any box gives the pixels the whole would."""
        left, top = (edge // _UNIT * _UNIT for edge in box[:2])
        right, bottom = (-(-edge // _UNIT) * _UNIT for edge in box[2:])
        outer = max(0, left - _MARGIN), max(0, top - _MARGIN), right + _MARGIN, bottom + _MARGIN
        here = np.s_[outer[1] : outer[3], outer[0] : outer[2]]
        split = cv2.split(canvas[here], [part[here] for part in self._room.parts])
        luma, *small = (np.asarray(plane, np.uint8) for plane in split[:3])
        if above is not None:
            above.luma(luma, outer[0], outer[1])
        places = planes_of(frame)
        inner = left, top, right, bottom
        self._grow(luma, places[0], inner, outer, 4, cv2.INTER_CUBIC)
        for plane, part in zip(places[1:], small, strict=True):
            self._grow(part, plane, inner, outer, 2, cv2.INTER_LINEAR)
        if above is not None:
            x0, y0, x1, y1 = left * 2 // 3, top * 2 // 3, right * 2 // 3, bottom * 2 // 3
            above.chroma([plane[y0:y1, x0:x1] for plane in places[1:]], x0, y0)

    def _grow(self, part: Plane, plane: Plane, box: Box, outer: Box, times: int, way: int) -> None:
        """`part`, from `outer`, at `times` thirds of its size; its `box` goes into `plane`."""
        rows, columns = part.shape
        whole = (columns * times // 3, rows * times // 3)
        if whole == plane.shape[::-1]:
            cv2.resize(part, whole, dst=plane, interpolation=way)
            return
        room = self._room.large[: whole[1], : whole[0]]
        large = cv2.resize(part, whole, dst=room, interpolation=way)
        x0, y0, x1, y1 = (edge * times // 3 for edge in box)
        x1, y1 = min(x1, plane.shape[1]), min(y1, plane.shape[0])
        off_x, off_y = x0 - outer[0] * times // 3, y0 - outer[1] * times // 3
        plane[y0:y1, x0:x1] = large[off_y : off_y + y1 - y0, off_x : off_x + x1 - x0]


def pack(canvas: Pixels, frame: Frame) -> None:
    """Write a canvas that is as large as the frame, or three quarters of it, once."""
    rows, width = frame.shape
    Packer((canvas.shape[1], canvas.shape[0]), (width, rows * 2 // 3)).pack(canvas, frame)


def planes_of(frame: Frame) -> list[Plane]:
    """Views of luma, U and V."""
    rows, width = frame.shape
    height = rows * 2 // 3
    return [frame[:height], *frame[height:].reshape(2, height // 2, width // 2)]
