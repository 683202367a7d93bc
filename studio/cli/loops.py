"""Work of an event loop, run to its end from a command; most commands need none."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from studio.cli.interrupts import Stopping, asked_to_stop
from studio.errors import Cancelled

_T = TypeVar("_T")


def finished(work: Coroutine[Any, Any, _T]) -> _T:
    """What `work` returns, run on a loop of its own. Raises Cancelled when asked to stop.

    Unlike with `asyncio.run` alone, no signal can arrive while the loop is half made.
    """
    with asked_to_stop() as stop:
        return asyncio.run(_stoppable(work, stop))


async def _stoppable(work: Coroutine[Any, Any, _T], stop: Stopping) -> _T:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    stop.then(lambda: loop.call_soon_threadsafe(task.cancel))
    try:
        return await task
    except asyncio.CancelledError:
        if stop():
            raise Cancelled("cli.stopped") from None
        raise
