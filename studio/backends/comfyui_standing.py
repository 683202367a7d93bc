"""Where a run is at its server: over, at work, in the queue, or nowhere.

History is asked first and last, as a run may end in between. The jobs routes are asked where a
server has them; `/queue` holds the whole workflow of every entry, so it is asked rarely.
"""

from typing import Any, cast
from urllib.parse import quote

from studio.backends.comfyui_history import Past, State, past_of
from studio.backends.comfyui_line import Line
from studio.backends.web import entries, fields
from studio.errors import BackendError, Fault

_WHOLE = 64 << 20  # bytes: workflows are in these answers
_QUEUES = {"queue_running": True, "queue_pending": False}  # whether what is in it runs
_STATES = {
    "pending": State.WAITING, "in_progress": State.RUNNING, "completed": State.DONE,
    "failed": State.FAILED, "cancelled": State.CANCELLED,
}  # fmt: skip


class Standing:
    """The questions about runs of one server."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.has_jobs = True  # until it says otherwise; an upgraded server may have them again

    async def past(self, run_id: str) -> Past | None:
        """How a run ended; None while it has not, and where it is unknown. Raises BackendError."""
        answer = await self._line.asked(f"/history/{quote(run_id, safe='')}", most=_WHOLE)
        if not isinstance(answer, dict):
            raise self._unreadable()
        return past_of(cast(object, answer), run_id)

    async def known(self, run_id: str) -> State:
        """What the server knows of a run. Raises BackendError when it does not say."""
        past = await self.past(run_id)
        if past is not None:
            return past.state
        state = await self._job(run_id)
        if state is None:
            state = (await self.queued(run_id))[0]
        if state is State.UNKNOWN:
            past = await self.past(run_id)  # it may have ended in between
            return past.state if past is not None else State.UNKNOWN
        return state

    async def place(self, run_id: str) -> tuple[State, int | None]:
        """Whether a run waits, with how many before it, or runs; unknown: it is neither, or was
        not to be seen here. Raises BackendError.
        """
        if self.has_jobs:
            reply = await self._line.call(
                "GET", "/api/jobs", params={"status": "pending,in_progress"}, most=_WHOLE
            )
            jobs = fields(reply.json).get("jobs") if reply.status == 200 else None
            if isinstance(jobs, list):
                return _among(
                    [(each.get("priority"), each.get("id"), each.get("status") == "in_progress")
                     for each in map(fields, cast(list[Any], jobs))], run_id,
                )  # fmt: skip
            self.has_jobs = False
        return await self.queued(run_id)

    async def _job(self, run_id: str) -> State | None:
        """None where the server has no such route."""
        reply = await self._line.call("GET", f"/api/jobs/{quote(run_id, safe='')}", most=_WHOLE)
        said = fields(reply.json)
        if reply.status == 200 and "status" in said:
            return _STATES.get(str(said["status"]), State.RUNNING)
        if reply.status == 404 and "error" in said:
            return State.UNKNOWN
        if reply.status in {404, 405, 200}:
            self.has_jobs = False
            return None
        raise self._line.unusable(reply)

    async def queued(self, run_id: str) -> tuple[State, int | None]:
        """As `place`, from the queue itself. Raises BackendError."""
        given = fields(await self._line.asked("/queue", most=_WHOLE))
        if not all(isinstance(given.get(name), list) for name in _QUEUES):
            raise self._unreadable()
        places: list[tuple[object, object, bool]] = []
        for name, runs in _QUEUES.items():
            pairs = [entries(entry)[:2] for entry in entries(given[name])]
            places += [(pair[0], pair[1], runs) for pair in pairs if len(pair) == 2]
        return _among(places, run_id)

    def _unreadable(self) -> BackendError:
        return BackendError(
            "comfyui.server_no_answer", Fault.NETWORK, retryable=True,
            backend=self._line.title, detail="?",
        )  # fmt: skip


def _among(places: list[tuple[object, object, bool]], run_id: str) -> tuple[State, int | None]:
    """A run among numbers, ids, and whether they run: the lowest number is next."""
    ours = next(((number, runs) for number, name, runs in places if name == run_id), None)
    if ours is None:
        return State.UNKNOWN, None
    if ours[1]:
        return State.RUNNING, None
    before = [runs or _number(number) < _number(ours[0]) for number, _, runs in places]
    return State.WAITING, sum(before)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
