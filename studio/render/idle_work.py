"""What is made while nobody needs the machine: stand-ins for the viewer, pieces for the export.

One thing at a time, on a thread that goes behind all others. It stands as soon as the maker works,
and goes on when that rests; what was begun for a film that is another by now is given up.
"""

import threading
from collections.abc import Callable

from studio.errors import Cancelled, StudioError
from studio.media.calm import calm
from studio.render.idle_round import Round, Standing, Wish
from studio.render.kept import Kept
from studio.render.scratch import working_folder
from studio.render.standins import StandIns


class IdleWork:
    """A thread of its own from the first wish on; `told` hears of its standing on that thread."""

    def __init__(self, standins: StandIns, kept: Kept, told: Callable[[Standing], None]) -> None:
        self.standins, self.kept, self._told = standins, kept, told
        self._condition = threading.Condition()
        self._wish: Wish | None = None
        self._idle = self._closed = self._skip = False
        self._given_up: set[str] = set()  # what could not be made, or was not wanted
        self._thread: threading.Thread | None = None
        self.standing, self._spoken = Standing(), False

    def wish(self, wish: Wish) -> None:
        """The film is this from now on; the same again begins nothing anew."""
        with self._condition:
            if wish == self._wish:
                return
            self._wish = wish
            self._condition.notify_all()
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="studio-idle")
                self._thread.start()

    def rest(self, idle: bool) -> None:
        """Whether nobody needs the machine now."""
        with self._condition:
            if idle != self._idle:
                self._idle = idle
                self._condition.notify_all()

    def skip(self) -> None:
        """Give up what is being made, and do not try it again."""
        with self._condition:
            self._skip = bool(self.standing.doing)
            self._condition.notify_all()

    def close(self) -> None:
        """End the thread and what it does."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        calm()
        done: Wish | None = None
        with working_folder("studio-idle-") as shop:
            while (wish := self._next(done)) is not None:
                try:
                    Round(self, wish, shop).run()
                    done = wish
                except Cancelled:
                    self.skipped()  # what came between two things is forgotten
                except (StudioError, OSError):  # the film cannot be put together: nothing to do
                    done = wish
                    self.tell(Standing())

    def _next(self, done: Wish | None) -> Wish | None:
        with self._condition:
            self._condition.wait_for(lambda: self._closed or self._wish is not done)
            return None if self._closed else self._wish

    def over(self, wish: Wish) -> bool:
        """Whether a round for this wish is of no use any more."""
        return self._closed or self._wish is not wish

    def hold(self, wish: Wish | None = None) -> None:
        """Wait while the maker works. Raises Cancelled when it shall not go on."""
        with self._condition:
            while True:
                if self._closed or self._skip or (wish is not None and self._wish is not wish):
                    raise Cancelled("media.cancelled")
                if self._idle:
                    return
                self._condition.wait()

    def busy(self) -> bool:
        """Whether the machine is needed, or what is being made is not wanted."""
        return self._closed or self._skip or not self._idle

    def skipped(self) -> bool:
        """Whether what is being made was to be given up; asked once."""
        with self._condition:
            skip, self._skip = self._skip, False
            return skip

    def attempt(self, key: str, make: Callable[[], object]) -> None:
        """Make something, unless that was given up before."""
        if key in self._given_up:
            return
        try:
            make()
        except Cancelled:
            if not self.skipped():
                raise
            self._given_up.add(key)
        except (StudioError, OSError):
            self._given_up.add(key)

    def tell(self, standing: Standing) -> None:
        """How far it is."""
        if standing != self.standing or not self._spoken:
            self.standing, self._spoken = standing, True
            self._told(standing)
