"""A line recorded by microphone: 48 kHz, one channel, 24 bits, straight to a file."""

import importlib.util
import queue
import threading
import wave
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from studio.errors import RenderError
from studio.render.recording import SAMPLE_RATE
from studio.render.sound_device import hush

LONGEST = 600  # seconds; a line is no film
_PERIOD = 20  # milliseconds that the device gives at a time
_BYTES = 3  # of a sample in the file
_FULL = 8_388_607  # the greatest of 24 bits
_FAREWELL = 5.0  # seconds that the file is waited for


def has_microphone() -> bool:
    """Whether the library that records is to be had here; a device may lack all the same."""
    return importlib.util.find_spec("miniaudio") is not None


class Recording:
    """One recording, from `start` to `stop`; what the device gives is written by a thread."""

    def __init__(
        self, path: Path, *, load: Callable[[], Any] | None = None, longest: float = LONGEST
    ) -> None:
        """It goes to `path`, a WAV file that must not be there yet; `load` gives miniaudio.

        After `longest` seconds nothing more is taken.
        """
        self.path = path
        self._load = load or _library
        self._longest = longest
        self._blocks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._device: Any = None
        self._level = 0.0
        self._taken = 0  # samples
        self._failed: OSError | None = None

    @property
    def level(self) -> float:
        """The greatest sample since the last question, 0 to 1; 1 is overdriven."""
        level, self._level = self._level, 0.0
        return level

    @property
    def seconds(self) -> float:
        """How much is recorded."""
        return self._taken / SAMPLE_RATE

    @property
    def full(self) -> bool:
        """Whether nothing more is taken: it is at its greatest length, or cannot be written."""
        return self._failed is not None or self._taken >= self._longest * SAMPLE_RATE

    def start(self) -> None:
        """Begin. Blocking: opening a device may wait for the system's sound server.

        Raises RenderError where there is no microphone, or where the file cannot be made.
        """
        try:
            stream = self.path.open("xb")
        except OSError as error:
            raise RenderError("render.recording_unwritten", path=self.path) from error
        file = wave.open(stream, "wb")  # noqa: SIM115 - the writer closes it
        file.setnchannels(1)
        file.setsampwidth(_BYTES)
        file.setframerate(SAMPLE_RATE)
        taking = self._taking()
        next(taking)
        try:
            hush()
            audio = self._load()
            self._device = audio.CaptureDevice(
                audio.SampleFormat.FLOAT32, 1, SAMPLE_RATE, _PERIOD, app_name="Storyreel"
            )
            if self._device.backend == "Null":
                raise OSError("nothing but the null device")
            self._device.start(taking)
        except Exception as error:  # whatever the system's libraries do: nothing is recorded
            self._let_go()
            file.close()
            stream.close()
            self.path.unlink(missing_ok=True)
            raise RenderError("render.no_microphone") from error
        self._writer = threading.Thread(
            target=self._write, args=(file, stream), name="studio-recording"
        )
        self._writer.start()

    def stop(self) -> float:
        """End; the seconds in the file. Raises RenderError when it is empty or not whole."""
        self._let_go()
        self._blocks.put(None)
        if self._writer is not None:
            self._writer.join(_FAREWELL)
        if self._failed is not None:
            raise RenderError("render.recording_unwritten", path=self.path) from self._failed
        if not self._taken:
            self.path.unlink(missing_ok=True)
            raise RenderError("render.no_microphone")
        return self.seconds

    def discard(self) -> None:
        """End, and leave no file; may be called again. Raises nothing."""
        self._let_go()
        self._blocks.put(None)
        if self._writer is not None:
            self._writer.join(_FAREWELL)
        self.path.unlink(missing_ok=True)

    def _taking(self) -> Generator[None, bytes, None]:
        """What miniaudio calls from the device's thread, with samples."""
        while True:
            data = yield
            if not self.full:
                samples = np.frombuffer(data, np.float32)
                self._level = max(self._level, float(np.abs(samples).max(initial=0.0)))
                self._taken += len(samples)
                self._blocks.put(bytes(data))

    def _write(self, file: wave.Wave_write, stream: BinaryIO) -> None:
        try:
            while (block := self._blocks.get()) is not None:
                samples = np.clip(np.frombuffer(block, np.float32), -1, 1).astype(np.float64)
                whole = np.round(samples * _FULL).astype("<i4")
                file.writeframes(whole.view(np.uint8).reshape(-1, 4)[:, :_BYTES].tobytes())
            file.close()
            stream.close()
        except OSError as error:
            self._failed = error

    def _let_go(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()


def _library() -> Any:
    import miniaudio  # its native part is read when somebody records

    return miniaudio
