"""A film written to another folder, when its own can no longer be written."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from studio.errors import ProjectError, StudioError
from studio.jobs.journal import FILE
from studio.jobs.sidecars import MEDIA, PARTIAL
from studio.timeline.project import Project
from studio.timeline.store import create


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
