"""What the command line prints: sentences, JSON, progress and errors."""

import io
import json
import math
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Protocol, TextIO, cast

from rich.console import Console as Screen
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from studio.errors import StudioError, system_detail
from studio.messages import maker_language, say


class Meter(Protocol):
    """Shows how far a piece of work is, 0 to 1."""

    def __call__(self, done: float) -> None: ...


class Console:
    """One command's output: results on standard output, everything else on standard error.

    A reader that goes away (`| head`) ends no work. Raises StudioError when standard output
    cannot be written for another reason.
    """

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
        self._out = out or sys.stdout or io.StringIO()  # None: closed before the start
        self._err = err or sys.stderr or io.StringIO()
        self._printed = False

    def say(self, key: str, **values: object) -> None:
        """One sentence about what happened; silent when the result is JSON."""
        if not self.as_json:
            self._print(say(key, self.language, **values))

    def line(self, text: str) -> None:
        """A line of a human-readable result."""
        if not self.as_json:
            self._print(text)

    def warn(self, key: str, **values: object) -> None:
        """One sentence the maker should know, on standard error."""
        self._tell(say(key, self.language, **values))

    def result(self, value: Any) -> None:
        """The result as JSON, when that was asked for; the first one of a command counts."""
        if self.as_json and not self._printed:
            self._printed = True
            text = json.dumps(_plain(value), ensure_ascii=False, indent=2, default=str)
            self._print(text)

    def fail(self, error: StudioError) -> None:
        """The one sentence of an error; as JSON too when that was asked for."""
        text = error.text(self.language)
        if error.key != "cli.no_output":
            self.result({"error": {"key": error.key, "message": text}, **error.report})
        self._tell(text)

    def _print(self, text: str) -> None:
        try:
            print(text, file=self._out, flush=True)
        except BrokenPipeError:
            self.abandon()
        except OSError as error:
            _quieten(self._out)
            raise StudioError("cli.no_output", detail=system_detail(error)) from error

    def abandon(self) -> None:
        """Write no more to standard output: nobody reads it."""
        _quieten(self._out)
        self._out = io.StringIO()

    def _tell(self, text: str) -> None:
        try:
            print(text, file=self._err, flush=True)
        except OSError:  # nobody is there to be told
            _quieten(self._err)
            self._err = io.StringIO()

    @contextmanager
    def meter(self, key: str, **values: object) -> Generator[Meter, None, None]:
        """A progress bar with the time left on a terminal, one sentence elsewhere."""
        title = say(key, self.language, **values)
        if self.as_json or not self._err.isatty():
            if not self.as_json:
                self._tell(title)
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


def _plain(value: Any) -> Any:
    """The value without numbers that JSON does not have: silence peaks at minus infinity."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in cast("dict[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("list[Any]", value)]
    return value


def _quieten(stream: TextIO) -> None:
    """Let what is still in a stream's buffer go nowhere, or Python would try again at its end."""
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path of ours
            os.dup2(nowhere.fileno(), stream.fileno())
    except (OSError, ValueError):
        return  # it has no file behind it
