"""Edits that a drop makes: media join the film and take their role, subjects are cast."""

from collections.abc import Iterable, Sequence

from studio.errors import EditRefused
from studio.jobs.imports import Imported
from studio.timeline.following import follow
from studio.timeline.model import derived_id, new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_reference, find_shot, find_subject
from studio.timeline.reference_edits import add_reference, drop_use, use_reference
from studio.timeline.shot_edits import change_shot, choose_take
from studio.timeline.story import ReferenceKind, Role, Scene, Subject, Use
from studio.timeline.subject_edits import add_subject
from studio.timeline.take import Take
from studio.ui.dragging import Cargo, Landing, Target, Thing, landings

_COLOURS = ("#d98b5f", "#6fa8dc", "#8fbf6a", "#c77dba", "#d9b84f", "#5fbdb0", "#a58ddb", "#d9707a")


def joined(film: Project, imported: Iterable[Imported]) -> Project:
    """Imported media join the film; what it has already stays as it is."""
    for each in imported:
        film = add_reference(film, each.reference)
    return film


def landed(film: Project, cargo: Cargo, target: Target, *, late: bool = False) -> Project:
    """The film after a drop of things it has. Raises EditRefused with the reason why not."""
    found = landings(cargo, target, late=late)
    for each in found:
        if each.why:
            raise EditRefused(f"ui_media.no.{each.why}")
    for thing, each in zip(cargo.things, found, strict=True):
        film = _one(film, thing, target, each)
    return film


def cast(film: Project, shot_id: str, subject_id: str) -> Project:
    """A subject is in a shot; once only."""
    shot = find_shot(film, shot_id)
    if shot is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    if subject_id in shot.subjects:
        return film
    return change_shot(film, shot_id, subjects=(*shot.subjects, subject_id))


def uncast(film: Project, shot_id: str, subject_id: str) -> Project:
    """A subject leaves a shot; its lines stay its own."""
    shot = find_shot(film, shot_id)
    if shot is None:
        raise EditRefused("timeline.no_shot", id=shot_id)
    return change_shot(film, shot_id, subjects=tuple(s for s in shot.subjects if s != subject_id))


def used_as(film: Project, target: str, references: Iterable[str], role: Role) -> Project:
    """A shot or a subject uses media in a role."""
    for reference in references:
        film = use_reference(film, target, reference, role)
    return film


def other_role(film: Project, target: str, use: Use, role: Role) -> Project:
    """A use gets another role and keeps its reference."""
    return use_reference(drop_use(film, target, use), target, use.reference, role, use.view)


def new_subject(film: Project, name: str) -> Subject:
    """A subject with a colour that the film uses least."""
    used = [subject.colour for subject in film.subjects]
    colour = min(_COLOURS, key=lambda each: used.count(each))
    return Subject(id=new_id("su"), name=name, colour=colour)


def followed(before: Project, after: Project) -> Project:
    """The story with a cut that tells it; what the maker cut by hand is kept (see `follow`)."""
    return after if _lies_alike(before, after) else follow(before, after)


def _lies_alike(before: Project, after: Project) -> bool:
    """Whether two films would be laid out alike; parts that are one object need no look."""
    if len(before.scenes) != len(after.scenes):
        return False
    pairs = zip(before.scenes, after.scenes, strict=True)
    changed = [(old, new) for old, new in pairs if old is not new]
    return all(_scene_layout(old) == _scene_layout(new) for old, new in changed)


def _scene_layout(scene: Scene) -> list[object]:
    shots = (
        (shot.id, shot.frames, [(c.id, c.kind, c.start, c.frames) for c in shot.cues])
        for shot in scene.shots
    )
    return [scene.id, scene.heading, *shots]


def thing_of(film: Project, reference_id: str, takes: Sequence[Take]) -> Thing | None:
    """Imported media as something to drag; None when the film has it no more."""
    reference = find_reference(film, reference_id)
    if reference is None:
        return None
    seconds = None
    if reference.kind is ReferenceKind.SOUND and takes:
        last = takes[-1]
        seconds = float((last.rate or film.rate).seconds(last.frames or 0))
    return Thing(reference.kind.value, id=reference_id, seconds=seconds)


def _one(film: Project, thing: Thing, target: Target, what: Landing) -> Project:
    if what.verb == "cast":
        return cast(film, target.owner, thing.id)
    if what.verb == "choose":
        return choose_take(film, target.owner, thing.id)
    if what.verb in {"new_subject", "actor"}:
        return _with_look(film, thing.id)
    if what.role is None:
        return film
    return use_reference(film, target.owner, thing.id, what.role)


def _with_look(film: Project, reference_id: str) -> Project:
    """A new subject that looks like a picture and is called after it."""
    reference = find_reference(film, reference_id)
    if reference is None:
        raise EditRefused("timeline.no_reference", id=reference_id)
    ident = derived_id("su", "look", reference_id)
    if find_subject(film, ident) is not None:
        return use_reference(film, ident, reference_id, Role.SUBJECT)
    made = new_subject(film, reference.name).evolve(id=ident)
    return use_reference(add_subject(film, made), ident, reference_id, Role.SUBJECT)
