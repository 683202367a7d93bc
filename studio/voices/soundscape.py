"""Procedural sound: room tone and ambience from the words of a setting, effects by name.

Everything is numpy, seeded, stereo float32 at SAMPLE_RATE, shape (n, 2).
"""

import json
from collections.abc import Callable
from functools import cache
from typing import cast

import numpy as np
import numpy.typing as npt

from studio.paths import resource
from studio.voices.base import SAMPLE_RATE
from studio.voices.signal import faded

Stereo = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Ambience = Callable[[int, np.random.Generator], Stereo]


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    path = resource("voices", "sounds.json")
    return cast("dict[str, dict[str, list[str]]]", json.loads(path.read_text(encoding="utf-8")))


def _named(text: str, table: str) -> list[str]:
    """Names of the table whose words occur in `text`, in the order of the table."""
    low = text.lower()
    return [name for name, words in _words()[table].items() if any(w in low for w in words)]


def _noise(count: int, rng: np.random.Generator, shape: Callable[[Floats], Floats]) -> Stereo:
    """Stereo noise whose spectrum has the given gain over hertz; RMS 1."""
    size = max(count, SAMPLE_RATE)
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    gain = shape(np.maximum(hertz, 1.0))
    out = np.empty((count, 2), np.float32)
    for side in (0, 1):
        phase = rng.uniform(0, 2 * np.pi, len(hertz))
        wave = np.fft.irfft(gain * np.exp(1j * phase), size)[:count]
        out[:, side] = wave / (np.sqrt(np.mean(np.square(wave))) or 1.0)
    return out


def _band(low: float, high: float, slope: float = 0.0) -> Callable[[Floats], Floats]:
    """Gain that passes `low` to `high` hertz with soft edges, times hertz to the `slope`."""

    def gain(hertz: Floats) -> Floats:
        edges = 1 / (1 + (low / hertz) ** 4) / (1 + (hertz / high) ** 4)
        return edges * hertz**slope

    return gain


def _swell(count: int, rng: np.random.Generator, seconds: float, depth: float) -> Floats:
    """A slow random gain around 1."""
    points = rng.uniform(1 - depth, 1 + depth, max(3, round(count / SAMPLE_RATE / seconds) + 3))
    return np.interp(np.linspace(0, len(points) - 1, count), np.arange(len(points)), points)


def _decibels(value: float) -> float:
    return 10 ** (value / 20)


def _steady(
    low: float, high: float, slope: float, db: float, seconds: float, depth: float
) -> Ambience:
    def make(count: int, rng: np.random.Generator) -> Stereo:
        noise = _noise(count, rng, _band(low, high, slope))
        swell = _swell(count, rng, seconds, depth)[:, None]
        return np.asarray(noise * swell * _decibels(db), np.float32)

    return make


def _grains(
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


def _chirp(start: float, end: float, seconds: float, decay: float) -> Floats:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    phase = 2 * np.pi * (start * t + (end - start) * t * t / (2 * seconds))
    return np.sin(phase) * np.exp(-t * decay) * np.minimum(1, t * 400)


def _rain(count: int, rng: np.random.Generator) -> Stereo:
    bed = _steady(500, 9000, -0.35, -35, 4, 0.15)(count, rng)
    drops = _grains(count, rng, 24, lambda v: v * 0.012 * _chirp(2400 * v, 900, 0.02, 160))
    return bed + drops


def _crickets(count: int, rng: np.random.Generator) -> Stereo:
    t = np.arange(count) / SAMPLE_RATE
    pulse = (np.sin(2 * np.pi * 28 * t) > 0) * (np.sin(2 * np.pi * 0.7 * t + rng.uniform(0, 6)) > 0)
    song = np.sin(2 * np.pi * 4300 * t) * np.convolve(pulse, np.ones(96) / 96, "same") * 0.006
    bed = _steady(60, 900, -0.6, -50, 5, 0.2)(count, rng)
    return bed + np.stack([song, song * 0.6], 1).astype(np.float32)


def _birds(count: int, rng: np.random.Generator) -> Stereo:
    bed = _steady(120, 5000, -0.7, -47, 5, 0.3)(count, rng)
    return bed + _grains(count, rng, 1.1, lambda v: 0.02 * _chirp(2600 + 1500 * v, 3400, 0.12, 18))


def _battle(count: int, rng: np.random.Generator) -> Stereo:
    rumble = _steady(25, 160, -0.5, -33, 1.5, 0.5)(count, rng)
    return rumble + _grains(count, rng, 0.9, lambda v: v * 0.05 * _chirp(70, 34, 0.9, 4))


_AMBIENCE: dict[str, Ambience] = {
    "rain": _rain,
    "storm": _steady(40, 2500, -0.6, -33, 2, 0.5),
    "sea": _steady(60, 3500, -0.5, -36, 3.5, 0.7),
    "wind": _steady(90, 1400, -0.5, -38, 2.5, 0.6),
    "forest": _birds,
    "night": _crickets,
    "battle": _battle,
    "crowd": _steady(220, 2400, -0.5, -41, 0.4, 0.3),
    "train": _steady(40, 700, -0.6, -38, 0.5, 0.3),
    "city": _steady(50, 1800, -0.8, -43, 3, 0.35),
    "space": _steady(35, 220, -0.7, -42, 6, 0.2),
    "room": _steady(60, 4000, -0.9, -54, 6, 0.1),
}


def ambience(setting: str, seconds: float, seed: int) -> Stereo:
    """What a place sounds like: at most two layers by its words, else the tone of a quiet room."""
    count = round(seconds * SAMPLE_RATE)
    rng = np.random.default_rng(seed)
    names = _named(setting, "ambience")[:2] or ["room"]
    out = np.zeros((count, 2), np.float32)
    for name in names:
        out += _AMBIENCE[name](count, rng)
    return out


def _burst(
    seconds: float, decay: float, low: float, high: float, rng: np.random.Generator
) -> Floats:
    count = round(seconds * SAMPLE_RATE)
    t = np.arange(count) / SAMPLE_RATE
    noise = _noise(count, rng, _band(low, high, -0.3))[:, 0]
    return np.asarray(noise * np.exp(-t * decay) * np.minimum(1, t * 600), np.float64)


def _effect(name: str, rng: np.random.Generator) -> Floats:
    """One effect as mono samples, near full scale."""
    if name == "thunder":
        return 0.5 * _burst(3.5, 1.1, 20, 240, rng)
    if name == "explosion":
        return 0.6 * _burst(2.2, 2.2, 25, 900, rng)
    if name == "impact":
        return 0.4 * _burst(0.5, 12, 40, 1600, rng)[: SAMPLE_RATE // 2] + 0.5 * _chirp(
            120, 40, 0.5, 9
        )
    if name == "clash":
        return sum((0.22 * _chirp(f, f * 0.995, 0.9, 6 + f / 900) for f in (1870, 2740, 4130)), np.zeros(43200))  # noqa: E501  # fmt: skip
    if name == "whoosh":
        t = np.linspace(0, 1, round(0.55 * SAMPLE_RATE))
        air = _noise(len(t), rng, _band(300, 3800, -0.4))[:, 0]
        return np.asarray(0.4 * air * np.sin(np.pi * t) ** 3, np.float64)
    if name == "bell":
        return sum((0.2 * _chirp(f, f, 2.5, 1.6) for f in (523, 1308, 2093)), np.zeros(120_000))
    if name == "door":
        return 0.5 * _burst(0.35, 16, 50, 700, rng)
    if name == "glass":
        return sum((0.15 * _chirp(f, f, 0.6, 12) for f in (3100, 4700, 6900)), np.zeros(28_800))
    if name == "phone":
        t = np.arange(SAMPLE_RATE) / SAMPLE_RATE
        return 0.2 * (np.sin(2 * np.pi * 440 * t) + np.sin(2 * np.pi * 480 * t)) * (np.sin(2 * np.pi * 10 * t) > 0)  # noqa: E501  # fmt: skip
    if name == "heartbeat":
        beat = np.concatenate([_chirp(60, 38, 0.28, 14), 0.7 * _chirp(55, 36, 0.6, 14)])
        return 0.7 * beat
    if name == "footsteps":
        step = np.concatenate([0.35 * _burst(0.12, 40, 80, 2200, rng), np.zeros(SAMPLE_RATE // 3)])
        return np.concatenate([step] * 4)
    return 0.3 * _burst(0.4, 9, 80, 3000, rng)


def effect(words: str, seconds: float, seed: int) -> Stereo:
    """The effects that `words` name, one after the other, in `seconds` of stereo."""
    rng = np.random.default_rng(seed)
    count = round(seconds * SAMPLE_RATE)
    out = np.zeros((count, 2), np.float32)
    names = _named(words, "effects")
    if not names:
        return faded(ambience(words, seconds, seed), SAMPLE_RATE // 20)
    for place, name in enumerate(names):
        first = round(count * place / len(names))
        part = _effect(name, rng)[: count - first]
        out[first : first + len(part)] += part.astype(np.float32)[:, None]
    return faded(np.clip(out, -0.9, 0.9), SAMPLE_RATE // 100)
