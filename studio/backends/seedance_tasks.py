"""Tasks of Ark: created once, looked at until they end, listed, stopped while they wait."""

import logging
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from studio.backends.pacing import pauses
from studio.backends.seedance_compile import PATH
from studio.backends.seedance_wire import Line, Refusal, fields, said
from studio.backends.web import Reply
from studio.errors import BackendError, Fault

log = logging.getLogger(__name__)

WAITING = frozenset({"queued", "running"})
ENDED = frozenset({"succeeded", "failed", "cancelled", "expired"})
EVERY = 10.0  # seconds between two looks at one task, scattered
SILENCE = 900.0  # seconds without one good answer
LONGEST = 74 * 3600.0  # seconds; Ark ends every task after 72 hours at the latest
_PAGE, _PAGES = 100, 100
_UNMARKED = 20  # tasks at most that are looked at one by one
_REFUSALS = 3  # in a row, until an answer is believed that tells of the key or of no such task


@dataclass(frozen=True)
class Task:
    """What Ark says of a task; whatever it leaves out or spells its own way is None or empty."""

    id: str
    status: str
    error: Refusal
    video: str = ""
    last_frame: str = ""
    tokens: int | None = None
    seed: int | None = None
    resolution: str = ""
    mark: str | None = None  # the hash of the job's key
    created: int | None = None  # seconds since 1970


def read_task(values: Any) -> Task | None:
    """A task out of an answer; None when it is none."""
    given = fields(values)
    status, name = given.get("status"), given.get("id")
    if not (isinstance(status, str) and isinstance(name, str)):
        return None
    content, usage = fields(given.get("content")), fields(given.get("usage"))
    mark = given.get("safety_identifier")
    return Task(
        id=name, status=status.strip().lower(), error=said(given),
        video=_text(content, "video_url"), last_frame=_text(content, "last_frame_url"),
        tokens=_count(usage.get("completion_tokens")), seed=_count(given.get("seed")),
        resolution=_text(given, "resolution"), mark=mark if isinstance(mark, str) else None,
        created=_count(given.get("created_at")),
    )  # fmt: skip


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1 << 53:
        return None
    return int(value)


class Tasks:
    """The four calls for tasks."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._strange: set[tuple[str, str]] = set()

    async def create(self, body: Mapping[str, Any]) -> str:
        """Create a task, asking once; its id. Raises BackendError: Fault.LOST when it may exist."""
        line = self._line
        reply = await line.call("create", "POST", PATH, body=body)
        if reply.status == 200:
            name = fields(reply.json).get("id")
            if isinstance(name, str) and name.strip():
                return name
        refusal = line.refusal(reply)
        if 400 <= reply.status < 500 and reply.status != 408:
            if reply.status == 429:
                await line.breathe(reply)
            raise line.refused(reply)
        detail = f"{reply.status} {refusal.told}"
        raise BackendError("seedance.answer_lost", Fault.LOST, backend=line.title, detail=detail)

    async def look(self, task_id: str) -> Task:
        """A task as it is. Raises BackendError: Fault.LOST when Ark does not know it."""
        line = self._line
        reply = await line.call("look", "GET", _path(task_id))
        task = read_task(reply.json) if reply.status == 200 else None
        if task is not None:
            return task
        if reply.status == 404:
            raise BackendError("seedance.forgotten", Fault.LOST, backend=line.title)
        if 400 <= reply.status < 500 and reply.status not in {408, 429}:
            raise line.refused(reply)
        detail = f"{reply.status} {line.refusal(reply).told}"
        raise BackendError(
            "seedance.no_answer", Fault.NETWORK, retryable=True, backend=line.title, detail=detail
        )

    async def follow(self, task_id: str) -> AsyncGenerator[Task]:
        """The task at every look; the last one has ended, however.

        Looks that fail are made again. Raises BackendError, retryable after a long silence; for a
        key that is refused or a task that is unknown several times over; and, not retryable, when
        the task has not ended long after it should have.
        """
        waited = silent = 0.0
        refusals = 0
        for wait in pauses(EVERY, EVERY):
            try:
                task = await self.look(task_id)
            except BackendError as error:
                refusals += not _passes(error)
                if refusals >= _REFUSALS or silent > SILENCE:
                    raise _still_there(
                        error, self._line.title, refused=refusals >= _REFUSALS
                    ) from None
            else:
                silent, refusals = 0.0, 0
                yield task
                if task.status in ENDED:
                    return
                self._note(task)
            if waited > LONGEST:
                raise BackendError("seedance.endless", Fault.NETWORK, backend=self._line.title)
            await self._line.pause(wait)
            waited, silent = waited + wait, silent + wait

    async def listed(
        self, params: Mapping[str, str], *, pages: int = _PAGES
    ) -> AsyncGenerator[Task]:
        """Every task of the last seven days that the filters in `params` let through.

        The order is not promised, so all pages are read. Raises BackendError.
        """
        for page in range(1, pages + 1):
            where = {"page_num": f"{page}", "page_size": f"{_PAGE}", **params}
            reply = await self._line.call("list", "GET", PATH, params=where)
            items = _items(reply.json) if reply.status == 200 else None
            if items is None:
                raise _unlisted(self._line, reply)
            for item in items:
                task = read_task(item)
                if task is not None:
                    yield task
            if len(items) < _PAGE:
                return

    async def marked(self, mark: str, params: Mapping[str, str], since: float) -> str | None:
        """The id of the listed task with this mark. What was made after `since` (seconds since
        1970) and is listed without any mark is looked at by itself. Raises BackendError.
        """
        unmarked: list[str] = []
        async with self._line.open():
            async for task in self.listed(params):
                if task.mark == mark:
                    return task.id
                if task.mark is None and (task.created is None or task.created >= since):
                    unmarked.append(task.id)
            for task_id in unmarked[:_UNMARKED]:
                if (await self.look(task_id)).mark == mark:
                    return task_id
        return None

    async def stop(self, task_id: str) -> None:
        """Take a task out of the queue. What ended is left alone: deleting it would lose it.

        Raises BackendError when it runs: then it goes on, and is paid for.
        """
        line = self._line
        async with line.open():
            task = await self.look(task_id)
            if task.status in ENDED:
                return
            if task.status == "queued":
                reply = await line.call("look", "DELETE", _path(task_id))
                if reply.status == 200:
                    return
                if reply.status != 409:
                    raise line.refused(reply)
        raise BackendError("seedance.runs_on", Fault.INVALID, backend=line.title)

    def _note(self, task: Task) -> None:
        if task.status not in WAITING and (task.id, task.status) not in self._strange:
            self._strange.add((task.id, task.status))
            log.warning("The task %s is in a state we do not know: %r", task.id, task.status[:40])


def _path(task_id: str) -> str:
    return f"{PATH}/{quote(task_id, safe='')}"


def _items(values: object) -> list[Any] | None:
    given = fields(values)
    items = given.get("items")
    if items is None and given.get("total") == 0:
        return []
    return cast(list[Any], items) if isinstance(items, list) else None


def _passes(error: BackendError) -> bool:
    """True for what a later look may not see again: only the key and the task itself stay so."""
    return error.fault not in {Fault.CREDENTIALS, Fault.LOST} or error.key == "web.answer_lost"


def _still_there(error: BackendError, title: str, *, refused: bool) -> BackendError:
    if refused:
        return error
    return BackendError(
        "seedance.silence", Fault.NETWORK, retryable=True, backend=title, detail=error.key
    )


def _unlisted(line: Line, reply: Reply) -> BackendError:
    if 400 <= reply.status < 500 and reply.status not in {408, 429}:
        return line.refused(reply)
    detail = f"{reply.status} {line.refusal(reply).told}"
    return BackendError(
        "seedance.no_answer", Fault.NETWORK, retryable=True, backend=line.title, detail=detail
    )
