"""A film in another folder: where its own can no longer be written, or a copy of a shipped one."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from studio.errors import NO_ROOM, ProjectError, ProjectFailed, StudioError, system_detail
from studio.jobs.journal import FILE
from studio.jobs.sidecars import MEDIA, PARTIAL
from studio.render.scratch import scratch_folder
from studio.timeline import store
from studio.timeline.durable import sync_folder
from studio.timeline.project import Project
from studio.timeline.store import Store, create


def save_copy(project: Project, source: Path, target: Path) -> StudioError | None:
    """Make `target` a film that holds `project`, and the media and jobs of `source` as far as they
    can be read.

    Blocking. Returns why it could not be made, None when it is there. Without a journal the takes
    come back from the sidecars beside their media.
    """
    try:
        create(target, project).close()
        _copy_journal(source / FILE, target / FILE)
        _copy_media(source / MEDIA, target / MEDIA)
    except StudioError as error:
        return error
    except OSError as error:
        return ProjectError("timeline.system", path=target, detail=error.strerror or str(error))
    return None


def _copy_journal(source: Path, target: Path) -> None:
    """Copy the journal whole: what is at a service may be worth money."""
    if not source.is_file():
        return
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error:
        target.unlink(missing_ok=True)


def _copy_media(source: Path, target: Path) -> None:
    """Copy what can be read; what is gone is told of when the copy is opened."""
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        if path.is_file() and path.name != PARTIAL:
            try:
                shutil.copyfile(path, target / path.name)
            except FileNotFoundError:
                continue


def own_copy(source: Path, target: Path) -> Store:
    """The maker's own copy of a film that is shipped: the one there is, else a new one; opened.

    `source` holds a project and its media with their sidecars; the journal comes from these. The
    copy appears whole or not at all. Blocking. Raises ProjectError, BadInput for a place where
    nothing can be written.
    """
    if not store.is_project(target):
        try:
            _copied(source, target)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise ProjectFailed("timeline.no_room", path=target) from error
            detail = system_detail(error)
            raise ProjectError("timeline.not_made", path=target, detail=detail) from error
    return store.open_folder(target)


def _copied(source: Path, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ProjectError("timeline.not_a_folder", path=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(target) as scratch:
        whole = scratch / target.name
        for path in sorted(source.rglob("*")):
            if path.is_file():
                new = whole / path.relative_to(source)
                new.parent.mkdir(parents=True, exist_ok=True)
                _kept(path, new)
        with suppress(OSError):
            target.rmdir()  # an empty one, which not every system lets a rename replace
        if target.exists():
            raise ProjectError("timeline.not_empty", path=target)
        whole.rename(target)
    sync_folder(target.parent)


def _kept(path: Path, new: Path) -> None:
    """Copy a file so that a power cut does not take it once its folder has its name.

    Its rights stay behind, as what is shipped may be read-only.
    """
    with path.open("rb") as old, new.open("wb") as stream:
        shutil.copyfileobj(old, stream)
        stream.flush()
        os.fsync(stream.fileno())
