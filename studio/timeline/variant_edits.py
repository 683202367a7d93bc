"""Edits of variants: a subject in other clothes or at another age, and which one a shot shows."""

from collections.abc import Iterable
from typing import Any

from studio.errors import EditRefused
from studio.messages import Listed
from studio.timeline.project import Project
from studio.timeline.queries import find_variant, shot_labels, shots
from studio.timeline.rebuild import (
    evolved,
    home_of,
    inserted,
    refuse_known,
    swapped,
    with_every_shot,
    with_shot,
)
from studio.timeline.story import Shot, Showing, Subject, Variant
from studio.timeline.subject_edits import subject_with


def add_variant(
    project: Project, subject_id: str, variant: Variant, place: int | None = None
) -> Project:
    """A subject gets another variant, at `place` from 0, else last; the first is the default."""
    refuse_known(project, variant.id)
    subject = subject_with(project, subject_id)
    at = len(subject.variants) if place is None else place
    return _with(project, subject, inserted(subject.variants, at, variant))


def change_variant(project: Project, variant_id: str, **changes: Any) -> Project:
    """Some fields of a variant get other values."""
    subject, variant = _home(project, variant_id)
    new = evolved(variant, **changes)
    if new is variant:
        return project
    return _with(project, subject, swapped(subject.variants, variant, new))


def put_first(project: Project, variant_id: str) -> Project:
    """A variant becomes its subject's default: every shot that names none shows it."""
    subject, variant = _home(project, variant_id)
    if subject.variants[0] is variant:
        return project
    rest = tuple(each for each in subject.variants if each is not variant)
    return _with(project, subject, (variant, *rest))


def remove_variant(project: Project, variant_id: str, *, cascade: bool = False) -> Project:
    """A variant leaves its subject.

    Refused while a shot names it; with `cascade` such shots show the subject's first again.
    """
    subject, variant = _home(project, variant_id)
    where = [shot.id for shot in shots(project) if _names(shot, variant_id)]
    if where and not cascade:
        labels = shot_labels(project)
        named = Listed(labels[shot_id] for shot_id in where[:5])
        raise EditRefused("timeline.variant_used", name=variant.name, shots=named, count=len(where))
    bare = with_every_shot(project, lambda shot: _without(shot, variant_id))
    return _with(bare, subject, swapped(subject.variants, variant))


def show_variant(
    project: Project, shot_ids: Iterable[str], subject_id: str, variant_id: str | None
) -> Project:
    """Shots show a subject in a variant; None: in its first, whichever that is."""
    subject = subject_with(project, subject_id)
    if variant_id is not None and all(each.id != variant_id for each in subject.variants):
        raise EditRefused("timeline.no_variant", id=variant_id)
    for shot_id in shot_ids:
        scene, at = home_of(project, shot_id)
        shot = scene.shots[at]
        others = tuple(each for each in shot.variants if each.subject != subject_id)
        mine = (Showing(subject=subject_id, variant=variant_id),) if variant_id else ()
        project = with_shot(project, shot, evolved(shot, variants=(*others, *mine)))
    return project


def _home(project: Project, variant_id: str) -> tuple[Subject, Variant]:
    found = find_variant(project, variant_id)
    if found is None:
        raise EditRefused("timeline.no_variant", id=variant_id)
    return found


def _with(project: Project, subject: Subject, variants: tuple[Variant, ...]) -> Project:
    new = evolved(subject, variants=variants)
    return project.evolve(subjects=swapped(project.subjects, subject, new))


def _names(shot: Shot, variant_id: str) -> bool:
    return any(each.variant == variant_id for each in shot.variants)


def _without(shot: Shot, variant_id: str) -> Shot:
    if not _names(shot, variant_id):
        return shot
    return evolved(shot, variants=tuple(v for v in shot.variants if v.variant != variant_id))
