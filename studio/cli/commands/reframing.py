"""The command about what stays in sight in deliveries of another shape."""

from typing import Annotated

import typer

from studio.cli.commands.options import Folder, Json, told
from studio.cli.console import Console

app = typer.Typer()


@app.command(help=told("reframe"))
def reframe(
    folder: Folder,
    ratio: Annotated[
        str, typer.Option("--ratio", metavar="W:H", help=told("reframe_ratio"))
    ] = "9:16",
    shots: Annotated[str | None, typer.Option(metavar="LIST", help=told("shots"))] = None,
    whole: Annotated[
        str | None, typer.Option("--whole", metavar="GROUND", help=told("reframe_whole"))
    ] = None,
    json: Json = False,
) -> None:
    """Keep figures in sight."""
    from studio.cli import reframing

    reframing.reframe(Console(as_json=json), folder, ratio=ratio, shots=shots, whole=whole)
