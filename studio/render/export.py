"""The cut to a file: left where it lies already, else pieces encoded, joined, mixed and checked."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import BadInput, Cancelled, RenderError, StudioError
from studio.media.ffmpeg import Progress, Stop
from studio.render.delivery import Delivery
from studio.render.encoders import require
from studio.render.kept import Kept
from studio.render.proof_report import write
from studio.render.report import Report
from studio.render.sequence import require_replaceable
from studio.render.sources import Sources
from studio.render.standing import Standing, stood
from studio.timeline.project import Project
from studio.timeline.take import Take

if TYPE_CHECKING:
    from studio.render.crew import Crew  # who knows of captions and segments


def export(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    output: Path,
    delivery: Delivery,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
    kept: Kept | None = None,
    crew: "Crew | None" = None,
    report_in: str | None = None,
    memory: int | None = None,
) -> Report:
    """Write the cut of `project`, or its span, to `output`; its takes lie in `folder`.

    Segments that lie in `kept` are not encoded again, and new ones are put there; `crew` encodes
    them, this computer where there is none. The file appears under its name only when it is
    finished and proved; with `kept`, one that is what would be written is left as it is.
    `report_in` is the language of a report beside it, None for none; `memory` the bytes that it
    should not exceed, None for what is free. Raises BadInput for an empty film or span or a file
    that exists, RenderError, Cancelled.
    """
    if project.cut.frames == 0:
        raise BadInput("render.empty_cut")
    span = delivery.part_of(project.cut.frames)
    if span[0] >= span[1]:
        raise BadInput("render.empty_span")
    if not overwrite:
        _nothing_there(output, delivery)
    if output.exists() and delivery.container.folder:
        require_replaceable(output)
    require(delivery)
    if crew is not None and delivery.hardware is not None:
        raise BadInput("farm.hardware")
    sources = Sources(project, shown, folder, span)
    tell, over = progress or _unheard, cancelled or _never
    standing = None
    if kept is not None and crew is None:
        standing = Standing.of(project, shown, output, delivery)
    left = standing.report(over) if standing is not None else None
    if left is not None:
        tell(1.0)
        return stood(left, delivery, _told(left, output, delivery, report_in))
    from studio.render.anew import made_anew  # much to read, of which a film that lies there
    from studio.render.making import Work  # needs nothing

    hashed = standing is not None
    work = Work(project, shown, folder, delivery, span, tell, cancelled, kept, crew, memory, hashed)
    try:
        report, known = made_anew(work, output, sources)
    except StudioError as error:
        if not output.parent.is_dir():
            raise RenderError("render.folder_gone", path=output.parent) from error
        if not isinstance(error, Cancelled):
            sources.blame()  # what is gone or altered is the reason, whatever failed for it
        raise
    tell(1.0)
    if standing is not None:
        standing.keep(report, known)
    return replace(report, told=_told(report, output, delivery, report_in))


def _nothing_there(output: Path, delivery: Delivery) -> None:
    """Raises BadInput where a file lies that the export would write."""
    written = [output]
    if delivery.stems:
        from studio.render.stems import Stem, beside

        written += [beside(output, stem) for stem in Stem]
    for path in written:
        if path.exists():
            raise BadInput("render.exists", path=path)


def _told(report: Report, output: Path, delivery: Delivery, language: str | None) -> str | None:
    """The readable report beside a film, where one is wanted."""
    if language is None:
        return None
    path = write(report.proof, output, delivery, language, report.ways)
    return str(path) if path is not None else None


def _unheard(_done: float) -> None:
    """Progress that nobody asked for."""


def _never() -> bool:
    return False
