"""The command `export`: one delivery of the cut, or several."""

from collections.abc import Sequence
from pathlib import Path

from studio.cli.console import Console
from studio.cli.delivering import checked_output, exported, report_json, sheet_of
from studio.cli.farming import HERE, Elsewhere, crew_of, job_written
from studio.cli.opening import looked_at
from studio.cli.wanted import Wanted
from studio.errors import BadInput
from studio.media.ffmpeg import find_ffmpeg
from studio.render.encoders import require


def export_film(
    console: Console,
    folder: Path,
    output: Path,
    wanted: Sequence[Wanted],
    *,
    force: bool,
    elsewhere: Elsewhere = HERE,
) -> None:
    """The cut to a file, or to several in a folder where several deliveries are wanted.

    Reads only, so that a film on a read-only disk can be exported.
    """
    elsewhere.checked()
    if len(wanted) > 1:
        export_several(console, folder, output, wanted, force=force, elsewhere=elsewhere)
        return
    one = wanted[0].into(output)
    checked_output(output, force=force, suffix=one.suffix)
    find_ffmpeg()
    project = looked_at(console, folder)
    if elsewhere.openjd is not None:
        delivery = one.delivery(project)
        return job_written(console, project, folder, output, delivery, elsewhere.openjd)
    sheet = sheet_of(output)
    with crew_of(console, elsewhere) as crew:
        report = exported(
            console, project, folder, output, one, force=force, sheet=sheet, crew=crew
        )
    console.result(report_json(report, sheet))


def export_several(
    console: Console,
    folder: Path,
    into: Path,
    wanted: Sequence[Wanted],
    *,
    force: bool,
    elsewhere: Elsewhere = HERE,
) -> None:
    """Each delivery to a file named by film and preset, with one contact sheet for all of them.

    All are looked at before one is made.
    """
    names = [each.checked().id for each in wanted]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise BadInput("cli.preset_twice", preset=twice)
    if elsewhere.openjd is not None:
        raise BadInput("farm.one_delivery")
    if into.suffix and not into.is_dir():
        raise BadInput("cli.needs_folder", path=into)
    find_ffmpeg()
    project = looked_at(console, folder)
    stem = folder.resolve().stem
    outputs = [into / f"{stem} {each.preset}{each.suffix}" for each in wanted]
    try:
        into.mkdir(exist_ok=True)
    except OSError as error:
        raise BadInput("cli.output_folder", path=into.resolve().parent) from error
    for each, output in zip(wanted, outputs, strict=True):
        checked_output(output, force=force, suffix=each.suffix)
        require(each.delivery(project))
    sheet = next((into / f"{stem}.png" for output in outputs if sheet_of(output)), None)
    reports: list[dict[str, object]] = []
    with crew_of(console, elsewhere) as crew:
        for each, output in zip(wanted, outputs, strict=True):
            drawn = sheet if sheet_of(output) else None
            report = exported(
                console, project, folder, output, each, force=force, sheet=drawn, crew=crew,
                one_of=len(wanted),
            )  # fmt: skip
            reports.append(report_json(report, drawn))
            sheet = None if drawn else sheet
    console.result({"deliveries": reports})
