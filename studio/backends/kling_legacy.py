"""Tasks of Kling's older API, under `/v1/`: created once, found by our id, watched one by one."""

import logging
from collections.abc import AsyncGenerator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote

from studio.backends.kling_records import ENDED, WAITING, Task, read_task
from studio.backends.kling_rounds import EVERY, Watch, asked
from studio.backends.kling_tasks import Find, created
from studio.backends.kling_wire import Answer, Line
from studio.backends.pacing import pauses
from studio.errors import BackendError, Fault

log = logging.getLogger(__name__)

_BUSY_TRIES = 8
_SENDINGS = 3
_LOOKUPS = (1.0, 4.0)
_UNKNOWN = "not found by id"


class LegacyTasks:
    """Creating, finding and following tasks below a path such as `/v1/images/generations`."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def create(self, path: str, body: Mapping[str, Any], external: str) -> str:
        """Create a task, asking once; its id. Raises BackendError: LOST when it may exist."""
        answer = await self.post(path, body)
        return await created(self._line, answer, self._finder(path), external)

    async def make(self, path: str, body: Mapping[str, Any], external: str) -> str:
        """Create a task although answers are lost: looked for before it is sent again, always
        with the same id of ours. Raises BackendError.
        """
        for number in range(_SENDINGS):
            try:
                return await self.create(path, {**body, "external_task_id": external}, external)
            except BackendError as error:
                if error.fault is not Fault.LOST or number == _SENDINGS - 1:
                    raise
            found = await self.find(path, external)
            if found is not None:
                return found
        raise AssertionError

    async def once(self, path: str, body: Mapping[str, Any], external: str) -> str:
        """Create a task where a lookup by our id is not promised: what is found is ours, and what
        is not found stays in doubt. Raises BackendError.
        """
        try:
            return await self.create(path, {**body, "external_task_id": external}, external)
        except BackendError as error:
            if error.fault is not Fault.LOST:
                raise
            found = await self.find(path, external)
            if found is None:
                raise
            return found

    async def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """One call that makes something, again only while the account has no room."""
        waits = islice(pauses(1.0, 60.0, scatter=0.5), _BUSY_TRIES)
        while True:
            answer = await self._line.call("create", "POST", path, body=body)
            wait = next(waits, None)
            if answer.code not in {1302, 1303} or wait is None:
                return answer
            await self._line.pause(wait)

    async def find(self, path: str, external: str) -> str | None:
        """The id of the task with our id, None when there is none. Raises BackendError."""
        for wait in (*_LOOKUPS, None):
            task = await self.look(path, external)
            if task is not None:
                return task.id
            if wait is not None:
                await self._line.pause(wait)
        return None

    async def look(self, path: str, name: str) -> Task | None:
        """A task by its id or ours, None when there is none. Raises BackendError."""
        try:
            answer = await asked(self._line, f"{path}/{quote(name, safe='')}")
        except BackendError as error:
            told = str(error.values.get("detail", "")).lower()
            if error.key == "kling.invalid" and _UNKNOWN in told:
                return None
            raise
        return read_task(answer.data)

    async def follow(self, path: str, task_id: str) -> AsyncGenerator[Task]:
        """The task at every look; the last one has ended, however. Raises as `Watch.heard`."""
        watch, strange = Watch(self._line.title), set[str]()
        while True:
            try:
                news = await self.look(path, task_id)
            except BackendError as error:
                news = error
            task = watch.heard(news, EVERY)
            if task is not None:
                yield task
                if task.status in ENDED:
                    return
                if task.status not in WAITING and task.status not in strange:
                    strange.add(task.status)
                    log.warning(
                        "The task %s is in a state we do not know: %r", task.id, task.status[:40]
                    )
            await self._line.pause(EVERY)

    async def end(self, path: str, task_id: str) -> Task:
        """The task when it has succeeded. Raises BackendError when it has not, with the reason."""
        task: Task | None = None
        async with self._line.open():
            async for each in self.follow(path, task_id):
                task = each
        assert task is not None
        if task.status == "failed":
            raise failure(task, self._line.title)
        return task

    def _finder(self, path: str) -> Find:
        async def find(external: str) -> str | None:
            return await self.find(path, external)

        return find


def failure(task: Task, title: str) -> BackendError:
    """What a failed task says; moderation is told as what it is."""
    words = task.message.lower()
    told: dict[str, Any] = {"backend": title, "detail": task.message or "?"}
    if "risk control" in words or "risk-control" in words or "风控" in words or "敏感" in words:
        return BackendError("kling.moderated_late", Fault.REFUSED, **told)
    if "resource pack limit" in words:
        return BackendError("kling.failed_busy", Fault.BROKEN, **told)
    return BackendError("kling.failed", Fault.BROKEN, **told)
