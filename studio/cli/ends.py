"""How a command ends: every error is one sentence and an exit status, no traceback."""

import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import typer

from studio.cli.console import Console
from studio.cli.interrupts import like_ctrl_c
from studio.cli.usage import usage_error
from studio.errors import NO_ROOM, Cancelled, StudioError, system_detail
from studio.paths import user_cache


def guarded(run: Callable[[], int], console: Console) -> int:
    """Run a command: 0 done, 1 failed or stopped, 2 bad input."""
    try:
        with like_ctrl_c():
            return run()
    except (KeyboardInterrupt, Cancelled, typer.Abort):
        return _ended(console, StudioError("cli.stopped"))
    except StudioError as error:
        return _ended(console, error)
    except BrokenPipeError:  # the reader has seen enough
        console.abandon()
        return 0
    except OSError as error:
        return _ended(console, _of_system(error))
    except Exception as error:
        return _ended(console, usage_error(error) or _of_crash(error))


def _ended(console: Console, error: StudioError) -> int:
    try:
        console.fail(error)
    except StudioError:  # standard output is full: there is nothing more to say
        return 1
    return error.exit_code


def _of_system(error: OSError) -> StudioError:
    where = error.filename or Path.cwd()
    if error.errno in NO_ROOM:
        return StudioError("cli.disk_full", where=where)
    return StudioError("cli.system", where=where, detail=system_detail(error))


def _of_crash(error: Exception) -> StudioError:
    """Keep the traceback in a file and say where it is; values of variables are not in it."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    report = "".join(traceback.format_exception(error))
    try:
        path = user_cache("crashes") / f"{stamp}.txt"
        path.write_text(report, encoding="utf-8")
    except OSError:
        return StudioError("cli.crash_untold", detail=f"{type(error).__name__}: {error}"[:300])
    return StudioError("cli.crash", detail=type(error).__name__, path=path)
