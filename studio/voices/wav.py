"""Waveforms to files."""

import wave
from pathlib import Path

import numpy as np

from studio.voices.base import SAMPLE_RATE, Waveform


def write_wav(path: Path, samples: Waveform) -> None:
    """(n,) or (n, channels) floats in -1..1 as a 16-bit file at SAMPLE_RATE. Raises OSError."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    data = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(data.tobytes())
