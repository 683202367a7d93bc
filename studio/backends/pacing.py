"""How often a service is asked: calls a second, and pauses that grow and scatter."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator

Pause = Callable[[float], Awaitable[None]]


class Pace:
    """At most `per_second` calls a second, in the order they came, on one asyncio loop."""

    def __init__(self, per_second: float, pause: Pause = asyncio.sleep) -> None:
        self._gap = 1.0 / per_second
        self._pause = pause
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for a turn."""
        now = asyncio.get_running_loop().time()
        start = max(now, self._next)
        self._next = start + self._gap
        if start > now:
            await self._pause(start - now)


def pauses(first: float, most: float, *, scatter: float = 0.25) -> Iterator[float]:
    """Seconds that double from `first` to `most`, each up to `scatter` longer, without end."""
    wait = first
    while True:
        yield wait * (1 + random.random() * scatter)
        wait = min(most, wait * 2)
