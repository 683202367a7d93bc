"""Commands about the cast; what they need is read when one is called."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.commands.options import Folder, Json, told
from studio.cli.console import Console
from studio.cli.usage import Commands

app = typer.Typer(
    help=told("cast"),
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Who = Annotated[str, typer.Argument(metavar="SUBJECT", help=told("cast_subject"))]


@app.command("list", help=told("cast_list"))
def list_(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", readable=False, help=told("cast_list_dir"))
    ] = None,
    json: Json = False,
) -> None:
    """The library, or the cast of a film."""
    from studio.cli import cast_shared

    cast_shared.listed(Console(as_json=json), folder)


@app.command(help=told("cast_add"))
def add(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME", help=told("cast_entry"))],
    json: Json = False,
) -> None:
    """A subject of the library joins a film."""
    from studio.cli import cast_shared

    cast_shared.added(Console(as_json=json), folder, name)


@app.command(help=told("cast_save"))
def save(folder: Folder, subject: Who, json: Json = False) -> None:
    """A subject of a film is saved to the library."""
    from studio.cli import cast_shared

    cast_shared.saved(Console(as_json=json), folder, subject)


@app.command(help=told("cast_update"))
def update(folder: Folder, subject: Who, json: Json = False) -> None:
    """A film's copy becomes what the library has now."""
    from studio.cli import cast_shared

    cast_shared.brought_up_to_date(Console(as_json=json), folder, subject)


@app.command(help=told("cast_register"))
def register(
    folder: Folder,
    subject: Who,
    at: Annotated[str, typer.Option("--at", metavar="SERVICE", help=told("cast_at"))],
    variant: Annotated[str | None, typer.Option(metavar="NAME", help=told("cast_variant"))] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=told("yes"))] = False,
    json: Json = False,
) -> None:
    """A subject is registered at a service."""
    from studio.cli import cast_services

    console = Console(as_json=json)
    cast_services.registered(console, folder, subject, at=at, variant=variant, yes=yes)


@app.command(help=told("cast_handle"))
def handle(
    folder: Folder,
    subject: Who,
    names: Annotated[list[str], typer.Argument(metavar="NAME=VALUE", help=told("handle_names"))],
    at: Annotated[str, typer.Option("--at", metavar="SERVICE", help=told("handle_at"))],
    variant: Annotated[
        str | None, typer.Option(metavar="NAME", help=told("handle_variant"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help=told("consent_until"))
    ] = None,
    json: Json = False,
) -> None:
    """What a service calls a subject that was not registered from here."""
    from studio.cli import cast_services

    cast_services.named_at(
        Console(as_json=json), folder, subject, names, at=at, variant=variant, until=until
    )


@app.command(help=told("cast_consent"))
def consent(
    folder: Folder,
    subject: Who,
    person: Annotated[str | None, typer.Option(metavar="NAME", help=told("consent_person"))] = None,
    purpose: Annotated[
        str | None, typer.Option("--for", metavar="TEXT", help=told("consent_for"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help=told("consent_until"))
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help=told("consent_nobody"))] = False,
    json: Json = False,
) -> None:
    """What a real person agreed to is put on record."""
    from studio.cli import cast_services

    cast_services.consented(
        Console(as_json=json), folder, subject,
        person=person, purpose=purpose, until=until, nobody=nobody,
    )  # fmt: skip


@app.command(help=told("cast_voice"))
def voice(
    folder: Folder,
    subject: Who,
    by: Annotated[str | None, typer.Option(metavar="BACKEND", help=told("voice_by"))] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help=told("voice_name"))] = None,
    gender: Annotated[str | None, typer.Option(metavar="KIND", help=told("voice_gender"))] = None,
    pace: Annotated[str | None, typer.Option(metavar="N", help=told("voice_pace"))] = None,
    pitch: Annotated[str | None, typer.Option(metavar="N", help=told("voice_pitch"))] = None,
    json: Json = False,
) -> None:
    """Who speaks a subject's lines."""
    from studio.cli import cast_voices

    cast_voices.voiced(
        Console(as_json=json), folder, subject,
        by=by, voice=name, gender=gender, pace=pace, pitch=pitch,
    )  # fmt: skip
