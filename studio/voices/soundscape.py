"""The sound of places, by the words that name them."""

import numpy as np

from studio.voices.base import SAMPLE_RATE
from studio.voices.noises import Maker, Stereo, band, chirp, grains, noise, steady, swell
from studio.voices.wordlists import named


def _rain(count: int, rng: np.random.Generator) -> Stereo:
    bed = steady(500, 9000, -0.35, -40, 4, 0.15)(count, rng)
    return bed + grains(count, rng, 24, lambda v: v * 0.008 * chirp(2400 * v, 900, 0.02, 160))


def _crickets(count: int, rng: np.random.Generator) -> Stereo:
    t = np.arange(count) / SAMPLE_RATE
    pulse = (np.sin(2 * np.pi * 28 * t) > 0) * (np.sin(2 * np.pi * 0.7 * t + rng.uniform(0, 6)) > 0)
    song = np.sin(2 * np.pi * 4300 * t) * np.convolve(pulse, np.ones(96) / 96, "same") * 0.006
    bed = steady(60, 900, -0.6, -50, 5, 0.2)(count, rng)
    return bed + np.stack([song, song * 0.6], 1).astype(np.float32)


def _birds(count: int, rng: np.random.Generator) -> Stereo:
    bed = steady(120, 5000, -0.7, -47, 5, 0.3)(count, rng)
    return bed + grains(count, rng, 1.1, lambda v: 0.02 * chirp(2600 + 1500 * v, 3400, 0.12, 18))


def _battle(count: int, rng: np.random.Generator) -> Stereo:
    rumble = steady(25, 160, -0.5, -36.5, 1.5, 0.5)(count, rng)
    return rumble + grains(count, rng, 0.9, lambda v: v * 0.04 * chirp(70, 34, 0.9, 4))


def _sea(count: int, rng: np.random.Generator) -> Stereo:
    """Waves that come in every eight seconds or so over a low wash."""
    t = np.arange(count) / SAMPLE_RATE
    phase = np.cumsum(0.125 * swell(count, rng, 4, 0.25)) / SAMPLE_RATE + rng.uniform()
    wave = (0.25 + 0.75 * (0.5 - 0.5 * np.cos(2 * np.pi * phase)) ** 2)[: len(t), None]
    wash = steady(60, 600, -0.5, -46, 3, 0.3)(count, rng)
    foam = noise(count, rng, band(300, 5500, -0.45)) * wave * 10 ** (-38 / 20)
    return wash + foam.astype(np.float32)


def _fire(count: int, rng: np.random.Generator) -> Stereo:
    """A soft roar with cracks."""
    bed = steady(60, 900, -0.6, -44, 0.5, 0.45)(count, rng)
    cracks = grains(count, rng, 9, lambda v: v * v * 0.035 * chirp(5200 * v, 1500, 0.012, 320))
    return (
        bed + cracks + grains(count, rng, 1.2, lambda v: v * 0.05 * chirp(900 * v, 240, 0.03, 90))
    )


def _water(count: int, rng: np.random.Generator) -> Stereo:
    bed = steady(350, 4200, -0.5, -43, 1.2, 0.2)(count, rng)
    return bed + grains(count, rng, 16, lambda v: v * 0.010 * chirp(500 * v, 1100 * v, 0.05, 50))


def _hum(*pitches: float) -> Maker:
    """A machine's hum under a little air."""

    def make(count: int, rng: np.random.Generator) -> Stereo:
        t = np.arange(count) / SAMPLE_RATE
        turns = np.cumsum(swell(count, rng, 2, 0.006)) / SAMPLE_RATE
        tone = sum((np.sin(2 * np.pi * p * turns) / (n + 1) for n, p in enumerate(pitches)), t * 0)
        air = steady(40, 900, -0.6, -44, 3, 0.15)(count, rng)
        return air + np.asarray(0.006 * tone[:, None] * [1.0, 0.9], np.float32)

    return make


def _rails(count: int, rng: np.random.Generator) -> Stereo:
    """Rolling, with the double beat of the joints."""
    bed = steady(40, 700, -0.6, -41, 0.5, 0.3)(count, rng)
    beat = 0.02 * chirp(110, 60, 0.16, 26)
    for at in np.arange(rng.uniform(0, 1), count / SAMPLE_RATE, 1.15):
        for late, gain in ((0.0, 1.0), (0.19, 0.8)):
            first = round((at + late) * SAMPLE_RATE)
            part = gain * beat[: max(0, count - first)]
            bed[first : first + len(part)] += part[:, None].astype(np.float32)
    return bed


_PLACES: dict[str, Maker] = {
    "rain": _rain,
    "storm": steady(40, 2500, -0.6, -39, 2, 0.5),
    "fire": _fire,
    "water": _water,
    "sea": _sea,
    "wind": steady(90, 1400, -0.5, -42, 2.5, 0.6),
    "forest": _birds,
    "night": _crickets,
    "battle": _battle,
    "crowd": steady(220, 2400, -0.5, -43, 0.4, 0.3),
    "train": _rails,
    "car": _hum(58.0, 116.0, 174.0),
    "machine": _hum(100.0, 50.0, 150.0, 300.0),
    "city": steady(50, 1800, -0.8, -44, 3, 0.35),
    "space": steady(35, 220, -0.7, -43, 6, 0.2),
    "room": steady(60, 4000, -0.9, -54, 6, 0.1),
}


def ambience(setting: str, seconds: float, seed: int) -> Stereo:
    """What a place sounds like: at most two layers by its words, else the tone of a quiet room."""
    count = round(seconds * SAMPLE_RATE)
    rng = np.random.default_rng(seed)
    names = named(setting, "ambience")[:2] or ["room"]
    out = np.zeros((count, 2), np.float32)
    for name in names:
        out += _PLACES[name](count, rng)
    return out
