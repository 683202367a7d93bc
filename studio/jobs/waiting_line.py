"""Jobs that wait for room: which of them may start now, and which of those is the next."""

from collections.abc import Callable, Iterator

from studio.jobs.job import Job


class WaitingLine:
    """Those put first come first, then by arrival; while it is held nothing new is let out."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._first: list[str] = []  # the first of them first
        self.held = False

    def __iter__(self) -> Iterator[str]:
        return iter(self._jobs)

    def add(self, job: Job) -> None:
        """A job waits, as it is now."""
        self._jobs[job.id] = job

    def drop(self, job_id: str) -> None:
        """A job waits no longer, where it did."""
        self._jobs.pop(job_id, None)

    def clear(self) -> None:
        """Nobody waits."""
        self._jobs.clear()

    def put_first(self, job_id: str) -> None:
        """Let a job be the next of its backend."""
        self._first = [job_id, *(each for each in self._first if each != job_id)]

    def in_turn(self, is_due: Callable[[Job], bool]) -> list[Job]:
        """What may start, the next one first; a part of a generation only once it `is_due`."""
        ranks = {job_id: place for place, job_id in enumerate(self._first)}
        turn = sorted(self._jobs.values(), key=lambda job: ranks.get(job.id, len(ranks)))
        turn = [job for job in turn if not self.held or job.remote_id is not None]
        return [job for job in turn if job.part_of is None or is_due(job)]
