"""Words over pictures that are not drawn again."""

import pytest

from studio.animatic.lettered import note


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (64, 36)])
def test_a_note_stands_in_the_lower_right_corner(size: tuple[int, int]) -> None:
    width, height = size
    label = note("NO CUT-OUT", width, height)
    assert label.shape == (height, width, 4)
    assert label[height * 3 // 4 :, width // 2 :, 3].max() == 255
    assert not label[: height // 2].any()
