"""Where film frames and tracks lie on the timeline, in pixels."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.rate import Rate

NEAREST, FARTHEST = 48.0, 0.0005  # pixels a frame
STEP = 1.25  # of one zoom step
HEIGHTS = {TrackKind.PICTURE: 62, TrackKind.SOUND: 44, TrackKind.TEXT: 28}
LOWEST, HIGHEST = 26, 200
GAP = 2  # pixels between lanes
_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 18000, 36000)


@dataclass(frozen=True)
class Scale:
    """Pixels a frame; positions are counted from the start of the film."""

    per_frame: float

    def x(self, frame: int) -> int:
        """The left edge of a frame."""
        return round(frame * self.per_frame)

    def frame(self, x: float) -> int:
        """The frame under a position."""
        return max(0, math.floor(x / self.per_frame))

    def edge(self, x: float) -> int:
        """The frame whose left edge is nearest."""
        return max(0, math.floor(x / self.per_frame + 0.5))

    def frames(self, pixels: float) -> int:
        """How many whole frames fit."""
        return math.floor(pixels / self.per_frame)

    def zoomed(self, steps: float) -> "Scale":
        """Nearer (steps above 0) or farther."""
        return Scale(max(FARTHEST, min(NEAREST, self.per_frame * STEP**steps)))


def fitting(frames: int, pixels: int) -> Scale:
    """The scale at which so many frames fill so many pixels."""
    return Scale(max(FARTHEST, min(NEAREST, pixels / max(1, frames))))


def ruler_steps(scale: Scale, rate: Rate, room: int) -> tuple[int, int]:
    """Frames between two timecodes at least `room` pixels apart, and between two small ticks."""
    second = math.ceil(rate.fraction)
    wholes = [n for n in (1, 2, 5, 10) if n < second] + [n * second for n in _SECONDS]
    major = next((n for n in wholes if n * scale.per_frame >= room), wholes[-1])
    small = [n for n in wholes if major % n == 0 and n * scale.per_frame >= 7]
    return major, small[0] if small else major


@dataclass(frozen=True)
class Lane:
    """A track's band, in pixels from the top of all."""

    track: Track
    top: int
    height: int

    @property
    def bottom(self) -> int:
        """The first pixel below it."""
        return self.top + self.height


class Lanes:
    """The tracks of a cut from top to bottom: captions, pictures from the topmost down, sounds."""

    def __init__(self, cut: Cut, heights: Mapping[str, int]) -> None:
        self.lanes: list[Lane] = []
        top = GAP
        for track in ordered(cut):
            height = heights.get(track.id, HEIGHTS[track.kind])
            self.lanes.append(Lane(track, top, height))
            top += height + GAP
        self.height = top
        self._by_id = {lane.track.id: lane for lane in self.lanes}

    def at(self, y: float) -> Lane | None:
        """The lane under a height."""
        return next((lane for lane in self.lanes if lane.top <= y < lane.bottom + GAP), None)

    def of(self, track_id: str) -> Lane | None:
        """The lane of a track."""
        return self._by_id.get(track_id)

    def of_kind(self, kind: TrackKind) -> list[Lane]:
        """The lanes of a kind from top to bottom."""
        return [lane for lane in self.lanes if lane.track.kind is kind]

    def between(self, top: int, bottom: int) -> Iterator[Lane]:
        """The lanes that show something between two heights."""
        return (lane for lane in self.lanes if lane.bottom > top and lane.top < bottom)


def ordered(cut: Cut) -> Iterable[Track]:
    """Tracks as they are shown, from top to bottom."""
    kinds: dict[TrackKind, list[Track]] = {kind: [] for kind in TrackKind}
    for track in cut.tracks:
        kinds[track.kind].append(track)
    return (
        *reversed(kinds[TrackKind.TEXT]),
        *reversed(kinds[TrackKind.PICTURE]),
        *kinds[TrackKind.SOUND],
    )


def within(track: Track, start: int, end: int) -> Iterator[Clip]:
    """The clips of a track that show something between two film frames."""
    clips = track.clips
    low, high = 0, len(clips)
    while low < high:  # the first clip that ends after `start`
        middle = (low + high) // 2
        if clips[middle].start + clips[middle].frames <= start:
            low = middle + 1
        else:
            high = middle
    for place in range(low, len(clips)):
        if clips[place].start >= end:
            return
        yield clips[place]
