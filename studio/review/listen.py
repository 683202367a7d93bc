"""A file's sound heard once: loudness by ten milliseconds, what is clipped, what is zero."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.errors import Cancelled
from studio.media.sound import sound_blocks
from studio.review.limits import limit

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Stop = Callable[[], bool]

SAMPLE_RATE = 48_000
STEP = SAMPLE_RATE // 100  # samples of ten milliseconds
_FINE = SAMPLE_RATE // 1000
_CHUNK = 10 * SAMPLE_RATE  # samples that are looked at together
_ALIKE = 5e-5  # apart by less than two steps of 16 bits


@dataclass(frozen=True)
class Heard:
    """The sound of a file, from its first picture on."""

    seconds: float
    power: Floats  # (n,) mean square of each ten milliseconds
    peak: Floats  # (10 n,) greatest sample of each millisecond; 0: all of them are zero
    clipped: Ints  # (seconds,) runs of equal samples far from zero
    over: Ints  # (seconds,) samples above full scale

    @property
    def level(self) -> Floats:
        """dBFS of each ten milliseconds, -120 at least."""
        return np.asarray(10 * np.log10(np.maximum(self.power, 1e-12)), np.float32)


def listened(path: Path, cancelled: Stop | None = None) -> Heard:
    """Hear a file. Raises BadInput where it has no sound that can be decoded, Cancelled."""
    power: list[Floats] = []
    peak: list[Floats] = []
    clipped: list[int] = []
    over: list[int] = []
    total = 0
    for chunk in _chunks(path):
        if cancelled is not None and cancelled():
            raise Cancelled("media.cancelled")
        total += len(chunk)
        steps = chunk[: len(chunk) // STEP * STEP].reshape(-1, STEP * chunk.shape[1])
        power.append(np.asarray(np.square(steps).mean(axis=1), np.float32))
        fine = np.abs(steps).reshape(-1, _FINE * chunk.shape[1])
        peak.append(np.asarray(fine.max(axis=1), np.float32))
        for first in range(0, len(chunk), SAMPLE_RATE):
            second = chunk[first : first + SAMPLE_RATE]
            clipped.append(_clipped(second))
            over.append(int(np.count_nonzero(np.abs(second) > 1.0)))
    none = np.zeros(0, np.float32)
    return Heard(
        total / SAMPLE_RATE, np.concatenate(power) if power else none,
        np.concatenate(peak) if peak else none,
        np.array(clipped, np.int64), np.array(over, np.int64),
    )  # fmt: skip


def _chunks(path: Path) -> Iterator[Floats]:
    waiting: list[Floats] = []
    length = 0
    for block in sound_blocks(path, sample_rate=SAMPLE_RATE, channels=None):
        waiting.append(block)
        length += len(block)
        while length >= _CHUNK:
            whole = np.concatenate(waiting)
            yield whole[:_CHUNK]
            waiting, length = [whole[_CHUNK:]], length - _CHUNK
    if length:
        yield np.concatenate(waiting)


def _clipped(samples: Floats) -> int:
    """Runs of equal samples far from zero, in all channels; (n, channels)."""
    run = int(limit("clipped.run"))
    found = 0
    for channel in samples.T:
        high = np.abs(channel) >= limit("clipped.level")
        flat = (np.abs(np.diff(channel)) < _ALIKE) & high[1:]
        edges = np.flatnonzero(np.diff(np.concatenate(([0], flat.astype(np.int8), [0]))))
        found += int(np.count_nonzero(edges[1::2] - edges[::2] >= run - 1))
    return found
