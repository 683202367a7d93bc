"""What waits to be heard, and when what a device took is heard: the clock of picture and sound."""

import threading
import time
from collections import deque
from collections.abc import Callable

import numpy as np

from studio.render.recording import SAMPLE_RATE, Samples

ROOM = SAMPLE_RATE // 5  # samples that may wait: a busy window is not heard
_EDGE = 240  # samples in which sound that is cut off dies away, so that it does not click


class SoundQueue:
    """Samples between a player, which writes, and a device's thread, which takes.

    The position is that of the sample heard now: the one the device took `latency` samples of
    time ago. It stands while nothing is there to take, and never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: deque[Samples] = deque()
        self._count = 0  # samples that wait
        self._dying: Samples = np.zeros((0, 2), np.float32)
        self._taken = 0
        self._last = (0, 0.0)  # samples taken before the device last took some, and when
        self._reached = 0
        self._asked = clock()  # when the device last asked for any
        self._latency = 0  # samples from taking to hearing
        self.muted = False

    @property
    def taken(self) -> int:
        """Samples that the device has taken since `begin`."""
        return self._taken

    @property
    def silence(self) -> float:
        """Seconds since the device last asked for samples, though some waited."""
        with self._lock:
            return self._clock() - self._asked if self._count else 0.0

    def listen(self, latency: int) -> None:
        """A device is there, in which a sample is heard `latency` samples after it is taken."""
        with self._lock:
            self._latency = latency
            self._asked = self._clock()

    def begin(self) -> None:
        """At position 0, with nothing waiting; what sounds dies away."""
        with self._lock:
            self._drop()
            self._asked = self._clock()

    def end(self) -> None:
        """Nothing more; what sounds dies away."""
        with self._lock:
            self._drop()

    def room(self) -> int:
        """Samples that may be written now."""
        with self._lock:
            return max(0, ROOM - self._count)

    def write(self, samples: Samples) -> None:
        """The next samples, (n, 2)."""
        with self._lock:
            if not self._count:
                self._asked = self._clock()  # from now on the device is waited for
            self._waiting.append(samples)
            self._count += len(samples)

    def take(self, count: int) -> Samples:
        """On the device's thread: what it plays next, (count, 2), silence where nothing waits."""
        block = np.zeros((count, 2), np.float32)
        with self._lock:
            self._asked = now = self._clock()
            dying, self._dying = self._dying[:count], self._dying[count:]
            at = self._fill(block)
            if at:
                self._last = (self._taken, now)
                self._taken += at
            if self.muted:
                block[:] = 0
            else:
                block[: len(dying)] += dying
        return block

    def position(self) -> int:
        """Samples heard since `begin`."""
        with self._lock:
            before, when = self._last
            since = int((self._clock() - when) * SAMPLE_RATE)
            guess = min(self._taken, before - self._latency + since)
            self._reached = max(self._reached, guess)
            return self._reached

    def _fill(self, block: Samples) -> int:
        at = 0
        while self._waiting and at < len(block):
            part = self._waiting.popleft()
            some = part[: len(block) - at]
            block[at : at + len(some)] = some
            at += len(some)
            if len(some) < len(part):
                self._waiting.appendleft(part[len(some) :])
        self._count -= at
        return at

    def _drop(self) -> None:
        if self._count and self._taken:
            tail = np.zeros((min(_EDGE, self._count), 2), np.float32)
            self._fill(tail)
            fall = np.linspace(1, 0, len(tail), dtype=np.float32)
            self._dying = tail * fall[:, None]
        self._waiting.clear()
        self._count = self._taken = self._reached = 0
        self._last = (0, 0.0)
