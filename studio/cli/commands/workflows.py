"""Commands about the workflows of a ComfyUI of the maker's own."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.commands.options import Json, told
from studio.cli.console import Console
from studio.cli.usage import Commands

app = typer.Typer(
    help=told("workflow"),
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Name = Annotated[str, typer.Argument(metavar="NAME", help=told("workflow_name"))]
Places = Annotated[list[str], typer.Argument(metavar="ROLE=PLACE", help=told("workflow_places"))]


@app.command("add", help=told("workflow_add"))
def add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help=told("workflow_file"))
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help=told("workflow_new_name"))],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help=told("workflow_title"))
    ] = None,
    json: Json = False,
) -> None:
    """Take a workflow in, or one exported anew."""
    from studio.cli import workflows

    workflows.added(Console(as_json=json), file, name, title)


@app.command("list", help=told("workflow_list"))
def list_(json: Json = False) -> None:
    """The workflows there are."""
    from studio.cli import workflows

    workflows.listed(Console(as_json=json))


@app.command(help=told("workflow_show"))
def show(name: Name, json: Json = False) -> None:
    """Where a workflow takes the studio's wishes."""
    from studio.cli import workflows

    workflows.shown(Console(as_json=json), name)


@app.command("map", help=told("workflow_map"))
def map_(name: Name, places: Places, json: Json = False) -> None:
    """Say where wishes go."""
    from studio.cli import workflows

    workflows.mapped(Console(as_json=json), name, places)


@app.command(help=told("workflow_check"))
def check(name: Name, json: Json = False) -> None:
    """Ask the server whether it can run a workflow."""
    from studio.cli import workflows

    workflows.checked(Console(as_json=json), name)


@app.command(help=told("workflow_remove"))
def remove(name: Name, json: Json = False) -> None:
    """Take a workflow away."""
    from studio.cli import workflows

    workflows.removed(Console(as_json=json), name)
