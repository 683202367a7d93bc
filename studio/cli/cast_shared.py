"""What the commands about the cast do: the library shared by all films, and a film's copies."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.cli.console import Console
from studio.cli.opening import looked_at, opened
from studio.errors import BadInput
from studio.jobs.cast_library import fetch, hashes_of, keep, own_library
from studio.jobs.handle_copies import arrived_handles
from studio.jobs.journal import Journal
from studio.messages import Listed, say
from studio.timeline.cast_copies import (
    Standing,
    come_from,
    copied,
    differing,
    standing,
    updated,
)
from studio.timeline.cast_entry import Entry
from studio.timeline.cast_shelf import Found
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.story import Subject
from studio.timeline.take import Take


def listed(console: Console, folder: Path | None) -> None:
    """The library; with a film, its cast and how that stands to the library."""
    found = own_library().find()
    for each in found.damaged:
        console.warn(each.why.key, **each.why.values)
    if folder is None:
        _list_library(console, found)
    else:
        _list_film(console, looked_at(console, folder), hashes_of(_takes(folder)), found)


def added(console: Console, folder: Path, name: str) -> None:
    """A subject of the library joins a film, which gets a copy of its own."""
    entry = _entry(console, name)
    with opened(console, folder) as store, Journal.open(folder) as journal:
        arrived = fetch(own_library(), entry.id, store.project, folder, journal.takes())
        journal.adopt(arrived.brought.unfiled)
        ident = new_id("su")
        film = copied(store.project, arrived.entry, arrived.references, ident)
        store.save(film)
        takes = journal.takes()
        journal.adopt(arrived_handles(arrived.entry, film, ident, folder, takes))
    console.say("casting.added", name=entry.subject.name, path=folder)
    console.result({"subject": ident, "entry": entry.id, "revision": entry.revision})


def saved(console: Console, folder: Path, name: str) -> None:
    """A subject of a film is saved to the library, over the entry it came from."""
    with opened(console, folder) as store:
        one = subject_called(store.project, name)
        entry = keep(own_library(), store.project, one, folder, _takes(folder))
        store.save(come_from(store.project, one.id, entry))
    console.say("casting.saved", name=one.name)
    console.result({"subject": one.id, "entry": entry.id, "revision": entry.revision})


def brought_up_to_date(console: Console, folder: Path, name: str) -> None:
    """A film's copy of a subject becomes what the library has now."""
    with opened(console, folder) as store, Journal.open(folder) as journal:
        one = subject_called(store.project, name)
        if one.origin is None:
            raise BadInput("casting.not_of_library", name=one.name)
        takes = journal.takes()
        arrived = fetch(own_library(), one.origin.entry, store.project, folder, takes)
        told = differing(one, hashes_of(takes), arrived.entry)
        journal.adopt(arrived.brought.unfiled)
        film = updated(store.project, one.id, arrived.entry, arrived.references)
        if film != store.project:
            store.save(film)
        journal.adopt(arrived_handles(arrived.entry, film, one.id, folder, journal.takes()))
    words = [part.text(console.language) for part in told]
    if words:
        console.say("casting.updated", name=one.name, what=Listed(words))
    else:
        console.say("casting.up_to_date", name=one.name)
    console.result({"subject": one.id, "entry": arrived.entry.id, "changed": words})


def _list_library(console: Console, found: Found) -> None:
    for entry in found.entries:
        console.line(f"{entry.id}  {_told(entry.subject, console.language)}")
    if not found.entries:
        console.say("casting.library_empty")
    console.result(
        {
            "entries": [_entry_json(entry) for entry in found.entries],
            "damaged": [
                {"path": str(each.path), "why": each.why.text(console.language)}
                for each in found.damaged
            ],
        }
    )


def _list_film(console: Console, film: Project, hashes: Mapping[str, str], found: Found) -> None:
    told: list[dict[str, Any]] = []
    for subject in film.subjects:
        stands = standing(subject, hashes, found.by_id)
        words = say(f"casting.standing.{stands.value}", console.language)
        console.line(f"{subject.id}  {_told(subject, console.language)}  {words}")
        changes: list[str] = []
        if subject.origin is not None and stands not in {Standing.SAME, Standing.GONE}:
            entry = found.by_id[subject.origin.entry]
            changes = [part.text(console.language) for part in differing(subject, hashes, entry)]
        told.append({**_subject_json(subject), "library": stands.value, "differs": changes})
    if not film.subjects:
        console.say("casting.no_cast")
    console.result({"subjects": told})


def _told(subject: Subject, language: str) -> str:
    kind = say(f"ui_media.kind.{subject.kind.value}", language)
    variants = Listed(variant.name for variant in subject.variants).text(language)
    return f"{subject.name}  {kind}" + (f"  ({variants})" if variants else "")


def _subject_json(subject: Subject) -> dict[str, Any]:
    return {"id": subject.id, **subject.model_dump(mode="json", exclude={"id"})}


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "saved": entry.saved,
        "revision": entry.revision,
        "subject": _subject_json(entry.subject),
        "files": [file.model_dump(mode="json") for file in entry.files],
    }


def _takes(folder: Path) -> list[Take]:
    with Journal.open(folder, write=False) as journal:
        return journal.takes()


def subject_called(film: Project, name: str) -> Subject:
    """A subject by its id or its name. Raises BadInput."""
    wanted = name.strip().casefold()
    for subject in film.subjects:
        called = (subject.id, subject.name, *subject.aliases)
        if wanted in {each.casefold() for each in called}:
            return subject
    known = Listed(subject.name for subject in film.subjects[:20]) or "-"
    raise BadInput("casting.no_such_subject", text=name[:40], known=known)


def _entry(console: Console, name: str) -> Entry:
    """An entry by its id or its subject's name. Raises BadInput, also for a name of several."""
    found = own_library().find()
    for each in found.damaged:
        console.warn(each.why.key, **each.why.values)
    wanted = name.strip().casefold()
    hits = [e for e in found.entries if wanted in {e.id, e.subject.name.casefold()}]
    if len(hits) == 1:
        return hits[0]
    if hits:
        ids = Listed(each.id for each in hits)
        raise BadInput("casting.several_entries", text=name[:40], known=ids)
    known = Listed(each.subject.name for each in found.entries[:20]) or "-"
    raise BadInput("casting.no_such_entry", text=name[:40], known=known)
