"""The project folder: opened under a lock, saved whole or not at all, recovered from backups."""

import contextlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout
from pydantic import ValidationError

from studio.errors import ProjectError
from studio.timeline.migrate import migrate
from studio.timeline.project import Project

FILE = "project.json"
BACKUPS = 10
MAX_BYTES = 256 << 20
_FOLDERS = ("media", "renders", "cache", "backups")
_LOCK = ".lock"


@dataclass(frozen=True)
class Opened:
    """A film that was read, and the backup it came from when the file itself was broken."""

    project: Project
    recovered: str | None = None


class Store:
    """An open project folder; nobody else can write to it until it is closed."""

    def __init__(self, folder: Path, lock: FileLock, opened: Opened) -> None:
        self.folder = folder
        self.project = opened.project
        self.recovered = opened.recovered
        self._lock = lock

    def save(self, project: Project) -> None:
        """Make `project` the film on the disk. Raises ProjectError; the old film is then intact."""
        if project is self.project and (self.folder / FILE).exists():
            return
        _write(self.folder, project)
        self.project = project

    def close(self) -> None:
        """Let others open the folder."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(folder: Path, project: Project) -> Store:
    """Make a project folder and open it. Raises ProjectError when something is there already."""
    if (folder / FILE).exists():
        raise ProjectError("timeline.exists", path=folder)
    if folder.is_dir() and any(p.name != _LOCK for p in folder.iterdir()):
        raise ProjectError("timeline.not_empty", path=folder)
    if folder.exists() and not folder.is_dir():
        raise ProjectError("timeline.not_a_folder", path=folder)
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    lock = _locked(folder)
    try:
        _write(folder, project)
    except BaseException:
        lock.release()
        raise
    return Store(folder, lock, Opened(project))


def open_folder(folder: Path) -> Store:
    """Open a project folder for writing. Raises ProjectError when it is none, broken or in use."""
    _require(folder)
    lock = _locked(folder)
    try:
        opened = _load(folder)
        if opened.recovered is not None:
            _keep_broken(folder)
            _write(folder, opened.project)
        for stray in folder.glob(f".{FILE}.*.tmp"):
            stray.unlink(missing_ok=True)
        for name in _FOLDERS:
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        lock.release()
        raise _refused(folder, error) from error
    except BaseException:
        lock.release()
        raise
    return Store(folder, lock, opened)


def read(folder: Path) -> Project:
    """The film in a folder, without locking it. Raises ProjectError."""
    _require(folder)
    return _load(folder).project


def is_project(folder: Path) -> bool:
    """True when the folder holds a film, be its file broken or not."""
    return (folder / FILE).exists() or any(_backups(folder))


def _require(folder: Path) -> None:
    if not is_project(folder):
        raise ProjectError("timeline.no_project", path=folder)


def _locked(folder: Path) -> FileLock:
    """The folder's lock; the system lets go of it when its process dies, however it dies."""
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ProjectError("timeline.in_use", path=folder) from error
    except OSError as error:
        raise _refused(folder, error) from error
    return lock


def _refused(folder: Path, error: OSError) -> ProjectError:
    return ProjectError("timeline.system", path=folder, detail=error.strerror or str(error))


def _backups(folder: Path) -> list[Path]:
    """Backups, newest first."""
    found = (folder / "backups").glob("project.*.json")
    return sorted(found, key=lambda path: path.name, reverse=True)


def _load(folder: Path) -> Opened:
    try:
        return Opened(_parse(folder / FILE))
    except ProjectError as error:
        if error.key == "timeline.newer_format":
            raise
        for backup in _backups(folder):
            with contextlib.suppress(ProjectError):
                return Opened(_parse(backup), backup.name)
        raise ProjectError("timeline.broken", path=folder) from error


def _parse(path: Path) -> Project:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProjectError("timeline.too_large", path=path, limit=MAX_BYTES >> 20)
        raw: Any = json.loads(path.read_bytes())
        if not isinstance(raw, dict):
            raise ProjectError("timeline.no_format")
        return Project.model_validate(migrate(raw))  # pyright: ignore[reportUnknownArgumentType]
    except (OSError, ValueError, RecursionError, ValidationError) as error:
        raise ProjectError("timeline.broken", path=path) from error


def _write(folder: Path, project: Project) -> None:
    text = json.dumps(project.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    target = folder / FILE
    partial = folder / f".{FILE}.{os.getpid()}.tmp"
    try:
        with partial.open("wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        _back_up(folder)
        partial.replace(target)
        _settle(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise _refused(folder, error) from error


def _back_up(folder: Path) -> None:
    """Keep the file that is about to be replaced, and the nine before it."""
    current = folder / FILE
    if not current.exists():
        return
    backups = _backups(folder)
    last = int(backups[0].name.split(".")[1]) if backups else 0
    target = folder / "backups" / f"project.{last + 1:08}.json"
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(current, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(current, target)
    for old in backups[BACKUPS - 1 :]:
        old.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make the rename itself durable, where the system knows how."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep_broken(folder: Path) -> None:
    """Put a file that cannot be read aside; it is never deleted."""
    broken = folder / FILE
    if broken.exists():
        number = 1 + sum(1 for _ in folder.glob("project.broken-*.json"))
        broken.replace(folder / f"project.broken-{number}.json")
