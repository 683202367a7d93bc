"""One socket for one run: what a server tells meanwhile. It decorates; history decides.

It is open before the prompt is posted, as the first messages come before the answer to that. A
socket that cannot be opened, or breaks, is only gone: whoever follows the run asks history anyway.
"""

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from studio.backends.comfyui_place import Reached
from studio.backends.comfyui_progress import Progress
from studio.backends.web import fields, trust
from studio.errors import BackendError

log = logging.getLogger(__name__)
_wire = logging.getLogger(f"{__name__}.wire")
_wire.setLevel(logging.INFO)  # below that it would write headers, which may hold a key

_LARGEST = 32 << 20  # bytes of a frame: previews come on the socket, too
PATIENCE = 60.0  # seconds that it waits for somebody to follow the run
_OPENING, _CLOSING = 10.0, 1.0  # seconds
_PING, _DEAF = 20.0, 60.0  # seconds: a busy server answers late, and pings nobody itself
_FLAGS = {"type": "feature_flags", "data": {"supports_preview_metadata": True}}
_GONE = (OSError, TimeoutError, WebSocketException, ImportError, ValueError, BackendError)


class _Connect(connect):
    def process_redirect(self, exc: Exception) -> Exception | str:
        """Follow none: the maker's headers are for this server alone."""
        return exc


def read(frame: str | bytes, run_id: str) -> tuple[str, dict[str, Any]] | None:
    """Type and data of a message of this run; None for everything else.

    A run's messages name it. What names another, or none, is not its: a prompt that somebody sent
    without a client's id tells everybody of its progress. Binary frames are pictures.
    """
    if isinstance(frame, bytes):
        return None
    try:
        message = fields(json.loads(frame))
    except (ValueError, RecursionError):
        return None
    kind, data = message.get("type"), fields(message.get("data"))
    if not isinstance(kind, str) or data.get("prompt_id") != run_id:
        return None
    return kind, data


class Socket:
    """What is told of one run, in `progress`; `news` is set when something was, or when it broke.

    One task of its own owns the connection, so that it ends with the loop whatever happens; it
    ends by itself when nobody claims it.
    """

    def __init__(self, run_id: str, progress: Progress, patience: float = PATIENCE) -> None:
        self.progress = progress
        self.news = asyncio.Event()
        self._run_id, self._patience = run_id, patience
        self._task: asyncio.Task[None] | None = None
        self._limit: asyncio.Timeout | None = None
        self._socket: ClientConnection | None = None

    @property
    def alive(self) -> bool:
        """True while it is open on this loop."""
        task = self._task
        return (
            task is not None and not task.done() and task.get_loop() is asyncio.get_running_loop()
        )

    async def open(self, reached: Reached) -> None:
        """Open it, or give that up. Raises nothing."""
        ready = asyncio.Event()
        self._task = asyncio.create_task(self._listen(reached, ready))
        try:
            await ready.wait()
        except BaseException:
            await self.close()
            raise

    def claim(self) -> None:
        """Somebody follows the run and will close this."""
        if self._limit is not None:
            self._limit.reschedule(None)

    async def close(self) -> None:
        """End it; waits until it has ended."""
        task, self._task = self._task, None
        if task is None or task.get_loop() is not asyncio.get_running_loop():
            return
        try:
            if self._socket is not None:
                with suppress(*_GONE):
                    await self._socket.close()  # a goodbye; to be cancelled is an abrupt end
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def _listen(self, reached: Reached, ready: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(None) as self._limit:
                await self._heed(reached, ready)
        except _GONE as error:
            log.info("The socket of the run %s is gone: %s", self._run_id, type(error).__name__)
        finally:
            self._limit = self._socket = None
            ready.set()
            self.news.set()

    async def _heed(self, reached: Reached, ready: asyncio.Event) -> None:
        secure = reached.address.startswith("https:")
        base = reached.address.partition(":")[2]
        url = f"{'wss' if secure else 'ws'}:{base}/ws?{urlencode({'clientId': self._run_id})}"
        opened = _Connect(
            url, additional_headers=dict(reached.headers), proxy=reached.way,
            ssl=trust() if secure else None, max_size=_LARGEST, open_timeout=_OPENING,
            close_timeout=_CLOSING, ping_interval=_PING, ping_timeout=_DEAF, logger=_wire,
        )  # fmt: skip
        async with opened as socket:
            self._socket = socket
            await socket.send(json.dumps(_FLAGS))
            if self._limit is not None:
                self._limit.reschedule(asyncio.get_running_loop().time() + self._patience)
            ready.set()
            async for frame in socket:
                message = read(frame, self._run_id)
                if message is not None:
                    self.progress.heard(*message)
                    self.news.set()
