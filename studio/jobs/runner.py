"""Runs jobs side by side as their backends allow, and carries on after any end of the process."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path

from studio.backends.base import Backend, Progress
from studio.backends.trusted import trusted
from studio.errors import BackendError, Fault
from studio.jobs.carry import AnswerLost, Carrier, Pause
from studio.jobs.events import JobChanged, JobProgress, Listener, Meter, TakeArrived, ignore
from studio.jobs.filing import clear_partials, remove_partial
from studio.jobs.job import Job, Remedy, State, Trouble
from studio.jobs.journal import Journal
from studio.jobs.remedies import Remedies, backend_of
from studio.jobs.troubles import trouble_of
from studio.jobs.waiting_line import WaitingLine
from studio.messages import Part
from studio.timeline.take import Take

GRACE = 10.0  # seconds a service is waited for when its job is stopped


class Runner:
    """Runs the jobs of one journal on the running asyncio loop.

    A job is submitted at most once for each time the maker asked for it. When the process ends,
    however it ends, the journal says what is still to do, and another Runner does it: what is
    at a service is watched again, what a local backend was making is made again, and a remote
    submission whose answer was lost waits as `unknown` for the maker's choice between `check`,
    `mark_lost` and `send_again`.
    """

    def __init__(
        self,
        journal: Journal,
        folder: Path,
        backends: Mapping[str, Backend],
        *,
        on_event: Listener = ignore,
        pause: Pause = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        grace: float = GRACE,
    ) -> None:
        self._journal = journal
        self._folder = folder
        self._backends = trusted(backends)
        self._tell = on_event
        self._grace = grace
        self._carrier = Carrier(journal, folder, pause, grace)
        self._meter = Meter(clock)
        self._waiting = WaitingLine()
        self._active: dict[str, asyncio.Task[None]] = {}
        self._busy: Counter[str] = Counter()
        self._given_up: set[str] = set()
        self._wake = asyncio.Event()
        self.remedies = Remedies(journal, self._backends, self._changed, self._enqueue)

    async def run(self, wanted: Collection[str] | None = None) -> None:
        """Carry on what runs and do what is queued (only the jobs `wanted`) until all is done.

        When cancelled, stops the work here and leaves every job in the journal to be carried on
        later; what runs at a service goes on there. Raises StudioError when the journal cannot
        be written; the jobs' own failures are on their rows.
        """
        unfinished = self._journal.jobs({State.QUEUED, State.RUNNING})
        clear_partials(self._folder, keep={job.id for job in unfinished})
        for job in unfinished:
            if wanted is None or job.id in wanted or job.part_of in wanted:
                self._enqueue(job)
        try:
            while self._start():
                await self._wake.wait()
        finally:
            await self._stop()

    def add(self, jobs: Iterable[Job]) -> None:
        """Journal new jobs and do them in the run that is under way, or in the next."""
        jobs = tuple(jobs)
        self._journal.add(jobs)
        for job in jobs:
            self._enqueue(job)
            self._tell(JobChanged(job))

    async def cancel(self, job_id: str) -> None:
        """Stop a job, here and as far as its service allows; one that is done stays done.

        Raises BadInput for a job that has failed or was cancelled.
        """
        task = self._active.get(job_id)
        if task is None:
            self._waiting.drop(job_id)
            await self._give_up(self._journal.job(job_id))
            return
        self._given_up.add(job_id)
        task.cancel()
        await asyncio.wait({task})

    async def cancel_all(self) -> None:
        """Stop everything that waits or runs; in a held queue nothing may be under way here."""
        queued = (job.id for job in self._journal.jobs({State.QUEUED}))
        every = dict.fromkeys((*self._waiting, *queued))
        waiting = [job_id for job_id in every if job_id not in self._active]
        await asyncio.gather(*(self.cancel(job_id) for job_id in [*waiting, *self._active]))

    def hold(self, held: bool) -> None:
        """Send nothing new while `held`; what runs goes on, and what exists is still fetched."""
        self._waiting.held = held
        self._wake.set()

    def put_first(self, job_id: str) -> None:
        """Let a queued job be the next of its backend."""
        self._waiting.put_first(job_id)
        self._wake.set()

    def _enqueue(self, job: Job) -> None:
        frames = job.request.get("frames", 1)
        self._meter.expect(job.id, frames if isinstance(frames, int) else 1)
        self._waiting.add(job)
        self._wake.set()

    def _start(self) -> bool:
        """Start what has room; False when nothing is left to wait for."""
        self._wake.clear()
        for job in self._waiting.in_turn(self._is_due):
            backend = self._backends.get(job.backend)
            room = backend.offer.parallel if backend else 1
            if job.id not in self._active and self._busy[job.backend] < room:
                self._waiting.drop(job.id)
                self._busy[job.backend] += 1
                task = asyncio.create_task(self._work(job), name=job.id)
                self._active[job.id] = task
                task.add_done_callback(partial(self._ended, job))
        return bool(self._active) and not any(map(_is_broken, self._active.values()))

    def _is_due(self, job: Job) -> bool:
        """True once the generation that a job is part of is there; the job ends when it failed."""
        assert job.part_of is not None
        lead = self._journal.job(job.part_of)
        if lead.state in {State.FAILED, State.CANCELLED}:
            self._waiting.drop(job.id)
            trouble = Trouble(key="jobs.lead_ended", remedy=Remedy.SEND)
            self._changed(self._journal.step(job.id, lead.state, error=trouble))
        return lead.state is State.DONE

    def _ended(self, job: Job, task: asyncio.Task[None]) -> None:
        self._busy[job.backend] -= 1
        self._wake.set()
        if not _is_broken(task):
            del self._active[job.id]  # a task that broke stays, for `_stop` to raise its error

    async def _stop(self) -> None:
        """End every task; their jobs stay in the journal as they are."""
        tasks = list(self._active.values())
        self._waiting.clear()
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        self._active.clear()
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _work(self, job: Job) -> None:
        try:
            await self._carry(job)
        except asyncio.CancelledError:
            if job.id not in self._given_up:
                raise
            await self._give_up(self._journal.job(job.id))
        except AnswerLost as lost:
            trouble = Trouble.lost(self._title(job), lost.why)
            self._changed(self._journal.step(job.id, State.UNKNOWN, error=trouble))
        except Exception as error:
            self._failed(self._journal.job(job.id), error)
        finally:
            self._given_up.discard(job.id)
            self._meter.move(job.id, 1.0)

    async def _carry(self, job: Job) -> None:
        if job.part_of is not None:
            self._arrived(job, await self._carrier.cut(job, self._take_of(job.part_of)))
            return
        if job.backend not in self._backends and job.state is State.RUNNING and not job.remote_id:
            raise AnswerLost(Part("jobs.lost_ended"))
        backend = backend_of(self._backends, job)
        progress = partial(self._progress, job)
        self._arrived(job, await self._carrier.carry(job, backend, self._changed, progress))

    def _take_of(self, lead: str) -> Take:
        """The take of a job that is done. Raises BackendError."""
        for take in self._journal.takes(self._journal.job(lead).owner):
            if take.job == lead:
                return take
        raise BackendError("jobs.original_gone", Fault.LOST, path=lead)

    def _arrived(self, job: Job, take: Take) -> None:
        done = self._journal.finish(job.id, take)
        remove_partial(self._folder, job)
        self._tell(TakeArrived(take))
        self._changed(done)

    def _failed(self, job: Job, error: Exception) -> None:
        trouble = trouble_of(error, job, self._folder)
        self._changed(self._journal.step(job.id, State.FAILED, error=trouble))
        remove_partial(self._folder, job)

    async def _give_up(self, job: Job) -> None:
        """Cancel a job at its service and in the journal, unless its take has arrived."""
        if job.state is State.DONE:
            return
        if job.state is State.RUNNING and job.remote_id is not None:
            refused = await self._stopped_there(job.remote_id, job)
            if refused is not None:  # it is made and charged all the same, so it is fetched, too
                trouble = Trouble.of(refused, Remedy.FETCH)
                self._enqueue(self._changed(self._journal.step(job.id, error=trouble)))
                return
        self._changed(self._journal.step(job.id, State.CANCELLED))
        remove_partial(self._folder, job)

    async def _stopped_there(self, remote_id: str, job: Job) -> BackendError | None:
        """Stop a job at its service; what the service says when it goes on all the same."""
        try:
            await asyncio.wait_for(backend_of(self._backends, job).cancel(remote_id), self._grace)
        except BackendError as error:
            return error if error.fault is Fault.INVALID else None
        except Exception:  # it may be out of reach, or a stranger's code
            return None
        return None

    def _title(self, job: Job) -> Part | str:
        backend = self._backends.get(job.backend)
        return backend.offer.told if backend is not None else job.backend

    def _changed(self, job: Job) -> Job:
        self._tell(JobChanged(job))
        return job

    def _progress(self, job: Job, news: Progress) -> None:
        self._meter.move(job.id, news.done)
        if self._meter.due(job.id):
            meter = self._meter
            whole = (meter.done, meter.seconds_left)
            self._tell(JobProgress(job.id, job.owner, news.done, news.seconds_left, *whole))


def _is_broken(task: asyncio.Task[None]) -> bool:
    """True when a task ended by an error of its own: the journal could not be written."""
    return task.done() and not task.cancelled() and task.exception() is not None
