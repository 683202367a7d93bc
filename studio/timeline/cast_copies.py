"""A film's own copy of a subject of the library: taken in, brought up to date, compared."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from studio.messages import Part
from studio.timeline.cast_entry import Entry, references_of, renamed, seal, variant_id
from studio.timeline.project import Project
from studio.timeline.queries import find_subject
from studio.timeline.rebuild import evolved, swapped
from studio.timeline.reference_edits import add_reference
from studio.timeline.story import Origin, Reference, Subject
from studio.timeline.subject_edits import add_subject, subject_with
from studio.timeline.variant_edits import remove_variant

_TOLD = ("name", "kind", "description", "aliases", "colour", "voice", "real", "consent")


class Standing(StrEnum):
    """How a film's subject stands to the library."""

    OWN = "own"  # it was never there
    SAME = "same"
    CHANGED = "changed"  # the film's copy is another one than was copied
    NEWER = "newer"  # the library has a newer one
    BOTH = "both"
    GONE = "gone"  # its entry is not there any more


def copied(
    project: Project, entry: Entry, references: Mapping[str, Reference], subject_id: str
) -> Project:
    """An entry's subject joins the film under `subject_id`; `references` are the film's own, by
    what the entry calls them. Raises EditRefused when the film has that subject.
    """
    project = _with_references(project, references)
    return add_subject(project, _mine(entry, references, subject_id, ()))


def updated(
    project: Project, subject_id: str, entry: Entry, references: Mapping[str, Reference]
) -> Project:
    """The film's copy becomes what the library has; variants that only the film has stay, and
    shots that showed one that is gone show the first. Raises EditRefused.
    """
    was = subject_with(project, subject_id)
    project = _with_references(project, references)
    new = _mine(entry, references, subject_id, [variant.id for variant in was.variants])
    ours = {variant.id for variant in new.variants}
    left = _left(was, entry)
    gone = [v.id for v in was.variants if v.id not in ours and v.id in left]
    for name in gone:
        project = remove_variant(project, name, cascade=True)
    kept = tuple(v for v in was.variants if v.id not in ours and v.id not in gone)
    new = new.evolve(variants=(*new.variants, *kept))
    return project.evolve(
        subjects=swapped(project.subjects, subject_with(project, subject_id), new)
    )


def come_from(project: Project, subject_id: str, entry: Entry) -> Project:
    """A subject of the film is the library's from now on, as it was saved there just now."""
    subject = find_subject(project, subject_id)
    if subject is None:
        return project
    new = evolved(subject, origin=Origin(entry=entry.id, revision=entry.revision))
    return (
        project
        if new is subject
        else project.evolve(subjects=swapped(project.subjects, subject, new))
    )


def for_library(subject: Subject, before: Entry | None) -> Subject:
    """A film's subject as an entry holds it: variants under the names they have there."""
    known = before.subject.variants if before is not None else ()
    names = {variant_id(subject.id, each.id): each.id for each in known}
    references = {name: name for name in references_of(subject)}
    return renamed(subject.evolve(origin=None), subject.id, references, names)


def standing(subject: Subject, hashes: Mapping[str, str], entries: Mapping[str, Entry]) -> Standing:
    """How a subject stands to the library; `hashes` are those of the film's media by reference."""
    if subject.origin is None:
        return Standing.OWN
    entry = entries.get(subject.origin.entry)
    if entry is None:
        return Standing.GONE
    now = seal(subject, hashes)
    if now == entry.revision:
        return Standing.SAME
    changed, newer = now != subject.origin.revision, entry.revision != subject.origin.revision
    return Standing.BOTH if changed and newer else Standing.CHANGED if changed else Standing.NEWER


def differing(subject: Subject, hashes: Mapping[str, str], entry: Entry) -> Sequence[Part]:
    """In what a film's copy and its entry differ, as words to be put into a sentence."""
    other = entry.subject
    found = [name for name in _TOLD if getattr(subject, name) != getattr(other, name)]
    theirs = {file.reference: file.sha256 for file in entry.files}

    def bare(one: Subject, of: Mapping[str, str], *names: str) -> str:
        emptied = {name: () for name in ("uses", "variants") if name not in names}
        plain = {name: getattr(other, name) for name in _TOLD}
        return seal(one.evolve(**emptied, **plain), of)

    for name, key in (("uses", "pictures"), ("variants", "variants")):
        if bare(subject, hashes, name) != bare(other, theirs, name):
            found.append(key)
    return [Part(f"casting.field.{name}") for name in found]


def _with_references(project: Project, references: Mapping[str, Reference]) -> Project:
    for reference in references.values():
        project = add_reference(project, reference)
    return project


def _mine(
    entry: Entry, references: Mapping[str, Reference], subject_id: str, known: Sequence[str]
) -> Subject:
    """The entry's subject under the film's ids; `known` are those its variants have already."""
    names = {name: reference.id for name, reference in references.items()}
    variants = {
        each.id: each.id if each.id in known else variant_id(subject_id, each.id)
        for each in entry.subject.variants
    }
    made = renamed(entry.subject, subject_id, names, variants)
    return made.evolve(origin=Origin(entry=entry.id, revision=entry.revision))


def _left(subject: Subject, entry: Entry) -> set[str]:
    """What a film's copy may call variants that left the library."""
    return {*entry.left, *(variant_id(subject.id, name) for name in entry.left)}
