"""An actor joins the film: a subject with the look and the voice that a clip gave."""

from collections.abc import Iterable

from studio.timeline.project import Project
from studio.timeline.reference_edits import add_reference
from studio.timeline.story import Reference, ReferenceKind, Role, Subject, Use, View
from studio.timeline.subject_edits import add_subject

Known = Iterable[tuple[Reference, View | None]]
"""Media by which a subject is known, and what of it each shows."""


def add_actor(project: Project, subject: Subject, known: Known) -> Project:
    """A subject joins the film with its media: what is heard is its voice, the rest its look.

    Raises EditRefused.
    """
    uses: list[Use] = []
    for reference, view in known:
        project = add_reference(project, reference)
        role = Role.SOUND if reference.kind is ReferenceKind.SOUND else Role.SUBJECT
        uses.append(Use(reference=reference.id, role=role, view=view))
    return add_subject(project, subject.evolve(uses=tuple(dict.fromkeys(uses))))
