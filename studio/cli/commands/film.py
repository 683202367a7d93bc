"""Commands about a film as a whole: made, planned, shown, filled, examined, taken back."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.commands.options import (
    Backend,
    Brief,
    Captions,
    Folder,
    Force,
    Json,
    Language,
    MaxCost,
    Output,
    Planner,
    RateOption,
    Ratio,
    Size,
    Yes,
    told,
)
from studio.cli.console import Console
from studio.cli.look import Look

app = typer.Typer()


@app.command(help=told("film"))
def film(
    brief: Brief,
    output: Output,
    project: Annotated[
        Path | None, typer.Option(metavar="DIR", readable=False, help=told("project"))
    ] = None,
    size: Size = None,
    ratio: Ratio = None,
    rate: RateOption = None,
    planner: Planner = "grammar",
    backend: Backend = None,
    language: Language = None,
    captions: Captions = "burn",
    max_cost: MaxCost = None,
    yes: Yes = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Text in, film out."""
    from studio.cli import steps

    console = Console(as_json=json)
    look = Look.of(size=size, ratio=ratio, rate=rate, language=language)
    steps.film(
        console,
        brief,
        output,
        project,
        look,
        planner=planner,
        backend=backend,
        captions=captions,
        max_cost=max_cost,
        yes=yes,
        force=force,
    )


@app.command(help=told("new"))
def new(
    folder: Folder,
    title: Annotated[str, typer.Option(metavar="TEXT", help=told("title"))] = "",
    size: Size = None,
    ratio: Ratio = None,
    rate: RateOption = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """An empty film."""
    from studio.cli import folders

    look = Look.of(size=size, ratio=ratio, rate=rate, language=language)
    folders.new(Console(as_json=json), folder, title, look)


@app.command(help=told("plan"))
def plan(
    folder: Folder,
    brief: Brief,
    ratio: Ratio = None,
    planner: Planner = "grammar",
    language: Language = None,
    json: Json = False,
) -> None:
    """A text becomes the film's scenes and shots."""
    from studio.cli import steps

    look = Look.of(ratio=ratio, language=language)
    steps.plan(Console(as_json=json), folder, brief, look, planner=planner)


@app.command(help=told("show"))
def show(folder: Folder, json: Json = False) -> None:
    """What is in the film."""
    from studio.cli import folders

    folders.show(Console(as_json=json), folder)


@app.command("import", help=told("import"))
def import_(
    folder: Folder,
    media: Annotated[
        list[Path], typer.Argument(metavar="MEDIA...", readable=False, help=told("media"))
    ],
    shot: Annotated[str | None, typer.Option(metavar="SHOT", help=told("shot"))] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help=told("role"))] = None,
    json: Json = False,
) -> None:
    """Bring media into the film, and into a shot when one is named."""
    from studio.cli import folders

    folders.bring_in(Console(as_json=json), folder, media, shot=shot, role=role)


@app.command(help=told("doctor"))
def doctor(
    folder: Folder,
    repair: Annotated[bool, typer.Option("--repair", help=told("repair"))] = False,
    search: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", readable=False, help=told("search"))
    ] = None,
    json: Json = False,
) -> None:
    """Examine a film's folder."""
    from studio.cli import folders

    folders.doctor(Console(as_json=json), folder, repair=repair, search=search or ())


@app.command(help=told("restore"))
def restore(
    folder: Folder,
    state: Annotated[str | None, typer.Argument(metavar="STATE", help=told("state"))] = None,
    listed: Annotated[bool, typer.Option("--list", help=told("list_states"))] = False,
    json: Json = False,
) -> None:
    """Go back to an earlier state."""
    from studio.cli import restoring

    restoring.restore(Console(as_json=json), folder, None if listed else state)
