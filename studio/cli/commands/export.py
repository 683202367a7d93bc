"""Commands about what is delivered: the cut to files, presets, captions, parts for a farm."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.commands.options import (
    CaptionLanguage,
    CodecName,
    Depth,
    FileCaptions,
    FileRate,
    FitHow,
    Folder,
    Force,
    Json,
    Output,
    Range,
    SecondLanguage,
    told,
)
from studio.cli.console import Console

app = typer.Typer()


@app.command(help=told("export"))
def export(
    folder: Folder,
    output: Output,
    preset: Annotated[list[str] | None, typer.Option(metavar="NAME", help=told("preset"))] = None,
    span: Range = None,
    fit: FitHow = None,
    captions: FileCaptions = None,
    language: CaptionLanguage = "",
    second: SecondLanguage = "",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help=told("scheduler"))
    ] = None,
    shared: Annotated[str | None, typer.Option(metavar="DIR", help=told("shared"))] = None,
    tls: Annotated[Path | None, typer.Option(metavar="DIR", help=told("tls"))] = None,
    openjd: Annotated[
        Path | None, typer.Option(metavar="FILE", readable=False, help=told("openjd"))
    ] = None,
    codec: CodecName = None,
    depth: Depth = None,
    rate: FileRate = None,
    hardware: Annotated[str | None, typer.Option(metavar="NAME", help=told("hardware"))] = None,
    cover: Annotated[str | None, typer.Option(metavar="FRAME|FILE", help=told("cover"))] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help=told("label_title"))] = "",
    author: Annotated[str, typer.Option(metavar="TEXT", help=told("label_author"))] = "",
    comment: Annotated[str, typer.Option(metavar="TEXT", help=told("label_comment"))] = "",
    date: Annotated[str, typer.Option(metavar="TEXT", help=told("label_date"))] = "",
    rights: Annotated[str, typer.Option(metavar="TEXT", help=told("label_rights"))] = "",
    chapters: Annotated[
        bool, typer.Option("--chapters/--no-chapters", help=told("chapters"))
    ] = True,
    encode_all: Annotated[bool, typer.Option("--encode-all", help=told("encode_all"))] = False,
    copy_mixed: Annotated[bool, typer.Option("--copy-mixed", help=told("copy_mixed"))] = False,
    stems: Annotated[bool, typer.Option("--stems", help=told("stems"))] = False,
    report: Annotated[str, typer.Option(metavar="HOW", help=told("report"))] = "file",
    memory: Annotated[str | None, typer.Option(metavar="MIB", help=told("memory"))] = None,
    allow_damaged: Annotated[
        bool, typer.Option("--allow-damaged", help=told("allow_damaged"))
    ] = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """The cut to a file, or to several."""
    from studio.cli import exporting
    from studio.cli.farming import Elsewhere
    from studio.cli.wanted import Wanted
    from studio.render.labels import Labels

    plain = Wanted(
        captions=captions, fit=fit, span=span, codec=codec, depth=depth, rate=rate,
        hardware=hardware, cover=cover, language=language, second=second, stems=stems,
        report=report, allow_damaged=allow_damaged, memory=memory,
        encode_all=encode_all, copy_mixed=copy_mixed,
        labels=Labels(title, author, comment, date, rights, chapters),
    )  # fmt: skip
    wanted = [replace(plain, preset=name) for name in preset or ["film"]]
    elsewhere = Elsewhere(scheduler, shared, tls, openjd)
    exporting.export_film(
        Console(as_json=json), folder, output, wanted, force=force, elsewhere=elsewhere
    )


@app.command(help=told("prove"))
def prove(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help=told("prove_file"))],
    project: Annotated[
        Path | None, typer.Option(metavar="DIR", readable=False, help=told("prove_project"))
    ] = None,
    preset: Annotated[str | None, typer.Option(metavar="NAME", help=told("prove_preset"))] = None,
    span: Range = None,
    fit: FitHow = None,
    captions: FileCaptions = None,
    language: CaptionLanguage = "",
    second: SecondLanguage = "",
    codec: CodecName = None,
    depth: Depth = None,
    rate: FileRate = None,
    json: Json = False,
) -> None:
    """A delivered file proved again."""
    from studio.cli import proving
    from studio.cli.wanted import Wanted

    wanted = Wanted(
        preset=preset or "film", captions=captions, fit=fit, span=span, codec=codec, depth=depth,
        rate=rate, language=language, second=second,
    )  # fmt: skip
    proving.prove(Console(as_json=json), file, project, wanted, named=preset is not None)


@app.command(help=told("presets"))
def presets(json: Json = False) -> None:
    """What deliveries there are."""
    from studio.cli import presets as table

    table.listed(Console(as_json=json))


@app.command(help=told("captions_of"))
def captions(
    folder: Folder,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=told("captions_file"))
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--read", metavar="FILE", help=told("captions_read"))
    ] = None,
    language: CaptionLanguage = "",
    second: SecondLanguage = "",
    force: Force = False,
    json: Json = False,
) -> None:
    """Captions to a file, or a translation of them from one."""
    from studio.cli import captioning

    if source is not None:
        captioning.read(Console(as_json=json), folder, source, language)
    else:
        target = output or Path("captions.srt")
        captioning.write(Console(as_json=json), folder, target, language, second, overwrite=force)


@app.command("render-step", hidden=True, help=told("render_step"))
def render_step(
    step: Annotated[str, typer.Argument(metavar="STEP")],
    plan: Annotated[Path, typer.Argument(metavar="PLAN", readable=False)],
    film: Annotated[Path, typer.Argument(metavar="DIR", readable=False)],
    piece: Annotated[int, typer.Option(metavar="N")] = -1,
    output: Annotated[Path | None, typer.Option(metavar="FILE", readable=False)] = None,
) -> None:
    """A part of a frozen export, for a render farm."""
    from studio.cli import farming

    farming.render_step(Console(), step, plan, film, piece=piece, output=output)
