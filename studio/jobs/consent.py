"""Consent of real people: who needs it before anything with their face or voice is made.

Whoever the maker calls real needs a record that holds on the day of sending. Where nobody has said
yet, a face in the pictures asks for a word once: a consent, or that it is nobody real.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from studio.backends.base import Input
from studio.errors import BadInput
from studio.jobs.admission import Item
from studio.jobs.film import Film
from studio.jobs.fit import Reason
from studio.timeline.story import Subject

Faces = Callable[[Input], int | None]
"""How many faces a file shows; None when it cannot be told."""


@dataclass(frozen=True)
class Question:
    """A subject with a face of whom nobody has said whether it is a real person's."""

    subject: Subject
    picture: Input


def consent_for(subjects: Iterable[Subject], today: date) -> list[Reason]:
    """Why subjects cannot be sent to a service: no consent, or one that has ended."""
    found: list[Reason] = []
    for subject in subjects:
        if not subject.real:
            continue
        given = subject.consent
        if given is None:
            found.append(Reason("casting.no_consent", {"name": subject.name}))
        elif given.until is not None and given.until < today:
            values = {"name": subject.name, "until": given.until.isoformat()}
            found.append(Reason("casting.consent_ended", values))
    return found


def require_answers(film: Film, items: Sequence[Item], faces: Faces) -> None:
    """Refuse to send what shows a face of whom nobody has said anything. Blocking.

    Raises BadInput.
    """
    for each in questions(film, items, faces):
        raise BadInput("casting.face_seen", name=each.subject.name, picture=each.picture.name)


def questions(film: Film, items: Sequence[Item], faces: Faces) -> list[Question]:
    """Whom the maker has to be asked about before `items` are sent, each once. Blocking: files
    are looked at.
    """
    found: dict[str, Question] = {}
    for item in items:
        if item.blocks or item.offer is None or item.offer.local:
            continue
        requests = (item.request, *item.request.then)
        for each in (each for request in requests for each in request.inputs):
            subject = film.subjects.get(each.figure or "")
            if subject is None or subject.real is not None or subject.id in found:
                continue
            if subject.kind.value == "person" and each.kind != "sound" and faces(each):
                found[subject.id] = Question(subject, each)
    return list(found.values())
