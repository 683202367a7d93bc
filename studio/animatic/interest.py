"""Where a picture's interest lies: faces where the detector is installed, else what stands out."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.models import find_model
from studio.animatic.planes import shrunk

Bgr = npt.NDArray[np.uint8]  # (height, width, 3)
Map = npt.NDArray[np.float32]

_FACE_SIDE = 640  # longest side given to the detector, pixels
_FACE_LEAST = 320  # longest side below which a picture is enlarged first
_HEADS = 0.3  # where heads are in portraits, of the height
_FACE_SCORE = 0.75


@dataclass(frozen=True)
class Region:
    """A box of a picture, in fractions of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.left + self.width / 2.0, self.top + self.height / 2.0


@dataclass(frozen=True)
class Interest:
    """The point a crop should keep and a push should aim at, the main face if one was found, and
    the box (a head, a subject) that a crop should leave whole where it can."""

    point: tuple[float, float]
    face: Region | None = None
    box: Region | None = None


def _reduced(picture: Bgr, side: int) -> Bgr:
    rows, columns = picture.shape[:2]
    factor = min(1.0, side / max(rows, columns))
    return shrunk(picture, max(1, round(columns * factor)), max(1, round(rows * factor)))


def _enlarged(picture: Bgr) -> Bgr:
    """A small picture larger: the detector sees no face of less than some twenty pixels."""
    longest = max(picture.shape[:2])
    if longest >= _FACE_LEAST:
        return picture
    grow = _FACE_LEAST / longest
    return np.asarray(cv2.resize(picture, None, fx=grow, fy=grow), np.uint8)


def faces(picture: Bgr) -> tuple[Region, ...]:
    """Faces, largest first; none when the detector is not installed."""
    model = find_model("yunet")
    if model is None or min(picture.shape[:2]) < 16:
        return ()
    small = _reduced(_enlarged(picture), _FACE_SIDE)
    rows, columns = small.shape[:2]
    boxes = _detect(str(model), small)
    regions = [
        Region(float(x) / columns, float(y) / rows, float(w) / columns, float(h) / rows)
        for x, y, w, h in boxes[:, :4]
    ]
    return tuple(sorted(regions, key=lambda face: -face.width * face.height))


def _detect(model: str, picture: Bgr) -> Map:
    """Rows of x, y, width, height and more. OpenCV's own chatter on standard error is kept off."""
    logging: Any = cv2.utils.logging
    level = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_ERROR)
    try:
        size = (picture.shape[1], picture.shape[0])
        detector: Any = cv2.FaceDetectorYN.create(model, "", size, _FACE_SCORE)
        found: object = detector.detect(picture)[1]
    finally:
        logging.setLogLevel(level)
    return np.zeros((0, 15), np.float32) if found is None else np.asarray(found, np.float32)


def saliency(picture: Bgr, side: int = 64) -> Map:
    """How much each part stands out, 0 to 1, on a small grid.

    The spectral residual of Hou and Zhang (CVPR 2007) times the energy of edges, with a mild
    preference for the middle.
    """
    grey = cv2.cvtColor(shrunk(picture, side, side), cv2.COLOR_BGR2GRAY).astype(np.float32)
    if float(grey.std()) < 2.0:
        return np.ones((side, side), np.float32)
    spectrum = np.fft.fft2(grey)
    amplitude = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
    residual = amplitude - cv2.blur(amplitude, (3, 3))
    back = np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))
    stands_out = cv2.GaussianBlur(np.square(np.abs(back)).astype(np.float32), (0, 0), 2.5)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    edges = cv2.GaussianBlur(cv2.magnitude(across, down), (0, 0), 2.5)
    grid = (np.arange(side) - (side - 1) / 2) / (side / 2)
    middle = np.exp(-0.7 * (grid[:, None] ** 2 + grid[None, :] ** 2))
    out = _unit(stands_out) * (0.3 + _unit(edges)) * middle
    return _unit(np.asarray(out, np.float32))


def _unit(values: object) -> Map:
    array = np.asarray(values, np.float32)
    low, high = float(array.min()), float(array.max())
    return np.asarray((array - low) / (high - low + 1e-9), np.float32)


def _centroid(weights: Map) -> tuple[float, float]:
    """Where the strongest tenth of the weights lies."""
    strong = np.asarray(np.where(weights >= np.quantile(weights, 0.9), weights, 0.0), np.float32)
    rows, columns = strong.shape
    y, x = np.mgrid[0.5:rows, 0.5:columns]
    if float(strong.sum()) <= 1e-6:
        return 0.5, 0.5
    across, down = np.average(x, weights=strong), np.average(y, weights=strong)
    return float(across) / columns, float(down) / rows


def _head(face: Region) -> Region:
    """The whole head of a face, with its hair."""
    left, top = face.left - 0.3 * face.width, face.top - 0.45 * face.height
    return Region(left, top, 1.6 * face.width, 1.65 * face.height)


def _of_mask(mask: Bgr) -> Interest:
    tall, wide = mask.shape[:2]
    rows, columns = np.nonzero(mask > 127)
    top, bottom = int(rows.min()), int(rows.max())
    upper = rows <= top + (bottom - top) * 0.4
    left, right = int(columns.min()), int(columns.max())
    point = (float(columns[upper].mean()) + 0.5) / wide, (float(rows[upper].mean()) + 0.5) / tall
    box = Region(left / wide, top / tall, (right - left + 1) / wide, (bottom - top + 1) / tall)
    return Interest(point, box=box)


def find_interest(picture: Bgr, mask: Bgr | None = None) -> Interest:
    """The main face, else the middle of the upper part of `mask` (a subject), else saliency."""
    found = faces(picture)
    if found:
        return Interest(found[0].centre, found[0], _head(found[0]))
    if mask is not None and int(mask.max()) > 127:
        return _of_mask(mask)
    x, y = _centroid(saliency(picture))
    return Interest(((x + 0.5) / 2, min(y, _HEADS)) if _may_have_heads(picture) else (x, y))


def _may_have_heads(picture: Bgr) -> bool:
    """Whether nobody looked for faces in a picture as upright as portraits are.

    Heads are in the upper part of those, and clothes often stand out more than faces.
    """
    upright = (
        picture.shape[1] < 1.4 * picture.shape[0] and min(picture.shape[:2]) >= _FACE_LEAST / 10
    )
    return upright and find_model("yunet") is None
