"""Takes made for a terminal: progress while it goes on, and what there is to know afterwards."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from studio.backends.base import Backend
from studio.backends.people import Sight
from studio.backends.registry import Found
from studio.cli.asking import asker
from studio.cli.console import Console, Meter
from studio.cli.loops import finished
from studio.cli.reached import reached
from studio.errors import BadInput, StudioError
from studio.jobs.admission import money
from studio.jobs.events import JobProgress, Listener, News, TakeArrived
from studio.jobs.film import Film
from studio.jobs.generate import Special, Summary, agreed
from studio.jobs.generate import generate as make_takes
from studio.jobs.job import Job
from studio.jobs.journal import Journal
from studio.messages import Listed, Part
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.store import Store
from studio.timeline.take import Take

if TYPE_CHECKING:  # it brings the network along
    from studio.backends.web import Recorder

_TOLD = 5  # different troubles that are told in one go


def usable(
    wanted: str | None, project: Project | None = None, recorder: "Recorder | None" = None
) -> Mapping[str, Backend]:
    """Every backend that works here. Raises for one that is needed and does not."""
    found = reached(recorder)
    needed = {wanted} if wanted is not None else _needed(project)
    for name in sorted(needed):
        _require(found, name)
    return found.backends


def _needed(project: Project | None) -> set[str]:
    if project is None:
        return set()
    return {shot.backend or project.backend for shot in shots(project)}


def _require(found: Found, name: str) -> None:
    if name in found.backends:  # then nothing else needs to be read
        return
    if all(each.name != name for each in found.broken):
        raise BadInput("cli.no_such_backend", text=name[:40], known=Listed(found.backends))
    found.one(name)


def generated(
    console: Console,
    store: Store,
    *,
    shot_ids: Sequence[str] | None = None,
    takes: int | None = None,
    max_cost: Decimal | None = None,
    backend: str | None = None,
    again: bool = False,
    together: bool = False,
    recorder: "Recorder | None" = None,
    yes: bool = False,
    special: Special | None = None,
    arrived: Callable[[Take], object] | None = None,
) -> Summary:
    """Takes for the shots that lack them, or what `special` plans; `arrived` hears of each.

    A person at a terminal is asked first above the limit of the preferences, unless `yes` or
    `max_cost` has answered that already. Raises StudioError when one could not be made.
    """
    backends = usable(backend, store.project, recorder)
    agree = agreed if yes or max_cost is not None else asker(console)
    count = len(shot_ids) if shot_ids is not None else sum(1 for _ in shots(store.project))
    with (
        Journal.open(store.folder) as journal,
        console.meter("cli.generating", shots=count) as meter,
    ):
        summary = finished(
            make_takes(
                store.project,
                store.folder,
                journal,
                backends,
                shots=shot_ids,
                takes=takes,
                max_cost=max_cost,
                backend=backend,
                again=again,
                together=together,
                special=special,
                agree=agree,
                on_event=teller(meter, arrived),
                registrars=reached(recorder).registrars,
                faces=partial(Sight().count, folder=store.folder),
            )
        )
    console.say(
        "cli.generated", made=len(summary.made), kept=len(summary.kept), cost=money(summary.cost)
    )
    tell_scratch(console, summary.made)
    for note in summary.notes:
        console.warn(note.reason.key, **note.reason.values)
    film = Film(store.project, ())
    doubtful = [job for job in summary.unknown if _asked_for(film, job, shot_ids)]
    try:
        raise_troubles(store.project, summary.failed, doubtful)
    except StudioError as error:
        error.report = {"shots": outcomes(summary)}
        raise
    return summary


def outcomes(summary: Summary) -> list[dict[str, object]]:
    """What became of each job: its state, its id at the service, its take, what it cost."""
    made = {take.job: take for take in summary.made}
    return [_outcome(job, made.get(job.id)) for job in summary.jobs]


def _outcome(job: Job, take: Take | None) -> dict[str, object]:
    return {
        "owner": job.owner,
        "shot": job.request.get("label", ""),
        "job": job.id,
        "backend": job.backend,
        "state": job.state.value,
        "remote_id": job.remote_id,
        "take": take.files[0].path if take is not None else None,
        "cost": str(take.cost if take is not None else job.price),
        "currency": take.currency if take is not None else job.currency,
        "estimated": take.estimated if take is not None else True,
        "error": job.error.key if job.error is not None else None,
    }


def _asked_for(film: Film, job: Job, shot_ids: Sequence[str] | None) -> bool:
    place = film.home_of(job.owner)
    return place is not None and (shot_ids is None or place.shot.id in shot_ids)


def teller(meter: Meter, arrived: Callable[[Take], object] | None = None) -> Listener:
    """Moves a meter by the news of a run, and hands over its takes."""

    def tell(news: News) -> None:
        if isinstance(news, JobProgress):
            meter(news.run_done)
        elif isinstance(news, TakeArrived) and arrived is not None:
            arrived(news.take)

    return tell


def tell_scratch(console: Console, made: Sequence[Take]) -> None:
    """Say which languages only have a sketch of a voice."""
    scratch = sorted({language for take in made for language in take.scratch})
    if scratch:
        console.warn("cli.scratch", languages=Listed(scratch))


def raise_troubles(project: Project, failed: Sequence[Job], unknown: Sequence[Job]) -> None:
    """Tell what failed and what is in doubt, each trouble once. Raises StudioError."""
    film = Film(project, ())
    if failed:
        details = _Details(film, failed)
        raise StudioError("cli.failed_shots", count=len(failed), details=details)
    if unknown:
        raise StudioError(
            "cli.unknown_jobs", count=len(unknown), jobs=Listed(job.id for job in unknown)
        )


class _Details:
    """Troubles as one text in whatever language: the shots of each, then its sentence."""

    def __init__(self, film: Film, jobs: Sequence[Job]) -> None:
        self._film = film
        self._jobs = jobs

    def text(self, language: str = "en") -> str:
        groups: dict[str, list[str]] = {}
        for job in self._jobs:
            sentence = (job.error or Part("cli.no_reason")).text(language)
            place = self._film.home_of(job.owner)
            groups.setdefault(sentence, []).append(place.label if place else job.owner)
        told = [f"[{', '.join(labels)}] {sentence}" for sentence, labels in groups.items()]
        return " ".join(told[:_TOLD])
