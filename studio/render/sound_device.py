"""The system's sound device through miniaudio, opened when something is to be heard.

Opening, starting and stopping can wait for the system's sound server, so a thread of the device's
own does that. The device runs on silently after a stop: the next start is heard at once, and a
device that rests for a while is let go of.
"""

import ctypes
import importlib.util
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from typing import Any

from studio.render.recording import SAMPLE_RATE, Samples
from studio.render.sound_out import Silence, SoundOut
from studio.render.sound_queue import SoundQueue

PERIOD = 20  # milliseconds that the device takes at a time
PERIODS = 3  # that lie in its buffer
IDLE = 10.0  # seconds after which a device at rest is let go of
_FAREWELL = 2.0  # seconds that closing waits for a device
_DEAD = 1.0  # seconds without a question after which a device is taken for gone
_LOOK = 0.5  # seconds between two looks at an open device


def sound_out() -> SoundOut:
    """The default device; silence that keeps time where the library is not to be had."""
    if importlib.util.find_spec("miniaudio") is None:  # no wheel for this processor
        return Silence()
    return SoundDevice()


class SoundDevice:
    """A `SoundOut` on a device. `backends` are names of miniaudio's; empty for the system's own."""

    heard = True

    def __init__(
        self,
        backends: Sequence[str] = (),
        *,
        load: Callable[[], Any] | None = None,
        queue: SoundQueue | None = None,
        clock: Callable[[], float] = time.monotonic,
        idle: float = IDLE,
    ) -> None:
        self._load = load or _library
        self._backends = backends
        self._clock = clock
        self._idle = idle
        self._queue = queue or SoundQueue(clock)
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ended = True  # the thread is over, or as good as
        self._closed = self._playing = False
        self._rested = 0.0  # since when nothing plays
        self._without: Silence | None = None  # keeps time in the device's stead
        self._reached = 0
        self.trouble = ""

    @property
    def muted(self) -> bool:
        """Whether silence is heard in place of what is written."""
        return self._queue.muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._queue.muted = muted

    def wake(self) -> None:
        """Have the device open soon."""
        with self._condition:
            if self._closed or not self._ended:
                return
            self._ended = False
            self._rested = self._clock()
            self._thread = threading.Thread(
                target=self._run, args=(self._thread,), name="studio-sound-out", daemon=True
            )
            self._thread.start()

    def start(self) -> None:
        """Begin anew at position 0."""
        self._queue.begin()
        with self._condition:
            self._playing = True
            self._without, self._reached = None, 0
        self.wake()

    def stop(self) -> None:
        """Be silent at once."""
        self._queue.end()
        with self._condition:
            if self._playing:
                self._rested = self._clock()
            self._playing = False
            self._without = None

    def room(self) -> int:
        """Samples it takes now."""
        return self._queue.room() if self._playing and self._without is None else 0

    def write(self, samples: Samples) -> None:
        """Hand over the next samples."""
        self._queue.write(samples)

    def position(self) -> int:
        """Samples heard since `start`; by a clock when the device cannot be had any more."""
        with self._condition:
            if self._without is not None:
                return self._reached + self._without.position()
            return self._queue.position() if self._playing else 0

    def close(self) -> None:
        """Let go of the device."""
        self.stop()
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join(_FAREWELL)

    def _run(self, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        device = None
        try:
            audio = self._load()
            device = _opened(audio, [audio.Backend[name] for name in self._backends], self._queue)
        except Exception:  # whatever the system's libraries do: there is no sound
            self._give_up("none")
            return
        with device:
            if self._watch():
                self._give_up("lost")  # first: what is gone may be slow to close

    def _watch(self) -> bool:
        """Until the device is not needed any more, or is gone; whether it is gone."""
        quiet = 0  # looks at which it had not asked: after a sleep of the machine it soon does
        with self._condition:
            self.trouble = ""
            while True:
                mute = self._playing and self._queue.silence > _DEAD
                quiet = quiet + 1 if mute else 0
                lost = quiet > 1
                resting = not self._playing and self._clock() - self._rested > self._idle
                if self._closed or lost or resting:
                    self._ended = True
                    return lost
                self._condition.wait(_LOOK)

    def _give_up(self, trouble: str) -> None:
        """What plays goes on by a clock; the next start looks for a device again."""
        with self._condition:
            self.trouble = trouble
            self._ended = True
            if self._playing:
                self._reached = self._queue.position()
                self._without = Silence(self._clock)
                self._without.start()


def _library() -> Any:
    import miniaudio  # its native part is read when the first sound is wanted

    return miniaudio


def _opened(audio: Any, backends: list[Any], queue: SoundQueue) -> Any:
    """A running device that takes from `queue`. Raises MiniaudioError where there is none."""
    hush()
    device = audio.PlaybackDevice(
        audio.SampleFormat.FLOAT32, 2, SAMPLE_RATE, PERIOD, None, PERIODS, backends,
        app_name="Storyreel",
    )  # fmt: skip
    if device.backend == "Null" and not backends:
        device.close()
        raise audio.MiniaudioError("nothing but the null device")
    queue.listen(SAMPLE_RATE * PERIOD * PERIODS // 1000)
    taking = _taking(queue)
    next(taking)
    try:
        device.start(taking)
    except audio.MiniaudioError:
        device.close()
        raise
    return device


def _taking(queue: SoundQueue) -> Generator[bytes, int, None]:
    """What miniaudio calls from the device's thread: it sends a count, and gets samples."""
    count = yield b""
    while True:
        count = yield queue.take(count).tobytes()


@ctypes.CFUNCTYPE(None)
def _nothing() -> None:
    """Takes an error of ALSA's and keeps it to itself; its arguments are left alone."""


def hush() -> None:
    """ALSA writes a page to the terminal for each device it lacks; the viewer says it in words."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_nothing)
        except (OSError, AttributeError):
            return
