"""Frames of a stage under a moving camera, drawn straight in the form an encoder takes."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import numpy as np

from studio.animatic.camera import Path
from studio.animatic.element import Element, Size
from studio.animatic.elements import drawn_at, elements
from studio.animatic.lens import Lens, count_on_lens
from studio.animatic.packing import Above, Packer
from studio.animatic.painter import Painter, union
from studio.animatic.perform import Finish
from studio.animatic.planes import Box, Frame, empty_frame
from studio.animatic.projection import Affine
from studio.animatic.stage import Pixels, Stage

# Threads of one shot, as OpenCV works outside Python's lock: where there are two cores, the encoder
# needs the other one, and sharing the frame with it costs more than it gives.
_HANDS = 2 if (os.cpu_count() or 1) > 2 else 1
_SHARE = 400_000  # pixels drawn by one of them at a time
_OFTEN = 0.75  # of the frames


class Compositor:
    """Draws frame after frame; only what changed since the last one is drawn again.

    What lies still most of the time is kept as a picture of its own below what moves every frame;
    what lies on the lens is laid over the planes of the frame as they are finished.
    """

    def __init__(self, stage: Stage, path: Path, size: Size, fps: float, seed: int = 0) -> None:
        """`size` is (width, height), both even; `path` a camera path that fits the stage."""
        inner = drawn_at(stage, path, size)
        made = elements(stage, path, inner, fps, seed)
        lens = len(made) - count_on_lens(made)
        solid = [element.spread() for element in made[:lens]]
        calm = _calm(solid)
        self._below = Painter(solid[:calm], inner, len(path), fps, seed) if calm else None
        self._above = Painter(solid[calm:], inner, len(path), fps, seed, farthest=not calm)
        self._lens = Lens(made[lens:], inner, size)
        self._last = 0
        self._spare = self._above.canvas.copy()  # what the last frame is finished from
        self._frame = empty_frame(*size)
        self._packer = Packer(inner, size)
        self._hands = ThreadPoolExecutor(1, "compositor")

    def draw(self, index: int, mouths: Mapping[str, str] | None = None) -> Finish:
        """Frame `index` with the mouth shape of each figure, as `perform.Pictures` says."""
        shapes = mouths or {}
        below = self._below.changed(index, shapes) if self._below else []
        boxes = below + self._above.changed(index, shapes)
        if self._below and below:
            self._draw(self._below, union(below))
        box = union(boxes) if boxes else None
        if box is not None:
            self._turn_canvas(box)
            self._draw(self._above, box, self._below)
        if self._lens.moves(index, self._last):
            box = (0, 0, self._above.canvas.shape[1], self._above.canvas.shape[0])
        self._last = index
        return partial(self._finished, self._above.canvas, box, self._lens.at(index))

    def _turn_canvas(self, box: Box) -> None:
        """Draw on the other canvas, as the last frame may still be read from this one."""
        above = self._above
        above.canvas, self._spare = self._spare, above.canvas
        if box != (0, 0, above.canvas.shape[1], above.canvas.shape[0]):
            np.copyto(above.canvas, self._spare)

    def _finished(self, canvas: Pixels, box: Box | None, above: Above) -> Frame:
        if box is not None:
            pack = self._packer.pack
            self._share([partial(pack, canvas, self._frame, b, above) for b in _bands(box)])
        return self._frame

    def _draw(self, painter: Painter, box: Box, ground: Painter | None = None) -> None:
        painter.look(box)
        bands = [box] if painter.smears else _bands(box)
        self._share([partial(painter.draw, band, ground and ground.canvas) for band in bands])

    def _share(self, work: Sequence[Callable[[], None]]) -> None:
        """Do it side by side, whoever is free taking the next; back when all is done.

        The encoder wants a core as well, so that a helper may be late: nothing waits for its share.
        """
        left = iter(work)  # two threads may ask: a list's iterator moves under Python's lock
        helped = self._hands.submit(_work_off, left) if len(work) > 1 else None
        _work_off(left)
        if helped is not None and not helped.cancel():
            helped.result()


def _work_off(left: Iterator[Callable[[], None]]) -> None:
    for each in left:
        each()


def _bands(box: Box) -> list[Box]:
    """A large box in parts, one above the other, that threads work on side by side."""
    left, top, right, bottom = box
    count = max(1, (right - left) * (bottom - top) // _SHARE) if _HANDS > 1 else 1
    edges = [top + (bottom - top) * n // count & ~1 for n in range(count)] + [bottom]
    return [(left, a, right, b) for a, b in pairwise(edges)]


def _calm(made: Sequence[Element]) -> int:
    """How many elements at the back are worth keeping as one picture."""
    moving = [_restless(element.matrices) for element in made]
    calm = next((n for n, share in enumerate(moving) if share > _OFTEN), 0)
    return calm if calm > 1 else 0


def _restless(matrices: Affine) -> float:
    """In what part of the frames something is elsewhere than in the one before."""
    steps = np.abs(np.diff(matrices, axis=0)).max(axis=(1, 2), initial=0.0)
    return float((steps > 1e-9).mean()) if len(steps) else 0.0
