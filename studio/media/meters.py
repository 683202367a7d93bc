"""How loud sound is: peaks, true peaks, mean power and momentary loudness of 48 kHz stereo."""

from dataclasses import dataclass
from fractions import Fraction

import av
import av.error
import av.filter
import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]  # (n, 2), full scale is 1
SAMPLE_RATE = 48_000
FLOOR = -120.0  # decibels that stand for silence
_WINDOW = SAMPLE_RATE * 3 // 10  # samples of the mean power: 300 ms, as a VU meter has them
# The polyphase filter of ITU-R BS.1770-5, annex 2: four times as many samples; the other two
# phases are these backwards.
_PHASES = np.array([
    [0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875,
     0.1373291015625, 0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250,
     0.0148925781250, -0.0083007812500],
    [-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500,
     0.4650878906250, 0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625,
     0.0330810546875, -0.0189208984375],
])  # fmt: skip
_FILTERS = np.concatenate([_PHASES, _PHASES[::-1, ::-1]])


@dataclass(frozen=True)
class Levels:
    """Of left and right: sample peak and mean power in dBFS (a full sine has -3), true peak in
    dBTP; and the momentary loudness of both in LUFS.
    """

    peak: tuple[float, float] = (FLOOR, FLOOR)
    mean: tuple[float, float] = (FLOOR, FLOOR)
    true_peak: tuple[float, float] = (FLOOR, FLOOR)
    momentary: float = FLOOR

    @property
    def clips(self) -> tuple[bool, bool]:
        """Whether a sample reached full scale, or would between two samples."""
        return self.true_peak[0] >= 0.0, self.true_peak[1] >= 0.0


class Meter:
    """Hears a sound piece by piece; a new one begins with silence."""

    def __init__(self) -> None:
        self._before: Samples = np.zeros((_FILTERS.shape[1] - 1, 2), np.float32)
        self._window: Samples = np.zeros((_WINDOW, 2), np.float32)
        self._loudness = _Momentary()

    def feed(self, samples: Samples) -> Levels:
        """The levels of these samples, the mean and the loudness of what came just before too."""
        self._window = np.concatenate([self._window, samples])[-_WINDOW:]
        mean = np.sqrt(np.mean(np.square(self._window, dtype=np.float64), axis=0))
        if not len(samples):
            return Levels(mean=_pair(mean), momentary=self._loudness.value)
        whole = np.concatenate([self._before, samples])
        self._before = whole[-len(self._before) :]
        peak = np.abs(samples).max(axis=0)
        return Levels(
            _pair(peak), _pair(mean), _pair(np.maximum(peak, _between(whole))),
            self._loudness.feed(samples),
        )  # fmt: skip


def decibels(amplitude: float) -> float:
    """An amplitude, 1 being full scale, in decibels; silence is `FLOOR`."""
    return max(FLOOR, 20.0 * float(np.log10(max(amplitude, 1e-6))))


def _pair(both: npt.NDArray[np.floating]) -> tuple[float, float]:
    return decibels(float(both[0])), decibels(float(both[1]))


def _between(samples: Samples) -> npt.NDArray[np.float64]:
    """The highest amplitudes of the wave through the samples, by channel."""
    return np.array([
        max(float(np.abs(np.convolve(channel, taps, "valid")).max()) for taps in _FILTERS)
        for channel in samples.T
    ])  # fmt: skip


class _Momentary:
    """The loudness of the last 400 ms after EBU R 128, by FFmpeg's filter."""

    def __init__(self) -> None:
        self.value = FLOOR
        self._at = 0
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(
            sample_rate=SAMPLE_RATE, format="fltp", layout="stereo",
            time_base=Fraction(1, SAMPLE_RATE),
        )  # fmt: skip
        meter = self._graph.add("ebur128", "metadata=1")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()

    def feed(self, samples: Samples) -> float:
        """LUFS; the filter tells every 100 ms."""
        planes = np.ascontiguousarray(samples.T, np.float32)
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = self._at
        self._at += len(samples)
        self._graph.push(frame)
        while True:
            try:
                told = self._graph.pull().metadata.get("lavfi.r128.M")
            except (BlockingIOError, av.error.EOFError):
                return self.value
            if told is not None:
                loud = float(told)
                self.value = loud if np.isfinite(loud) and loud > FLOOR else FLOOR
