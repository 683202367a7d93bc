"""Mouth shapes over time, from phonemes or from the loudness of a recording.

Shapes are the seven of `MOUTH_SHAPES` in animation practice: rest, closed (p b m), open (a), mid
(e, most consonants), wide (i), round (o u w), teeth (f v).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from studio.voices.base import SAMPLE_RATE, Sound, Speech, Waveform

SHAPES = ("rest", "closed", "open", "mid", "wide", "round", "teeth")
_BY_LETTER = {
    **dict.fromkeys("pbmɓʙ", "closed"),
    **dict.fromkeys("fvɱʋɸβ", "teeth"),
    **dict.fromkeys("aɑɐʌæɶɒ", "open"),
    **dict.fromkeys("iɪeyɛjɨʏç", "wide"),
    **dict.fromkeys("uʊoɔwɯʉøœɥʍɤ", "round"),
    **dict.fromkeys("əɚɝɜɵtdnszlrɹkɡgŋhxʃʒʂʐɕʑθðʔcɟɾɻɲqɣχ", "mid"),
}
_STEP = SAMPLE_RATE // 100  # samples in which silence is looked for
_SILENT = 0.006  # RMS below which nothing is heard
_PAUSE = 0.1  # seconds of silence that are a pause and no mere stop in a word
_HOLD = 1.6 / 24  # seconds a shape stays at least: two frames of film


@dataclass(frozen=True)
class MouthKey:
    """A shape from `start` on, for `seconds`."""

    start: float
    seconds: float
    shape: str


def shape_of(ipa: str) -> str:
    """The mouth shape of a phoneme; its first letter that says something decides."""
    for letter in unicodedata.normalize("NFD", ipa.lower()):
        if letter in _BY_LETTER:
            return _BY_LETTER[letter]
    return "rest"


def mouth_track(speech: Speech) -> tuple[MouthKey, ...]:
    """Shapes of a line from its first sample on; without phonemes, from its loudness."""
    if not speech.sounds:
        return mouths_from_envelope(speech.samples)
    keys = _held(MouthKey(s.start, s.seconds, shape_of(s.ipa)) for s in _split(speech.sounds))
    return tuple(_shut_in_silence(keys, speech.samples))


def _shut_in_silence(keys: Iterable[MouthKey], samples: Waveform) -> Iterator[MouthKey]:
    """A sound that a pause was counted to ends where it falls silent: the mouth shuts."""
    count = len(samples) // _STEP
    blocks = np.square(samples[: count * _STEP]).reshape(count, _STEP).mean(axis=1)
    heard = np.sqrt(blocks) > _SILENT
    for key in keys:
        first, last = (round(t * SAMPLE_RATE / _STEP) for t in (key.start, _end(key)))
        quiet = last - first - int(np.flatnonzero(heard[first:last]).max(initial=-1)) - 1
        left = (last - first - quiet + 2) * _STEP / SAMPLE_RATE
        pause = quiet * _STEP / SAMPLE_RATE >= _PAUSE
        yield MouthKey(key.start, min(key.seconds, left), key.shape) if pause else key


def _split(sounds: Iterable[Sound]) -> Iterable[Sound]:
    """Diphthongs move the mouth: two letters with other shapes share the time."""
    for sound in sounds:
        letters = [c for c in unicodedata.normalize("NFD", sound.ipa.lower()) if c in _BY_LETTER]
        shapes = [_BY_LETTER[c] for c in letters]
        if len(shapes) >= 2 and shapes[0] != shapes[-1] and sound.seconds > 2 * _HOLD:
            half = sound.seconds / 2
            yield Sound(letters[0], sound.start, half)
            yield Sound(letters[-1], sound.start + half, half)
        else:
            yield sound


def _held(keys: Iterable[MouthKey]) -> tuple[MouthKey, ...]:
    """Neighbours of one shape are one; what is too short to be seen yields, lips closing stay."""
    out: list[MouthKey] = []
    for key in keys:
        if out and out[-1].shape == key.shape and key.start - _end(out[-1]) < 0.01:
            out[-1] = MouthKey(out[-1].start, key.start + key.seconds - out[-1].start, key.shape)
        elif out and key.seconds < _HOLD / 2 and key.shape not in {"closed", "teeth"}:
            out[-1] = MouthKey(out[-1].start, _end(key) - out[-1].start, out[-1].shape)
        else:
            out.append(key)
    return tuple(out)


def _end(key: MouthKey) -> float:
    return key.start + key.seconds


def mouths_from_envelope(samples: Waveform) -> tuple[MouthKey, ...]:
    """Shapes from loudness alone, a twenty-fourth of a second each."""
    step = SAMPLE_RATE // 24
    count = len(samples) // step
    if count == 0:
        return ()
    blocks = np.asarray(samples[: count * step], np.float64).reshape(count, step)
    loud = np.sqrt(np.mean(np.square(blocks), axis=1))
    top = float(np.percentile(loud, 95)) or 1.0
    names = ("rest", "mid", "wide", "open")
    steps = [sum(float(value) / top >= edge for edge in (0.12, 0.35, 0.7)) for value in loud]
    keys = (MouthKey(n / 24, 1 / 24, names[step]) for n, step in enumerate(steps))
    return _held(keys)
