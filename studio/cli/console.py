"""What the command line prints: sentences, JSON, progress and errors."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Protocol, TextIO

from rich.console import Console as Screen
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from studio.errors import StudioError
from studio.messages import maker_language, say


class Meter(Protocol):
    """Shows how far a piece of work is, 0 to 1."""

    def __call__(self, done: float) -> None: ...


class Console:
    """One command's output: results on standard output, everything else on standard error."""

    def __init__(
        self,
        *,
        as_json: bool = False,
        language: str | None = None,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.as_json = as_json
        self.language = language or maker_language()
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def say(self, key: str, **values: object) -> None:
        """One sentence about what happened; silent when the result is JSON."""
        if not self.as_json:
            print(say(key, self.language, **values), file=self._out, flush=True)

    def line(self, text: str) -> None:
        """A line of a human-readable result."""
        if not self.as_json:
            print(text, file=self._out)

    def warn(self, key: str, **values: object) -> None:
        """One sentence the maker should know, on standard error."""
        print(say(key, self.language, **values), file=self._err, flush=True)

    def result(self, value: Any) -> None:
        """The result as JSON, when that was asked for."""
        if self.as_json:
            json.dump(value, self._out, ensure_ascii=False, indent=2, default=str)
            self._out.write("\n")

    def fail(self, error: StudioError) -> None:
        """The one sentence of an error; as JSON too when that was asked for."""
        text = error.text(self.language)
        self.result({"error": {"key": error.key, "message": text}})
        print(text, file=self._err, flush=True)

    @contextmanager
    def meter(self, key: str, **values: object) -> Generator[Meter, None, None]:
        """A progress bar with the time left on a terminal, one sentence elsewhere."""
        title = say(key, self.language, **values)
        if self.as_json or not self._err.isatty():
            if not self.as_json:
                print(title, file=self._err, flush=True)
            yield lambda done: None
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(compact=True),
        )
        with Progress(*columns, console=Screen(file=self._err), transient=True) as bars:
            task = bars.add_task(title, total=1.0)
            yield lambda done: bars.update(task, completed=done)
