"""The limiter of exports and previews: under the limit between samples, the same from anywhere."""

import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from studio.errors import Cancelled
from studio.render.limiter import MARGIN, STEP, limited, limited_blocks, true_peak
from studio.render.loudness import measure, raw_input
from tests.render.sounding import SAMPLE_RATE, noise

CEILING = -2.0
LIMIT = 10 ** (CEILING / 20)


def spiky(seconds: int) -> np.ndarray:
    """Soft noise with bursts far above the limit, some of them where files are divided."""
    sound = noise(seconds * SAMPLE_RATE, 4, 0.05).astype(np.float32)
    for at in range(SAMPLE_RATE // 2, len(sound), SAMPLE_RATE // 2):
        sound[at - 40 : at + 40] *= 30
    return sound


def written(samples: np.ndarray, folder: Path) -> Path:
    path = folder / "mix.f32"
    path.write_bytes(samples.astype("<f4").tobytes())
    return path


def held(raw: Path, stretch: tuple[int, int], gain: float) -> np.ndarray:
    """A stretch as it comes out of the limiter; (n, 2)."""
    blocks = [block.copy() for block in limited_blocks(raw, stretch, gain, CEILING)]
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)


def test_a_file_is_limited_as_if_it_were_one_stretch(tmp_path: Path) -> None:
    sound = spiky(11)[: -STEP // 2]
    got = held(written(sound, tmp_path), (0, len(sound)), 6.0)
    whole = np.pad(sound, ((0, STEP // 2), (0, 0))) * np.float32(10 ** (6 / 20))
    assert np.array_equal(got, limited(whole, CEILING)[: len(sound)])
    assert np.abs(whole).max() > 2 * LIMIT
    # White noise is as loud at the highest tones as at any, where meters differ by 0.2 dB.
    assert measure(raw_input(written(got, tmp_path))).peak <= CEILING + 0.3


@pytest.mark.parametrize("cuts", [(0, 1), (100_000, 100_001), (5_000, 250_123), (300_500, 403_177)])
def test_any_stretch_is_limited_as_in_the_whole(tmp_path: Path, cuts: tuple[int, int]) -> None:
    sound = spiky(9)[: -STEP // 3]
    raw = written(sound, tmp_path)
    whole = held(raw, (0, len(sound)), 6.0)
    assert np.array_equal(held(raw, cuts, 6.0), whole[slice(*cuts)])


def test_limiting_holds_little_beside_a_stretch(tmp_path: Path) -> None:
    sound = noise(6 * SAMPLE_RATE, 4, 0.5).astype(np.float32)
    raw = written(np.broadcast_to(sound, (len(sound), 2)), tmp_path)
    true_peak(raw, (0, STEP))  # what is made once for all
    tracemalloc.start()
    for _ in limited_blocks(raw, (0, len(sound)), 0.0, CEILING):
        pass
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 3.5 * 2**20


@pytest.mark.parametrize("hertz", [997, 6_000, 12_000, 17_000, 19_500])
@pytest.mark.parametrize("turn", [0.1, 0.9])
def test_peaks_between_samples_are_seen(tmp_path: Path, hertz: int, turn: float) -> None:
    rise = np.hanning(2 * SAMPLE_RATE)  # no edges, which sound of everything
    tone = np.sin(2 * np.pi * hertz * np.arange(len(rise)) / SAMPLE_RATE + turn) * rise * 0.9
    raw = written(np.repeat(tone[:, None], 2, axis=1), tmp_path)
    peak = 20 * np.log10(0.9)
    assert 20 * np.log10(true_peak(raw, (0, len(tone)))) == pytest.approx(peak, abs=0.1)


def test_the_peak_of_a_stretch_is_its_own_and_that_of_all_the_greatest(tmp_path: Path) -> None:
    """Also where it is cut out of what goes on, whose edges alone would sound of everything."""
    places = np.arange(3 * SAMPLE_RATE)
    swell = np.interp(places, (0, 140_000, 3 * SAMPLE_RATE), (0.2, 0.9, 0))
    raw = written(np.repeat((np.sin(places * 0.9) * swell)[:, None], 2, axis=1), tmp_path)
    stretches = [*pairwise((0, 47_000, 100_003, 3 * SAMPLE_RATE))]
    peaks = [true_peak(raw, stretch) for stretch in stretches]
    assert peaks == pytest.approx([swell[slice(*each)].max() for each in stretches], rel=0.01)
    assert max(peaks) == pytest.approx(true_peak(raw, (0, 3 * SAMPLE_RATE)), rel=1e-5)


def test_what_is_far_from_a_peak_is_not_touched() -> None:
    sound = np.zeros((SAMPLE_RATE, 2), np.float32)
    sound[:] = noise(SAMPLE_RATE, 5, 0.05).astype(np.float32)
    sound[SAMPLE_RATE // 2] = 1.0
    got = limited(sound, CEILING)
    same = np.flatnonzero((got != sound).any(axis=1))
    assert SAMPLE_RATE // 2 - MARGIN < same[0] <= SAMPLE_RATE // 2 <= same[-1] < SAMPLE_RATE // 2 + MARGIN  # noqa: E501  # fmt: skip
    quiet = sound * np.float32(0.1)
    assert limited(quiet, CEILING) is quiet


def test_a_limited_sound_has_no_steps() -> None:
    tone = np.sin(2 * np.pi * 100 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    swell = np.where((np.arange(SAMPLE_RATE) // 4800) % 2, 1.0, 0.3)
    sound = np.repeat((tone * swell)[:, None], 2, axis=1).astype(np.float32)
    gains = limited(sound, -6.0)[:, 0] / np.where(np.abs(sound[:, 0]) > 1e-3, sound[:, 0], np.nan)
    assert np.nanmax(np.abs(np.diff(gains))) < 0.01


def test_an_empty_mix_and_one_that_is_given_up(tmp_path: Path) -> None:
    empty = written(np.zeros((0, 2)), tmp_path)
    assert true_peak(empty, (0, 0)) == 0
    assert len(held(empty, (0, 0), 24.0)) == 0
    raw = written(spiky(1), tmp_path)
    with pytest.raises(Cancelled):
        next(limited_blocks(raw, (0, SAMPLE_RATE), 0.0, CEILING, lambda: True))
