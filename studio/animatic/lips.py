"""Mouths and eyelids of drawn figures: patches cut to fit the face they lie on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from studio.animatic.faces import MOUTH_BOX, lids, mouth_at
from studio.animatic.looks import Look
from studio.animatic.marks import Mark, placed, turned
from studio.animatic.mouths import mouth, shut_eyes
from studio.animatic.sheets import UNIT, Board, raster
from studio.animatic.stage import MOUTH_SHAPES, Layer, Mouth, Pixels
from studio.animatic.svg import Point, group

Head = tuple[float, float, float]  # the head's middle in the figure's units, and its turn


@dataclass(frozen=True)
class _Place:
    """A box of a figure's layer, in its pixels, and as x, y, width, height in drawing units."""

    x: int
    y: int
    columns: int
    rows: int
    box: tuple[float, float, float, float]


def lips(
    layer: Layer, index: int, mark: Mark, board: Board, head: Head, look: Look
) -> tuple[Layer, Mouth | None]:
    """The layer with its mouth at rest and, where it is large enough to be seen, its shapes."""
    place = _place(layer, mark, board, head, look, mouth_at(head[2]), MOUTH_BOX)
    if place is None:
        return layer, None
    rows = slice(place.y, place.y + place.rows)
    columns = slice(place.x, place.x + place.columns)
    bare = layer.pixels[rows, columns].astype(np.float32)
    soft = _feather(place.columns, place.rows)
    shapes: dict[str, Pixels] = {}
    bodies = [mouth(name, look, head[2]) for name in MOUTH_SHAPES]
    for name, over in zip(
        MOUTH_SHAPES, _drawn(bodies, place, mark, board, head, look), strict=True
    ):
        whole = over + bare * (1 - over[..., 3:] / 255.0)
        shapes[name] = np.clip(np.round(whole * soft), 0, 255).astype(np.uint8)
    pixels = layer.pixels.copy()
    rest = shapes["rest"].astype(np.float32)
    under = pixels[rows, columns].astype(np.float32) * (1 - rest[..., 3:] / 255.0)
    pixels[rows, columns] = np.clip(np.round(rest + under), 0, 255).astype(np.uint8)
    return replace(layer, pixels=pixels), Mouth(mark.figure.key, index, place.x, place.y, shapes)


def eyelids(
    layer: Layer, index: int, mark: Mark, board: Board, head: Head, look: Look
) -> Mouth | None:
    """The eyes open (nothing) and shut, where they are large enough to be seen."""
    (left, high), wide, *_ = lids(look, -1, head[2])
    (right, _), narrow, *_ = lids(look, 1, head[2])
    middle = (left - wide + right + narrow) / 2, high
    half = (right + narrow - left + wide) / 2 + 5.0, 12.0
    place = _place(layer, mark, board, head, look, middle, half)
    if place is None:
        return None
    (shut,) = _drawn([shut_eyes(look, head[2])], place, mark, board, head, look)
    shapes = {"open": np.zeros(shut.shape, np.uint8), "shut": shut.astype(np.uint8)}
    return Mouth(mark.figure.key, index, place.x, place.y, shapes)


def _place(
    layer: Layer, mark: Mark, board: Board, head: Head, look: Look, at: Point, half: Point
) -> _Place | None:
    """The box about a point of the head; None when it is tiny or not wholly on the layer."""
    grown = look.head
    x, y = turned(mark, board, (head[0] + grown * at[0], head[1] + grown * at[1]))
    density = layer.pixels.shape[1] / (layer.width * board.wide)
    px = (x - layer.left * board.wide) * density
    py = (y - layer.top * UNIT) * density
    scale = mark.scale * density * grown
    x0, y0 = round(px - half[0] * scale), round(py - half[1] * scale)
    w, h = round(2 * half[0] * scale), round(2 * half[1] * scale) + max(1, round(2 * scale))
    rows, columns = layer.pixels.shape[:2]
    if w < 20 or x0 < 0 or y0 < 0 or x0 + w > columns or y0 + h > rows:
        return None
    left, top = layer.left * board.wide + x0 / density, layer.top * UNIT + y0 / density
    return _Place(x0, y0, w, h, (left, top, w / density, h / density))


def _drawn(
    bodies: Sequence[str], place: _Place, mark: Mark, board: Board, head: Head, look: Look
) -> list[npt.NDArray[np.float32]]:
    """Parts of the head, each drawn for the same box of its layer: one above the other at once."""
    at = f'transform="translate({head[0]:.2f} {head[1]:.2f}) scale({look.head:.3f})"'
    left, top, wide, high = place.box
    whole = ""
    for index, body in enumerate(bodies):
        drawn = group(group(body, at), placed(mark, board))
        size = f'width="{wide:.5f}" height="{high:.5f}"'
        view = f'viewBox="{left:.5f} {top:.5f} {wide:.5f} {high:.5f}"'
        whole += f'<svg x="{left:.5f}" y="{top + index * high:.5f}" {size} {view}>{drawn}</svg>'
    box = left, top, wide, high * len(bodies)
    rows = raster(whole, box, place.columns, place.rows * len(bodies))
    return list(rows.astype(np.float32).reshape(len(bodies), place.rows, place.columns, 4))


def _feather(w: int, h: int) -> npt.NDArray[np.float32]:
    """An ellipse that is 1 inside and fades to 0 at the rim, (h, w, 1)."""
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    far = ((x - (w - 1) / 2) / (w / 2)) ** 2 + ((y - (h - 1) / 2) / (h / 2)) ** 2
    return np.clip((1.0 - far) / 0.2, 0.0, 1.0)[..., None]
