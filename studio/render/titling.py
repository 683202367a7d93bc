"""Titles over the picture: where each kind of lettering stands, as events for libass."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from studio.render.delivery import Delivery
from studio.timeline.cut import TrackKind
from studio.timeline.look import Lettering, Title
from studio.timeline.project import Project

if TYPE_CHECKING:
    import pysubs2  # read when there are words to be written


class Event(Protocol):
    """Something with a place in time."""

    @property
    def start(self) -> int:
        """Its first film frame."""
        ...

    @property
    def end(self) -> int:
        """The first film frame after it."""
        ...


E = TypeVar("E", bound=Event)


class Timed(Generic[E]):
    """Events by time: those of a stretch are found without looking at all."""

    def __init__(self, events: Iterable[E]) -> None:
        self._events = sorted(events, key=lambda event: event.start)
        self._ends = list(accumulate((event.end for event in self._events), max))

    def between(self, start: int, end: int) -> Iterator[E]:
        """What is there at any of the film frames `start` to `end`, `end` not included."""
        for place in range(bisect_right(self._ends, start), len(self._events)):
            event = self._events[place]
            if event.start >= end:
                return
            if event.end > start:
                yield event


@dataclass(frozen=True)
class Lettered:
    """A title on the screen from film frame `start` for `frames` frames."""

    start: int
    frames: int
    title: Title

    @property
    def end(self) -> int:
        """The first frame without it."""
        return self.start + self.frames


@dataclass(frozen=True)
class Stand:
    """Where a lettering stands: shares of the frame, of its height, ASS alignment, weight."""

    x: float
    y: float
    size: float
    align: int
    bold: bool = False
    slant: bool = False


STANDS = {
    Lettering.TITLE: Stand(0.5, 0.46, 0.14, 5, bold=True),
    Lettering.SUBTITLE: Stand(0.5, 0.6, 0.065, 5),
    Lettering.LOWER_THIRD: Stand(0.07, 0.9, 0.065, 1, bold=True),
    Lettering.CHAPTER: Stand(0.07, 0.5, 0.1, 4, bold=True),
    Lettering.QUOTE: Stand(0.5, 0.5, 0.075, 5, slant=True),
    Lettering.CORNER: Stand(0.95, 0.06, 0.05, 9),
    Lettering.CREDITS: Stand(0.5, 0.5, 0.06, 5),
}
_ROW = 1.3  # height of a row of letters, in letters


def letters(title: Title, frame: tuple[int, int]) -> float:
    """The height of a title's letters (ASS: of a row of them) in a frame, in its pixels."""
    wide, tall = frame
    return min(tall, wide * 9 / 16 * 1.25) * STANDS[title.lettering].size * title.scale


def rolled(title: Title, frame: tuple[int, int], share: float) -> float:
    """Pixels from the top to the middle of rolling credits when `share` of them is over."""
    half = _half(title, letters(title, frame))
    return frame[1] + half - share * (frame[1] + 2 * half)


def titles_of(project: Project) -> list[Lettered]:
    """The titles that the cut shows."""
    known = {title.id: title for title in project.titles}
    if not known:
        return []
    return [
        Lettered(clip.start, clip.frames, known[clip.owner])
        for track in project.cut.active(TrackKind.TEXT)
        for clip in track.clips
        if clip.owner in known
    ]


def title_events(titles: Iterable[Lettered], delivery: Delivery) -> Iterator["pysubs2.SSAEvent"]:
    """The events of an ASS file of the delivery's size, in the style "Default"."""
    import pysubs2

    for shown in titles:
        begin, end = (
            round(delivery.rate.seconds(frame) * 1000) for frame in (shown.start, shown.end)
        )
        event = pysubs2.SSAEvent(start=begin, end=end, layer=1)
        event.plaintext = shown.title.text
        event.text = f"{{{_override(shown, delivery)}}}{event.text}"
        yield event


def _override(shown: Lettered, delivery: Delivery) -> str:
    title, stand = shown.title, STANDS[shown.title.lettering]
    wide, tall = delivery.width, delivery.height
    size = letters(title, (wide, tall))
    x, y = (stand.x + title.x) * wide, (stand.y + title.y) * tall
    red, green, blue = (title.colour[n : n + 2] for n in (1, 3, 5))
    tags = [f"\\an{stand.align}", f"\\fs{size:.1f}", f"\\c&H{blue}{green}{red}&"]
    tags += [f"\\b{int(stand.bold)}", f"\\i{int(stand.slant)}", "\\q2"]
    tags += [f"\\bord{size * 0.03:.2f}", f"\\shad{size * 0.03:.2f}"]
    if title.lettering is Lettering.CREDITS:
        half = _half(title, size)
        tags.append(f"\\move({x:.1f},{tall + half:.1f},{x:.1f},{-half:.1f})")
    else:
        fade = round(delivery.rate.seconds(min(title.fade, shown.frames // 2)) * 1000)
        tags += [f"\\pos({x:.1f},{y:.1f})", f"\\fad({fade},{fade})"]
    return "".join(tags)


def _half(title: Title, size: float) -> float:
    """Half the height of rolling credits."""
    return (title.text.count("\n") + 1) * size * _ROW / 2
