"""Commands about a film's folder and what is installed: new, show, import, backends, doctor.

What only one of them needs is read when that is called.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from studio.cli.console import Console
from studio.cli.look import Look
from studio.cli.opening import journal_takes, looked_at, opened, shot_id
from studio.cli.show import film_as_json, film_as_lines
from studio.cli.values import choice
from studio.errors import BadInput
from studio.jobs.journal import Journal
from studio.messages import Listed, Part, say
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.store import create, is_project, read
from studio.timeline.story import Role
from studio.timeline.story_edits import add_reference, use_reference

if TYPE_CHECKING:
    from studio.jobs.imports import Imported


def new(console: Console, folder: Path, title: str, look: Look) -> None:
    """An empty film in a new folder."""
    from studio.script.compose import frame_size

    width, height = look.size or frame_size(look.ratio)
    project = Project(
        title=title,
        width=width,
        height=height,
        rate=look.rate or Rate(num=24),
        language=look.language or "en",
    )
    with create(folder, project):
        console.say("cli.created", path=folder)
    console.result({"project": str(folder)})


def show(console: Console, folder: Path) -> None:
    """Scenes, shots, takes and cut."""
    project, takes = looked_at(console, folder), journal_takes(folder)
    for line in film_as_lines(project, takes, console.language):
        console.line(line)
    console.result(film_as_json(project, takes))


def bring_in(
    console: Console, folder: Path, media: Sequence[Path], *, shot: str | None, role: str | None
) -> None:
    """Media into the film, and into a shot's role when both are named."""
    from studio.jobs.imports import import_media

    if (shot is None) != (role is None):
        raise BadInput("cli.shot_and_role")
    part = Role(choice("--role", role, [r.value for r in Role])) if role else None
    with opened(console, folder) as store:
        owner = shot_id(store.project, shot) if shot else None
        with Journal.open(folder) as journal:
            brought = import_media(store.project, folder, journal, media)
        project = store.project
        for each in brought:
            project = add_reference(project, each.reference)
            if owner is not None and part is not None:
                project = use_reference(project, owner, each.reference.id, part)
        store.save(project)
    _say_brought(console, brought, shot, part)


def _say_brought(
    console: Console, brought: "Sequence[Imported]", shot: str | None, role: Role | None
) -> None:
    for each in brought:
        reference = each.reference
        kind = Part(f"craft.kind.{reference.kind}")
        console.say("cli.imported", name=reference.name, kind=kind, id=reference.id)
        if role is not None:
            told = Part(f"craft.role.{role}")
            console.say("cli.used", shot=shot, name=reference.name, role=told)
    console.result(
        [
            {
                "id": x.reference.id,
                "name": x.reference.name,
                "kind": x.reference.kind.value,
                "path": x.take.files[0].path,
            }
            for x in brought
        ]
    )


def backends(console: Console) -> None:
    """What can make takes here, and what cannot and why."""
    from studio.backends.trusted import offers
    from studio.cli.reached import reached

    found = reached()
    known = offers(found.backends)
    for name, offer in known.items():
        able = f"{', '.join(offer.kinds)}  {', '.join(offer.languages)}"
        console.line(f"{name}  {offer.called(console.language)}  {able}")
        if offer.scratch_languages:
            console.say("cli.scratch_languages", languages=Listed(offer.scratch_languages))
        for key in offer.lacking:
            console.say("cli.lacking", what=say(key, console.language))
    for each in found.broken:
        console.warn("backends.broken", backend=each.name, detail=each.detail)
    console.result(
        {
            "backends": [offer.model_dump(mode="json") for offer in known.values()],
            "broken": [{"name": each.name, "detail": each.detail} for each in found.broken],
        }
    )


def doctor(console: Console, folder: Path, *, repair: bool, search: Sequence[Path] = ()) -> None:
    """What is wrong with a film's folder, mended when asked."""
    from studio.cli.restoring import tell_of_states
    from studio.jobs.doctor import examine

    if not is_project(folder):
        read(folder)  # raises the sentence for what is not a film
    for place in search:
        if not place.is_dir():
            raise BadInput("cli.no_search_folder", path=place)
    findings = examine(folder, repair, search=search)
    for finding in findings:
        console.line(finding.text(console.language))
    if not findings:
        console.say("cli.healthy", path=folder)
    tell_of_states(console, folder)
    console.result(
        [
            {
                "key": f.key,
                "message": f.text(console.language),
                "grade": f.grade,
                "repaired": f.repaired,
                "repairable": f.repairable,
            }
            for f in findings
        ]
    )
    if any(f.grade == "problem" and not f.repaired for f in findings):
        # The result is told already, as JSON too, so this is no error of its own.
        console.warn("cli.still_unhealthy" if repair else "cli.unhealthy", path=folder)
        raise typer.Exit(1)
