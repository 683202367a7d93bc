"""Pictures that an encoder was given, left beside its piece for the proof of the film.

Whoever encodes a segment has its pictures as the graph gives them; made anew for the proof, the
take would be decoded a second time up to each of them. A few segments leave theirs. The first of
those that are encoded never leaves its first pictures: they are always read anew, so that an
encoder that reads takes wrongly is found by them. Another program may read them beside it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from studio.render.cadence import frames_of
from studio.render.decoded_ends import Ends
from studio.render.delivery import Delivery
from studio.render.planes import Planes
from studio.render.proof_limits import limits
from studio.render.segment import Segment

NEIGHBOURS = 3  # pictures at each end of a segment
LARGE = 1920 * 1080  # pixels of a picture of full size
_COST = 10.0  # of a place that is looked at, about, in encoded pictures of full size
_MOST = 256 * 2**20  # bytes of them all; those decoded at joints are two thirds as much at most
_PIXELS = "yuv420p"


@dataclass(frozen=True)
class Given:
    """The first and the last pictures of a segment, by their numbers in it, as raw planes.

    `size` is (width, height) in pixels; `anew` are its first pictures as another program read them;
    `decoded` are those of its piece that somebody decoded, or decodes meanwhile.
    """

    path: Path
    frames: tuple[int, ...]
    size: tuple[int, int]
    decoded: Ends | None = None
    anew: tuple[Planes, ...] = ()

    @classmethod
    def of(cls, run: Segment, delivery: Delivery, path: Path, *, late: bool) -> "Given | None":
        """What an encoder leaves of a segment, the last pictures alone with `late`.

        None where a file holds other pictures or pixels.
        """
        plain = delivery.pixel_format == _PIXELS and delivery.bits not in delivery.coding.stored
        if not plain or delivery.to_rate is not None or delivery.hardware is not None:
            return None
        last = frames_of(delivery, run)
        ends = {*range(max(0, last - NEIGHBOURS), last)}
        ends |= set() if late else {*range(min(NEIGHBOURS, last))}
        return cls(path, tuple(sorted(ends)), (delivery.width, delivery.height))

    def apart(self, stream: ffmpeg.Stream) -> tuple[ffmpeg.Stream, ffmpeg.Stream]:
        """A segment's picture to be encoded, and the output of these pictures beside it."""
        both = stream.split()
        some = both[1].filter("select", "+".join(f"eq(n,{frame})" for frame in self.frames))
        return both[0], ffmpeg.output(
            some, str(self.path), format="rawvideo", pix_fmt=_PIXELS, fps_mode="passthrough"
        )

    def has(self, wanted: range) -> bool:
        """Whether those with these numbers are among them."""
        return set(wanted) <= set(self.frames)

    def pictures(self, wanted: range) -> list[Planes] | None:
        """Those with these numbers, each (height * 3 / 2, width); None where they are not there."""
        width, height = self.size
        if wanted and wanted.stop <= len(self.anew):
            return list(self.anew[wanted.start : wanted.stop])
        if not self.has(wanted):
            return None
        import numpy as np

        try:
            data = np.memmap(self.path, np.uint8, "r")
        except (OSError, ValueError):
            return None
        if data.size != len(self.frames) * width * height * 3 // 2:
            return None
        planes = data.reshape(len(self.frames), height * 3 // 2, width)
        return [np.array(planes[self.frames.index(frame)]) for frame in wanted]


def leaving(
    runs: Sequence[Segment], delivery: Delivery, encoded: Collection[int]
) -> Mapping[int, bool]:
    """The numbers of the segments that leave pictures: about those that a proof looks at.

    Only of those that are `encoded`; beside each stands whether it leaves its last pictures alone.
    """
    numbers = sorted(encoded)
    effort = effort_for(sum(runs[n].frames for n in numbers), delivery)
    bytes_each = 2 * NEIGHBOURS * delivery.width * delivery.height * 3 // 2
    count = min(int(effort / _COST) + 1, _MOST // max(1, bytes_each))
    return {n: n == numbers[0] for n in spread(numbers)[: 1 + count]}


def effort_for(frames: int, delivery: Delivery) -> float:
    """What the proof of so many encoded frames may cost, in pictures of full size at medium."""
    table = limits().pictures
    made = frames * delivery.width * delivery.height / LARGE
    return table.free + table.share * made * table.efforts.get(delivery.preset, 1.0)


def spread(numbers: Sequence[int]) -> list[int]:
    """The ends first, then the middle of each gap, so that any beginning is spread evenly."""
    if len(numbers) < 3:
        return list(numbers)
    order, gaps = [0, len(numbers) - 1], [(0, len(numbers) - 1)]
    while gaps:
        low, high = gaps.pop(0)
        middle = (low + high) // 2
        if low < middle < high:
            order.append(middle)
            gaps += [(low, middle), (middle, high)]
    return [numbers[n] for n in order]
