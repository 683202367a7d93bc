"""Commands about actors; what they need is read when one is called."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.commands.options import Force, Json, told
from studio.cli.console import Console
from studio.cli.usage import Commands

app = typer.Typer(
    help=told("actor"),
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def group() -> None:
    """Keeps `make` a word of its own while it is the only one."""


@app.command(help=told("actor_make"))
def make(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", readable=False, help=told("actor_clip"))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=told("actor_name"))],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", readable=False, help=told("actor_output")),
    ] = None,
    face: Annotated[int | None, typer.Option(metavar="N", help=told("actor_face"))] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help=told("actor_language"))
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option("--project", metavar="DIR", readable=False, help=told("actor_project")),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=told("actor_yes"))] = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """An actor out of a clip."""
    from studio.cli import actors

    actors.made(
        Console(as_json=json), clip, name, output=output, face=face, language=language,
        project=project, yes=yes, force=force,
    )  # fmt: skip
