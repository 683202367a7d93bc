"""How sharp a picture is: the width of its sharpest edges, which hardly depends on what it shows.

After Marziliano, Dufaux, Winkler and Ebrahimi, "A no-reference perceptual blur metric" (ICIP 2002):
blur is the width of edges. Here a width is the contrast across an edge divided by its slope, which
needs no walk along rows; of all edges the sharpest twentieth counts, so that a ground out of focus
is none, and of both directions the sharper one, so that a fast pan is none.
"""

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

_REACH = 13  # pixels over which the contrast of an edge is taken
_CONTRAST = 24  # levels from which it is an edge
_FEW = 40  # edge pixels below which nothing can be said
_SHARPEST = 0.05


def edge_width(luma: Bytes) -> float:
    """Pixels that the sharpest edges of a picture are wide; nan where it has hardly any.

    An ideal step is 2 pixels wide; one that was blurred by a Gaussian of s pixels about 2.5 s.
    """
    smooth = np.asarray(cv2.blur(luma, (3, 3)), np.uint8)  # noise makes slopes of its own
    widths = [_width(luma, smooth, across=True), _width(luma, smooth, across=False)]
    known = [width for width in widths if not np.isnan(width)]
    return min(known) if known else float("nan")


def _width(luma: Bytes, smooth: Bytes, *, across: bool) -> float:
    shape = (_REACH, 1) if across else (1, _REACH)
    window = np.ones(shape[::-1], np.uint8)
    contrast = np.asarray(
        cv2.subtract(cv2.dilate(smooth, window), cv2.erode(smooth, window)), np.uint8
    )
    sobel = cv2.Sobel(luma, cv2.CV_16S, int(across), int(not across))
    slope = np.asarray(cv2.convertScaleAbs(sobel, alpha=0.25), np.uint8)
    ridge = slope == cv2.dilate(slope, window)  # an edge counts once, however wide it is
    edge = ridge & (contrast >= _CONTRAST) & (slope > 0)
    if int(np.count_nonzero(edge)) < _FEW:
        return float("nan")
    steep = np.asarray(contrast[edge], np.float32) * 2 / np.asarray(slope[edge], np.float32)
    ranked = np.partition(steep, int(len(steep) * _SHARPEST))
    return float(ranked[int(len(steep) * _SHARPEST)])
