"""For tests of playing: a device and a clock moved by hand, pictures that tell their number."""

import os
from fractions import Fraction
from pathlib import Path

import numpy as np

from studio.render.recording import Samples

SIZE = (160, 90)


class RecordedSound:
    """Takes samples into a list; `go` lets it play some of them."""

    heard = True
    trouble = ""

    def __init__(self, buffer: int = 9600) -> None:
        self._buffer = buffer
        self._parts: list[Samples] = []
        self._played = 0
        self.starts = 0
        self.muted = False
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

    def wake(self) -> None:
        """Always awake."""

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


def numbered(frames: int) -> list[np.ndarray]:
    """Pictures that tell their number by the greys of their halves."""
    found: list[np.ndarray] = []
    for number in range(frames):
        picture = np.full((SIZE[1], SIZE[0], 3), 20 + 28 * (number % 8), np.uint8)
        picture[:, SIZE[0] // 2 :] = 20 + 16 * (number // 8)
        found.append(picture)
    return found


def children() -> set[int]:
    """Processes of this one that are alive."""
    found: set[int] = set()
    if not Path("/proc/self").is_dir():
        return found  # only where the system lists them
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == os.getpid() and fields[0] != "Z":
                found.add(int(entry.name))
    return found
