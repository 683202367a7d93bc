"""An actor joins the film: a subject with the look and the voice that a clip gave."""

from collections.abc import Iterable, Sequence

from studio.timeline.project import Project
from studio.timeline.reference_edits import add_reference
from studio.timeline.story import Reference, Subject, Use
from studio.timeline.subject_edits import add_subject


def add_actor(
    project: Project, subject: Subject, references: Iterable[Reference], uses: Sequence[Use]
) -> Project:
    """A subject joins the film with the media it is known by. Raises EditRefused."""
    for reference in references:
        project = add_reference(project, reference)
    return add_subject(project, subject.evolve(uses=tuple(dict.fromkeys(uses))))
