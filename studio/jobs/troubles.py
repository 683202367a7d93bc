"""What an error during a job means for the maker: the sentence, and what helps."""

import logging
from pathlib import Path

from studio.errors import BackendError, Fault, StudioError
from studio.jobs.filing import has_no_room, is_full
from studio.jobs.job import Job, Remedy, Trouble

log = logging.getLogger(__name__)

_REMEDIES = {
    Fault.CREDENTIALS: Remedy.SET_UP,
    Fault.QUOTA: Remedy.SET_UP,
    Fault.REFUSED: Remedy.CHANGE,
    Fault.INVALID: Remedy.CHANGE,
    Fault.LOST: Remedy.SEND,
    Fault.BROKEN: Remedy.SEND,
    Fault.NETWORK: Remedy.SEND,
}


def trouble_of(error: Exception, job: Job, folder: Path) -> Trouble:
    """The trouble a job is in. What nobody foresaw goes to the log with its traceback."""
    if is_full(error) or (isinstance(error, OSError | BackendError) and has_no_room(folder)):
        values = {"path": str(folder)}
        return Trouble(key="jobs.disk_full", values=values, remedy=Remedy.ROOM)
    if isinstance(error, BackendError):
        return Trouble.of(error, _remedy(error, job))
    if isinstance(error, StudioError):
        return Trouble.of(error, Remedy.SEND)
    log.error("The backend %s failed in a way of its own", job.backend, exc_info=error)
    values = {"backend": job.backend, "detail": f"{type(error).__name__}: {error}"[:500]}
    remedy = Remedy.FETCH if job.remote_id else Remedy.SEND
    return Trouble(key="jobs.backend_crashed", values=values, remedy=remedy)


def _remedy(error: BackendError, job: Job) -> Remedy:
    fetchable = job.remote_id is not None and error.fault is Fault.NETWORK
    return Remedy.FETCH if fetchable else _REMEDIES[error.fault]
