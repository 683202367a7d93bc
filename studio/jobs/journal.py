"""The journal: what happened, as jobs and takes in SQLite, one transaction a step."""

import sqlite3
from collections.abc import Collection, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from studio.errors import NO_ROOM, ProjectError, StudioError, system_detail
from studio.jobs.job import Job, State
from studio.jobs.lock import WriterLock
from studio.jobs.rows import (
    as_take,
    every_job,
    has,
    insert_job,
    insert_take,
    one_job,
    salvage,
    update_job,
)
from studio.jobs.schema import (
    READ_ONLY,
    connect_reader,
    connect_writer,
    in_memory,
    is_broken,
    migrate,
    put_aside,
    told,
)
from studio.jobs.sidecars import read_sidecars
from studio.timeline.take import Take

FILE = "journal.sqlite"
LOCK = ("cache", "journal.lock")


class Journal:
    """Jobs and takes of one project folder. One writer at a time; nothing is ever deleted.

    Every method that writes is one transaction, on the disk when it returns. Not for use from
    several threads. Raises StudioError for a full disk, ProjectError when it cannot be used.
    """

    def __init__(self, path: Path, base: sqlite3.Connection, lock: WriterLock | None) -> None:
        self.path = path
        self.set_aside: Path | None = None  # where a broken journal was put when this was opened
        self.recalled: frozenset[str] = frozenset()  # jobs that the sidecars alone told of then
        self._base = base
        self._lock = lock

    @classmethod
    def open(cls, folder: Path, *, write: bool = True) -> Self:
        """Open the journal of a project folder, making, migrating or rebuilding it as needed.

        Without `write` nothing is changed, a writer elsewhere does not matter, and a journal that
        is not there is told by the sidecars all the same.
        """
        path = folder / FILE
        if not write:
            return cls._open_reader(path)
        lock = _lock(folder)
        try:
            return cls._open_writer(path, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open_reader(cls, path: Path) -> Self:
        journal = cls(path, connect_reader(path), None)
        try:
            if journal._count():
                return journal
            done = [(sidecar.job, sidecar.take) for sidecar in read_sidecars(path.parent)]
        except BaseException:
            journal.close()
            raise
        if done:
            journal.close()
            journal = cls(path, in_memory(), None)
            journal.adopt(done)
            journal._base.execute(READ_ONLY)
            journal.recalled = frozenset(job.id for job, _ in done)
        return journal

    @classmethod
    def _open_writer(cls, path: Path, lock: WriterLock) -> Self:
        aside: Path | None = None
        saved: list[Job] = []
        try:
            base = connect_writer(path)
        except sqlite3.DatabaseError as error:
            if not is_broken(error):
                raise told(error, path) from error
            saved = list(salvage(path))
            aside = put_aside(path)
            base = connect_writer(path)
        journal = cls(path, base, lock)
        journal.set_aside = aside
        try:
            with journal._transaction():
                migrate(base, path)
            if aside is not None or not journal._count():
                journal._rebuild(saved)
        except BaseException:
            base.close()
            raise
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and the lock."""
        self._base.close()
        if self._lock is not None:
            self._lock.release()

    def check(self) -> None:
        """Read the whole file for damage. Raises ProjectError."""
        with self._reading() as base:
            verdict = base.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if verdict != "ok":
                raise sqlite3.DatabaseError(f"malformed: {verdict}")

    def add(self, jobs: Iterable[Job]) -> None:
        """Put new jobs in, all or none."""
        with self._transaction() as base:
            for job in jobs:
                insert_job(base, job)

    def step(self, job_id: str, state: State | None = None, /, **changes: Any) -> Job:
        """Take a job a step on and return it. Raises BadInput when that step is not legal."""
        with self._transaction() as base:
            job = one_job(base, job_id).step(state, **changes)
            update_job(base, job)
        return job

    def finish(self, job_id: str, take: Take) -> Job:
        """File the take and mark its job done, both or neither."""
        with self._transaction() as base:
            job = one_job(base, job_id).step(State.DONE, error=None)
            insert_take(base, take)
            update_job(base, job)
        return job

    def adopt(self, pairs: Sequence[tuple[Job, Take]]) -> int:
        """File done jobs with their takes from elsewhere; returns how many were new."""
        new = 0
        with self._transaction() as base:
            for job, take in pairs:
                if has(base, "takes", "job", take.job) or has(base, "takes", "id", take.id):
                    continue
                if not has(base, "jobs", "id", job.id):
                    insert_job(base, job)
                else:
                    update_job(base, job)
                insert_take(base, take)
                new += 1
        return new

    def job(self, job_id: str) -> Job:
        """One job. Raises BadInput when there is none."""
        with self._reading() as base:
            return one_job(base, job_id)

    def jobs(
        self, states: Collection[State] | None = None, *, batch: str | None = None
    ) -> list[Job]:
        """Jobs in the order they were added, of these states and this batch only."""
        with self._reading() as base:
            jobs = list(every_job(base))
        return [
            job
            for job in jobs
            if (states is None or job.state in states) and (batch is None or job.batch == batch)
        ]

    def takes(self, owner: str | None = None) -> list[Take]:
        """Takes in the order they arrived, of one owner only when asked."""
        where, values = ("", ()) if owner is None else (" WHERE owner = ?", (owner,))
        with self._reading() as base:
            rows = base.execute(f"SELECT body FROM takes{where} ORDER BY seq", values)
            return [take for (body,) in rows if (take := as_take(body)) is not None]

    def _rebuild(self, saved: Sequence[Job]) -> None:
        """Bring back what the folder and the remains of a broken journal still tell."""
        done = [(sidecar.job, sidecar.take) for sidecar in read_sidecars(self.path.parent)]
        self.adopt(done)
        known = frozenset(job.id for job, _ in done)
        self.recalled = known
        self.add(job for job in saved if job.id not in known and job.state is not State.DONE)

    def _count(self) -> int:
        with self._reading() as base:
            return int(base.execute("SELECT count(*) FROM jobs").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        try:
            self._base.execute("BEGIN IMMEDIATE")
            yield self._base
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            raise told(error, self.path) from error
        except BaseException:
            self._undo()
            raise

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        try:
            yield self._base
        except sqlite3.Error as error:
            raise told(error, self.path) from error

    def _undo(self) -> None:
        with suppress(sqlite3.Error):
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")


def _lock(folder: Path) -> WriterLock:
    try:
        return WriterLock(folder.joinpath(*LOCK), folder)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StudioError("jobs.disk_full", path=folder) from error
        raise ProjectError("jobs.read_only", path=folder, detail=system_detail(error)) from error
