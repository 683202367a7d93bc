"""Edits of tracks and markers."""

from typing import Any

from studio.errors import EditRefused
from studio.timeline.cut import Cut, Marker, Track, TrackKind
from studio.timeline.linking import without_lost_titles
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.rebuild import evolved, inserted, made, refuse_known, swapped


def track_with(project: Project, track_id: str) -> Track:
    """The track with this id. Raises EditRefused."""
    track = next((track for track in project.cut.tracks if track.id == track_id), None)
    if track is None:
        raise EditRefused("timeline.no_track", id=track_id)
    return track


def add_track(
    project: Project,
    name: str,
    kind: TrackKind,
    *,
    role: str = "",
    place: int | None = None,
    track_id: str | None = None,
) -> Project:
    """An empty track joins the cut at `place`, from 0 at the bottom; on top without one."""
    ident = track_id or new_id("tr")
    refuse_known(project, ident)
    track = made(Track, id=ident, name=name, kind=kind, role=role)
    at = len(project.cut.tracks) if place is None else place
    return _with_cut(project, tracks=inserted(project.cut.tracks, at, track))


def change_track(project: Project, track_id: str, **changes: Any) -> Project:
    """A track gets another name, role, gain in decibels, or is muted."""
    track = track_with(project, track_id)
    return _with_cut(project, tracks=swapped(project.cut.tracks, track, evolved(track, **changes)))


def move_track(project: Project, track_id: str, place: int) -> Project:
    """`X a b` -> `a X b`; `place` counts from 0 at the bottom, without the track."""
    track = track_with(project, track_id)
    others = [other for other in project.cut.tracks if other is not track]
    return _with_cut(project, tracks=inserted(others, place, track))


def remove_track(project: Project, track_id: str) -> Project:
    """A track leaves the cut with all its clips."""
    track = track_with(project, track_id)
    after = _with_cut(project, tracks=swapped(project.cut.tracks, track))
    return without_lost_titles(project, after)


def add_marker(
    project: Project, frame: int, name: str = "", *, marker_id: str | None = None
) -> Project:
    """A film frame gets a name; markers stay in order of their frames."""
    ident = marker_id or new_id("mk")
    refuse_known(project, ident)
    marker = made(Marker, id=ident, frame=frame, name=name)
    return _with_markers(project, (*project.cut.markers, marker))


def change_marker(project: Project, marker_id: str, **changes: Any) -> Project:
    """A marker gets another frame, name or colour."""
    marker = _marker(project, marker_id)
    return _with_markers(project, swapped(project.cut.markers, marker, evolved(marker, **changes)))


def remove_marker(project: Project, marker_id: str) -> Project:
    """A marker goes."""
    return _with_markers(project, swapped(project.cut.markers, _marker(project, marker_id)))


def _marker(project: Project, marker_id: str) -> Marker:
    marker = next((marker for marker in project.cut.markers if marker.id == marker_id), None)
    if marker is None:
        raise EditRefused("timeline.no_marker", id=marker_id)
    return marker


def _with_markers(project: Project, markers: tuple[Marker, ...]) -> Project:
    return _with_cut(project, markers=tuple(sorted(markers, key=lambda marker: marker.frame)))


def _with_cut(project: Project, **changes: Any) -> Project:
    cut: Cut = evolved(project.cut, **changes)
    return project if cut is project.cut else project.evolve(cut=cut)
