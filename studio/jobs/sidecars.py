"""Sidecar files: next to every take's media, what the journal knows about it, in plain JSON."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from studio.jobs.job import Job, State
from studio.timeline.durable import sync_folder
from studio.timeline.model import Record
from studio.timeline.take import Take

MEDIA = "media"
PARTIAL = ".partial"
LARGEST = 16 * 1024 * 1024  # bytes; a request with its lines is a few kilobytes


TAKE_PATH = re.compile(r"media/[^./\\][^/\\]*")


def within_media(take: Take) -> bool:
    """True when no file of the take points outside the folder's media."""
    return all(TAKE_PATH.fullmatch(file.path) for file in take.files)


class Sidecar(Record):
    """A done job and its take."""

    job: Job
    take: Take


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, whole."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sidecar_path(folder: Path, job: Job) -> Path:
    """Where the sidecar of a job lies in the project folder."""
    return folder / MEDIA / f"{job.owner}.{job.id}.json"


def write_sidecar(folder: Path, job: Job, take: Take) -> None:
    """Leave the sidecar of a job that is about to be done."""
    done = job if job.state is State.DONE else job.step(State.DONE, error=None)
    text = Sidecar(job=done, take=take).model_dump_json(indent=1)
    write_atomically(sidecar_path(folder, job), text.encode())


def read_sidecar(path: Path) -> Sidecar | None:
    """A sidecar, or None when there is none or it cannot be trusted."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
            return None  # a pipe would be waited on for ever
        sidecar = Sidecar.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    trusted = sidecar.job.state is State.DONE and sidecar.job.id == sidecar.take.job
    return sidecar if trusted and within_media(sidecar.take) else None


def read_sidecars(folder: Path) -> Iterator[Sidecar]:
    """Every readable sidecar of a project folder, oldest take first."""
    found = (read_sidecar(path) for path in (folder / MEDIA).glob("*.json"))
    yield from sorted((s for s in found if s), key=lambda s: (s.take.created, s.take.id))


def files_present(folder: Path, take: Take) -> bool:
    """True when every file of the take lies in its place with the right size; no link does."""
    for file in take.files:
        try:
            facts = (folder / file.path).lstat()
            if not stat.S_ISREG(facts.st_mode) or facts.st_size != file.bytes:
                return False
        except OSError:
            return False
    return True
