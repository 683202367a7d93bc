"""Subjects between films and the library: media are copied, so each has its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput
from studio.jobs.film import Film
from studio.jobs.handle_copies import kept_handles
from studio.jobs.imports import Brought, bring, known_imports
from studio.jobs.job import now
from studio.jobs.sidecars import files_present
from studio.media.hashes import sha256_of
from studio.paths import user_data
from studio.timeline.cast_copies import for_library
from studio.timeline.cast_entry import Entry, EntryFile, references_of
from studio.timeline.cast_shelf import Shelf
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_reference, takes_by_owner
from studio.timeline.story import Reference, Subject
from studio.timeline.take import Take


def own_library() -> Shelf:
    """The library of whoever uses this machine."""
    return Shelf(user_data("cast"))


def hashes_of(takes: Iterable[Take]) -> dict[str, str]:
    """The hash of each imported medium, by its reference."""
    return {take.owner: take.files[0].sha256 for take in takes if take.backend == "import"}


@dataclass(frozen=True)
class Arrived:
    """An entry whose media are in a film's folder: its references in the film, by what the entry
    calls them, and what the journal does not know yet.
    """

    entry: Entry
    references: Mapping[str, Reference]
    brought: Brought


def fetch(
    shelf: Shelf, entry_id: str, project: Project, folder: Path, takes: Iterable[Take]
) -> Arrived:
    """Copy the media of an entry into a film's folder; journal and edit are the caller's.

    Blocking, for any thread. Raises BadInput for an entry that is not there or damaged,
    StudioError for a full disk.
    """
    entry = shelf.entry(entry_id)
    media = shelf.media(entry)
    if not media:
        return Arrived(entry, {}, Brought((), ()))
    brought = bring(project, folder, known_imports(takes), list(media.values()))
    arrived = {each.take.files[0].sha256: each.reference for each in brought.imported}
    references = {
        file.reference: arrived[file.sha256] for file in entry.files if file.sha256 in arrived
    }
    return Arrived(entry, references, brought)


def keep(
    shelf: Shelf, project: Project, subject: Subject, folder: Path, takes: Iterable[Take]
) -> Entry:
    """Save a film's subject to the library: over the entry it came from, else as a new one.

    Blocking, for any thread. Raises BadInput when a medium of it is not in the film's folder,
    StudioError when the library cannot be written.
    """
    before, takes = _before(shelf, subject), list(takes)
    by_owner = takes_by_owner(takes)
    files: list[EntryFile] = []
    sources: dict[str, Path] = {}
    for name in references_of(subject):
        reference = find_reference(project, name)
        those = [take for take in by_owner.get(name, ()) if files_present(folder, take)]
        if reference is None or not those:
            called = reference.name if reference else name
            raise BadInput("casting.media_missing", name=called, subject=subject.name)
        file = those[-1].files[0]
        sources[name] = folder / file.path
        if sha256_of(sources[name]) != file.sha256:
            raise BadInput("casting.media_damaged", name=reference.name, path=sources[name])
        files.append(
            EntryFile(
                reference=name, name=reference.name, kind=reference.kind, sha256=file.sha256,
                suffix=sources[name].suffix.lower() or ".bin", bytes=file.bytes,
            )
        )  # fmt: skip
    kept = for_library(subject, before)
    entry = Entry(
        id=before.id if before else new_id("le"), saved=now(), subject=kept, files=tuple(files),
        left=_left(before, kept), handles=kept_handles(Film(project, takes), subject, kept),
    )  # fmt: skip
    shelf.put(entry, sources)
    return entry


def _before(shelf: Shelf, subject: Subject) -> Entry | None:
    """The entry a subject came from, where it is still there and whole."""
    if subject.origin is None:
        return None
    return shelf.find().by_id.get(subject.origin.entry)


def _left(before: Entry | None, now_kept: Subject) -> tuple[str, ...]:
    if before is None:
        return ()
    there = {variant.id for variant in now_kept.variants}
    gone = (variant.id for variant in before.subject.variants)
    return tuple(n for n in dict.fromkeys((*before.left, *gone)) if n not in there)[-500:]
