"""The pictures that meet at a cut: steps of light, colour and movement, and frames shown twice."""

import cv2
import numpy as np
import numpy.typing as npt

from studio.review.cut_frames import Bytes
from studio.review.limits import limit
from studio.review.remedies import Graded
from studio.timeline.cut import Clip
from studio.timeline.look import PLAIN

Levels = npt.NDArray[np.float64]


def as_graded(clip: Clip, picture: Bytes, graded: Graded | None) -> Bytes:
    """A picture of a clip as its own grade has it."""
    grade = (clip.look or PLAIN).grade
    if graded is None or grade == PLAIN.grade:
        return picture
    colours = np.asarray(picture, np.float64).reshape(-1, 3)[:, ::-1] / 255
    seen = graded(colours, grade)[:, ::-1].reshape(picture.shape)
    return np.asarray(np.clip(np.round(seen * 255), 0, 255), np.uint8)


def colour_step(one: Bytes, other: Bytes) -> tuple[float, float]:
    """Steps of the averages in CIE L* and in the plane of a* and b*."""
    means = [
        cv2.cvtColor(each.astype(np.float32) / 255, cv2.COLOR_BGR2Lab).mean(axis=(0, 1))
        for each in (one, other)
    ]
    step = np.asarray(means[1] - means[0], np.float64)
    return float(step[0]), float(np.hypot(step[1], step[2]))


def apart(out: Bytes, into: Bytes) -> Levels:
    """Levels between every picture of the one side and every one of the other, (n, m)."""
    ends, starts = out.astype(np.int16), into.astype(np.int16)
    rows = [[float(np.abs(a - b).mean()) for b in starts] for a in ends]
    return np.array(rows, np.float64)


def repeated(out: Bytes, into: Bytes, levels: Levels) -> int:
    """How many of the first pictures after the cut are the last ones before it, shown again.

    The fewest where several counts fit, as in a picture that stands still.
    """
    same = limit("seam.same")
    for count in range(1, min(levels.shape) + 1):
        if all(levels[len(out) - count + n, n] < same for n in range(count)):
            return count
    return 0


def best_pair(levels: Levels) -> tuple[int, int]:
    """The frames to take off either side so that the pictures at the cut are most alike.

    Only where that halves what is between them, and fewer frames where that is as good.
    """
    tall = len(levels)
    taken = np.arange(tall)[::-1, None] + np.arange(len(levels[0]))
    cost = levels + 0.02 * taken * max(1.0, float(levels[-1, 0]))
    end, start = np.unravel_index(int(cost.argmin()), cost.shape)
    if levels[end, start] > 0.5 * levels[-1, 0]:
        return 0, 0
    return tall - 1 - int(end), int(start)


def motion_step(out: Bytes, into: Bytes) -> float:
    """How much the average movement changes, as a share of the frame's width a frame."""
    if len(out) < 2 or len(into) < 2:
        return 0.0
    step = _flow(into[0], into[1]) - _flow(out[-2], out[-1])
    return float(np.linalg.norm(step)) / out.shape[2]


def _flow(one: Bytes, other: Bytes) -> Levels:
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    grey = [np.asarray(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), np.uint8) for p in (one, other)]
    flow = dis.calc(grey[0], grey[1], np.zeros((*grey[0].shape, 2), np.float32))
    return np.asarray(flow, np.float64).mean(axis=(0, 1))
