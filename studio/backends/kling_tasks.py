"""Tasks of Kling: created once, looked up by our id, followed together to their ends."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any

from studio.backends.kling_records import ENDED, WAITING, Task, read_task, read_tasks
from studio.backends.kling_rounds import EVERY, Rounds, Watch, asked
from studio.backends.kling_wire import Answer, Line, fields
from studio.backends.pacing import pauses
from studio.errors import BackendError, Fault

log = logging.getLogger(__name__)

QUEUE = 1800.0  # seconds that a create waits while the account has no room
_LOOKUPS = (1.0, 4.0)  # seconds; a task may be seen a little later than it is made
Find = Callable[[str], Awaitable[str | None]]
_ALREADY = "already exists"


class Tasks:
    """Creating, finding and following tasks of the path API."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._rounds = Rounds(line)
        self._sent: set[str] = set()
        self._strange: set[tuple[str, str]] = set()

    async def create(self, path: str, body: Mapping[str, Any], external: str) -> str:
        """Create a task, asking once; its id. What was sent before is looked for first.

        While the account has no room it waits in this queue. Raises BackendError: Fault.LOST when
        the task may exist.
        """
        if external in self._sent:
            found = await self.find(external)
            if found is not None:
                return found
        self._sent.add(external)
        waited, waits = 0.0, pauses(1.0, 60.0, scatter=0.5)
        while True:
            answer = await self._line.call("create", "POST", path, body=body)
            if answer.code not in {1302, 1303} or waited > QUEUE:
                return await created(self._line, answer, self.find, external)
            wait = next(waits)
            try:
                await self._line.pause(wait)
            except asyncio.CancelledError:  # nothing was sent: say so, or there would be a doubt
                raise BackendError(
                    "kling.busy",
                    Fault.NETWORK,
                    retryable=True,
                    backend=self._line.title,
                    detail=answer.told,
                ) from None
            waited += wait

    async def find(self, external: str) -> str | None:
        """The id of the task with our id, None when there is none. Raises BackendError."""
        for wait in (*_LOOKUPS, None):
            answer = await asked(self._line, "/tasks", {"external_task_ids": external})
            for task in read_tasks(answer.data):
                if task.external in {"", external}:
                    return task.id
            if wait is not None:
                await self._line.pause(wait)
        return None

    async def look(self, task_id: str) -> Task | None:
        """A task as it is now; None when it is not (yet) visible. Raises BackendError."""
        answer = await asked(self._line, "/tasks", {"task_ids": task_id})
        return next((task for task in read_tasks(answer.data) if task.id == task_id), None)

    async def follow(self, task_id: str) -> AsyncGenerator[Task]:
        """The task at every round that sees it; the last one has ended, however.

        Raises BackendError, retryable after a long silence; for a key that is refused several
        times over; and, not retryable, when the task has not ended long after it should have.
        """
        watch = Watch(self._line.title)
        with self._rounds.joined():
            while True:
                news = await self._rounds.next(task_id)
                task = watch.heard(news, EVERY)
                if task is None:
                    continue
                yield task
                if task.status in ENDED:
                    return
                self._note(task)

    def _note(self, task: Task) -> None:
        if task.status not in WAITING and (task.id, task.status) not in self._strange:
            self._strange.add((task.id, task.status))
            log.warning("The task %s is in a state we do not know: %r", task.id, task.status[:40])


async def created(line: Line, answer: Answer, find: Find, external: str) -> str:
    """The id of a task by the answer to its creation. Raises BackendError."""
    task = read_task(answer.data) if answer.good else None
    if task is None and answer.good:
        data = fields(answer.data)
        bare = data.get("id", data.get("task_id"))
        task = Task(bare, "submitted") if isinstance(bare, str) and bare else None
    if task is not None:
        return task.id
    exists = answer.code == 1201 and _ALREADY in answer.message.lower()
    if exists:
        found = await find(external)
        if found is not None:
            return found
    if answer.good or answer.unclear or exists:
        raise BackendError("kling.answer_lost", Fault.LOST, backend=line.title, detail=answer.told)
    raise line.refused(answer)
