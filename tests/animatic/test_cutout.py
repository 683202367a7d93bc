"""Subjects are lifted off and the hole behind them is filled."""

import cv2
import numpy as np
import pytest

from studio.animatic import cutout
from studio.animatic.cutout import behind, lifted, subject_mask
from studio.animatic.models import find_model


def statue() -> np.ndarray:
    """A bright bust-like shape before a dark gradient."""
    rows = np.linspace(30, 80, 320)[:, None, None]
    picture = np.broadcast_to(rows, (320, 420, 3)).astype(np.uint8).copy()
    cv2.ellipse(picture, (210, 120), (48, 62), 0, 0, 360, (150, 190, 235), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (210, 320), (120, 130), 0, 180, 360, (60, 60, 210), -1, cv2.LINE_AA)
    return picture


def disc_mask() -> np.ndarray:
    mask = np.zeros((320, 420), np.uint8)
    cv2.circle(mask, (210, 160), 60, 255, -1, cv2.LINE_AA)
    return mask


def test_lifted_colour_is_weighted_by_alpha() -> None:
    cut = lifted(statue(), disc_mask())
    assert (cut[..., :3] <= cut[..., 3:]).all()
    assert cut[160, 210, 3] == 255
    assert cut[5, 5, 3] == 0
    np.testing.assert_array_equal(cut[160, 210, :3], statue()[160, 210])


def test_the_hole_is_filled_from_around_and_the_rest_stays() -> None:
    picture = statue()
    cv2.circle(picture, (210, 160), 60, (255, 0, 255), -1, cv2.LINE_AA)
    filled = behind(picture, disc_mask())
    np.testing.assert_array_equal(filled[:60, :100], picture[:60, :100])
    magenta = (filled[..., 0] > 200) & (filled[..., 1] < 60) & (filled[..., 2] > 200)
    assert not magenta.any()


def test_a_mask_covers_the_subject() -> None:
    if find_model("u2netp") is None:
        pytest.skip("the cutout extra is not installed")
    mask = subject_mask(statue())
    assert mask is not None
    assert mask.shape == (320, 420)
    assert mask[120, 210] > 200
    assert mask[20, 20] < 50


def test_a_blank_picture_has_no_subject() -> None:
    assert subject_mask(np.full((200, 200, 3), 128, np.uint8)) is None


def block(top: int, left: int, bottom: int, right: int) -> np.ndarray:
    mask = np.zeros((200, 300), np.uint8)
    mask[top:bottom, left:right] = 255
    return mask


@pytest.mark.parametrize(("top", "cut"), [(0, True), (20, False)])
def test_a_subject_without_its_top_is_told(top: int, cut: bool) -> None:
    assert cutout._beheaded(block(top, 80, 200, 220)) is cut


def test_a_scrap_is_no_subject() -> None:
    blank = np.full((200, 300, 3), 120, np.uint8)
    assert not cutout._plausible(block(90, 140, 100, 160), blank)
    assert cutout._plausible(block(40, 80, 200, 220), blank)


def test_a_subject_cut_by_the_side_fades_out_there_and_only_there() -> None:
    faded = cutout._fading_at_sides(block(40, 0, 200, 220))
    assert faded[100, 0] < 8
    assert (np.diff(faded[100, :60].astype(int)) >= 0).all()
    assert faded[100, 60] == faded[100, 219] == 255
    np.testing.assert_array_equal(
        cutout._fading_at_sides(block(40, 60, 200, 220)), block(40, 60, 200, 220)
    )


def test_the_picture_beside_a_subject_stays_as_it_is() -> None:
    picture = np.random.default_rng(3).integers(0, 255, (320, 420, 3), np.uint8)
    filled = behind(picture, disc_mask())
    rows, columns = np.mgrid[:320, :420]
    beside = np.hypot(rows - 160, columns - 210) > 60 + 0.03 * 420
    assert np.abs(filled.astype(int) - picture)[beside].max() <= 3
