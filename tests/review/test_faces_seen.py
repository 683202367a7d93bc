"""Faces of pictures put together over time."""

import pytest

from studio.cast.faces import Face
from studio.review.faces_seen import together


def face(x: float, *, wide: float = 0.1, y: float = 0.3) -> Face:
    return Face(x - wide / 2, y, wide, wide * 1.3, (), 0.9)


def test_a_face_that_moves_is_one_and_two_are_two() -> None:
    pictures = [
        (n * 0.5, (face(0.2 + 0.04 * n, wide=0.12), face(0.8 - 0.02 * n))) for n in range(6)
    ]
    large, small = together(pictures)
    assert len(large.moments) == len(small.moments) == 6
    left, top, right, bottom = large.moments[0].box
    assert (left + right) / 2 == pytest.approx(0.2)
    assert right - left > 0.12, "the hair counts"
    assert top < 0.3 < bottom
    assert small.moments[-1].seconds == 2.5


def test_a_mistake_of_one_picture_is_nobody_and_a_crowd_is_not_needed() -> None:
    pictures = [(float(n), (face(0.5, wide=0.2), face(0.9, wide=0.05))) for n in range(8)]
    pictures[3] = (3.0, (*pictures[3][1], face(0.1)))
    found = together(pictures)
    assert [each.needed for each in found] == [True, False]
    assert together([]) == ()
