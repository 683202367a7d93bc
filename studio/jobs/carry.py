"""Carries one job from its request to its take: sent once, watched, fetched, filed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studio.backends.base import Backend, Progress, Request, Result
from studio.errors import BackendError, Fault, StudioError
from studio.jobs.essence import stored_request
from studio.jobs.filing import cut_out, file_result, partial_folder, remove_partial
from studio.jobs.job import Job, State
from studio.jobs.journal import Journal
from studio.jobs.proofs import digest_of
from studio.jobs.sidecars import TAKE_PATH, files_present, read_sidecar, sidecar_path
from studio.jobs.terms import require_price
from studio.messages import Part
from studio.timeline.take import Take

Pause = Callable[[float], Awaitable[None]]
Why = StudioError | Part | str
"""Why an answer is lost: a sentence in whatever language, or a stranger's own words."""

SUBMIT_TRIES = 5  # of a sending that surely made nothing, or makes nothing twice
WATCH_TRIES = 8  # in a row, with no progress between them
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries, doubling


class AnswerLost(Exception):
    """A submission whose answer never came: it may or may not exist at the service."""

    def __init__(self, why: "Why") -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True)
class Carrier:
    """What carrying needs; `grace` is how long a submission under way is waited for, seconds."""

    journal: Journal
    folder: Path
    pause: Pause
    grace: float

    async def carry(
        self, job: Job, backend: Backend, on_change: Callable[[Job], object],
        on_progress: Callable[[Progress], None],
    ) -> Take:  # fmt: skip
        """Bring a queued or a running job to its take, which is filed but not yet journaled.

        Raises BackendError, OSError, AnswerLost, or whatever a strange backend raises.
        """
        filed = self._filed_before(job)
        if filed is not None:
            return filed
        request = self._located(job)
        if job.remote_id is None and not backend.offer.local and job.state is State.RUNNING:
            job = await self._look_up(job, request, backend)
        if job.remote_id is None:
            await asyncio.to_thread(self._prove, request)
            job = await self._submit(job, request, backend, on_change)
        if backend.offer.local:
            remove_partial(self.folder, job)  # it is made anew, not fetched on
        try:
            return await self._fetch(job, request, backend, on_progress)
        except BackendError as error:
            if backend.offer.local or not error.key.startswith("jobs.result_"):
                raise
        # The service did its part, but what came is no good: fetching once more costs nothing.
        remove_partial(self.folder, job)
        return await self._fetch(job, request, backend, on_progress)

    async def cut(self, job: Job, lead: Take) -> Take:
        """Bring a job to its take out of the file of the generation it is part of.

        Raises BackendError, RenderError, OSError.
        """
        filed = self._filed_before(job)
        if filed is not None:
            return filed
        request = self._located(job)
        whole = self.folder / lead.files[-1].path
        if not (0 < job.place <= len(lead.cuts) and files_present(self.folder, lead)):
            raise BackendError("jobs.original_gone", Fault.LOST, path=lead.files[-1].path)
        partial = partial_folder(self.folder, job)
        partial.mkdir(parents=True, exist_ok=True)
        first, end = lead.cuts[job.place - 1], (*lead.cuts[job.place :], None)[0]
        running = self.journal.step(job.id, State.RUNNING)

        def made() -> Take:
            path = cut_out(whole, partial, first, end, running)
            result = Result(files=(path.name,), currency=lead.currency)
            return file_result(self.folder, running, request, result)

        return await _finished(asyncio.to_thread(made))

    async def _fetch(
        self, job: Job, request: Request, backend: Backend, on_progress: Callable[[Progress], None]
    ) -> Take:
        result = await self._watch(job, request, backend, on_progress)
        return await _finished(asyncio.to_thread(file_result, self.folder, job, request, result))

    def _filed_before(self, job: Job) -> Take | None:
        """The take of a job that ended between its sidecar and the journal."""
        sidecar = read_sidecar(sidecar_path(self.folder, job))
        whole = sidecar is not None and files_present(self.folder, sidecar.take)
        return sidecar.take if sidecar is not None and whole else None

    def _located(self, job: Job) -> Request:
        """The request with its inputs where they lie on this machine now."""
        request = stored_request(job.request)
        if request is None:
            raise BackendError("jobs.unreadable_request", Fault.INVALID, job=job.id)
        return self._placed(request)

    def _placed(self, request: Request) -> Request:
        for each in request.inputs:
            path = self.folder / each.path  # a link might send what is no part of the film
            if not TAKE_PATH.fullmatch(each.path) or path.is_symlink() or not path.is_file():
                raise BackendError("jobs.input_missing", Fault.INVALID, path=each.path)
        placed = tuple(
            each.model_copy(update={"path": str(self.folder / each.path)})
            for each in request.inputs
        )
        then = tuple(map(self._placed, request.then))
        return request.model_copy(update={"inputs": placed, "then": then})

    def _prove(self, request: Request) -> None:
        """No input holds anything but what was imported: nobody pays for another picture."""
        for each in (*request.inputs, *(each for shot in request.then for each in shot.inputs)):
            path = Path(each.path)
            name = path.relative_to(self.folder).as_posix()
            try:
                same = digest_of(self.folder, name) == each.sha256
            except OSError:
                same = False
            if not same:
                raise BackendError("jobs.input_altered", Fault.INVALID, path=name)

    async def _submit(
        self, job: Job, request: Request, backend: Backend, on_change: Callable[[Job], object]
    ) -> Job:
        tries, wait = 0, FIRST_PAUSE
        while True:
            if not (backend.offer.idempotent and job.started):  # that only asks what became of it
                require_price(job, request, backend)
            job = self.journal.step(job.id, State.RUNNING)
            on_change(job)
            try:
                return await self._send(job, request, backend)
            except BackendError as error:
                failure, lost, again = error, error.fault is Fault.LOST, error.retryable
            except AnswerLost:
                raise
            except Exception as error:  # a stranger's code may raise anything at any moment
                failure, lost, again = error, True, False
            tries += 1
            if lost and not backend.offer.local:
                job = await self._look_up(job, request, backend, failure)
                if job.remote_id is not None:
                    return job
                again = isinstance(failure, BackendError)
            if not again or tries == SUBMIT_TRIES:
                raise failure
            # Nothing is at the service: say so, or a crash during the pause would leave a doubt.
            job = self.journal.step(job.id, State.QUEUED)
            await self.pause(wait)
            wait = min(LONGEST_PAUSE, wait * 2)

    async def _look_up(
        self, job: Job, request: Request, backend: Backend, lost: Exception | None = None
    ) -> Job:
        """A job that may be at its service, with the id it has there; without one, it may be sent.

        Raises AnswerLost when nobody can tell: then the maker has to choose.
        """
        offer, why = backend.offer, _told(lost)
        if not (offer.findable or offer.idempotent):
            raise AnswerLost(why)
        sent = datetime.fromisoformat(job.started or job.created)
        wait = FIRST_PAUSE
        for _ in range(SUBMIT_TRIES):
            try:
                remote_id = await backend.find(job.key, request, sent)
                return job if remote_id is None else self.journal.step(job.id, remote_id=remote_id)
            except BackendError as error:
                why = error
                if not error.retryable:
                    break
            await self.pause(wait)
            wait = min(LONGEST_PAUSE, wait * 2)
        if not offer.idempotent:
            raise AnswerLost(why)
        return job

    async def _send(self, job: Job, request: Request, backend: Backend) -> Job:
        """Send once. When cancelled meanwhile, wait for the answer: it may be worth money."""
        sending = asyncio.ensure_future(backend.submit(request, job.key))
        cancelled = False
        try:
            await asyncio.wait({sending})
        except asyncio.CancelledError:
            cancelled = True
            await asyncio.wait({sending}, timeout=self.grace)
        if not sending.done():
            sending.cancel()
            await asyncio.wait({sending}, timeout=self.grace)
            if not backend.offer.local and not _sent_nothing(sending):
                raise AnswerLost(Part("jobs.lost_stopped"))
            raise asyncio.CancelledError
        remote_id = sending.result()
        job = self.journal.step(job.id, remote_id=remote_id)
        if cancelled:
            raise asyncio.CancelledError
        return job

    async def _watch(
        self, job: Job, request: Request, backend: Backend, on_progress: Callable[[Progress], None]
    ) -> Result:
        tries, wait, moved = 0, FIRST_PAUSE, False

        def progress(news: Progress) -> None:
            nonlocal moved
            moved = True
            on_progress(news)

        while True:
            try:
                return await self._follow(job, request, backend, progress)
            except BackendError as error:
                tries, wait = (0, FIRST_PAUSE) if moved else (tries, wait)
                tries += 1
                if not error.retryable or tries >= WATCH_TRIES:
                    raise
            moved = False
            await self.pause(wait)
            wait = min(LONGEST_PAUSE, wait * 2)

    async def _follow(
        self, job: Job, request: Request, backend: Backend, on_progress: Callable[[Progress], None]
    ) -> Result:
        assert job.remote_id is not None
        partial = partial_folder(self.folder, job)
        partial.mkdir(parents=True, exist_ok=True)
        events = backend.watch(job.remote_id, request, partial)
        try:
            async for event in events:
                if isinstance(event, Result):
                    return event
                on_progress(event)
                await asyncio.sleep(0)  # a backend that floods must not keep the others waiting
        finally:
            close = getattr(events, "aclose", None)
            if close is not None:
                await close()
        raise BackendError("jobs.no_result", Fault.BROKEN, backend=job.backend)


def _sent_nothing(sending: asyncio.Future[str]) -> bool:
    """True when a submission that was stopped says that nothing is at the service."""
    if not sending.done() or sending.cancelled():
        return False
    error = sending.exception()
    return isinstance(error, BackendError) and error.fault is not Fault.LOST


def _told(lost: Exception | None) -> Why:
    if lost is None:
        return Part("jobs.lost_ended")
    return lost if isinstance(lost, BackendError) else f"{type(lost).__name__}: {lost}"


async def _finished(work: Awaitable[Take]) -> Take:
    """The end of `work`, even when cancelled meanwhile: half a filing helps nobody."""
    task = asyncio.ensure_future(work)
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            continue
    return task.result()
