"""Commands about the services' keys."""

from typing import Annotated

import typer

from studio.cli.commands.options import Json, ServiceName, told
from studio.cli.console import Console

app = typer.Typer()


@app.command("list", help=told("keys_list"))
def keys_list(json: Json = False) -> None:
    """Services and where their values come from."""
    from studio.cli import keys

    keys.listed(Console(as_json=json))


@app.command("set", help=told("keys_set"))
def keys_set(
    service: ServiceName,
    field: Annotated[str, typer.Option(metavar="NAME", help=told("keys_field"))] = "",
    json: Json = False,
) -> None:
    """Keep a key."""
    from studio.cli import keys

    keys.kept(Console(as_json=json), service, field)


@app.command("test", help=told("keys_test"))
def keys_test(service: ServiceName, json: Json = False) -> None:
    """Try a key."""
    from studio.cli import keys

    keys.tested(Console(as_json=json), service)


@app.command("forget", help=told("keys_forget"))
def keys_forget(service: ServiceName, json: Json = False) -> None:
    """Forget a key."""
    from studio.cli import keys

    keys.forgotten(Console(as_json=json), service)
