"""Curves start, end and flow as they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.animatic.easing import glide, smootherstep, unrest, whip

TIME = np.linspace(0.0, 1.0, 501)


@pytest.mark.parametrize("curve", [smootherstep, glide])
def test_slow_in_slow_out(curve) -> None:
    way = curve(TIME)
    speed = np.diff(way)
    assert (way[0], way[-1]) == (0.0, 1.0)
    assert (speed >= -1e-12).all()
    assert speed[0] < speed.max() / 50
    assert speed[-1] < speed.max() / 50
    np.testing.assert_allclose(way + way[::-1], 1.0, atol=1e-9)


@given(st.floats(0.05, 0.5))
def test_a_glide_has_no_kink(ramp: float) -> None:
    bend = np.abs(np.diff(glide(np.linspace(0, 1, 4001), ramp), 2)).max()
    assert bend < 2.0 / ramp / (1 - ramp) / 4000**2 * 1.1


def test_a_whip_is_still_then_fast_then_settled() -> None:
    way = whip(TIME, 0.3, 0.15)
    assert way[TIME < 0.3].max() == 0.0
    assert np.abs(way[TIME > 0.75] - 1.0).max() < 0.01
    assert way.max() < 1.05


def test_unrest_repeats_by_seed_and_stays_in_its_band() -> None:
    clock = np.arange(0, 40, 1 / 50)
    one = unrest(clock, 7)
    np.testing.assert_array_equal(one, unrest(clock, 7))
    assert np.abs(one - unrest(clock, 8)).max() > 0.2
    power = np.abs(np.fft.rfft(one * np.hanning(len(one)))) ** 2
    pitch = np.fft.rfftfreq(len(one), 1 / 50)
    assert power[pitch > 3.0].sum() < 0.01 * power.sum()
    assert 0.3 < np.abs(one).max() < 2.5
