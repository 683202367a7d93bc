"""A batch of shots at a replayed service, in this process or in one that kills itself."""

import asyncio
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

from studio.jobs.generate import Summary, generate
from studio.jobs.journal import Journal
from studio.timeline.project import Project
from tests.backends.waiting import Waits
from tests.crashes.points import Points, traced
from tests.crashes.services import backends_at
from tests.jobs.builders import make_project

SECONDS = 5  # of a shot, at 24 frames each


def film_of(shots: int, service: str) -> Project:
    """Equal shots: only their jobs tell them apart."""
    return make_project(shots, backend=service, frames=24 * SECONDS, width=1280, height=720)


def run(journal: Journal, project: Project, folder: Path, address: str) -> Summary:
    """What `studio generate` does: carry on what an earlier run left, then make what lacks."""
    backends = backends_at(project.backend, address)
    return asyncio.run(generate(project, folder, journal, backends, pause=Waits()))


def until_killed(
    folder: Path, service: str, address: str, shots: int, name: str = "", at: int = 0
) -> None:
    """The body of a process that is to die at a moment (see `Points`).

    Without one it runs to its end, and writes how many steps and moments it saw into `seen.txt`.
    """
    points = Points(folder, name, at)
    sys.addaudithook(points.hear)
    project = film_of(shots, service)
    with traced(points).open(folder) as journal:
        run(journal, project, folder, address)
    lines = [f"{points.steps} steps", *(f"{n} {what}" for what, n in sorted(points.seen.items()))]
    folder.with_suffix(".txt").write_text("\n".join(lines))


def nursery() -> ForkServerContext:
    """Processes that have read everything already: a kill costs no start of Python."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.crashes.batch"])
    return context
