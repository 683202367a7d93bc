"""Whether one person speaks or more: voices that change, and voices at once.

Voices at once are found by cancelling the stronger one's period (de Cheveigné, "Separation of
concurrent harmonic sounds", JASA 93, 1993): of one voice hardly anything is left, of two a second
voice with a period of its own, which a second cancelling takes away as well.
"""

import numpy as np
import numpy.typing as npt

from studio.cast.hearing import Samples, at_16k
from studio.cast.loaded import Loaded
from studio.cast.prints import cosine
from studio.cast.thresholds import threshold
from studio.cast.voice import voice_prints

_TOGETHER = 3  # prints of 0.8 s that are looked at as one, 1.6 s
_FRAME, _HOP = 800, 800  # samples: 50 ms
_SHORTEST, _LONGEST = 40, 200  # samples of a period: 400 to 80 Hz
_VOICED = 0.1  # of the energy left by cancelling, below which a frame is one clean voice
_SECOND = 0.35  # of what is left of the first, that a second voice leaves at most


def several_in_turn(samples: Samples, rate: int, models: Loaded) -> bool:
    """Whether one after the other speaks. False for speech too short to tell. Raises NoModel."""
    halves, stretches = unlike(voice_prints(samples, rate, models))
    in_turn = halves < threshold("voices_in_turn")
    return in_turn or stretches < threshold("voices_to_and_fro")


def unlike(prints: npt.NDArray[np.float64]) -> tuple[float, float]:
    """How alike speech is to itself, by its prints of 0.8 s, every 0.4 s: (n, 256).

    The least cosine of what is before and after a moment, where a second speaker takes over, and
    the least of two stretches of 1.6 s, where speakers change to and fro. 1 for too few.
    """
    count = len(prints)
    halves = [
        _alike(prints[: n - 1], prints[n + 1 :]) for n in range(_TOGETHER + 1, count - _TOGETHER)
    ]
    rows = [prints[n : n + _TOGETHER] for n in range(count - _TOGETHER + 1)]
    stretches = [
        _alike(one, other) for n, one in enumerate(rows) for other in rows[n + _TOGETHER + 1 :]
    ]
    return min(halves, default=1.0), min(stretches, default=1.0)


def _alike(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return cosine(one.mean(axis=0).tolist(), other.mean(axis=0).tolist())


def at_once(samples: Samples, rate: int) -> float:
    """The share of voiced frames, 0 to 1, in which two voices sound together."""
    sound = np.asarray(at_16k(samples, rate), np.float64)
    reach = _FRAME + 2 * _LONGEST
    starts = range(0, max(0, len(sound) - reach), _HOP)
    power = [float(np.square(sound[first : first + reach]).mean()) for first in starts]
    loud = 0.1 * float(np.median(power)) if power else 0.0
    voiced = together = 0
    for first, strength in zip(starts, power, strict=True):
        if strength < loud or strength < 1e-7:
            continue
        one, both = _left(sound[first : first + reach])
        if one < _VOICED:
            voiced += 1
        elif both < _SECOND * one:
            voiced += 1
            together += 1
    return together / voiced if voiced >= 10 else 0.0


def _left(sound: npt.NDArray[np.float64]) -> tuple[float, float]:
    """What is left of the energy after cancelling one period, and after a second one too."""
    periods = np.arange(_SHORTEST, _LONGEST + 1)
    now = sound[2 * _LONGEST :]
    whole = float(np.square(now).mean()) + 1e-12
    once = [_without(sound, int(period)) for period in periods]
    rest = np.array([float(np.square(each[-_FRAME:]).mean()) / 2.0 for each in once]) / whole
    best = int(rest.argmin())
    apart = [
        period
        for period in periods
        if min(abs(period / periods[best] * k - round(period / periods[best] * k)) for k in (1, 2))
        > 0.06
    ]
    twice = [float(np.square(_without(once[best], int(p))[-_FRAME:]).mean()) / 4.0 for p in apart]
    return float(rest[best]), min(twice, default=whole) / whole


def _without(sound: npt.NDArray[np.float64], period: int) -> npt.NDArray[np.float64]:
    return sound[period:] - sound[:-period]
