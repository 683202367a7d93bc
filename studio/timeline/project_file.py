"""The file of a film: read with suspicion, replaced whole, backups behind it."""

import contextlib
import filecmp
import itertools
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from studio.errors import ProjectError, system_detail
from studio.timeline.backups import FOLDER, Keeping, backups
from studio.timeline.durable import sync_folder
from studio.timeline.migrate import migrate
from studio.timeline.project import Project

FILE = "project.json"
MAX_BYTES = 256 << 20
_BUSY_TRIES, _BUSY_SECONDS = 20, 0.05


@dataclass(frozen=True)
class Opened:
    """A film that was read, and the backup it came from when the file itself was broken."""

    project: Project
    recovered: str | None = None


def load(folder: Path) -> Opened:
    """The film of a folder: its file, or the newest backup that can be read where that is broken.

    Raises ProjectError when nothing can be read, and for a film of a newer studio.
    """
    try:
        return Opened(parse(folder / FILE))
    except ProjectError as error:
        if error.key != "timeline.broken":
            raise
        for backup in backups(folder):
            with contextlib.suppress(_Broken):
                return Opened(parse(backup), backup.name)
        raise ProjectError("timeline.broken", path=folder) from error


class _Broken(ProjectError):
    """A file that holds no film."""

    def __init__(self, path: Path) -> None:
        super().__init__("timeline.broken", path=path)


def parse(path: Path) -> Project:
    """The film in a file. Raises ProjectError: `timeline.broken` when it holds none.

    A file that the system does not let us read is not broken: nothing must be put in its place.
    """
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            raise _Broken(path)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _Broken(path) from error
    except OSError as error:
        detail = system_detail(error)
        raise ProjectError("timeline.unreadable", path=path, detail=detail) from error
    try:
        raw: Any = json.loads(data.decode("utf-8-sig"))
        if not isinstance(raw, dict):
            raise _Broken(path)
        return Project.model_validate(migrate(cast(dict[str, Any], raw)))
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise _Broken(path) from error  # the last three: what an old file holds is not what it says
    except ProjectError as error:
        if error.key == "timeline.no_format":
            raise _Broken(path) from error
        raise


class ProjectFile:
    """Writes the file of one folder, which must be locked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._stamp: tuple[int, ...] | None = None  # of the file, when it last was known to be good
        self._keeping = Keeping(folder)

    def read(self) -> Opened:
        """Like `load`; the file found good may become a backup as it is. Raises ProjectError."""
        stamp = self._stamp_now()
        opened = load(self._folder)
        self._keeping.opened()
        self._stamp = stamp if opened.recovered is None else None
        return opened

    @property
    def untouched(self) -> bool:
        """True when the file is the one that was last read or written here."""
        return self._stamp is not None and self._stamp == self._stamp_now()

    def write(self, project: Project) -> None:
        """Replace the film; the one before becomes the newest backup.

        Raises OSError, or ProjectError when the film is too large ever to be read again; the old
        file is then in its place, untouched.
        """
        data = (project.model_dump_json(indent=1) + "\n").encode()
        if len(data) > MAX_BYTES:
            raise ProjectError("timeline.too_large", path=self._path, limit=MAX_BYTES >> 20)
        partial = self._path.with_name(f".{FILE}.{os.getpid()}.tmp")
        try:
            partial.unlink(missing_ok=True)
            _write_new(partial, data)
            self._keeping.look()
            self._put_aside()
            replace(partial, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        sync_folder(self._folder)
        self._stamp = self._stamp_now()
        with contextlib.suppress(OSError):  # the film itself is safe by now
            if not backups(self._folder):
                self._copy_to(self._backup(1))  # or a film saved once would have none
            self._keeping.forget()

    def clean(self) -> None:
        """Remove what writes that were cut off left behind. Raises OSError."""
        for folder in (self._folder, self._folder / FOLDER):
            for stray in folder.glob(f".{FILE}.*.tmp"):
                stray.unlink(missing_ok=True)

    def _stamp_now(self) -> tuple[int, ...] | None:
        try:
            facts = self._path.stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size, facts.st_ino

    def _put_aside(self) -> None:
        """Make the present file a backup, or keep it under another name when it is broken."""
        if not self._path.exists():
            return
        if not self.untouched:
            try:
                parse(self._path)
            except _Broken:
                replace(self._path, _free_name(self._folder))
                return
        self._back_up()

    def _back_up(self) -> None:
        there = backups(self._folder)
        if there and filecmp.cmp(self._path, there[0], shallow=False):
            return  # there already: the first film, or one from a write that failed after this
        target = self._backup(int(there[0].name.split(".")[1]) + 1 if there else 1)
        try:
            os.link(self._path, target)
        except OSError:  # a file system without hard links
            self._copy_to(target)

    def _backup(self, number: int) -> Path:
        folder = self._folder / FOLDER
        folder.mkdir(exist_ok=True)
        return folder / f"project.{number:08}.json"

    def _copy_to(self, target: Path) -> None:
        partial = target.with_name(f".{FILE}.{os.getpid()}.tmp")
        partial.unlink(missing_ok=True)
        try:
            _write_new(partial, self._path.read_bytes())
            facts = self._path.stat()  # when the state was saved, as a link would tell
            with contextlib.suppress(OSError):
                os.utime(partial, ns=(facts.st_atime_ns, facts.st_mtime_ns))
            replace(partial, target)
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise


def _write_new(path: Path, data: bytes) -> None:
    with path.open("xb") as file:  # never through a link that somebody laid there
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace(source: Path, target: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """Rename over, patiently: on Windows, and on disks shared with it, a virus scanner or a reader
    may hold the target for a moment. Raises OSError when a second was not enough.
    """
    for _ in range(_BUSY_TRIES):
        with contextlib.suppress(PermissionError):
            source.replace(target)
            return
        pause(_BUSY_SECONDS)
    source.replace(target)


def _free_name(folder: Path) -> Path:
    names = (folder / f"project.broken-{number}.json" for number in itertools.count(1))
    return next(path for path in names if not os.path.lexists(path))
