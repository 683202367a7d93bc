"""The way through a film while it plays: from a frame on, at a speed, once or round and round."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.render.recording import SAMPLE_RATE
from studio.timeline.rate import Rate


@dataclass(frozen=True)
class Course:
    """Begins at frame `start` and stays in frames `first` to `last` (not included).

    `speed` is a whole number, not 0; below 0 it goes backwards. With `loop` it comes round.
    """

    rate: Rate
    start: int
    speed: int
    first: int
    last: int
    loop: bool = False

    def frame(self, played: int) -> int:
        """The frame that is shown when `played` sound samples have been heard."""
        return self._after(self.steps(played))

    def over(self, played: int) -> bool:
        """Whether its end is reached; never with `loop`."""
        return not self.loop and self.steps(played) >= self.room

    def behind(self, frame: int, played: int) -> int:
        """How many frames after the start `frame` was due for the last time."""
        late = (self.frame(played) - frame) * (1 if self.speed > 0 else -1)
        return self.steps(played) - late % (self.last - self.first)

    def ahead(self, frame: int, count: int) -> list[int]:
        """`frame` and those shown after it, at most `count`, each once, the soonest first."""
        step = abs(self.speed)
        here = frame - self.first if self.speed > 0 else self.last - 1 - frame
        coming = range(here, here + step * count, step)
        length = self.last - self.first
        if not self.loop:
            coming = [n for n in coming if n < length]
        places = dict.fromkeys(n % length for n in coming)
        return [self.first + n if self.speed > 0 else self.last - 1 - n for n in places]

    def heard(self, played: int, count: int) -> Iterator[tuple[int, int]]:
        """The film samples heard in the next `count` samples, in runs (first, last).

        A run has |speed| film samples for each that is heard; at a speed below 0 it is heard from
        its last sample to its first.
        """
        at, left = played * abs(self.speed), count * abs(self.speed)
        low, high = (self.rate.samples(n, SAMPLE_RATE) for n in (self.first, self.last))
        length = high - low
        start = self.start if self.speed > 0 else self.start + 1
        begin = self.rate.samples(start, SAMPLE_RATE)
        place = begin - low + at if self.speed > 0 else high - begin + at
        while left > 0:
            inside = place % length if self.loop else place
            run = min(left, length - inside) if self.loop else left
            if self.speed > 0:
                yield low + inside, low + inside + run
            else:
                yield high - inside - run, high - inside
            place += run
            left -= run

    def steps(self, played: int) -> int:
        """Frames gone since the start."""
        rate = self.rate
        return played * rate.num * abs(self.speed) // (rate.den * SAMPLE_RATE)

    @property
    def room(self) -> int:
        """Frames from the start to the end, the start included."""
        return self.last - self.start if self.speed > 0 else self.start - self.first + 1

    def _after(self, steps: int) -> int:
        length = self.last - self.first
        here = self.start - self.first if self.speed > 0 else self.last - 1 - self.start
        place = (here + steps) % length if self.loop else min(here + steps, length - 1)
        return self.first + place if self.speed > 0 else self.last - 1 - place
