"""What a subject looks like in a shot: its sheet, in the variant that is shown there."""

from collections.abc import Iterator

from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.story import Role, Shot, Subject, Use, Variant, View

BODY = frozenset({View.FRONT, View.LEFT, View.RIGHT, View.BACK, View.DETAIL, None})
"""What shows clothes and age: other pictures take its place in a variant. The rest are faces."""


def variant_in(shot: Shot, subject: Subject) -> Variant | None:
    """The variant of a subject that a shot shows: the one it names, else the subject's first."""
    named = next((each.variant for each in shot.variants if each.subject == subject.id), None)
    first = subject.variants[0] if subject.variants else None
    return next((each for each in subject.variants if each.id == named), first)


def sheet_of(subject: Subject, variant: Variant | None) -> tuple[Use, ...]:
    """The pictures, videos and sounds by which a subject is known in a variant.

    One with pictures of its own looks like these, and keeps of the subject's what does not show how
    it is dressed: expressions and sounds. One without looks like the subject, but for its words.
    """
    if variant is None or not variant.uses:
        return subject.uses
    rest = (use for use in subject.uses if use.role is not Role.SUBJECT or use.view not in BODY)
    return (*variant.uses, *(use for use in rest if use not in variant.uses))


def words_of(subject: Subject, variant: Variant | None) -> str:
    """A subject described in a variant, in the maker's words."""
    if variant is None or not variant.description.strip():
        return subject.description
    return " ".join(filter(None, (subject.description.strip(), variant.description.strip())))


def shots_with(project: Project, subject_id: str) -> Iterator[Shot]:
    """The shots that show a subject or in which it speaks, in the order of the film."""
    for shot in shots(project):
        if subject_id in shot.subjects or any(cue.speaker == subject_id for cue in shot.cues):
            yield shot
