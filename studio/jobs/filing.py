"""What a backend left becomes a take: verified, hashed, named for good, then journaled."""

import os
import re
import shutil
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path
from typing import Any

from studio.backends.base import Request, Result
from studio.errors import NO_ROOM, BackendError, BadInput, Fault, StudioError
from studio.jobs.job import Job, now
from studio.jobs.proofs import remember
from studio.jobs.sidecars import MEDIA, PARTIAL, write_sidecar
from studio.media.encode import TAKE_SUFFIX
from studio.media.hashes import sha256_of
from studio.media.parting import part_of
from studio.media.probe import MediaInfo, probe
from studio.timeline.durable import sync_folder
from studio.timeline.rate import Rate
from studio.timeline.take import Span, Take, TakeFile

LOW = 16 * 1024 * 1024  # bytes; a failure with less free than this is told as a full disk
_FINEST = 1_000_000  # of a rate's two numbers
PLAIN_NAME = re.compile(r"[^./\\:][^/\\:]*")


def partial_folder(folder: Path, job: Job) -> Path:
    """Where the files of a running job lie until they are whole."""
    return folder / MEDIA / PARTIAL / job.id


def remove_partial(folder: Path, job: Job) -> None:
    """Forget what a job left unfinished."""
    shutil.rmtree(partial_folder(folder, job), ignore_errors=True)


def file_result(folder: Path, job: Job, request: Request, result: Result) -> Take:
    """Verify and hash the files of a result, move them to their names and leave the sidecar.

    Journaling the returned take is the caller's next and last step. Blocking. Raises
    BackendError (Fault.BROKEN) for files that cannot be used, OSError for a full disk.
    """
    partial = partial_folder(folder, job)
    found = [_verified(partial, name, job) for name in result.files]
    if request.then:
        found = [_first_part(found[0], request, result, job), found[0]]
    measured = _measure(found[0], request, job)
    files: list[TakeFile] = []
    for number, path in enumerate(found, 1):
        final = folder / MEDIA / f"{job.owner}.{job.id}.{number}{_suffix(path)}"
        files.append(settle(path, final, folder))
    sync_folder(folder / MEDIA)
    take = Take(
        id=job.take_id,
        owner=job.owner,
        job=job.id,
        backend=job.backend,
        kind=request.kind,
        files=tuple(files),
        request=job.request,
        created=now(),
        cost=result.cost,
        currency=result.currency,
        estimated=result.estimated,
        usage=dict(result.usage),
        cuts=result.cuts if request.then else (),
        seed=result.seed if result.seed is not None else request.seed,
        spoken={k: Span(start=s.start, frames=s.frames) for k, s in result.spoken.items()},
        scratch=result.scratch,
        **measured,
    )
    write_sidecar(folder, job, take)
    return take


def _first_part(whole: Path, request: Request, result: Result, job: Job) -> Path:
    """The shot itself, cut out of a file that holds those that follow it, too."""
    cuts = result.cuts
    if len(cuts) != len(request.then) or list(cuts) != sorted(set(cuts)) or min(cuts) < 1:
        raise BackendError("jobs.result_uncut", Fault.BROKEN, backend=job.backend)
    return cut_out(whole, whole.parent, 0, cuts[0], job)


def cut_out(whole: Path, folder: Path, first: int, end: int | None, job: Job) -> Path:
    """Frames `first` up to `end` (None: its end) of a file, as a new one in `folder`.

    Blocking. Raises BackendError (Fault.BROKEN), RenderError.
    """
    try:
        count = (probe(whole).frames if end is None else end) - first
        target = folder / f"part{TAKE_SUFFIX}"
        part_of(whole, target, first, count)
    except BadInput as error:
        raise BackendError(
            "jobs.result_unreadable", Fault.BROKEN, backend=job.backend, detail=error
        ) from error
    return target


def settle(path: Path, final: Path, folder: Path) -> TakeFile:
    """Hash a whole file, put it on the disk for good and give it its final name."""
    digest = sha256_of(path)
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
        size = os.fstat(stream.fileno()).st_size
    path.replace(final)
    file = TakeFile(path=final.relative_to(folder).as_posix(), sha256=digest, bytes=size)
    remember(folder, file)
    return file


def is_full(error: BaseException) -> bool:
    """True when the system had no room left for a file."""
    told = isinstance(error, StudioError) and error.key.endswith(".disk_full")
    return told or (isinstance(error, OSError) and error.errno in NO_ROOM)


def has_no_room(folder: Path) -> bool:
    """True when the disk of the folder is as good as full."""
    return shutil.disk_usage(folder).free < LOW


def _measure(path: Path, request: Request, job: Job) -> dict[str, Any]:
    """Length, size and sound of the main file, as fields of a take."""
    if request.kind == "handle":  # a record of names, which its registrar wrote
        return {}
    try:
        info = probe(path)
    except BadInput as error:
        raise BackendError(
            "jobs.result_unreadable", Fault.BROKEN, backend=job.backend, detail=error
        ) from error
    if info.kind != request.kind:
        raise BackendError(
            "jobs.result_wrong_kind", Fault.BROKEN, backend=job.backend, kind=info.kind
        )
    return measures(info, Rate.of(Fraction(request.rate_num, request.rate_den)))


def measures(info: MediaInfo, rate: Rate) -> dict[str, Any]:
    """What a probe found as fields of a take; a sound's length is counted at `rate`."""
    if info.kind == "picture":
        return {"width": info.width, "height": info.height, "frames": 1, "alpha": info.alpha}
    if info.kind == "sound":
        return {"rate": rate, "frames": max(1, rate.frames(info.seconds)), "has_sound": True}
    return {
        "rate": (_uneven(info, rate) if info.variable_rate else _rate(info.rate)) or rate,
        "frames": info.frames,
        "width": info.width,
        "height": info.height,
        "has_sound": info.sound_tracks > 0,
        "alpha": info.alpha,
        "transfer": info.transfer,
        "untagged": info.untagged,
    }


def _rate(rate: Fraction, finest: int = 1001) -> Rate | None:
    """A file's rate where it can be one of ours; containers claim odd ones."""
    near = rate.limit_denominator(finest)
    return Rate.of(near) if 0 < near <= 1000 and near.numerator <= 1_000_000 else None


def _uneven(info: MediaInfo, film: Rate) -> Rate | None:
    """The rate at which the pictures of a variable one last as many film frames as they show.

    It is the average that the file claims where that is so.
    """
    lasts = max(1, film.frames(info.shown))
    exact = info.frames / info.shown if info.shown else info.rate
    even = info.frames * film.fraction / lasts  # rounds to that even where `exact` is a near miss
    finer = (_rate(r, min(_FINEST, int(_FINEST / r))) for r in (exact, even) if 0 < r <= 1000)
    for rate in (_rate(info.rate), *finer):
        if rate is not None and film.frames(rate.seconds(info.frames)) == lasts:
            return rate
    return _rate(info.rate)


def _verified(partial: Path, name: str, job: Job) -> Path:
    """A file of a result. The name comes from a service or a stranger's package."""
    path = partial / name
    if not PLAIN_NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
        raise _broken(job, "jobs.result_missing", name)
    if not path.stat().st_size:
        raise _broken(job, "jobs.result_empty", name)
    return path


def _broken(job: Job, key: str, name: str) -> BackendError:
    return BackendError(key, Fault.BROKEN, backend=job.backend, name=name[:100])


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,5}", suffix) else ".bin"


def clear_partials(folder: Path, keep: Collection[str]) -> None:
    """Remove what jobs left unfinished that will not be carried on."""
    partials = folder / MEDIA / PARTIAL
    for path in partials.iterdir() if partials.is_dir() else ():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
