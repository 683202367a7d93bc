"""What is said to services kept for a report of a fault, and such a record played again."""

import asyncio
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from studio.cli.console import Console
from studio.errors import BadInput, StudioError
from studio.media.ffmpeg import find_ffmpeg

if TYPE_CHECKING:  # they bring the network along
    from studio.backends.cassette import Tape
    from studio.backends.replaying import Outcome


@contextmanager
def recording(console: Console, path: Path | None, *, texts: bool) -> Generator["Tape | None"]:
    """A tape that is written to `path` however the work ends; None where none is wanted.

    Raises BadInput where nothing can be written there, before anything is sent.
    """
    if path is None:
        yield None
        return
    from studio.backends.cassette import Tape

    tape = Tape(texts=texts)
    _save(tape, path)
    try:
        yield tape
    finally:
        count = _save(tape, path)
        if not console.as_json:
            key = "cassette.saved_texts" if texts else "cassette.saved"
            console.say(key, count=count, path=path)


def _save(tape: "Tape", path: Path) -> int:
    try:
        return tape.save(path)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise BadInput("cassette.cannot_save", path=path, detail=detail) from None


def replay(console: Console, path: Path) -> None:
    """Ask the real clients for the tasks of a record, with its answers and with no network.

    Raises StudioError when a task asks for what is not in the record.
    """
    from studio.backends.replay import read_cassette

    cassette = read_cassette(path)
    find_ffmpeg()
    if not cassette.tasks:
        raise BadInput("cassette.empty")
    outcomes = asyncio.run(_played(console, path))
    tasks = [_as_json(console, each) for each in outcomes]
    for each in outcomes:
        if each.missed:
            error = StudioError("cassette.no_answer", call=each.missed[0])
            error.report = {"tasks": tasks}
            raise error
    console.result(tasks)


async def _played(console: Console, path: Path) -> list["Outcome"]:
    from studio.backends.replay import read_cassette
    from studio.backends.replaying import replayed

    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="storyreel-replay-") as folder:
        async for each in replayed(read_cassette(path), Path(folder)):
            told: dict[str, object] = {
                "what": each.what, "name": each.name, "backend": each.backend, "told": each.told,
            }  # fmt: skip
            if each.error is None:
                console.say("cassette.task_done", **told)
            else:
                console.say("cassette.task_failed", **told, error=each.error)
            outcomes.append(each)
    return outcomes


def _as_json(console: Console, outcome: "Outcome") -> dict[str, object]:
    error: StudioError | None = outcome.error
    return {
        "what": outcome.what, "backend": outcome.backend, "name": outcome.name,
        "told": outcome.told, "missed": list(dict.fromkeys(outcome.missed)),
        "error": {"key": error.key, "message": error.text(console.language)} if error else None,
    }  # fmt: skip
