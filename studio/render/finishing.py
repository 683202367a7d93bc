"""The frame that rests, from the takes themselves: what stands in for them was good for moving."""

import threading
import time
from collections.abc import Callable

from studio.errors import StudioError
from studio.render.preview import Reel

REST = 0.12  # seconds for which a frame stands before it is worth it


class Finishing:
    """Reads one picture at a time through the graph, on a thread of its own; the last wish wins."""

    def __init__(self, done: Callable[[int, bytes | memoryview], None]) -> None:
        """`done` hears, on that thread, of a frame's picture."""
        self._done = done
        self._condition = threading.Condition()
        self._wish: tuple[int, Callable[[], Reel]] | None = None
        self._due = 0.0  # when it has stood long enough
        self._idle = False  # whether the thread waits for a wish, and not for it to be due
        self._read_last: tuple[int, Callable[[], Reel]] | None = None
        self._reel: Reel | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="studio-finishing")
        self._thread.start()

    def want(self, frame: int, begin: Callable[[], Reel]) -> None:
        """This frame, which `begin` gives a reel of; the same frame again changes nothing."""
        with self._condition:
            if self._wish is None or self._wish[0] != frame:
                self._end()
                self._wish, self._due = (frame, begin), time.monotonic() + REST
                if self._idle:  # else it wakes by itself: each wake-up delays what moves
                    self._condition.notify()

    def drop(self) -> None:
        """No frame any more."""
        with self._condition:
            self._end()

    def close(self) -> None:
        """End the thread and what it reads."""
        with self._condition:
            self._closed = True
            self._end()
            self._condition.notify()
        self._thread.join()

    def _end(self) -> None:
        self._wish = None
        if self._reel is not None:
            self._reel.abort()

    def _run(self) -> None:
        while (wish := self._next()) is not None:
            frame, begin = wish
            with begin() as reel:
                with self._condition:
                    if self._wish is not wish:
                        continue
                    self._reel = reel
                data = self._read(reel)
                with self._condition:
                    self._reel = None
                    wanted = self._wish is wish
            if data is not None and wanted:
                self._done(frame, data)

    def _next(self) -> tuple[int, Callable[[], Reel]] | None:
        """A wish that has stood a moment; None when closed."""
        with self._condition:
            while not self._closed:
                wish = self._wish
                self._idle = wish is None or wish is self._read_last
                if self._idle:
                    self._condition.wait()
                elif (left := self._due - time.monotonic()) > 0:
                    self._condition.wait(left)
                else:
                    self._read_last = wish
                    return wish
        return None

    def _read(self, reel: Reel) -> bytes | memoryview | None:
        try:
            return reel.read()
        except StudioError:  # it was given up, or the stand-in is all there is
            return None
