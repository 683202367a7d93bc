"""Pictures staged: what matters stays whole, transparent pictures keep their own outline."""

import numpy as np
import pytest

from studio.animatic.staging import portrait, stage_frame

SIZE = (320, 180)


def cut_out(top: int, bottom: int) -> np.ndarray:
    """A transparent picture, upright, with a red subject between two rows."""
    picture = np.zeros((400, 300, 4), np.uint8)
    picture[top:bottom, 100:200] = (210, 40, 40, 255)
    return picture


@pytest.mark.parametrize(("top", "bottom"), [(10, 150), (120, 270), (240, 390)])
def test_the_subject_stays_whole_in_the_crop(top: int, bottom: int) -> None:
    layer = stage_frame(cut_out(top, bottom), SIZE, parallax=False).layers[0]
    rows, columns = layer.pixels.shape[:2]
    height = layer.width * rows / columns * SIZE[0] / SIZE[1]
    assert layer.top + top / 400 * height >= -0.001
    assert layer.top + bottom / 400 * height <= 1.001


def test_the_makers_own_outline_is_kept() -> None:
    who = portrait(cut_out(0, 300), SIZE)
    assert who is not None
    assert not who.cut_below
    assert who.pixels.shape[0] == pytest.approx(300, abs=6)


def test_a_picture_without_a_subject_is_no_portrait() -> None:
    blank = np.full((200, 300, 4), 255, np.uint8)
    assert portrait(blank, SIZE) is None
