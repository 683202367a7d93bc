"""How far a mouth is open, over time: what lips do, to be held against what is heard."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from studio.cast.faces import Bgr, Face
from studio.cast.loaded import Loaded
from studio.cast.looking import Progress, Stop
from studio.cast.mesh import mesh_of, openness
from studio.cast.tracks import FaceTrack
from studio.errors import Cancelled
from studio.media.video import decoded

_FAR = 0.3  # seconds around a moment of the track in which the face can still be placed
# How large the box of the face is shown to the mesh, and by how much of its height lower. Lips are
# read a little otherwise at each sight: the mean is far nearer to what they do than any one is.
_SIGHTS = ((0.87, 0.0), (1.0, 0.05), (1.13, 0.0))


@dataclass(frozen=True)
class Mouth:
    """The mouth at each picture in which the face was seen: seconds from the video's first picture,
    and openness (the gap between the lips in breadths of the mouth; a closed one has near 0).
    """

    seconds: tuple[float, ...]
    openness: tuple[float, ...]


def mouth(
    path: Path,
    track: FaceTrack,
    models: Loaded,
    *,
    per_second: float = 30.0,
    stopped: Stop | None = None,
    on_progress: Progress | None = None,
) -> Mouth:
    """The mouth of a track's face, at most `per_second` times a second.

    Between the moments of the track the face is where it would be on its straight way. Raises
    BadInput, Cancelled, NoModel.
    """
    place = _places(track)
    first, last = track.seen[0].seconds, track.seen[-1].seconds
    seconds: list[float] = []
    opened: list[float] = []
    due = -1.0
    with closing(decoded(path)) as pictures:
        for stamp, picture in pictures:
            at = float(stamp)
            if stopped is not None and stopped():
                raise Cancelled("media.cancelled")
            if at > last + 1e-6:
                break
            if at < max(first, due) - 1e-6:
                continue
            due = at + 0.999 / per_second
            face = place(at)
            if face is None:
                continue
            seconds.append(at)
            opened.append(_opened(picture, face, models))
            if on_progress is not None and last > first:
                on_progress((at - first) / (last - first))
    return Mouth(tuple(seconds), tuple(opened))


def _opened(picture: Bgr, face: Face, models: Loaded) -> float:
    """How far the mouth is open, in the mean of several sights."""
    meshes = (mesh_of(picture, _boxed(face, *sight), models) for sight in _SIGHTS)
    return sum(openness(mesh) for mesh in meshes) / len(_SIGHTS)


def _boxed(face: Face, times: float, lower: float) -> Face:
    """The face with its box so many times as large, and lower by that share of its height."""
    wide, tall = face.width * times, face.height * times
    x, y = face.centre
    return replace(
        face, left=x - wide / 2, top=y - tall / 2 + lower * face.height, width=wide, height=tall
    )


def _places(track: FaceTrack) -> Callable[[float], Face | None]:
    times = np.array([each.seconds for each in track.seen])
    table = np.array([_numbers(each.face) for each in track.seen], np.float64)

    def place(at: float) -> Face | None:
        if float(np.abs(times - at).min()) > _FAR:
            return None
        return _face([float(np.interp(at, times, table[:, n])) for n in range(table.shape[1])])

    return place


def _numbers(face: Face) -> list[float]:
    points = [value for point in face.points for value in point]
    return [face.left, face.top, face.width, face.height, *points, face.score]


def _face(values: list[float]) -> Face:
    points = tuple(zip(values[4:14:2], values[5:14:2], strict=True))
    return Face(values[0], values[1], values[2], values[3], points, values[14])
