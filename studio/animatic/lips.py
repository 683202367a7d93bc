"""Mouths of drawn figures: patches cut to fit the face they lie on."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from studio.animatic.blocking import Mark, placed, turned
from studio.animatic.faces import MOUTH_BOX, mouth_at
from studio.animatic.looks import Look
from studio.animatic.mouths import mouth
from studio.animatic.sheets import UNIT, Board, raster
from studio.animatic.stage import MOUTH_SHAPES, Layer, Mouth, Pixels
from studio.animatic.svg import group


def lips(
    layer: Layer,
    index: int,
    mark: Mark,
    board: Board,
    middle: tuple[float, float, float],
    look: Look,
) -> tuple[Layer, Mouth | None]:
    """The layer with its mouth at rest and, where it is large enough to be seen, its shapes."""
    lip = mouth_at(middle[2])
    grown = 1.22 if look.child else 1.0
    x, y = turned(mark, board, (middle[0] + grown * lip[0], middle[1] + grown * lip[1]))
    density = layer.pixels.shape[1] / (layer.width * board.wide)
    px = (x - layer.left * board.wide) * density
    py = (y - layer.top * UNIT) * density
    scale = mark.scale * density * grown
    half_w, half_h = MOUTH_BOX[0] * scale, MOUTH_BOX[1] * scale
    x0, y0 = round(px - half_w), round(py - half_h)
    w, h = round(2 * half_w), round(2 * half_h) + max(1, round(2 * scale))
    rows, columns = layer.pixels.shape[:2]
    if w < 20 or x0 < 0 or y0 < 0 or x0 + w > columns or y0 + h > rows:
        return layer, None
    box = (
        layer.left * board.wide + x0 / density,
        layer.top * UNIT + y0 / density,
        w / density,
        h / density,
    )
    bare = layer.pixels[y0 : y0 + h, x0 : x0 + w].astype(np.float32)
    soft = _feather(w, h)
    shapes: dict[str, Pixels] = {}
    for name in MOUTH_SHAPES:
        at = f'transform="translate({middle[0]:.2f} {middle[1]:.2f}) scale({grown})"'
        drawn = raster(
            group(group(mouth(name, look, middle[2]), at), placed(mark, board)), box, w, h
        )
        over = drawn.astype(np.float32)
        whole = over + bare * (1 - over[..., 3:] / 255.0)
        shapes[name] = np.clip(np.round(whole * soft), 0, 255).astype(np.uint8)
    pixels = layer.pixels.copy()
    rest = shapes["rest"].astype(np.float32)
    under = pixels[y0 : y0 + h, x0 : x0 + w].astype(np.float32) * (1 - rest[..., 3:] / 255.0)
    pixels[y0 : y0 + h, x0 : x0 + w] = np.clip(np.round(rest + under), 0, 255).astype(np.uint8)
    return replace(layer, pixels=pixels), Mouth(mark.figure.key, index, x0, y0, shapes)


def _feather(w: int, h: int) -> npt.NDArray[np.float32]:
    """An ellipse that is 1 inside and fades to 0 at the rim, (h, w, 1)."""
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    far = ((x - (w - 1) / 2) / (w / 2)) ** 2 + ((y - (h - 1) / 2) / (h / 2)) ** 2
    return np.clip((1.0 - far) / 0.2, 0.0, 1.0)[..., None]
