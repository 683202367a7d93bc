"""Takes inspected while nobody needs the machine: one by one, on a thread behind all others.

It stands as soon as the machine is needed, and goes on when it is not; models are in memory only
while there is something to look at, and let go when it has to stand for long.
"""

import atexit
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.cast.loaded import Loaded
from studio.errors import BadInput, Cancelled, StudioError
from studio.media.calm import calm
from studio.review.asked import Asked
from studio.review.finding import Report
from studio.review.inspector import inspected
from studio.review.memory import reports

PATIENCE = 60.0  # seconds for which a take begun and its models are kept while it stands
LAST = 10.0  # seconds that the end of the program waits for a call of a model to come back


@dataclass(frozen=True)
class Look:
    """A file to be inspected; `asked` is asked for on the thread, as sheets may be many."""

    key: str
    path: Path
    asked: Callable[[], Asked]


Told = Callable[[str, Report | StudioError], None]


class IdleInspector:
    """A thread of its own from the first wish on; `told` hears of each file on that thread.

    `told` must not wait for whoever may close this: it is called with the lock held, so that
    nothing is told once `close` has come back.
    """

    def __init__(self, told: Told, *, patience: float = PATIENCE) -> None:
        self._told, self._patience = told, patience
        self._condition = threading.Condition()
        self._wanted: dict[str, Look] = {}
        self._idle = self._closed = False
        self._given_up: set[str] = set()
        self._doing: str | None = None
        self._thread: threading.Thread | None = None

    @property
    def left(self) -> int:
        """How many files are still to be looked at."""
        return len(self._wanted)

    def want(self, looks: Sequence[Look]) -> None:
        """Look at these, in this order, and at nothing else; what was given up stays so."""
        with self._condition:
            self._wanted = {e.key: e for e in looks if e.key not in self._given_up}
            self._condition.notify_all()
            if self._wanted and self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._run, name="studio-reviews", daemon=True
                )
                atexit.register(self._thread.join, LAST)
                self._thread.start()

    def rest(self, idle: bool) -> None:
        """Whether nobody needs the machine now."""
        with self._condition:
            self._idle = idle
            self._condition.notify_all()

    def skip(self) -> None:
        """Give up the file that is looked at, and do not try it again."""
        with self._condition:
            if self._doing is not None:
                self._given_up.add(self._doing)
                self._wanted.pop(self._doing, None)
            self._condition.notify_all()

    def close(self) -> None:
        """Let it end, and tell nothing more; what a model is asked just now is not waited for.

        The thread ends by itself as soon as that call has come back.
        """
        with self._condition:
            self._closed = True
            self._wanted.clear()
            self._condition.notify_all()

    def _run(self) -> None:
        calm()
        try:
            self._work()
        except Exception:
            self._fail()
            raise  # it is told as every fault of the program is
        finally:
            atexit.unregister(threading.current_thread().join)

    def _fail(self) -> None:
        """The file is given up and the thread ends; what is wished for next begins another."""
        with self._condition:
            if self._doing is not None:
                self._given_up.add(self._doing)
            self._wanted.clear()
            self._doing = self._thread = None

    def _work(self) -> None:
        memory = reports()
        while self._waited():
            with Loaded() as models:  # let go when nothing is left, or when it stood for long
                while (look := self._next()) is not None:
                    try:
                        found: Report | StudioError = inspected(
                            look.path, look.asked(), memory=memory, models=models,
                            cancelled=self._stopped,
                        )  # fmt: skip
                    except Cancelled:
                        if not self._idle:
                            break
                        continue
                    except StudioError as error:
                        found = error
                    except OSError:  # it went while it was read: a doctor's matter, no take's
                        found = BadInput("media.broken", name=look.path.name)
                    self._done(look, found)

    def _waited(self) -> bool:
        """Wait until there is something to do; False at the end."""
        with self._condition:
            self._doing = None
            self._condition.wait_for(lambda: self._closed or (self._idle and self._wanted))
            return not self._closed

    def _next(self) -> Look | None:
        with self._condition:
            ready = self._idle and not self._closed
            look = next(iter(self._wanted.values()), None) if ready else None
            self._doing = look.key if look is not None else None
            return look

    def _stopped(self) -> bool:
        """Whether the file is not to be gone on with; waits while the machine is needed."""
        with self._condition:
            doing = self._doing

            def over() -> bool:
                return self._closed or doing not in self._wanted

            self._condition.wait_for(lambda: over() or self._idle, self._patience)
            return over() or not self._idle

    def _done(self, look: Look, found: Report | StudioError) -> None:
        with self._condition:
            if not self._closed and self._wanted.pop(look.key, None) is not None:
                self._told(look.key, found)
