"""The one thread with an asyncio loop: network, journal and queue live there, the window does not.

Values cross the border frozen: coroutines go in through `call`, news comes out by listeners.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
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
        self._pool = ThreadPoolExecutor(thread_name_prefix="studio-work")
        self._loop.set_default_executor(self._pool)
        self._clear = True
        self._thread = threading.Thread(target=self._run, name="studio-loop")
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin `work` on the loop; the future is for callbacks, not for waiting in a window."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self, patience: float = PATIENCE) -> bool:
        """Cancel what is under way, wait for it at most `patience` seconds, and end the thread.

        False when something would not end: a thread of strange code cannot be stopped, and Python
        waits for it at its own end, unless the process is left by `os._exit`.
        """
        if self._thread.is_alive():
            ending = self.call(self._end(patience))
            ending.add_done_callback(self._halt)
            self._thread.join()
            self._clear = ending.result() and self._drained(patience)
        return self._clear

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            if not asyncio.all_tasks(self._loop):  # one that hangs is still inside its generator
                self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    def _drained(self, patience: float) -> bool:
        """Whether every thread of the pool is idle and gone, within `patience` seconds."""
        waiting = threading.Thread(target=self._pool.shutdown, name="studio-drain", daemon=True)
        waiting.start()
        waiting.join(patience)
        return not waiting.is_alive()

    def _halt(self, _done: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _end(self, patience: float) -> bool:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        if not rest:
            return True
        _, pending = await asyncio.wait(rest, timeout=patience)
        return not pending


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
