"""The last moments of what a player was given to hear, by sample, for meters."""

from collections import deque

import numpy as np

from studio.render.recording import SAMPLE_RATE, Samples

_KEPT = 2 * SAMPLE_RATE  # samples behind the newest: more than a device is ahead of the ear


class Tape:
    """Samples counted from the last start, as the position of a way out counts them."""

    def __init__(self) -> None:
        self._parts: deque[Samples] = deque()
        self._first = 0  # the number of the first sample there is
        self._end = 0

    def begin(self) -> None:
        """Sound begins anew at 0."""
        self._parts.clear()
        self._first = self._end = 0

    def write(self, samples: Samples) -> None:
        """The next samples, (n, 2)."""
        self._parts.append(samples)
        self._end += len(samples)
        while self._parts and self._end - self._first - len(self._parts[0]) > _KEPT:
            self._first += len(self._parts.popleft())

    def between(self, first: int, last: int) -> Samples:
        """Samples `first` to `last` (not included), (n, 2); silence where there are none."""
        block = np.zeros((max(0, last - first), 2), np.float32)
        at = self._first
        for part in self._parts:
            low, high = max(first, at), min(last, at + len(part))
            if low < high:
                block[low - first : high - first] = part[low - at : high - at]
            at += len(part)
        return block
