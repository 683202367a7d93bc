"""Music that gives way to speech: its gain over time, from what is heard on the dialogue tracks."""

import numpy as np
import numpy.typing as npt

from studio.render.recording import SAMPLE_RATE, Samples
from studio.render.sound_bus import Sum

DUCK = -11.0  # decibels of music under dialogue
_STEP = SAMPLE_RATE // 100  # samples of one value of the envelope
_CHUNK = 1000  # steps looked at together: ten seconds
_SPEECH = 10 ** (-38 / 20)  # RMS above which the dialogue tracks count as speaking
_HOLD, _SLOPE = 60, 41  # steps: a third of a second before and after speech, and the way there
_REACH = 100  # steps around a stretch that decide its ducking: half of both, and to spare

_Envelope = npt.NDArray[np.float64]


def deciding(first: int, last: int, samples: int) -> tuple[int, int]:
    """The samples of a film of `samples` that decide how samples `first` to `last` are ducked."""
    low = max(0, first // _STEP - _REACH) * _STEP
    return low, min(samples, (last // _STEP + _REACH) * _STEP)


class Ducking:
    """Music gain over time, one value a hundredth of a second, from what speaks on a bus."""

    def __init__(self, bus: Sum, samples: int) -> None:
        """`samples` of the whole film; `bus` holds speech alone, of a stretch of it."""
        steps = samples // _STEP  # of the whole film; its last values are those of silence
        self._begin = bus.first // _STEP
        self._total = steps + 2
        ends = bus.last == samples
        count = (self._total if ends else bus.last // _STEP) - self._begin
        spoken = np.zeros(count, np.float64)
        for first in range(0, min(steps, self._begin + count) - self._begin, _CHUNK):
            last = min(steps - self._begin, count, first + _CHUNK)
            low, high = ((self._begin + n) * _STEP for n in (first, last))
            part = bus.part(low, high).reshape(last - first, 2 * _STEP)
            power = np.square(part, dtype=np.float64).mean(axis=1)
            spoken[first:last] = np.sqrt(power) > _SPEECH
        held = np.convolve(spoken, np.ones(_HOLD), "same") > 0
        window: _Envelope = np.hanning(_SLOPE)
        smooth = np.convolve(held.astype(np.float64), window / window.sum(), "same").real
        self._values = np.asarray(10 ** (smooth * DUCK / 20), np.float32)

    def gains(self, first: int, last: int) -> Samples:
        """The gain of each sample, straight between the values."""
        begin, end = first // _STEP, last // _STEP + 2
        steps = np.arange(begin, end)
        places = np.minimum(steps - self._begin, len(self._values) - 1)
        values = self._values[places]
        return np.interp(np.arange(first, last) / _STEP, steps, values).astype(np.float32)
