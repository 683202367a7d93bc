"""Commands about takes: made, what would be sent for them, who makes them, what they cost."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.commands.options import Backend, Folder, Json, MaxCost, Record, Together, Yes, told
from studio.cli.console import Console

app = typer.Typer()


@app.command(help=told("generate"))
def generate(
    folder: Folder,
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=told("shots"))] = None,
    takes: Annotated[str | None, typer.Option(metavar="N", help=told("takes"))] = None,
    max_cost: MaxCost = None,
    backend: Backend = None,
    again: Annotated[bool, typer.Option("--again", help=told("again"))] = False,
    together: Together = False,
    yes: Yes = False,
    record: Record = None,
    record_texts: Annotated[
        bool, typer.Option("--record-texts", help=told("record_texts"))
    ] = False,
    json: Json = False,
) -> None:
    """Make takes of shots that need them."""
    from studio.cli import generating

    generating.generate(
        Console(as_json=json),
        folder,
        shots=shots,
        takes=takes,
        max_cost=max_cost,
        backend=backend,
        again=again,
        together=together,
        yes=yes,
        record=record,
        record_texts=record_texts,
    )


@app.command(help=told("lips"))
def lips(
    folder: Folder,
    shot: Annotated[str, typer.Option(metavar="SHOT", help=told("lips_shot"))],
    take: Annotated[str | None, typer.Option(metavar="ID", help=told("lips_take"))] = None,
    line: Annotated[str | None, typer.Option(metavar="N", help=told("lips_line"))] = None,
    face: Annotated[str | None, typer.Option(metavar="N", help=told("lips_face"))] = None,
    backend: Annotated[str, typer.Option(metavar="NAME", help=told("lips_backend"))] = "kling-lips",
    max_cost: MaxCost = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Let the lips of a take follow a line."""
    from studio.cli import lips

    lips.lips(
        Console(as_json=json), folder, shot=shot, take=take, line=line, face=face,
        backend=backend, max_cost=max_cost, yes=yes,
    )  # fmt: skip


@app.command(help=told("talk"))
def talk(
    folder: Folder,
    shot: Annotated[str, typer.Option(metavar="SHOT", help=told("lips_shot"))],
    picture: Annotated[str | None, typer.Option(metavar="NAME", help=told("talk_picture"))] = None,
    line: Annotated[str | None, typer.Option(metavar="N", help=told("lips_line"))] = None,
    pro: Annotated[bool, typer.Option("--pro", help=told("talk_pro"))] = False,
    backend: Annotated[
        str, typer.Option(metavar="NAME", help=told("talk_backend"))
    ] = "kling-avatar",
    max_cost: MaxCost = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Let a picture say a line."""
    from studio.cli import lips

    lips.talk(
        Console(as_json=json), folder, shot=shot, picture=picture, line=line, pro=pro,
        backend=backend, max_cost=max_cost, yes=yes,
    )  # fmt: skip


@app.command(help=told("fit"))
def fit(
    folder: Folder,
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=told("shots"))] = None,
    json: Json = False,
) -> None:
    """Shots as long as their lines."""
    from studio.cli import fitting

    fitting.fit(Console(as_json=json), folder, shots=shots)


@app.command("compile", help=told("compile"))
def compile_(
    folder: Folder,
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=told("shots"))] = None,
    backend: Backend = None,
    together: Together = False,
    json: Json = False,
) -> None:
    """What would be sent."""
    from studio.cli import paying

    console = Console(as_json=json)
    paying.compile_(console, folder, shots=shots, backend=backend, together=together)


@app.command(help=told("inspect"))
def inspect(
    target: Annotated[
        Path, typer.Argument(metavar="DIR|FILE", readable=False, help=told("inspect_target"))
    ],
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=told("shots"))] = None,
    seams: Annotated[bool, typer.Option("--seams", help=told("inspect_seams"))] = False,
    json: Json = False,
) -> None:
    """What the takes are worth."""
    from studio.cli import inspecting

    inspecting.inspect(Console(as_json=json), target, shots=shots, seams_too=seams)


@app.command(help=told("mend"))
def mend(
    folder: Folder,
    shot: Annotated[str, typer.Option(metavar="SHOT", help=told("lips_shot"))],
    how: Annotated[str, typer.Option(metavar="HOW", help=told("mend_how"))],
    json: Json = False,
) -> None:
    """Mend a cut."""
    from studio.cli import mending

    mending.mend(Console(as_json=json), folder, shot=shot, how=how)


@app.command(help=told("cost"))
def cost(
    folder: Folder,
    budget: Annotated[str | None, typer.Option(metavar="AMOUNT", help=told("budget"))] = None,
    json: Json = False,
) -> None:
    """What the film cost."""
    from studio.cli import paying

    paying.cost(Console(as_json=json), folder, budget=budget)


@app.command(help=told("backends"))
def backends(json: Json = False) -> None:
    """What can make takes here."""
    from studio.cli import folders

    folders.backends(Console(as_json=json))


@app.command(help=told("models"))
def models(json: Json = False) -> None:
    """What finds faces, voices and words, and what of it is installed."""
    from studio.cli import actors

    actors.models(Console(as_json=json))


@app.command(help=told("replay"))
def replay(
    record: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help=told("replay_file"))
    ],
    json: Json = False,
) -> None:
    """Play a record of a service's traffic."""
    from studio.cli import recording

    recording.replay(Console(as_json=json), record)
