"""Loudness and true peak: what comes out is what was asked for, whatever goes in."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from studio.errors import Cancelled
from studio.media.ffmpeg import QUIET, run
from studio.render.loudness import EXACT, Level, level_for, measure, raw_input
from tests.render.sounding import SAMPLE_RATE, noise

SECONDS = 12


def steady() -> npt.NDArray[np.float64]:
    return noise(SECONDS * SAMPLE_RATE, 1, 0.05)


def speech_and_shots() -> npt.NDArray[np.float64]:
    """Soft speech-like bursts, and bangs a hundred times as loud."""
    swell = np.clip(np.sin(np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE * 9), 0, 1)
    sound = noise(SECONDS * SAMPLE_RATE, 2, 0.008) * swell[:, None]
    for second in (2, 5, 9):
        bang = noise(4_000, second, 0.3) * np.exp(-np.arange(4_000) / 900)[:, None]
        sound[second * SAMPLE_RATE : second * SAMPLE_RATE + 4_000] += bang
    return np.clip(sound, -1, 1)


def whispered() -> npt.NDArray[np.float64]:
    return steady() * 0.004


def clipped() -> npt.NDArray[np.float64]:
    return np.clip(noise(SECONDS * SAMPLE_RATE, 3, 0.6), -1, 1)


def peaks_between_samples() -> npt.NDArray[np.float64]:
    """A quarter of the sample rate, turned so that no sample is at its peak: 3 dB above them."""
    turns = np.arange(SECONDS * SAMPLE_RATE) * np.pi / 2 + np.pi / 4
    return np.repeat(np.sin(turns)[:, None], 2, 1) * 0.9


SOUNDS = [steady, speech_and_shots, whispered, clipped, peaks_between_samples]
TARGETS = [(-14.0, -1.0), (-16.0, -1.5), (-23.0, -1.0), (-24.0, -2.0)]


def raw_of(samples: npt.NDArray[np.float64], folder: Path) -> Path:
    path = folder / "mix.f32"
    path.write_bytes(samples.astype("<f4").tobytes())
    return path


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda sound: sound.__name__)
@pytest.mark.parametrize(("loudness", "peak"), TARGETS)
def test_targets_are_met(tmp_path: Path, sound: object, loudness: float, peak: float) -> None:
    assert callable(sound)
    raw, made = raw_of(sound(), tmp_path), tmp_path / "made.wav"
    held = tmp_path / "held.f32"
    level = level_for(raw, held, loudness, peak, headroom=EXACT)
    gain = [] if level.ceiling is not None else ["-af", level.chain]
    source = raw_input(raw if gain else held)
    run([*QUIET, "-y", *source, *gain, "-c:a", "pcm_s24le", str(made)])
    got = measure(["-i", str(made)])
    assert got.integrated == pytest.approx(loudness, abs=0.3)
    assert got.peak <= peak + 0.1


def test_what_needs_no_limit_gets_none(tmp_path: Path) -> None:
    level = level_for(raw_of(steady(), tmp_path), tmp_path / "held.f32", -23, -1)
    assert level.ceiling is None
    assert level.chain == f"volume={level.gain:.2f}dB"


@pytest.mark.parametrize("level", [0.0, 1e-5])
def test_silence_and_what_nobody_hears_stay_silence(tmp_path: Path, level: float) -> None:
    raw = raw_of(steady() * level, tmp_path)
    assert level_for(raw, tmp_path / "held.f32", -14, -1) == Level(0.0)


def test_what_cannot_be_made_loud_ends(tmp_path: Path) -> None:
    clicks = np.zeros((SECONDS * SAMPLE_RATE, 2))
    clicks[::SAMPLE_RATE] = 0.9
    held = tmp_path / "held.f32"
    assert level_for(raw_of(clicks, tmp_path), held, -14, -1).ceiling is not None
    assert measure(raw_input(held)).peak <= -1


def test_who_waits_may_give_up(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        level_for(raw_of(steady(), tmp_path), tmp_path / "held.f32", -14, -1, lambda: True)
