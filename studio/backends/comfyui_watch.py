"""The questions that follow a run: history by the clock and when a message says so, the queue
now and then, and how long nobody may answer.
"""

import asyncio
from types import TracebackType
from typing import Self

from studio.backends.comfyui_history import Past, State
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_progress import Progress
from studio.backends.comfyui_socket import Socket
from studio.backends.comfyui_standing import Standing
from studio.errors import BackendError, Fault

EVERY = 2.0  # seconds between two questions to history
SILENCE = 300.0  # seconds without an answer: a server that restarts needs some minutes
_LOOK, _LOOK_WHOLE = 5, 15  # questions to history between two looks at the queue, at a whole one
_MISSED = 3  # looks in a row until a run counts as lost: a busy server writes history late
_REFUSALS = 3  # in a row, until they are believed


class Watch:
    """Asks about one run."""

    def __init__(self, line: Line, standing: Standing, run_id: str, progress: Progress) -> None:
        self._line, self._standing, self._run_id = line, standing, run_id
        self._progress = progress
        self._asked = 0
        self._refusals = 0
        self._missed = 0  # looks in a row that found it nowhere
        self._doubtful = False  # the server was away: it may have forgotten
        self._silent = 0.0

    async def past(self) -> Past | None:
        """How the run ended; None while it goes on, and while the server does not answer.

        Raises BackendError: Fault.LOST when it is nowhere, several times over; retryable after a
        long silence; and a refusal that is repeated.
        """
        begun = asyncio.get_running_loop().time()
        try:
            past = await self._standing.past(self._run_id)
            if past is None:
                past = await self._looked()
        except BackendError as error:
            self._bear(error, asyncio.get_running_loop().time() - begun)
            return None
        self._refusals, self._silent, self._doubtful = 0, 0.0, False
        return past

    async def _looked(self) -> Past | None:
        """Look whether it is anywhere, when that is due."""
        every = _LOOK if self._standing.has_jobs else _LOOK_WHOLE
        due = self._doubtful or self._missed > 0 or self._asked % every == 0
        self._asked += 1
        if not due:
            return None
        state, ahead = await self._standing.place(self._run_id)
        if state is not State.UNKNOWN:
            self._missed = 0
            self._progress.placed(ahead)
            return None
        state = await self._standing.known(self._run_id)
        if state is State.UNKNOWN:
            self._missed += 1
            if self._missed >= _MISSED:
                raise BackendError("comfyui.run_lost", Fault.LOST, backend=self._line.title)
            return None
        if state in {State.WAITING, State.RUNNING}:
            return None
        return await self._standing.past(self._run_id)

    def _bear(self, error: BackendError, seconds: float) -> None:
        """Count what passes by itself; raise what does not, or lasts."""
        if error.fault is Fault.LOST:
            raise error
        self._doubtful, self._standing.has_jobs = True, True
        if not error.retryable:
            self._refusals += 1
            if self._refusals >= _REFUSALS:
                raise error
        self._silent += seconds + EVERY
        if self._silent > SILENCE:
            detail = error.values.get("detail", "?")
            raise BackendError(
                "comfyui.server_silent", Fault.NETWORK, retryable=True, backend=self._line.title,
                detail=detail,
            ) from None  # fmt: skip


class Turns:
    """Says when to ask: by the clock, and at once when the socket says that there is news."""

    def __init__(self, line: Line, socket: Socket) -> None:
        self._line, self._socket = line, socket
        self._clock: asyncio.Task[None] | None = None
        self._due = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._clock is not None:
            await _ended(self._clock)

    def due(self) -> bool:
        """True when it is time to ask; then the clock begins anew at the next wait."""
        asks = self._socket.progress.asks()
        due, self._due = self._due or asks, False
        return due

    async def next(self) -> None:
        """Wait until it is time, or something was told."""
        if self._clock is None:
            self._clock = asyncio.ensure_future(self._tick())
        news = asyncio.ensure_future(self._socket.news.wait())
        try:
            await asyncio.wait({news, self._clock}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _ended(news)
        self._socket.news.clear()
        if self._clock.done():
            self._clock, self._due = None, True

    async def _tick(self) -> None:
        await self._line.pause(EVERY)


async def _ended(task: asyncio.Task[object]) -> None:
    task.cancel()
    await asyncio.wait({task})
