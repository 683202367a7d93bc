"""Edits of shots: add, remove, move, split, merge, change, choose a take."""

from collections.abc import Sequence
from typing import Any

from studio.errors import EditRefused
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.rebuild import (
    cut_without,
    evolved,
    home_of,
    inserted,
    refuse_known,
    scene_with,
    shot_of_cue,
    swapped,
    with_shot,
    with_shots,
)
from studio.timeline.story import Cue, CueKind, Role, Scene, Shot
from studio.timeline.take_edits import with_verdict

_READ = {CueKind.LINE, CueKind.CAPTION}


def insert_shot(project: Project, scene_id: str, place: int, shot: Shot) -> Project:
    """`a b` -> `a N b` at `place` of the scene, from 0."""
    refuse_known(project, shot.id, *(cue.id for cue in shot.cues))
    scene = scene_with(project, scene_id)
    return with_shots(project, scene, inserted(scene.shots, place, shot))


def remove_shots(project: Project, shot_ids: Sequence[str]) -> Project:
    """`a X b Y` -> `a b`; their clips leave the cut with them."""
    gone = {shot.id: shot for shot in (_shot(project, shot_id) for shot_id in shot_ids)}
    if not gone:
        return project
    scenes = tuple(_scene_without(scene, gone) for scene in project.scenes)
    owners = {*gone, *(cue.id for shot in gone.values() for cue in shot.cues)}
    return project.evolve(scenes=scenes, cut=cut_without(project.cut, owners))


def _shot(project: Project, shot_id: str) -> Shot:
    scene, place = home_of(project, shot_id)
    return scene.shots[place]


def _scene_without(scene: Scene, gone: dict[str, Shot]) -> Scene:
    kept = tuple(shot for shot in scene.shots if shot.id not in gone)
    return scene if len(kept) == len(scene.shots) else scene.evolve(shots=kept)


def move_shot(project: Project, shot_id: str, scene_id: str, place: int) -> Project:
    """`X a b` -> `a X b`, within a scene or into another; `place` counts without the shot."""
    home, at = home_of(project, shot_id)
    shot, target = home.shots[at], scene_with(project, scene_id)
    left = tuple(s for s in home.shots if s is not shot)
    if target is home:
        moved = inserted(left, place, shot)
        return project if moved == home.shots else with_shots(project, home, moved)
    without = with_shots(project, home, left)
    return with_shots(without, target, inserted(target.shots, place, shot))


def duplicate_shot(project: Project, shot_id: str) -> Project:
    """`a X b` -> `a X X' b`; the copy has ids of its own and no takes."""
    scene, at = home_of(project, shot_id)
    shot = scene.shots[at]
    cues = tuple(cue.evolve(id=new_id("cu"), take=None) for cue in shot.cues)
    copy = shot.evolve(id=new_id("sh"), take=None, verdicts=(), cues=cues)
    return insert_shot(project, scene.id, at + 1, copy)


def split_shot(project: Project, shot_id: str, frame: int) -> Project:
    """`XXXX` -> `XX YY`: cut before `frame` of the shot; each cue goes where it begins.

    A line or a caption ends with its half. The last frame goes to the right half, the first frame
    stays left. Neither half keeps a chosen take: each is another picture now.
    """
    scene, at = home_of(project, shot_id)
    shot = scene.shots[at]
    if not 0 < frame < shot.frames:
        raise EditRefused("timeline.split_outside", frame=frame, frames=shot.frames)
    early = tuple(_within(cue, frame) for cue in shot.cues if cue.start < frame)
    late = tuple(cue.evolve(start=cue.start - frame) for cue in shot.cues if cue.start >= frame)
    left = shot.evolve(frames=frame, cues=early, take=None, uses=_uses_but(shot, Role.LAST_FRAME))
    right = shot.evolve(
        id=new_id("sh"),
        frames=shot.frames - frame,
        cues=late,
        take=None,
        verdicts=(),
        uses=_uses_but(shot, Role.FIRST_FRAME),
    )
    return with_shots(project, scene, swapped(scene.shots, shot, left, right))


def _uses_but(shot: Shot, role: Role) -> tuple[Any, ...]:
    return tuple(use for use in shot.uses if use.role is not role)


def _within(cue: Cue, end: int) -> Cue:
    """What is read or said ends at `end` at the latest; effects and music may sound on."""
    if cue.kind not in _READ or cue.frames is None:
        return cue
    return evolved(cue, frames=max(1, min(cue.frames, end - cue.start)))


def merge_shots(project: Project, first: str, second: str) -> Project:
    """`XX YY` -> `XXXX`: two neighbours of one scene become one with both actions and all cues.

    The clips of the second leave the cut; those of its cues stay.
    """
    scene, at = home_of(project, first)
    if at + 1 >= len(scene.shots) or scene.shots[at + 1].id != second:
        raise EditRefused("timeline.not_neighbours")
    a, b = scene.shots[at : at + 2]
    ends = tuple(use for use in b.uses if use.role is not Role.FIRST_FRAME and use not in a.uses)
    seen = {*a.subjects, *(each.subject for each in a.variants)}
    merged = evolved(
        a,
        frames=a.frames + b.frames,
        prompt=" ".join(p for p in dict.fromkeys((a.prompt, b.prompt)) if p),
        subjects=tuple(dict.fromkeys(a.subjects + b.subjects)),
        variants=a.variants + tuple(each for each in b.variants if each.subject not in seen),
        onscreen_text=tuple(dict.fromkeys(a.onscreen_text + b.onscreen_text)),
        uses=_uses_but(a, Role.LAST_FRAME) + ends,
        cues=a.cues + tuple(cue.evolve(start=cue.start + a.frames) for cue in b.cues),
        take=None,
    )
    without = project.evolve(cut=cut_without(project.cut, {second}))
    return with_shots(without, scene, (*scene.shots[:at], merged, *scene.shots[at + 2 :]))


def change_shot(project: Project, shot_id: str, **changes: Any) -> Project:
    """Some fields of a shot get other values.

    Cues that a shorter shot leaves outside are drawn in to its end, unless `cues` are given too.
    """
    shot = _shot(project, shot_id)
    new = evolved(shot, **changes)
    if new.frames < shot.frames and "cues" not in changes:
        new = evolved(new, cues=tuple(_drawn_in(cue, new.frames) for cue in new.cues))
    return with_shot(project, shot, new)


def _drawn_in(cue: Cue, end: int) -> Cue:
    length = cue.frames or 1
    if cue.start < end and (cue.kind not in _READ or cue.start + length <= end):
        return cue
    return _within(evolved(cue, start=max(0, min(cue.start, end - min(length, end)))), end)


def choose_take(project: Project, owner_id: str, take_id: str | None) -> Project:
    """The maker decides which take a shot or a cue shows; None: the newest.

    One that was rejected is in again.
    """
    shot = find_shot(project, owner_id)
    if shot is not None:
        judged = with_verdict(shot, take_id, rejected=False) if take_id is not None else shot
        return with_shot(project, shot, evolved(judged, take=take_id))
    shot, cue = shot_of_cue(project, owner_id)
    chosen = evolved(cue, take=take_id)
    return with_shot(project, shot, evolved(shot, cues=swapped(shot.cues, cue, chosen)))
