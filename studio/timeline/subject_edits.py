"""Edits of subjects: who or what must stay itself through the film."""

from typing import Any

from studio.errors import EditRefused
from studio.messages import Listed
from studio.timeline.project import Project
from studio.timeline.queries import find_subject, shot_labels, shots
from studio.timeline.rebuild import evolved, refuse_known, swapped, with_every_shot
from studio.timeline.story import Shot, Subject


def add_subject(project: Project, subject: Subject) -> Project:
    """A subject joins the film."""
    refuse_known(project, subject.id, *(variant.id for variant in subject.variants))
    return project.evolve(subjects=(*project.subjects, subject))


def change_subject(project: Project, subject_id: str, **changes: Any) -> Project:
    """Some fields of a subject get other values."""
    subject = subject_with(project, subject_id)
    new = evolved(subject, **changes)
    if new is subject:
        return project
    return project.evolve(subjects=swapped(project.subjects, subject, new))


def remove_subject(project: Project, subject_id: str, *, cascade: bool = False) -> Project:
    """A subject leaves the film.

    Refused while a shot shows it or a line is its own; with `cascade` it leaves those shots,
    and its lines become voice over.
    """
    subject = subject_with(project, subject_id)
    where = [shot.id for shot in shots(project) if _has(shot, subject_id)]
    if where and not cascade:
        labels = shot_labels(project)
        named = Listed(labels[shot_id] for shot_id in where[:5])
        raise EditRefused("timeline.subject_used", name=subject.name, shots=named, count=len(where))
    without = with_every_shot(project, lambda shot: _shot_without(shot, subject_id))
    return without.evolve(subjects=swapped(project.subjects, subject))


def subject_with(project: Project, subject_id: str) -> Subject:
    """The subject with this id. Raises EditRefused."""
    subject = find_subject(project, subject_id)
    if subject is None:
        raise EditRefused("timeline.no_subject", id=subject_id)
    return subject


def _has(shot: Shot, subject_id: str) -> bool:
    return subject_id in shot.subjects or any(cue.speaker == subject_id for cue in shot.cues)


def _shot_without(shot: Shot, subject_id: str) -> Shot:
    dressed = any(each.subject == subject_id for each in shot.variants)
    if not (dressed or _has(shot, subject_id)):
        return shot
    return shot.evolve(
        variants=tuple(each for each in shot.variants if each.subject != subject_id),
        subjects=tuple(name for name in shot.subjects if name != subject_id),
        cues=tuple(
            cue.evolve(speaker=None) if cue.speaker == subject_id else cue for cue in shot.cues
        ),
    )
