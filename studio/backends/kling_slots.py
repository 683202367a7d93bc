"""Room at the account, counted here: a task holds its slots from its creation to its end."""

import asyncio
from collections.abc import Awaitable, Callable


class Slots:
    """So many slots for each model; a video takes one, stills one each. On one asyncio loop."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}
        self._held: dict[str, tuple[str, int]] = {}  # by task
        self._freed = asyncio.Event()

    async def begin(
        self, model: str, limit: int, weight: int, create: Callable[[], Awaitable[str]]
    ) -> str:
        """Create a task when there is room for its weight; its id. It holds the room until `end`.

        What weighs more than the whole limit goes when nothing else is there.
        """
        while self._used.get(model, 0) and self._used.get(model, 0) + weight > limit:
            self._freed.clear()
            await self._freed.wait()
        self._add(model, weight)
        try:
            task_id = await create()
        except BaseException:
            self._add(model, -weight)
            raise
        if task_id in self._held:  # the same wish again
            self._add(model, -weight)
        self._held[task_id] = (model, weight)
        return task_id

    def end(self, task_id: str) -> None:
        """Free what a task held, however it ended."""
        model, weight = self._held.pop(task_id, ("", 0))
        if weight:
            self._add(model, -weight)

    def _add(self, model: str, weight: int) -> None:
        self._used[model] = self._used.get(model, 0) + weight
        self._freed.set()
