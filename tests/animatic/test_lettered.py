"""Words over pictures that are not drawn again."""

import numpy as np
import pytest

from studio.animatic.camera import plan
from studio.animatic.compositor import Compositor
from studio.animatic.lettered import Lettered, note
from studio.animatic.perform import at
from studio.animatic.planes import to_bgr
from studio.animatic.projection import Limits
from tests.animatic.stages import SIZE, stage


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (64, 36)])
def test_a_note_stands_in_the_lower_right_corner(size: tuple[int, int]) -> None:
    width, height = size
    label = note("NO CUT-OUT", width, height)
    assert label.shape == (height, width, 4)
    assert label[height * 3 // 4 :, width // 2 :, 3].max() == 255
    assert not label[: height // 2].any()


def test_words_do_not_move_and_leave_the_rest_alone() -> None:
    overlay = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    overlay[20:40, 30:90] = (255, 255, 255, 255)
    overlay[100:104, 200:240] = (0, 0, 90, 128)
    scene = stage()
    path = Limits(scene.layers, SIZE, scene.focus).fit(plan(["truck_right"], 48, 24))
    plain = Compositor(scene, path, SIZE, 24.0)
    lettered = Lettered(Compositor(scene, path, SIZE, 24.0), overlay)
    for index in (0, 20, 47):
        shown, below = to_bgr(at(lettered, index)), to_bgr(at(plain, index))
        assert shown[22:38, 32:88].min() > 250
        expected = below[100:104, 200:240] * (127 / 255) + (0, 0, 90)
        assert np.abs(shown[101:103, 202:238] - expected[1:3, 2:38]).max() < 6
        np.testing.assert_array_equal(shown[44:98], below[44:98])
        np.testing.assert_array_equal(shown[108:], below[108:])
