"""The commands of `studio`: words in, one call each, an exit status out."""

import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from studio import __version__
from studio.cli import folders, steps
from studio.cli.console import Console
from studio.cli.look import Look
from studio.errors import StudioError
from studio.messages import maker_language, say
from studio.paths import user_cache

_LANGUAGE = maker_language()


def _help(name: str) -> str:
    return say(f"help.{name}", _LANGUAGE)


app = typer.Typer(
    name="studio",
    help=_help("studio"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help=_help("json"))]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=_help("dir"))]
Brief = Annotated[str, typer.Argument(metavar="BRIEF", help=_help("brief"))]
Size = Annotated[str | None, typer.Option(help=_help("size"))]
Ratio = Annotated[str | None, typer.Option(help=_help("ratio"))]
RateOption = Annotated[str | None, typer.Option(help=_help("rate"))]
Planner = Annotated[str, typer.Option(help=_help("planner"))]
Backend = Annotated[str | None, typer.Option(help=_help("backend"))]
Language = Annotated[str | None, typer.Option(help=_help("language"))]
Captions = Annotated[str, typer.Option(help=_help("captions"))]
Force = Annotated[bool, typer.Option("--force", help=_help("force"))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_help("output"))]


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=_help("version"))] = False,
) -> None:
    """Say the version when asked; a command does the rest."""
    if version:
        Console().line(f"storyreel {__version__}")
        context.exit()


@app.command(help=_help("film"))
def film(
    brief: Brief,
    output: Output,
    project: Annotated[Path | None, typer.Option(help=_help("project"))] = None,
    size: Size = None,
    ratio: Ratio = None,
    rate: RateOption = None,
    planner: Planner = "grammar",
    backend: Backend = None,
    language: Language = None,
    captions: Captions = "burn",
    max_cost: Annotated[str | None, typer.Option(help=_help("max_cost"))] = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Text in, film out."""
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
        force=force,
    )


@app.command(help=_help("new"))
def new(
    folder: Folder,
    title: Annotated[str, typer.Option(help=_help("title"))] = "",
    size: Size = None,
    ratio: Ratio = None,
    rate: RateOption = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """An empty film."""
    look = Look.of(size=size, ratio=ratio, rate=rate, language=language)
    folders.new(Console(as_json=json), folder, title, look)


@app.command(help=_help("plan"))
def plan(
    folder: Folder,
    brief: Brief,
    ratio: Ratio = None,
    planner: Planner = "grammar",
    language: Language = None,
    json: Json = False,
) -> None:
    """A text becomes the film's scenes and shots."""
    look = Look.of(ratio=ratio, language=language)
    steps.plan(Console(as_json=json), folder, brief, look, planner=planner)


@app.command(help=_help("show"))
def show(folder: Folder, json: Json = False) -> None:
    """What is in the film."""
    folders.show(Console(as_json=json), folder)


@app.command(help=_help("generate"))
def generate(
    folder: Folder,
    shots: Annotated[str | None, typer.Option(help=_help("shots"))] = None,
    takes: Annotated[int | None, typer.Option(min=1, max=100, help=_help("takes"))] = None,
    max_cost: Annotated[str | None, typer.Option(help=_help("max_cost"))] = None,
    backend: Backend = None,
    again: Annotated[bool, typer.Option("--again", help=_help("again"))] = False,
    json: Json = False,
) -> None:
    """Make takes of shots that need them."""
    steps.generate(
        Console(as_json=json),
        folder,
        shots=shots,
        takes=takes,
        max_cost=max_cost,
        backend=backend,
        again=again,
    )


@app.command(help=_help("export"))
def export(
    folder: Folder,
    output: Output,
    captions: Captions = "burn",
    force: Force = False,
    json: Json = False,
) -> None:
    """The cut to a file."""
    steps.export_film(Console(as_json=json), folder, output, captions=captions, force=force)


@app.command("import", help=_help("import"))
def import_(
    folder: Folder,
    media: Annotated[list[Path], typer.Argument(help=_help("media"))],
    shot: Annotated[str | None, typer.Option(help=_help("shot"))] = None,
    role: Annotated[str | None, typer.Option(help=_help("role"))] = None,
    json: Json = False,
) -> None:
    """Bring media into the film, and into a shot when one is named."""
    folders.bring_in(Console(as_json=json), folder, media, shot=shot, role=role)


@app.command(help=_help("backends"))
def backends(json: Json = False) -> None:
    """What can make takes here."""
    folders.backends(Console(as_json=json))


@app.command(help=_help("doctor"))
def doctor(
    folder: Folder,
    repair: Annotated[bool, typer.Option("--repair", help=_help("repair"))] = False,
    json: Json = False,
) -> None:
    """Examine a film's folder."""
    folders.doctor(Console(as_json=json), folder, repair=repair)


def _report_crash(console: Console, error: Exception) -> None:
    """Keep the traceback in a file and say where it is; values of variables are not in it."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    path = user_cache("crashes") / f"{stamp}.txt"
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    console.warn("cli.crash", detail=type(error).__name__, path=path)


def _system(console: Console, error: OSError) -> None:
    where = error.filename or Path.cwd()
    console.warn("cli.system", where=where, detail=error.strerror or type(error).__name__)


def _guarded(run: Callable[[], None], console: Console) -> int:
    """Run a command; every error ends in one sentence: 0 done, 1 failed, 2 bad input."""
    try:
        run()
    except StudioError as error:
        console.fail(error)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        console.warn("cli.stopped")
        return 1
    except OSError as error:
        _system(console, error)
        return 1
    except Exception as error:
        usage = getattr(error, "format_message", None)  # typer's errors about the words typed
        if callable(usage):
            console.warn("cli.bad_usage", detail=usage(), command="studio")
            return 2
        _report_crash(console, error)
        return 1
    return 0


def main(words: list[str] | None = None) -> int:
    """The entry point of `studio`; returns the exit status."""
    arguments = sys.argv[1:] if words is None else words
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore
    console = Console(as_json="--json" in arguments)
    return _guarded(lambda: app(arguments, standalone_mode=False), console)
