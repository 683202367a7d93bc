"""Meters against signals whose levels are known, and FFmpeg's own measurement."""

import numpy as np
import pytest

from studio.media.meters import FLOOR, SAMPLE_RATE, Levels, Meter


def sine(seconds: float, level: float, hertz: float = 997, phase: float = 0) -> np.ndarray:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    one = level * np.sin(2 * np.pi * hertz * at + phase)
    return np.stack([one, one], axis=1).astype(np.float32)


def heard(samples: np.ndarray, step: int = 1920) -> list[Levels]:
    meter = Meter()
    return [meter.feed(samples[at : at + step]) for at in range(0, len(samples), step)]


def test_silence() -> None:
    last = heard(np.zeros((SAMPLE_RATE, 2), np.float32))[-1]
    assert last.peak == last.mean == last.true_peak == (FLOOR, FLOOR)
    assert last.momentary == FLOOR
    assert last.clips == (False, False)
    assert Meter().feed(np.zeros((0, 2), np.float32)).peak == (FLOOR, FLOOR)


def test_a_sine_of_known_level() -> None:
    """EBU Tech 3341, case 1: 1 kHz at -23 dBFS in both channels is -23 LUFS."""
    last = heard(sine(2, 10 ** (-23 / 20), 1000))[-1]
    assert last.peak == pytest.approx((-23, -23), abs=0.1)
    assert last.mean == pytest.approx((-26.01, -26.01), abs=0.05)
    assert last.momentary == pytest.approx(-23, abs=0.1)


def test_the_channels_are_told_apart() -> None:
    left = sine(1, 0.5)
    left[:, 1] = 0
    last = heard(left)[-1]
    assert last.peak[0] == pytest.approx(-6.02, abs=0.1)
    assert last.peak[1] == FLOOR
    assert last.mean[1] == FLOOR


def test_a_peak_between_two_samples_is_found() -> None:
    """EBU Tech 3341, case 16: a quarter of the sample rate at 45 degrees peaks 3 dB higher."""
    levels = heard(sine(0.5, 0.5, SAMPLE_RATE / 4, np.pi / 4))[-1]
    assert levels.peak == pytest.approx((-9.03, -9.03), abs=0.02)
    assert levels.true_peak == pytest.approx((-6.02, -6.02), abs=0.4)
    over = heard(sine(0.5, 1.2, SAMPLE_RATE / 4, np.pi / 4))[-1]
    assert max(over.peak) < 0
    assert over.clips == (True, True)


def test_a_peak_at_the_seam_of_two_pieces_is_found() -> None:
    whole = sine(0.2, 0.5, SAMPLE_RATE / 4, np.pi / 4)
    for step in (1, 7, 100):
        found = max(max(each.true_peak) for each in heard(whole[:1000], step))
        assert found == pytest.approx(-6.02, abs=0.6)


def test_loudness_follows_within_its_window() -> None:
    sound = np.concatenate([sine(1, 0.1), np.zeros((SAMPLE_RATE, 2), np.float32)])
    told = [each.momentary for each in heard(sound)]
    assert told[24] > -25
    assert told[-1] == FLOOR
    still = [place for place, loud in enumerate(told[25:]) if loud > -25 - 20]
    assert 0.3 < len(still) * 0.04 < 0.6
