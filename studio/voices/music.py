"""Temporary music: a chord progression by mood, played by plain synthesis, seeded."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.voices.base import SAMPLE_RATE
from studio.voices.signal import faded
from studio.voices.wordlists import named

Stereo = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

_LEVEL = 0.065  # RMS of the bed: ducked by 11 dB, it lies 15 dB below speech


@dataclass(frozen=True)
class _Mood:
    chords: tuple[tuple[int, ...], ...]  # MIDI notes
    beats_a_minute: int
    drums: bool
    pluck: bool


_MOODS = {
    "tense": _Mood(
        ((45, 52, 57, 60), (44, 51, 56, 59), (41, 48, 53, 56), (40, 47, 52, 56)), 96, True, False,
    ),
    "epic": _Mood(
        ((45, 52, 57, 60), (41, 48, 53, 57), (48, 55, 60, 64), (43, 50, 55, 59)), 132, True, False,
    ),
    "sad": _Mood(
        ((45, 52, 57, 60), (41, 48, 57, 60), (48, 55, 60, 64), (43, 50, 59, 62)), 66, False, True,
    ),
    "playful": _Mood(
        ((48, 55, 60, 64), (43, 50, 59, 62), (45, 52, 60, 64), (41, 48, 57, 60)), 118, True, True,
    ),
    "mysterious": _Mood(
        ((45, 52, 59, 64), (48, 55, 62, 67), (41, 48, 55, 64), (43, 50, 57, 62)), 72, False, True,
    ),
    "warm": _Mood(
        ((48, 55, 60, 64), (45, 52, 60, 64), (41, 48, 57, 60), (43, 50, 59, 62)), 80, False, True,
    ),
}  # fmt: skip


def music(words: str, seconds: float, seed: int) -> Stereo:
    """A bed of temporary music of exactly `seconds`, (n, 2) float32; the mood is in `words`."""
    mood = _MOODS[next(iter(named(words, "moods")), "warm")]
    count = round(seconds * SAMPLE_RATE)
    rng = np.random.default_rng(seed)
    shift = int(rng.integers(-3, 4))
    beat = 60 / mood.beats_a_minute
    out = np.zeros((count + 4 * SAMPLE_RATE, 2), np.float32)
    for bar in range(int(seconds / (4 * beat)) + 1):
        chord = [note + shift for note in mood.chords[bar % len(mood.chords)]]
        start = bar * 4 * beat
        _add(out, start, _pad(chord, 4 * beat + 0.6), 0.5)
        if mood.pluck:
            for step in range(8):
                note = chord[int(rng.integers(1, len(chord)))] + 12
                _add(out, start + step * beat / 2, _pluck(note), float(rng.uniform(0.3, 0.7)))
        if mood.drums:
            for step in range(4):
                _add(out, start + step * beat, _drum(58 if step % 2 == 0 else 88), 0.5)
    bed = out[:count]
    bed = bed * (_LEVEL / (float(np.sqrt(np.mean(np.square(bed)))) or 1.0))
    return faded(
        np.asarray(np.tanh(bed * 1.2) / 1.2, np.float32), min(count // 3, round(1.2 * SAMPLE_RATE))
    )


def _add(out: Stereo, seconds: float, part: Floats, side: float) -> None:
    first = round(seconds * SAMPLE_RATE)
    if first >= len(out):
        return
    part = part[: len(out) - first]
    out[first : first + len(part)] += (part[:, None] * [2 * (1 - side), 2 * side]).astype(
        np.float32
    )


def _hertz(note: float) -> float:
    return 440 * 2 ** ((note - 69) / 12)


def _pad(chord: list[int], seconds: float) -> Floats:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    rise = np.minimum(1, t / 0.5) * np.minimum(1, (seconds - t) / 0.6)
    wave = np.zeros(len(t))
    for note in chord:
        for partial, gain in ((1, 1.0), (2, 0.32), (3, 0.14), (4, 0.05)):
            detune = 1 + 0.0012 * (partial % 2)
            wave += gain * np.sin(2 * np.pi * _hertz(note) * partial * detune * t)
    return 0.05 * wave * rise


def _pluck(note: float) -> Floats:
    t = np.arange(round(1.1 * SAMPLE_RATE)) / SAMPLE_RATE
    wave = sum(
        (
            np.sin(2 * np.pi * _hertz(note) * k * t) * np.exp(-t * (3 + 2 * k)) / k
            for k in (1, 2, 3, 4)
        ),
        np.zeros(len(t)),
    )
    return 0.12 * wave * np.minimum(1, t * 500)


def _drum(hertz: float) -> Floats:
    t = np.arange(round(0.35 * SAMPLE_RATE)) / SAMPLE_RATE
    return 0.5 * np.sin(2 * np.pi * (hertz * t + 14 * np.exp(-t * 30) / 30)) * np.exp(-t * 11)
