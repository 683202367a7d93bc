"""Faces in one picture: where they are (YuNet), and whose they are (a print by SFace)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from studio.cast.loaded import Loaded
from studio.cast.prints import FacePrint, unit

Bgr = npt.NDArray[np.uint8]  # (height, width, 3)
Points = npt.NDArray[np.float32]  # (n, 2), in pixels

SIDE = 640  # longest side given to the detector, pixels: it sees faces from some 12 pixels on
_LEAST = 320  # a smaller picture is enlarged to this first
LEAST_SCORE = 0.75  # the animatic's; OpenCV's sample uses 0.9 and misses turned heads
_MOST = 20  # faces in a picture, the largest ones
CHIP = 112  # pixels: the side of the aligned face that SFace was trained on


@dataclass(frozen=True)
class Face:
    """A face, in fractions of the picture's width and height.

    `points` are the eye, the eye, the nose and two corners of the mouth, each pair beginning with
    the person's right, which is the picture's left. `score` is the detector's, 0 to 1.
    """

    left: float
    top: float
    width: float
    height: float
    points: tuple[tuple[float, float], ...]
    score: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its box."""
        return self.left + self.width / 2.0, self.top + self.height / 2.0

    def pixels(self, picture: Bgr) -> Points:
        """Its five points in a picture's pixels, (5, 2)."""
        rows, columns = picture.shape[:2]
        return np.asarray(self.points, np.float32) * np.array([columns, rows], np.float32)

    def overlap(self, other: "Face") -> float:
        """Intersection over union of the two boxes."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        if across <= 0 or down <= 0:
            return 0.0
        both = self.width * self.height + other.width * other.height - across * down
        return across * down / both


def _detector(files: tuple[Path, ...]) -> Any:
    return quiet(lambda: cv2.FaceDetectorYN.create(str(files[0]), "", (SIDE, SIDE), LEAST_SCORE))


def _recognizer(files: tuple[Path, ...]) -> Any:
    return quiet(lambda: cv2.FaceRecognizerSF.create(str(files[0]), ""))


def quiet(work: Any) -> Any:
    """Do `work` while OpenCV keeps its own chatter off standard error."""
    logging: Any = cv2.utils.logging
    level = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_ERROR)
    try:
        return work()
    finally:
        logging.setLogLevel(level)


def reduced(picture: Bgr, side: int = SIDE) -> Bgr:
    """The picture with its longer side brought to between `_LEAST` and `side` pixels."""
    longest = max(picture.shape[:2])
    factor = min(1.0, side / longest) if longest >= _LEAST else _LEAST / longest
    if factor == 1.0:
        return picture
    kind = cv2.INTER_AREA if factor < 1.0 else cv2.INTER_LINEAR
    size = tuple(max(1, round(each * factor)) for each in picture.shape[1::-1])
    return np.asarray(cv2.resize(picture, size, interpolation=kind), np.uint8)


def faces_of(picture: Bgr, models: Loaded) -> tuple[Face, ...]:
    """The faces in a BGR picture, largest first, at most twenty. Raises NoModel."""
    if min(picture.shape[:2]) < 16:
        return ()
    small = reduced(picture)
    rows, columns = small.shape[:2]
    with models.use("yunet", _detector) as detector:
        detector.setInputSize((columns, rows))
        found: object = detector.detect(small)[1]
    if found is None:
        return ()
    table = np.asarray(found, np.float64)
    faces = [_face(row, columns, rows) for row in table if np.isfinite(row).all()]
    return tuple(sorted(faces, key=lambda face: -face.width * face.height)[:_MOST])


def _face(row: npt.NDArray[np.float64], columns: int, rows: int) -> Face:
    points = tuple((float(x) / columns, float(y) / rows) for x, y in row[4:14].reshape(5, 2))
    return Face(
        float(row[0]) / columns, float(row[1]) / rows, float(row[2]) / columns,
        float(row[3]) / rows, points, float(row[14]),
    )  # fmt: skip


def chip(picture: Bgr, face: Face, models: Loaded) -> Bgr:
    """The face alone, upright and with its eyes in one place: (112, 112, 3) BGR. Raises NoModel."""
    with models.use("sface", _recognizer) as recognizer:
        return np.asarray(recognizer.alignCrop(picture, _row(picture, face)), np.uint8)


def face_print(picture: Bgr, face: Face, models: Loaded) -> FacePrint:
    """What makes the face this person's: a unit vector of 128. Raises NoModel."""
    with models.use("sface", _recognizer) as recognizer:
        aligned = recognizer.alignCrop(picture, _row(picture, face))
        return unit(np.asarray(recognizer.feature(aligned), np.float64).ravel())


def _row(picture: Bgr, face: Face) -> npt.NDArray[np.float32]:
    """The face as OpenCV's detector would give it, in the picture's pixels."""
    rows, columns = picture.shape[:2]
    box = [face.left * columns, face.top * rows, face.width * columns, face.height * rows]
    points = face.pixels(picture).ravel()
    return np.concatenate([box, points, [face.score]]).astype(np.float32)[None]
