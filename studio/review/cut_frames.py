"""The pictures on either side of a cut, read from its two takes."""

import math
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.media.probe import opened
from studio.media.video import upright
from studio.timeline.cut import Clip
from studio.timeline.rate import Rate

Bytes = npt.NDArray[np.uint8]

SMALL = (160, 90)


def last_pictures(clip: Clip, path: Path, rate: Rate, count: int) -> Bytes:
    """The last `count` film frames of a clip, (n, 90, 160, 3) BGR. Raises BadInput."""
    return _pictures(clip, path, rate, range(max(clip.start, clip.end - count), clip.end))


def first_pictures(clip: Clip, path: Path, rate: Rate, count: int) -> Bytes:
    """The first `count` film frames of a clip, (n, 90, 160, 3) BGR. Raises BadInput."""
    return _pictures(clip, path, rate, range(clip.start, min(clip.end, clip.start + count)))


def _pictures(clip: Clip, path: Path, rate: Rate, frames: Sequence[int]) -> Bytes:
    wanted = [rate.seconds(max(0, math.floor(clip.shows(frame)))) for frame in frames]
    found = _shown_at(path, wanted)
    if any(each not in found for each in wanted):
        raise BadInput("media.no_frames", name=path.name)
    return np.stack([found[each] for each in wanted])


def _shown_at(path: Path, wanted: Sequence[Fraction]) -> dict[Fraction, Bytes]:
    """The pictures seen at times (seconds from the first), small; the last one stays.

    The file is entered at the key picture before the earliest of them.
    """
    times = sorted(set(wanted))
    found: dict[Fraction, Bytes] = {}
    with opened(path) as container:
        if not container.streams.video:
            raise BadInput("media.no_frames", name=path.name)
        stream = container.streams.video[0]
        base = Fraction(stream.time_base or Fraction(1, 1000))
        begin = stream.start_time or 0
        container.seek(begin + int(times[0] / base), stream=stream)
        shown: av.VideoFrame | None = None
        waiting = list(times)
        for frame in container.decode(stream):
            stamp = (Fraction(frame.pts or 0) - begin) * base
            while waiting and shown is not None and waiting[0] < stamp:
                found[waiting.pop(0)] = _small(shown)
            if not waiting:
                break
            shown = frame
        for each in waiting if shown is not None else ():
            assert shown is not None
            found[each] = _small(shown)
    return found


def _small(frame: av.VideoFrame) -> Bytes:
    return np.asarray(cv2.resize(upright(frame), SMALL, interpolation=cv2.INTER_AREA), np.uint8)
