"""How clips of sound begin and end: fades, crossfades, and joints where nothing is to be heard.

- A transition between adjoining clips is a crossfade of equal power: both are heard in it, over
  what their takes hold beyond the cut, by the sine and the cosine of a quarter turn, whose powers
  add up to one (the "+3 dB" of editing programs: two sounds that have nothing to do with each
  other stay as loud together as each is alone). Where a take holds less beyond the cut, its side
  is that much shorter, down to none: then it fades to or from silence at the cut.
- A fade that the maker drew follows half a cosine, level at both ends, so that neither its start
  nor its end is heard; its middle is at -6 dB.
- All other cuts get 6 ms of a straight line at each side: too short to hear, long enough to kill
  the click of a waveform that is broken off. Two clips that go on in the same take are one piece,
  with nothing in between; where only their gain or pan differs, one becomes the other in 6 ms.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from studio.render.recording import SAMPLE_RATE
from studio.timeline.cut import Clip
from studio.timeline.look import Transition
from studio.timeline.rate import Rate

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FADE = 0.006  # seconds at each hard cut
_SHORT = round(FADE * SAMPLE_RATE)
_NONE, _ENDLESS = Fraction(0), Fraction(10**9)


class Curve(StrEnum):
    """How a gain goes from 0 to 1."""

    LINE = "line"
    POWER = "power"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Edge:
    """A gain that rises, or falls, in film samples `first` to `last`; outside it is 0 or 1."""

    first: int
    last: int
    curve: Curve
    rises: bool

    def within(self, first: int, last: int) -> tuple[int, int]:
        """The film samples among these outside of which the gain is 1."""
        return (first, min(last, self.last)) if self.rises else (max(first, self.first), last)

    def gains(self, first: int, last: int) -> "npt.NDArray[np.float64]":
        """The gain of each film sample."""
        import numpy as np

        middles = np.arange(first, last) + 0.5
        way = middles - self.first if self.rises else self.last - middles
        share = np.clip(way / max(1, self.last - self.first), 0, 1)
        if self.curve is Curve.POWER:
            return np.sin(share * (np.pi / 2))
        if self.curve is Curve.SOFT:
            return 0.5 - 0.5 * np.cos(share * np.pi)
        return share


@dataclass(frozen=True)
class Piece:
    """A clip, or several that are one piece of a take, heard in film samples `start` to `end`."""

    clip: Clip
    start: int
    end: int
    rise: Edge
    fall: Edge


# How long the take of an owner is, in film frames; None where nobody knows, and there is no end.
Lengths = Callable[[str], Fraction | None]


def at(rate: Rate, frames: int | Fraction) -> int:
    """The film sample nearest to a film frame, or to a place between two (halves go up)."""
    top, under = frames.numerator * rate.den * SAMPLE_RATE, frames.denominator * rate.num
    return (2 * top + under) // (2 * under)


def pieces(rate: Rate, clips: Sequence[Clip], lengths: Lengths) -> Iterator[Piece]:
    """The clips of a track, in order, as what is heard of them."""
    whole = list(_joined(clips))
    around = zip([None, *whole], whole, [*whole[1:], None], strict=False)
    for before, clip, after in around:
        start, rise = _beginning(rate, before, clip, lengths)
        end, fall = _ending(rate, clip, after, lengths)
        yield Piece(clip, start, end, rise, fall)


def _joined(clips: Sequence[Clip]) -> Iterator[Clip]:
    """Clips that go on in the same take, just as loud, become one: cutting alone changes nothing.

    It begins as the first and ends as the last of them.
    """
    whole: Clip | None = None
    for clip in clips:
        if whole is not None and _goes_on(whole, clip) and _as_loud(whole, clip):
            frames = clip.end - whole.start
            whole = whole.evolve(frames=frames, fade_out=clip.fade_out, exit=clip.exit)
            continue
        if whole is not None:
            yield whole
        whole = clip
    if whole is not None:
        yield whole


def _goes_on(before: Clip, clip: Clip) -> bool:
    """Whether a clip is the one before it, gone on with, and nothing was drawn where they meet."""
    drawn = clip.entry is not None or clip.fade_in or before.fade_out
    return before.end == clip.start and not drawn and _same_sound(before, clip)


def _same_sound(before: Clip, clip: Clip) -> bool:
    """Whether at a cut both hold the very same moment of the same take."""
    if before.owner != clip.owner or before.speed != clip.speed:
        return False
    return before.shows(clip.start) == clip.shows(clip.start)


def _as_loud(before: Clip, clip: Clip) -> bool:
    return before.gain == clip.gain and before.pan == clip.pan


def _beginning(rate: Rate, before: Clip | None, clip: Clip, lengths: Lengths) -> tuple[int, Edge]:
    cut = at(rate, clip.start)
    if before is not None and before.end == clip.start:
        if clip.entry is not None:
            head, tail = _halves(before, clip, clip.entry)
            start = at(rate, clip.start - min(head, _beyond(clip, lengths)[0]))
            last = at(rate, clip.start + tail)
            return start, Edge(start, last, _crossing(before, clip), rises=True)
        if _goes_on(before, clip):
            start = cut - _SHORT // 2
            return start, Edge(start, start + _SHORT, Curve.LINE, rises=True)
    elif clip.entry is not None:
        frames = min(clip.entry.frames, clip.frames)
        return cut, Edge(cut, at(rate, clip.start + frames), Curve.POWER, rises=True)
    if clip.fade_in:
        frames = min(clip.fade_in, clip.frames)
        return cut, Edge(cut, at(rate, clip.start + frames), Curve.SOFT, rises=True)
    return cut, Edge(cut, cut + _SHORT, Curve.LINE, rises=True)


def _ending(rate: Rate, clip: Clip, after: Clip | None, lengths: Lengths) -> tuple[int, Edge]:
    cut = at(rate, clip.end)
    if after is not None and after.start == clip.end:
        if after.entry is not None:
            head, tail = _halves(clip, after, after.entry)
            end = at(rate, clip.end + min(tail, _beyond(clip, lengths)[1]))
            first = min(at(rate, clip.end - head), end - _SHORT)
            return end, Edge(first, end, _crossing(clip, after), rises=False)
        if _goes_on(clip, after):
            end = cut + _SHORT // 2
            return end, Edge(end - _SHORT, end, Curve.LINE, rises=False)
    elif clip.exit is not None:
        frames = min(clip.exit.frames, clip.frames)
        return cut, Edge(at(rate, clip.end - frames), cut, Curve.POWER, rises=False)
    if clip.fade_out:
        frames = min(clip.fade_out, clip.frames)
        return cut, Edge(at(rate, clip.end - frames), cut, Curve.SOFT, rises=False)
    return cut, Edge(cut - _SHORT, cut, Curve.LINE, rises=False)


def _crossing(before: Clip, clip: Clip) -> Curve:
    """One sound that crosses into itself adds up as amplitudes do, not as powers."""
    return Curve.LINE if _same_sound(before, clip) else Curve.POWER


def _halves(before: Clip, clip: Clip, change: Transition) -> tuple[int, int]:
    """Film frames of a transition before and after its cut, no longer than the clips."""
    head = change.frames // 2
    return min(head, before.frames), min(change.frames - head, clip.frames)


def _beyond(clip: Clip, lengths: Lengths) -> tuple[Fraction, Fraction]:
    """Film frames that a clip's take has for it before its start and after its end."""
    pace = abs(clip.speed)
    if pace == 0:
        return Fraction(0), Fraction(0)
    first, last = clip.shows(clip.start), clip.shows(clip.end)
    end = lengths(clip.owner)
    if clip.speed > 0:
        return first / pace, (_ENDLESS if end is None else max(_NONE, (end - last) / pace))
    # Backwards, the frame at its start is heard from its end to its beginning, and so are all.
    return (_ENDLESS if end is None else max(_NONE, (end - first - 1) / pace)), max(
        _NONE, (last + 1) / pace
    )
