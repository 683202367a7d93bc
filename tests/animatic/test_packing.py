"""Frames put together at three quarters of their size come out whole."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.animatic.packing import Packer, pack
from studio.animatic.planes import bgr_to_yuva, empty_frame, to_bgr

WIDE, HIGH = 96, 60  # of the canvas; the frame is 128 x 80


def canvas(seed: int = 3) -> np.ndarray:
    picture = np.random.default_rng(seed).integers(0, 256, (HIGH, WIDE, 3)).astype(np.uint8)
    return bgr_to_yuva(cv2.GaussianBlur(picture, (0, 0), 2.0))


@given(st.integers(0, 47), st.integers(0, 29), st.integers(1, 48), st.integers(1, 30))
def test_any_part_is_enlarged_as_the_whole_would_be(x: int, y: int, wide: int, high: int) -> None:
    box = 2 * x, 2 * y, min(WIDE, 2 * (x + wide)), min(HIGH, 2 * (y + high))
    whole, part = empty_frame(128, 80), empty_frame(128, 80)
    packer = Packer((WIDE, HIGH), (128, 80))
    packer.pack(canvas(), whole)
    packer.pack(canvas(9), part)
    packer.pack(canvas(), part, box)
    for scale, plane in ((4, np.s_[:80]), (2, np.s_[80:100])):
        wanted, got = whole[plane], part[plane]
        if scale == 2:
            wanted, got = wanted.reshape(40, 64), got.reshape(40, 64)
        place = np.s_[
            box[1] * scale // 3 : box[3] * scale // 3, box[0] * scale // 3 : box[2] * scale // 3
        ]
        np.testing.assert_array_equal(got[place], wanted[place])


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (30, 90, 220), (200, 60, 20)])
def test_a_plain_colour_stays_what_it_is(colour: tuple[int, int, int]) -> None:
    frame = empty_frame(128, 80)
    pack(bgr_to_yuva(np.full((HIGH, WIDE, 3), colour, np.uint8)), frame)
    assert np.abs(to_bgr(frame).astype(int) - colour).max() <= 2


def test_an_edge_stays_where_it_is() -> None:
    picture = np.zeros((HIGH, WIDE, 3), np.uint8)
    picture[:, WIDE // 2 :] = 255
    frame = empty_frame(128, 80)
    pack(bgr_to_yuva(picture), frame)
    row = frame[40, :].astype(int)
    assert row[:62].max() < 40
    assert row[66:].min() > 210
    assert abs(int(row[63]) + int(row[64]) - 16 - 235) < 8, "the step lies between the two"
