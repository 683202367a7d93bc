"""What a maker may do about a job that failed or is in doubt: again, look it up, give it up."""

from collections.abc import Callable, Mapping

from studio.backends.base import Backend
from studio.errors import BackendError, Fault, StudioError
from studio.jobs.job import Job, Remedy, State, Trouble
from studio.jobs.journal import Journal


class Remedies:
    """Each is a step of the job in the journal; what goes on is put into the line again."""

    def __init__(
        self,
        journal: Journal,
        backends: Mapping[str, Backend],
        changed: Callable[[Job], Job],
        enqueue: Callable[[Job], None],
    ) -> None:
        self._journal, self._backends = journal, backends
        self._changed, self._enqueue = changed, enqueue

    def retry(self, job_id: str, *, anew: bool = False) -> Job:
        """Take up a failed or cancelled job: fetched again where it exists at the service, which
        costs nothing, else sent again; `anew` sends it again in any case.
        """
        job = self._journal.job(job_id)
        for part in self._parts(job):
            self._again(part, State.QUEUED)
        if job.fetchable and not anew:
            return self._again(job, State.RUNNING)
        begun = {"remote_id": None, "started": None, "attempts": job.attempts + 1}
        return self._again(job, State.QUEUED, **begun)

    def check(self, job_id: str, remote_id: str | None = None) -> Job:
        """Look an unknown job up at the service, or take the id the maker found there.

        Raises StudioError when the service cannot be asked: then the maker has to look.
        """
        job = self._journal.job(job_id)
        if remote_id is not None:
            return self._again(job, State.RUNNING, remote_id=remote_id)
        offer = backend_of(self._backends, job).offer
        if not (offer.idempotent or offer.findable):
            raise StudioError("jobs.cannot_check", backend=job.backend, job=job.id)
        return self._again(job, State.RUNNING)  # it is looked up first, and sent if it is not there

    def _parts(self, lead: Job) -> list[Job]:
        """Jobs that ended with the generation that they were part of."""
        if not lead.request.get("then"):
            return []
        ended = self._journal.jobs({State.FAILED, State.CANCELLED})
        return [job for job in ended if job.part_of == lead.id]

    def mark_lost(self, job_id: str) -> Job:
        """Take an unknown job for lost: nothing is sent, nothing will be fetched."""
        trouble = Trouble(key="jobs.marked_lost", remedy=Remedy.SEND)
        return self._changed(self._journal.step(job_id, State.FAILED, error=trouble))

    def send_again(self, job_id: str) -> Job:
        """Send an unknown job again, at the risk of paying twice."""
        return self._again(self._journal.job(job_id), State.QUEUED)

    def _again(self, job: Job, state: State, **changes: object) -> Job:
        job = self._changed(self._journal.step(job.id, state, error=None, **changes))
        self._enqueue(job)
        return job


def backend_of(backends: Mapping[str, Backend], job: Job) -> Backend:
    """Who makes a job. Raises BackendError where it is not here any more."""
    if job.backend not in backends:
        raise BackendError("jobs.backend_gone", Fault.CREDENTIALS, backend=job.backend)
    return backends[job.backend]
