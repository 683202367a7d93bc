"""A checked file copied into the film's folder: whole, hashed again and named for good."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from studio.errors import BadInput, Cancelled, StudioError, system_detail
from studio.jobs.filing import is_full, measures, settle
from studio.jobs.job import Job, Kind, State, now
from studio.jobs.sidecars import MEDIA, sidecar_path, write_sidecar
from studio.media.probe import MediaInfo
from studio.timeline.durable import sync_folder
from studio.timeline.model import derived_id, new_id
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile

_BLOCK = 8 << 20  # bytes between two looks at whether to stop
_MARGIN = 1_000_000  # bytes that the journal and the project may need beside the media
_SUFFIXES = {  # by what a file is; its own suffix is kept when it is one of these
    "picture": (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".avif"),
    "sound": (".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".aiff", ".aif", ".caf"),
    "video": (".mp4", ".mov", ".mkv", ".webm", ".avi", ".mxf", ".mpg", ".ts", ".m4v", ".gif"),
}


def require_room(folder: Path, new: Mapping[str, Path]) -> None:
    """All or nothing: the disk must hold every new file before the first is copied."""
    needed = sum(path.stat().st_size for path in new.values())
    if new and needed + _MARGIN > shutil.disk_usage(folder).free:
        raise StudioError("jobs.no_room", path=folder, needed=-(-needed // 1_000_000))


def take_in(
    path: Path,
    info: MediaInfo,
    digest: str,
    name: str,
    rate: Rate,
    folder: Path,
    stopped: Callable[[], bool],
) -> tuple[Job, Take]:
    """Copy one file whose content has this hash; the job and the take to journal.

    Raises BadInput when the file changed meanwhile, Cancelled, StudioError for a full disk.
    """
    job = _job(name, digest)
    final = folder / MEDIA / f"{job.owner}.{job.id}.1{_suffix(path, info)}"
    try:
        file = _copied(path, final, folder, stopped)
        if file.sha256 != digest:
            raise BadInput("jobs.changed_meanwhile", name=path.name)
        take = Take(
            id=job.take_id,
            owner=job.owner,
            job=job.id,
            backend="import",
            kind=info.kind,
            files=(file,),
            request=job.request,
            created=now(),
            **measures(info, rate),
        )
        write_sidecar(folder, job, take)
    except BaseException as error:
        with suppress(OSError):
            final.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        if is_full(error):
            raise StudioError("jobs.disk_full", path=folder) from error
        raise StudioError("timeline.system", path=folder, detail=system_detail(error)) from error
    return job, take


def remove_copies(folder: Path, pairs: Iterable[tuple[Job, Take]]) -> None:
    """Take back what was copied for an import that failed later."""
    for job, take in pairs:
        with suppress(OSError):
            sidecar_path(folder, job).unlink(missing_ok=True)
        for file in take.files:
            with suppress(OSError):
                (folder / file.path).unlink(missing_ok=True)


def _job(name: str, digest: str) -> Job:
    moment = now()
    return Job(
        id=new_id("jb"),
        kind=Kind.IMPORT,
        owner=derived_id("re", digest),
        backend="import",
        request={"name": name, "sha256": digest},
        state=State.DONE,
        created=moment,
        started=moment,
        ended=moment,
    )


def _copied(path: Path, final: Path, folder: Path, stopped: Callable[[], bool]) -> TakeFile:
    # Not in the folder of half-made takes: a run of jobs that begins meanwhile sweeps that.
    partial = final.with_name(f".{final.name}.partial")
    try:
        partial.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as target:
            for block in _blocks(path, stopped):  # of a link, what it points to
                target.write(block)
        file = settle(partial, final, folder)
        sync_folder(folder / MEDIA)
        return file
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _blocks(path: Path, stopped: Callable[[], bool]) -> Iterator[bytes]:
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            if stopped():
                raise Cancelled("media.cancelled")
            yield block


def _suffix(path: Path, info: MediaInfo) -> str:
    known = _SUFFIXES[info.kind]
    return path.suffix.lower() if path.suffix.lower() in known else known[0]
