"""The entry point of `studio`: its commands gathered; words in, an exit status out.

What a command needs is read when it is called: drawing, speech and film grammar are much to read
for one that only shows what is there. So `studio.cli.commands` holds words alone.
"""

import sys
from typing import Annotated

import typer

from studio import __version__
from studio.cli.commands import (
    actors,
    casting,
    export,
    film,
    jobs,
    keys,
    reframing,
    takes,
    workflows,
)
from studio.cli.commands.options import told
from studio.cli.console import Console
from studio.cli.ends import guarded
from studio.cli.usage import Commands

_HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="studio",
    help=told("studio"),
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=_HELP,
)
for _part in (film, takes, jobs, export, reframing):
    app.add_typer(_part.app)
app.add_typer(
    keys.app, name="keys", help=told("keys"), no_args_is_help=True, context_settings=_HELP
)
app.add_typer(casting.app, name="cast")
app.add_typer(actors.app, name="actor")
app.add_typer(workflows.app, name="workflow")


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=told("version"))] = False,
) -> None:
    """Say the version when asked; a command does the rest."""
    if version:
        Console().line(f"storyreel {__version__}")
        context.exit()
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        context.exit(2)


def main(words: list[str] | None = None) -> int:
    """The entry point of `studio`; returns the exit status."""
    arguments = sys.argv[1:] if words is None else words
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore
    return guarded(lambda: _run(arguments), Console(as_json="--json" in arguments))


def _run(arguments: list[str]) -> int:
    """Find the command and do it, so that its own errors come out as they are."""
    if not {"-h", "--help"}.isdisjoint(arguments) or len(arguments) < 2:
        _title_help()
    command = typer.main.get_command(app)
    try:
        with command.make_context("studio", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return 0


def _title_help() -> None:
    """The titles of the help in the maker's language: typer's own are English.

    What typer prints them with is read only here, as help is seldom asked for.
    """
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = told("arguments")
    rich_utils.OPTIONS_PANEL_TITLE = told("options")
    rich_utils.COMMANDS_PANEL_TITLE = told("commands")
    rich_utils.REQUIRED_LONG_STRING = f"[{told('required')}]"
    rich_utils.DEFAULT_STRING = f"[{told('default')}: {{}}]"
