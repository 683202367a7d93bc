"""Proof of the places where encoded pictures meet copied ones: decoded, they are the take's own.

Of each joint so much is decoded as a player needs to show it: the encoded edge and the copied
group beside it. All must come out whole, in order, and the encoded pictures be nearer to the take's
picture of their frame than to those before and after it. The copied ones must be the take's to the
bit: they are where a decoder gets the take's own packets from a key picture on under its parameter
sets, as nothing before an IDR picture is known behind it (ISO/IEC 14496-10, 8.2.1, 8.2.5.1); where
it gets others, the take is decoded. The take's pictures beside an edge come from whom encoded it
(`render.witness`), and what is decoded here is not decoded again in the film.

So decoding shows of copied pictures only whether the take is whole there. Whoever encoded the edge
has seen that of those that it had to decode: then the edge is decoded alone. That the pictures
before a joint are all shown, and in their order, follows from the head of the IDR picture at it
(`render.entering`), and from the numbers of the packets.
"""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import av.error

from studio.errors import RenderError
from studio.render.copying import Copy
from studio.render.decoded_ends import Decoded
from studio.render.join import join
from studio.render.joint_file import JointFile, trails_of
from studio.render.packets import FAST_OPEN, Part, packets_of
from studio.render.planes import Planes, planes_of
from studio.render.witness import BESIDE
from studio.timeline.rate import Rate

_ALIKE = 26.0  # dB: a picture that is farther from its take's is no encoding of it
_BETTER = 0.5  # dB by which a neighbour may be nearer, as in pictures that hardly move


@dataclass(frozen=True)
class Edge:
    """Encoded pictures beside copied ones, and the take's own there, where somebody wrote them.

    `seen` are the trails from which pictures of the take were decoded whole there.
    """

    part: Part
    witnessed: Mapping[int, Planes] = field(default_factory=dict[int, Planes])
    seen: Mapping[int, bytes] = field(default_factory=dict[int, bytes])


@dataclass(frozen=True)
class Joints:
    """Joints that hold, and of the `pictures` decoded there those that somebody wants, by their
    numbers in the take.
    """

    pictures: Mapping[int, Decoded]


def joints_hold(
    copy: Copy,
    before: Edge | None,
    after: Edge | None,
    rate: Rate,
    path: Path,
    *,
    mixed: bool = False,
    also: Set[int] = frozenset(),
) -> Joints | None:
    """The joints of the edges `before` and `after` with a copied run; None where one has a seam.

    With `mixed` they may have other parameter sets. Pictures with the numbers `also` are wanted, as
    far as they are decoded. `path` is a file to work with, gone afterwards. A copy without edges
    begins with a key picture and is left where decoding allows it: there is nothing to join.
    """
    body = copy.body
    first, last = copy.copied.start, copy.copied.stop
    keys = [key for key in copy.stock.keys if first <= key < last]
    found: dict[int, Decoded] = {}
    try:
        if before is not None:
            group = _until(copy, keys[1] if len(keys) > 1 else last)
            edge = _last_group(before.part, rate)
            join([edge, replace(body, frames=group - first)], rate, path, mixed=mixed)
            met = _meets(path, range(first - edge.frames, group), first, copy, before, rate, also)
            if met is None:
                return None
            found |= met
        if after is not None:
            join([replace(body, first=keys[-1], frames=last - keys[-1]), after.part],
                 rate, path, mixed=mixed)  # fmt: skip
            shown = range(keys[-1], last + after.part.frames)
            met = _meets(path, shown, last, copy, after, rate, also)
            if met is None:
                return None
            found |= met
    except (RenderError, av.error.FFmpegError):
        return None
    finally:
        path.unlink(missing_ok=True)
    return Joints(found)


def _until(copy: Copy, key: int) -> int:
    """The first place after the joint at which the take may be left, `key` at the latest."""
    first = copy.body.first + BESIDE
    return next((n for n in range(first, key) if copy.stock.ends[n]), key)


def _last_group(edge: Part, rate: Rate) -> Part:
    """What of an encoded edge is decoded to show the joint behind it: from its last key picture."""
    with av.open(str(edge.path), options=FAST_OPEN) as container:
        video = container.streams.video[0]
        packets = packets_of(container, video, edge, rate)
        last = max((number for number, packet in packets if packet.is_keyframe), default=0)
    return Part(edge.path, edge.frames - last, last, of_take=True) if last else edge


def _meets(
    path: Path,
    shown: range,
    joint: int,
    copy: Copy,
    edge: Edge,
    rate: Rate,
    also: Set[int],
) -> Mapping[int, Decoded] | None:
    """Those `also` wanted where a file has the pictures `shown` of the take, from `joint` on those
    of another part; None where it does not.
    """
    wanted = range(max(shown.start, joint - BESIDE), min(shown.stop, joint + BESIDE))
    body = copy.copied
    own = [number for number in wanted if number in body]
    key = max(key for key in copy.stock.keys if key in body and key <= own[0])
    trails = trails_of(copy.body.path, rate, key, own)
    asked = also | {*wanted}
    file = JointFile(path, rate, shown, joint, body)
    seen = _seen(edge, own, trails) and not any(n in body and n in shown for n in also)
    met = file.met(asked, apart=True) if seen else None
    if met is None or not all(met.trails.get(n) == trails[n] for n in own):
        seen, met = False, file.met(asked)
    if met is None:
        return None
    made = met.pictures
    known = {n: made[n].planes for n in own if n in made and made[n].trail == trails.get(n)}
    take: Mapping[int, Planes] = {**known, **edge.witnessed}
    left = [n for n in wanted if not (seen and n in body)]
    if not all(n in take and take[n].shape == made[n].planes.shape for n in left):
        take = _decoded(copy.body.path, rate, range(wanted.start - 1, wanted.stop + 1))
    import numpy as np  # read where pictures are, as `render.planes` has it

    for number in left:
        ours = made[number].planes
        if number not in take:
            return None
        same = np.array_equal(ours, take[number]) if number in body else _is(ours, number, take)
        if not same:
            return None
    return {number: one for number, one in made.items() if number in also}


def _seen(edge: Edge, own: Sequence[int], trails: Mapping[int, bytes]) -> bool:
    """Whether the encoder of an edge decoded the copied pictures `own` from these packets."""
    return all(n in trails and edge.seen.get(n) == trails[n] for n in own)


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


def _decoded(path: Path, rate: Rate, wanted: range) -> dict[int, Planes]:
    """The wanted pictures of a take, by their numbers."""
    found: dict[int, Planes] = {}
    with av.open(str(path), options=FAST_OPEN) as container:
        video = container.streams.video[0]
        video.thread_type = "SLICE"  # a few pictures: no frames to run ahead on
        tick = (video.time_base or Fraction(1)) * rate.fraction
        if wanted.start > 0:
            container.seek(round(wanted.start / tick), stream=video)
        for frame in container.decode(video):
            number = round((frame.pts or 0) * tick)
            if number in wanted:
                found[number] = planes_of(frame)
            if number >= wanted.stop:
                break
    return found
