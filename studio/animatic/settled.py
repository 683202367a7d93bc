"""What of an element can be done once for a whole shot: carried to the screen, or enlarged."""

import cv2
import numpy as np

from studio.animatic.element import Element, Size
from studio.animatic.planes import warped
from studio.animatic.projection import placed

_EXACT = 1e-9
_FINER = 3.0  # times; what is coarser than that would only cost memory


def settled(element: Element, size: Size) -> Element:
    """The element, looking the same on a screen of `size` in every frame, but quicker to draw."""
    return _sliding(_baked(element, size))


def _baked(element: Element, size: Size) -> Element:
    """What never moves, already carried to the screen, so that it need not be again."""
    if element.mouths or element.eyes or float(np.ptp(element.matrices, axis=0).max()) > 1e-9:
        return element
    border = cv2.BORDER_REPLICATE if element.opaque else cv2.BORDER_CONSTANT
    pixels = warped(element.pixels, element.matrices[0], size, border)
    identity = np.repeat(placed(0.0, 0.0, 1.0), len(element.matrices), axis=0)
    return Element(pixels, identity, element.opaque, element.walks)


def _sliding(element: Element) -> Element:
    """What only slides across, at the screen's own resolution: moving it then needs no warp.

    The curve that enlarges it is finer than a warp's straight line, which is left for the shift.
    """
    first, moved = element.matrices[0], np.ptp(element.matrices, axis=0)
    scale = float(first[0, 0])
    level = float(np.abs(first[:, :2] - scale * np.eye(2)).max()) < _EXACT
    if element.mouths or element.eyes or not level or float(moved[:, :2].max()) > _EXACT:
        return element
    if moved[1, 2] > _EXACT or moved[0, 2] < _EXACT or not 1.0 < scale < _FINER:
        return element
    edge = np.array([1.0, 1.0 + float(first[1, 2]) % 1.0])  # rows lie on the screen's
    rows, columns = (int(np.ceil(side * scale)) + 3 for side in element.pixels.shape[:2])
    matrix = np.array([[scale, 0.0, edge[0]], [0.0, scale, edge[1]]])
    border = cv2.BORDER_REPLICATE if element.opaque else cv2.BORDER_CONSTANT
    fine = cv2.warpAffine(
        element.pixels, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderMode=border
    )
    matrices = element.matrices.copy()
    matrices[:, :, :2] = np.eye(2)
    matrices[:, :, 2] -= edge
    matrices[:, 1, 2] = np.rint(matrices[:, 1, 2])
    return Element(np.asarray(fine, np.uint8), matrices, element.opaque, element.walks)
