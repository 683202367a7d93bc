"""The project folder: opened under a lock, saved whole or not at all, recovered from backups."""

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Self

from studio.errors import NO_ROOM, ProjectError, ProjectFailed, system_detail
from studio.timeline.backups import BACKUPS, backups
from studio.timeline.folder_lock import HOLDER, LOCK, FolderLock
from studio.timeline.project import Project
from studio.timeline.project_file import FILE, MAX_BYTES, Opened, ProjectFile, load

__all__ = [
    "BACKUPS",
    "FILE",
    "MAX_BYTES",
    "Store",
    "create",
    "is_project",
    "look",
    "open_folder",
    "read",
]

_FOLDERS = ("media", "renders", "cache", "backups")
_NOT_THINGS = {LOCK, HOLDER, ".DS_Store", "Thumbs.db", "desktop.ini"}  # left by us and by systems


class Store:
    """An open project folder; nobody else can write to it until it is closed."""

    def __init__(self, folder: Path, lock: FolderLock, file: ProjectFile, opened: Opened) -> None:
        self.folder = folder
        self.project = opened.project
        self.recovered = opened.recovered
        self.crashed = lock.left_behind  # whoever had it open last did not close it
        self._lock = lock
        self._file = file

    def save(self, project: Project) -> None:
        """Make `project` the film on the disk; nothing is written when it is there already.

        Raises ProjectError; the film as last saved is then intact.
        """
        if self._file.untouched and project == self.project:
            self.project = project
            return
        with told(self.folder, "timeline.system"):
            self._file.write(project)
        self.project = project

    def close(self) -> None:
        """Let others open the folder."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(folder: Path, project: Project) -> Store:
    """Make a project folder and open it. Raises ProjectError when something is there already.

    When it cannot be made whole, nothing stays behind.
    """
    with told(folder, "timeline.not_made"):
        _refuse_taken(folder)
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(folder)
        try:
            _refuse_taken(folder)  # again: another process may have been faster
            file = _made(folder, project)
        except BaseException:
            _clear_away(folder, lock)
            if made:
                with contextlib.suppress(OSError):
                    folder.rmdir()
            raise
    return Store(folder, lock, file, Opened(project))


def _made(folder: Path, project: Project) -> ProjectFile:
    file = ProjectFile(folder)
    for name in _FOLDERS:
        (folder / name).mkdir()
    file.write(project)
    return file


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ProjectError("timeline.not_a_folder", path=folder)
    if is_project(folder):
        raise ProjectError("timeline.exists", path=folder)
    if folder.is_dir() and any(path.name not in _NOT_THINGS for path in folder.iterdir()):
        raise ProjectError("timeline.not_empty", path=folder)


def _clear_away(folder: Path, lock: FolderLock) -> None:
    """Let go of a film that could not be made, and remove its folders as far as they are empty."""
    if not is_project(folder):
        for name in _FOLDERS:
            with contextlib.suppress(OSError):
                (folder / name).rmdir()
        with contextlib.suppress(
            OSError
        ):  # while it is ours; Windows does not let us, and needs not
            (folder / LOCK).unlink()
    lock.release()


def open_folder(folder: Path) -> Store:
    """Open a project folder for writing. Raises ProjectError when it is none, broken or in use.

    A broken file is kept beside as `project.broken-N.json` and the newest backup takes its place.
    """
    with told(folder, "timeline.system"):
        _require(folder)
        lock = FolderLock(folder)
        try:
            file = ProjectFile(folder)
            file.clean()
            opened = file.read()
            if opened.recovered is not None:
                file.write(opened.project)
            for name in _FOLDERS:
                (folder / name).mkdir(exist_ok=True)
        except BaseException:
            lock.release()
            raise
    return Store(folder, lock, file, opened)


def read(folder: Path) -> Project:
    """The film in a folder, without locking or writing anything. Raises ProjectError."""
    return look(folder).project


def look(folder: Path) -> Opened:
    """Like `read`, with the name of the backup that was read where the file itself is broken."""
    with told(folder, "timeline.unreadable"):
        _require(folder)
        return load(folder)


def is_project(folder: Path) -> bool:
    """True when the folder holds a film, be its file broken or not. Raises ProjectError."""
    with told(folder, "timeline.unreadable"):
        return (folder / FILE).exists() or bool(backups(folder))


def _require(folder: Path) -> None:
    if not is_project(folder):
        raise ProjectError("timeline.no_project", path=folder)


@contextlib.contextmanager
def told(folder: Path, key: str) -> Generator[None, None, None]:
    """What the system refuses becomes a sentence: ProjectError `key`, or that there is no room."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise ProjectFailed("timeline.no_room", path=folder) from error
        raise ProjectError(key, path=folder, detail=system_detail(error)) from error
