"""Work for the loop, asked from the GUI thread by what lives outside an open film."""

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.jobs.thread import LoopThread

Work = Callable[[], Coroutine[Any, Any, Any]]


class Asker(QObject):
    """Calls `then` with the answer here; not when the widget it belongs to is gone by then."""

    def __init__(self, loop: LoopThread, on_fault: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._loop = loop
        self._on_fault = on_fault
        self._open: set[_Reply] = set()

    def __call__(self, work: Work, then: Callable[[Any], None]) -> None:
        """`then` has to be a method of a QObject: Qt forgets it together with its object."""
        reply = _Reply()
        reply.came.connect(then)
        reply.over.connect(self._forget)
        self._open.add(reply)
        self._loop.call(work()).add_done_callback(partial(self._answer, reply))

    def _answer(self, reply: "_Reply", future: Future[Any]) -> None:
        """On the loop's thread."""
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self._on_fault(error)
        elif not future.cancelled():
            reply.came.emit(future.result())
        reply.over.emit(reply)

    def _forget(self, reply: "_Reply") -> None:
        self._open.discard(reply)


class _Reply(QObject):
    came = Signal(object)
    over = Signal(object)
