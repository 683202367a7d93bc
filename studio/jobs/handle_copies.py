"""What services call a subject, on its way between films: kept in the library, taken into a film.

A handle is of an account, and no account has a name that may be stored: keys live in the keyring
alone, and what a service calls its account is not told. So a copy is taken for good as any other
handle is, and asked about when it is used: a service that does not know it refuses the request
before anything is paid, and the refusal is looked into (`backends.gone`).
"""

from collections.abc import Iterable
from pathlib import Path

from studio.backends.base import Offer, Request
from studio.backends.registering import HANDLE, left
from studio.jobs.filing import file_result, partial_folder
from studio.jobs.film import Film
from studio.jobs.handles import (
    EXPIRES,
    HandleState,
    handles_of,
    limits_of,
    made_from,
    media_of,
)
from studio.jobs.job import Job, Kind, State, now
from studio.jobs.registering import registration
from studio.timeline.cast_entry import Entry, EntryHandle, variant_id
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_subject
from studio.timeline.story import Subject, Variant
from studio.timeline.take import Take


def kept_handles(film: Film, subject: Subject, kept: Subject) -> tuple[EntryHandle, ...]:
    """The good handles of a film's subject; `kept` is it under the library's names."""
    found: dict[str, EntryHandle] = {}
    names: list[tuple[Variant | None, str]] = [(None, "")]
    names += [(v, k.id) for v, k in zip(subject.variants, kept.variants, strict=True)]
    for variant, name in names:
        for backend, handle in handles_of(film, subject, variant, film.today).items():
            if handle.state is not HandleState.GOOD or handle.take.id in found:
                continue
            found[handle.take.id] = EntryHandle(
                backend=backend, variant=name, names=dict(handle.names),
                made_from=tuple(made_from(handle.take)), limits=dict(limits_of(handle.take)),
                expires=handle.expires.isoformat() if handle.expires else "",
            )  # fmt: skip
    return tuple(found.values())


def arrived_handles(
    entry: Entry, project: Project, subject_id: str, folder: Path, takes: Iterable[Take]
) -> list[tuple[Job, Take]]:
    """An entry's handles as takes of a film's copy of its subject, for the journal to adopt: those
    that fit the media the copy has. Blocking. Raises OSError, BackendError for a full disk.
    """
    subject, film = find_subject(project, subject_id), Film(project, takes)
    if subject is None:
        return []
    made: list[tuple[Job, Take]] = []
    for kept in entry.handles:
        names = {kept.variant, variant_id(subject_id, kept.variant)}
        variant = next((each for each in subject.variants if each.id in names), None)
        if kept.variant and variant is None:
            continue
        there = handles_of(film, subject, variant, film.today).get(kept.backend)
        if there is not None and there.state is HandleState.GOOD:
            continue
        media = media_of(film, subject, variant, kept.limits)
        if [medium.take.files[0].sha256 for medium in media] == list(kept.made_from):
            made.append(filed(film, subject, variant, kept, folder))
    return made


def filed(
    film: Film, subject: Subject, variant: Variant | None, kept: EntryHandle, folder: Path
) -> tuple[Job, Take]:
    """A handle as a take of a subject, with the job that would have left it."""
    offer = Offer(
        name=kept.backend, title=kept.backend, kinds=(HANDLE,), input_roles=dict(kept.limits)
    )
    request: Request = registration(film, subject, variant, offer)
    job = Job(
        id=new_id("jb"), kind=Kind.REGISTER, owner=subject.id, backend=kept.backend,
        request=request.model_dump(mode="json"), state=State.DONE, created=now(), ended=now(),
    )  # fmt: skip
    partial = partial_folder(folder, job)
    partial.mkdir(parents=True, exist_ok=True)
    ends = {EXPIRES: kept.expires} if kept.expires else {}
    service = kept.backend.removesuffix("-library")
    result = left(partial, service, request, {**kept.names, **ends})
    take = file_result(folder, job, request, result)
    partial.rmdir()
    return job, take
