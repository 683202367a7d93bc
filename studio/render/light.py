"""Segments read from what stands in for them, without a process: for scrubbing and playing."""

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from studio.errors import BadInput
from studio.media.intra_file import IntraFile
from studio.render.delivery import Delivery
from studio.render.frame_pool import FramePool
from studio.render.segment import Segment
from studio.render.standins import StandIns, plain
from studio.timeline.rate import Rate

_OPEN = 40  # files open at a time
_STRIPS = 4  # of a picture, decoded side by side
_HANDS = max(1, min(_STRIPS, os.cpu_count() or 1) - 1)


class Pictures(Protocol):
    """The pictures of a segment from one on, in order."""

    frames: int  # how many there are
    size: tuple[int, int]  # width and height of each

    def read(self) -> bytes | memoryview:
        """The next picture as BGRA bytes. Raises StudioError."""
        ...

    def kill(self) -> None:
        """Let a read that waits come back; from any thread."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class Light:
    """Opens stand-ins and keeps some open, as each cut leads to another; all on one thread."""

    def __init__(self, standins: StandIns) -> None:
        self._standins = standins
        self.whole: Delivery | None = None  # the film's own delivery, which renderings are named by
        self._open: OrderedDict[tuple[Path, Rate], IntraFile] = OrderedDict()
        self._hands = ThreadPoolExecutor(_HANDS, "studio-strips")
        self.pool = FramePool()

    def begin(self, run: Segment, first: int, size: Delivery) -> Pictures | None:
        """The pictures of a segment from its frame `first` on, where something stands in for it.

        They come at their own size, or with bars at that of the viewer's delivery.
        """
        found = self._standins.of(run, self.whole or size)
        if found is None:
            return None
        try:
            file = self._file(found.path, size.rate)
        except BadInput:
            self._standins.forget(found.path)
            return None
        source = None if found.finished else plain(run)
        there = run.frames - run.missing
        return _Read(self, file, (source.skip if source else 0), first, there, run.frames, size)

    def open_one(self, runs: Sequence[Segment], size: Delivery) -> None:
        """Open what stands in for one more of these segments: entering it takes no time then."""
        for run in runs:
            found = self._standins.of(run, self.whole or size)
            if found is not None and (found.path, size.rate) not in self._open:
                with suppress(BadInput):  # told when it is wanted
                    self._file(found.path, size.rate)
                return

    def lightened(self, run: Segment, rate: Rate) -> Segment:
        """The segment with proxies for its takes, to be read through the graph."""
        return self._standins.lightened(run, rate)

    def forget(self, file: IntraFile) -> None:
        """A file that is broken; its segment is read from the takes from now on."""
        self._open = OrderedDict((k, each) for k, each in self._open.items() if each is not file)
        file.close()  # first: some systems remove no open file
        self._standins.forget(file.path)

    def close(self) -> None:
        """Let go of all files."""
        for file in self._open.values():
            file.close()
        self._open.clear()
        self._hands.shutdown()

    def _file(self, path: Path, rate: Rate) -> IntraFile:
        name = (path, rate)
        if name not in self._open:
            self._open[name] = IntraFile(path, (rate.num, rate.den), self._hands, _STRIPS)
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(name)
        return self._open[name]


class _Read:
    """A segment's pictures out of a file."""

    def __init__(
        self, light: Light, file: IntraFile, skip: int, first: int, there: int, length: int,
        size: Delivery,
    ) -> None:  # fmt: skip
        """`skip` is the file's picture of the segment's first frame, `there` how many it has."""
        self._light, self._file, self._skip, self._next = light, file, skip, first
        self._there = there
        self.size = file.size_in(size.width, size.height)
        self.frames = length - first

    def read(self) -> bytes | memoryview:
        """The next picture; black where the take has ended. Raises BadInput."""
        place, self._next = self._next, self._next + 1
        if place >= self._there:
            return b"\0\0\0\xff" * (self.size[0] * self.size[1])
        pixels = self._light.pool.take(*self.size)
        try:
            self._file.bgra(self._skip + place, pixels)
        except BadInput:
            self._light.forget(self._file)
            raise
        return pixels.reshape(-1).data.toreadonly()

    def kill(self) -> None:
        """It never waits."""

    def close(self) -> None:
        """The file stays open for the next."""
