"""The cut written to a file for a terminal."""

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from studio.cli.console import Console
from studio.cli.interrupts import Stopping, asked_to_stop
from studio.cli.opening import journal_takes
from studio.cli.wanted import Wanted
from studio.errors import BadInput, StudioError, system_detail
from studio.jobs.film import Film
from studio.jobs.proofs import Fate, losses_in_cut
from studio.messages import Listed, Part
from studio.render.crew import Crew
from studio.render.delivery import Container, Delivery
from studio.render.export import export
from studio.render.graph import segments, within
from studio.render.kept import Kept
from studio.render.proof_report import as_json, verdict_key
from studio.render.report import Report
from studio.render.sequence import require_replaceable
from studio.render.sheet import sheet_at
from studio.settings import load, settings_file
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes
from studio.timeline.take import Take

_NAMED = 12  # shots named before the rest is only counted


def checked_output(output: Path, *, force: bool, suffix: str = ".mp4") -> Path:
    """The output path, refused before any work is done when nothing can be written there.

    An empty suffix is that of a folder, which may be there already if nothing else lies in it.
    """
    if suffix and output.suffix.lower() != suffix:
        raise BadInput("cli.output_suffix", path=output, suffix=suffix)
    try:
        parent = output.resolve().parent
        if not parent.is_dir():
            raise BadInput("cli.output_folder", path=parent)
        if output.is_dir() and suffix:
            raise BadInput("cli.output_is_folder", path=output)
        if force and not suffix and output.exists():
            require_replaceable(output)
        if output.exists() and not force:
            raise BadInput("cli.output_exists", path=output)
        with tempfile.TemporaryFile(dir=parent):
            return output
    except (OSError, ValueError) as error:
        detail = system_detail(error) if isinstance(error, OSError) else error
        raise BadInput("cli.output_refused", path=output, detail=detail) from error


def exported(
    console: Console,
    project: Project,
    folder: Path,
    output: Path,
    wanted: Wanted,
    *,
    force: bool,
    sheet: Path | None,
    crew: Crew | None = None,
    one_of: int = 1,
) -> Report:
    """The film in `output`, its captions beside it, its contact sheet in `sheet`.

    `one_of` is how many deliveries there are: of several, each is called by its preset. Raises
    StudioError.
    """
    if project.cut.frames == 0:
        raise BadInput("cli.no_shots", path=folder)
    delivery = replace(wanted.delivery(project), stems=wanted.stems)
    shown = shown_takes(project, journal_takes(folder))
    with asked_to_stop() as stop:
        require_files(project, shown, folder, stop)
    _say_lacking(console, project, shown, delivery)
    told = {"preset": Part(f"deliver.preset.{wanted.preset}")} if one_of > 1 else {}
    key = "cli.exporting_preset" if told else "cli.exporting"
    with asked_to_stop() as stop, console.meter(key, **told) as meter:
        report = export(
            project,
            shown,
            folder,
            output,
            delivery,
            overwrite=force,
            progress=meter,
            cancelled=stop,
            kept=Kept.of_the_user(),
            crew=crew,
            report_in=console.language if wanted.report == "file" else None,
            memory=wanted.most or load(settings_file()).export_memory,
        )
        if sheet is not None:
            sheet_at(sheet, project, shown, folder, console.language)
    _say_exported(console, report, sheet)
    _say_otherwise(console, delivery)
    if delivery.cuts_off and not report.standing:
        from studio.cli.reframing import warn_of_cuts  # drawing and models, much to read

        warn_of_cuts(console, project, shown, folder, delivery)
    return report


def require_files(
    project: Project, shown: Mapping[str, Take], folder: Path, stop: Stopping
) -> None:
    """Every file in the cut is there as it was made. Raises StudioError."""
    lost = losses_in_cut(project, shown, folder, stop)
    if lost:
        place = Film(project, ()).home_of(lost[0].take.owner)
        shot = place.label if place else lost[0].take.owner
        key = "cli.take_gone" if lost[0].fate is Fate.GONE else "cli.take_altered"
        raise StudioError(key, count=len(lost), path=lost[0].file.path, shot=shot)


def sheet_of(output: Path) -> Path | None:
    """Where the contact sheet of a film lies; None beside sounds and pictures."""
    films = {".mp4", ".mov", ".mkv"}
    return output.with_suffix(".png") if output.suffix.lower() in films else None


def _say_otherwise(console: Console, delivery: Delivery) -> None:
    """What a file has otherwise than the film, or than was asked for."""
    if delivery.labels.cover is not None and not delivery.container.covered:
        console.warn("cli.no_cover", kind=delivery.container.value)
    if delivery.hardware is not None:
        console.say("cli.by_hardware", hardware=delivery.hardware.value)


def _say_lacking(
    console: Console, project: Project, shown: Mapping[str, Take], delivery: Delivery
) -> None:
    """What the film will lack, before the time is spent."""
    runs = within(segments(project, shown), delivery.part_of(project.cut.frames))
    missing = list(dict.fromkeys(label for run in runs for label in run.slates))
    if missing and not delivery.sound_only:
        named = [*missing[:_NAMED], *(["…"] if len(missing) > _NAMED else [])]
        console.warn("cli.missing_takes", count=len(missing), shots=Listed(named))


def _say_exported(console: Console, report: Report, sheet: Path | None) -> None:
    for finding in report.proof.findings:
        if finding.key != "proof.slates":  # said before
            console.warn(finding.key, **finding.values)
    facts = {"path": report.path, "seconds": f"{report.seconds:.2f}", "frames": report.proof.frames}
    if report.standing:
        console.say("cli.standing", **facts)
    elif Path(report.path).suffix.lower() == Container.GIF.suffix:
        console.say("cli.exported_silent", **facts)
    else:
        console.say("cli.exported", **facts, loudness=f"{report.loudness:.1f}")
    if report.copied:
        console.say("cli.copied", copied=report.copied, segments=report.segments)
    if report.hands is not None and report.hands.told is not None:
        console.say(report.hands.told.key, **report.hands.told.values)
    if report.captions:
        console.say("cli.captions", path=report.captions)
    if report.stems:
        console.say("cli.stems", names=Listed(Path(path).name for path in report.stems))
    if report.stems_lowered:
        console.warn("cli.stems_lowered", decibels=f"{report.stems_lowered:.1f}")
    if sheet is not None:
        console.say("cli.contact", path=sheet)
    console.say(verdict_key(report.proof), count=len(report.proof.findings))
    if report.told:
        console.say("cli.report", path=report.told)


def report_json(report: Report, sheet: Path | None) -> dict[str, object]:
    """What an export made, as JSON."""
    return {
        "path": report.path,
        "frames": report.frames,
        "seconds": report.seconds,
        "loudness": report.loudness,
        "peak": report.peak,
        "segments": report.segments,
        "segments_kept": report.kept,
        "segments_copied": report.copied,
        "ways": list(report.ways),
        "sound_kept": report.sound_kept,
        "at_once": asdict(report.hands) if report.hands is not None else None,
        "standing": report.standing,
        "stems": list(report.stems),
        "stems_lowered": report.stems_lowered,
        "captions": report.captions,
        "contact_sheet": str(sheet) if sheet is not None else None,
        "missing": list(report.missing),
        "short": list(report.short),
        "report": report.told,
        "proof": as_json(report.proof),
    }
