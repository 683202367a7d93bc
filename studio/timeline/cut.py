"""The cut: tracks of clips and markers, the arrangement that is delivered."""

from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pydantic import Field

from studio.timeline.look import Look, Transition
from studio.timeline.model import Record
from studio.timeline.story import Id, Name, Text


class TrackKind(StrEnum):
    PICTURE = "picture"
    SOUND = "sound"
    TEXT = "text"


class MarkerColour(StrEnum):
    """What a marker looks like; the window says which colour of the theme that is."""

    GREEN = "green"
    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    VIOLET = "violet"


@lru_cache(maxsize=1024)
def _same(names: frozenset[str]) -> set[str]:
    """One set of these names; nothing adds to that of a frozen record."""
    return set(names)


class Clip(Record):
    """A shot, cue or reference placed on a track; never a file.

    `start` and `frames` are film frames, `skip` and `phase` (less than one frame) say which frame
    of the shown take comes first, `speed` how many of its frames go by in one of the film: 1 as it
    was taken, below 0 backwards, 0 a frame that stands still.
    """

    id: Id
    owner: Id
    start: int = Field(ge=0)
    frames: int = Field(gt=0)
    skip: int = Field(default=0, ge=0)
    phase: Fraction = Field(default=Fraction(0), ge=0, lt=1)
    speed: Fraction = Field(default=Fraction(1), ge=-20, le=20)
    gain: float = Field(default=0.0, ge=-96, le=24, description="decibels")
    pan: float = Field(default=0.0, ge=-1, le=1, description="-1 left, 1 right")
    fade_in: int = Field(default=0, ge=0, le=100_000, description="film frames of sound")
    fade_out: int = Field(default=0, ge=0, le=100_000, description="film frames of sound")
    entry: Transition | None = Field(default=None, description="from the clip before, or from none")
    exit: Transition | None = Field(default=None, description="to none; not before a clip")
    look: Look | None = Field(default=None, description="None: the picture as it is")
    link: Id | None = Field(default=None, description="shared by clips that are edited as one")

    def model_post_init(self, context: Any, /) -> None:
        """Which fields were given is noted once for all clips alike: of each apart it would be half
        of what a long film takes in memory.
        """
        given = _same(frozenset(self.model_fields_set))
        object.__setattr__(self, "__pydantic_fields_set__", given)

    @property
    def end(self) -> int:
        """The first film frame after the clip."""
        return self.start + self.frames

    def shows(self, frame: int) -> Fraction:
        """The position in its take, in film frames, at film frame `frame`; its floor is seen."""
        return self.skip + self.phase + (frame - self.start) * self.speed


class Track(Record):
    """One lane of clips in order of start, none overlapping."""

    id: Id
    name: Name
    kind: TrackKind
    role: str = Field(
        default="", max_length=40, description="dialogue, effects, music ... or empty"
    )
    clips: tuple[Clip, ...] = ()
    muted: bool = False
    solo: bool = False
    locked: bool = Field(default=False, description="no edit touches its clips")
    gain: float = Field(default=0.0, ge=-96, le=24, description="decibels")
    pan: float = Field(default=0.0, ge=-1, le=1, description="-1 left, 1 right")


class Marker(Record):
    """A named frame of the cut."""

    id: Id
    frame: int = Field(ge=0)
    name: Text = ""
    colour: MarkerColour = MarkerColour.GREEN


class Cut(Record):
    """Tracks from bottom to top, and markers."""

    tracks: tuple[Track, ...] = ()
    markers: tuple[Marker, ...] = ()
    room_tone: float | None = Field(
        default=None, ge=-90, le=-30, description="LUFS of a tone under the whole film; None: none"
    )

    @property
    def frames(self) -> int:
        """Length of the cut: the end of its last picture clip, else of its last clip."""
        ends = [c.end for t in self.tracks for c in t.clips if t.kind is TrackKind.PICTURE]
        return max(ends or [c.end for t in self.tracks for c in t.clips], default=0)

    def active(self, kind: TrackKind) -> tuple[Track, ...]:
        """Tracks of a kind that are seen or heard: not muted, and only the solo ones if any is."""
        tracks = [track for track in self.tracks if track.kind is kind and not track.muted]
        solo = any(track.solo for track in self.tracks if track.kind is kind)
        return tuple(track for track in tracks if track.solo or not solo)
