"""What a seam is: a hard cut of the film, what was measured at it, and what could be done."""

from dataclasses import dataclass
from enum import StrEnum

from studio.review.finding import Finding, Told, Value
from studio.timeline.cut import Clip

REACH = 8  # film frames on either side that are looked at


class Remedy(StrEnum):
    """What can be done at a seam; each is an edit of its own."""

    MATCH_COLOUR = "match_colour"
    DROP_REPEATED = "drop_repeated"
    BEST_PAIR = "best_pair"
    DISSOLVE = "dissolve"
    L_CUT = "l_cut"


@dataclass(frozen=True)
class Cut:
    """A hard cut between two clips on one picture track, at film frame `frame`."""

    before: Clip
    after: Clip
    frame: int
    same_scene: bool
    label: str  # of both shots, such as 1-2 / 1-3


class Steps(Value):
    """What was measured of the pictures and the sound that meet, wherever the cut lies.

    `luma` and `colour` in CIE L*, `motion` as a share of the frame's width a frame, `sound` in
    decibels (None: silent on a side), `repeated` film frames that both sides show; `pair` are the
    frames to take from the end of the one and the start of the other for the smoothest cut.
    """

    luma: float
    colour: float
    motion: float
    sound: float | None
    repeated: int
    pair: tuple[int, int]


@dataclass(frozen=True)
class Seam:
    """A cut with its measures, and what they mean where it lies."""

    cut: Cut
    steps: Steps
    findings: tuple[Finding, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Unseen:
    """A cut that could not be looked at, and why."""

    cut: Cut
    why: Told
