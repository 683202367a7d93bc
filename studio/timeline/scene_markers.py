"""Markers of scenes: they come with new scenes, and keep what the maker made of them."""

from collections.abc import Iterator, Sequence

from studio.timeline.cut import Marker, TrackKind
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.queries import clips


def mark_new_scenes(project: Project, before: Project) -> Project:
    """The film with a marker for each scene that `before` has not; named after its heading.

    A scene none of whose shots is in the cut gets none. Markers that the maker took away or gave
    another name belong to scenes that were there, and stay as they are.
    """
    old = {scene.id for scene in before.scenes}
    new = [scene for scene in project.scenes if scene.id not in old]
    if not new:
        return project
    starts: dict[str, int] = {}
    for track, clip in clips(project):
        if track.kind is TrackKind.PICTURE:
            starts[clip.owner] = min(clip.start, starts.get(clip.owner, clip.start))
    known = {marker.id for marker in project.cut.markers}
    made: list[Marker] = []
    for scene in new:
        begins = [starts[shot.id] for shot in scene.shots if shot.id in starts]
        name = derived_id("mk", scene.id)
        if begins and name not in known:
            made.append(Marker(id=name, frame=min(begins), name=scene.heading))
    if not made:
        return project
    markers = tuple(sorted((*project.cut.markers, *made), key=lambda marker: marker.frame))
    return project.evolve(cut=project.cut.evolve(markers=markers))


def retold(before: Project, told: Sequence[Marker], derived: Sequence[Marker]) -> Iterator[Marker]:
    """The markers of a cut that is laid out anew: `told`, as the maker left those of `before`.

    `derived` are the markers that the assembly gave `before`. What differs from them was done by
    hand: another name, colour or frame is kept, and what was taken away stays away.
    """
    there = {marker.id: marker for marker in before.cut.markers}
    given = {marker.id: marker for marker in derived}
    for marker in told:
        old, was = there.get(marker.id), given.get(marker.id)
        if was is None or (old is None and not before.cut.tracks):
            yield marker
        elif old is not None:
            yield marker.evolve(
                name=marker.name if old.name == was.name else old.name,
                frame=marker.frame if old.frame == was.frame else old.frame,
                colour=old.colour,
            )
