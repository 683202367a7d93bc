"""Drawings that are mostly empty, such as figures: drawn only where there is something.

A clear pixel costs resvg as much as a painted one: it is divided by its alpha and packed as PNG.
"""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from studio.animatic.coverage import Flags
from studio.animatic.planes import Box
from studio.animatic.sheets import raster
from studio.animatic.stage import Pixels

_CELL = 8  # pixels; so coarse a look costs a twentieth of the drawing
_STRIPS = 3
_SEAM = 2  # pixels; what is cut by the edge of a drawing loses a sub-row of its coverage there
_SMALL = 200 * 200  # pixels; a smaller drawing is drawn at once
Span = tuple[int, int]
Part = tuple[float, float, float, float]  # of a drawing: x, y, width, height


def sparse(body: str, box: Part, columns: int, rows: int) -> Pixels:
    """As `sheets.raster`: premultiplied BGRA (rows, columns, 4) of the drawing's part `box`.

    A coarse look first tells where anything is; strips of that are drawn. Blocking.
    """
    if columns * rows < _SMALL:
        return raster(body, box, columns, rows)
    look = raster(body, box, -(-columns // _CELL), -(-rows // _CELL))
    painted = look[..., 3] > 0
    out = np.zeros((rows, columns, 4), np.uint8)
    places = [_place(painted, strip, columns, rows) for strip in _strips(painted)]
    with ThreadPoolExecutor(_STRIPS, "strips") as hands:
        for drawn in [hands.submit(_draw, body, box, place, out) for place in places]:
            drawn.result()
    return out


def _place(painted: Flags, strip: Span, columns: int, rows: int) -> Box:
    """Where a strip of cells is painted: left, top, right, bottom in pixels."""
    high, low = strip
    left, right = _around(painted[max(0, high - 1) : low + 1], 0)
    tall, wide = painted.shape
    return (
        left * columns // wide,
        high * rows // tall,
        -(-right * columns // wide),
        low * rows // tall,
    )


def _strips(painted: Flags) -> list[Span]:
    """What is painted from top to bottom in a few strips, in cells."""
    top, bottom = _around(painted, 1)
    edges = [top + (bottom - top) * n // _STRIPS for n in range(_STRIPS + 1)]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _around(painted: Flags, axis: int) -> Span:
    """From the first column (row) that is painted to the last, and one more on either side."""
    marks = np.flatnonzero(np.any(painted, axis=axis))
    if not len(marks):
        return 0, 0
    return max(0, int(marks[0]) - 1), min(painted.shape[1 - axis], int(marks[-1]) + 2)


def _draw(body: str, box: Part, place: Box, out: Pixels) -> None:
    """Draw a part of `out`: left, top, right, bottom in pixels; a seam beyond is thrown away."""
    rows, columns = out.shape[:2]
    left, top, right, bottom = place
    if right <= left or bottom <= top:
        return
    first, last = max(0, top - _SEAM), min(rows, bottom + _SEAM)
    across, down = box[2] / columns, box[3] / rows
    part = box[0] + left * across, box[1] + first * down, (right - left) * across
    drawn = raster(body, (*part, (last - first) * down), right - left, last - first)
    out[top:bottom, left:right] = drawn[top - first : bottom - first]
