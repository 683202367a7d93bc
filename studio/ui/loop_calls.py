"""Work asked for on the loop's thread, and its answers brought back to the window's."""

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from studio.errors import StudioError
from studio.jobs.thread import LoopThread

Then = Callable[[Any], None]
T = TypeVar("T")


class Ask(Protocol):
    """Asks for work on the loop's thread, as `LoopCalls.ask`."""

    def __call__(
        self, work: Callable[[], Any], then: Then | None = None, otherwise: Then | None = None
    ) -> None: ...


class LoopCalls(QObject):
    """Asks until it is ended; what is answered after that reaches nobody."""

    _answered = Signal(object, object)

    def __init__(self, loop: LoopThread, refused: Then) -> None:
        super().__init__()
        self._loop, self._refused = loop, refused
        self._over = False
        # Queued even when the work was faster than the asking: what it told on its way comes first.
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def ask(
        self, work: Callable[[], Any], then: Then | None = None, otherwise: Then | None = None
    ) -> None:
        """Do `work` (a coroutine function too) on the loop; `then` gets its answer here.

        A StudioError is said where the maker is looking, or given to `otherwise`.
        """
        if self._over:  # a field or a timer of a window that is going away
            return
        told = partial(self._tell, then, otherwise or self._refused)
        self._loop.call(_done(work)).add_done_callback(told)

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Do `work` on the loop and wait here for its answer. Raises what it raises."""
        return self._loop.call(work).result()

    def end(self) -> None:
        """Nothing is asked and no answer given from now on."""
        self._over = True

    def _answer(self, then: Then, answer: Any) -> None:
        if not self._over:  # what asked may be gone by now
            then(answer)

    def _tell(self, then: Then | None, otherwise: Then, future: Future[Any]) -> None:
        """On the loop's thread: hand the answer or the refusal to the window's."""
        if future.cancelled() or self._over:
            return
        error = future.exception()
        if isinstance(error, StudioError):
            self._answered.emit(otherwise, error)
        elif error is not None:
            self._answered.emit(_raise, error)
        elif then is not None:
            self._answered.emit(then, future.result())


async def _done(work: Callable[[], Any]) -> Any:
    answer = work()
    return await answer if hasattr(answer, "__await__") else answer


def _raise(error: BaseException) -> None:
    """A fault of our own surfaces on the GUI thread, where the crash dialog is."""
    raise error
