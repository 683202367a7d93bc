"""What the commands do that plan: film, plan."""

from pathlib import Path

from studio.cli.console import Console
from studio.cli.delivering import (
    checked_output,
    exported,
    report_json,
    sheet_of,
)
from studio.cli.encoding import encoding_ahead
from studio.cli.look import Look
from studio.cli.making import generated, usable
from studio.cli.opening import journal_takes, opened
from studio.cli.planning import brief_text, planned, planner_of, say_planned
from studio.cli.show import film_as_json
from studio.cli.values import choice, parse_money
from studio.cli.wanted import Wanted
from studio.errors import BadInput
from studio.media.ffmpeg import find_ffmpeg
from studio.render.delivery import Captions
from studio.script.compose import frame_size
from studio.script.planner import GrammarPlanner, Planner
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.store import Store, create, is_project
from studio.timeline.store import look as seen


def film(
    console: Console,
    brief: str,
    output: Path,
    folder: Path | None,
    look: Look,
    *,
    planner: str,
    backend: str | None,
    captions: str,
    max_cost: str | None,
    yes: bool,
    force: bool,
) -> None:
    """Text in, film out; the project stays beside it, so that a second run goes on from there."""
    choice("--captions", captions, [c.value for c in Captions])
    limit = parse_money(max_cost) if max_cost else None
    director = planner_of(planner)
    checked_output(output, force=force)
    usable(backend)
    find_ffmpeg()
    home = folder or output.with_suffix(".reel")
    wanted = Wanted(captions=captions)
    with (
        _home(console, home, brief, look, director, backend) as store,
        encoding_ahead(store.project, home, wanted) as arrived,
    ):
        say_planned(console, store.project)
        summary = generated(
            console, store, max_cost=limit, backend=backend, yes=yes, arrived=arrived
        )
        sheet = sheet_of(output)
        report = exported(console, store.project, home, output, wanted, force=force, sheet=sheet)
        console.say("cli.project_at", path=home)
    console.result(
        {
            "project": str(home),
            "made": len(summary.made),
            "kept": len(summary.kept),
            **report_json(report, sheet),
        }
    )


def _home(
    console: Console, folder: Path, brief: str, look: Look, planner: Planner, backend: str | None
) -> Store:
    """The folder of the film: a new one, or the one that a run of the same text left."""
    text, form = brief_text(brief)
    start = Project(rate=look.rate or Rate(num=24), backend=backend or "animatic")
    if not is_project(folder):
        return create(folder, planned(console, start, text, form, look, planner))
    if seen(folder).project.scenes and seen(folder).project.brief != text:
        raise BadInput("cli.other_film", path=folder)  # before a planner is paid for it
    store = opened(console, folder)
    try:
        if store.project.scenes and not isinstance(planner, GrammarPlanner):
            wanted = _seen_anew(store.project, look)  # a model is paid for every plan
        else:
            wanted = planned(console, start, text, form, look, planner)
        _renew(store, wanted)
    except BaseException:
        store.close()
        raise
    return store


def _seen_anew(old: Project, look: Look) -> Project:
    """The film as it is planned already, in the size and at the rate asked for."""
    if look.rate is not None and look.rate != old.rate:
        raise BadInput("cli.other_rate")
    width, height = look.size or (frame_size(look.ratio) if look.ratio else (old.width, old.height))
    return old.evolve(width=width, height=height)


def _renew(store: Store, wanted: Project) -> None:
    """Bring a film of the same text to the rate and the size asked for now; it keeps the rest."""
    old = store.project
    if not old.scenes or old.rate != wanted.rate:
        kept = {"references": old.references, "backend": old.backend}
        store.save(wanted.evolve(**kept))
    elif (old.width, old.height) != (wanted.width, wanted.height):
        store.save(old.evolve(width=wanted.width, height=wanted.height))


def plan(console: Console, folder: Path, brief: str, look: Look, *, planner: str) -> None:
    """The film in a folder tells the story of a text from now on."""
    director = planner_of(planner)
    with opened(console, folder) as store:
        old = store.project
        kept = look if look.ratio else Look((old.width, old.height), None, None, look.language)
        text, form = brief_text(brief)
        taken = journal_takes(folder)
        store.save(planned(console, old, text, form, kept, director, taken))
        say_planned(console, store.project)
        console.result(film_as_json(store.project, journal_takes(folder)))
