"""Sound effects, by the words that name them."""

from collections.abc import Callable

import numpy as np

from studio.voices.base import SAMPLE_RATE
from studio.voices.noises import (
    Floats,
    Stereo,
    band,
    burst,
    chirp,
    chord,
    clock,
    noise,
)
from studio.voices.signal import faded
from studio.voices.soundscape import ambience
from studio.voices.wordlists import named

_Dice = np.random.Generator
_Effect = Callable[[float, _Dice], Floats]  # seconds at most, chance


def _laid(seconds: float, times: Floats, sound: Callable[[int], Floats]) -> Floats:
    """A sound at each of the times."""
    out = np.zeros(round(seconds * SAMPLE_RATE))
    for place, at in enumerate(times):
        first = round(float(at) * SAMPLE_RATE)
        part = sound(place)[: max(0, len(out) - first)]
        out[first : first + len(part)] += part
    return out


def _again(every: float, sound: Callable[[int, _Dice], Floats], spread: float = 0.06) -> _Effect:
    """A sound repeated as long as there is time, not quite evenly."""

    def make(seconds: float, rng: _Dice) -> Floats:
        times = np.arange(0.02, max(0.03, seconds - 0.1), every)
        times = times + rng.uniform(0, spread, len(times)) * every
        return _laid(seconds, times, lambda place: sound(place, rng))

    return make


def _once(sound: Callable[[_Dice], Floats]) -> _Effect:
    return lambda seconds, rng: sound(rng)[: round(seconds * SAMPLE_RATE)]


def _impact(rng: _Dice) -> Floats:
    return 0.4 * burst(0.5, 12, 40, 1600, rng) + 0.5 * chirp(120, 40, 0.5, 9)


def _whoosh(rng: _Dice) -> Floats:
    t = np.linspace(0, 1, round(0.55 * SAMPLE_RATE))
    air = noise(len(t), rng, band(300, 3800, -0.4))[:, 0]
    return np.asarray(air * np.sin(np.pi * t) ** 3, np.float64)


def _gun(rng: _Dice) -> Floats:
    return burst(1.2, 7, 60, 5000, rng) + 1.5 * burst(1.2, 60, 300, 9000, rng)


def _drum(place: int, rng: _Dice) -> Floats:
    low = 58 if place % 4 in (0, 3) else 84
    skin = burst(0.5, 40, 80, 1500, rng)
    t = clock(0.5)
    return np.sin(2 * np.pi * (low * t - 14 * np.exp(-t * 30) / 30)) * np.exp(-t * 9) + 0.15 * skin


def _ring(place: int, rng: _Dice) -> Floats:
    del place, rng
    t = clock(1.0)
    gate = np.convolve(np.sin(2 * np.pi * 10 * t) > 0, np.ones(240) / 240, "same")
    tone = np.sin(2 * np.pi * 440 * t) + np.sin(2 * np.pi * 480 * t)
    return tone * gate * np.minimum(1, (1.0 - t) * 100)


def _heart(place: int, rng: _Dice) -> Floats:
    del place, rng
    return np.concatenate([chirp(60, 38, 0.28, 14), 0.7 * chirp(55, 36, 0.3, 14)])


def _step(place: int, rng: _Dice) -> Floats:
    heel = burst(0.12, 40, 80, 900 + 500 * (place % 2), rng)
    return (0.8 + 0.2 * (place % 2)) * heel


def _hoof(place: int, rng: _Dice) -> Floats:
    return burst(0.09, 55, 180, 1500 + 200 * (place % 3), rng)


def _engine(seconds: float, rng: _Dice) -> Floats:
    t = clock(seconds)
    pitch = 32 + 26 * (1 - np.exp(-t * 0.9)) + 2 * np.sin(2 * np.pi * 0.4 * t)
    turns = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    tone = sum((np.sin(n * turns) / n for n in (1, 2, 3, 4, 6)), np.zeros(len(t)))
    return tone + 0.2 * noise(len(t), rng, band(60, 900, -0.4))[:, 0]


def _siren(seconds: float, rng: _Dice) -> Floats:
    del rng
    t = clock(seconds)
    turns = 2 * np.pi * np.cumsum(650 + 320 * np.sin(2 * np.pi * 0.35 * t)) / SAMPLE_RATE
    return np.sin(turns) + 0.3 * np.sin(2 * turns)


def _splash(rng: _Dice) -> Floats:
    drops = _laid(
        1.0, rng.uniform(0.05, 0.8, 14), lambda n: 0.3 * chirp(700 + 60 * n, 1400, 0.05, 50)
    )
    return burst(1.0, 6, 300, 6000, rng) + drops


def _bark(place: int, rng: _Dice) -> Floats:
    t = clock(0.2)
    turns = 2 * np.pi * np.cumsum(620 - 250 * (t / 0.2) + 60 * (place % 2)) / SAMPLE_RATE
    voice = sum((np.sin(n * turns) / n for n in range(1, 9)), np.zeros(len(t)))
    return (voice + 0.6 * noise(len(t), rng, band(400, 3000, -0.2))[:, 0]) * np.sin(np.pi * t / 0.2)


def _caw(place: int, rng: _Dice) -> Floats:
    t = clock(0.36)
    turns = 2 * np.pi * np.cumsum(560 - 90 * t / 0.36 + 15 * (place % 2)) / SAMPLE_RATE
    rasp = 1 + 0.8 * np.sign(np.sin(2 * np.pi * 62 * t))
    voice = sum((np.sin(n * turns) / n**0.7 for n in range(1, 7)), np.zeros(len(t)))
    hoarse = noise(len(t), rng, band(900, 3500, -0.2))[:, 0]
    return (voice * rasp + 0.5 * hoarse) * np.sin(np.pi * t / 0.36) ** 0.6


def _key(place: int, rng: _Dice) -> Floats:
    return burst(0.03, 160, 900, 6000 + 300 * (place % 4), rng)


def _tick(place: int, rng: _Dice) -> Floats:
    return chirp(2600 if place % 2 else 2100, 1900, 0.03, 190) + 0.2 * burst(
        0.03, 250, 900, 7000, rng
    )


def _applause(seconds: float, rng: _Dice) -> Floats:
    hands = rng.uniform(0, seconds, max(1, round(60 * seconds)))
    clap = [burst(0.03, 110, 600 + 150 * n, 4200 + 300 * n, rng) for n in range(6)]
    return _laid(seconds, hands, lambda place: clap[place % 6])


# The maker of each effect, and its greatest sample: what is loud in life is loud, and what goes
# on under talking stays under it.
_EFFECTS: dict[str, tuple[_Effect, float]] = {
    "thunder": (_once(lambda rng: burst(3.5, 1.1, 20, 240, rng)), 0.7),
    "explosion": (_once(lambda rng: burst(2.2, 2.2, 25, 900, rng)), 0.8),
    "gunshot": (_once(_gun), 0.8),
    "clash": (_once(lambda _: chord((1870, 2740, 4130), 0.9, 6)), 0.45),
    "impact": (_once(_impact), 0.7),
    "whoosh": (_once(_whoosh), 0.35),
    "drums": (_again(0.42, _drum, 0.02), 0.5),
    "bell": (_once(lambda _: chord((523, 1308, 2093), 2.5, 1.6)), 0.3),
    "door": (_once(lambda rng: burst(0.35, 16, 50, 700, rng)), 0.45),
    "knock": (_again(0.3, lambda _, rng: burst(0.14, 34, 120, 1300, rng), 0.1), 0.4),
    "glass": (_once(lambda _: chord((3100, 4700, 6900), 0.6, 9)), 0.3),
    "phone": (_again(3.0, _ring, 0.0), 0.2),
    "heartbeat": (_again(0.95, _heart, 0.02), 0.4),
    "footsteps": (_again(0.52, _step), 0.22),
    "horse": (_again(0.21, _hoof, 0.25), 0.3),
    "engine": (_engine, 0.25),
    "siren": (_siren, 0.15),
    "splash": (_once(_splash), 0.4),
    "dog": (_again(0.6, _bark, 0.3), 0.3),
    "crow": (_again(0.8, _caw, 0.2), 0.25),
    "typing": (_again(0.15, _key, 0.6), 0.14),
    "clock": (_again(0.5, _tick, 0.0), 0.1),
    "applause": (_applause, 0.3),
}


def effect(words: str, seconds: float, seed: int) -> Stereo:
    """The effects that `words` name, one after the other, in `seconds` of stereo.

    Words that name none are taken for a place, whose sound fills the time.
    """
    rng = np.random.default_rng(seed)
    count = round(seconds * SAMPLE_RATE)
    names = named(words, "effects")
    if not names:
        return faded(ambience(words, seconds, seed), SAMPLE_RATE // 20)
    out = np.zeros((count, 2), np.float32)
    for place, name in enumerate(names):
        first = round(count * place / len(names))
        length = (
            (seconds - first / SAMPLE_RATE) if place + 1 == len(names) else seconds / len(names)
        )
        make, most = _EFFECTS[name]
        part = _levelled(make(length, rng)[: count - first], most)
        out[first : first + len(part)] += part.astype(np.float32)[:, None]
    return out


def _levelled(sound: Floats, most: float) -> Floats:
    """The sound with its greatest sample at `most`, without a constant part or a hard end."""
    level = most / max(1e-9, float(np.abs(sound).max(initial=0.0)))
    even = faded(np.asarray((sound - sound.mean()) * level, np.float32), SAMPLE_RATE // 200)
    return np.asarray(even, np.float64)
