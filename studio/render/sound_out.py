"""Where the sound of a player goes; its position is the clock that the pictures follow."""

import time
from collections.abc import Callable
from typing import Protocol

from studio.render.recording import SAMPLE_RATE, Samples


class SoundOut(Protocol):
    """A way out for stereo float32 sound at 48 kHz, from `start` to `stop`."""

    @property
    def heard(self) -> bool:
        """Whether anything can be heard; False asks for no samples."""
        ...

    @property
    def trouble(self) -> str:
        """Why nothing is heard: "none" (no way out here), "lost" (the device broke), or empty."""
        ...

    @property
    def muted(self) -> bool:
        """Whether silence is heard in place of what is written."""
        ...

    @muted.setter
    def muted(self, muted: bool) -> None: ...

    def wake(self) -> None:
        """It will be needed soon; never waits."""
        ...

    def start(self) -> None:
        """Begin anew at position 0."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...

    def room(self) -> int:
        """Samples that `write` takes now without waiting."""
        ...

    def write(self, samples: Samples) -> None:
        """Hand over the next samples, (n, 2), no more than `room` told."""
        ...

    def position(self) -> int:
        """Samples heard since `start`."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class Silence:
    """No sound at all: the position follows a clock, so that pictures keep their pace."""

    heard = False
    trouble = "none"

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self.muted = False

    def wake(self) -> None:
        """Always ready."""

    def start(self) -> None:
        """Begin at position 0."""
        self._began = self._clock()

    def stop(self) -> None:
        """Stand still."""
        self._began = None

    def room(self) -> int:
        """Nothing is taken."""
        return 0

    def write(self, samples: Samples) -> None:
        """Nothing to do."""

    def position(self) -> int:
        """Samples that would have been heard by now."""
        if self._began is None:
            return 0
        return int((self._clock() - self._began) * SAMPLE_RATE)

    def close(self) -> None:
        """Nothing to let go of."""
