"""Reference videos: shown as the shot's motion, or measured so that our camera moves so."""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.camera import COLUMN, Path, Pose
from studio.animatic.interest import Bgr
from studio.animatic.packing import Packer
from studio.animatic.perform import Finish
from studio.animatic.planes import Frame, bgr_to_yuva, empty_frame, lay, premultiplied, to_yuva
from studio.animatic.stage import Pixels

_POINTS = 200
_REACH = 3  # frames
_NOTHING = (0.0, 0.0, 1.0, 0.0)


class Footage:
    """Frames of a conformed video with a small mark that says they are borrowed."""

    def __init__(self, pictures: Iterable[Bgr], size: tuple[int, int], mark: str = "REF") -> None:
        """`pictures`: BGR of `size` (width, height), one a frame, drawn from in order."""
        self._pictures: Iterator[Bgr] = iter(pictures)
        self._frame, self._packer = empty_frame(*size), Packer(size, size)
        self._mark = to_yuva(_mark(mark, size[1]))

    def draw(self, index: int, mouths: Mapping[str, str] | None = None) -> Finish:
        """The next picture, as `perform.Pictures` says; `index` must count up."""
        del index, mouths
        canvas = bgr_to_yuva(next(self._pictures))
        rows, columns = self._mark.shape[:2]
        edge = (canvas.shape[0] // 40) & ~1
        place = canvas[edge : edge + rows, edge : edge + columns]
        lay(place, self._mark[: place.shape[0], : place.shape[1]])
        return partial(self._finished, canvas)

    def _finished(self, canvas: Pixels) -> Frame:
        self._packer.pack(canvas, self._frame)
        return self._frame


def _mark(text: str, height: int) -> Pixels:
    """A dark label with light letters, an eighteenth of the frame high."""
    tall = max(12, height // 24)
    scale = tall / 40.0
    wide = round(tall * (0.62 * len(text) + 0.7))
    alpha = np.full((tall, wide), 120, np.uint8)
    ink = np.zeros((tall, wide), np.uint8)
    spot = (round(tall * 0.35), round(tall * 0.72))
    weight = max(1, round(scale * 2))
    cv2.putText(ink, text, spot, cv2.FONT_HERSHEY_DUPLEX, scale, 255, weight, cv2.LINE_AA)
    return premultiplied(np.dstack([ink, ink, ink]), np.maximum(alpha, ink))


def measure(pictures: Iterable[Bgr]) -> Path:
    """How the camera of a video moved, one pose a picture, about the middle of its way.

    Points are followed from picture to picture (Lucas and Kanade) and a turn, growth and shift is
    fitted to them by random sampling, so that what moves in the picture itself is left out.
    """
    before: Bgr | None = None
    pose = [Pose()]
    for picture in pictures:
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        if before is not None:
            pose.append(_added(pose[-1], _step(before, grey), grey.shape[1], grey.shape[0]))
        before = grey
    path = _evened(np.array(pose))
    for name in ("pan", "tilt"):
        column = path[:, COLUMN[name]]
        column -= (column.max() + column.min()) / 2.0
    path[:, COLUMN["zoom"]] -= path[:, COLUMN["zoom"]].min()
    return path


def _evened(path: Path) -> Path:
    """The path without the unevenness of frames that were left out or shown twice.

    A narrow bell over neighbours; beyond its ends the path goes on as it came.
    """
    reach = min(_REACH, len(path) - 1)
    if reach < 1:
        return path
    before = 2 * path[0] - path[reach:0:-1]
    after = 2 * path[-1] - path[-2 : -reach - 2 : -1]
    longer = np.concatenate([before, path, after])
    bell = np.exp(-0.5 * np.arange(-reach, reach + 1) ** 2.0)
    bell /= bell.sum()
    return sum((w * longer[n : n + len(path)] for n, w in enumerate(bell)), np.zeros_like(path))


def _floats(found: object) -> npt.NDArray[np.float32] | None:
    """What OpenCV found, or None; its stubs do not say that it may find nothing."""
    return None if found is None else np.asarray(found, np.float32)


def _step(before: Bgr, after: Bgr) -> tuple[float, float, float, float]:
    """Shift of the middle (pixels), growth and turn from one picture to the next."""
    points = _floats(cv2.goodFeaturesToTrack(before, _POINTS, 0.01, 7))
    if points is None or len(points) < 8:
        return _NOTHING
    moved, found, _ = cv2.calcOpticalFlowPyrLK(before, after, points, points.copy())
    good = np.asarray(found, np.uint8).reshape(-1) == 1
    if int(good.sum()) < 8:
        return _NOTHING
    matrix = _floats(cv2.estimateAffinePartial2D(points[good], np.asarray(moved)[good])[0])
    if matrix is None:
        return _NOTHING
    middle = np.array([before.shape[1] / 2.0, before.shape[0] / 2.0, 1.0])
    shift = matrix @ middle - middle[:2]
    grow = math.hypot(matrix[0, 0], matrix[1, 0])
    return float(shift[0]), float(shift[1]), grow, math.atan2(matrix[1, 0], matrix[0, 0])


def _added(pose: Pose, step: tuple[float, float, float, float], width: int, height: int) -> Pose:
    across, down, grow, turn = step
    scale = math.exp(pose.zoom)
    return pose._replace(
        pan=pose.pan - across / width / scale,
        tilt=pose.tilt - down / height / scale,
        zoom=pose.zoom + math.log(max(grow, 1e-3)),
        roll=pose.roll + turn,
    )
