"""Jobs by whose work they are, kept up to date so that nobody has to look through all of them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from studio.jobs.job import LIVE, Job
from studio.ui.desk import Desk


class OwnerJobs(QObject):
    """The jobs of each shot, cue and reference, in order of creation."""

    changed = Signal(str)  # owner id

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._jobs: dict[str, dict[str, Job]] = {}
        for job in desk.jobs.values():
            self._jobs.setdefault(job.owner, {})[job.id] = job
        desk.job_changed.connect(self._hear)

    def last(self, owner: str) -> Job | None:
        """The newest job of an owner."""
        jobs = self._jobs.get(owner)
        return next(reversed(jobs.values())) if jobs else None

    def live(self, owners: Iterable[str]) -> list[Job]:
        """The jobs of these owners that wait, run or are in doubt."""
        found = (job for owner in owners for job in self._jobs.get(owner, {}).values())
        return [job for job in found if job.state in LIVE]

    def _hear(self, job: Job) -> None:
        self._jobs.setdefault(job.owner, {})[job.id] = job
        self.changed.emit(job.owner)
