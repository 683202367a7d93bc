"""Loudness and true peak: what comes out is what was asked for, whatever goes in."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from studio.errors import Cancelled
from studio.media.ffmpeg import QUIET, run
from studio.render.levelling import EXACT, level_for
from studio.render.loudness import Level, measure, raw_input
from studio.render.mix_file import MixFile
from studio.render.parted import Parted
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


def parted(samples: npt.NDArray[np.float64], folder: Path) -> Parted:
    return Parted(MixFile.of(raw_of(samples, folder)), None, None)


def raw_of(samples: npt.NDArray[np.float64], folder: Path) -> Path:
    path = folder / "mix.f32"
    path.write_bytes(samples.astype("<f4").tobytes())
    return path


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda sound: sound.__name__)
@pytest.mark.parametrize(("loudness", "peak"), TARGETS)
def test_targets_are_met(
    tmp_path: Path, sound: Callable[[], npt.NDArray[np.float64]], loudness: float, peak: float
) -> None:
    mix, made = parted(sound(), tmp_path), tmp_path / "made.wav"
    level = level_for(mix, loudness, peak, headroom=EXACT)
    with ExitStack() as stack:
        wave, gain = mix.mix.path, ["-af", level.chain]
        if level.ceiling is not None:
            wave, gain = stack.enter_context(mix.limited_whole((level.gain, level.ceiling))), []
        run([*QUIET, "-y", *raw_input(wave), *gain, "-c:a", "pcm_s24le", str(made)])
    got = measure(["-i", str(made)])
    assert got.integrated == pytest.approx(loudness, abs=0.3)
    assert got.peak <= peak + 0.1


def test_what_needs_no_limit_gets_none(tmp_path: Path) -> None:
    level = level_for(parted(steady(), tmp_path), -23, -1)
    assert level.ceiling is None
    assert level.chain == f"volume={level.gain:.2f}dB"


@pytest.mark.parametrize("level", [0.0, 1e-5])
def test_silence_and_what_nobody_hears_stay_silence(tmp_path: Path, level: float) -> None:
    assert level_for(parted(steady() * level, tmp_path), -14, -1) == Level(0.0)


def test_what_cannot_be_made_loud_ends(tmp_path: Path) -> None:
    clicks = np.zeros((SECONDS * SAMPLE_RATE, 2))
    clicks[::SAMPLE_RATE] = 0.9
    mix = parted(clicks, tmp_path)
    level = level_for(mix, -14, -1)
    assert level.ceiling is not None
    with mix.limited_whole((level.gain, level.ceiling)) as held:
        assert measure(raw_input(held)).peak <= -1


def test_who_waits_may_give_up(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        level_for(Parted(MixFile.of(raw_of(steady(), tmp_path)), None, lambda: True), -14, -1)
