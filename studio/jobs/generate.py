"""Makes what a film lacks: first what an earlier run left, then what is planned now."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from studio.backends.base import Backend, Offer
from studio.backends.trusted import Every, offers, trusted
from studio.errors import Cancelled
from studio.jobs.admission import Item, Note, Plan, Sums, sum_prices
from studio.jobs.carry import Pause
from studio.jobs.compiling import Compile, compiler
from studio.jobs.consent import Faces, require_answers
from studio.jobs.events import Listener, News, TakeArrived, ignore
from studio.jobs.film import Film
from studio.jobs.job import LIVE, Job, Remedy, State, Trouble
from studio.jobs.journal import Journal
from studio.jobs.ledger import check_budget, ledger
from studio.jobs.plan import Wishes, plan
from studio.jobs.runner import Runner
from studio.jobs.sidecars import files_present
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.take import Take

PLANNED_BY = LIVE | {State.FAILED}  # the jobs that a plan looks at
Agree = Callable[[Sums], bool]
"""Says whether so much may be spent; called before anything is journaled or sent."""


Special = Callable[[Sequence[Take], Mapping[str, Offer], Compile], Plan]
"""Plans something else than what the film lacks: given its takes and what backends can do."""


def agreed(_prices: Sums) -> bool:
    """Nobody is asked."""
    return True


@dataclass(frozen=True)
class Summary:
    """What one call of `generate` did."""

    made: tuple[Take, ...] = ()
    kept: tuple[str, ...] = ()  # owners that were up to date
    failed: tuple[Job, ...] = ()
    unknown: tuple[Job, ...] = ()  # may have been charged: the maker has to choose
    left: tuple[Job, ...] = ()  # admitted earlier for other shots, still queued
    blocked: tuple[Item, ...] = ()  # left out, where that was allowed
    notes: tuple[Note, ...] = ()
    cost: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    jobs: tuple[Job, ...] = ()  # all that were carried on or begun, as they ended


async def generate(
    project: Project,
    folder: Path,
    journal: Journal,
    backends: Mapping[str, Backend],
    *,
    shots: Collection[str] | None = None,
    takes: int | None = None,
    max_cost: Decimal | None = None,
    backend: str | None = None,
    again: bool = False,
    allow_blocked: bool = False,
    together: bool = False,
    special: Special | None = None,
    agree: Agree = agreed,
    on_event: Listener = ignore,
    pause: Pause = asyncio.sleep,
    registrars: Mapping[str, Backend] | None = None,
    faces: Faces | None = None,
) -> Summary:
    """Bring every shot (or each of `shots`) to its takes, and return what happened.

    Calling it again after any end of the process carries on: jobs at a service are fetched,
    queued ones are sent, and nothing that is made or under way is made twice. A queued job whose
    shot has changed since is cancelled; it had not been sent. A take made here whose file is gone
    does not count. `together`: see `plan`; `special` plans in its place. `registrars` carry on what
    registers subjects; `faces` looks for people of whom nobody has said that they are real. `agree`
    is asked about the price of what is new. Raises BadInput when something is blocked, wants a
    consent, is dearer than `max_cost` or over the film's budget, Cancelled when that is not agreed
    to; all before anything is sent.
    """
    arrived: list[Take] = []

    def listen(news: News) -> None:
        if isinstance(news, TakeArrived):
            arrived.append(news.take)
        on_event(news)

    backends = trusted(backends)
    every = Every(trusted({} if registrars is None else registrars), backends)
    runner = Runner(journal, folder, every, on_event=listen, pause=pause)
    known = offers(backends)
    counting = takes_that_count(folder, journal.takes(), known)
    wishes = Wishes(project, counting, known, shots)
    going_on, left = take_up(journal, runner, wishes)
    live = journal.jobs(PLANNED_BY)
    if special is not None:
        lacking = special(counting, known, compiler(backends))
    else:
        lacking = plan(
            project, counting, known, jobs=live, shots=shots, takes_wanted=takes,
            backend=backend, again=again, together=together, compile=compiler(backends),
        )  # fmt: skip
    queued = [job for job in going_on if job.state is State.QUEUED]
    items = lacking.admit(max_cost=max_cost, allow_blocked=allow_blocked, waiting=queued)
    if faces is not None:
        film = Film(project, counting)
        await asyncio.to_thread(require_answers, film, items, faces)
    check_budget(project, ledger(project, journal.takes(), journal.jobs()), lacking.prices)
    if not agree(lacking.prices):
        raise Cancelled("jobs.not_agreed")
    batch = new_id("ba")
    new = [job for item in items for job in item.jobs(batch)]
    journal.add(new)
    wanted = {job.id for job in [*going_on, *new]}
    await runner.run(wanted)
    ended = [job for job in journal.jobs() if job.id in wanted]
    return Summary(
        made=tuple(arrived),
        kept=lacking.kept,
        failed=tuple(job for job in ended if job.state is State.FAILED),
        unknown=tuple(journal.jobs({State.UNKNOWN})),
        left=tuple(left),
        blocked=lacking.blocked,
        notes=lacking.notes,
        cost=sum_prices((take.cost, take.currency) for take in arrived),
        jobs=tuple(ended),
    )


def takes_that_count(
    folder: Path, takes: Iterable[Take], offers: Mapping[str, Offer]
) -> list[Take]:
    """The takes that need not be made anew.

    One whose file is gone or was altered shows nothing: what is free is made anew. What was paid
    for still counts, or a disk left at home would be paid for a second time.
    """

    def is_free(name: str) -> bool:
        return name in offers and offers[name].local

    return [take for take in takes if not is_free(take.backend) or files_present(folder, take)]


def take_up(journal: Journal, runner: Runner, wishes: Wishes) -> tuple[list[Job], list[Job]]:
    """What an earlier run left: jobs to carry on now, and those for other shots that wait.

    What is at a service has been paid for and is always fetched. What is not sent yet, or is made
    here at no cost, is only carried on while it is still what the film wants.
    """
    going_on: list[Job] = []
    left: list[Job] = []
    found = journal.jobs({State.QUEUED, State.RUNNING, State.FAILED})
    unsent = {job.id for job in found if job.state is State.QUEUED}
    changed = {job.part_of or job.id for job in found if job.id in unsent and not wishes.still(job)}
    for job in found:
        remote = not wishes.is_local(job)
        if job.state is State.FAILED:
            if remote and job.fetchable:
                going_on.append(runner.remedies.retry(job.id))
        elif remote and job.state is State.RUNNING:
            going_on.append(job)
        elif job.part_of is not None and job.part_of not in unsent:
            going_on.append(job)  # what it is cut out of has been paid for
        elif (job.part_of or job.id) in changed or not wishes.still(job):
            trouble = Trouble(key="jobs.superseded", remedy=Remedy.CHANGE)
            journal.step(job.id, State.CANCELLED, error=trouble)
        else:
            (going_on if wishes.in_scope(job) else left).append(job)
    return going_on, left
