"""A pile of elements on a canvas: what of it a frame changes, and drawing just that."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from studio.animatic.alive import blinks
from studio.animatic.coverage import Flags, Tiles
from studio.animatic.element import Element, Size
from studio.animatic.planes import Box, Frame, Matrix, lay, shifted, warped
from studio.animatic.stage import Pixels

Seen = list[tuple[Element, bool, list[Box]]]  # back to front: does it hide all below, and where

SHUTTER = 0.5  # part of a frame's time that the shutter is open: 180 degrees
_BLACK = (16, 128, 128, 255)
_SPARE = 8000  # pixels; blending so many costs about as much as one box more
_AHEAD = 48  # frames whose coverage is found at once
_EXACT = 1e-6  # pixels
_BLUR_FROM = 10.0  # pixels a frame; slower turns look sharp without it


class Painter:
    """Elements back to front, and the canvas (Y, U, V and room for alpha) they are drawn on."""

    def __init__(
        self,
        made: Sequence[Element],
        size: Size,
        frames: int,
        fps: float,
        seed: int,
        *,
        farthest: bool = True,
    ) -> None:
        """`farthest`: nothing lies below, so that the first element turns as the camera does."""
        self._size = size
        self._elements = made
        self.canvas = np.full((size[1], size[0], 4), 255, np.uint8)
        self._farthest = farthest
        self._tiles = Tiles(size)
        self._covered: list[tuple[Flags, Flags]] = []
        self._known = -1
        figures = {figure for element in made for figure in element.eyes}
        self._shut = {figure: blinks(figure, seed, frames, fps) for figure in figures}
        self._last = self._index = -1
        self._seen: Seen = []
        self._blur: tuple[int, int] | None = None

    @property
    def smears(self) -> bool:
        """Whether the frame is blurred by the camera's turn, and so must be drawn as a whole."""
        return self._blur is not None

    def changed(self, index: int, mouths: Mapping[str, str]) -> list[Box]:
        """Go to frame `index`; the boxes of the screen that are to be drawn again."""
        self._last, self._index = self._index, index
        spoken = self._speak(index, mouths)
        return (self._changed(index) if self._last >= 0 else [self._whole()]) + spoken

    def look(self, box: Box) -> None:
        """Find out what is to be drawn in a box; `draw` then draws parts of it."""
        turns = self._farthest and box == self._whole()
        self._blur = self._shutter(self._index) if turns else None
        self._seen = self._visible(self._index, box)

    def draw(self, box: Box, ground: Pixels | None = None) -> None:
        """Draw a part of what was looked at, over another canvas or black."""
        blur = self._blur
        place = np.s_[box[1] : box[3], box[0] : box[2]]
        if ground is not None:
            self.canvas[place] = ground[place]
        elif not (self._elements and self._elements[0].opaque):
            self.canvas[place] = _BLACK
        for element, plain, boxes in self._seen:
            if blur is not None and element.walks:
                _smear(self.canvas, blur)
                blur = None
            draw = self._copy if plain else self._blend
            for part in boxes:
                draw(element, self._index, _overlap(box, part))
        if blur is not None:
            _smear(self.canvas, blur)

    def _whole(self) -> Box:
        return 0, 0, *self._size

    def _speak(self, index: int, mouths: Mapping[str, str]) -> list[Box]:
        """Change mouths and eyes; where on the screen that shows."""
        boxes: list[Box] = []
        for element in self._elements:
            wanted = [(lips, mouths.get(key, "rest")) for key, lips in element.mouths.items()]
            wanted += [
                (lids, "shut" if self._shut[key][index] else "open")
                for key, lids in element.eyes.items()
            ]
            for patch, shape in wanted:
                if patch.show(element.pixels, shape):
                    rows, columns = next(iter(patch.shapes.values())).shape[:2]
                    place = (patch.left, patch.top, patch.left + columns, patch.top + rows)
                    boxes.append(self._screen(element, index, place))
        return boxes

    def _changed(self, index: int) -> list[Box]:
        boxes: list[Box] = []
        for element in self._elements:
            drift = np.abs(element.matrices[index] - element.matrices[self._last])
            if float(drift.max()) > 1e-9:
                if element.opaque:
                    return [self._whole()]
                boxes += [self._screen(element, index), self._screen(element, self._last)]
        return boxes

    def _screen(self, element: Element, index: int, part: Box | None = None) -> Box:
        """The even box on the screen that holds (a part of) an element at frame `index`."""
        rows, columns = element.pixels.shape[:2]
        if element.opaque and part is None:
            return self._whole()
        left, top, right, bottom = part or (0, 0, columns, rows)
        (a, b, x), (c, d, y) = element.matrices[index].tolist()
        edges = [(u - 0.5, v - 0.5) for u in (left, right) for v in (top, bottom)]
        across = [a * u + b * v + x for u, v in edges]
        down = [c * u + d * v + y for u, v in edges]
        width, height = self._size
        return (
            _even(min(across) - 1, width),
            _even(min(down) - 1, height),
            _even(max(across) + 3, width),
            _even(max(down) + 3, height),
        )

    def _visible(self, index: int, box: Box) -> Seen:
        """What is to be drawn, back to front: an element, whether it hides all below, and where."""
        tiles = self._tiles.boxes
        shown = (tiles[:, 0] < box[2]) & (tiles[:, 2] > box[0])
        shown &= (tiles[:, 1] < box[3]) & (tiles[:, 3] > box[1])
        out: Seen = []
        for element, covered in zip(self._elements[::-1], self._cover(index)[::-1], strict=True):
            hides, paints = (flags[index % _AHEAD] for flags in covered)
            screen = self._screen(element, index)
            mixed = self._tiles.runs(shown & paints & ~hides, _SPARE)
            out.append((element, False, [_overlap(run, screen) for run in mixed]))
            out.append((element, True, self._tiles.runs(shown & hides)))
            shown &= ~hides
        return out[::-1]

    def _cover(self, index: int) -> list[tuple[Flags, Flags]]:
        """What each element hides and paints, for all frames of the stretch with this one."""
        if self._known != index // _AHEAD:
            self._known = index // _AHEAD
            part = np.s_[self._known * _AHEAD : (self._known + 1) * _AHEAD]
            self._covered = [
                element.coverage.of(element.matrices[part], self._tiles.boxes)
                for element in self._elements
            ]
        return self._covered

    def _copy(self, element: Element, index: int, box: Box) -> None:
        if box[3] <= box[1] or box[2] <= box[0]:
            return
        matrix, place = self._cut(element, index, box)
        if element.slides[index]:
            part = _untouched(element.pixels, matrix, place)
            if part is not None:
                np.copyto(place, part)
                return
            if shifted(element.pixels, matrix[0, 2], matrix[1, 2], place):
                return
        size = (place.shape[1], place.shape[0])
        cv2.warpAffine(element.pixels, matrix, size, dst=place, borderMode=cv2.BORDER_REPLICATE)

    def _blend(self, element: Element, index: int, box: Box) -> None:
        if box[3] <= box[1] or box[2] <= box[0]:
            return
        matrix, place = self._cut(element, index, box)
        lay(place, _sheet(element, index, matrix, place))

    def _cut(self, element: Element, index: int, box: Box) -> tuple[Matrix, Pixels]:
        """The matrix into a box of the screen, and that box of the canvas."""
        left, top, right, bottom = box
        matrix = element.matrices[index].copy()
        matrix[0, 2] -= left
        matrix[1, 2] -= top
        return matrix, self.canvas[top:bottom, left:right]

    def _shutter(self, index: int) -> tuple[int, int] | None:
        """How far the farthest layer smears while the shutter is open, across and down."""
        if not self._elements or index == 0:
            return None
        matrices = self._elements[0].matrices
        middle = np.array([self._size[0] / 2.0, self._size[1] / 2.0, 1.0])
        inner = np.asarray(cv2.invertAffineTransform(matrices[index]), np.float64)
        moved = matrices[index - 1] @ np.append(inner @ middle, 1.0) - middle[:2]
        across, down = np.abs(moved)
        if max(across, down) < _BLUR_FROM:
            return None
        return max(1, int(across * SHUTTER)) | 1, max(1, int(down * SHUTTER)) | 1


def _smear(canvas: Frame, blur: tuple[int, int]) -> None:
    cv2.blur(canvas, blur, dst=canvas, borderType=cv2.BORDER_REPLICATE)


def _sheet(element: Element, index: int, matrix: Matrix, place: Pixels) -> Pixels:
    """What of an element lies over `place`, as large as it."""
    if element.slides[index]:
        part = _untouched(element.pixels, matrix, place)
        if part is not None:
            return part
        part = np.empty_like(place)
        if shifted(element.pixels, matrix[0, 2], matrix[1, 2], part):
            return part
    return warped(element.pixels, matrix, (place.shape[1], place.shape[0]))


def _untouched(pixels: Pixels, matrix: Matrix, place: Pixels) -> Pixels | None:
    """The pixels that lie exactly on those of `place`, when the matrix shifts by whole ones."""
    across, down = -float(matrix[0, 2]), -float(matrix[1, 2])
    x, y = round(across), round(down)
    rows, columns = place.shape[:2]
    inside = 0 <= x <= pixels.shape[1] - columns and 0 <= y <= pixels.shape[0] - rows
    exact = max(abs(across - x), abs(down - y)) < _EXACT
    return pixels[y : y + rows, x : x + columns] if exact and inside else None


def _even(value: float, limit: int) -> int:
    """The even number at or below `value`, within 0 and `limit`."""
    return min(max(0, int(value)), limit) & ~1


def _overlap(one: Box, two: Box) -> Box:
    return max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])


def union(boxes: Sequence[Box]) -> Box:
    """The box that holds them all; without any area when none has."""
    real = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    if not real:
        return 0, 0, 0, 0
    return (
        min(box[0] for box in real),
        min(box[1] for box in real),
        max(box[2] for box in real),
        max(box[3] for box in real),
    )
