"""Edits of the story: the whole of it and its scenes here, and by name all the others.

Each is a function Project -> Project. An edit that changes nothing returns the same object; one
that must not happen raises EditRefused. Only the nodes that change are rebuilt, through their
constructors.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from studio.timeline.cue_edits import add_cue, change_cue, remove_cue
from studio.timeline.project import Project
from studio.timeline.queries import clips, cues, shots
from studio.timeline.rebuild import (
    cut_without,
    evolved,
    inserted,
    refuse_known,
    scene_with,
    with_scene,
)
from studio.timeline.reference_edits import (
    add_reference,
    change_reference,
    drop_use,
    remove_reference,
    use_reference,
)
from studio.timeline.shot_edits import (
    change_shot,
    choose_take,
    duplicate_shot,
    insert_shot,
    merge_shots,
    move_shot,
    remove_shots,
    split_shot,
)
from studio.timeline.story import Reference, Scene, Subject
from studio.timeline.subject_edits import add_subject, change_subject, remove_subject
from studio.timeline.take_edits import note_take, reject_take
from studio.timeline.variant_edits import (
    add_variant,
    change_variant,
    put_first,
    remove_variant,
    show_variant,
)

__all__ = [
    "add_cue", "add_reference", "add_scene", "add_subject", "add_variant", "change_cue",
    "change_reference", "change_scene", "change_shot", "change_subject", "change_variant",
    "choose_take", "drop_use", "duplicate_shot", "insert_shot", "merge_shots", "move_scene",
    "move_shot", "note_take", "put_first", "reject_take", "remove_cue", "remove_reference",
    "remove_scene", "remove_shots", "remove_subject", "remove_variant", "set_budget", "set_story",
    "show_variant", "split_shot", "use_reference",
]  # fmt: skip


def set_story(
    project: Project,
    *,
    title: str,
    language: str,
    brief: str,
    style: str,
    scenes: Sequence[Scene],
    subjects: Sequence[Subject],
    references: Sequence[Reference] | None = None,
    width: int | None = None,
    height: int | None = None,
) -> Project:
    """The film tells another story; what is None stays.

    Clips of parts that are gone leave the cut.
    """
    told = evolved(
        project,
        title=title,
        language=language,
        brief=brief,
        style=style,
        scenes=tuple(scenes),
        subjects=tuple(subjects),
        references=project.references if references is None else tuple(references),
        width=width or project.width,
        height=height or project.height,
    )
    kept = {part.id for part in (*shots(told), *cues(told), *told.references)}
    gone = {clip.owner for _, clip in clips(told)} - kept
    return evolved(told, cut=cut_without(told.cut, gone))


def set_budget(project: Project, currency: str, amount: Decimal | None) -> Project:
    """The film may cost no more than `amount` in a currency; None: as much as it takes."""
    budget = {name: limit for name, limit in project.budget.items() if name != currency}
    if amount is not None:
        budget[currency] = amount
    return evolved(project, budget=dict(sorted(budget.items())))


def add_scene(project: Project, scene: Scene, place: int | None = None) -> Project:
    """`A B` -> `A N B` at `place`, from 0; at the end without one."""
    inside = (part for shot in scene.shots for part in (shot.id, *(cue.id for cue in shot.cues)))
    refuse_known(project, scene.id, *inside)
    at = len(project.scenes) if place is None else place
    return project.evolve(scenes=inserted(project.scenes, at, scene))


def change_scene(project: Project, scene_id: str, **changes: Any) -> Project:
    """Some fields of a scene get other values."""
    scene = scene_with(project, scene_id)
    return with_scene(project, scene, evolved(scene, **changes))


def remove_scene(project: Project, scene_id: str) -> Project:
    """`A X B` -> `A B`; the clips of its shots leave the cut with them."""
    scene = scene_with(project, scene_id)
    without = remove_shots(project, [shot.id for shot in scene.shots])
    return without.evolve(scenes=tuple(s for s in without.scenes if s.id != scene_id))


def move_scene(project: Project, scene_id: str, place: int) -> Project:
    """`X A B` -> `A X B`; `place` counts from 0 without the scene."""
    scene = scene_with(project, scene_id)
    others = [s for s in project.scenes if s is not scene]
    return evolved(project, scenes=inserted(others, place, scene))
