"""A photograph that says a line before a sign, and faults that are planted in such a take."""

from pathlib import Path

import cv2
import numpy as np

from studio.cast.faces import Face, faces_of
from studio.cast.loaded import Loaded
from studio.media.video import decoded
from studio.paths import resource
from studio.voices.base import SAMPLE_RATE
from tests.cast.clips import Samples, film
from tests.cast.people import pasted
from tests.cast.puppet import Bgr, Pose, Puppet

RATE, SECONDS = 20, 4.5
SWAP = 50  # the frame from which another face is shown
SIGN = "OPEN LATE"


def pictures(models: Loaded, speech: Samples) -> list[Bgr]:
    """A face that says the line, as open as it is loud, and a sign over it."""
    puppet, shown = Puppet(models), list[Bgr]()
    for n in range(round(SECONDS * RATE)):
        begin = round(n * SAMPLE_RATE / RATE)
        part = speech[begin : begin + SAMPLE_RATE // RATE]
        loud = min(1.0, 2.5 * float(np.sqrt(np.square(part).mean()))) if len(part) else 0.0
        pose = Pose(turn=4 * float(np.sin(n / 12)), open=loud, scale=1.2)
        drawn = puppet.drawn(pose, (480, 360))
        cv2.putText(drawn, SIGN, (12, 40), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0, 0, 0), 3)
        shown.append(drawn)
    return shown


def written(path: Path, shown: list[Bgr], sound: Samples, rate: int = RATE) -> Path:
    """The take, as long as its pictures."""
    return film(path, lambda at: shown[round(at * rate)], len(shown) / rate, rate, sound)


def moved(sound: Samples, seconds: float, late: float) -> Samples:
    """The sound of a take of so many seconds, so much later; its end comes in at its beginning."""
    whole = np.pad(sound, (0, max(0, round(seconds * SAMPLE_RATE) - len(sound))))
    return np.roll(whole, round(late * SAMPLE_RATE))


def swapped(shown: list[Bgr], other: Bgr, models: Loaded, first: int = SWAP) -> list[Bgr]:
    """From `first` on with the face of another photograph, eyes on eyes."""
    return [*shown[:first], *(pasted(each, other, models) for each in shown[first:])]


def redrawn(shown: list[Bgr], other: Bgr, models: Loaded, first: int = SWAP) -> list[Bgr]:
    """From `first` on with a drawn face in the place of the one that is there."""
    return [*shown[:first], *(_drawn_over(each, other, models) for each in shown[first:])]


def drawn_face(models: Loaded) -> Bgr:
    """A face of the sample film, which is nobody's."""
    for path in sorted(resource("samples").glob("film.en/media/*.mov")):
        for number, (_, picture) in enumerate(decoded(path)):
            found = faces_of(picture, models) if number % 20 == 0 else ()
            if found and found[0].score > 0.85:
                return picture[_box(picture, found[0])].copy()
    raise AssertionError("the sample film has no face")


def _box(picture: Bgr, face: Face) -> tuple[slice, slice]:
    tall, wide = picture.shape[:2]
    left, top = max(0, round(face.left * wide)), max(0, round(face.top * tall))
    right = round((face.left + face.width) * wide)
    return slice(top, round((face.top + face.height) * tall)), slice(left, right)


def _drawn_over(picture: Bgr, other: Bgr, models: Loaded) -> Bgr:
    (face, *_rest) = faces_of(picture, models)
    rows, columns = _box(picture, face)
    new = picture.copy()
    size = (columns.stop - columns.start, rows.stop - rows.start)
    new[rows, columns] = cv2.resize(other, size)
    return new
