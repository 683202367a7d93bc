"""A camera is read off a video, and a video is shown as it is."""

import math

import cv2
import numpy as np
import pytest

from studio.animatic.camera import COLUMN
from studio.animatic.motion import Footage, measure
from studio.animatic.perform import at
from studio.animatic.planes import to_bgr
from tests.animatic.stages import noise


def filmed(count: int, pan: float, zoom: float, roll: float = 0.0) -> list[np.ndarray]:
    """What a camera sees that pans by `pan` widths, zooms by a factor and rolls."""
    world = noise(960, 600, 11)[..., :3].copy()
    out: list[np.ndarray] = []
    for t in np.linspace(0, 1, count):
        matrix = cv2.getRotationMatrix2D((480.0, 300.0), -math.degrees(roll * t), zoom**t)
        matrix[:, 2] += (160 - 480 - pan * 320 * t, 90 - 300)
        out.append(cv2.warpAffine(world, matrix, (320, 180)))
    return out


@pytest.mark.parametrize("pan", [-0.25, 0.3])
def test_a_pan_is_measured(pan: float) -> None:
    path = measure(filmed(20, pan, 1.0))
    assert np.ptp(path[:, COLUMN["pan"]]) == pytest.approx(abs(pan), rel=0.05)
    assert np.sign(path[-1, COLUMN["pan"]]) == np.sign(pan)
    assert np.ptp(path[:, COLUMN["zoom"]]) < 0.02


def test_a_zoom_and_a_roll_are_measured() -> None:
    path = measure(filmed(20, 0.0, 1.3, 0.1))
    assert path[-1, COLUMN["zoom"]] == pytest.approx(math.log(1.3), rel=0.05)
    assert abs(path[-1, COLUMN["roll"]]) == pytest.approx(0.1, rel=0.1)


def test_blank_footage_has_a_camera_at_rest() -> None:
    assert not measure([np.zeros((90, 160, 3), np.uint8)] * 5).any()


def test_footage_is_shown_with_a_mark() -> None:
    pictures = filmed(3, 0.1, 1.0)
    footage = Footage(pictures, (320, 180))
    for index, picture in enumerate(pictures):
        shown = to_bgr(at(footage, index)).astype(int)
        assert np.abs(shown[40:, :] - picture[40:, :]).mean() < 6
        assert np.abs(shown[:20, :60] - picture[:20, :60]).mean() > 12


def test_frames_left_out_do_not_make_the_camera_jerk() -> None:
    even = filmed(31, 0.3, 1.0)
    path = measure([even[round(n * 1.5)] for n in range(21)])  # steps of 1, 2, 1, 2 ...
    steps = np.diff(path[:, COLUMN["pan"]])
    assert np.ptp(steps[2:-2]) < 0.25 * steps.mean()
    assert np.ptp(path[:, COLUMN["pan"]]) == pytest.approx(0.3, rel=0.06)
