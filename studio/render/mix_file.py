"""A film's raw mix in a file, of which only so much is mixed as somebody reads.

What is heard in a stretch, and so how loud it is and what its encoder makes of it, is known by what
it is made of (`Mix.facts_of`). Where an earlier export found that out, the stretch is not mixed.
"""

import threading
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np

from studio.media.ffmpeg import Stop
from studio.render.mix import Mix
from studio.render.mixing import write
from studio.render.recording import Samples
from studio.render.sound_bus import FRAME
from studio.render.sound_cutting import Stretch

# Stretches that are mixed by themselves. Each is decoded from the beginning of what it is made of,
# which for music is long; of more the ones that lie nearest are mixed with what is between them.
_MOST = 3
_COPIED = 1 << 20  # bytes at a time


class MixFile:
    """Film samples of a mix as stereo float32 at 48 kHz, counted from its own beginning."""

    def __init__(
        self,
        path: Path,
        samples: int,
        whole: Mix | None = None,
        begin: int = 0,
        over: Stop | None = None,
        *,
        lasting: bool = True,
    ) -> None:
        """A file of `samples` that begins with film sample `begin` of the mix `whole`.

        It is made when some of it is wanted; without a mix it is there. One that is not `lasting`
        lets the mix go once it has all of it.
        """
        self.path = path
        self.samples = samples
        self._whole = whole
        self._begin = begin
        self._over = over
        self._lasting = lasting
        self._there: list[Stretch] = [] if whole is not None else [(0, samples)]
        self._lock = threading.Lock()

    @classmethod
    def of(cls, path: Path) -> "MixFile":
        """A file that has all of its mix. Raises OSError."""
        return cls(path, path.stat().st_size // FRAME)

    def facts_of(self, first: int, last: int) -> list[object] | None:
        """Everything that decides how its samples `first` to `last` sound, as JSON has it; None
        where that is not known any more.
        """
        if self._whole is None:
            return None
        return self._whole.facts_of(self._begin + first, self._begin + last)

    def fill(self, wanted: Iterable[Stretch]) -> None:
        """See that these samples are there. Raises BadInput, Cancelled, OSError."""
        with self._lock:
            for first, last in _together(_without(wanted, self._there)):
                self._mix(first, last)
                self._there = _union([*self._there, (first, last)])
            if self._there == [(0, self.samples)] and self._whole is not None:
                if not self._lasting:
                    self._whole.let_go()
                self._whole = None

    def has(self, first: int, last: int) -> bool:
        """Whether these samples are there."""
        with self._lock:
            return any(begin <= first and last <= end for begin, end in self._there)

    def all(self) -> Path:
        """The file, with all that it is to hold. Raises as `fill`."""
        self.fill([(0, self.samples)])
        return self.path

    def read(self, first: int, last: int) -> Samples:
        """Its samples `first` to `last` as (n, 2). Raises as `fill`."""
        self.fill([(first, last)])
        read = np.fromfile(self.path, np.float32, 2 * (last - first), offset=first * FRAME)
        return read.reshape(-1, 2)

    def _mix(self, first: int, last: int) -> None:
        assert self._whole is not None, "what has no mix has all of it"
        if (first, last) == (0, self.samples):
            write(self._whole, self.path, self._begin, self._begin + last, self._over)
            return
        some = self.path.with_suffix(".some")
        try:
            write(self._whole, some, self._begin + first, self._begin + last, self._over)
            with some.open("rb") as source, self.path.open("r+b" if self._there else "wb") as file:
                if not self._there:
                    file.truncate(self.samples * FRAME)
                file.seek(first * FRAME)
                while block := source.read(_COPIED):
                    file.write(block)
        finally:
            some.unlink(missing_ok=True)


def _union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same samples in stretches that do not touch, in order."""
    found: list[Stretch] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _without(wanted: Iterable[Stretch], there: list[Stretch]) -> list[Stretch]:
    """What of the `wanted` samples is not `there`, in order."""
    left: list[Stretch] = []
    for first, last in _union(wanted):
        for begin, end in there:
            if begin < last and first < end:
                if first < begin:
                    left.append((first, begin))
                first = max(first, end)
        if first < last:
            left.append((first, last))
    return left


def _together(stretches: list[Stretch]) -> list[Stretch]:
    """Few enough stretches that hold these."""
    found = list(stretches)
    while len(found) > _MOST:
        gaps = [after[0] - before[1] for before, after in pairwise(found)]
        n = gaps.index(min(gaps))
        found[n : n + 2] = [(found[n][0], found[n + 1][1])]
    return found
