"""Loudness and peaks measured in this process are those that FFmpeg's program tells."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import QUIET, run
from studio.media.r128 import (
    SAMPLE_RATE,
    SILENCE,
    STEP,
    Steps,
    begins,
    loudness_of,
    momentary,
    of_file,
    steps_of,
    together,
)
from studio.render.loudness import measure, raw_input
from tests.render.sounding import noise

CODINGS = {
    ".wav": ["-c:a", "pcm_s24le"], ".flac": ["-c:a", "flac"],
    ".m4a": ["-c:a", "aac", "-b:a", "192000"], ".mp3": ["-c:a", "libmp3lame"],
}  # fmt: skip


def raw_of(folder: Path, samples: np.ndarray) -> Path:
    path = folder / "sound.f32"
    path.write_bytes(samples.astype("<f4").tobytes())
    return path


def swelling(samples: int) -> np.ndarray:
    """Noise that grows, so that its loudest place is its end."""
    return noise(samples, 4, 0.2) * np.linspace(0.1, 1, samples)[:, None]


def in_raw_stretches(sound: np.ndarray, cuts: list[int]) -> list[Steps]:
    """Raw samples measured stretch by stretch, handed over in blocks of any length."""
    found: list[Steps] = []
    for span in pairwise([0, *cuts, len(sound)]):
        begin = begins(0, span)
        held = np.asarray(sound[begin : span[1]], np.float32)
        blocks = [held[at : at + 7_000] for at in range(0, len(held), 7_000)]
        found.append(Steps(momentary(blocks, begin, span), 0.5))
    return found


@pytest.mark.parametrize("cuts", [[60_000], [48_000, 96_000, 170_001], [200_000, 200_100, 290_000]])
def test_raw_stretches_are_as_loud_as_the_whole(cuts: list[int]) -> None:
    sound = swelling(SAMPLE_RATE * 7 + 1000)
    sound[100_000:160_000] *= 0.01  # below the gate
    whole, parts = in_raw_stretches(sound, []), in_raw_stretches(sound, cuts)
    apart = [loud for each in parts for loud in each.momentary]
    assert len(apart) == len(sound) // STEP
    assert apart == pytest.approx(list(whole[0].momentary), abs=0.01)
    assert loudness_of(parts) == pytest.approx(loudness_of(whole), abs=0.005)


@pytest.mark.parametrize("samples", [SAMPLE_RATE * 5, SAMPLE_RATE * 3 + 77, 19_201])
def test_a_raw_mix_is_as_loud_as_the_program_says(tmp_path: Path, samples: int) -> None:
    sound = swelling(samples)
    raw = raw_of(tmp_path, sound)
    found = loudness_of(in_raw_stretches(sound, []))
    assert found == pytest.approx(measure(raw_input(raw)).integrated, abs=0.071)


@pytest.mark.parametrize("suffix", CODINGS)
def test_so_is_a_file_of_any_coding(tmp_path: Path, suffix: str) -> None:
    raw, path = raw_of(tmp_path, swelling(SAMPLE_RATE * 4 + 1000)), tmp_path / f"sound{suffix}"
    run([*QUIET, "-y", *raw_input(raw), *CODINGS[suffix], "-ar", "48000", str(path)])
    wanted, found = measure(["-i", str(path)]), of_file(path)
    assert found is not None
    assert found[0] == pytest.approx(wanted.integrated, abs=0.051)
    assert found[1] == pytest.approx(wanted.peak, abs=0.06)


def test_the_peak_of_the_very_end_is_heard(tmp_path: Path) -> None:
    """Also within the last tenth of a second, which the loudness leaves out."""
    sound = noise(SAMPLE_RATE * 2 + 500, 5, 0.02)
    sound[-200:-100] = np.sin(np.arange(100) * np.pi / 2 + np.pi / 4)[:, None] * 0.7
    raw, path = raw_of(tmp_path, sound), tmp_path / "sound.wav"
    run([*QUIET, "-y", *raw_input(raw), "-c:a", "pcm_s24le", str(path)])
    found = of_file(path)
    assert found is not None
    assert found[1] > 20 * math.log10(np.abs(sound).max()) + 2, "between the samples"


@pytest.mark.parametrize("samples", [0, 100, SAMPLE_RATE])
def test_silence_is_silent_and_too_quiet_for_a_peak(tmp_path: Path, samples: int) -> None:
    raw = raw_of(tmp_path, np.zeros((samples, 2)))
    assert loudness_of(in_raw_stretches(np.zeros((samples, 2)), [])) == SILENCE
    if samples:
        path = tmp_path / "sound.wav"
        run([*QUIET, "-y", *raw_input(raw), str(path)])
        assert of_file(path) is None


def test_what_cannot_be_read_is_said_and_who_waits_may_give_up(tmp_path: Path) -> None:
    path = tmp_path / "sound.m4a"
    path.write_bytes(b"no sound")
    with pytest.raises(RenderError):
        of_file(path)
    with pytest.raises(Cancelled):
        of_file(sounding(tmp_path), lambda: True)


def sounding(folder: Path) -> Path:
    raw, path = raw_of(folder, swelling(SAMPLE_RATE)), folder / "sound.wav"
    run([*QUIET, "-y", *raw_input(raw), str(path)])
    return path


def in_stretches(path: Path, sound: np.ndarray, cuts: list[int], folder: Path) -> list[Steps]:
    """The sound measured by files of its own for each stretch, from a while before it."""
    found: list[Steps] = []
    for number, (first, last) in enumerate(pairwise([0, *cuts, len(sound)])):
        begin, end = max(0, first - 50_000 - 777 * number), min(len(sound), last + 5_000)
        raw, part = folder / "part.f32", folder / f"part{path.suffix}"
        raw.write_bytes(sound[begin:end].astype("<f4").tobytes())
        run([*QUIET, "-y", *raw_input(raw), *CODINGS[path.suffix], "-ar", "48000", str(part)])
        found.append(steps_of(part, begin, (first, last)))
    return found


@pytest.mark.parametrize(
    "cuts", [[], [60_000], [48_000, 96_000, 170_001], [200_000, 200_100, 290_000]]
)
def test_a_sound_is_as_loud_as_its_stretches_together(tmp_path: Path, cuts: list[int]) -> None:
    sound = swelling(SAMPLE_RATE * 7 + 1000)
    sound[100_000:160_000] *= 0.01  # below the gate
    raw, path = raw_of(tmp_path, sound), tmp_path / "sound.wav"
    run([*QUIET, "-y", *raw_input(raw), *CODINGS[".wav"], str(path)])
    stretches = in_stretches(path, sound, cuts, tmp_path)
    assert sum(len(each.momentary) for each in stretches) == len(sound) // (SAMPLE_RATE // 10)
    found, wanted = together(stretches), of_file(path)
    assert found is not None
    assert wanted is not None
    assert found[0] == pytest.approx(wanted[0], abs=0.02)
    assert found[1] == pytest.approx(wanted[1], abs=0.01)


def test_stretches_of_next_to_nothing_have_no_peak_and_silence_no_loudness() -> None:
    assert together([Steps((-80.0,), 0.01)]) is None
    assert together([]) is None
    assert together([Steps((-120.7, -71.0), 0.5)]) == (SILENCE, pytest.approx(-6.02, abs=0.01))
