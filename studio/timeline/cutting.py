"""Razor and trim for clips that are linked; what cannot be is done as far as it can."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.linking import editable, group_of, with_tracks
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.reach import first_part, from_frame, last_part, reach
from studio.timeline.rebuild import evolved, swapped

_FAR = 2**40  # frames; later than any film


class Edge(StrEnum):
    """Which end of a clip."""

    START = "start"
    END = "end"


def split_clips(project: Project, clip_ids: Iterable[str], frame: int) -> Project:
    """`|====|` -> `|XX|YY|` for each of the clips that film frame `frame` is inside of.

    The right halves of linked clips are linked with each other, and with what of their group
    begins after the cut. Nothing looks or sounds different.
    """
    hit = {c.id for _, c in editable(project, clip_ids) if c.start < frame < c.end}
    links: dict[str, str] = {}
    for track in project.cut.tracks:
        for clip in track.clips:
            if clip.id in hit and clip.link is not None:
                links.setdefault(clip.link, new_id("ln"))

    def change(track: Track) -> Track:
        if track.locked or not any(c.id in hit or c.link in links for c in track.clips):
            return track
        parts = [part for c in track.clips for part in _parts(c, track.kind, frame, hit, links)]
        return evolved(track, clips=tuple(parts))

    return with_tracks(project, change)


def _parts(
    clip: Clip, kind: TrackKind, frame: int, hit: Collection[str], links: Mapping[str, str]
) -> list[Clip]:
    link = links.get(clip.link or "", clip.link)
    if clip.id not in hit:
        return [evolved(clip, link=link) if clip.start >= frame else clip]
    left = first_part(clip, frame)
    right = clip.evolve(**last_part(clip, frame, kind), id=new_id("cl"), link=link)
    return [left, right]


def razor(project: Project, clip_id: str, frame: int, *, alone: bool = False) -> Project:
    """Cut a clip before film frame `frame`, and the pictures and sounds linked with it.

    A linked caption stays whole: it is read once.
    """
    ids = [clip_id] if alone else group_of(project, [clip_id])
    spared = [
        clip.id
        for track, clip in editable(project, ids)
        if track.kind is TrackKind.TEXT and clip.id != clip_id
    ]
    return split_clips(project, [name for name in ids if name not in spared], frame)


def trim(
    project: Project,
    clip_id: str,
    edge: Edge,
    frame: int,
    *,
    alone: bool = False,
    available: Mapping[str, int] | None = None,
) -> Project:
    """`|====|` -> `| ===|`: an edge goes to `frame`, as far as neighbours and material allow.

    What is seen when stays. The other half of a linked pair goes along where its edge is at the
    same frame, unless `alone`. `available`: owner to how many frames its take has; others last as
    long as wanted.
    """
    found = find_clip(project, clip_id)
    if found is None:
        raise EditRefused("timeline.no_clip", id=clip_id)
    at = _edge(found[1], edge)
    group = editable(project, [clip_id] if alone else group_of(project, [clip_id]))
    owner = found[1].owner  # a caption that ends with its shot has a length of its own
    moving = [(t, clip) for t, clip in group if clip.owner == owner and _edge(clip, edge) == at]
    if not any(clip.id == clip_id for _, clip in moving):
        raise EditRefused("timeline.locked", track=found[0].name)
    limits = [_limits(track, clip, edge, available or {}) for track, clip in moving]
    low, high = max(low for low, _ in limits), min(high for _, high in limits)
    frame = max(low, min(frame, high))
    new = {clip.id: _trimmed(track.kind, clip, edge, frame) for track, clip in moving}

    def change(track: Track) -> Track:
        clips = track.clips
        for clip in track.clips:
            if clip.id in new:
                clips = swapped(clips, clip, new[clip.id])
        return track if clips == track.clips else evolved(track, clips=clips)

    return with_tracks(project, change)


def _edge(clip: Clip, edge: Edge) -> int:
    return clip.start if edge is Edge.START else clip.end


def _limits(track: Track, clip: Clip, edge: Edge, available: Mapping[str, int]) -> tuple[int, int]:
    """The frames between which an edge may go."""
    place = next(n for n, other in enumerate(track.clips) if other is clip)
    if edge is Edge.START:
        before = track.clips[place - 1].end if place else 0
        first, _ = reach(clip, available.get(clip.owner), track.kind)
        return max(before, min(first, clip.start), 0), clip.end - 1
    after = track.clips[place + 1].start if place + 1 < len(track.clips) else _FAR
    _, last = reach(clip, available.get(clip.owner), track.kind)
    return clip.start + 1, max(clip.end, min(after, last))


def _trimmed(kind: TrackKind, clip: Clip, edge: Edge, frame: int) -> Clip:
    if edge is Edge.END:
        return evolved(clip, frames=frame - clip.start)
    return evolved(clip, **from_frame(clip, frame, kind))
