"""Pictures of a finished film, sampled at its cuts, against those of the graph it was asked by.

A picture must be as near to the graph's as its encoder's quality allows, and nearer than to those
before and after it: so a wrong, a shifted and a flash picture are all found.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from queue import SimpleQueue

import cv2
import numpy as np
import numpy.typing as npt

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop
from studio.render.cadence import film_frame, reach
from studio.render.delivery import Delivery, Span
from studio.render.given import LARGE, Given, effort_for, spread
from studio.render.planes import Planes
from studio.render.proof_film import Reader
from studio.render.proof_graph import AT_ONCE, Easel, Sample, places
from studio.render.proof_limits import limits
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.timeline.timecode import timecode

# What things cost, in pictures of full size that an encoder of medium effort makes: a program that
# decodes a key picture of a take, and one of the film beside it; every further picture.
_START, _DECODE, _AHEAD = 2.0, 0.12, 12  # ffmpeg decodes some ahead
_THUMB, _SPOTS = (64, 36), (32, 18)

Thumb = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Likeness:
    """How near a picture of a segment in the film is to the graph's, in dB (PSNR)."""

    part: int
    decibels: float


def chosen(
    runs: Mapping[int, Segment],
    encoded: Mapping[int, Sequence[Span]],
    entrances: Entrances,
    reader: Reader,
    delivery: Delivery,
) -> list[Sample]:
    """Where to look: spread evenly over the segments, as far as a share of what they cost goes.

    Only where a segment was `encoded`: from and to of its frames.
    """
    scale = delivery.width * delivery.height / LARGE
    effort = effort_for(sum(end - at for spans in encoded.values() for at, end in spans), delivery)
    heads, tails = (_spread(runs, encoded, n) for n in (0, 1))
    found: list[Sample] = []
    for sample in _woven(heads, tails):
        (run,) = entrances.open([runs[sample.part]])
        place = run.part(sample.first, sample.count)
        cost = _START + _DECODE * scale * _decoded(place, reader, delivery)
        if cost > effort and found:
            continue
        if not any(sample.part == s.part and sample.first == s.first for s in found):
            found.append(sample)
            effort -= cost
    return sorted(found, key=lambda s: (s.part, s.first))


def compare(
    runs: Sequence[Segment],
    samples: Sequence[Sample],
    entrances: Entrances,
    readers: Sequence[Reader],
    folder: Path,
    delivery: Delivery,
    captions: Path | None,
    given: Mapping[int, Given],
    cancelled: Stop | None = None,
) -> Iterator[Likeness]:
    """The likeness of every compared picture. Takes are entered as far as that is exact; what
    encoders were `given` is not made anew, and what was decoded out of the film's own packets is
    not decoded again. As many places of the film are decoded at a time as there are `readers`.

    Raises RenderError naming the first picture that is not the one that was asked for, Cancelled.
    """
    free: SimpleQueue[Reader] = SimpleQueue()
    for reader in readers:
        free.put(reader)

    def shown(frames: range, part: int) -> dict[int, Planes]:
        left = given.get(part)
        reader = free.get()
        try:
            ends = left.decoded if left is not None else None
            return reader.pictures(frames, ends, reach(delivery, runs[part])[0])
        finally:
            free.put(reader)

    with ThreadPoolExecutor(AT_ONCE) as pool, ThreadPoolExecutor(len(readers)) as watching:
        easel = Easel(pool, folder, delivery, captions, entrances, given)
        begun: deque[_Begun] = deque()
        for sample, place, wanted in easel.drawn(runs, samples):
            first, last = reach(delivery, place)
            frames = range(max(first, last - 2), last) if sample.late else range(first, last)[:2]
            got = watching.submit(shown, frames, sample.part)
            begun.append(_Begun(place, sample.part, frames, got, wanted))
            if len(begun) > len(readers):
                yield from begun.popleft().judged(delivery, cancelled)
        for left in begun:
            yield from left.judged(delivery, cancelled)


@dataclass(frozen=True)
class _Begun:
    """A place of which pictures are under way: `frames` of the film, and those that are `wanted`
    there.
    """

    place: Segment
    part: int
    frames: range
    got: Future[dict[int, Planes]]
    wanted: Callable[[], list[Planes]]

    def judged(self, delivery: Delivery, cancelled: Stop | None) -> Iterator[Likeness]:
        first, got = reach(delivery, self.place)[0], self.got.result()
        for frame in self.frames:
            if cancelled is not None and cancelled():
                raise Cancelled("media.cancelled")
            near = _judged(self.place, frame, got[frame], self.wanted(), frame - first, delivery)
            yield Likeness(self.part, near)


def likeness(a: Planes, b: Planes) -> float:
    """The PSNR of two pictures over all their planes, in dB; 100 where they are the same."""
    error = cv2.norm(a, b, cv2.NORM_L2SQR) / a.size
    return 100.0 if error == 0 else float(10 * np.log10(255**2 / error))


def thumb(planes: Planes, size: tuple[int, int] = _THUMB) -> Thumb:
    """The brightness of a picture, small, so that neither grain nor an encoder's noise counts."""
    luma = planes[: planes.shape[0] * 2 // 3]
    small = cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _judged(
    run: Segment,
    frame: int,
    got: Planes,
    wanted: Sequence[Planes],
    index: int,
    delivery: Delivery,
) -> float:
    at = film_frame(delivery, frame)
    told = {"shot": run.label or "-", "timecode": timecode(delivery.rate, at)}
    limit = limits().pictures
    small = thumb(got)
    away = [float(np.abs(small - thumb(each)).mean()) for each in wanted]
    best = int(np.argmin(away))
    if away[best] < limit.nearer * away[index] and away[index] - away[best] > limit.clearly:
        raise RenderError("proof.shifted", by=best - index, **told)
    near = likeness(got, wanted[index])
    spots = np.abs(thumb(got, _SPOTS) - thumb(wanted[index], _SPOTS))
    wrong = away[index] > limit.away or float(spots.max()) > limit.spot
    if wrong or near < limit.floor(delivery.crf):
        raise RenderError("proof.wrong_picture", decibels=f"{near:.0f}", **told)
    return near


def _decoded(place: Segment, reader: Reader, delivery: Delivery) -> int:
    """Pictures that are decoded for a sample, of takes and of the film."""
    count = place.frames
    ends = [(s.used(count)[1], s.entry(count)) for s in place.sources if not s.still]
    taken = sum(max(0, last - first) + _AHEAD for last, first in ends)
    last = max(0, reach(delivery, place)[1] - 1)
    return taken + last - reader.key_before(last) + 1


def _spread(
    runs: Mapping[int, Segment], encoded: Mapping[int, Sequence[Span]], end: int
) -> Iterator[Sample]:
    """The places at one end of the segments, where they were encoded; each made when it is due."""

    def place(part: int) -> Sample:
        return places(runs[part], part)[end]

    parts = [part for part in runs if _within(place(part), encoded[part])]
    return map(place, spread(parts))


def _woven(first: Iterable[Sample], second: Iterable[Sample]) -> Iterator[Sample]:
    for pair in zip_longest(first, second):
        yield from (sample for sample in pair if sample is not None)


def _within(sample: Sample, spans: Sequence[Span]) -> bool:
    """Whether the pictures that a sample compares lie in one of the spans, or some of them."""
    frame = sample.first + sample.count - 1 if sample.late else sample.first
    return any(first <= frame < end for first, end in spans)
