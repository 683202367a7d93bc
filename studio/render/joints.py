"""Proof of the places where encoded pictures meet copied ones: decoded, they are the take's own.

Of each joint so much is decoded as a player needs to show it: the encoded edge and the copied
group beside it. The copied pictures must be the take's to the bit, the encoded ones nearer to the
take's picture of their frame than to those before and after it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
import numpy.typing as npt

from studio.errors import RenderError
from studio.render.copying import Copy
from studio.render.join import FAST_OPEN, Part, join
from studio.timeline.rate import Rate

_BESIDE = 2  # pictures compared on each side of a joint
_ALIKE = 26.0  # dB: a picture that is farther from its take's is no encoding of it
_BETTER = 0.5  # dB by which a neighbour may be nearer, as in pictures that hardly move

Planes = npt.NDArray[np.uint8]


def joints_hold(
    copy: Copy,
    before: Sequence[Part],
    after: Sequence[Part],
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
        if before:
            group = _until(copy, keys[1] if len(keys) > 1 else last)
            head = replace(body, frames=group - first)
            held = _meets([*before, head], first - copy.head, first, copy, rate, path, mixed)
        if held and after:
            tail = replace(body, first=keys[-1], frames=last - keys[-1])
            held = _meets([tail, *after], keys[-1], last, copy, rate, path, mixed)
    except (RenderError, av.error.FFmpegError):
        return False
    finally:
        path.unlink(missing_ok=True)
    return held


def _until(copy: Copy, key: int) -> int:
    """The first place after the joint at which the take may be left, `key` at the latest."""
    first = copy.body.first + _BESIDE
    return next((n for n in range(first, key) if copy.stock.ends[n]), key)


def _meets(
    parts: Sequence[Part],
    start: int,
    joint: int,
    copy: Copy,
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
    error = float(np.mean((one.astype(np.float32) - other) ** 2))
    return 99.0 if error == 0 else 10 * math.log10(255**2 / error)


def _decoded(
    path: Path, rate: Rate, wanted: range, *, seek: bool = False
) -> tuple[dict[int, Planes], list[int]]:
    """The wanted pictures by their numbers, and the numbers of all that were decoded, in order."""
    found: dict[int, Planes] = {}
    order: list[int] = []
    with av.open(str(path), options=FAST_OPEN) as container:
        video = container.streams.video[0]
        video.thread_type = "AUTO"
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
