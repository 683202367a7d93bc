"""What is heard of a programme: its mix on the way to the device, whose position is the clock."""

from collections.abc import Callable

from studio.render.course import Course
from studio.render.levels import Levels
from studio.render.loudness import Level
from studio.render.programme import Programme
from studio.render.recording import Samples
from studio.render.sound_feed import SoundFeed
from studio.render.sound_out import SoundOut
from studio.render.tape import Tape


class PlayerSound:
    """The sound of a player; without a device that is heard it only keeps the time."""

    def __init__(self, out: SoundOut, measured: Callable[[], None], *, levelled: bool) -> None:
        """`measured` is called on another thread when the film's loudness is known."""
        self.out = out
        self.level: Level | None = None  # at which the film sounds; None until it is known
        self._told = measured
        self._feed = SoundFeed() if out.heard else None
        self._tape = Tape()
        self._levels = Levels(self._measured) if levelled and out.heard else None

    @property
    def heard(self) -> bool:
        """Whether there is a device."""
        return self._feed is not None

    @property
    def begun(self) -> bool:
        """Whether the first of a course is there to be heard."""
        return self._feed is None or self._feed.begun

    def load(self, programme: Programme) -> None:
        """Let something else be heard."""
        if self._feed is not None:
            self._feed.load(programme)
            if self._levels is not None:
                self._levels.ask(programme)

    def prepare(self, course: Course) -> None:
        """Have the beginning of a course ready."""
        self.out.wake()
        if self._feed is not None:
            self._feed.begin(course)

    def start(self) -> None:
        """Let it be heard, from position 0; what is left of what was before dies away."""
        self._tape.begin()
        self.out.start()

    def snippet(self, course: Course) -> None:
        """Let a moment of a course be heard, where there is a device."""
        if self._feed is not None:
            self._feed.snippet(course)
            self.start()

    def pour(self) -> None:
        """Hand the device what it has room for."""
        if self._feed is None:
            return
        while (block := self._feed.take(self.out.room())) is not None:
            self._tape.write(block)
            self.out.write(block)

    def since(self, after: int) -> tuple[int, Samples]:
        """The position of the ear and the samples since position `after`."""
        now = self.out.position()
        return now, self._tape.between(min(after, now), now)

    def stop(self) -> None:
        """Let nothing more be heard."""
        self.out.stop()
        if self._feed is not None:
            self._feed.end()

    def close(self) -> None:
        """End its threads and the device."""
        if self._levels is not None:
            self._levels.close()
        if self._feed is not None:
            self._feed.close()
        self.out.close()

    def _measured(self, level: Level | None) -> None:
        """On the thread that measures."""
        self.level = level
        if self._feed is not None:
            self._feed.set_level(level)
        self._told()
