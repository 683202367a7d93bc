"""`python -m studio` is the command line."""

import atexit
import gc
import os
import sys
from collections.abc import Callable


def main() -> int:
    """Run it; Ctrl-C while it is still being loaded ends it without a word.

    What is loaded stays to the end, so the collector need not look through it: while it is read, at
    every later collection, and once more when the interpreter ends, a tenth of a second together.
    """
    gc.disable()
    try:
        from studio.cli.main import main as run
    except KeyboardInterrupt:
        return 1
    gc.freeze()
    gc.enable()
    try:
        return run()
    finally:
        gc.freeze()


def program() -> int:
    """The same as the whole of a process."""
    return left_at_once(main)


def left_at_once(run: Callable[[], int]) -> int:
    """What `run` returns, with which the process then ends as soon as its threads have ended and
    all that was asked for by `atexit` from here on is done.

    Python takes its own modules apart before it ends, and so do the libraries: after an export that
    is 0.07 seconds for what the system does anyway. An error goes its ordinary way, and so does
    output that cannot be written.
    """
    status: list[int] = []
    atexit.register(_leave, status)  # the first to be registered is the last to be done
    status.append(run())
    return status[0]


def _leave(status: list[int]) -> None:
    if not status:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # a program without a console has none
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(status[0])


if __name__ == "__main__":
    raise SystemExit(program())
