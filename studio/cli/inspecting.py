"""Commands that inspect takes: a table on a terminal, everything as JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from studio.cli.console import Console
from studio.cli.interrupts import asked_to_stop
from studio.cli.opening import journal_takes, looked_at, named_shots
from studio.errors import BadInput
from studio.messages import Listed, say
from studio.render.tables import graded
from studio.review.finding import Report, Severity
from studio.review.inspector import inspected
from studio.review.lag import Lag, lags
from studio.review.memory import reports
from studio.review.seam import Seam, Unseen
from studio.review.seams import remembered, seams
from studio.review.takes import Reviewed, Takes, Usable, reviewed, usable_rate
from studio.timeline.project import Project
from studio.timeline.queries import clips, shot_labels, shown_takes


def inspect(console: Console, target: Path, *, shots: str | None, seams_too: bool) -> None:
    """Inspect a film's takes, or one file. Raises BadInput; typer.Exit(1) when a check failed."""
    if target.is_dir():
        _film(console, target, shots, with_seams=seams_too)
        return
    if shots is not None or seams_too:
        raise BadInput("cli.shots_of_a_file", path=target)
    with asked_to_stop() as stopped, console.meter("cli.inspecting", path=target.name) as meter:
        report = inspected(target, memory=reports(), progress=meter, cancelled=stopped)
    _tell(console, report, ())
    console.result(_as_json(report, (), console.language))
    if report.failed:
        raise typer.Exit(1)
    console.say("cli.inspected_clean", path=target)


def _film(console: Console, folder: Path, wanted: str | None, *, with_seams: bool) -> None:
    film = looked_at(console, folder)
    only = named_shots(film, wanted) if wanted is not None else None
    takes = journal_takes(folder)
    with asked_to_stop() as stopped, console.meter("cli.inspecting", path=folder) as meter:
        found = reviewed(
            film, takes, folder, only=only, memory=reports(), progress=meter,
            cancelled=stopped,
        )  # fmt: skip
    labels, shares = shot_labels(film), usable_rate(found)
    for each in found:
        _take(console, each, labels)
    if not found:
        console.say("cli.nothing_to_inspect", path=folder)
    for share in shares:
        name = share.backend or say("cli.whole_film", console.language)
        console.say(
            "cli.usable", backend=name, good=share.good, takes=share.takes,
            percent=round(100 * share.share),
        )  # fmt: skip
    apart = lags(found)
    for lag in apart:
        console.line(f"· {lag.finding.text(console.language)}")
    told = _film_as_json(film, found, shares, console.language)
    told["lags"] = [_lag_as_json(lag, console.language) for lag in apart]
    bad = any(not each.usable for each in found)
    if with_seams:
        cuts = _seams(console, folder, film, takes, only)
        told["seams"] = [_seam_as_json(each, console.language) for each in cuts]
        bad = bad or any(isinstance(each, Unseen) or _is_faulty(each) for each in cuts)
    console.result(told)
    if bad:
        raise typer.Exit(1)


def _lag_as_json(lag: Lag, language: str) -> dict[str, Any]:
    found = lag.finding
    return {
        "backend": lag.backend, "takes": lag.takes, "milliseconds": round(found.value),
        "key": found.told.key, "message": found.text(language), "threshold": found.threshold,
    }  # fmt: skip


def _is_faulty(seam: Seam) -> bool:
    return any(finding.severity is Severity.FAULT for finding in seam.findings)


def _seams(
    console: Console, folder: Path, film: Project, takes: Takes, only: Sequence[str] | None
) -> list[Seam | Unseen]:
    """The film's cuts; of some shots those that lead into them."""
    shown = shown_takes(film, takes)
    into = [c.id for _, c in clips(film) if c.owner in only] if only is not None else None
    with asked_to_stop() as stopped, console.meter("cli.inspecting_cuts", path=folder) as meter:
        found = seams(
            film, shown, folder, only=into, graded=graded, memory=remembered(), progress=meter,
            cancelled=stopped,
        )  # fmt: skip
    for each in found:
        if isinstance(each, Unseen):
            console.line(f"✗ {each.cut.label}: {each.why.text(console.language)}")
            continue
        for finding in each.findings:
            mark = "✗" if finding.severity is Severity.FAULT else "·"
            console.line(f"{mark} {finding.text(console.language)}")
        if each.findings and each.remedies:
            names = Listed(say(f"review.remedy.{r}", console.language) for r in each.remedies)
            console.line(f"    {say('review.seam_remedies', console.language, remedies=names)}")
    if not found:
        console.say("review.seam_none")
    elif all(isinstance(each, Seam) and not each.findings for each in found):
        console.say("review.seam_clean", count=len(found))
    return found


def _seam_as_json(each: Seam | Unseen, language: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "label": each.cut.label, "frame": each.cut.frame,
        "before": each.cut.before.id, "after": each.cut.after.id,
    }  # fmt: skip
    if isinstance(each, Unseen):
        return {**facts, "error": {"key": each.why.key, "message": each.why.text(language)}}
    steps = each.steps
    return {
        **facts,
        "luma": steps.luma, "colour": steps.colour, "motion": steps.motion, "sound": steps.sound,
        "repeated": steps.repeated, "best_pair": list(steps.pair),
        "findings": [
            {
                "key": f.told.key, "severity": f.severity.value, "message": f.text(language),
                "value": f.value, "threshold": f.threshold,
            }
            for f in each.findings
        ],
        "remedies": [remedy.value for remedy in each.remedies],
    }  # fmt: skip


def _take(console: Console, each: Reviewed, labels: Mapping[str, str]) -> None:
    """A line with what failed, and a line for each sentence."""
    language = console.language
    names = Listed(say(f"review.check.{n}", language) for n in each.failed).text(language)
    mark = "✓" if each.usable else "✗"
    head = f"{mark} {labels[each.shot]:<6} {each.number:>2}  {each.take.backend:<12} {names}"
    console.line(head.rstrip())
    if each.trouble is not None:
        console.line(f"      {each.trouble.text(console.language)}")
    elif each.report is not None:
        _tell(console, each.report, each.overruled)


def _tell(console: Console, report: Report, overruled: Sequence[str]) -> None:
    for finding in report.findings:
        waved = finding.check in overruled
        mark = "·" if waved or finding.severity is Severity.REMARK else "✗"
        note = f" ({say('cli.overruled', console.language)})" if waved else ""
        console.line(f"    {mark} {finding.text(console.language)}{note}")
    for each in report.unchecked:
        name = say(f"review.check.{each.check}", console.language)
        console.line(f"    - {name}: {each.why.text(console.language)}")


def _as_json(report: Report, overruled: Sequence[str], language: str) -> dict[str, Any]:
    rate = report.frames / report.seconds if report.frames and report.seconds else 0.0
    return {
        "file": report.name,
        "sha256": report.sha256,
        "frames": report.frames,
        "seconds": report.seconds,
        "failed": [name for name in report.failed if name not in overruled],
        "overruled": list(overruled),
        "checked": list(report.checked),
        "findings": [
            {
                "check": each.check,
                "severity": each.severity.value,
                "key": each.told.key,
                "message": each.text(language),
                "frame": each.at.first if each.at is not None else None,
                "frames": each.at.frames if each.at is not None else None,
                "second": each.at.first / rate if each.at is not None and rate else None,
                "value": each.value,
                "threshold": each.threshold,
            }
            for each in report.findings
        ],
        "unchecked": [
            {"check": each.check, "key": each.why.key, "message": each.why.text(language)}
            for each in report.unchecked
        ],
    }


def _film_as_json(
    film: Project, found: Sequence[Reviewed], shares: Sequence[Usable], language: str
) -> dict[str, Any]:
    labels = shot_labels(film)
    takes: list[dict[str, Any]] = []
    for each in found:
        facts: dict[str, Any] = {
            "shot": each.shot, "label": labels[each.shot], "take": each.take.id,
            "number": each.number, "backend": each.take.backend, "usable": each.usable,
        }  # fmt: skip
        if each.report is not None:
            facts |= _as_json(each.report, each.overruled, language)
        if each.trouble is not None:
            facts["error"] = {"key": each.trouble.key, "message": each.trouble.text(language)}
        takes.append(facts)
    rates = [
        {"backend": s.backend or None, "good": s.good, "takes": s.takes, "share": float(s.share)}
        for s in shares
    ]
    return {"takes": takes, "usable": rates}
