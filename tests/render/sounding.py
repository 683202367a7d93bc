"""A sound device whose time stands still until it is told to go on, and which keeps what it got."""

from fractions import Fraction

import numpy as np

from studio.render.mix import Samples


class RecordedSound:
    """Takes samples into a list; `go` lets it play some of them."""

    heard = True
    trouble = ""

    def __init__(self, buffer: int = 9600) -> None:
        self._buffer = buffer
        self._parts: list[Samples] = []
        self._played = 0
        self.starts = 0
        self.running = False
        self.closed = False

    @property
    def samples(self) -> Samples:
        """Everything that was written since the last start."""
        return np.concatenate(self._parts) if self._parts else np.zeros((0, 2), np.float32)

    def go(self, samples: int) -> int:
        """Play on, as far as there is something to play; the position."""
        if self.running:
            self._played = min(self._played + samples, len(self.samples))
        return self._played

    def start(self) -> None:
        self.starts += 1
        self.running = True
        self._parts, self._played = [], 0

    def stop(self) -> None:
        self.running = False

    def room(self) -> int:
        return self._buffer - (len(self.samples) - self._played) if self.running else 0

    def write(self, samples: Samples) -> None:
        assert 0 < len(samples) <= self.room()
        self._parts.append(samples)

    def position(self) -> int:
        return self._played if self.running else 0

    def close(self) -> None:
        self.closed = True


class Hand:
    """A clock that moves when it is pushed, by exact parts of a second."""

    def __init__(self) -> None:
        self.now = Fraction(0)

    def __call__(self) -> Fraction:
        return self.now
