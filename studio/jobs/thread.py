"""The one thread with an asyncio loop: network, journal and queue live there, the window does not.

Values cross the border frozen: coroutines go in through `call`, news comes out by listeners.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 5.0  # seconds that work still under way gets when the loop is stopped


class LoopThread:
    """An ordinary asyncio loop on a thread of its own, from construction to `stop`."""

    def __init__(self, on_fault: Callable[[BaseException], None] | None = None) -> None:
        """`on_fault` hears, on the loop's thread, of errors that nobody waits for."""
        self._loop = asyncio.new_event_loop()
        if on_fault is not None:
            self._loop.set_exception_handler(partial(_tell, on_fault))
        self._thread = threading.Thread(target=self._run, name="studio-loop")
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin `work` on the loop; the future is for callbacks, not for waiting in a window."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self, patience: float = PATIENCE) -> None:
        """Cancel what is under way, wait for it at most `patience` seconds, and end the thread."""
        if self._thread.is_alive():
            self.call(self._end(patience)).add_done_callback(self._halt)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def _halt(self, _done: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _end(self, patience: float) -> None:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        if rest:
            await asyncio.wait(rest, timeout=patience)


def _tell(
    on_fault: Callable[[BaseException], None],
    loop: asyncio.AbstractEventLoop,
    context: dict[str, Any],
) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        on_fault(error)
    else:
        loop.default_exception_handler(context)
