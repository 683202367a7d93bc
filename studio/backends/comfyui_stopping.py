"""Stopping a run: one's own, by its id, until it is over.

An interrupt may get lost, when the run is still in the queue or just begins; so it is looked and
asked again. Nothing is ever cleared, and `/interrupt` without an id, or before the server knows
ids, would stop whoever's run is at work.
"""

from urllib.parse import quote

from studio.backends.comfyui_history import State
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_standing import Standing
from studio.backends.pacing import pauses
from studio.backends.web import Reply
from studio.errors import BackendError, Fault

LONGEST = 180.0  # seconds; it stops only between two steps
_KNOWS_IDS = (0, 3, 56)
_FAILURES = 3  # in a row


async def stop(line: Line, standing: Standing, run_id: str) -> None:
    """Stop a run, and wait until it is over or nowhere.

    Raises BackendError when the server does not answer, or has not stopped after minutes.
    """
    waited, failures, jobs = 0.0, 0, True
    for wait in pauses(0.25, 4.0):
        try:
            jobs = jobs and await _job_cancelled(line, run_id)
            if not jobs:
                await _taken_out(line, standing, run_id)
            if await standing.known(run_id) not in {State.WAITING, State.RUNNING}:
                return
        except BackendError:
            failures += 1
            if failures >= _FAILURES:
                raise
        else:
            failures = 0
        if waited > LONGEST:
            raise BackendError("comfyui.run_stops_late", Fault.NETWORK, backend=line.title)
        await line.pause(wait)
        waited += wait


async def _job_cancelled(line: Line, run_id: str) -> bool:
    """Ask as newer servers are asked; False where there is no such route."""
    reply = await line.call("POST", f"/api/jobs/{quote(run_id, safe='')}/cancel", body={})
    if reply.status in {404, 405}:
        return False
    _expect(line, reply)
    return True


async def _taken_out(line: Line, standing: Standing, run_id: str) -> None:
    """Ask as older servers are asked: out of the queue, then out of the work."""
    _expect(line, await line.call("POST", "/queue", body={"delete": [run_id]}))
    if (await line.stats()).numbers < _KNOWS_IDS:  # or it does not say: such a one may be older
        state, _ = await standing.queued(run_id)
        if state is not State.RUNNING:
            return
    _expect(line, await line.call("POST", "/interrupt", body={"prompt_id": run_id}))


def _expect(line: Line, reply: Reply) -> None:
    if reply.status != 200:
        raise line.unusable(reply)
