"""The cut: tracks of clips and markers, the arrangement that is delivered."""

from enum import StrEnum

from pydantic import Field

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


class Clip(Record):
    """A shot, cue or reference placed on a track; never a file.

    `start` and `frames` are film frames, `skip` the first frame of the shown take that is used.
    """

    id: Id
    owner: Id
    start: int = Field(ge=0)
    frames: int = Field(gt=0)
    skip: int = Field(default=0, ge=0)
    gain: float = Field(default=0.0, ge=-96, le=24, description="decibels")
    link: Id | None = Field(default=None, description="shared by clips that are edited as one")

    @property
    def end(self) -> int:
        """The first film frame after the clip."""
        return self.start + self.frames


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
