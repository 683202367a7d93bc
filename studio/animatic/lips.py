"""Mouths and eyelids of drawn figures: patches cut to fit the face they lie on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from studio.animatic.faces import MOUTH_BOX, lids, mouth_at
from studio.animatic.looks import Look
from studio.animatic.marks import placed, turned
from studio.animatic.mouths import mouth, shut_eyes
from studio.animatic.portrayal import Head, Portrait
from studio.animatic.sheets import raster
from studio.animatic.stage import MOUTH_SHAPES, Layer, Mouth, Pixels
from studio.animatic.svg import Point, group

Drawings = list[npt.NDArray[np.float32]]  # (rows, columns, 4) each


@dataclass(frozen=True)
class _Place:
    """A box of a figure's layer, in its pixels, and as x, y, width, height in drawing units."""

    x: int
    y: int
    columns: int
    rows: int
    box: tuple[float, float, float, float]

    @property
    def part(self) -> tuple[slice, slice]:
        """The box in the layer's pixels."""
        return np.s_[self.y : self.y + self.rows, self.x : self.x + self.columns]


@dataclass(frozen=True)
class Patch:
    """Drawings of a part of a face that fit one box of its figure's layer."""

    figure: str
    place: _Place
    drawings: Drawings


def draw_mouth(portrait: Portrait) -> Patch | None:
    """The mouth in each shape, where it is large enough to be seen. Blocking."""
    head, look = portrait.head, portrait.look
    if head is None or look is None:
        return None
    bodies = [mouth(name, look, head[2]) for name in MOUTH_SHAPES]
    return _patch(portrait, head, look, mouth_at(head[2]), MOUTH_BOX, bodies)


def draw_lids(portrait: Portrait) -> Patch | None:
    """The eyes shut, where they are large enough to be seen. Blocking."""
    head, look = portrait.head, portrait.look
    if head is None or look is None:
        return None
    (left, high), wide, *_ = lids(look, -1, head[2])
    (right, _), narrow, *_ = lids(look, 1, head[2])
    middle = (left - wide + right + narrow) / 2, high
    half = (right + narrow - left + wide) / 2 + 5.0, 12.0
    return _patch(portrait, head, look, middle, half, [shut_eyes(look, head[2])])


def lips(layer: Layer, index: int, patch: Patch) -> tuple[Layer, Mouth]:
    """The figure's layer, which is number `index`, with its mouth at rest, and the mouth."""
    place = patch.place
    bare = layer.pixels[place.part].astype(np.float32)
    soft = _feather(place.columns, place.rows)
    shapes: dict[str, Pixels] = {}
    for name, over in zip(MOUTH_SHAPES, patch.drawings, strict=True):
        whole = over + bare * (1 - over[..., 3:] / 255.0)
        shapes[name] = np.clip(np.round(whole * soft), 0, 255).astype(np.uint8)
    pixels = layer.pixels.copy()
    rest = shapes["rest"].astype(np.float32)
    under = bare * (1 - rest[..., 3:] / 255.0)
    pixels[place.part] = np.clip(np.round(rest + under), 0, 255).astype(np.uint8)
    return replace(layer, pixels=pixels), Mouth(patch.figure, index, place.x, place.y, shapes)


def eyelids(index: int, patch: Patch) -> Mouth:
    """The eyes of layer `index` open (nothing) and shut."""
    (shut,) = patch.drawings
    shapes = {"open": np.zeros(shut.shape, np.uint8), "shut": shut.astype(np.uint8)}
    return Mouth(patch.figure, index, patch.place.x, patch.place.y, shapes)


def _patch(
    portrait: Portrait, head: Head, look: Look, at: Point, half: Point, bodies: Sequence[str]
) -> Patch | None:
    """Drawings for the box about a point of the head; None where that is tiny or cut off."""
    place = _place(portrait, head, look, at, half)
    if place is None:
        return None
    return Patch(portrait.mark.figure.key, place, _drawn(bodies, place, portrait, head, look))


def _place(portrait: Portrait, head: Head, look: Look, at: Point, half: Point) -> _Place | None:
    """The box about a point of the head; None when it is tiny or not wholly on the layer."""
    grown, mark, (left, top, wide, _) = look.head, portrait.mark, portrait.box
    x, y = turned(mark, portrait.board, (head[0] + grown * at[0], head[1] + grown * at[1]))
    columns, rows = portrait.size
    density = columns / wide
    px, py = (x - left) * density, (y - top) * density
    scale = mark.scale * density * grown
    x0, y0 = round(px - half[0] * scale), round(py - half[1] * scale)
    w, h = round(2 * half[0] * scale), round(2 * half[1] * scale) + max(1, round(2 * scale))
    if w < 20 or x0 < 0 or y0 < 0 or x0 + w > columns or y0 + h > rows:
        return None
    return _Place(x0, y0, w, h, (left + x0 / density, top + y0 / density, w / density, h / density))


def _drawn(
    bodies: Sequence[str], place: _Place, portrait: Portrait, head: Head, look: Look
) -> Drawings:
    """Parts of the head, each drawn for the same box of its layer: one above the other at once."""
    at = f'transform="translate({head[0]:.2f} {head[1]:.2f}) scale({look.head:.3f})"'
    left, top, wide, high = place.box
    whole = ""
    for index, body in enumerate(bodies):
        drawn = group(group(body, at), placed(portrait.mark, portrait.board))
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
