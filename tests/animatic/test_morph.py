"""From one given picture exactly to the other, with a move that reads as one."""

import cv2
import numpy as np
import pytest

from studio.animatic.morph import Morph, aligned, imagined
from studio.animatic.perform import at
from studio.animatic.planes import to_bgr
from tests.animatic.stages import noise

SIZE = (480, 270)


def scene() -> np.ndarray:
    return noise(960, 540, 7)[..., :3].copy()


def crop(left: int, top: int, width: int) -> np.ndarray:
    part = scene()[top : top + width * 9 // 16, left : left + width]
    return cv2.resize(part, SIZE, interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("goal", [(200, 120, 560), (60, 40, 800)])
def test_pictures_of_one_place_are_aligned(goal: tuple[int, int, int]) -> None:
    way = aligned(crop(100, 60, 700), crop(*goal))
    assert way is not None
    assert abs(way[0]) == pytest.approx(700 / goal[2], rel=0.01)


def test_pictures_of_different_places_are_not() -> None:
    assert aligned(crop(0, 0, 900), noise(*SIZE, 7, seed=99)[..., :3].copy()) is None
    assert aligned(np.zeros((270, 480, 3), np.uint8), crop(0, 0, 900)) is None


@pytest.mark.parametrize("frames", [2, 25])
def test_both_ends_are_the_given_pictures(frames: int) -> None:
    first, last = crop(100, 60, 700), crop(200, 120, 560)
    way = aligned(first, last) or imagined([], SIZE, (0.5, 0.5))
    morph = Morph(first, last, frames, way)
    begin = to_bgr(at(morph, 0)).astype(int)
    end = to_bgr(at(morph, frames - 1)).astype(int)
    assert np.abs(begin - first).mean() < 6
    assert np.abs(end - last).mean() < 6


def test_an_aligned_morph_stays_sharp_in_the_middle() -> None:
    first, last = crop(100, 60, 700), crop(200, 120, 560)
    way = aligned(first, last)
    assert way is not None

    def detail(frame: np.ndarray) -> float:
        return float(np.abs(cv2.Laplacian(frame[:270].astype(np.float32), cv2.CV_32F)).mean())

    good = Morph(first, last, 25, way)
    poor = Morph(first, last, 25, (1 + 0j, 0j))
    assert detail(at(good, 12)) > 1.15 * detail(at(poor, 12))


def test_an_imagined_way_follows_the_moves() -> None:
    assert abs(imagined(["push_in"], SIZE, (0.5, 0.5))[0]) > 1
    assert abs(imagined(["zoom_out"], SIZE, (0.5, 0.5))[0]) < 1
    assert imagined(["pan_right"], SIZE, (0.5, 0.5))[1].real < 0
