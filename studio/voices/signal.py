"""Small operations on mono waveforms: resampling, trimming, levels."""

import numpy as np

from studio.voices.base import Waveform

SPEECH_LEVEL = 10 ** (-19 / 20)  # RMS of the parts that sound, near -18 LUFS for speech
_PEAK = 0.7
_KNEE = 0.5
_ONSET = 10 ** (-30 / 20)  # of the loudest hundredth of a second: what is softer is breath and room
_PUSHED = 1.5  # how far beyond the peak a sample may lie before it is bent


def resampled(samples: Waveform, rate: int, wanted: int) -> Waveform:
    """The same sound at `wanted` samples a second, band-limited by the discrete Fourier transform.

    Silence around the sound keeps the transform's circular ends from meeting.
    """
    if rate == wanted or not len(samples):
        return samples
    edge = rate // 10
    padded = np.pad(samples.astype(np.float64), edge)
    count = round(len(padded) * wanted / rate)
    spectrum = np.fft.rfft(padded)
    whole = np.zeros(count // 2 + 1, np.complex128)
    keep = min(len(spectrum), len(whole))
    whole[:keep] = spectrum[:keep]
    out = np.fft.irfft(whole, count) * (count / len(padded))
    first = round(edge * wanted / rate)
    return np.asarray(out[first : first + round(len(samples) * wanted / rate)], np.float32)


def trimmed(samples: Waveform, rate: int, floor: float = 0.003) -> tuple[Waveform, float]:
    """Without the silence at both ends (20 ms stay), and where it now begins, in seconds."""
    loud = np.flatnonzero(np.abs(samples) > floor)
    if not len(loud):
        return samples[:0], 0.0
    keep = rate // 50
    first, last = max(0, int(loud[0]) - keep), min(len(samples), int(loud[-1]) + keep)
    return samples[first:last], first / rate


def begun(samples: Waveform, rate: int, at: float) -> float:
    """The second from which the sound that is heard at `at` seconds is heard; `at` in silence."""
    step = rate // 100
    count = len(samples) // step
    blocks = np.square(samples[: count * step], dtype=np.float64).reshape(count, step)
    loud = np.sqrt(blocks.mean(axis=1))
    heard = loud > _ONSET * loud.max(initial=0.0)
    block = min(count, int(at * 100))
    silent = np.flatnonzero(~heard[:block])
    return min(at, (int(silent[-1]) + 1 if len(silent) else 0) / 100)


def level(samples: Waveform, wanted: float = SPEECH_LEVEL) -> Waveform:
    """Brought to one level of speech: the RMS of the parts that sound, below a peak of 0.7.

    Rare peaks give way softly, so that a voice with sharp ones is not quieter than another.
    """
    loud = np.abs(samples) > 0.01
    if not loud.any():
        return samples
    rms = float(np.sqrt(np.mean(np.square(samples[loud], dtype=np.float64))))
    gain = min(wanted / rms, _PUSHED * _PEAK / float(np.abs(samples).max()))
    return _rounded(np.asarray(samples * gain, np.float32))


def _rounded(samples: Waveform) -> Waveform:
    """What goes beyond the knee is bent towards the peak, which it never reaches."""
    size = np.abs(samples)
    room = _PEAK - _KNEE
    bent = _KNEE + room * np.tanh(np.maximum(size - _KNEE, 0.0) / room)
    return np.asarray(np.where(size > _KNEE, np.sign(samples) * bent, samples), np.float32)


def faded(samples: Waveform, count: int) -> Waveform:
    """Raised-cosine fades over `count` samples at both ends (along the first axis)."""
    count = min(count, len(samples) // 2)
    if count == 0:
        return samples
    rise = (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, count))).astype(np.float32)
    shape = (-1, *([1] * (samples.ndim - 1)))
    out = samples.copy()
    out[:count] *= rise.reshape(shape)
    out[-count:] *= rise[::-1].reshape(shape)
    return out
