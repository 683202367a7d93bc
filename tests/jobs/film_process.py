"""A process that makes a small film and kills itself at a step: `FOLDER SERVICE SHOTS [STEP]`.

A step is every file opened, renamed, made or removed in the folder, and every SQL statement.
Without STEP it runs to its end and prints how many steps there were.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from studio.backends.fake import FakeBackend
from studio.jobs.generate import generate
from studio.jobs.journal import Journal
from studio.jobs.lock import WriterLock
from tests.jobs.builders import make_project, no_pause

FILE_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}


class Steps:
    """Counts steps and ends the process at one of them."""

    def __init__(self, folder: Path, last: int) -> None:
        self.count = 0
        self._folder = str(folder)
        self._last = last

    def step(self) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in FILE_EVENTS and str(arguments[0]).startswith(self._folder):
            self.step()


def traced(steps: Steps) -> type[Journal]:
    class TracedJournal(Journal):
        """A journal whose every SQL statement is a step."""

        def __init__(self, path: Path, base: sqlite3.Connection, lock: WriterLock | None) -> None:
            base.set_trace_callback(lambda _statement: steps.step())
            super().__init__(path, base, lock)

    return TracedJournal


def main(folder: Path, service: Path, shots: int, last: int) -> None:
    steps = Steps(folder, last)
    fake = FakeBackend(service)
    sys.addaudithook(steps.hear)
    with traced(steps).open(folder) as journal:
        project = make_project(shots)
        asyncio.run(generate(project, folder, journal, {"fake": fake}, pause=no_pause))
    sys.stdout.write(f"{steps.count}\n")


if __name__ == "__main__":
    where, service, shots, *last = sys.argv[1:]
    main(Path(where), Path(service), int(shots), int(last[0]) if last else 0)
