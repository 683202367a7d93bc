"""Whether somebody in a clip is filmed upright: a face is found best the way it stands.

A detector trained on upright faces finds lying ones as well, only less surely, and its five points
do not tell which way they lie. So the picture around a face is turned, and the scores are compared.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np

from studio.cast.faces import LEAST_SCORE, Bgr, Face, faces_of
from studio.cast.loaded import Loaded
from studio.cast.looking import Stop, pictures_at
from studio.cast.thresholds import threshold
from studio.errors import BadInput
from studio.media.probe import probe

_REACH = 3.0  # sides of the face that are looked at around it
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def check_upright(clip: Path, pictures: Iterable[tuple[Bgr, Face]], models: Loaded) -> None:
    """Refuse somebody who lies or stands on the head. Raises BadInput, NoModel.

    `pictures` are some of the clip, each with the face that is meant.
    """
    known = list(pictures)
    scores = [face.score for _, face in known]
    if not known or sum(scores) / len(known) >= threshold("standing_score"):
        return
    _refuse(clip, turn_of([_around(*each) for each in known], models))


def check_turned(clip: Path, models: Loaded, stopped: Stop | None = None) -> None:
    """Refuse a clip in which a face is found only once it is turned.

    Raises BadInput, Cancelled, NoModel.
    """
    info = probe(clip)
    count = float(info.seconds * info.rate)
    frames = {int(part * count) for part in (0.2, 0.5, 0.8)}
    _refuse(clip, turn_of(list(pictures_at(clip, frames, stopped).values()), models))


def turn_of(pictures: Sequence[Bgr], models: Loaded) -> int:
    """Degrees (90, 180, 270) to turn the pictures clockwise for their face to stand; else 0.

    Raises NoModel.
    """
    if not pictures:
        return 0
    turned = {turn: _score([_turned(p, turn) for p in pictures], models) for turn in (0, *_TURNS)}
    best = max(turned, key=lambda turn: turned[turn])
    sure = turned[best] >= threshold("turned_score")
    return best if sure and turned[best] - turned[0] >= threshold("turned_better") else 0


def _refuse(clip: Path, turn: int) -> None:
    if turn:
        raise BadInput(f"cast.lying_{turn}", name=clip.name)


def _score(pictures: Sequence[Bgr], models: Loaded) -> float:
    """How surely a face is found, in the mean of the pictures."""
    found = (faces_of(picture, models) for picture in pictures)
    best = [max((face.score for face in faces), default=LEAST_SCORE) for faces in found]
    return sum(best) / len(best)


def _turned(picture: Bgr, turn: int) -> Bgr:
    return np.asarray(cv2.rotate(picture, _TURNS[turn]), np.uint8) if turn else picture


def _around(picture: Bgr, face: Face) -> Bgr:
    """A square of the picture, as far as it reaches, around a face."""
    rows, columns = picture.shape[:2]
    half = _REACH * max(face.width * columns, face.height * rows) / 2
    x, y = face.centre[0] * columns, face.centre[1] * rows
    top, left = max(0, round(y - half)), max(0, round(x - half))
    return picture[top : round(y + half), left : round(x + half)]
