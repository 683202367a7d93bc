"""Jobs by whose work they are, kept up to date so that nobody has to look through all of them."""

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from studio.jobs.events import JobProgress
from studio.jobs.job import LIVE, Job, State
from studio.ui.desk import Desk

QUIET = 120.0  # seconds without news after which a job that runs is said to be quiet
_LOOK = 5_000  # milliseconds between two looks at the clock


class OwnerJobs(QObject):
    """The jobs of each shot, cue and reference, in order of creation, and which are quiet."""

    changed = Signal(str)  # owner id

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        super().__init__()
        self._clock = clock
        self._jobs: dict[str, dict[str, Job]] = {}
        self._heard: dict[str, tuple[str, float]] = {}  # of what runs: its owner, and when
        self._over = False
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self.look)
        for job in desk.jobs.values():
            self._keep(job)
        desk.job_changed.connect(self._hear)
        desk.progressed.connect(self._progressed)
        desk.closed.connect(self._rest)

    def last(self, owner: str) -> Job | None:
        """The newest job of an owner."""
        jobs = self._jobs.get(owner)
        return next(reversed(jobs.values())) if jobs else None

    def live(self, owners: Iterable[str]) -> list[Job]:
        """The jobs of these owners that wait, run or are in doubt."""
        found = (job for owner in owners for job in self._jobs.get(owner, {}).values())
        return [job for job in found if job.state in LIVE]

    def quiet(self, job: Job) -> float:
        """Seconds without any news of a job that runs; 0 as long as that is nothing unusual."""
        if job.id not in self._heard:
            return 0.0
        silent = self._clock() - self._heard[job.id][1]
        return silent if silent >= QUIET else 0.0

    def look(self) -> None:
        """Tell of the owners whose jobs are quiet."""
        now = self._clock()
        for owner, heard in list(self._heard.values()):
            if now - heard >= QUIET:
                self.changed.emit(owner)

    def _hear(self, job: Job) -> None:
        self._keep(job)
        self.changed.emit(job.owner)

    def _keep(self, job: Job) -> None:
        self._jobs.setdefault(job.owner, {})[job.id] = job
        if job.state is State.RUNNING:
            self._note(job.id, job.owner)
        else:
            self._heard.pop(job.id, None)
            if not self._heard:
                self._timer.stop()

    def _progressed(self, news: JobProgress) -> None:
        if news.job in self._heard:
            self._note(news.job, news.owner)

    def _note(self, job_id: str, owner: str) -> None:
        self._heard[job_id] = (owner, self._clock())
        if not self._over and not self._timer.isActive():
            self._timer.start()

    def _rest(self) -> None:
        """The film is closed; news on their way begin nothing any more."""
        self._over = True
        self._timer.stop()
