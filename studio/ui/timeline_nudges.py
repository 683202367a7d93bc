"""Choosing and moving clips by keys alone."""

from collections.abc import Callable, Sequence
from typing import Any

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.linking import group_of
from studio.timeline.placing import move_clips
from studio.timeline.project import Project
from studio.timeline.queries import clip_at, clips
from studio.timeline.ripple import carry
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words


class Nudges:
    """What the mouse does by dragging, in steps."""

    def __init__(self, view: TimelineView, words: Words) -> None:
        self._view = view
        self._words = words

    def choose_here(self) -> None:
        """The picture at the playhead; pressed again the next track there, from top to bottom."""
        film, frame = self._view.desk.project, self._view.session.playhead
        found = [
            clip.id
            for lane in self._view.lanes.lanes
            if not lane.track.locked and (clip := clip_at(lane.track, frame)) is not None
        ]
        pictures = [c.id for t, c in clips(film) if t.kind is TrackKind.PICTURE and c.id in found]
        ordered = [*reversed(pictures), *(name for name in found if name not in pictures)]
        chosen = self._view.session.clips
        now = ordered.index(chosen[0]) + 1 if len(chosen) == 1 and chosen[0] in ordered else 0
        if not ordered:
            return
        if set(chosen) == set(self._view.group(ordered[:1], alone=False)):
            now = 1  # the group is chosen: now its parts, one by one
        name = ordered[now % len(ordered)]
        self._view.choose(self._view.group([name], alone=now > 0))

    def by_frames(self, by: int) -> None:
        """What is chosen goes earlier or later, over what is there."""
        self._edit("move", move_clips, self._view.session.clips, by)

    def by_places(self, by: int) -> None:
        """What is chosen changes places with the clip before or behind it."""
        chosen = self._chosen()
        if not chosen:
            return
        start, end = min(c.start for _, c in chosen), max(c.end for _, c in chosen)
        ids = {clip.id for _, clip in chosen}
        main = next((t for t, _ in chosen if t.kind is TrackKind.PICTURE), chosen[0][0])
        if by < 0:
            before = [c.start for c in main.clips if c.end <= start and c.id not in ids]
            to = before[-1] if before else None
        else:
            to = next((c.end for c in main.clips if c.start >= end and c.id not in ids), None)
        if to is not None:
            self._edit("carry", carry, group_of(self._view.desk.project, ids), to)

    def by_tracks(self, by: int) -> None:
        """What is chosen of the pictures (or else of one kind) goes a track up or down."""
        chosen = self._chosen()
        kinds = [track.kind for track, _ in chosen]
        if not kinds:
            return
        kind = TrackKind.PICTURE if TrackKind.PICTURE in kinds else kinds[0]
        open_ones = [
            lane.track.id for lane in self._view.lanes.of_kind(kind) if not lane.track.locked
        ]
        mine = [(t.id, c.id) for t, c in chosen if t.kind is kind]
        places = [open_ones.index(track) + by for track, _ in mine]
        if min(places) < 0 or max(places) >= len(open_ones):
            return
        targets = {clip: open_ones[at] for (_, clip), at in zip(mine, places, strict=True)}
        self._edit("move", move_clips, [clip for _, clip in mine], 0, targets)

    def _chosen(self) -> Sequence[tuple[Track, Clip]]:
        wanted = set(self._view.session.clips)
        film: Project = self._view.desk.project
        return [(t, c) for t, c in clips(film) if c.id in wanted and not t.locked]

    def _edit(self, label: str, edit: Callable[..., Project], *args: Any) -> None:
        if self._view.session.clips:
            self._view.desk.edit(self._words(f"edit.{label}"), edit, *args)
