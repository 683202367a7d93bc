"""How far a mouth would be open that says what is heard, after the spectrum of the sound.

Loudness alone misleads: lips are shut in a loud m, and all but shut in a loud s. The energies of
mel bands around a moment tell vowels by their height and consonants by their noise; how they are
weighed is data, `resources/cast/openness.json`, which `benchmarks/openness.py` fits to spoken lines
whose phonemes are known to the hundredth of a second.
"""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from studio.cast.hearing import RATE, Samples
from studio.paths import resource

Floats = npt.NDArray[np.float64]

PER_SECOND = 100  # values a second
STEP = RATE // PER_SECOND
_WINDOW, _BINS = 400, 512  # samples that are heard at once (25 ms), and padded to
_LOWEST, _HIGHEST = 80.0, 7600.0  # hertz: from a deep voice to the hiss of an s
_HEARD = 45.0  # decibels below the loudest bands that are heard at all
_LOUDEST = 98  # the percentile of all moments that is called the loudest


@dataclass(frozen=True)
class Weights:
    """What each band counts, so many hundredths of a second before (below 0) and after a moment."""

    steps: tuple[int, ...]
    table: Floats  # (steps, bands)


@cache
def weights() -> Weights:
    """Those of `resources/cast/openness.json`."""
    data = json.loads(resource("cast", "openness.json").read_text(encoding="utf-8"))
    return Weights(tuple(data["steps"]), np.array(data["weights"], np.float64))


def openness_said(samples: Samples) -> Floats:
    """How open a mouth is that says this: (n,) a hundred times a second, in no unit.

    `samples` are mono at RATE. Only changes within a second or so mean anything.
    """
    known = weights()
    heard = bands(samples, known.table.shape[1])
    return around(heard, known.steps) @ known.table.ravel()


def bands(samples: Samples, count: int) -> Floats:
    """Loudness in `count` mel bands 100 times a second, (n, count): 0 not heard, 1 loudest."""
    if not len(samples):
        return np.zeros((0, count))
    padded = np.pad(np.asarray(samples, np.float64), _WINDOW // 2)
    parts = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::STEP]
    power = np.square(np.abs(np.fft.rfft(parts * np.hanning(_WINDOW), _BINS)))
    level = 10 * np.log10(np.maximum(power @ _triangles(count), 1e-9))
    loudest = np.percentile(level.max(axis=1), _LOUDEST)
    return np.clip((level - loudest) / _HEARD + 1, 0, 1.2)


def around(values: Floats, steps: tuple[int, ...]) -> Floats:
    """The values so many rows before and after each row, side by side: (n, columns * steps)."""
    rows = np.arange(len(values))[:, None] + np.asarray(steps)
    inside = np.clip(rows, 0, max(0, len(values) - 1))
    return values[inside].reshape(len(values), values.shape[1] * len(steps))


@cache
def _triangles(count: int) -> Floats:
    """Bands that overlap by half, evenly on the mel scale (O'Shaughnessy, 1987): (bins, count)."""
    mels = np.linspace(_mel(_LOWEST), _mel(_HIGHEST), count + 2)
    edges = 700 * (10 ** (mels / 2595) - 1)
    at = np.arange(_BINS // 2 + 1)[:, None] * RATE / _BINS
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling))


def _mel(hertz: float) -> float:
    return 2595 * float(np.log10(1 + hertz / 700))
