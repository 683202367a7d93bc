"""How many faces a file shows, by the detector of the animatic."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from studio.animatic.interest import Bgr, faces
from studio.errors import StudioError
from studio.media.pictures import load_picture
from studio.media.probe import probe
from studio.media.video import frame_at

_MOMENTS = (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10))  # parts of a video that are looked at


def most_faces(path: Path, kind: str) -> int | None:
    """The most faces in a picture, or in one of some moments of a video; None: it cannot be read.

    Sending such a file says what is wrong with it. Blocking.
    """
    try:
        if kind == "picture":
            return len(faces(_plain(load_picture(path))))
        seconds = probe(path).seconds
        return max(len(faces(frame_at(path, seconds * part))) for part in _MOMENTS)
    except (StudioError, OSError, ValueError, cv2.error):
        return None


def _plain(picture: Any) -> Bgr:
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[..., 2::-1])
