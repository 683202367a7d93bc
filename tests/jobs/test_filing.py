"""What a probe found, as fields of a take."""

from dataclasses import replace
from fractions import Fraction

import pytest

from studio.jobs.filing import measures
from studio.media.probe import MediaInfo
from studio.timeline.rate import Rate

FILM = Rate(num=24)
UNEVEN = MediaInfo(
    "video", "matroska", rate=Fraction(24), frames=48, variable_rate=True, shown=Fraction(95, 24)
)


def lasts(info: MediaInfo, film: Rate) -> int:
    """Film frames that a take of this file is said to have."""
    found = measures(info, film)
    return film.frames(found["rate"].seconds(found["frames"]))


def test_a_video_of_variable_rate_lasts_as_long_as_it_is_shown() -> None:
    found = measures(UNEVEN, FILM)
    assert (found["frames"], found["rate"].fraction) == (48, Fraction(48 * 24, 95))
    assert lasts(UNEVEN, FILM) == 95


def test_the_average_that_a_file_claims_is_kept_where_it_is_right() -> None:
    near = replace(UNEVEN, shown=Fraction(2) + Fraction(1, 60))
    assert measures(near, FILM)["rate"] == FILM
    steady = replace(UNEVEN, variable_rate=False, rate=Fraction(25))
    assert measures(steady, FILM)["rate"] == Rate(num=25)


@pytest.mark.parametrize("film", [FILM, Rate(num=30000, den=1001), Rate(num=60)])
@pytest.mark.parametrize("frames", [7, 4_801, 190_003])
@pytest.mark.parametrize("half", [1, 601, 200_001])
def test_half_a_frame_counts_as_one_however_long_the_file(
    film: Rate, frames: int, half: int
) -> None:
    """Where no rate of two numbers of six digits is that exact, one is found that rounds to it."""
    info = replace(UNEVEN, frames=frames, shown=Fraction(half, 2) / film.fraction)
    if frames / info.shown <= 1000:
        assert lasts(info, film) == (half + 1) // 2


@pytest.mark.parametrize(
    "shown", [Fraction(0), Fraction(1, 10**9), Fraction(2**63), Fraction(10**30)]
)
@pytest.mark.parametrize("rate", [Fraction(0), Fraction(24), Fraction(1, 10**9)])
def test_times_that_cannot_be_leave_a_take_its_rate(shown: Fraction, rate: Fraction) -> None:
    found = measures(replace(UNEVEN, shown=shown, rate=rate), FILM)
    assert (found["rate"], found["frames"]) == (FILM, 48)
