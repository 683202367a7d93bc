"""Rebuilds the nodes on the way from the film to a change, and no others."""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from studio.errors import EditRefused
from studio.timeline.cut import Cut, Track
from studio.timeline.model import Record
from studio.timeline.project import Project
from studio.timeline.queries import all_ids, find_scene, find_scene_of
from studio.timeline.refusals import refusal_of
from studio.timeline.story import Cue, Scene, Shot

R = TypeVar("R", bound=Record)


def evolved(record: R, /, **changes: Any) -> R:
    """`record` with `changes`: itself when they change nothing.

    Raises EditRefused for a value that does not fit, and for a change of the id.
    """
    if "id" in changes and changes["id"] != getattr(record, "id", None):
        raise EditRefused("timeline.fixed_id", id=getattr(record, "id", ""))
    kept = {name: getattr(record, name) for name in type(record).model_fields}
    new = made(type(record), **{**kept, **changes})
    return record if new == record else new.sharing(kept, changes)


def made(kind: type[R], /, **values: Any) -> R:
    """A new node. Raises EditRefused for a value that does not fit."""
    try:
        return kind(**values)
    except ValidationError as error:
        raise refusal_of(error, kind.__name__) from error


def swapped(nodes: Sequence[R], old: R, *new: R) -> tuple[R, ...]:
    """`nodes` with `new` in the place of `old`."""
    at = next(n for n, node in enumerate(nodes) if node is old)
    return (*nodes[:at], *new, *nodes[at + 1 :])


def inserted(nodes: Sequence[R], place: int, node: R) -> tuple[R, ...]:
    """`nodes` with `node` at `place`, from 0; a place outside means the nearer end."""
    at = max(0, min(place, len(nodes)))
    return (*nodes[:at], node, *nodes[at:])


def refuse_known(project: Project, *ids: str) -> None:
    """Raises EditRefused when the film, or `ids` themselves, hold one of `ids` already."""
    known = set(all_ids(project))
    for name in ids:
        if name in known:
            raise EditRefused("timeline.same_id", id=name)
        known.add(name)


def scene_with(project: Project, scene_id: str) -> Scene:
    """The scene with this id. Raises EditRefused."""
    scene = find_scene(project, scene_id)
    if scene is None:
        raise EditRefused("timeline.no_scene", id=scene_id)
    return scene


def home_of(project: Project, shot_id: str) -> tuple[Scene, int]:
    """The scene of a shot and the shot's place in it, from 0. Raises EditRefused."""
    scene = find_scene_of(project, shot_id)
    if scene is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    return scene, next(n for n, shot in enumerate(scene.shots) if shot.id == shot_id)


def shot_of_cue(project: Project, cue_id: str) -> tuple[Shot, Cue]:
    """A cue and the shot that holds it. Raises EditRefused."""
    for scene in project.scenes:
        for shot in scene.shots:
            for cue in shot.cues:
                if cue.id == cue_id:
                    return shot, cue
    raise EditRefused("timeline.no_cue", id=cue_id)


def with_scene(project: Project, old: Scene, new: Scene) -> Project:
    """The film with `new` in the place of the scene `old`; itself when they are one."""
    return project if new is old else project.evolve(scenes=swapped(project.scenes, old, new))


def with_shots(project: Project, scene: Scene, shots: Iterable[Shot]) -> Project:
    """The film with other shots in `scene`."""
    return with_scene(project, scene, scene.evolve(shots=tuple(shots)))


def with_shot(project: Project, old: Shot, new: Shot) -> Project:
    """The film with `new` in the place of the shot `old`; itself when they are one."""
    if new is old:
        return project
    scene, _ = home_of(project, old.id)
    return with_shots(project, scene, swapped(scene.shots, old, new))


def with_every_shot(project: Project, change: Callable[[Shot], Shot]) -> Project:
    """The film with each shot changed; scenes in which nothing changes stay the same objects."""
    scenes = tuple(_with_every_shot(scene, change) for scene in project.scenes)
    if all(new is old for new, old in zip(scenes, project.scenes, strict=True)):
        return project
    return project.evolve(scenes=scenes)


def _with_every_shot(scene: Scene, change: Callable[[Shot], Shot]) -> Scene:
    shots = tuple(change(shot) for shot in scene.shots)
    same = all(new is old for new, old in zip(shots, scene.shots, strict=True))
    return scene if same else scene.evolve(shots=shots)


def cut_without(cut: Cut, owners: Container[str]) -> Cut:
    """The cut without the clips of `owners`; tracks that lose none stay the same objects."""
    tracks = tuple(_track_without(track, owners) for track in cut.tracks)
    same = all(new is old for new, old in zip(tracks, cut.tracks, strict=True))
    return cut if same else cut.evolve(tracks=tracks)


def _track_without(track: Track, owners: Container[str]) -> Track:
    clips = tuple(clip for clip in track.clips if clip.owner not in owners)
    return track if len(clips) == len(track.clips) else track.evolve(clips=clips)
