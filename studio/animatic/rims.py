"""Light on cut-outs: a rim along their outline, and shade on the other side."""

import cv2
import numpy as np

from studio.animatic.light import Palette, rgb
from studio.animatic.stage import Pixels


def relit(pixels: Pixels, light: Palette, width: float) -> Pixels:
    """Rim light from the upper right and a soft shade on the other side, along the outline."""
    reach = max(1.0, width)
    alpha = np.ascontiguousarray(pixels[..., 3])
    rim = cv2.subtract(alpha, _moved(alpha, -reach, reach * 0.7))
    small = cv2.resize(alpha, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    away = cv2.subtract(small, _moved(np.asarray(small, np.uint8), reach * 1.6, -reach * 0.4))
    away = cv2.GaussianBlur(away, (0, 0), reach / 2)
    shade = cv2.resize(away, (alpha.shape[1], alpha.shape[0]), interpolation=cv2.INTER_LINEAR)
    where = np.nonzero(cv2.max(rim, shade) > 3)
    edge = pixels[where].astype(np.float32)
    for name, share in (
        (light.dark, shade[where] * (0.4 / 255)),
        (light.rim, rim[where] * (0.75 / 255)),
    ):
        colour = np.array(rgb(name)[::-1], np.float32) * edge[:, 3:] / 255.0
        edge[:, :3] += (colour - edge[:, :3]) * share[:, None]
    out = pixels.copy()
    out[where] = np.minimum(np.round(edge), edge[:, 3:]).astype(np.uint8)
    return out


def _moved(alpha: Pixels, across: float, down: float) -> Pixels:
    """A mask shifted by whole pixels, its edges continued."""
    matrix = np.array([[1.0, 0.0, round(across)], [0.0, 1.0, round(down)]])
    size = (alpha.shape[1], alpha.shape[0])
    return np.asarray(
        cv2.warpAffine(
            alpha, matrix, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def darker(pixels: Pixels, share: float) -> Pixels:
    """Premultiplied pixels with less light."""
    out = pixels.copy()
    out[..., :3] = (out[..., :3] * (1.0 - share)).astype(np.uint8)
    return out
