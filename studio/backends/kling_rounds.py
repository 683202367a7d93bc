"""Following many tasks of Kling together: one query every few seconds, twenty ids a call."""

import asyncio
import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from studio.backends.kling_records import ENDED, Task, read_tasks
from studio.backends.kling_wire import Answer, Line
from studio.backends.pacing import pauses
from studio.errors import BackendError, Fault

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds between two rounds
FIRST = 3.0  # seconds before the first one
AT_ONCE = 20  # ids in a query; the service refuses more
SILENCE = 900.0  # seconds without one good answer
UNSEEN = 3600.0  # seconds of good answers that do not know the task
LONGEST = 24 * 3600.0  # seconds
_REFUSALS = 3  # in a row, until an answer is believed that tells of the key

News = Task | BackendError | None
"""What a round brings for one id: the task, why it could not be asked, or that it is not there."""


class Watch:
    """How long one task has been followed, and how long nothing was heard of it."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._waited = self._silent = self._unseen = 0.0
        self._refusals = 0

    def heard(self, news: News, seconds: float) -> Task | None:
        """Take the news of a round that came `seconds` after the last. Raises BackendError when
        there is nothing more to wait for here; the task itself goes on.
        """
        self._waited += seconds
        if isinstance(news, BackendError):
            self._silent += seconds
            self._refusals += news.fault is Fault.CREDENTIALS
            if self._refusals >= _REFUSALS:
                raise news
            if self._silent > SILENCE:
                raise BackendError(
                    "kling.silence", Fault.NETWORK, retryable=True,
                    backend=self._title, detail=news.values.get("detail", news.key),
                )  # fmt: skip
            return None
        self._silent, self._refusals = 0.0, 0
        self._unseen = self._unseen + seconds if news is None else 0.0
        if self._unseen > UNSEEN:
            raise BackendError("kling.forgotten", Fault.LOST, backend=self._title)
        ended = news is not None and news.status in ENDED
        if self._waited > LONGEST and not ended:
            raise BackendError("kling.endless", Fault.NETWORK, backend=self._title)
        return news


class Rounds:
    """One query every few seconds for everything that is followed, on one asyncio loop."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting: dict[str, list[asyncio.Future[News]]] = {}
        self._task: asyncio.Task[None] | None = None
        self._followers = 0
        self._last = -EVERY

    @contextmanager
    def joined(self) -> Generator[None]:
        """To be held while following; the last one to leave ends the rounds."""
        self._followers += 1
        try:
            yield
        finally:
            self._followers -= 1
            if not self._followers and self._task is not None:
                self._task.cancel()
                self._task = None
                self._waiting.clear()

    async def next(self, task_id: str) -> News:
        """What the next round brings for a task."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[News] = loop.create_future()
        self._waiting.setdefault(task_id, []).append(future)
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._go(), name="kling rounds")
        return await future

    async def _go(self) -> None:
        loop = asyncio.get_running_loop()
        slower = pauses(2 * EVERY, 60.0)
        wait = min(EVERY, max(FIRST, self._last + EVERY - loop.time()))
        while self._waiting:
            await self._line.pause(wait)
            self._last = loop.time()
            busy = await self._round()
            wait = next(slower) if busy else EVERY
            slower = slower if busy else pauses(2 * EVERY, 60.0)
            await asyncio.sleep(0)  # those who heard ask again before the next round

    async def _round(self) -> bool:
        """Ask for everything that waits; True when the service wants to be asked less."""
        waiting, self._waiting = self._waiting, {}
        ids = list(waiting)
        busy = False
        for at in range(0, len(ids), AT_ONCE):
            some = ids[at : at + AT_ONCE]
            news = await self._ask(some)
            busy = busy or any(
                isinstance(n, BackendError) and n.key == "kling.busy" for n in news.values()
            )
            for task_id in some:
                for future in waiting[task_id]:
                    if not future.done():
                        future.set_result(news.get(task_id))
        return busy

    async def _ask(self, ids: list[str]) -> dict[str, News]:
        try:
            answer = await asked(self._line, "/tasks", {"task_ids": ",".join(ids)})
        except BackendError as error:
            return dict.fromkeys(ids, error)
        except Exception as error:  # whoever waits must hear, or would wait for ever
            log.error("A round of queries failed", exc_info=error)
            lost = BackendError(
                "kling.no_answer", Fault.NETWORK, retryable=True,
                backend=self._line.title, detail=type(error).__name__,
            )  # fmt: skip
            return dict.fromkeys(ids, lost)
        return {task.id: task for task in read_tasks(answer.data)}


async def asked(line: Line, path: str, params: Mapping[str, str] | None = None) -> Answer:
    """A good answer to a query. Raises BackendError: retryable for whatever may pass."""
    try:
        answer = await line.call("look", "GET", path, params=params)
    except BackendError as error:
        if error.fault is not Fault.LOST:
            raise
        raise BackendError(
            "kling.no_answer", Fault.NETWORK, retryable=True,
            backend=line.title, detail=error.values.get("detail", ""),
        ) from None  # fmt: skip
    if not answer.good:
        raise line.refused(answer)
    return answer
