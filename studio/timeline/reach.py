"""What a clip shows when its head is cut off or more of its take is wanted, at any speed."""

import math
from fractions import Fraction
from typing import Any

from studio.timeline.cut import Clip, TrackKind
from studio.timeline.rebuild import evolved

_FAR = 2**40  # frames; later than any film


def from_frame(clip: Clip, frame: int, kind: TrackKind) -> dict[str, Any]:
    """The fields of a clip that begins at `frame` instead, and shows what it did when it did.

    Words have no take, and are read from their first.
    """
    fields: dict[str, Any] = {"start": frame, "frames": clip.end - frame}
    if kind is not TrackKind.TEXT:
        fields |= from_position(clip.shows(frame))
    return fields


def first_part(clip: Clip, frame: int) -> Clip:
    """The clip up to `frame`; how it ended has gone with its end."""
    return evolved(clip, frames=frame - clip.start, exit=None, fade_out=0)


def last_part(clip: Clip, frame: int, kind: TrackKind) -> dict[str, Any]:
    """The fields of the clip from `frame` on; how it began has gone with its beginning."""
    return {**from_frame(clip, frame, kind), "entry": None, "fade_in": 0}


def from_position(position: Fraction) -> dict[str, Any]:
    """The fields of a clip that begins at a position of its take, in film frames."""
    skip = math.floor(position)
    return {"skip": skip, "phase": position - skip}


def reach(clip: Clip, known: int | None, kind: TrackKind) -> tuple[int, int]:
    """The film frames from and up to which a clip's take has something for it.

    `known` is how many frames, at the film's rate, its take has; None for as many as wanted.
    """
    if kind is TrackKind.TEXT or clip.speed == 0:
        return -_FAR, _FAR
    here = clip.skip + clip.phase
    whole = Fraction(_FAR if known is None else known)
    if clip.speed > 0:
        first = clip.start - math.floor(here / clip.speed)
        return first, clip.start + math.ceil((whole - here) / clip.speed)
    back = -clip.speed
    return clip.start - math.ceil((whole - here) / back) + 1, clip.start + math.floor(
        here / back
    ) + 1


def material(clip: Clip) -> tuple[int, int]:
    """The first frame of its take that a clip shows, and the one after the last."""
    ends = sorted((math.floor(clip.shows(clip.start)), math.floor(clip.shows(clip.end - 1))))
    return ends[0], ends[1] + 1
