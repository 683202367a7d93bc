"""Room tone: a soft noise under the whole film, so that no cut falls into dead silence.

Pink and without highs, as the air of a quiet room; the same in every export, at any place.
"""

from functools import cache

import numpy as np

from studio.render.clip_edges import FADE
from studio.render.recording import SAMPLE_RATE, Samples

_LENGTH = 1 << 20  # samples after which it begins again, without a seam: 22 seconds
_SEED = 20_260_101
_LOW, _HIGH = 40.0, 1_800.0  # hertz: below and above it falls by 12 dB an octave
_WIDTH = 0.6  # of the part that left and right do not share, to that which they do


def tone(loudness: float, first: int, last: int, whole: int) -> Samples:
    """Film samples `first` to `last` as (n, 2), at `loudness` LUFS, of a film of `whole` samples.

    It comes and goes in 6 ms at the film's ends.
    """
    places = np.arange(first, last)
    samples = _loop()[places % _LENGTH] * np.float32(10 ** (loudness / 20))
    ends = np.minimum(places, whole - 1 - places) / (FADE * SAMPLE_RATE)
    return samples * np.clip(ends, 0, 1).astype(np.float32)[:, None]


@cache
def _loop() -> Samples:
    """(samples, 2) at 0 LUFS: noise made of whole periods, and so without a seam."""
    hertz = np.fft.rfftfreq(_LENGTH, 1 / SAMPLE_RATE)
    shape = _shape(hertz)
    noise = np.random.PCG64(_SEED)  # its numbers are promised to stay the same
    turns = noise.random_raw(2 * len(hertz)).reshape(2, -1) / 2.0**64 * 2 * np.pi
    middle, side = shape * np.exp(1j * turns)
    sides = np.stack([middle + _WIDTH * side, middle - _WIDTH * side])
    power = np.square(np.abs(sides) * weighting(hertz)).sum() * 2 / _LENGTH**2
    loudness = -0.691 + 10 * np.log10(power)
    samples = np.fft.irfft(sides * 10 ** (-loudness / 20), n=_LENGTH)
    return np.ascontiguousarray(samples.T, np.float32)


def _shape(hertz: np.ndarray) -> np.ndarray:
    """The amplitude at each frequency: pink (3 dB less an octave) between the two ends."""
    safe = np.maximum(hertz, 1.0)
    ends = (1 + (_LOW / safe) ** 2) * (1 + (safe / _HIGH) ** 2)
    shape = 1 / np.sqrt(safe) / ends
    shape[[0, -1]] = 0.0
    return shape


def weighting(hertz: np.ndarray) -> np.ndarray:
    """The gain of the K weighting at each frequency, at 48 kHz: ITU-R BS.1770-5, annex 1."""
    z = np.exp(-2j * np.pi * hertz / SAMPLE_RATE)
    head = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    low = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.abs(head * low)
