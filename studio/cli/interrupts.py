"""Ctrl-C, and the signals by which a system ends a program: all stop the studio in good order."""

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

# A closed terminal, a stopping service, Ctrl-Break on Windows: each as good as Ctrl-C.
_ALIKE = tuple(
    s for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if (s := getattr(signal, name, None))
)


@contextmanager
def like_ctrl_c() -> Generator[None, None, None]:
    """While inside, the signals that end a program do what Ctrl-C does."""

    def stop(_number: int, frame: FrameType | None) -> None:
        ctrl_c = signal.getsignal(signal.SIGINT)
        if not callable(ctrl_c):  # ignored, as in the background of a shell
            raise KeyboardInterrupt
        ctrl_c(signal.SIGINT, frame)

    with _handling(dict.fromkeys(_ALIKE, stop)):
        yield


class Stopping:
    """Whether somebody asked to stop; what is to happen then is called at once, or when they do."""

    def __init__(self) -> None:
        self._asked = False
        self._then: Callable[[], object] | None = None

    def __call__(self) -> bool:
        return self._asked

    def then(self, hook: Callable[[], object]) -> None:
        """Call `hook` when a stop is asked for; it must only tell another part to end."""
        self._then = hook
        if self._asked:
            hook()

    def ask(self) -> None:
        """Ask to stop."""
        self._asked = True
        if self._then is not None:
            self._then()


@contextmanager
def asked_to_stop() -> Generator[Stopping, None, None]:
    """Yields a question: did somebody ask to stop? Asked twice, nothing waits for an answer."""
    stopping = Stopping()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if stopping():
            raise KeyboardInterrupt
        stopping.ask()

    ours = (signal.SIGINT, *_ALIKE)
    with _handling({s: stop for s in ours if signal.getsignal(s) is not signal.SIG_IGN}):
        yield stopping


@contextmanager
def _handling(
    handlers: dict[signal.Signals, Callable[[int, FrameType | None], None]],
) -> Generator[None, None, None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may; a program that runs commands elsewhere stops them itself
        return
    before = {number: signal.getsignal(number) for number in handlers}
    try:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
