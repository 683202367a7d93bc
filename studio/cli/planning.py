"""A text becomes a film's scenes and shots."""

import sys
from collections.abc import Collection
from pathlib import Path

from studio.cli.console import Console
from studio.cli.look import Look
from studio.cli.loops import finished
from studio.cli.values import choice
from studio.errors import BadInput, system_detail
from studio.jobs.telling import told
from studio.messages import Part
from studio.script.planner import GrammarPlanner, Planner
from studio.script.read import MAX_BYTES, load_text
from studio.timeline.project import Project
from studio.timeline.queries import shots

PLANNERS = ("grammar", "model")


def planner_of(name: str) -> Planner:
    """The planner of that name. Raises BadInput."""
    choice("--planner", name, PLANNERS)
    if name != "model":
        return GrammarPlanner()
    from studio.script.model_planner import ModelPlanner  # it brings the network along

    return ModelPlanner.from_environment()


def brief_text(brief: str) -> tuple[str, str | None]:
    """The text of a file or of standard input (`-`), and the form its name forces."""
    if brief == "-":
        return _standard_input(), None
    path = Path(brief)
    try:
        if not path.is_file():
            raise BadInput("cli.no_brief", path=path)
        path.open("rb").close()
    except (OSError, ValueError) as error:
        detail = system_detail(error) if isinstance(error, OSError) else error
        raise BadInput("cli.brief_unreadable", path=brief[:200], detail=detail) from error
    return load_text(path), "fountain" if path.suffix.lower() == ".fountain" else None


def _standard_input() -> str:
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""
        return load_text(data)
    except OSError as error:
        raise BadInput("cli.brief_unreadable", path="-", detail=system_detail(error)) from error
    except BadInput as refusal:
        if "name" not in refusal.values:
            raise
        named = {**refusal.values, "name": Part("cli.standard_input")}
        raise BadInput(refusal.key, **named) from refusal


def planned(
    console: Console,
    project: Project,
    text: str,
    form: str | None,
    look: Look,
    planner: Planner,
    taken: Collection[str] = (),
) -> Project:
    """The project with the story that the text asks for; `taken` are the owners of takes."""
    with console.meter("cli.planning"):
        plan = finished(
            planner.plan(
                text,
                form=form,
                language=look.language,
                rate=project.rate,
                size=look.size,
                ratio=look.ratio,
            )
        )
    return told(project, text, plan, taken)


def say_planned(console: Console, project: Project) -> None:
    """What the plan came to."""
    seconds = float(project.rate.seconds(project.cut.frames))
    count = sum(1 for _ in shots(project))
    console.say("cli.planned", scenes=len(project.scenes), shots=count, seconds=f"{seconds:.2f}")
