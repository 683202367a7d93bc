"""What was asked of a file, to be compared with what it became."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.render.cadence import reach
from studio.render.captions import Caption
from studio.render.delivery import Copies, Delivery, Span
from studio.render.loudness import Loudness
from studio.render.packets import Part
from studio.render.segment import Segment
from studio.timeline.cut import TrackKind
from studio.timeline.project import Project
from studio.timeline.take import Take

if TYPE_CHECKING:
    from studio.render.given import Given
    from studio.render.parted import Parted  # who reads numpy


@dataclass(frozen=True)
class Asked:
    """What was asked of a file: its frames, those of the film in it, its delivery, and what they
    were made of.

    `runs` are the segments of its span, `parts` the runs of files that each was joined of (empty
    where nobody knows), `given` by their numbers what the encoders of some were given, and `titles`
    the captions burnt into them, `mix` the raw sound before it was coded (None where it is not at
    hand) and `loud` what was measured of it afterwards; `events` are the captions read in the span,
    `sounding` the stretches of the film, in seconds from its first frame, in which clips are to be
    heard.
    """

    frames: int
    film_frames: int
    delivery: Delivery
    folder: Path
    shop: Path
    loud: Loudness
    runs: tuple[Segment, ...] = ()
    parts: tuple[tuple[Part, ...], ...] = ()
    given: "Mapping[int, Given]" = field(default_factory=dict[int, "Given"])
    titles: Path | None = None
    mix: "Parted | None" = None
    events: Sequence[Caption] = ()
    sounding: Sequence[tuple[float, float]] = ()

    def parts_of(self, run: int) -> tuple[Part, ...]:
        """The runs of files of a segment, none where nobody knows.

        Copies of mixed takes count as encoded: their packets got parameter sets in front, so they
        are decoded and looked at, and not compared byte by byte.
        """
        parts = self.parts[run] if self.parts else ()
        if self.delivery.copies is Copies.MIXED:
            return tuple(replace(part, of_take=False) for part in parts)
        return parts

    def edges(self) -> list[int]:
        """The file frames at which a segment, or a run of a file in it, begins."""
        found: list[int] = []
        for number, run in enumerate(self.runs):
            frame = reach(self.delivery, run)[0]
            found.append(frame)
            for part in self.parts_of(number)[:-1]:
                frame += part.frames
                found.append(frame)
        return found

    def copies(self) -> frozenset[int]:
        """Which of the parts that begin at these `edges` were copied, by their numbers."""
        runs = range(len(self.runs))
        parts = [part for run in runs for part in self.parts_of(run) or (None,)]
        return frozenset(n for n, part in enumerate(parts) if part is not None and part.of_take)


def stretches_of_sound(
    project: Project, shown: Mapping[str, Take], span: Span
) -> list[tuple[float, float]]:
    """Where clips are to be heard in a span of the cut, in seconds from its first frame.

    Clips of a track that follow each other are one stretch.
    """
    first, last = span
    found: list[tuple[int, int]] = []
    for track in project.cut.active(TrackKind.SOUND):
        own: list[tuple[int, int]] = []
        for clip in track.clips:
            take = shown.get(clip.owner)
            low, high = max(clip.start, first), min(clip.end, last)
            heard = take is not None and (take.has_sound or take.kind == "sound")
            if not (heard and clip.speed and low < high):
                continue
            if own and own[-1][1] == low:
                low = own.pop()[0]
            own.append((low, high))
        found += own
    seconds = project.rate.seconds
    return [(float(seconds(low - first)), float(seconds(high - first))) for low, high in found]
