"""Runs of a ComfyUI server: posted once, followed to their end, stopped.

A run's id is the studio's own, a lowercase UUID, and it is the id of its socket too: so a run can
be followed by its id alone, in another process as well. The same id posted twice would run twice;
`known` says whether it has to be posted again.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from studio.backends.comfyui_errors import Words
from studio.backends.comfyui_history import Past, State
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_progress import Progress, Step
from studio.backends.comfyui_socket import Socket
from studio.backends.comfyui_standing import Standing
from studio.backends.comfyui_stopping import stop
from studio.backends.comfyui_watch import Turns, Watch
from studio.backends.web import Reply, fields
from studio.errors import BackendError, Fault

__all__ = ["Ended", "Runs", "State", "Step"]

_PATIENCE = (1.0, 2.0, 4.0)  # seconds; a server may still be reading a prompt whose line was cut


@dataclass(frozen=True)
class Ended:
    """What a run left: files by node and key as the server lists them.

    `cached`: nothing ran for them, so they are those of an earlier run.
    """

    outputs: dict[str, Any]
    cached: bool


class Runs:
    """The runs of one line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._standing = Standing(line)
        self._sockets: dict[str, Socket] = {}  # of runs that nobody follows yet
        self._stopped: set[str] = set()

    async def start(
        self, graph: Mapping[str, Any], run_id: str, *, output: str = "",
        titles: Mapping[str, str],
    ) -> None:  # fmt: skip
        """Post a workflow, once; `output`: the one node that is wanted (empty: all that save).

        Raises BackendError: Fault.LOST when it may have been taken. Any other says that nothing
        runs, or that what was begun is stopped again.
        """
        words = Words(self._line.title, graph, titles)
        body = {"prompt": graph, "client_id": run_id, "prompt_id": run_id}
        body |= {"partial_execution_targets": [output]} if output else {}
        async with self._line.open():
            socket = await self._listening(run_id, graph, titles)
            try:
                reply = await self._posted(body)
                await self._taken(reply, run_id, output, words)
            except BaseException:
                await socket.close()
                raise
        self._sockets = {name: each for name, each in self._sockets.items() if each.alive}
        self._sockets[run_id] = socket

    async def known(self, run_id: str, *, patient: bool = False) -> State:
        """What the server knows of a run; `patient`: ask again for some seconds before saying that
        it knows nothing. Raises BackendError when it does not say.
        """
        async with self._line.open():
            state = await self._standing.known(run_id)
            for wait in _PATIENCE if patient else ():
                if state is not State.UNKNOWN:
                    break
                await self._line.pause(wait)
                state = await self._standing.known(run_id)
        return state

    async def follow(
        self, run_id: str, graph: Mapping[str, Any], titles: Mapping[str, str]
    ) -> AsyncGenerator[Step | Ended]:
        """Where a run is, whenever that changes, and at last what it left.

        Raises BackendError: for a run that failed (with its node) or was cancelled; Fault.LOST for
        one that the server does not know any more; retryable after minutes without an answer.
        """
        words = Words(self._line.title, graph, titles)
        async with self._line.open():
            socket = self._sockets.pop(run_id, None)
            if socket is None or not socket.alive:
                socket = await self._listening(run_id, graph, titles)
            socket.claim()
            watch = Watch(self._line, self._standing, run_id, socket.progress)
            told: Step | None = None
            past: Past | None = None
            try:
                async with Turns(self._line, socket) as turns:
                    while past is None:
                        if turns.due():
                            past = await watch.past()
                        step = socket.progress.step
                        if past is None and step != told:
                            told = step
                            yield step
                        if past is None:
                            await turns.next()
            except BackendError as error:
                if error.key == "comfyui.run_lost" and run_id in self._stopped:
                    raise self._was_cancelled() from None
                raise
            finally:
                await socket.close()
        if past.state is State.FAILED:
            raise words.failed(past.error)
        if past.state is State.CANCELLED:
            raise self._was_cancelled()
        yield Ended(past.outputs, past.cached)

    async def cancel(self, run_id: str) -> None:
        """Stop a run, wherever it is, and wait until it has stopped; no other's is touched.

        One that is over is left alone. Raises BackendError when the server does not answer, or
        has not stopped after minutes.
        """
        self._stopped.add(run_id)
        socket = self._sockets.pop(run_id, None)
        if socket is not None:
            await socket.close()
        async with self._line.open():
            await stop(self._line, self._standing, run_id)

    async def _listening(
        self, run_id: str, graph: Mapping[str, Any], titles: Mapping[str, str]
    ) -> Socket:
        socket = Socket(run_id, Progress(graph, titles))
        if self._line.account.transport is None:  # a cassette has no messages
            await socket.open(await self._line.reached())
        return socket

    async def _posted(self, body: Mapping[str, Any]) -> Reply:
        try:
            return await self._line.call("POST", "/prompt", body=body)
        except BackendError as error:
            if error.key != "web.answer_lost":
                raise
            raise self._doubt(str(error.values.get("detail", "?"))) from None

    async def _taken(self, reply: Reply, run_id: str, output: str, words: Words) -> None:
        """Raise unless the answer says that the run is taken and makes what is wanted."""
        given = fields(reply.json)
        no_run = "error" in given and "prompt_id" not in given
        if (reply.status == 400 and given) or (reply.status == 200 and no_run):
            raise words.refused(given)
        if reply.status == 413:
            raise BackendError(
                "comfyui.run_refused", Fault.INVALID, backend=self._line.title, detail="413"
            )
        if reply.status == 500:  # it broke on reading; that it had taken it before is unheard of
            try:
                state = await self._standing.known(run_id)
            except BackendError:
                raise self._doubt("500") from None
            if state is State.UNKNOWN:
                raise BackendError(
                    "comfyui.server_failed", Fault.INVALID, backend=self._line.title, status=500
                )
            return
        if reply.status >= 500 or reply.status == 408:
            raise self._doubt(str(reply.status))
        if reply.status != 200:
            raise self._line.unusable(reply)
        theirs = given.get("prompt_id")
        if not isinstance(theirs, str):
            raise self._doubt("?")
        problems = words.problems(given.get("node_errors"), output)
        if theirs != run_id:
            await self._quietly_stopped(theirs)
            raise BackendError(
                "comfyui.server_too_old", Fault.CREDENTIALS, backend=self._line.title
            )
        if problems:
            await self._quietly_stopped(run_id)
            raise words.unmade(problems)

    async def _quietly_stopped(self, run_id: str) -> None:
        with suppress(BackendError):  # why it was refused matters more
            await stop(self._line, self._standing, run_id)

    def _doubt(self, detail: str) -> BackendError:
        return BackendError(
            "comfyui.run_doubt", Fault.LOST, backend=self._line.title, detail=detail
        )

    def _was_cancelled(self) -> BackendError:
        return BackendError("comfyui.run_was_cancelled", Fault.BROKEN, backend=self._line.title)
