"""The moments at which a process is killed: named ones, and any step by its number."""

import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from studio.jobs.job import Job, State
from studio.jobs.journal import Journal
from studio.jobs.lock import WriterLock
from studio.timeline.take import Take

FILES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
MOMENTS = ("begins", "is written", "is on the disk")  # of a transaction
STEPS = ("the batch", "running", "the remote id", "a step back", "a doubt", "the take")
JOURNAL = tuple(f"{step} {moment}" for step in STEPS for moment in MOMENTS)
SERVICE = ("create arrives", "task made", "create answered", "look", "half a film")
FILING = ("a film gets its name", "a sidecar gets its name")


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Points:
    """Counts steps and named moments, and ends the process at the one that is asked for."""

    def __init__(self, folder: Path, name: str = "", at: int = 0) -> None:
        """`name` empty: the step with the number `at`, from 1; else the moment `name`'s `at`th."""
        self.steps = 0
        self.seen: Counter[str] = Counter()
        self._folder = str(folder)
        self._name, self._at = name, at

    def step(self) -> None:
        """Anything that could be the last thing done."""
        self.steps += 1
        if not self._name and self.steps == self._at:
            die()

    def reach(self, name: str) -> None:
        """A named moment."""
        self.seen[name] += 1
        if name == self._name and self.seen[name] == self._at:
            die()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """For `sys.addaudithook`: files of the film that are opened, named, made or removed."""
        if event in FILES and str(arguments[0]).startswith(self._folder):
            self.step()
            if event == "os.rename":
                target = Path(str(arguments[1]))
                if target.parent.name == "media":
                    named = "a sidecar" if target.suffix == ".json" else "a film"
                    self.reach(f"{named} gets its name")


def traced(points: Points) -> type[Journal]:
    """A journal whose every statement is a step, and whose transactions are named moments."""

    class TracedJournal(Journal):
        doing = ""

        def __init__(self, path: Path, base: sqlite3.Connection, lock: WriterLock | None) -> None:
            base.set_trace_callback(self._statement)
            super().__init__(path, base, lock)

        def _statement(self, statement: str) -> None:
            points.step()
            if self.doing and statement.startswith("BEGIN"):
                points.reach(f"{self.doing} begins")
            elif self.doing and statement == "COMMIT":
                points.reach(f"{self.doing} is written")

        def _named(self, name: str, work: Callable[[], Any]) -> Any:
            self.doing = name
            done = work()
            self.doing = ""
            points.reach(f"{name} is on the disk")
            points.step()
            return done

        def add(self, jobs: Iterable[Job]) -> None:
            self._named("the batch", lambda: Journal.add(self, jobs))

        def step(self, job_id: str, state: State | None = None, /, **changes: Any) -> Job:
            name = {State.QUEUED: "a step back", State.UNKNOWN: "a doubt"}.get(
                state or State.RUNNING, "running"
            )
            name = "the remote id" if changes.get("remote_id") else name
            return self._named(name, lambda: Journal.step(self, job_id, state, **changes))

        def finish(self, job_id: str, take: Take) -> Job:
            return self._named("the take", lambda: Journal.finish(self, job_id, take))

    return TracedJournal
