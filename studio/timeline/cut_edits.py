"""Edits of the cut: clips here, and by name those of tracks, markers, rate and assembly.

Frames are film frames. No edit lets two clips of a track overlap: it raises EditRefused. Only the
tracks that change are rebuilt.
"""

from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from typing import Any

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.linking import without_lost_titles
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.reach import first_part, from_frame, last_part
from studio.timeline.rebuild import evolved, made, refuse_known, swapped
from studio.timeline.retime import change_rate
from studio.timeline.ripple import close_time
from studio.timeline.track_edits import (
    add_marker,
    add_track,
    change_marker,
    change_track,
    move_track,
    remove_marker,
    remove_track,
    track_with,
)

__all__ = [
    "add_marker", "add_track", "assemble", "change_clip", "change_marker", "change_rate",
    "change_track", "move_clip", "move_track", "place", "remove_clips", "remove_marker",
    "remove_track", "ripple_remove", "slip", "split_clip", "trim_end", "trim_start",
]  # fmt: skip


def place(
    project: Project,
    track_id: str,
    owner: str,
    start: int,
    frames: int,
    *,
    skip: int = 0,
    gain: float = 0.0,
    clip_id: str | None = None,
) -> Project:
    """`|a   b|` -> `|a N b|`: a shot, cue or reference gets a clip on a track."""
    track = track_with(project, track_id)
    name = clip_id or new_id("cl")
    refuse_known(project, name)
    clip = made(Clip, id=name, owner=owner, start=start, frames=frames, skip=skip, gain=gain)
    return _with_clips(project, track, (*track.clips, clip))


def change_clip(project: Project, clip_id: str, **changes: Any) -> Project:
    """Some fields of a clip, such as its gain in decibels, get other values."""
    track, clip = _clip(project, clip_id)
    return _with_clip(project, track, clip, evolved(clip, **changes))


def move_clip(project: Project, clip_id: str, start: int, track_id: str | None = None) -> Project:
    """`|X a |` -> `| a X|`: a clip begins elsewhere, on its track or on another of its kind."""
    track, clip = _clip(project, clip_id)
    moved = evolved(clip, start=max(0, start))
    if track_id is None or track_id == track.id:
        return _with_clip(project, track, clip, moved)
    target = track_with(project, track_id)
    if target.kind is not track.kind:
        raise EditRefused("timeline.other_kind", track=target.name, kind=target.kind)
    lifted = _with_clips(project, track, swapped(track.clips, clip))
    laid = _with_clips(lifted, target, (*target.clips, moved))
    return laid.evolve(titles=project.titles) if laid.titles is not project.titles else laid


def trim_start(project: Project, clip_id: str, frame: int) -> Project:
    """`|====|` -> `| ===|`: a clip begins at `frame`; its end and what is seen when stay.

    A picture or a sound cannot begin before the first frame of its take.
    """
    track, clip = _clip(project, clip_id)
    frame = min(frame, clip.end - 1)
    if frame < 0 or (track.kind is not TrackKind.TEXT and clip.shows(frame) < 0):
        raise EditRefused("timeline.no_material", frames=clip.skip)
    new = evolved(clip, **from_frame(clip, frame, track.kind))
    return _with_clip(project, track, clip, new)


def trim_end(project: Project, clip_id: str, frame: int) -> Project:
    """`|====|` -> `|=== |`: a clip ends before `frame`, and keeps at least one frame."""
    track, clip = _clip(project, clip_id)
    return _with_clip(project, track, clip, evolved(clip, frames=max(1, frame - clip.start)))


def slip(project: Project, clip_id: str, frames: int) -> Project:
    """`|bcd|` -> `|cde|`: a clip stays in its place and shows what comes `frames` later."""
    track, clip = _clip(project, clip_id)
    if clip.shows(clip.start) + frames < 0 or clip.shows(clip.end - 1) + frames < 0:
        raise EditRefused("timeline.no_material", frames=clip.skip)
    return _with_clip(project, track, clip, evolved(clip, skip=clip.skip + frames))


def split_clip(project: Project, clip_id: str, frame: int) -> Project:
    """`|====|` -> `|XX|YY|`: cut before film frame `frame`; nothing looks or sounds different."""
    track, clip = _clip(project, clip_id)
    if not clip.start < frame < clip.end:
        raise EditRefused("timeline.clip_split_outside", start=clip.start, end=clip.end)
    left = first_part(clip, frame)
    right = clip.evolve(**last_part(clip, frame, track.kind), id=new_id("cl"))
    return _with_clips(project, track, swapped(track.clips, clip, left, right))


def remove_clips(project: Project, clip_ids: Iterable[str]) -> Project:
    """`|a X b|` -> `|a   b|`: clips leave the cut, and gaps where they were."""
    after = project
    for clip_id in dict.fromkeys(clip_ids):
        track, clip = _clip(after, clip_id)
        after = _with_clips(after, track, swapped(track.clips, clip))
    return after


def ripple_remove(project: Project, clip_id: str) -> Project:
    """`|aXb|` -> `|ab|`: a clip and its time leave the film; all tracks and markers close up.

    Whatever begins later comes earlier, so sound stays with its picture. A clip of another track
    that reaches into the time that goes is shortened; one that lies within it goes.
    """
    _, clip = _clip(project, clip_id)
    return close_time(project, clip.start, clip.end)


def _clip(project: Project, clip_id: str) -> tuple[Track, Clip]:
    found = find_clip(project, clip_id)
    if found is None:
        raise EditRefused("timeline.no_clip", id=clip_id)
    return found


def _with_clip(project: Project, track: Track, old: Clip, new: Clip) -> Project:
    if new is old:
        return project
    return _with_clips(project, track, swapped(track.clips, old, new))


def _with_clips(project: Project, track: Track, clips: Iterable[Clip]) -> Project:
    """The film with these clips on a track, put in order. Raises EditRefused when two overlap."""
    ordered = tuple(sorted(clips, key=attrgetter("start")))
    for left, right in pairwise(ordered):
        if right.start < left.start + left.frames:
            raise EditRefused("timeline.overlap", track=track.name)
    new = evolved(track, clips=ordered)
    if new is track:
        return project
    tracks = swapped(project.cut.tracks, track, new)
    after = project.evolve(cut=project.cut.evolve(tracks=tracks))
    return without_lost_titles(project, after)
