"""Emotion and age change how a line is said."""

from dataclasses import replace

import numpy as np
import pytest

from studio.voices.acting import acted, sounded
from studio.voices.base import SAMPLE_RATE, Manner
from studio.voices.espeak import Espeak
from studio.voices.voices import Engines

PLAIN = Manner("ann", gender="female")


@pytest.mark.parametrize(
    ("emotion", "pace", "pitch", "gain"),
    [
        ("angrily", 1, 1, 1), ("sadly", -1, -1, -1), ("低声", -1, -1, -1),
        ("", 0, 0, 0), ("odd", 0, 0, 0),
    ],
)  # fmt: skip
def test_emotions_have_a_direction(emotion: str, pace: int, pitch: int, gain: int) -> None:
    manner, acting = acted(replace(PLAIN, emotion=emotion))
    assert np.sign(manner.pace - 1) == pace
    assert np.sign(manner.pitch) == pitch
    assert np.sign(acting.gain) == gain


def test_old_people_speak_slower_with_a_tremor() -> None:
    manner, acting = acted(replace(PLAIN, old=True))
    assert manner.pace < 0.95
    tone = np.sin(2 * np.pi * 200 * np.arange(SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32) / 2
    heard = sounded(tone, manner, acting)
    turns = np.flatnonzero((heard[:-1] < 0) & (heard[1:] >= 0))
    periods = np.diff(turns)
    assert len(heard) == len(tone)
    assert 0.01 < np.ptp(periods) / periods.mean() < 0.03
    assert sounded(tone, PLAIN, acted(PLAIN)[1]) is not heard


def test_a_shout_is_louder_than_a_whisper_and_never_clipped() -> None:
    engines = Engines((Espeak(),))
    loud, soft = (
        engines.say("Get out of here now.", "en", replace(PLAIN, emotion=word)).samples
        for word in ("shouting", "whisper")
    )
    rms = [float(np.sqrt(np.mean(np.square(each)))) for each in (loud, soft)]
    assert rms[0] > 2.5 * rms[1]
    assert float(np.abs(loud).max()) <= 0.9
