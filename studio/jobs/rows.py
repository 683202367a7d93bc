"""Jobs and takes as rows of the journal, and back."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from studio.errors import BadInput
from studio.jobs.job import Job
from studio.jobs.sidecars import within_media
from studio.timeline.take import Take

COLUMNS = tuple(Job.model_fields)
# What a running journal may still learn about a job; the rest is written once.
CHANGING = ("state", "remote_id", "attempts", "error", "price", "currency", "started", "ended")


def insert_job(base: sqlite3.Connection, job: Job) -> None:
    """Put a new job in."""
    marks = ", ".join("?" * len(COLUMNS))
    base.execute(f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({marks})", _row(job, COLUMNS))


def update_job(base: sqlite3.Connection, job: Job) -> None:
    """Write what changed about a job."""
    marks = ", ".join(f"{name} = ?" for name in CHANGING)
    base.execute(f"UPDATE jobs SET {marks} WHERE id = ?", (*_row(job, CHANGING), job.id))


def insert_take(base: sqlite3.Connection, take: Take) -> None:
    """Put a new take in."""
    values = (take.id, take.owner, take.job, take.model_dump_json())
    base.execute("INSERT INTO takes (id, owner, job, body) VALUES (?, ?, ?, ?)", values)


def has(base: sqlite3.Connection, table: str, column: str, value: str) -> bool:
    """True when a row has this value."""
    found = base.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (value,))
    return found.fetchone() is not None


def one_job(base: sqlite3.Connection, job_id: str) -> Job:
    """One job by id. Raises BadInput when there is none."""
    query = f"SELECT {', '.join(COLUMNS)} FROM jobs WHERE id = ?"
    row = base.execute(query, (job_id,)).fetchone()
    job = as_job(row) if row else None
    if job is None:
        raise BadInput("jobs.no_such_job", job=job_id)
    return job


def _row(job: Job, columns: Sequence[str]) -> tuple[Any, ...]:
    values = job.model_dump(mode="json")
    return tuple(_cell(values[name]) for name in columns)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def every_job(base: sqlite3.Connection) -> Iterator[Job]:
    """The jobs in the order they were added; a journal of an older version has fewer columns."""
    there = {row[1] for row in base.execute("PRAGMA table_info(jobs)")}
    names = [name for name in COLUMNS if name in there]
    for row in base.execute(f"SELECT {', '.join(names)} FROM jobs ORDER BY seq"):
        job = as_job(row, names)
        if job is not None:
            yield job


def as_job(row: Sequence[Any], names: Sequence[str] = COLUMNS) -> Job | None:
    """A row as a job; None when something else wrote nonsense into it."""
    values = dict(zip(names, row, strict=True))
    try:
        values["request"] = json.loads(values["request"])
        values["error"] = json.loads(values["error"]) if values["error"] else None
        return Job.model_validate(values)
    except (TypeError, ValueError):  # ValidationError and JSONDecodeError are ValueErrors
        return None


def as_take(body: str) -> Take | None:
    """A stored take; None when it is nonsense or points outside the folder's media."""
    try:
        take = Take.model_validate_json(body)
    except (ValidationError, TypeError):
        return None
    return take if within_media(take) else None


def salvage(path: Path) -> Iterator[Job]:
    """The jobs that can still be read from a broken journal: a remote id may be worth money."""
    with suppress(sqlite3.Error):
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield from every_job(base)
        finally:
            base.close()
