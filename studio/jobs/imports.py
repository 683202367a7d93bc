"""Imports: media files from anywhere become references with a take each."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput, StudioError
from studio.jobs.filing import is_full, measures, settle
from studio.jobs.job import Job, Kind, State, now
from studio.jobs.journal import Journal
from studio.jobs.sidecars import MEDIA, PARTIAL, sync_folder, write_sidecar
from studio.media.hashes import sha256_of
from studio.media.probe import MediaInfo, probe
from studio.timeline.model import derived_id, new_id
from studio.timeline.project import Project
from studio.timeline.story import Reference, ReferenceKind
from studio.timeline.take import Take

MOST = 1000  # files in one import
NAME_LIMIT = 200
_MARGIN = 1_000_000  # bytes that the journal and the project may need beside the media
_SUFFIXES = {  # by what a file is; its own suffix is kept when it is one of these
    "picture": (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".avif"),
    "sound": (".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".aiff", ".aif", ".caf"),
    "video": (".mp4", ".mov", ".mkv", ".webm", ".avi", ".mxf", ".mpg", ".ts", ".m4v", ".gif"),
}


@dataclass(frozen=True)
class Imported:
    """A reference and its take; `new` is False when the project or its folder had it already.

    A reference that the project does not have yet is to be added by an edit.
    """

    reference: Reference
    take: Take
    new: bool


def import_media(
    project: Project, folder: Path, journal: Journal, paths: Iterable[Path]
) -> list[Imported]:
    """Copy media files into the project folder, each as the take of a reference.

    Every file is checked first: when one cannot be used, nothing is imported. The content says
    what a file is; the same content twice is the same reference. Blocking. Raises BadInput,
    StudioError for a full disk.
    """
    wanted = list(dict.fromkeys(paths))
    if len(wanted) > MOST:
        raise BadInput("jobs.too_many_files", count=len(wanted), limit=MOST)
    checked = [(path, probe(path), sha256_of(path)) for path in wanted]
    known = {take.files[0].sha256: take for take in journal.takes() if _is_import(take)}
    _require_room(folder, {digest: path for path, _, digest in checked if digest not in known})
    references = {reference.id: reference for reference in project.references}
    done: list[Imported] = []
    for path, info, digest in checked:
        take = known.get(digest)
        new = take is None
        if take is None:
            take = _take_in(path, info, digest, project, folder, journal)
            known[digest] = take
        reference = references.get(take.owner) or Reference(
            id=take.owner, name=_name(path), kind=ReferenceKind(info.kind)
        )
        references[reference.id] = reference
        done.append(Imported(reference, take, new))
    return done


def _require_room(folder: Path, new: Mapping[str, Path]) -> None:
    """All or nothing: the disk must hold every new file before the first is copied."""
    needed = sum(path.stat().st_size for path in new.values())
    if new and needed + _MARGIN > shutil.disk_usage(folder).free:
        raise StudioError("jobs.no_room", path=folder, needed=-(-needed // 1_000_000))


def _is_import(take: Take) -> bool:
    return take.backend == "import"


def _take_in(
    path: Path, info: MediaInfo, digest: str, project: Project, folder: Path, journal: Journal
) -> Take:
    job = Job(
        id=new_id("jb"),
        kind=Kind.IMPORT,
        owner=derived_id("re", digest),
        backend="import",
        request={"name": _name(path), "sha256": digest},
        state=State.DONE,
        created=now(),
        started=now(),
        ended=now(),
    )
    partial = folder / MEDIA / PARTIAL / job.id
    try:
        partial.mkdir(parents=True, exist_ok=True)
        copy = partial / "copy"
        shutil.copyfile(path, copy)  # what a link points to, never the link
        final = folder / MEDIA / f"{job.owner}.{job.id}.1{_suffix(path, info)}"
        file = settle(copy, final, folder)
        sync_folder(folder / MEDIA)
    except OSError as error:
        if is_full(error):
            raise StudioError("jobs.disk_full", path=folder) from error
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    if file.sha256 != digest:
        with suppress(OSError):
            final.unlink()
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
        **measures(info, project.rate),
    )
    write_sidecar(folder, job, take)
    journal.adopt([(job, take)])
    return take


def _name(path: Path) -> str:
    """A file's name as a reference's: readable, without control characters."""
    shown = "".join(c for c in path.stem if c.isprintable() and not "\ud800" <= c <= "\udfff")
    return shown.strip()[:NAME_LIMIT].strip() or "media"


def _suffix(path: Path, info: MediaInfo) -> str:
    known = _SUFFIXES[info.kind]
    return path.suffix.lower() if path.suffix.lower() in known else known[0]
