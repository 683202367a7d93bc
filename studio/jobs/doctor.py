"""Examines a project folder and repairs what can be repaired without losing anything."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from studio.errors import ProjectError, StudioError
from studio.jobs.filing import clear_partials, has_no_room
from studio.jobs.fit import Reason
from studio.jobs.job import LIVE, State
from studio.jobs.journal import Journal
from studio.jobs.relink import bring_back, fault_of, look_for
from studio.jobs.sidecars import MEDIA, PARTIAL, read_sidecars
from studio.timeline import store
from studio.timeline.check import check
from studio.timeline.migrate import migrate
from studio.timeline.project import Project
from studio.timeline.queries import cues, shots
from studio.timeline.take import Take

Grade = Literal["note", "warning", "problem"]


@dataclass(frozen=True)
class Finding:
    """Something found: a sentence by key, how grave it is, and whether it was put right."""

    key: str
    values: dict[str, object] = field(default_factory=dict[str, object])
    grade: Grade = "problem"
    repaired: bool = False
    repairable: bool = False

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return Reason(self.key, self.values).text(language)


def examine(
    folder: Path,
    repair: bool = False,
    *,
    project: Project | None = None,
    search: Sequence[Path] = (),
) -> list[Finding]:
    """Everything that is not as it should be with the jobs, takes and media of a project folder.

    With `repair`, takes the journal lost come back from their sidecars, missing files are looked
    for in the folders of `search`, and leftovers of unfinished work are removed. A take or a
    media file is never deleted. The project is read from the folder (with `repair`, opened and
    brought back from a backup where needed) unless the caller has it open as `project`. Raises
    ProjectError when another process works in the folder.
    """
    found = list(_room(folder))
    if project is None:
        project, told = _project(folder, repair)
        found += told
    try:
        with Journal.open(folder, write=repair) as journal:
            if journal.set_aside is not None:
                values: dict[str, object] = {"path": journal.set_aside.name}
                found.append(Finding("jobs.found_broken_journal", values, repaired=True))
            journal.check()
            found += _lost_takes(folder, journal, repair)
            takes = journal.takes()
            found += _leftovers(folder, journal, repair)
            found += _doubtful(journal)
    except StudioError as error:
        if error.key != "jobs.journal_broken":
            raise
        found.append(Finding(error.key, dict(error.values), repairable=True))
        takes = [sidecar.take for sidecar in read_sidecars(folder)]
    found += _files(folder, takes, repair, search)
    tables = {lut.path for lut in project.luts} if project is not None else set[str]()
    known = [*takes, *(sidecar.take for sidecar in read_sidecars(folder))]
    found += _orphans(folder, known, tables)
    if project is not None:
        found += _homeless(project, [*takes, *(sidecar.take for sidecar in read_sidecars(folder))])
        found += [Finding(p.key, dict(p.values)) for p in check(project)]
    return found


def _project(folder: Path, repair: bool) -> tuple[Project | None, list[Finding]]:
    """The film as it can be read, and what is wrong with its file."""
    if not store.is_project(folder):
        return None, [Finding("jobs.found_no_project", {"path": folder})]
    try:
        whole = _is_whole(folder / store.FILE)
        if not repair or whole:
            project = store.read(folder)
        else:
            with store.open_folder(folder) as opened:
                project = opened.project
    except ProjectError as error:
        if error.key == "timeline.in_use":
            raise
        return None, [Finding(error.key, dict(error.values))]
    if whole:
        return project, []
    return project, [Finding("jobs.found_project_backup", repaired=repair, repairable=True)]


def _is_whole(path: Path) -> bool:
    try:
        Project.model_validate(migrate(json.loads(path.read_bytes())))
    except (OSError, ValueError, RecursionError):
        return False
    except ProjectError as error:
        return error.key == "timeline.newer_format"
    return True


def _lost_takes(folder: Path, journal: Journal, repair: bool) -> Iterator[Finding]:
    """Takes that only their sidecars tell of. A job still running will be filed by its run."""
    back = journal.recalled if journal.set_aside is None else frozenset[str]()
    known = {take.job for take in journal.takes()} - back
    live = {job.id for job in journal.jobs(LIVE)}
    lost = [s for s in read_sidecars(folder) if s.job.id not in known and s.job.id not in live]
    if lost and repair:
        journal.adopt([(sidecar.job, sidecar.take) for sidecar in lost])
    for sidecar in lost:
        values: dict[str, object] = {"owner": sidecar.take.owner, "job": sidecar.job.id}
        yield Finding("jobs.found_lost_take", values, repaired=repair, repairable=True)


def _files(
    folder: Path, takes: Iterable[Take], repair: bool, search: Sequence[Path]
) -> Iterator[Finding]:
    for take in takes:
        for file in take.files:
            fault = fault_of(folder / file.path, file)
            if fault is None:
                continue
            where = look_for(file, take, search) if search else None
            values: dict[str, object] = {"path": file.path, "owner": take.owner}
            if repair and where is not None:
                bring_back(where, folder / file.path, folder)
                values["source"] = where
                yield Finding("jobs.found_relinked", values, repaired=True, repairable=True)
            else:
                yield Finding(fault, values, repairable=where is not None)


def _orphans(folder: Path, takes: Iterable[Take], tables: set[str]) -> Iterator[Finding]:
    """Files in media that no take knows, and that are no colour table of the film.

    Sidecars are told of by `_lost_takes`.
    """
    known = tables | {file.path for take in takes for file in take.files}
    media = folder / MEDIA
    for path in sorted(media.iterdir()) if media.is_dir() else ():
        hidden = path.name.startswith(".")
        if path.is_file() and not hidden and path.suffix != ".json":
            place = path.relative_to(folder).as_posix()
            if place not in known:
                yield Finding("jobs.found_orphan", {"path": place}, grade="note")


def _leftovers(folder: Path, journal: Journal, repair: bool) -> Iterator[Finding]:
    """Half-made files: of jobs that have ended, and of writes that a crash cut off."""
    keep = {job.id for job in journal.jobs({State.QUEUED, State.RUNNING})}
    media = folder / MEDIA
    stale = [p for p in _inside(media / PARTIAL) if p.name not in keep]
    cut_off = [p for p in _inside(media) if p.is_file() and p.name.endswith(".partial")]
    if repair:
        clear_partials(folder, keep=keep)
        for path in cut_off:
            with suppress(OSError):
                path.unlink()
    for path in (*stale, *cut_off):
        values: dict[str, object] = {"path": path.relative_to(folder).as_posix()}
        yield Finding("jobs.found_leftover", values, "note", repaired=repair, repairable=True)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _doubtful(journal: Journal) -> Iterator[Finding]:
    for job in journal.jobs({State.UNKNOWN}):
        values: dict[str, object] = {"job": job.id, "owner": job.owner, "backend": job.backend}
        yield Finding("jobs.found_unknown_job", values, "warning")


def _homeless(project: Project, takes: Iterable[Take]) -> Iterator[Finding]:
    """Takes whose owner was removed; they stay, as undo may bring it back."""
    parts = (*shots(project), *cues(project), *project.subjects, *project.references)
    owners = {part.id for part in parts}
    takes = list({take.id: take for take in takes}.values())
    taken = [take for take in takes if take.owner not in owners]
    if taken:
        yield Finding("jobs.found_homeless", {"count": len(taken)}, "note")
    imported = {take.owner for take in takes}
    for reference in project.references:
        if reference.id not in imported:
            yield Finding("jobs.found_no_media", {"name": reference.name}, "warning")


def _room(folder: Path) -> Iterator[Finding]:
    if has_no_room(folder):
        yield Finding("jobs.found_no_room", {"path": folder}, "warning")
