"""The library on the disk: a folder an entry, sealed by hashes, shared by every process here.

    library/<entry id>/entry.json             the entry, and the hash of it
    library/<entry id>/media/<sha256>/<name>  its files, as they came

Media are there before the entry that names them, and those of the state before stay, so that who
reads meanwhile has a whole one. What is damaged is told of and left out.
"""

import hashlib
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import Field, ValidationError

from studio.errors import NO_ROOM, BadInput, StudioError, system_detail
from studio.timeline.cast_entry import Entry, EntryFile
from studio.timeline.model import Record

PATIENCE = 20.0  # seconds that another process is waited for
_LARGEST = 4 * 1024 * 1024  # bytes of an entry; its pictures lie beside it
_MOST = 10_000  # entries that are read
_BAD = frozenset('\\/:*?"<>|')


class _Sealed(Record):
    seal: str = Field(pattern=r"^[0-9a-f]{64}$")
    entry: Entry


@dataclass(frozen=True)
class Damaged:
    """An entry that cannot be used, and why in a sentence."""

    path: Path
    why: StudioError


@dataclass(frozen=True)
class Found:
    """What is in the library, by name."""

    entries: tuple[Entry, ...] = ()
    damaged: tuple[Damaged, ...] = ()

    @property
    def by_id(self) -> dict[str, Entry]:
        """Entries by their ids."""
        return {entry.id: entry for entry in self.entries}


class Shelf:
    """The library in one folder. Every method may block."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self.folder = folder
        self._patience = patience

    def find(self) -> Found:
        """Every entry; nothing where no library is yet. Raises nothing."""
        entries: list[Entry] = []
        damaged: list[Damaged] = []
        for path in self._places():
            try:
                entries.append(self._read(path))
            except StudioError as error:
                damaged.append(Damaged(path, error))
        entries.sort(key=lambda entry: (entry.subject.name.casefold(), entry.id))
        return Found(tuple(entries), tuple(damaged))

    def entry(self, entry_id: str) -> Entry:
        """An entry as it is now. Raises BadInput when it is not there or damaged."""
        path = self.folder / entry_id / "entry.json"
        if not path.is_file():
            raise BadInput("casting.no_entry", name=entry_id)
        return self._read(path)

    def media(self, entry: Entry) -> dict[str, Path]:
        """Where an entry's files lie, by reference. Raises BadInput for one that is damaged."""
        return {file.reference: self._proved(entry, file) for file in entry.files}

    def put(self, entry: Entry, sources: Mapping[str, Path]) -> None:
        """Save an entry with its files, which lie at `sources` by reference.

        Raises BadInput for a file that is not what its hash says, StudioError when it cannot be
        written.
        """
        with self._locked():
            home = self.folder / entry.id
            before = self._before(home)
            for file in entry.files:
                self._bring(entry, file, sources[file.reference])
            sealed = _Sealed(seal=_digest(entry), entry=entry)
            _write(home / "entry.json", sealed.model_dump_json(indent=1).encode())
            self._clear(home, [entry, *([before] if before else [])])

    def remove(self, entry_id: str) -> None:
        """Forget an entry; films keep their copies. Raises StudioError."""
        with self._locked():
            shutil.rmtree(self.folder / entry_id, ignore_errors=True)

    def _places(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        with suppress(OSError):
            return sorted(self.folder.glob("*/entry.json"))[:_MOST]
        return []

    def _read(self, path: Path) -> Entry:
        try:
            if path.is_symlink() or path.stat().st_size > _LARGEST:
                raise BadInput("casting.entry_damaged", path=path)
            sealed = _Sealed.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise BadInput("casting.entry_damaged", path=path) from error
        entry = sealed.entry
        if entry.id != path.parent.name or _digest(entry) != sealed.seal:
            raise BadInput("casting.entry_damaged", path=path)
        for file in entry.files:
            lies = self._path(entry, file)
            if not lies.is_file() or lies.is_symlink() or lies.stat().st_size != file.bytes:
                raise BadInput("casting.media_damaged", name=file.name, path=lies)
        return entry

    def _path(self, entry: Entry, file: EntryFile) -> Path:
        kept = "".join("_" if c in _BAD or not c.isprintable() else c for c in file.name)
        kept = kept.strip(". ").encode()[:120].decode(errors="ignore").strip(". ") or "media"
        return self.folder / entry.id / "media" / file.sha256 / f"{kept}{file.suffix}"

    def _proved(self, entry: Entry, file: EntryFile) -> Path:
        path = self._path(entry, file)
        try:
            same = not path.is_symlink() and _hash_of(path) == file.sha256
        except OSError:
            same = False
        if not same:
            raise BadInput("casting.media_damaged", name=file.name, path=path)
        return path

    def _bring(self, entry: Entry, file: EntryFile, source: Path) -> None:
        """Copy a file in, unless it is there and whole."""
        final = self._path(entry, file)
        with suppress(BadInput):
            self._proved(entry, file)
            return
        partial = final.with_name(".partial")
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, partial)
            if _hash_of(partial) != file.sha256:
                raise BadInput("casting.media_damaged", name=file.name, path=source)
            _settle(partial, final)
        except OSError as error:
            raise _failed(self.folder, error) from error
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)

    def _before(self, home: Path) -> Entry | None:
        try:
            return self._read(home / "entry.json")
        except StudioError:
            return None

    def _clear(self, home: Path, states: list[Entry]) -> None:
        """Remove media that neither this state of an entry nor the one before names."""
        wanted = {file.sha256 for state in states for file in state.files}
        for path in (home / "media").glob("*"):
            if path.name not in wanted:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Generator[None]:
        lock = FileLock(self.folder / ".lock", thread_local=False)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=self._patience)
        except Timeout as error:
            raise StudioError("casting.library_busy", path=self.folder) from error
        except OSError as error:
            raise _failed(self.folder, error) from error
        try:
            yield
        finally:
            lock.release()


def _digest(entry: Entry) -> str:
    return hashlib.sha256(entry.model_dump_json().encode()).hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(".entry.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        _settle(partial, path)
    except OSError as error:
        raise _failed(path, error) from error


def _settle(partial: Path, final: Path) -> None:
    """What was written is on the disk before it has its name."""
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(final)


def _failed(path: Path, error: OSError) -> StudioError:
    if error.errno in NO_ROOM:
        return StudioError("jobs.disk_full", path=path)
    return StudioError("casting.library_failed", path=path, detail=system_detail(error))
