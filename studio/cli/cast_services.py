"""What the commands about the cast do at services: registering, and the consent it needs."""

from datetime import date
from pathlib import Path
from typing import Any

from studio.cli.asking import asker
from studio.cli.cast_shared import subject_called
from studio.cli.console import Console
from studio.cli.loops import finished
from studio.cli.making import raise_troubles, teller
from studio.cli.opening import opened
from studio.cli.reached import reached
from studio.errors import BadInput, Cancelled
from studio.jobs.admission import money
from studio.jobs.compiling import compiler
from studio.jobs.film import Film
from studio.jobs.given_handles import given as given_handle
from studio.jobs.given_handles import parsed
from studio.jobs.handles import Handle, handles_of
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.jobs.ledger import check_budget, ledger
from studio.jobs.registering import plan_registration
from studio.jobs.runner import Runner
from studio.messages import Listed
from studio.timeline.model import new_id
from studio.timeline.rebuild import made
from studio.timeline.story import Consent, Subject, Variant
from studio.timeline.subject_edits import change_subject


def registered(
    console: Console, folder: Path, name: str, *, at: str, variant: str | None, yes: bool
) -> None:
    """A subject is registered at a service, unless it is and nothing has changed since."""
    found = reached()
    registrar = f"{at.strip().lower()}-library"
    if registrar not in found.registrars:
        known = Listed(each.removesuffix("-library") for each in found.registrars)
        raise BadInput("casting.no_such_service", text=at[:40], known=known)
    with opened(console, folder) as store, Journal.open(folder) as journal:
        project = store.project
        subject = subject_called(project, name)
        shown = _variant(subject, variant)
        film = Film(project, journal.takes())
        offer = found.registrars[registrar].offer
        wanted = plan_registration(film, subject, shown, offer, compiler(found.registrars))
        for reason in wanted.items[0].warnings:
            console.warn(reason.key, **reason.values)
        for reason in wanted.items[0].blocks:
            raise BadInput(reason.key, **reason.values)
        items = wanted.admit()
        check_budget(project, ledger(project, journal.takes(), journal.jobs()), wanted.prices)
        if not yes and not asker(console)(wanted.prices):
            raise Cancelled("jobs.not_agreed")
        jobs = [job for item in items for job in item.jobs(new_id("ba"))]
        journal.add(jobs)
        names = {job.id for job in jobs}
        with console.meter("casting.registering", name=subject.name, backend=offer.told) as meter:
            runner = Runner(journal, folder, found.every, on_event=teller(meter))
            finished(runner.run(names))
        ended = [job for job in journal.jobs() if job.id in names]
        raise_troubles(
            project,
            [job for job in ended if job.state is State.FAILED],
            [job for job in ended if job.state is State.UNKNOWN],
        )
        film = Film(project, journal.takes(), jobs=journal.jobs())
        handle = handles_of(film, subject, shown).get(registrar)
    console.say(
        "casting.registered", name=subject.name, backend=offer.told, cost=money(wanted.prices)
    )
    console.result(_handle_json(subject, handle))


def named_at(
    console: Console, folder: Path, name: str, texts: list[str], *,
    at: str, variant: str | None, until: str | None,
) -> None:  # fmt: skip
    """The maker says what a service calls a subject, or with empty values that it has no name."""
    service = at.strip().lower()
    names, last = parsed(service, texts), _day_to_come(until) if until else None
    with opened(console, folder) as store, Journal.open(folder) as journal:
        subject = subject_called(store.project, name)
        shown = _variant(subject, variant)
        film = Film(store.project, journal.takes())
        journal.adopt([given_handle(film, subject, shown, service, names, last, folder)])
        film = Film(store.project, journal.takes(), jobs=journal.jobs())
        handle = handles_of(film, subject, shown).get(f"{service}-library")
    told = Listed(f"{key} = {value}" for key, value in names.items())
    key = "casting.handle_kept" if names else "casting.handle_removed"
    console.say(key, name=subject.name, service=service, handles=told)
    console.result(_handle_json(subject, handle))


def consented(
    console: Console, folder: Path, name: str, *,
    person: str | None, purpose: str | None, until: str | None, nobody: bool,
) -> None:  # fmt: skip
    """Put on record what a real person agreed to, or that a subject is nobody real."""
    if nobody and (person or purpose or until):
        raise BadInput("casting.nobody_or_consent")
    if not nobody and not (person and purpose):
        raise BadInput("casting.consent_needs")
    with opened(console, folder) as store:
        subject = subject_called(store.project, name)
        given: Consent | None = None
        if not nobody:
            last = _day_to_come(until) if until else None
            given = made(Consent, person=person, purpose=purpose, given=date.today(), until=last)
        film = change_subject(store.project, subject.id, real=not nobody, consent=given)
        if film is not store.project:
            store.save(film)
    key = "casting.nobody_real" if nobody else "casting.consent_kept"
    console.say(key, name=subject.name, person=person or "")
    told = given.model_dump(mode="json") if given is not None else None
    console.result({"subject": subject.id, "real": not nobody, "consent": told})


def _variant(subject: Subject, name: str | None) -> Variant | None:
    """A variant by its name or id; the subject's first where none is named. Raises BadInput."""
    if name is None:
        return subject.variants[0] if subject.variants else None
    wanted = name.strip().casefold()
    for each in subject.variants:
        if wanted in {each.id, each.name.casefold()}:
            return each
    known = Listed(each.name for each in subject.variants) or "-"
    raise BadInput("casting.no_such_variant", text=name[:40], name=subject.name, known=known)


def _day_to_come(text: str) -> date:
    """A last day that is not over. Raises BadInput."""
    day = _day(text)
    if day < date.today():
        raise BadInput("casting.day_over", text=day.isoformat())
    return day


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput("casting.bad_day", text=text[:40]) from error


def _handle_json(subject: Subject, handle: Handle | None) -> dict[str, Any]:
    return {
        "subject": subject.id,
        "state": handle.state.value if handle else None,
        "handles": dict(handle.names) if handle else {},
        "expires": handle.expires.isoformat() if handle and handle.expires else None,
    }
