"""How film frames fall on the frames of a file of another rate: the film takes the same time.

File frame k, counted from the start of what is delivered, shows the film frame that is seen at its
moment: floor(k * film rate / file rate). So frames are repeated or left out, sound stays as it is,
and nothing gets out of step however long the film.
"""

import math
from collections.abc import Sequence

import ffmpeg

from studio.render.delivery import Delivery
from studio.render.segment import Segment


def file_frames(delivery: Delivery, frames: int) -> int:
    """How many frames of the file begin in the first `frames` film frames that are delivered."""
    if delivery.to_rate is None:
        return frames
    return math.ceil(frames * delivery.to_rate.fraction / delivery.rate.fraction)


def _start(delivery: Delivery, segment: Segment) -> int:
    """Film frames from the beginning of what is delivered to a segment."""
    return segment.start - (max(0, delivery.span[0]) if delivery.span else 0)


def film_frame(delivery: Delivery, frame: int) -> int:
    """The film frame of the cut that a frame of the file shows."""
    begin = max(0, delivery.span[0]) if delivery.span else 0
    if delivery.to_rate is None:
        return begin + frame
    return begin + math.floor(frame * delivery.rate.fraction / delivery.to_rate.fraction)


def reach(delivery: Delivery, segment: Segment) -> tuple[int, int]:
    """The first file frame of a segment, and the first one after it."""
    first = _start(delivery, segment)
    return file_frames(delivery, first), file_frames(delivery, first + segment.frames)


def frames_of(delivery: Delivery, segment: Segment) -> int:
    """How many frames a segment has in the file; 0 where it is too short for any."""
    first, last = reach(delivery, segment)
    return last - first


def seen(delivery: Delivery, runs: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments that have a frame in the file."""
    return tuple(run for run in runs if frames_of(delivery, run))


def phase(delivery: Delivery, segment: Segment) -> str:
    """What of its place in the film a segment's file frames depend on, for hashes."""
    if delivery.to_rate is None:
        return ""
    ratio = delivery.to_rate.fraction / delivery.rate.fraction
    return f"{_start(delivery, segment) * ratio % 1}"


def paced(stream: ffmpeg.Stream, delivery: Delivery, segment: Segment) -> ffmpeg.Stream:
    """A segment's picture, given at the film's rate, at that of the file."""
    if delivery.to_rate is None:
        return stream
    film, out = delivery.rate, delivery.to_rate
    ticks = math.lcm(film.num, out.num)  # a second; frames of both last whole ticks
    film_ticks, out_ticks = film.den * ticks // film.num, out.den * ticks // out.num
    first, last = reach(delivery, segment)
    late = (
        _start(delivery, segment) * film_ticks - first * out_ticks
    )  # 0 or below: the first file frame is inside
    stream = stream.filter("settb", f"1/{ticks}").filter("setpts", f"N*{film_ticks}+({late})")
    # Rounded up, a film frame is shown from the first file frame that does not come before it.
    stream = stream.filter("tpad", stop=1, stop_mode="clone")  # so that the last one has an end
    stream = stream.filter("fps", f"{out.num}/{out.den}", start_time=0, round="up")
    return stream.filter("trim", end_frame=last - first).filter("setpts", "PTS-STARTPTS")
