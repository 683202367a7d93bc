"""Exports that other computers do: on a Dask cluster, or as a job for a render farm."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.cli.console import Console
from studio.cli.delivering import require_files, sheet_of
from studio.cli.interrupts import asked_to_stop
from studio.cli.opening import journal_takes
from studio.cli.values import choice
from studio.errors import BadInput, StudioError, system_detail
from studio.render.crew import Crew
from studio.render.delivery import Delivery
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes

NOTHING = "none"  # of this computer's folders is seen by the workers


@dataclass(frozen=True)
class Elsewhere:
    """What of an export other computers do: words of the command line; nothing by default."""

    scheduler: str | None = None
    shared: str | None = None
    tls: Path | None = None
    openjd: Path | None = None

    def checked(self) -> "Elsewhere":
        """The same, when its words go together. Raises BadInput."""
        if self.scheduler is not None and self.openjd is not None:
            raise BadInput("farm.two_ways")
        if self.openjd is not None and self.openjd.suffix.lower() not in {".yaml", ".yml", ".json"}:
            raise BadInput("farm.job_suffix", path=self.openjd)
        return self


HERE = Elsewhere()


@contextmanager
def crew_of(console: Console, elsewhere: Elsewhere) -> Generator[Crew | None, None, None]:
    """Who encodes: the cluster that was named, or None for this computer. Raises StudioError."""
    if elsewhere.scheduler is None:
        yield None
        return
    try:
        from studio.render.farm_link import Cluster, joined
    except ImportError as error:
        raise BadInput("farm.not_installed") from error

    def notice(error: StudioError) -> None:
        console.warn(error.key, **error.values)

    shared = "" if elsewhere.shared == NOTHING else elsewhere.shared
    with joined(Cluster(elsewhere.scheduler, shared, elsewhere.tls), notice) as farm:
        yield farm


def job_written(
    console: Console, project: Project, folder: Path, output: Path, delivery: Delivery, job: Path
) -> None:
    """Freeze an export beside its output and write the job that does it. Raises StudioError."""
    from studio.render.frozen import freeze
    from studio.render.openjd import template, values

    if project.cut.frames == 0:
        raise BadInput("cli.no_shots", path=folder)
    shown = shown_takes(project, journal_takes(folder))
    with asked_to_stop() as stop:
        require_files(project, shown, folder, stop)
    target = output.resolve()
    home = target.with_name(f"{target.name}.job")
    told = values(plan=home, film=folder.resolve(), output=target)  # refused before it is written
    plan = freeze(project, dict(shown), delivery, home)
    beside = job.with_suffix(".parameters.json")
    try:
        beside.write_text(told, encoding="utf-8")
        job.write_text(template(project.title or target.stem, plan.pieces), encoding="utf-8")
    except OSError as error:
        raise BadInput("farm.job_refused", path=job, detail=system_detail(error)) from error
    console.say("farm.frozen", path=job, values=beside, count=plan.pieces, folder=home)
    console.result(
        {
            "job": str(job),
            "parameters": str(beside),
            "plan": str(home),
            "pieces": plan.pieces,
            "path": str(target),
        }
    )


def render_step(
    console: Console, step: str, plan: Path, film: Path, *, piece: int, output: Path | None
) -> None:
    """A part of a frozen export, as a farm's computer is told to do it. Raises StudioError."""
    from studio.render.contact import contact_sheet
    from studio.render.frozen import Frozen

    choice("STEP", step, ["piece", "sound", "film"])
    frozen = Frozen(plan, film)
    told = -1

    def tell(done: float) -> None:
        nonlocal told
        if int(done * 100) > told:
            told = int(done * 100)
            console.line(f"openjd_progress: {told}")  # what farms read of a task's output

    with asked_to_stop() as stop:
        if step == "piece":
            frozen.piece(piece, tell, stop)
        elif step == "sound":
            frozen.sound(stop)
        elif output is None:
            raise BadInput("cli.word_missing", text="--output", command="studio render-step")
        else:
            report = frozen.film(output, tell, stop, console.language)
            console.line(f"openjd_status: {report.path}")
            made, sheet = frozen.plan, sheet_of(output)
            if sheet is not None:
                contact_sheet(made.project, made.shown, film, sheet, language=console.language)
