"""Edits of the story: shots, subjects, references and cues. Each is a function Project -> Project.

An edit that changes nothing returns the same object; one that must not happen raises EditRefused.
Only the nodes that change are rebuilt, through their constructors.
"""

from collections.abc import Callable, Sequence
from typing import Any

from studio.errors import EditRefused
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_reference, find_scene_of, find_shot
from studio.timeline.story import (
    Cue,
    Reference,
    ReferenceKind,
    Role,
    Scene,
    Shot,
    Subject,
    Use,
)

_PICTURE_ROLES = {Role.FIRST_FRAME, Role.LAST_FRAME, Role.STYLE, Role.SUBJECT}
ROLES = {
    ReferenceKind.PICTURE: _PICTURE_ROLES,
    ReferenceKind.VIDEO: {Role.MOTION, Role.CAMERA, Role.SUBJECT},
    ReferenceKind.SOUND: {Role.SOUND, Role.MUSIC, Role.LIP},
}
_ONCE = {Role.FIRST_FRAME, Role.LAST_FRAME, Role.MOTION, Role.CAMERA}


def set_story(
    project: Project,
    *,
    title: str,
    language: str,
    brief: str,
    style: str,
    scenes: Sequence[Scene],
    subjects: Sequence[Subject],
    width: int,
    height: int,
) -> Project:
    """The film tells another story; references stay."""
    return project.evolve(
        title=title, language=language, brief=brief, style=style, scenes=tuple(scenes),
        subjects=tuple(subjects), width=width, height=height,
    )  # fmt: skip


def _with_shots(
    project: Project, scene_id: str, change: Callable[[tuple[Shot, ...]], Sequence[Shot]]
) -> Project:
    scenes = tuple(
        scene.evolve(shots=tuple(change(scene.shots))) if scene.id == scene_id else scene
        for scene in project.scenes
    )
    return project.evolve(scenes=scenes)


def _scene_of(project: Project, shot_id: str) -> Scene:
    scene = find_scene_of(project, shot_id)
    if scene is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    return scene


def _place(scene: Scene, shot_id: str) -> int:
    return next(n for n, shot in enumerate(scene.shots) if shot.id == shot_id)


def change_shot(project: Project, shot_id: str, **changes: Any) -> Project:
    """Some fields of a shot get other values."""
    scene = _scene_of(project, shot_id)
    old = scene.shots[_place(scene, shot_id)]
    new = old.evolve(**changes)
    if new == old:
        return project
    return _with_shots(project, scene.id, lambda shots: [new if s is old else s for s in shots])


def insert_shot(project: Project, scene_id: str, place: int, shot: Shot) -> Project:
    """`a b` -> `a N b` at `place` of the scene."""
    if find_shot(project, shot.id) is not None:
        raise EditRefused("timeline.same_id", id=shot.id)
    if all(scene.id != scene_id for scene in project.scenes):
        raise EditRefused("timeline.no_scene", id=scene_id)
    return _with_shots(project, scene_id, lambda shots: [*shots[:place], shot, *shots[place:]])


def remove_shots(project: Project, shot_ids: Sequence[str]) -> Project:
    """`a X b` -> `a b`; their clips leave the cut with them."""
    gone = set(shot_ids)
    for shot_id in gone:
        _scene_of(project, shot_id)
    owners = gone | {
        cue.id for s in project.scenes for shot in s.shots if shot.id in gone for cue in shot.cues
    }
    scenes = tuple(
        scene.evolve(shots=tuple(shot for shot in scene.shots if shot.id not in gone))
        for scene in project.scenes
    )
    tracks = tuple(
        track.evolve(clips=tuple(clip for clip in track.clips if clip.owner not in owners))
        for track in project.cut.tracks
    )
    return project.evolve(scenes=scenes, cut=project.cut.evolve(tracks=tracks))


def move_shot(project: Project, shot_id: str, scene_id: str, place: int) -> Project:
    """`X a b` -> `a X b`, within a scene or into another; `place` counts without the shot."""
    home = _scene_of(project, shot_id)
    shot = home.shots[_place(home, shot_id)]
    if all(scene.id != scene_id for scene in project.scenes):
        raise EditRefused("timeline.no_scene", id=scene_id)
    if home.id == scene_id and _place(home, shot_id) == place:
        return project
    without = _with_shots(project, home.id, lambda shots: [s for s in shots if s is not shot])
    return _with_shots(without, scene_id, lambda shots: [*shots[:place], shot, *shots[place:]])


def _renamed(shot: Shot, **changes: Any) -> Shot:
    """A copy that is another shot: new ids, no chosen takes."""
    cues = tuple(cue.evolve(id=new_id("cu"), take=None) for cue in shot.cues)
    return shot.evolve(**{"id": new_id("sh"), "take": None, "cues": cues, **changes})


def duplicate_shot(project: Project, shot_id: str) -> Project:
    """`a X b` -> `a X X' b`."""
    scene = _scene_of(project, shot_id)
    place = _place(scene, shot_id)
    return insert_shot(project, scene.id, place + 1, _renamed(scene.shots[place]))


def split_shot(project: Project, shot_id: str, frame: int) -> Project:
    """`XXXX` -> `XX YY`: cut at `frame` of the shot; each cue goes where it begins."""
    scene = _scene_of(project, shot_id)
    shot = scene.shots[_place(scene, shot_id)]
    if not 0 < frame < shot.frames:
        raise EditRefused("timeline.split_outside", frame=frame, frames=shot.frames)
    early = tuple(_shortened(c, frame) for c in shot.cues if c.start < frame)
    late = tuple(c.evolve(start=c.start - frame) for c in shot.cues if c.start >= frame)
    left = shot.evolve(frames=frame, cues=early, take=None)
    right = shot.evolve(
        id=new_id("sh"), frames=shot.frames - frame, cues=late, take=None,
        uses=tuple(u for u in shot.uses if u.role is not Role.FIRST_FRAME),
    )  # fmt: skip
    place = _place(scene, shot_id)
    return _with_shots(
        project, scene.id, lambda all_: [*all_[:place], left, right, *all_[place + 1 :]]
    )


def _shortened(cue: Cue, end: int) -> Cue:
    if cue.frames is None or cue.start + cue.frames <= end:
        return cue
    return cue.evolve(frames=end - cue.start)


def merge_shots(project: Project, first: str, second: str) -> Project:
    """`XX YY` -> `XXXX`: two neighbours of one scene become one with both actions and all cues."""
    scene = _scene_of(project, first)
    place = _place(scene, first)
    if place + 1 >= len(scene.shots) or scene.shots[place + 1].id != second:
        raise EditRefused("timeline.not_neighbours")
    a, b = scene.shots[place], scene.shots[place + 1]
    moved = tuple(cue.evolve(start=cue.start + a.frames) for cue in b.cues)
    merged = a.evolve(
        frames=a.frames + b.frames,
        prompt=" ".join(p for p in (a.prompt, b.prompt) if p),
        subjects=tuple(dict.fromkeys(a.subjects + b.subjects)),
        onscreen_text=a.onscreen_text + b.onscreen_text,
        cues=a.cues + moved,
        take=None,
    )
    without = remove_shots(project, [second])
    return _with_shots(without, scene.id, lambda all_: [merged if s is a else s for s in all_])


def add_reference(project: Project, reference: Reference) -> Project:
    """Media join the film; the same reference twice stays one."""
    known = find_reference(project, reference.id)
    if known is not None:
        return project
    return project.evolve(references=(*project.references, reference))


def use_reference(project: Project, shot_id: str, reference_id: str, role: Role) -> Project:
    """A shot uses a reference in a role; a role that can be played once is played by the newest."""
    reference = find_reference(project, reference_id)
    shot = find_shot(project, shot_id)
    if reference is None:
        raise EditRefused("timeline.no_reference", id=reference_id)
    if shot is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    if role not in ROLES[reference.kind]:
        known = ", ".join(sorted(ROLES[reference.kind]))
        raise EditRefused(
            "timeline.wrong_role", name=reference.name, kind=reference.kind, role=role, known=known
        )
    use = Use(reference=reference_id, role=role)
    kept = tuple(u for u in shot.uses if u != use and not (role in _ONCE and u.role is role))
    return change_shot(project, shot_id, uses=(*kept, use))


def drop_use(project: Project, shot_id: str, use: Use) -> Project:
    """A shot no longer uses a reference in a role."""
    shot = find_shot(project, shot_id)
    if shot is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    return change_shot(project, shot_id, uses=tuple(u for u in shot.uses if u != use))


def choose_take(project: Project, shot_id: str, take_id: str | None) -> Project:
    """The maker decides which take a shot shows; None: the newest."""
    return change_shot(project, shot_id, take=take_id)


def change_subject(project: Project, subject_id: str, **changes: Any) -> Project:
    """Some fields of a subject get other values."""
    old = next((s for s in project.subjects if s.id == subject_id), None)
    if old is None:
        raise EditRefused("timeline.no_subject", id=subject_id)
    new = old.evolve(**changes)
    if new == old:
        return project
    return project.evolve(subjects=tuple(new if s is old else s for s in project.subjects))
