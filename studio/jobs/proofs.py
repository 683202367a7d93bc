"""Whether the files of takes are still what was filed, without reading gigabytes each time.

A file is read and hashed once; `cache/proofs.sqlite` keeps the hash with what the system tells of
the file for free (size, times, number on the disk), as git's index does. While that stays the same,
so does the hash.
"""

import sqlite3
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio.media.hashes import sha256_of
from studio.timeline.project import Project
from studio.timeline.take import Take, TakeFile

KEPT = ("cache", "proofs.sqlite")
_TABLE = "create table if not exists proofs (path text primary key, facts text, sha256 text)"
_PATIENCE = 2.0  # seconds that another process may hold the record


class Fate(StrEnum):
    """What became of a file since it was filed."""

    GONE = "gone"
    ALTERED = "altered"


@dataclass(frozen=True)
class Loss:
    """A file that is not what was filed, and the take that it was of."""

    take: Take
    file: TakeFile
    fate: Fate


def losses(
    folder: Path,
    takes: Iterable[Take],
    *,
    most: int | None = None,
    stopped: Callable[[], bool] | None = None,
) -> tuple[Loss, ...]:
    """The files of `takes` that are gone or hold something else. Blocking; raises Cancelled.

    Reads only files that were not read since they last changed on the disk, and with `most` only
    so many bytes of these, the small files first; the others are taken for whole.
    """
    lost, unread = _glanced(folder, takes, _read(folder))
    read: list[tuple[str, str, str]] = []
    done = 0
    try:
        for take, file, facts in sorted(unread, key=lambda each: each[1].bytes):
            done += file.bytes
            if most is not None and done > most:
                break
            try:
                digest = sha256_of(folder / file.path, stopped)
            except OSError:
                lost.append(Loss(take, file, Fate.ALTERED))
                continue
            if _facts(folder / file.path) == facts:  # not written to meanwhile
                read.append((file.path, facts, digest))
            if digest != file.sha256:
                lost.append(Loss(take, file, Fate.ALTERED))
    finally:
        _keep(folder, read)
    return tuple(lost)


def losses_in_cut(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    stopped: Callable[[], bool] | None = None,
) -> tuple[Loss, ...]:
    """The losses that an export of the cut would meet. Blocking; raises Cancelled."""
    return losses(folder, takes_in_cut(project, shown), stopped=stopped)


def takes_in_cut(project: Project, shown: Mapping[str, Take]) -> list[Take]:
    """The takes that the clips of the cut show."""
    owners = {clip.owner for track in project.cut.tracks for clip in track.clips}
    return [take for name, take in shown.items() if name in owners]


def digest_of(folder: Path, name: str) -> str:
    """The hash of a file of the folder, read only where that is not known. Raises OSError."""
    facts, digest = _read(folder).get(name, ("", ""))
    now = _facts(folder / name)
    if now is None or now != facts:
        digest = sha256_of(folder / name)
        if now is not None:
            _keep(folder, [(name, now, digest)])
    return digest


def remember(folder: Path, file: TakeFile) -> None:
    """Keep that a file was just hashed, so that nobody needs to read it again."""
    facts = _facts(folder / file.path)
    if facts is not None:
        _keep(folder, [(file.path, facts, file.sha256)])


_Unread = list[tuple[Take, TakeFile, str]]


def _glanced(
    folder: Path, takes: Iterable[Take], known: dict[str, tuple[str, str]]
) -> tuple[list[Loss], _Unread]:
    lost: list[Loss] = []
    unread: _Unread = []
    for take in takes:
        for file in take.files:
            path = folder / file.path
            facts = _facts(path)
            digest = known[file.path][1] if known.get(file.path, ("",))[0] == facts else None
            if facts is None:
                there = path.is_symlink() or path.exists()
                lost.append(Loss(take, file, Fate.ALTERED if there else Fate.GONE))
            elif not facts.startswith(f"{file.bytes} ") or digest not in (None, file.sha256):
                lost.append(Loss(take, file, Fate.ALTERED))
            elif digest is None:
                unread.append((take, file, facts))
    return lost, unread


def _facts(path: Path) -> str | None:
    """Size, times and number of a plain file; None for a link, a folder, or nothing."""
    try:
        told = path.lstat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(told.st_mode):
        return None
    return f"{told.st_size} {told.st_mtime_ns} {told.st_ctime_ns} {told.st_ino}"


def _read(folder: Path) -> dict[str, tuple[str, str]]:
    """What is kept; nothing when it cannot be read, which costs time and nothing else."""
    path = folder.joinpath(*KEPT)
    if not path.is_file():
        return {}
    with suppress(sqlite3.Error), closing(_opened(path)) as base:
        return {
            name: (facts, digest) for name, facts, digest in base.execute("select * from proofs")
        }
    return {}


def _keep(folder: Path, rows: Sequence[tuple[str, str, str]]) -> None:
    """Add to what is kept. A folder that cannot be written to keeps nothing."""
    if not rows:
        return
    path = folder.joinpath(*KEPT)
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        for _ in range(2):
            try:
                with closing(_opened(path)) as base, base:
                    base.execute(_TABLE)
                    base.executemany("insert or replace into proofs values (?, ?, ?)", rows)
                return
            except sqlite3.OperationalError:  # held by another, or not to be written to
                return
            except sqlite3.DatabaseError:  # broken: begun anew
                path.unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=_PATIENCE)
    base.execute("pragma synchronous=off")  # what a power cut takes is read again
    return base
