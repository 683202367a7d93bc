"""Proof of the places where encoded pictures meet copied ones: decoded, they are the take's own.

Of each joint so much is decoded as a player needs to show it: the encoded edge and the copied
group beside it. The copied pictures must be the take's to the bit, the encoded ones nearer to the
take's picture of their frame than to those before and after it. Whoever encodes an edge decodes the
take up to the joint, and writes its pictures there beside: they need not be decoded again.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
import numpy.typing as npt

from studio.errors import RenderError
from studio.render.copying import Copy
from studio.render.excerpt import Excerpt, excerpt
from studio.render.join import join
from studio.render.packets import FAST_OPEN, Part, packets_of
from studio.render.segment import Segment, Source
from studio.timeline.rate import Rate

_BESIDE = 2  # pictures compared on each side of a joint
_ALIKE = 26.0  # dB: a picture that is farther from its take's is no encoding of it
_BETTER = 0.5  # dB by which a neighbour may be nearer, as in pictures that hardly move

Planes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Witness:
    """Pictures of a take with these numbers, in order, as a file of raw planes; there may be none.

    Those around a joint, and others that somebody wants. They and the edge beside them are read
    from an `excerpt` of the take, where there is one.
    """

    frames: tuple[int, ...]
    path: Path
    excerpt: Excerpt | None = None

    @classmethod
    def of(cls, joint: int, path: Path, also: Collection[int] = ()) -> "Witness":
        """What is needed of a take around its picture `joint`, and the pictures `also`."""
        around = range(max(0, joint - _BESIDE - 1), joint + _BESIDE + 1)
        return cls(tuple(sorted({*around, *also})), path)

    def from_excerpt(self, run: Segment, copy: Copy, rate: Rate) -> "Witness":
        """The same, read from an excerpt of the take that has the edge `run` as well."""
        source = run.source
        if source is None:
            return self
        wanted = {*self.frames, *range(*source.used(run.frames))}
        path = self.path.with_suffix(".take.mp4")
        return replace(self, excerpt=excerpt(copy.body.path, copy.stock, wanted, rate, path))

    def read(self, run: Segment) -> Segment:
        """An edge as it is read: from the excerpt, where there is one."""
        return run if self.excerpt is None else self.excerpt.read(run)

    def arguments(self, source: Source, frames: int, rate: Rate) -> list[str]:
        """ffmpeg's arguments for one output more of a command that reads `source` alone.

        The command shows `frames` frames of it, and enters it where that says.
        """
        numbers = self._from(self._begin(source.entry(frames)))
        first, last = numbers[0], numbers[-1]
        chosen = "+".join(f"eq(n\\,{number - first})" for number in numbers)
        trimmed = (
            f"fps={rate.num}/{rate.den}:start_time=0:round=near,"
            f"trim=start_frame={first}:end_frame={last + 1},select={chosen}"
        )
        return [
            "-map", "0:v:0", "-vf", trimmed, "-fps_mode", "passthrough", "-f", "rawvideo",
            str(self.path),
        ]  # fmt: skip

    def pictures(self, copy: Copy, entry: int) -> dict[int, Planes]:
        """Those that are there, by their numbers; none where they are of another kind.

        The file is gone afterwards: a film may have hundreds.
        """
        height, width = copy.stock.height, copy.stock.width
        try:
            data = np.fromfile(self.path, np.uint8)
        except OSError:
            return {}
        finally:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            if self.excerpt is not None:
                self.excerpt.remove()
        entry = self._begin(entry)
        if data.size % (height * 3 // 2 * width):
            return {}
        numbers = [number + entry for number in self._from(entry)]
        return dict(zip(numbers, data.reshape(-1, height * 3 // 2, width), strict=False))

    def _begin(self, entry: int) -> int:
        """The picture of the take with which reading begins, `entry` where there is no excerpt."""
        return entry if self.excerpt is None else self.excerpt.first

    def _from(self, entry: int) -> list[int]:
        """Their numbers counted from picture `entry`, those from there on."""
        return [number - entry for number in self.frames if number >= entry]


@dataclass(frozen=True)
class Edge:
    """Encoded pictures beside copied ones, and the take's own there, where somebody wrote them."""

    part: Part
    witnessed: Mapping[int, Planes] = field(default_factory=dict[int, Planes])


def joints_hold(
    copy: Copy,
    before: Edge | None,
    after: Edge | None,
    rate: Rate,
    path: Path,
    *,
    mixed: bool = False,
) -> bool:
    """Whether the edges `before` and `after` of a copied run join it without a seam.

    With `mixed` they may have other parameter sets. `path` is a file to work with, gone
    afterwards. A copy without edges begins with a key picture and is left where decoding allows it:
    there is nothing to join.
    """
    body = copy.body
    first, last = body.first, body.first + body.frames
    keys = [key for key in copy.stock.keys if first <= key < last]
    held = True
    try:
        if before is not None:
            group = _until(copy, keys[1] if len(keys) > 1 else last)
            head = replace(body, frames=group - first)
            edge = _last_group(before.part, rate)
            parts, start = [edge, head], first - edge.frames
            held = _meets(parts, start, first, copy, before.witnessed, rate, path, mixed)
        if held and after is not None:
            tail = replace(body, first=keys[-1], frames=last - keys[-1])
            parts = [tail, after.part]
            held = _meets(parts, keys[-1], last, copy, after.witnessed, rate, path, mixed)
    except (RenderError, av.error.FFmpegError):
        return False
    finally:
        path.unlink(missing_ok=True)
    return held


def _until(copy: Copy, key: int) -> int:
    """The first place after the joint at which the take may be left, `key` at the latest."""
    first = copy.body.first + _BESIDE
    return next((n for n in range(first, key) if copy.stock.ends[n]), key)


def _last_group(edge: Part, rate: Rate) -> Part:
    """What of an encoded edge is decoded to show the joint behind it: from its last key picture."""
    with av.open(str(edge.path), options=FAST_OPEN) as container:
        video = container.streams.video[0]
        packets = packets_of(container, video, edge, rate)
        last = max((number for number, packet in packets if packet.is_keyframe), default=0)
    return Part(edge.path, edge.frames - last, last, of_take=True) if last else edge


def _meets(
    parts: Sequence[Part],
    start: int,
    joint: int,
    copy: Copy,
    witnessed: Mapping[int, Planes],
    rate: Rate,
    path: Path,
    mixed: bool,
) -> bool:
    """Whether these parts, of which the first begins with picture `start` of the take, are it."""
    join(parts, rate, path, mixed=mixed)
    end = start + sum(part.frames for part in parts)
    wanted = range(max(start, joint - _BESIDE), min(end, joint + _BESIDE))
    near = range(wanted.start - 1, wanted.stop + 1)
    made, order = _decoded(path, rate, range(wanted.start - start, wanted.stop - start))
    if order != list(range(end - start)):
        return False
    take = witnessed
    if not all(n in take and take[n].shape == made[n - start].shape for n in wanted):
        take, _ = _decoded(copy.body.path, rate, near, seek=True)
    body = range(copy.body.first, copy.body.first + copy.body.frames)
    for number in wanted:
        ours = made[number - start]
        if number not in take:
            return False
        same = np.array_equal(ours, take[number]) if number in body else _is(ours, number, take)
        if not same:
            return False
    return True


def _is(picture: Planes, number: int, take: Mapping[int, Planes]) -> bool:
    """Whether an encoded picture is that of this number."""
    near = _likeness(picture, take[number])
    beside = [_likeness(picture, take[n]) for n in (number - 1, number + 1) if n in take]
    return near >= _ALIKE and all(near >= other - _BETTER for other in beside)


def _likeness(one: Planes, other: Planes) -> float:
    """PSNR of two pictures in dB."""
    if one.shape != other.shape:
        return 0.0
    import cv2  # which a film without new joints does not need

    error = cv2.norm(one, other, cv2.NORM_L2SQR) / one.size
    return 99.0 if error == 0 else 10 * math.log10(255**2 / error)


def _decoded(
    path: Path, rate: Rate, wanted: range, *, seek: bool = False
) -> tuple[dict[int, Planes], list[int]]:
    """The wanted pictures by their numbers, and the numbers of all that were decoded, in order."""
    found: dict[int, Planes] = {}
    order: list[int] = []
    with av.open(str(path), options=FAST_OPEN) as container:
        video = container.streams.video[0]
        video.thread_type = "SLICE"  # a few pictures: no frames to run ahead on
        tick = (video.time_base or Fraction(1)) * rate.fraction
        if seek and wanted.start > 0:
            container.seek(round(wanted.start / tick), stream=video)
        for frame in container.decode(video):
            number = round((frame.pts or 0) * tick)
            order.append(number)
            if number in wanted:
                found[number] = np.asarray(frame.to_ndarray(), np.uint8)
            if seek and number >= wanted.stop:
                break
    return found, order
