"""Imports: media files from anywhere become references with a take each.

Checking, hashing and copying (`bring`) may run in any thread; only the journal has a home.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput, Cancelled, system_detail
from studio.jobs.copying import remove_copies, require_room, take_in
from studio.jobs.job import Job
from studio.jobs.journal import Journal
from studio.media.hashes import sha256_of
from studio.media.probe import MediaInfo, probe
from studio.timeline.project import Project
from studio.timeline.story import Reference, ReferenceKind
from studio.timeline.take import Take

MOST = 1000  # files in one import
NAME_LIMIT = 200
Told = Callable[[int, int], None]  # files checked or copied so far, and how many steps in all


@dataclass(frozen=True)
class Imported:
    """A reference and its take; `new` is False when the project or its folder had it already.

    A reference that the project does not have yet is to be added by an edit.
    """

    reference: Reference
    take: Take
    new: bool


@dataclass(frozen=True)
class Brought:
    """What an import gives, and the jobs and takes that the journal does not know yet."""

    imported: tuple[Imported, ...]
    unfiled: tuple[tuple[Job, Take], ...]


@dataclass(frozen=True)
class _Checked:
    path: Path
    info: MediaInfo
    digest: str


def _quiet(_done: int, _all: int) -> None:
    """Tells nobody."""


def _never() -> bool:
    return False


def import_media(
    project: Project, folder: Path, journal: Journal, paths: Iterable[Path]
) -> list[Imported]:
    """Copy media files into the project folder, each as the take of a reference.

    Every file is checked first: when one cannot be used, nothing is imported. The content says
    what a file is; the same content twice is the same reference. Blocking. Raises BadInput,
    StudioError for a full disk.
    """
    brought = bring(project, folder, known_imports(journal.takes()), list(paths))
    journal.adopt(brought.unfiled)
    return list(brought.imported)


def known_imports(takes: Iterable[Take]) -> dict[str, Take]:
    """What was imported before, by the hash of its content."""
    return {take.files[0].sha256: take for take in takes if take.backend == "import"}


def bring(
    project: Project,
    folder: Path,
    known: Mapping[str, Take],
    paths: Sequence[Path],
    *,
    told: Told = _quiet,
    stopped: Callable[[], bool] = _never,
) -> Brought:
    """Check every file, then copy those that are not `known`; the journal is the caller's.

    Blocking, for any thread. All or nothing: what was copied goes again when a later file fails or
    `stopped` says so. Raises BadInput, Cancelled, StudioError for a full disk.
    """
    checked = _check(list(dict.fromkeys(paths)), told, stopped)
    require_room(folder, {each.digest: each.path for each in checked if each.digest not in known})
    takes, unfiled = dict(known), list[tuple[Job, Take]]()
    references = {reference.id: reference for reference in project.references}
    done: list[Imported] = []
    try:
        for number, each in enumerate(checked, 1):
            take = takes.get(each.digest)
            new = take is None
            if take is None:
                name = _name(each.path)
                job, take = take_in(
                    each.path, each.info, each.digest, name, project.rate, folder, stopped
                )
                takes[each.digest] = take
                unfiled.append((job, take))
            reference = references.get(take.owner) or Reference(
                id=take.owner, name=_name(each.path), kind=ReferenceKind(each.info.kind)
            )
            references[reference.id] = reference
            done.append(Imported(reference, take, new))
            told(len(checked) + number, 2 * len(checked))
    except BaseException:
        remove_copies(folder, unfiled)
        raise
    return Brought(tuple(done), tuple(unfiled))


def _check(paths: Sequence[Path], told: Told, stopped: Callable[[], bool]) -> list[_Checked]:
    if len(paths) > MOST:
        raise BadInput("jobs.too_many_files", count=len(paths), limit=MOST)
    checked: list[_Checked] = []
    for number, path in enumerate(paths, 1):
        if stopped():
            raise Cancelled("media.cancelled")
        checked.append(_read(path, stopped))
        told(number, 2 * len(paths))
    return checked


def _read(path: Path, stopped: Callable[[], bool]) -> _Checked:
    try:
        return _Checked(path, probe(path), sha256_of(path, stopped))
    except OSError as error:
        values = {"path": path.name, "detail": system_detail(error)}
        raise BadInput("timeline.unreadable", **values) from error


def _name(path: Path) -> str:
    """A file's name as a reference's: readable, without control characters."""
    shown = "".join(c for c in path.stem if c.isprintable() and not "\ud800" <= c <= "\udfff")
    return shown.strip()[:NAME_LIMIT].strip() or "media"
