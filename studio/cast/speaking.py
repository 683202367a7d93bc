"""Whether the face of a clip says what is heard in it: a covered mouth, and a dubbed one."""

from collections.abc import Sequence
from pathlib import Path

from studio.cast.following import paired
from studio.cast.hearing import Samples, Span
from studio.cast.loaded import Loaded
from studio.cast.looking import Stop
from studio.cast.moments import Moment
from studio.cast.mouth import mouth
from studio.cast.openness import openness_said
from studio.cast.thresholds import threshold
from studio.cast.tracks import FaceTrack, Seen

_MOST = 4.0  # seconds that are looked at: more is hardly surer
_EDGE = 0.2  # seconds before and after what is heard, in which lips open and close


def lips_follow(
    clip: Path,
    moments: Sequence[Moment],
    heard: Samples,
    spans: Sequence[Span],
    models: Loaded,
    stopped: Stop | None = None,
) -> bool:
    """Whether the lips of a face move as what is said in `spans` of `heard` wants it.

    `heard` is the clip's sound at 16 kHz, from its first picture on. True as well where too little
    of the face is seen while it speaks. Raises BadInput, Cancelled, NoModel.
    """
    start, end = _densest(spans)
    seen = [each for each in moments if start <= each.seconds <= end]
    if not seen or seen[-1].seconds - seen[0].seconds < threshold("speech_good"):
        return True
    track = FaceTrack(tuple(Seen(each.frame, each.seconds, each.face) for each in seen))
    pair = paired(mouth(clip, track, models, stopped=stopped), openness_said(heard))
    if pair is None:
        return True
    alike = pair.alike(-threshold("lips_early"), threshold("lips_late"))
    return max(alike.values(), default=0.0) >= threshold("lips_follow")


def _densest(spans: Sequence[Span]) -> tuple[float, float]:
    """From when to when most is said within `_MOST` seconds."""

    def said(start: float) -> float:
        ends = (min(each.end, start + _MOST) - max(each.start, start) for each in spans)
        return sum(max(0.0, seconds) for seconds in ends)

    first = max((each.start for each in spans), key=said, default=0.0)
    last = max((each.end for each in spans if each.start < first + _MOST), default=first)
    return first - _EDGE, min(last, first + _MOST) + _EDGE
