"""The jobs of an open film: planned, made, followed and steered for as long as it is open."""

import asyncio
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from studio.backends.base import Backend
from studio.backends.people import Sight
from studio.backends.trusted import Every, offers, trusted
from studio.errors import BadInput, Cancelled, StudioError
from studio.jobs.admission import Plan
from studio.jobs.carry import Pause
from studio.jobs.cast_library import Arrived, fetch
from studio.jobs.compiling import compiler
from studio.jobs.consent import Question, questions
from studio.jobs.events import (
    JobChanged,
    Listener,
    QueueChanged,
    TakeArrived,
    WorkStopped,
    ignore,
)
from studio.jobs.film import Film
from studio.jobs.generate import PLANNED_BY, Special, take_up, takes_that_count
from studio.jobs.given_handles import given
from studio.jobs.handle_copies import arrived_handles
from studio.jobs.imports import Imported, Told, bring, known_imports
from studio.jobs.job import Job, State
from studio.jobs.journal import Journal
from studio.jobs.ledger import check_budget, ledger
from studio.jobs.plan import Wishes, plan
from studio.jobs.registering import plan_registration
from studio.jobs.runner import Runner
from studio.jobs.terms import require_same
from studio.messages import Listed
from studio.timeline.cast_entry import Entry
from studio.timeline.cast_shelf import Shelf
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.story import Subject, Variant
from studio.timeline.take import Take

Price = tuple[Decimal, str]  # an amount and its currency
HELD = ("cache", "queue-paused")  # a file that is there while the maker holds the queue


class Workshop:
    """Everything of it belongs to one asyncio loop, on which it is also opened and closed."""

    def __init__(
        self,
        folder: Path,
        backends: Mapping[str, Backend],
        *,
        on_event: Listener = ignore,
        pause: Pause = asyncio.sleep,
        registrars: Mapping[str, Backend] | None = None,
    ) -> None:
        """Open the journal of `folder`. Raises ProjectError when another process works on it."""
        self._folder = folder
        self._backends = trusted(backends)
        self._tell = on_event
        self._importing = asyncio.Lock()  # one at a time: the same file twice is one reference
        self._closing = threading.Event()
        self._paused = folder.joinpath(*HELD)
        self._first: tuple[str, ...] = ()
        self._sight = Sight()
        self._journal = Journal.open(folder)
        self._registrars = trusted({} if registrars is None else registrars)
        self._every = Every(self._registrars, self._backends)
        self._runner = Runner(self._journal, folder, self._every, on_event=on_event, pause=pause)
        self._run: asyncio.Task[None] | None = None
        self.held = self._paused.exists()  # the maker's wish outlives the window
        self._runner.hold(self.held)

    @property
    def takes(self) -> list[Take]:
        """Every take of the film, in order of arrival."""
        return self._journal.takes()

    @property
    def jobs(self) -> list[Job]:
        """Every job there has been, in order of creation."""
        return self._journal.jobs()

    def resume(self, project: Project) -> list[Job]:
        """Carry on what an earlier process left and the film still wants; those jobs."""
        if not self._journal.jobs({State.QUEUED, State.RUNNING, State.FAILED}):
            return []  # and no backend is asked what it offers, as loading them takes long
        going_on, _ = take_up(self._journal, self._runner, self._wishes(project))
        self._go()
        return going_on

    def quote(
        self,
        project: Project,
        *,
        shots: Collection[str] | None = None,
        takes: int | None = None,
        backend: str | None = None,
        again: bool = False,
        together: bool = False,
    ) -> Plan:
        """What `generate` would send, for how much, or why not. Raises BadInput."""
        known = offers(self._backends)
        takes_there = takes_that_count(self._folder, self._journal.takes(), known)
        return plan(
            project, takes_there, known, jobs=self._journal.jobs(PLANNED_BY), shots=shots,
            takes_wanted=takes, backend=backend, again=again, together=together,
            compile=compiler(self._backends, self._sight, self._folder),
        )  # fmt: skip

    def quote_special(self, special: Special) -> Plan:
        """What `generate` would send of a wish that is no take a shot lacks. Raises BadInput."""
        known = offers(self._backends)
        takes_there = takes_that_count(self._folder, self._journal.takes(), known)
        return special(takes_there, known, compiler(self._backends))

    def generate(
        self, wanted: Plan, *, max_cost: Decimal | None = None, allow_blocked: bool = False
    ) -> list[Job]:
        """Journal what a quote lists and begin it. Raises BadInput before anything is sent: also
        when a backend's terms are others than those in the quote.
        """
        waiting = self._journal.jobs({State.QUEUED})
        require_same(wanted.items, self._every)
        items = wanted.admit(max_cost=max_cost, allow_blocked=allow_blocked, waiting=waiting)
        if wanted.project is not None:
            book = ledger(wanted.project, self.takes, self.jobs)
            check_budget(wanted.project, book, wanted.prices)
        batch = new_id("ba")
        jobs = [job for item in items for job in item.jobs(batch)]
        self._runner.add(jobs)
        self._go()
        return jobs

    def quote_registration(
        self, project: Project, subject: Subject, variant: Variant | None, registrar: str
    ) -> Plan:
        """What registering a subject would send; `generate` begins it. Raises BadInput."""
        if registrar not in self._registrars:
            known = Listed(self._registrars)
            raise BadInput("jobs.no_such_backend", backend=registrar, known=known)
        offer = self._registrars[registrar].offer
        film = Film(project, self._journal.takes())
        return plan_registration(film, subject, variant, offer, compiler(self._registrars))

    async def unanswered(self, project: Project, wanted: Plan) -> list[Question]:
        """Whom the maker has to be asked about before a plan is sent: see `consent.questions`."""
        film = Film(project, self._journal.takes())
        faces = partial(self._sight.count, folder=self._folder)
        return await asyncio.to_thread(questions, film, wanted.items, faces)

    async def import_media(
        self, project: Project, paths: Sequence[Path], told: Told
    ) -> list[Imported]:
        """Bring files into the folder; what is heavy runs in a thread, the journal stays here.

        `told` hears of the progress on that thread. Raises what `bring` raises.
        """
        async with self._importing:
            if self._closing.is_set():
                raise Cancelled("media.cancelled")
            known = known_imports(self._journal.takes())
            brought = await asyncio.to_thread(
                bring, project, self._folder, known, paths,
                told=told, stopped=self._closing.is_set,
            )  # fmt: skip
            self._adopt(brought.unfiled)
        return list(brought.imported)

    async def fetch_subject(self, project: Project, shelf: Shelf, entry: str) -> Arrived:
        """Bring the media of an entry of the library into the folder; see `cast_library.fetch`."""
        async with self._importing:
            if self._closing.is_set():
                raise Cancelled("media.cancelled")
            takes = self._journal.takes()
            arrived = await asyncio.to_thread(fetch, shelf, entry, project, self._folder, takes)
            self._adopt(arrived.brought.unfiled)
        return arrived

    async def adopt_handles(self, project: Project, entry: Entry, subject_id: str) -> None:
        """What services call a subject of the library is what they call the film's copy of it."""
        takes = self._journal.takes()
        work = partial(arrived_handles, entry, project, subject_id, self._folder, takes)
        self._adopt(await asyncio.to_thread(work))

    async def name_at(
        self, project: Project, subject: Subject, variant: Variant | None, service: str,
        names: dict[str, str], until: date | None,
    ) -> None:  # fmt: skip
        """The maker says what a service calls a subject; with no names, that it has none there."""
        film = Film(project, self._journal.takes())
        work = partial(given, film, subject, variant, service, names, until, self._folder)
        self._adopt([await asyncio.to_thread(work)])

    def _adopt(self, pairs: Sequence[tuple[Job, Take]]) -> None:
        self._journal.adopt(pairs)
        for job, take in pairs:
            self._tell(JobChanged(job))
            self._tell(TakeArrived(take))

    async def cancel(self, job_id: str) -> None:
        """Stop a job, here and as far as its service allows."""
        await self._runner.cancel(job_id)
        self._go()

    async def cancel_all(self) -> None:
        """Stop everything that waits or runs."""
        await self._runner.cancel_all()
        self._go()

    def hold(self, held: bool) -> None:
        """Pause the queue, or let it go on: nothing new is sent meanwhile, what runs goes on."""
        self.held = held
        with suppress(OSError):  # a disk that refuses must not keep the queue from being held
            self._paused.parent.mkdir(exist_ok=True)
            self._paused.touch() if held else self._paused.unlink(missing_ok=True)
        self._runner.hold(held)
        self._tell(QueueChanged(held, self._first))
        self._go()

    def put_first(self, job_id: str) -> None:
        """Let a queued job be the next one, as long as the film is open."""
        self._first = (job_id, *(each for each in self._first if each != job_id))
        self._runner.put_first(job_id)
        self._tell(QueueChanged(self.held, self._first))

    def retry(self, job_id: str, *, anew: bool = False, price: Price | None = None) -> None:
        """Take up a failed or cancelled job again, for the `price` that the maker saw."""
        if price is not None:
            self._journal.step(job_id, price=price[0], currency=price[1])
        self._runner.remedies.retry(job_id, anew=anew)
        self._go()

    def check(self, job_id: str, remote_id: str | None = None) -> None:
        """Look an unknown job up at its service. Raises StudioError when that is not possible."""
        self._runner.remedies.check(job_id, remote_id)
        self._go()

    def mark_lost(self, job_id: str) -> None:
        """Take an unknown job for lost."""
        self._runner.remedies.mark_lost(job_id)

    def send_again(self, job_id: str) -> None:
        """Send an unknown job again, at the risk of paying twice."""
        self._runner.remedies.send_again(job_id)
        self._go()

    async def settled(self) -> None:
        """Wait until nothing is left to do. Raises StudioError when the journal broke."""
        while self._run is not None and not self._run.done():
            await asyncio.wait({self._run})
        if self._run is not None and not self._run.cancelled():
            self._run.result()

    async def close(self) -> None:
        """Stop the work here; every job stays in the journal to be carried on later."""
        self._closing.set()
        await asyncio.to_thread(self._sight.close)
        if self._run is not None:
            self._run.cancel()
            with suppress(asyncio.CancelledError, StudioError):  # a run that broke was told of
                await self._run
        async with self._importing:  # a copy under way ends, or goes again, before the journal
            self._journal.close()

    def _wishes(self, project: Project) -> Wishes:
        known = offers(self._backends)
        takes_there = takes_that_count(self._folder, self._journal.takes(), known)
        return Wishes(project, takes_there, known, None)

    def _go(self) -> None:
        """See that somebody works; a run ends when nothing is left, and begins anew here."""
        if self._run is None or self._run.done():
            self._run = asyncio.create_task(self._runner.run(), name="workshop")
            self._run.add_done_callback(self._ended)

    def _ended(self, run: asyncio.Task[None]) -> None:
        """Say why all work stopped; a fault of our own goes to the loop's handler of faults."""
        error = None if run.cancelled() else run.exception()
        if isinstance(error, StudioError):
            self._tell(WorkStopped(error))
        elif error is not None:
            context = {"message": "The queue broke", "exception": error, "task": run}
            run.get_loop().call_exception_handler(context)
