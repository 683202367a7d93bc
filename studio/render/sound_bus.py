"""Where sounds are added up: a stretch of the film in a file or in memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, Self

import numpy as np

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.render.recording import Samples

FRAME = 8  # bytes of a sample on both channels
_BLOCK = 48_000  # samples read together


class Sum(Protocol):
    """Film samples `first` to `last` as (samples, 2) float32, silent until something is added."""

    first: int
    last: int

    def part(self, first: int, last: int) -> Samples:
        """Film samples `first` to `last`, to be read."""
        ...

    def add(self, first: int, heard: Samples) -> None:
        """Add what is heard from film sample `first` on. Raises OSError."""
        ...


class Bus:
    """A stretch of the film's sound in a file, of which only parts are in memory."""

    def __init__(self, path: Path, last: int, first: int = 0) -> None:
        """A file of silence. Raises OSError, for a full disk here and not while it is filled."""
        self.first, self.last = first, last
        with path.open("wb") as file:
            _reserve(file, max(1, last - first) * FRAME)
        self._file = path.open("r+b", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def part(self, first: int, last: int) -> Samples:
        """Film samples `first` to `last`, to be read."""
        whole = np.empty((last - first, 2), np.float32)
        self._file.seek((first - self.first) * FRAME)
        self._file.readinto(whole.data)
        return whole

    def add(self, first: int, heard: Samples) -> None:
        """Add what is heard from film sample `first` on; a map of the file would take twice as long
        to come into memory as the sum takes. Raises OSError.
        """
        whole = self.part(first, first + len(heard))
        whole += heard
        self._file.seek((first - self.first) * FRAME)
        self._file.write(whole.data)


def _reserve(file: BinaryIO, size: int) -> None:
    """Make a file of zeros that has its room on the disk, so that a full one is known of before a
    film's sound is decoded. Raises OSError.
    """
    blank = bytes(1 << 20)
    for begin in range(0, size, len(blank)):
        file.write(blank[: size - begin])


class Stretch:
    """A stretch of the film's sound in memory."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._samples = np.zeros((last - first, 2), np.float32)

    def part(self, first: int, last: int) -> Samples:
        """A view of film samples `first` to `last`."""
        return self._samples[first - self.first : last - self.first]

    def add(self, first: int, heard: Samples) -> None:
        """Add what is heard from film sample `first` on."""
        self.part(first, first + len(heard))[:] += heard


def blocks_of(raw: Path, stretch: tuple[int, int], over: Stop | None) -> Iterator[Samples]:
    """Samples `stretch` (from, to) of a raw file, (n, 2) at a time, all in the same memory.

    Raises Cancelled, OSError.
    """
    first, last = stretch
    block = np.empty((_BLOCK, 2), np.float32)
    with raw.open("rb") as file:
        file.seek(first * FRAME)
        for begin in range(first, last, _BLOCK):
            if over is not None and over():
                raise Cancelled("media.cancelled")
            some = block[: min(_BLOCK, last - begin)]
            file.readinto(some.data)
            yield some
