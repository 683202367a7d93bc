"""The way out for sound through Qt's audio, where it is installed and has a device."""

import importlib
import time
from typing import Any

import numpy as np

from studio.render.mix import SAMPLE_RATE, Samples
from studio.render.sound_out import Silence, SoundOut

_BUFFER = SAMPLE_RATE // 5  # samples that the device's buffer holds
_CHANNELS = 2
_FINE = ("NoError", "UnderrunError")
_BETWEEN = SAMPLE_RATE // 25  # samples the clock may run on between two reports of the device


def sound_out() -> SoundOut:
    """The default device, or silence that keeps time where there is none."""
    try:
        audio = importlib.import_module("PySide6.QtMultimedia")  # a package of its own: optional
    except ImportError:
        return Silence()
    device = audio.QMediaDevices.defaultAudioOutput()
    return Silence() if device.isNull() else Device(audio, device)


class Device:
    """A sound device; its position is what was written less what still waits in its buffer."""

    heard = True

    def __init__(self, audio: Any, device: Any) -> None:
        kinds = audio.QAudioFormat.SampleFormat
        shape = audio.QAudioFormat()
        shape.setSampleRate(SAMPLE_RATE)
        shape.setChannelCount(_CHANNELS)
        shape.setSampleFormat(kinds.Float)
        self._float = bool(device.isFormatSupported(shape))
        if not self._float:
            shape.setSampleFormat(kinds.Int16)
        self._bytes = _CHANNELS * (4 if self._float else 2)
        self._sink = audio.QAudioSink(device, shape)
        self._sink.setBufferSize(_BUFFER * self._bytes)
        self._way: Any = None
        self._written = 0
        self._reached = 0
        self._told = (0, 0.0)  # the position last reported, and when
        self._without: Silence | None = None  # keeps time when the device broke

    @property
    def trouble(self) -> str:
        """ "lost" when the device broke."""
        return "lost" if self._without is not None else ""

    def start(self) -> None:
        """Begin anew at position 0."""
        self._sink.reset()
        self._way = self._sink.start()
        self._written = 0
        self._reached = 0
        self._told = (0, time.monotonic())
        self._without = None
        if self._way is None:
            self._break()

    def stop(self) -> None:
        """Be silent at once."""
        if self._way is not None:
            self._sink.reset()
            self._way = None

    def room(self) -> int:
        """Samples it takes now."""
        if self._way is None or self._without is not None:
            return 0
        return max(0, self._sink.bytesFree() // self._bytes)

    def write(self, samples: Samples) -> None:
        """Hand over the next samples."""
        data = samples if self._float else (samples * 32767).astype("<i2")
        taken = self._way.write(np.ascontiguousarray(data).tobytes())
        self._written += max(0, taken) // self._bytes

    def position(self) -> int:
        """Samples heard since `start`, running on smoothly between the device's reports."""
        if self._without is not None:
            return self._reached + self._without.position()
        if self._way is None:
            return 0
        if self._sink.error().name not in _FINE:  # by name: Qt has two enumerations of the same
            self._break()
        waits = (self._sink.bufferSize() - self._sink.bytesFree()) // self._bytes
        reported, now = max(0, self._written - waits), time.monotonic()
        if reported > self._told[0]:
            self._told = (reported, now)
        if not self._told[0]:
            return 0  # it has not begun to sound
        since = int((now - self._told[1]) * SAMPLE_RATE)
        guess = min(self._written, self._told[0] + min(since, _BETWEEN))
        self._reached = max(self._reached, guess)  # time does not go back
        return self._reached

    def close(self) -> None:
        """Let go of the device."""
        self.stop()
        self._sink.deleteLater()

    def _break(self) -> None:
        """The pictures go on by the clock."""
        self._without = Silence()
        self._without.start()
