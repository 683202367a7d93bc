"""Tones drawn over a pitch: their heights, their places, and what stays as it was."""

import numpy as np
import pytest

from studio.voices.tones import MARKS, drawn

STEPS = np.array([4.0, 2.0, 8.0, 2.0, 2.0, 8.0, 6.0])  # of "sa ka", and the silence around


def levels(signs: str, pitch: np.ndarray, steps: np.ndarray) -> np.ndarray:
    made = drawn(signs, pitch.astype(np.float32), steps, 2)
    return 12 * np.log2(made / 200)


def test_a_line_without_marks_and_one_without_voice_stay_as_they_are() -> None:
    pitch = np.full(64, 200, np.float32)
    assert np.array_equal(drawn("sa ka", pitch, STEPS, 2), pitch)
    assert np.array_equal(drawn("sa¹ ka¹", pitch * 0, STEPS, 2), pitch * 0)


@pytest.mark.parametrize(("mark", "begins", "ends"), [
    ("¹", 3.5, 3.5), ("²", -1.4, 3.5), ("³", 0, 0), ("⁴", -1.75, -3.5), ("⁵", -1.75, 0.35),
    ("⁶", -1.75, -1.75),
])  # fmt: skip
def test_a_syllable_has_the_level_of_its_tone(mark: str, begins: float, ends: float) -> None:
    steps = np.array([4.0, 4.0, 40.0, 4.0])  # silence, s, a, silence
    found = levels(f"sa{mark}", np.full(104, 200.0), steps)
    rhyme = found[16:96]
    sunk = 0.75  # half of the fall of a whole line lies before its first syllable
    assert rhyme[12] == pytest.approx(begins + sunk, abs=0.2)
    assert rhyme[72] == pytest.approx(ends + sunk, abs=0.2)


def test_tones_differ_from_one_another_and_keep_the_order_of_their_heights() -> None:
    pitch, steps = np.full(104, 200.0), np.array([4.0, 4.0, 40.0, 4.0])
    last = {mark: levels(f"sa{mark}", pitch, steps)[88] for mark in MARKS}
    assert last["¹"] == pytest.approx(last["²"])
    assert last["²"] > last["⁵"] > last["³"] > last["⁶"] > last["⁴"]


def test_a_line_sinks_and_what_is_not_voiced_stays() -> None:
    steps = np.array([4.0, 2.0, 10.0, 2.0, 2.0, 10.0, 4.0])  # s a, space, s a
    pitch = np.full(68, 200.0)
    pitch[:8] = 3
    made = drawn("sa³ sa³", pitch.astype(np.float32), steps, 2)
    assert np.array_equal(made[:8], pitch[:8].astype(np.float32))
    assert 12 * np.log2(made[20] / made[52]) == pytest.approx(1.5, abs=0.1)
