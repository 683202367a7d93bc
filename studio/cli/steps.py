"""What each command does: the studio's parts put together for a terminal."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from studio.backends.base import Backend
from studio.backends.registry import available
from studio.cli.console import Console, Meter
from studio.cli.look import Look
from studio.cli.opening import journal_takes, opened, shot_id
from studio.cli.show import film_as_json
from studio.cli.values import parse_money
from studio.errors import BadInput, StudioError
from studio.jobs.admission import money
from studio.jobs.events import JobProgress, Listener, News
from studio.jobs.generate import Summary
from studio.jobs.generate import generate as make_takes
from studio.jobs.journal import Journal
from studio.render.contact import contact_sheet
from studio.render.delivery import Captions, Delivery
from studio.render.export import Report, export
from studio.script.model_planner import ModelPlanner
from studio.script.planner import GrammarPlanner, Planner
from studio.script.read import MAX_BYTES, load_text
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.queries import shots, shown_takes
from studio.timeline.rate import Rate
from studio.timeline.store import Store, create, is_project
from studio.timeline.story_edits import set_story

PLANNERS = ("grammar", "model")


def choice(what: str, text: str, known: Sequence[str]) -> str:
    """`text` when it is one of `known`. Raises BadInput."""
    if text not in known:
        raise BadInput("cli.bad_choice", what=what, text=text[:40], known=", ".join(known))
    return text


def _planner(name: str) -> Planner:
    choice("--planner", name, PLANNERS)
    return ModelPlanner.from_environment() if name == "model" else GrammarPlanner()


def _text(brief: str) -> tuple[str, str | None]:
    """The text and the form its name forces."""
    if brief == "-":
        return load_text(sys.stdin.buffer.read(MAX_BYTES + 1)), None
    path = Path(brief)
    if not path.is_file():
        raise BadInput("cli.no_brief", path=path)
    return load_text(path), "fountain" if path.suffix.lower() == ".fountain" else None


def _output(output: Path, *, force: bool) -> Path:
    """The output path, checked before any work is done."""
    if output.suffix.lower() != ".mp4":
        raise BadInput("cli.output_suffix", path=output)
    if not output.resolve().parent.is_dir():
        raise BadInput("cli.output_folder", path=output.resolve().parent)
    if output.exists() and (not force or output.is_dir()):
        raise BadInput("cli.output_exists", path=output)
    return output


def _backends(wanted: str | None) -> Mapping[str, Backend]:
    found = available()
    if wanted is not None:
        found.one(wanted)
    return found.backends


def _planned(
    console: Console, project: Project, brief: str, look: Look, planner: Planner
) -> Project:
    """The project with the story that the text asks for."""
    text, form = _text(brief)
    with console.meter("cli.planning"):
        plan = asyncio.run(
            planner.plan(
                text,
                form=form,
                language=look.language,
                rate=project.rate,
                size=look.size,
                ratio=look.ratio,
            )
        )
    told = set_story(
        project,
        title=plan.title,
        language=plan.language,
        brief=text,
        style=plan.style,
        scenes=plan.scenes,
        subjects=plan.subjects,
        width=plan.width,
        height=plan.height,
    )
    return assemble(told)


def _say_planned(console: Console, project: Project) -> None:
    seconds = float(project.rate.seconds(project.cut.frames))
    count = sum(1 for _ in shots(project))
    console.say("cli.planned", scenes=len(project.scenes), shots=count, seconds=f"{seconds:.2f}")


def _generated(
    console: Console,
    store: Store,
    *,
    shot_ids: Sequence[str] | None = None,
    takes: int | None = None,
    max_cost: Decimal | None = None,
    backend: str | None = None,
    again: bool = False,
) -> Summary:
    """Takes for the shots that lack them. Raises StudioError when one could not be made."""
    backends = _backends(backend)
    count = len(shot_ids) if shot_ids is not None else sum(1 for _ in shots(store.project))
    with (
        Journal.open(store.folder) as journal,
        console.meter("cli.generating", shots=count) as meter,
    ):
        summary = asyncio.run(
            make_takes(
                store.project,
                store.folder,
                journal,
                backends,
                shots=shot_ids,
                takes=takes,
                max_cost=max_cost,
                backend=backend,
                again=again,
                on_event=_teller(meter),
            )
        )
    console.say(
        "cli.generated", made=len(summary.made), kept=len(summary.kept), cost=money(summary.cost)
    )
    scratch = sorted({language for take in summary.made for language in take.scratch})
    if scratch:
        console.warn("cli.scratch", languages=", ".join(scratch))
    if summary.failed:
        details = " ".join(_trouble(console, job.owner, job.error) for job in summary.failed[:5])
        raise StudioError("cli.failed_shots", count=len(summary.failed), details=details)
    return summary


def _trouble(console: Console, owner: str, error: object) -> str:
    key, values = getattr(error, "key", ""), getattr(error, "values", {})
    return f"[{owner}] {StudioError(key, **values).text(console.language)}" if key else f"[{owner}]"


def _teller(meter: Meter) -> Listener:
    def tell(news: News) -> None:
        if isinstance(news, JobProgress):
            meter(news.run_done)

    return tell


def _exported(
    console: Console, store: Store, output: Path, captions: str, *, force: bool
) -> Report:
    project = store.project
    if project.cut.frames == 0:
        raise BadInput("cli.no_shots", path=store.folder)
    shown = shown_takes(project, journal_takes(store.folder))
    with console.meter("cli.exporting") as meter:
        report = export(
            project,
            shown,
            store.folder,
            output,
            Delivery.of(project, Captions(captions)),
            overwrite=force,
            progress=meter,
        )
        sheet = output.with_suffix(".png")
        contact_sheet(project, shown, store.folder, sheet, language=console.language)
    if report.missing:
        console.warn(
            "cli.missing_takes", count=len(report.missing), shots=", ".join(report.missing)
        )
    console.say(
        "cli.exported",
        path=report.path,
        seconds=f"{report.seconds:.2f}",
        frames=report.frames,
        loudness=f"{report.loudness:.1f}",
    )
    if report.captions:
        console.say("cli.captions", path=report.captions)
    console.say("cli.contact", path=output.with_suffix(".png"))
    return report


def _report_json(report: Report, output: Path) -> dict[str, object]:
    return {
        "path": report.path,
        "frames": report.frames,
        "seconds": report.seconds,
        "loudness": report.loudness,
        "peak": report.peak,
        "captions": report.captions,
        "contact_sheet": str(output.with_suffix(".png")),
        "missing": list(report.missing),
        "short": list(report.short),
    }


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
    force: bool,
) -> None:
    """Text in, film out; the project stays beside it, so that a second run goes on from there."""
    choice("--captions", captions, [c.value for c in Captions])
    limit = parse_money(max_cost) if max_cost else None
    director = _planner(planner)
    _output(output, force=force)
    _backends(backend)
    home = folder or output.with_suffix(".reel")
    start = Project(rate=look.rate or Rate(num=24), backend=backend or "animatic")
    planned = _planned(console, start, brief, look, director)
    with _home(console, home, planned) as store:
        _say_planned(console, store.project)
        summary = _generated(console, store, max_cost=limit, backend=backend)
        report = _exported(console, store, output, captions, force=force)
        console.say("cli.project_at", path=home)
    console.result(
        {
            "project": str(home),
            "made": len(summary.made),
            "kept": len(summary.kept),
            **_report_json(report, output),
        }
    )


def _home(console: Console, folder: Path, planned: Project) -> Store:
    """The folder of the film: a new one, or the one that a run of the same text left."""
    if not is_project(folder):
        return create(folder, planned)
    store = opened(console, folder)
    old = store.project
    if old.brief != planned.brief:
        store.close()
        raise BadInput("cli.other_film", path=folder)
    same = (old.rate, old.width, old.height) == (planned.rate, planned.width, planned.height)
    if not same or not old.scenes:
        store.save(planned)
    return store


def plan(console: Console, folder: Path, brief: str, look: Look, *, planner: str) -> None:
    """The film in a folder tells the story of a text from now on."""
    director = _planner(planner)
    with opened(console, folder) as store:
        old = store.project
        kept = look if look.ratio else Look((old.width, old.height), None, None, look.language)
        store.save(_planned(console, old, brief, kept, director))
        _say_planned(console, store.project)
        console.result(film_as_json(store.project, journal_takes(folder)))


def generate(
    console: Console,
    folder: Path,
    *,
    shots: str | None,
    takes: int | None,
    max_cost: str | None,
    backend: str | None,
    again: bool,
) -> None:
    """Takes for all or some shots."""
    limit = parse_money(max_cost) if max_cost else None
    with opened(console, folder) as store:
        if not store.project.scenes:
            raise BadInput("cli.no_shots", path=folder)
        wanted = [shot_id(store.project, name) for name in shots.split(",")] if shots else None
        summary = _generated(
            console,
            store,
            shot_ids=wanted,
            takes=takes,
            max_cost=limit,
            backend=backend,
            again=again,
        )
    console.result(
        {
            "made": [take.model_dump(mode="json", exclude={"request"}) for take in summary.made],
            "kept": list(summary.kept),
            "unknown": [job.id for job in summary.unknown],
            "cost": {currency: str(amount) for currency, amount in summary.cost.items()},
        }
    )


def export_film(
    console: Console, folder: Path, output: Path, *, captions: str, force: bool
) -> None:
    """The cut to a file."""
    choice("--captions", captions, [c.value for c in Captions])
    _output(output, force=force)
    with opened(console, folder) as store:
        report = _exported(console, store, output, captions, force=force)
    console.result(_report_json(report, output))
