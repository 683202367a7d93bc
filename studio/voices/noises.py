"""The material of procedural sound: shaped noise, gliding tones, grains and swells.

Everything is numpy, seeded, at SAMPLE_RATE; stereo is float32 of shape (n, 2).
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from studio.voices.base import SAMPLE_RATE

Stereo = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Maker = Callable[[int, np.random.Generator], Stereo]


def noise(count: int, rng: np.random.Generator, shape: Callable[[Floats], Floats]) -> Stereo:
    """Stereo noise whose spectrum has the given gain over hertz; RMS 1 (0 for a gain of 0)."""
    size = max(count, SAMPLE_RATE)
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    gain = shape(np.maximum(hertz, 1.0))
    gain[0] = 0.0  # never a constant part
    out = np.empty((count, 2), np.float32)
    for side in (0, 1):
        phase = rng.uniform(0, 2 * np.pi, len(hertz))
        wave = np.fft.irfft(gain * np.exp(1j * phase), size)[:count]
        out[:, side] = wave / (np.sqrt(np.mean(np.square(wave))) or 1.0)
    return out


def band(low: float, high: float, slope: float = 0.0) -> Callable[[Floats], Floats]:
    """Gain that passes `low` to `high` hertz with soft edges, times hertz to the `slope`."""

    def gain(hertz: Floats) -> Floats:
        edges = 1 / (1 + (low / hertz) ** 4) / (1 + (hertz / high) ** 4)
        return edges * hertz**slope

    return gain


def swell(count: int, rng: np.random.Generator, seconds: float, depth: float) -> Floats:
    """A slow random gain around 1."""
    points = rng.uniform(1 - depth, 1 + depth, max(3, round(count / SAMPLE_RATE / seconds) + 3))
    return np.interp(np.linspace(0, len(points) - 1, count), np.arange(len(points)), points)


def amplitude(decibels: float) -> float:
    """Decibels as a factor."""
    return 10 ** (decibels / 20)


def steady(low: float, high: float, slope: float, db: float, seconds: float, depth: float) -> Maker:
    """A bed of noise at `db` of full scale that swells by `depth` over some `seconds`."""

    def make(count: int, rng: np.random.Generator) -> Stereo:
        made = noise(count, rng, band(low, high, slope))
        gain = swell(count, rng, seconds, depth)[:, None]
        return np.asarray(made * gain * amplitude(db), np.float32)

    return make


def grains(
    count: int, rng: np.random.Generator, per_second: float, make: Callable[[float], Floats]
) -> Stereo:
    """Short sounds at random times and places."""
    out = np.zeros((count, 2), np.float32)
    for at in rng.uniform(0, count, rng.poisson(per_second * count / SAMPLE_RATE)):
        grain = make(float(rng.uniform(0.4, 1.0)))
        first = int(at)
        part = grain[: count - first]
        side = rng.uniform(0.2, 0.8)
        out[first : first + len(part)] += (part[:, None] * [1 - side, side]).astype(np.float32)
    return out


def clock(seconds: float) -> Floats:
    """The time of every sample."""
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def chirp(start: float, end: float, seconds: float, decay: float) -> Floats:
    """A tone that glides from one pitch to another in hertz, fading by `decay` a second."""
    t = clock(seconds)
    phase = 2 * np.pi * (start * t + (end - start) * t * t / (2 * seconds))
    fade = np.minimum(1, (seconds - t) * 100)  # a grain ends at nothing
    return np.sin(phase) * np.exp(-t * decay) * np.minimum(1, t * 400) * fade


def burst(
    seconds: float, decay: float, low: float, high: float, rng: np.random.Generator
) -> Floats:
    """Noise between `low` and `high` hertz that starts at once and fades by `decay` a second."""
    t = clock(seconds)
    made = noise(len(t), rng, band(low, high, -0.3))[:, 0]
    fade = np.minimum(1, (seconds - t) * 100)
    return np.asarray(made * np.exp(-t * decay) * np.minimum(1, t * 600) * fade, np.float64)


def chord(pitches: tuple[float, ...], seconds: float, decay: float) -> Floats:
    """Tones struck together, the higher the shorter."""
    return sum(
        (chirp(hertz, hertz * 0.998, seconds, decay * (0.6 + hertz / 4000)) for hertz in pitches),
        np.zeros(round(seconds * SAMPLE_RATE)),
    )
