"""What a maker orders of jobs that are there: stop, again, look for it, wait, go first."""

from collections.abc import Mapping
from functools import partial

from studio.backends.base import Backend
from studio.jobs.job import Job
from studio.jobs.terms import price_now
from studio.jobs.workshop import Price, Workshop
from studio.timeline.document import Document
from studio.ui.loop_calls import Ask


class JobOrders:
    """Each order is carried out on the loop; what becomes of it is told as news of the job."""

    def __init__(
        self, workshop: Workshop, every: Mapping[str, Backend], document: Document, ask: Ask
    ) -> None:
        self._workshop, self._every, self._document, self._ask = workshop, every, document, ask

    def cancel(self, job_id: str) -> None:
        """Stop a job."""
        self._ask(partial(self._workshop.cancel, job_id))

    def cancel_all(self) -> None:
        """Stop every job."""
        self._ask(self._workshop.cancel_all)

    def price_now(self, job: Job) -> Price | None:
        """What sending a job again costs by its backend's terms; None where there is no telling."""
        backend = self._every.get(job.backend)
        return price_now(job, backend) if backend is not None else None

    def retry(self, job_id: str, *, anew: bool = False, price: Price | None = None) -> None:
        """Take up a failed job again, for the `price` that was shown; `anew` sends it again though
        it may exist.
        """
        self._ask(partial(self._workshop.retry, job_id, anew=anew, price=price))

    def check(self, job_id: str, remote_id: str | None = None) -> None:
        """Look for a job in doubt at its service, or fetch what the maker found there."""
        self._ask(partial(self._workshop.check, job_id, remote_id))

    def mark_lost(self, job_id: str) -> None:
        """Take a job in doubt for lost."""
        self._ask(partial(self._workshop.mark_lost, job_id))

    def send_again(self, job_id: str) -> None:
        """Send a job in doubt again, at the risk of paying twice."""
        self._ask(partial(self._workshop.send_again, job_id))

    def hold(self, held: bool) -> None:
        """Pause the queue, or let it go on."""
        self._ask(partial(self._workshop.hold, held))

    def put_first(self, job_id: str) -> None:
        """Let a waiting job be the next."""
        self._ask(partial(self._workshop.put_first, job_id))

    def resume(self) -> None:
        """Carry on what an earlier session left."""
        self._ask(partial(self._workshop.resume, self._document.project))
