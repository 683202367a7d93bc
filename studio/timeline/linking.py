"""Clips that belong together, as a picture and its sound do, and which an edit may touch."""

from collections.abc import Callable, Collection, Iterable

from studio.errors import EditRefused
from studio.timeline.cut import Clip, Track
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import clips
from studio.timeline.rebuild import evolved


def group_of(project: Project, clip_ids: Iterable[str]) -> tuple[str, ...]:
    """These clips and all that are linked with them, in the order of the cut."""
    wanted = set(clip_ids)
    links = {clip.link for _, clip in clips(project) if clip.id in wanted} - {None}
    return tuple(c.id for _, c in clips(project) if c.id in wanted or c.link in links)


def editable(project: Project, clip_ids: Iterable[str]) -> list[tuple[Track, Clip]]:
    """Those of the clips that an edit may touch, after their tracks.

    Raises EditRefused when a clip is not there, or when all of them lie on locked tracks.
    """
    wanted = dict.fromkeys(clip_ids)
    found = [(track, clip) for track, clip in clips(project) if clip.id in wanted]
    known = {clip.id for _, clip in found}
    for name in wanted:
        if name not in known:
            raise EditRefused("timeline.no_clip", id=name)
    free = [(track, clip) for track, clip in found if not track.locked]
    if found and not free:
        raise EditRefused("timeline.locked", track=found[0][0].name)
    return free


def with_tracks(project: Project, change: Callable[[Track], Track]) -> Project:
    """The film with every track changed; itself when none is.

    A title whose last clip goes leaves with it.
    """
    tracks = tuple(change(track) for track in project.cut.tracks)
    if all(new is old for new, old in zip(tracks, project.cut.tracks, strict=True)):
        return project
    return without_lost_titles(project, project.evolve(cut=project.cut.evolve(tracks=tracks)))


def without_lost_titles(before: Project, after: Project) -> Project:
    """`after` without the titles that `before` shows and it does not."""
    if not after.titles:
        return after
    shown = {clip.owner for _, clip in clips(after)}
    lost = {clip.owner for _, clip in clips(before)} - shown
    kept = tuple(title for title in after.titles if title.id not in lost)
    return after if len(kept) == len(after.titles) else after.evolve(titles=kept)


def link(project: Project, clip_ids: Collection[str]) -> Project:
    """Clips become one group: from now on they move, trim and split together."""
    return _relinked(project, clip_ids, new_id("ln") if len(set(clip_ids)) > 1 else None)


def unlink(project: Project, clip_ids: Collection[str]) -> Project:
    """Clips stand for themselves."""
    return _relinked(project, clip_ids, None)


def _relinked(project: Project, clip_ids: Collection[str], name: str | None) -> Project:
    wanted = {clip.id for _, clip in editable(project, clip_ids)}

    def change(track: Track) -> Track:
        if not any(clip.id in wanted for clip in track.clips):
            return track
        made = (evolved(c, link=name) if c.id in wanted else c for c in track.clips)
        return evolved(track, clips=tuple(made))

    return with_tracks(project, change)
