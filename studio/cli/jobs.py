"""Commands about jobs: what there is, and what to do with those that failed or are in doubt."""

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.backends.base import Backend
from studio.cli.console import Console
from studio.cli.loops import finished
from studio.cli.making import raise_troubles, tell_scratch, teller
from studio.cli.opening import looked_at, opened
from studio.cli.reached import reached
from studio.cli.values import parse_money
from studio.errors import BadInput, StudioError
from studio.jobs.admission import money, sum_prices
from studio.jobs.events import Listener, News, TakeArrived
from studio.jobs.film import Film
from studio.jobs.job import Job, Kind, State
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from studio.jobs.terms import price_now
from studio.timeline.take import Take

Change = Callable[[Runner, str], object]


def jobs(console: Console, folder: Path, *, everything: bool) -> None:
    """The jobs of a film that are not done, or all of them."""
    film = Film(looked_at(console, folder), ())
    with Journal.open(folder, write=False) as journal:
        found = [j for j in journal.jobs() if everything or j.state is not State.DONE]
    shown = [j for j in found if j.kind is not Kind.IMPORT]
    for job in shown:
        console.line(_line(console, film, job))
    if not shown:
        console.say("cli.no_jobs")
    console.result([_as_json(console, film, job) for job in shown])


def retry(console: Console, folder: Path, job_id: str, *, anew: bool, max_cost: str | None) -> None:
    """Take up a failed or cancelled job again."""

    def change(runner: Runner, job: str) -> object:
        return runner.remedies.retry(job, anew=anew)

    _carry_on(console, folder, job_id, change, max_cost=max_cost, free=not anew)


def check(console: Console, folder: Path, job_id: str, *, remote_id: str | None) -> None:
    """Look a job in doubt up at its service, and fetch what it made."""

    def change(runner: Runner, job: str) -> object:
        return runner.remedies.check(job, remote_id)

    _carry_on(console, folder, job_id, change)


def send_again(console: Console, folder: Path, job_id: str, *, max_cost: str | None) -> None:
    """Send a job in doubt again, at the risk of paying twice."""

    def change(runner: Runner, job: str) -> object:
        return runner.remedies.send_again(job)

    _carry_on(console, folder, job_id, change, max_cost=max_cost)


def mark_lost(console: Console, folder: Path, job_id: str) -> None:
    """Take a job in doubt for lost."""
    _settle(console, folder, job_id, _marked_lost, "cli.marked_lost")


def cancel(console: Console, folder: Path, job_id: str) -> None:
    """Stop a job, here and as far as its service allows."""
    _settle(console, folder, job_id, Runner.cancel, "cli.cancelled")


async def _marked_lost(runner: Runner, job_id: str) -> None:
    runner.remedies.mark_lost(job_id)


def _settle(
    console: Console, folder: Path, job_id: str,
    change: Callable[[Runner, str], Awaitable[None]], told: str,
) -> None:  # fmt: skip
    """Change a job without running anything."""
    with opened(console, folder) as store, Journal.open(folder) as journal:
        journal.job(job_id)  # raises where there is none
        runner = Runner(journal, folder, reached().every)

        async def settle() -> None:
            await change(runner, job_id)

        finished(settle())
        job = journal.job(job_id)
        if job.state is State.RUNNING and job.error is not None:  # its service does not stop it
            raise StudioError("cli.goes_on", job=job_id, reason=job.error)
        console.say(told, job=job_id)
        console.result(_as_json(console, Film(store.project, ()), job))


def _carry_on(
    console: Console, folder: Path, job_id: str, change: Change,
    *, max_cost: str | None = None, free: bool = False,
) -> None:  # fmt: skip
    """Change a job and bring it to its end. Raises StudioError when it has no good one."""
    limit = parse_money(max_cost) if max_cost else None
    made: list[Take] = []
    with opened(console, folder) as store, Journal.open(folder) as journal:
        before = journal.job(job_id)
        if not (free and before.fetchable):  # what is only fetched costs nothing
            _agree(journal, before, limit)
        with console.meter("cli.carrying", job=job_id) as meter:
            listen = _collector(made, teller(meter))
            finished(_run(journal, folder, reached().every, job_id, change, listen))
        job = journal.job(job_id)
        tell_scratch(console, made)
        raise_troubles(
            store.project,
            [job] if job.state in {State.FAILED, State.CANCELLED} else [],
            [job] if job.state is State.UNKNOWN else [],
        )
        console.say("cli.carried", job=job_id, cost=money(_costs(made)))
        console.result(_as_json(console, Film(store.project, ()), job))


async def _run(
    journal: Journal, folder: Path, backends: Mapping[str, Backend], job_id: str,
    change: Change, listen: Listener,
) -> None:  # fmt: skip
    runner = Runner(journal, folder, backends, on_event=listen)
    change(runner, job_id)
    await runner.run({job_id})


def _collector(made: list[Take], tell: Listener) -> Listener:
    def listen(news: News) -> None:
        if isinstance(news, TakeArrived):
            made.append(news.take)
        tell(news)

    return listen


def _agree(journal: Journal, job: Job, limit: Decimal | None) -> None:
    """What it costs now is no more than was agreed on: its price of before, or the limit."""
    backend = reached().every.get(job.backend)
    now = price_now(job, backend) if backend is not None else None
    price, currency = now or (job.price, job.currency)
    cost = money(sum_prices([(price, currency)]))
    if limit is not None and price > limit:
        raise BadInput("jobs.too_dear", cost=cost, limit=f"{limit:f}")
    if price > job.price or (price and currency != job.currency):
        if limit is None:
            shown = money(sum_prices([(job.price, job.currency)]))
            raise BadInput("cli.dearer", shown=shown, cost=cost, limit=f"{price.normalize():f}")
        journal.step(job.id, price=price, currency=currency)


def _costs(takes: list[Take]) -> Mapping[str, Decimal]:
    return sum_prices((take.cost, take.currency) for take in takes)


def _label(film: Film, job: Job) -> str:
    place = film.home_of(job.owner)
    return place.label if place else job.owner


def _line(console: Console, film: Film, job: Job) -> str:
    price = money(sum_prices([(job.price, job.currency)]))
    trouble = f"  {job.error.text(console.language)}" if job.error else ""
    words = (job.id, job.state_told.text(console.language), _label(film, job), job.backend, price)
    return "  ".join(words) + trouble


def _as_json(console: Console, film: Film, job: Job) -> dict[str, Any]:
    facts = job.model_dump(mode="json", exclude={"request", "error"})
    error = None
    if job.error:
        message = job.error.text(console.language)
        error = {"key": job.error.key, "message": message, "remedy": job.error.remedy.value}
    return {**facts, "label": _label(film, job), "error": error}
