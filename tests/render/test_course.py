"""The way through a film: what is shown and heard when."""

import pytest

from studio.render.course import Course
from studio.timeline.rate import Rate

RATE = Rate(num=24)
SECOND = 48_000


def test_forward_once() -> None:
    course = Course(RATE, 10, 1, 0, 40)
    assert course.frame(0) == 10
    assert course.frame(1999) == 10
    assert course.frame(2000) == 11
    assert course.frame(SECOND) == 34
    assert course.frame(9 * SECOND) == 39
    assert not course.over(59_999)
    assert course.over(60_000)
    assert course.ahead(37, 9) == [37, 38, 39]


def test_backwards_once() -> None:
    course = Course(RATE, 10, -2, 0, 40)
    assert [course.frame(n) for n in (0, 1000, 5000)] == [10, 9, 5]
    assert course.frame(SECOND) == 0
    assert not course.over(10_999)
    assert course.over(11_000)
    assert course.ahead(5, 9) == [5, 3, 1]


def test_round_and_round() -> None:
    course = Course(RATE, 18, 1, 10, 20, loop=True)
    assert [course.frame(2000 * n) for n in range(5)] == [18, 19, 10, 11, 12]
    assert course.ahead(18, 99) == [18, 19, *range(10, 18)]
    assert not course.over(99 * SECOND)
    back = Course(RATE, 11, -1, 10, 20, loop=True)
    assert [back.frame(2000 * n) for n in range(4)] == [11, 10, 19, 18]
    assert back.ahead(11, 3) == [11, 10, 19]


@pytest.mark.parametrize("rate", [RATE, Rate(num=30000, den=1001)])
@pytest.mark.parametrize("speed", [1, 2, 8])
def test_what_is_heard_is_what_is_seen(rate: Rate, speed: int) -> None:
    course = Course(rate, 3, speed, 0, 10_000)
    for played in range(0, SECOND, 997):
        ((first, last),) = course.heard(played, 100)
        assert last - first == 100 * speed
        seen = rate.samples(course.frame(played), SECOND)
        assert seen - 1 <= first < seen + rate.samples(1, SECOND) + 1


def test_sound_goes_round_with_the_picture() -> None:
    course = Course(RATE, 18, 1, 10, 20, loop=True)
    assert list(course.heard(0, 5000)) == [(36_000, 40_000), (20_000, 21_000)]
    assert list(course.heard(5000, 1000)) == [(21_000, 22_000)]


def test_backwards_sound_comes_from_before() -> None:
    course = Course(RATE, 10, -1, 0, 40)
    assert list(course.heard(0, 500)) == [(21_500, 22_000)]
    assert list(course.heard(500, 500)) == [(21_000, 21_500)]
    loop = Course(RATE, 10, -1, 10, 12, loop=True)
    assert list(loop.heard(0, 3000)) == [(20_000, 22_000), (23_000, 24_000)]
