"""The one graph of preview and export: the cut and its shown takes become segments.

A segment (`studio.render.segment`) is a run of frames between edit points, a value with a hash of
everything its picture depends on; `studio.render.picture` makes it an ffmpeg filter graph. The
viewer asks for the same segments at another size.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from studio.render.captions import Caption
from studio.render.delivery import Span
from studio.render.segment import Crossing, Layer, Segment, Source, Stratum, Table
from studio.render.titling import Timed, titles_of
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.look import PLAIN, Transition, Wipe
from studio.timeline.project import Project
from studio.timeline.queries import clip_at, shot_labels
from studio.timeline.take import Take

_BACKWARDS = 48  # frames of a take held in memory at a time to be shown backwards


def segments(
    project: Project, shown: Mapping[str, Take], events: Sequence[Caption] = ()
) -> tuple[Segment, ...]:
    """The picture of the cut from its first frame to its last, without gaps.

    Clips lie over each other as their looks say; where there is none the picture is black. A shot
    without a take is a slate with its label. `events` are the captions to burn in; titles always
    are.
    """
    return tuple(_Cutter(project, shown, events).segments())


def within(runs: Sequence[Segment], span: Span) -> tuple[Segment, ...]:
    """The runs, or parts of them, that lie in a span of the film; they keep their film frames."""
    first, last = span
    cut: list[Segment] = []
    for run in runs:
        start, end = max(run.start, first), min(run.start + run.frames, last)
        if start < end:
            cut.append(run.part(start - run.start, end - start))
    return tuple(cut)


@dataclass(frozen=True)
class _Passage:
    """A transition on a track: film frames `start` to `end`, and the clips it leads from and to."""

    start: int
    end: int
    kind: Wipe
    before: Clip | None
    after: Clip | None


class _Cutter:
    """Makes the segments of a film."""

    def __init__(
        self, project: Project, shown: Mapping[str, Take], events: Sequence[Caption]
    ) -> None:
        self._project = project
        self._shown = shown
        self._labels = shot_labels(project)
        self._events = Timed(events)
        self._titles = Timed(titles_of(project))
        self._tables = {lut.id: Table(lut.path, lut.sha256) for lut in project.luts}
        self._tracks = [
            (track, _passages(track)) for track in project.cut.active(TrackKind.PICTURE)
        ]

    def segments(self) -> Iterator[Segment]:
        whole = self._project.cut.frames
        for start, end in pairwise(sorted(e for e in self._edges(whole) if 0 <= e <= whole)):
            captions = tuple(self._events.between(start, end))
            titles = tuple(self._titles.between(start, end))
            yield Segment(start, end - start, self._layers(start), captions, titles)

    def _edges(self, whole: int) -> set[int]:
        edges = {0, whole}
        for track, passages in self._tracks:
            own: set[int] = set()
            for clip in track.clips:
                own |= {clip.start, clip.end}
                if clip.speed < 0:
                    step = max(1, math.floor(_BACKWARDS / -clip.speed))
                    own |= set(range(clip.start, clip.end, step))
            for passage in passages:
                own -= set(range(passage.start, passage.end))
                own |= {passage.start, passage.end}
            edges |= own
        return edges

    def _layers(self, start: int) -> tuple[Stratum, ...]:
        size = (self._project.width, self._project.height)
        found: list[Stratum] = []
        for track, passages in reversed(self._tracks):
            layer = self._on(track, passages, start)
            if layer is not None:
                found.append(layer)
                if layer.hides(size):
                    break
        return tuple(reversed(found))

    def _on(self, track: Track, passages: Sequence[_Passage], start: int) -> Stratum | None:
        place = bisect_right(passages, start, key=lambda passage: passage.start) - 1
        if place >= 0 and start < passages[place].end:
            passage = passages[place]
            before, after = (
                self._layer(clip, passage.start, held=True) if clip else None
                for clip in (passage.before, passage.after)
            )
            length, first = passage.end - passage.start, start - passage.start
            return Crossing(passage.kind, before, after, length, first)
        clip = clip_at(track, start)
        return self._layer(clip, start) if clip else None

    def _layer(self, clip: Clip, at: int, *, held: bool = False) -> Layer:
        look = clip.look or PLAIN
        table = self._tables.get(look.grade.lut or "")
        label = self._labels.get(clip.owner, clip.owner)
        return Layer(self._source(clip, at, held=held), label, look, table)

    def _source(self, clip: Clip, at: int, *, held: bool) -> Source | None:
        take = self._shown.get(clip.owner)
        if take is None:
            return None
        rate = self._project.rate
        available = None
        if take.frames is not None and take.kind == "video":
            available = max(1, rate.frames((take.rate or rate).seconds(take.frames)))
        whole = source_of(take)
        source = replace(
            whole, owner=clip.owner, skip=clip.skip, available=available,
            speed=whole.speed if whole.still else clip.speed, phase=clip.phase,
            held=held and not whole.still,
        )  # fmt: skip
        return source.later(at - clip.start)


def source_of(take: Take) -> Source:
    """A take from its first picture on."""
    file = take.files[0]
    return Source(
        take.owner, file.path, file.sha256, 0, still=take.kind == "picture", size=_size(take),
        alpha=take.alpha, transfer=take.transfer, untagged=take.untagged,
    )  # fmt: skip


def _size(take: Take) -> tuple[int, int] | None:
    return (take.width, take.height) if take.width and take.height else None


def _passages(track: Track) -> list[_Passage]:
    """The transitions of a track, none over another: the later one gives way."""
    found: list[_Passage] = []
    clips = track.clips
    for place, clip in enumerate(clips):
        before = clips[place - 1] if place and clips[place - 1].end == clip.start else None
        if clip.entry is not None:
            found.append(_entering(clip.entry, before, clip))
        after = clips[place + 1] if place + 1 < len(clips) else None
        if clip.exit is not None and (after is None or after.start > clip.end):
            length = min(clip.exit.frames, clip.frames)
            found.append(_Passage(clip.end - length, clip.end, clip.exit.kind, clip, None))
    free, apart = 0, list[_Passage]()
    for passage in found:
        start = max(free, passage.start)
        if start < passage.end:
            apart.append(replace(passage, start=start))
            free = passage.end
    return apart


def _entering(entry: Transition, before: Clip | None, clip: Clip) -> _Passage:
    """A transition into a clip; no clip is shown longer than it reaches into its neighbours."""
    if before is None:
        end = clip.start + min(entry.frames, clip.frames)
        return _Passage(clip.start, end, entry.kind, None, clip)
    early = min(entry.frames // 2, before.frames)
    late = min(entry.frames - entry.frames // 2, clip.frames)
    return _Passage(clip.start - early, clip.start + late, entry.kind, before, clip)
