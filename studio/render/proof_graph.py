"""Pictures of the graph at places of a film, which a finished one is held against."""

import subprocess
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import ffmpeg

from studio.media.ffmpeg import QUIET, Tail, end, failed, start
from studio.render.cadence import frames_of, paced
from studio.render.delivery import Delivery
from studio.render.given import NEIGHBOURS, Given
from studio.render.picture import picture
from studio.render.planes import Planes
from studio.render.reading import reading
from studio.render.seeking import Entrances
from studio.render.segment import Segment

AT_ONCE = 2  # places of which pictures are made at a time


@dataclass(frozen=True)
class Sample:
    """A place: `count` frames of a segment from its `first` on, of which two are compared: the
    first two, or the last where it lies before a cut (`late`).
    """

    part: int
    first: int
    count: int
    late: bool = False

    @property
    def frames(self) -> range:
        """Their numbers in the segment."""
        return range(self.first, self.first + self.count)


def places(run: Segment, part: int) -> tuple[Sample, Sample]:
    """The two places of a segment: just after the cut before it, and just before the one after."""
    count = min(NEIGHBOURS, run.frames)
    return Sample(part, 0, count), Sample(part, run.frames - count, count, late=True)


@dataclass(frozen=True)
class Easel:
    """Makes the graph's pictures of places, some of them while one is waited for.

    Each is a program of its own. Both places of a segment that are reached from one picture of its
    take come from one program, so that what lies before both is decoded once. What an encoder was
    `given`, by the numbers of segments, is not made again.
    """

    pool: ThreadPoolExecutor
    folder: Path
    delivery: Delivery
    captions: Path | None
    entrances: Entrances
    given: Mapping[int, Given] = field(default_factory=dict[int, Given])

    def drawn(
        self, runs: Sequence[Segment], samples: Sequence[Sample]
    ) -> Iterator[tuple[Sample, Segment, Callable[[], list[Planes]]]]:
        """Each sample in order, its place, and what waits for the place's pictures.

        `samples` are sorted by segment and frame. Takes are entered as far as that is exact.
        """
        begun: deque[tuple[Sample, Segment, Callable[[], list[Planes]]]] = deque()
        left = deque(samples)
        while left:
            sample = left.popleft()
            (run,) = self.entrances.open([runs[sample.part]])
            place = run.part(sample.first, sample.count)
            other = left[0] if left and left[0].part == sample.part else None
            left_there = self._given(sample)
            if left_there is not None:
                begun.append((sample, place, left_there))
            elif other is not None and self._one_way(run, sample, other):
                both = self.pool.submit(self._graphed, run, [*sample.frames, *other.frames])
                begun.append((sample, place, _share(both, slice(sample.count))))
                later = run.part(other.first, other.count)
                begun.append((left.popleft(), later, _share(both, slice(sample.count, None))))
            elif frames_of(self.delivery, place):
                alone = self.pool.submit(self._graphed, place)
                begun.append((sample, place, _share(alone, slice(None))))
            while len(begun) > AT_ONCE:
                yield begun.popleft()
        yield from begun

    def _given(self, sample: Sample) -> Callable[[], list[Planes]] | None:
        """What gives the pictures of a place that an encoder left; None where it did not."""
        given = self.given.get(sample.part)
        found = given.pictures(sample.frames) if given is not None else None
        return (lambda: found) if found is not None else None

    def _one_way(self, run: Segment, head: Sample, tail: Sample) -> bool:
        """Whether both places of a segment are best reached together: nothing lies on the way but
        the take as it is, which must be decoded for the later one anyway.
        """
        source, wanted = run.source, self.delivery
        if source is None or source.still or run.lettered or wanted.to_rate is not None:
            return False
        if source.size != wanted.canvas or head.first or tail.first < head.count:
            return False
        given = self.given.get(tail.part)
        if given is not None and given.has(tail.frames):
            return False
        later = source.later(tail.first).entry(tail.count)
        return self.entrances.one_way(source, source.entry(head.count), later)

    def _graphed(self, run: Segment, frames: Sequence[int] = ()) -> list[Planes]:
        return graphed(run, self.folder, self.delivery, self.captions, frames)


def _share(made: Future[list[Planes]], part: slice) -> Callable[[], list[Planes]]:
    return lambda: made.result()[part]


def graphed(
    run: Segment,
    folder: Path,
    delivery: Delivery,
    captions: Path | None = None,
    frames: Sequence[int] = (),
) -> list[Planes]:
    """Pictures of a segment at the file's rate, from the graph: those with the numbers `frames`, in
    order, or all of them. Raises RenderError.
    """
    height, width = delivery.height * 3 // 2, delivery.width
    count = len(frames) or frames_of(delivery, run)
    stream = paced(picture(run, folder, delivery, captions, reading(1)), delivery, run)
    if frames:
        stream = stream.filter("select", "+".join(f"eq(n,{frame})" for frame in frames))
    stream = stream.filter("format", "yuv420p")
    output = ffmpeg.output(stream, "pipe:1", format="rawvideo", fps_mode="passthrough")
    import numpy as np

    process = start([*QUIET, *output.get_args()], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    tail = Tail(process)
    try:
        assert process.stdout is not None
        data = process.stdout.read(height * width * count)
    finally:
        end(process)
        said = tail.text()
    if len(data) != height * width * count:
        raise failed(said)
    return list(np.frombuffer(data, np.uint8).reshape(count, height, width))
