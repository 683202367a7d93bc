"""What a clip shows of its faces, moment by moment: found in one pass over its pictures."""

from dataclasses import dataclass, field
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Interpolation

from studio.cast.faces import Face, chip
from studio.cast.loaded import Loaded
from studio.cast.looking import Look, Progress, Stop, looks
from studio.cast.mesh import eyes_open, mesh_of, openness, smile, turned
from studio.cast.models import NoModel
from studio.cast.thresholds import threshold
from studio.cast.tracks import FaceTrack, Tracker
from studio.messages import Part

PER_SECOND = 10  # pictures that are looked at
_SMALL = (64, 36)


@dataclass(frozen=True)
class Moment:
    """A face in one picture. `pixels` is its breadth, `light` its mean luma (0 to 255), `sharp` the
    standard deviation of its Laplacian at 112 pixels; the rest is the mesh's, None without it.
    """

    frame: int
    seconds: float
    face: Face
    pixels: float
    light: float
    sharp: float
    turn: float | None = None
    smile: float | None = None
    mouth: float | None = None
    eyes: float | None = None


@dataclass
class Found:
    """What the pass found: the tracks, the moments by picture and face, and the cuts."""

    tracks: tuple[FaceTrack, ...] = ()
    moments: dict[tuple[int, Face], Moment] = field(default_factory=dict[tuple[int, Face], Moment])
    looked: int = 0
    cuts: tuple[float, ...] = ()  # seconds at which another shot begins
    missing: Part | None = None  # the sentence of the mesh that is not installed


def found_in(
    clip: Path, models: Loaded, *, stopped: Stop | None = None, on_progress: Progress | None = None
) -> Found:
    """Look a clip through. Raises BadInput, Cancelled, NoModel (for finding and telling faces)."""
    found, tracker, cuts = Found(), Tracker(models, 4.0), _Cuts()
    seen = looks(
        clip, models, per_second=PER_SECOND, stopped=stopped, on_progress=on_progress,
        every=cuts.put,
    )  # fmt: skip
    for look in seen:
        found.looked += 1
        tracker.put(look)
        for face in look.faces[:4]:
            found.moments[look.frame, face] = _moment(look, face, models, found)
    found.tracks, found.cuts = tracker.tracks(), cuts.found()
    return found


def _moment(look: Look, face: Face, models: Loaded, found: Found) -> Moment:
    grey = np.asarray(cv2.cvtColor(chip(look.picture, face, models), cv2.COLOR_BGR2GRAY), np.uint8)
    sharp = float(np.asarray(cv2.Laplacian(grey, cv2.CV_64F)).std())
    wide, light = face.width * look.picture.shape[1], float(grey.mean())
    plain = Moment(look.frame, look.seconds, face, wide, light, sharp)
    if found.missing is not None:
        return plain
    try:
        mesh = mesh_of(look.picture, face, models)
    except NoModel as error:
        found.missing = error.part()
        return plain
    return Moment(
        look.frame, look.seconds, face, wide, light, sharp,
        turned(mesh), smile(mesh), openness(mesh), eyes_open(mesh),
    )  # fmt: skip


class _Cuts:
    """Where a shot ends: the picture changes far more than around it.

    As PySceneDetect's adaptive detector: the mean change of hue, saturation and value, against the
    mean of the two changes before and after.
    """

    def __init__(self) -> None:
        self._before: npt.NDArray[np.float32] | None = None
        self._seconds: list[float] = []
        self._changes: list[float] = []

    def put(self, seconds: float, frame: av.VideoFrame) -> None:
        wide, tall = _SMALL
        shrunk = frame.reformat(
            width=wide, height=tall, format="bgr24", interpolation=Interpolation.AREA
        )
        small = np.asarray(shrunk.to_ndarray(), np.uint8)  # pyright: ignore[reportUnknownMemberType]
        now = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2HSV), np.float32)
        if self._before is not None:
            step = np.abs(now - self._before)
            step[..., 0] = np.minimum(step[..., 0], 180.0 - step[..., 0])  # hue is a circle
            self._changes.append(float(step.mean()))
            self._seconds.append(seconds)
        self._before = now

    def found(self) -> tuple[float, ...]:
        least, ratio = threshold("cut_change"), threshold("cut_ratio")
        out: list[float] = []
        for n, change in enumerate(self._changes):
            around = self._changes[max(0, n - 2) : n] + self._changes[n + 1 : n + 3]
            usual = max(1.0, sum(around) / max(1, len(around)))
            if change >= least and change >= ratio * usual:
                out.append(self._seconds[n])
        return tuple(out)
