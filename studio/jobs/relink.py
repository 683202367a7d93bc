"""Finds the missing files of takes again, by what is in them, and copies them back."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.jobs.filing import settle
from studio.jobs.sidecars import MEDIA, PARTIAL
from studio.media.hashes import sha256_of
from studio.timeline.durable import sync_folder
from studio.timeline.take import Take, TakeFile


@dataclass(frozen=True)
class Missing:
    """A file of a take that is not where it was filed."""

    take: Take
    file: TakeFile


@dataclass(frozen=True)
class Relinked:
    """How a search ended; `other` are files of the right name that hold something else."""

    found: int
    left: tuple[Missing, ...]
    other: tuple[Path, ...] = ()


def missing(folder: Path, takes: Iterable[Take]) -> tuple[Missing, ...]:
    """The files of takes that are gone. Looks only whether they are there: quick, no hashing."""
    every = ((take, file) for take in takes for file in take.files)
    return tuple(Missing(t, f) for t, f in every if not (folder / f.path).is_file())


def relink(folder: Path, lost: Sequence[Missing], search: Path) -> Relinked:
    """Look for what is gone in `search` and below it, and copy it back into `folder`.

    Blocking. A file counts only when its content is the one that was filed (the same hash), so one
    of the same name that was changed is left alone and told of. Raises OSError for a full disk.
    """
    sizes: dict[int, list[Path]] = {}
    names: dict[str, list[Path]] = {}
    for path in _files_below(search):
        sizes.setdefault(path.stat().st_size, []).append(path)
        names.setdefault(path.name, []).append(path)
    left: list[Missing] = []
    other: list[Path] = []
    for each in lost:
        wanted = names_of(each.file, each.take)
        same_name = [path for name in sorted(wanted) for path in names.get(name, ())]
        candidates = dict.fromkeys([*same_name, *sizes.get(each.file.bytes, ())])
        source = next((path for path in candidates if fault_of(path, each.file) is None), None)
        if source is not None:
            bring_back(source, folder / each.file.path, folder)
        else:
            left.append(each)
            other += same_name
    return Relinked(len(lost) - len(left), tuple(left), tuple(other))


def _files_below(root: Path) -> Iterator[Path]:
    """Every plain file that may be read, links to folders not followed."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and os.access(path, os.R_OK):
                yield path


def names_of(file: TakeFile, take: Take) -> set[str]:
    """What a take's file may be called elsewhere: as it was filed, or as it was imported."""
    return {Path(file.path).name, str(take.request.get("name", ""))} - {""}


def fault_of(path: Path, file: TakeFile) -> str | None:
    """Why the file at `path` is not the one that was filed; None when it is. Reads all of it."""
    try:
        size = path.stat().st_size
        if path.is_symlink() or size != file.bytes or sha256_of(path) != file.sha256:
            return "jobs.found_changed_file"
    except FileNotFoundError:
        return "jobs.found_missing_file"
    except OSError:
        return "jobs.found_unreadable_file"
    return None


def look_for(file: TakeFile, take: Take, search: Sequence[Path]) -> Path | None:
    """A file with the same content: those of the same name first, then those of the same size."""
    names = names_of(file, take)
    for by_name in (True, False):
        for root in search:
            for path in sorted(root.rglob("*")):
                fits = _named(path, names) if by_name else _as_large(path, file)
                if path.is_file() and fits and fault_of(path, file) is None:
                    return path
    return None


def _named(path: Path, names: set[str]) -> bool:
    return path.name in names or path.stem in names


def _as_large(path: Path, file: TakeFile) -> bool:
    return path.is_file() and path.stat().st_size == file.bytes


def bring_back(source: Path, final: Path, folder: Path) -> None:
    """Copy a file to the place where it was filed. Raises OSError."""
    partial = folder / MEDIA / PARTIAL / "relinked"
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, partial)
        if final.exists():  # another file took its place: kept beside it, nothing is deleted
            final.replace(_free_name(final.with_name(f"set-aside.{final.name}")))
        settle(partial, final, folder)
        sync_folder(final.parent)
    finally:
        partial.unlink(missing_ok=True)


def _free_name(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number, free = number + 1, path.with_name(f"{path.name}.{number}")
    return free
