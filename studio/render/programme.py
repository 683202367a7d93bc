"""What a player plays: the cut of a film, or one take, with everything its pictures need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.errors import StudioError
from studio.render.captions import Caption, ass, captions_for
from studio.render.delivery import Delivery
from studio.render.graph import segments
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.render.titling import titles_of
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take

_NONE: Mapping[str, StudioError] = {}
STILL_SECONDS = 3  # how long a take that is one picture lasts when it is played by itself


Fault = tuple[int, int, StudioError]  # from, up to, and why these frames have no picture


@dataclass(frozen=True)
class Heard:
    """Everything that the sound of a film at its rate depends on; takes by their owners.

    `lengths` are rate and frames of the takes: where they end, a crossfade has nothing beyond.
    """

    tracks: tuple[Track, ...]
    takes: Mapping[str, str]
    lengths: Mapping[str, tuple[Rate | None, int | None]]
    frames: int
    room_tone: float | None


@dataclass(frozen=True)
class Programme:
    """A film and its shown takes, as segments; what an edit leaves alone stays equal."""

    project: Project
    shown: Mapping[str, Take]
    folder: Path
    runs: tuple[Segment, ...]
    events: tuple[Caption, ...] = ()
    faults: tuple[Fault, ...] = ()
    levelled: bool = True  # heard at the film's loudness; a take by itself is heard as it is
    written: dict[tuple[int, int], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def frames(self) -> int:
        """Its length in frames."""
        return self.project.cut.frames

    @property
    def rate(self) -> Rate:
        """The film's rate, which takes of other rates are conformed to."""
        return self.project.rate

    def delivery(self, width: int, height: int) -> Delivery:
        """The film's delivery at a size."""
        return replace(Delivery.of(self.project), width=width, height=height)

    def titles(self, delivery: Delivery) -> str | None:
        """The text of its ASS file at a delivery's size; None when nothing is to be read."""
        titles = titles_of(self.project)
        if not self.events and not titles:
            return None
        shape = (delivery.width, delivery.height)
        if shape not in self.written:
            self.written[shape] = ass(self.events, delivery, titles)
        return self.written[shape]

    def run_at(self, frame: int) -> Segment | None:
        """The segment of a frame."""
        return next((r for r in self.runs if r.start <= frame < r.start + r.frames), None)

    def looks_like(self, other: "Programme | None") -> bool:
        """Whether it shows the same pictures at the same frames."""
        if other is None or self.folder != other.folder:
            return False
        shape = (self.project.width, self.project.height, self.rate)
        others = (other.project.width, other.project.height, other.rate)
        faults = [[(a, b, e.key, dict(e.values)) for a, b, e in p.faults] for p in (self, other)]
        same = shape == others and faults[0] == faults[1]
        return same and self.runs == other.runs and self.events == other.events

    def sounds_like(self, other: "Programme | None") -> bool:
        """Whether it has the same sound."""
        if other is None or self.folder != other.folder or self.rate != other.rate:
            return False
        return self.levelled == other.levelled and self.heard() == other.heard()

    def heard(self) -> Heard:
        """Everything its sound depends on."""
        cut = self.project.cut
        tracks = tuple(t for t in cut.tracks if t.kind is TrackKind.SOUND)
        owners = {clip.owner for track in tracks for clip in track.clips}
        takes = {name: self.shown[name] for name in owners if name in self.shown}
        files = {name: take.files[0].sha256 for name, take in takes.items()}
        lengths = {name: (take.rate, take.frames) for name, take in takes.items()}
        return Heard(tracks, files, lengths, self.frames, cut.room_tone)


def cut_programme(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    entrances: Entrances,
    *,
    with_captions: bool = True,
    lost: Mapping[str, StudioError] = _NONE,
) -> Programme:
    """The cut of a film. It reads the takes' files: not for a thread that must not wait.

    `lost` says of owners why the file of their take is not to be shown; its sound is silence.
    """
    events = captions_for(project, shown, Delivery.of(project)) if with_captions else []
    there = {name: take for name, take in shown.items() if name not in lost}
    runs = entrances.open(segments(project, there, events))
    faults = _faults(segments(project, shown), lost)
    return Programme(project, there, folder, runs, tuple(events), faults)


def take_programme(
    project: Project,
    take: Take,
    folder: Path,
    entrances: Entrances,
    *,
    lost: Mapping[str, StudioError] = _NONE,
) -> Programme:
    """One take by itself at the film's rate and size, all of it; `lost` as in `cut_programme`."""
    rate = project.rate
    if take.kind == "picture" or take.frames is None:
        frames = rate.frames(STILL_SECONDS)
    else:
        frames = max(1, rate.frames((take.rate or rate).seconds(take.frames)))
    clip = Clip(id="cl_00000001", owner=take.owner, start=0, frames=frames)
    kinds = {"sound": (TrackKind.SOUND,), "picture": (TrackKind.PICTURE,)}
    tracks = tuple(
        Track(id=f"tr_{n:08}", name=kind.value, kind=kind, clips=(clip,))
        for n, kind in enumerate(kinds.get(take.kind, (TrackKind.PICTURE, TrackKind.SOUND)))
    )
    alone = project.evolve(cut=Cut(tracks=tracks))
    shown = {take.owner: take}
    there = {} if take.owner in lost else shown
    runs = entrances.open(segments(alone, there))
    faults = _faults(segments(alone, shown), lost)
    return Programme(alone, there, folder, runs, faults=faults, levelled=False)


def _faults(runs: Sequence[Segment], lost: Mapping[str, StudioError]) -> tuple[Fault, ...]:
    return tuple(
        (run.start, run.start + run.frames, lost[source.owner])
        for run in runs
        for source in run.sources
        if source.owner in lost
    )
