"""News about jobs as frozen values, thinned so that no reader drowns."""

from collections.abc import Callable
from dataclasses import dataclass

from studio.errors import StudioError
from studio.jobs.job import Job
from studio.timeline.take import Take


@dataclass(frozen=True)
class JobChanged:
    """A job is in another state, or failed again."""

    job: Job


@dataclass(frozen=True)
class JobProgress:
    """How far one job and its whole run are, 0 to 1; seconds still needed where that is known."""

    job: str
    owner: str
    done: float
    seconds_left: float | None
    run_done: float
    run_seconds_left: float | None


@dataclass(frozen=True)
class TakeArrived:
    """A take is filed; it is in the journal already."""

    take: Take


@dataclass(frozen=True)
class QueueChanged:
    """The queue was paused or let go on, or a job was put to its front."""

    held: bool
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkStopped:
    """All work stopped, because its journal cannot be written."""

    error: StudioError


News = JobChanged | JobProgress | TakeArrived | QueueChanged | WorkStopped
Listener = Callable[[News], None]


def ignore(_news: News) -> None:
    """A listener that hears nothing."""


class Meter:
    """How far a run of jobs is; says when the next progress is worth telling."""

    INTERVAL = 0.1  # seconds between two progresses of one job: ten a second

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._done: dict[str, float] = {}
        self._weight: dict[str, int] = {}
        self._told: dict[str, float] = {}

    def expect(self, job: str, weight: int) -> None:
        """A job joins the run; `weight` is its share of the work, such as its frames."""
        self._weight.setdefault(job, max(1, weight))
        self._done.setdefault(job, 0.0)

    def move(self, job: str, done: float) -> None:
        """A job is this far, 0 to 1."""
        self._done[job] = done

    def due(self, job: str) -> bool:
        """True when a tenth of a second has passed since this job's last progress was told."""
        moment = self._clock()
        if moment - self._told.get(job, float("-inf")) < self.INTERVAL:
            return False
        self._told[job] = moment
        return True

    @property
    def done(self) -> float:
        """How far the whole run is, 0 to 1."""
        whole = sum(self._weight.values())
        if not whole:
            return 1.0
        return min(1.0, sum(self._weight[j] * self._done[j] for j in self._weight) / whole)

    @property
    def seconds_left(self) -> float | None:
        """What the run still needs at its speed so far; None before there is a speed."""
        done, spent = self.done, self._clock() - self._began
        return spent * (1 - done) / done if done > 0.01 and spent > 0 else None
