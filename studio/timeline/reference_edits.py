"""Edits of references: media join the film and steer shots, scenes, subjects and cues."""

from collections.abc import Callable
from typing import Any, TypeVar

from studio.errors import EditRefused
from studio.messages import Listed, Part
from studio.timeline.project import Project
from studio.timeline.queries import (
    clips,
    find_cue,
    find_reference,
    find_scene,
    find_shot,
    find_subject,
    find_variant,
    shot_labels,
)
from studio.timeline.rebuild import (
    cut_without,
    evolved,
    refuse_known,
    shot_of_cue,
    swapped,
    with_scene,
    with_shot,
)
from studio.timeline.roles import ONCE, ROLES, names_of_roles
from studio.timeline.story import Cue, Reference, Role, Scene, Shot, Subject, Use, Variant, View

Uses = tuple[Use, ...]
User = TypeVar("User", Scene, Shot, Subject, Variant, Cue)


def add_reference(project: Project, reference: Reference) -> Project:
    """Media join the film; the same reference twice stays one."""
    if find_reference(project, reference.id) is not None:
        return project
    refuse_known(project, reference.id)
    return project.evolve(references=(*project.references, reference))


def change_reference(project: Project, reference_id: str, **changes: Any) -> Project:
    """Some fields of a reference get other values."""
    reference = _reference(project, reference_id)
    new = evolved(reference, **changes)
    if new is reference:
        return project
    return project.evolve(references=swapped(project.references, reference, new))


def remove_reference(project: Project, reference_id: str, *, cascade: bool = False) -> Project:
    """Media leave the film.

    Refused while something uses them or the cut shows them; with `cascade` those uses and clips go
    too.
    """
    reference = _reference(project, reference_id)
    if not cascade:
        _refuse_used(project, reference)
    without = _without_uses(project, reference_id)
    return without.evolve(
        references=swapped(without.references, reference),
        cut=cut_without(without.cut, {reference_id}),
    )


def use_reference(
    project: Project, target_id: str, reference_id: str, role: Role, view: View | None = None
) -> Project:
    """A shot, scene, subject, variant or cue uses a reference in a role; `view` is what of a
    subject it shows, of which a sheet has as many pictures as the maker likes.

    A first or a last frame replaces the one before. Raises EditRefused for a role that media of
    this kind cannot play.
    """
    reference = _reference(project, reference_id)
    if role not in ROLES[reference.kind]:
        raise EditRefused(
            "timeline.wrong_role",
            name=reference.name,
            kind=Part(f"craft.kind.{reference.kind}"),
            role=Part(f"craft.role.{role}"),
            known=names_of_roles(reference.kind),
        )
    use = Use(reference=reference_id, role=role, view=view)
    return _with_uses(project, target_id, lambda uses: _joined(uses, use))


def _joined(uses: Uses, use: Use) -> Uses:
    if use in uses or (use.view is None and any(_alike(use, other) for other in uses)):
        return uses
    if any(_alike(use, other) for other in uses):  # it shows something else now
        return tuple(use if _alike(use, other) else other for other in uses)
    return (*(u for u in uses if not (use.role in ONCE and u.role is use.role)), use)


def _alike(use: Use, other: Use) -> bool:
    return (use.reference, use.role) == (other.reference, other.role)


def set_view(project: Project, target_id: str, use: Use, view: View | None) -> Project:
    """A picture of a sheet shows another side or expression; None: nobody says which."""

    def turned(uses: Uses) -> Uses:
        return tuple(evolved(each, view=view) if each == use else each for each in uses)

    return _with_uses(project, target_id, turned)


def drop_use(project: Project, target_id: str, use: Use) -> Project:
    """A shot, scene, subject or cue no longer uses a reference in a role."""
    return _with_uses(project, target_id, lambda uses: tuple(u for u in uses if u != use))


def _reference(project: Project, reference_id: str) -> Reference:
    reference = find_reference(project, reference_id)
    if reference is None:
        raise EditRefused("timeline.no_reference", id=reference_id)
    return reference


def _with_uses(project: Project, target_id: str, change: Callable[[Uses], Uses]) -> Project:
    """The film with other uses in the part with this id. Raises EditRefused when there is none."""
    if (shot := find_shot(project, target_id)) is not None:
        return with_shot(project, shot, _changed(shot, change))
    if (scene := find_scene(project, target_id)) is not None:
        return with_scene(project, scene, _changed(scene, change))
    if (subject := find_subject(project, target_id)) is not None:
        subjects = swapped(project.subjects, subject, _changed(subject, change))
        return evolved(project, subjects=subjects)
    if (found := find_variant(project, target_id)) is not None:
        subject, variant = found
        variants = swapped(subject.variants, variant, _changed(variant, change))
        subjects = swapped(project.subjects, subject, evolved(subject, variants=variants))
        return evolved(project, subjects=subjects)
    if find_cue(project, target_id) is not None:
        shot, cue = shot_of_cue(project, target_id)
        cues = swapped(shot.cues, cue, _changed(cue, change))
        return with_shot(project, shot, evolved(shot, cues=cues))
    raise EditRefused("timeline.no_target", id=target_id)


def _changed(user: User, change: Callable[[Uses], Uses]) -> User:
    return evolved(user, uses=change(user.uses))


def _users(project: Project, reference_id: str) -> list[str]:
    """Where a reference is used, as a maker would say it: shots and scenes by number."""
    labels = shot_labels(project)

    def using(part: Scene | Shot | Subject | Variant | Cue) -> bool:
        return any(use.reference == reference_id for use in part.uses)

    cast = project.subjects
    found = [each.name for each in cast if using(each) or any(map(using, each.variants))]
    for number, scene in enumerate(project.scenes, 1):
        found += [str(number)] if using(scene) else []
        found += [labels[s.id] for s in scene.shots if using(s) or any(map(using, s.cues))]
    return found


def _refuse_used(project: Project, reference: Reference) -> None:
    users = _users(project, reference.id)
    if users:
        named = Listed(users[:5])
        raise EditRefused(
            "timeline.reference_used", name=reference.name, users=named, count=len(users)
        )
    shown = sum(1 for _, clip in clips(project) if clip.owner == reference.id)
    if shown:
        raise EditRefused("timeline.reference_shown", name=reference.name, count=shown)


def _without_uses(project: Project, reference_id: str) -> Project:
    def kept(uses: Uses) -> Uses:
        return tuple(use for use in uses if use.reference != reference_id)

    def of_shot(shot: Shot) -> Shot:
        cues = tuple(_changed(cue, kept) for cue in shot.cues)
        return evolved(_changed(shot, kept), cues=cues)

    def of_subject(subject: Subject) -> Subject:
        variants = tuple(_changed(variant, kept) for variant in subject.variants)
        return evolved(_changed(subject, kept), variants=variants)

    def of_scene(scene: Scene) -> Scene:
        return evolved(_changed(scene, kept), shots=tuple(map(of_shot, scene.shots)))

    return evolved(
        project,
        scenes=tuple(map(of_scene, project.scenes)),
        subjects=tuple(map(of_subject, project.subjects)),
    )
