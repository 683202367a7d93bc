"""How a line is acted: what its emotion and the speaker's age do to pace, pitch and loudness."""

from dataclasses import dataclass, replace

import numpy as np

from studio.voices.base import SAMPLE_RATE, Manner, Waveform
from studio.voices.noises import amplitude
from studio.voices.wordlists import named

_MOST = 0.9  # greatest sample of a shouted line
_QUAVER, _DEPTH = 4.6, 0.008  # hertz, and part of the pitch, of an old voice's tremor


@dataclass(frozen=True)
class Acting:
    """Times the pace, semitones, decibels."""

    pace: float = 1.0
    pitch: float = 0.0
    gain: float = 0.0


_EMOTIONS = {
    "whisper": Acting(0.94, -0.5, -6.0),
    "shout": Acting(1.04, 2.0, 3.5),
    "angry": Acting(1.08, 1.0, 2.5),
    "afraid": Acting(1.10, 1.2, -1.0),
    "happy": Acting(1.06, 1.2, 1.0),
    "sad": Acting(0.88, -0.8, -2.0),
    "tired": Acting(0.86, -0.8, -2.0),
    "calm": Acting(0.95, -0.2, -1.0),
}
_OLD = {"female": Acting(0.88, -2.0), "male": Acting(0.86, 0.4)}


def acted(manner: Manner) -> tuple[Manner, Acting]:
    """The manner with its emotion and age put into pace and pitch, and all that was put."""
    found = named(manner.emotion, "emotions")
    parts = [_EMOTIONS[found[0]]] if found else []
    if manner.old:
        parts.append(_OLD.get(manner.gender or "male", _OLD["male"]))
    pace = float(np.prod([part.pace for part in parts]))
    whole = Acting(pace, sum(part.pitch for part in parts), sum(part.gain for part in parts))
    return replace(manner, pace=manner.pace * pace, pitch=manner.pitch + whole.pitch), whole


def sounded(samples: Waveform, manner: Manner, acting: Acting) -> Waveform:
    """A spoken line as loud as it is acted, with the tremor of an old voice."""
    if not len(samples):
        return samples
    heard = _trembling(samples) if manner.old else samples
    most = _MOST / max(1e-6, float(np.abs(heard).max()))
    return np.asarray(heard * min(amplitude(acting.gain), most), np.float32)


def _trembling(samples: Waveform) -> Waveform:
    """The pitch going up and down: every sample is read a little early or late."""
    places = np.arange(len(samples))
    turn = 2 * np.pi * _QUAVER / SAMPLE_RATE
    late = _DEPTH / turn * np.sin(turn * places)
    return np.asarray(np.interp(places + late, places, samples), np.float32)
