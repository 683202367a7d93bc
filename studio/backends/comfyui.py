"""ComfyUI on a machine of the maker's own: one backend for each workflow they have added.

The address is `COMFYUI_BASE_URL`; a proxy before the server may want headers, `COMFYUI_HEADERS`
(`Name: value`, several separated by `;;`). A workflow is a file of the maker's in API format and
a mapping that says where the studio's wishes go in it (`comfyui_store`).

What a figure is called there are its handles: `comfyui.lora` (a LoRA's file, perhaps with its
strength: `lin.safetensors:0.8`), `comfyui.trigger` (the words it was trained on) and
`comfyui.input` (`12.image=lin.png`: an input of the workflow set for it).

**Lost answers.** A run has an id of ours, made of the job's key, so a lost answer is looked up in
the server's history and queue. Both are gone when it restarts; then the run is, too, and as it cost
nothing but time, it may be sent again.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

from studio.backends.account import Account
from studio.backends.base import (
    Backend,
    Compiled,
    Event,
    Offer,
    Progress,
    Request,
    Result,
    Sentence,
)
from studio.backends.blanks import places
from studio.backends.comfyui_check import lacks
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_compile import Compiler
from studio.backends.comfyui_line import Line
from studio.backends.comfyui_names import PREFIX, folder_of, names
from studio.backends.comfyui_offer import offer_of
from studio.backends.comfyui_results import fetched, saved
from studio.backends.comfyui_runs import Ended, Runs, State
from studio.backends.comfyui_store import Kept, load
from studio.backends.comfyui_uploads import Uploads
from studio.backends.pacing import Pause
from studio.backends.service import Field, Service
from studio.errors import BackendError, Fault

TITLE = "ComfyUI"
HERE = "http://127.0.0.1:8188"
_RUNS = uuid.UUID("5d1c4c4e-4b0b-5d0e-9a83-9c1f3f6f2a10")  # names of jobs among all other names


async def _try(values: Mapping[str, str], proxy: str) -> None:
    """Ask the server what it is. Raises BackendError when none answers."""
    await Line(Account(lambda: values, proxy=lambda: proxy), TITLE).stats()


SERVICE = Service(
    PREFIX,
    TITLE,
    (
        Field("url", "COMFYUI_BASE_URL", default=HERE),
        Field("headers", "COMFYUI_HEADERS", secret=True),
    ),
    _try,
)


def line(account: Account, pause: Pause = asyncio.sleep) -> Line:
    """The way to the server, one for all workflows."""
    return Line(account, TITLE, pause)


def backend(name: str, way: Line, own: Path | None = None) -> Backend:
    """The backend of a name (`own`: the folder of the maker's tables)."""
    return NoWorkflow() if name == PREFIX else ComfyUI(name.removeprefix(f"{PREFIX}-"), way, own)


def backends(
    account: Account, *, pause: Pause = asyncio.sleep, own: Path | None = None
) -> dict[str, Backend]:
    """One backend for every workflow, or one that says that there is none yet."""
    way = line(account, pause)
    return {name: backend(name, way, own) for name in names(own)}


def run_of(key: str) -> str:
    """The id that the run of a job has at the server."""
    return str(uuid.uuid5(_RUNS, key))


class ComfyUI:
    """One workflow."""

    def __init__(self, name: str, line: Line, own: Path | None = None) -> None:
        self.name, self._file, self._own, self._line = f"{PREFIX}-{name}", name, own, line
        self._runs, self._uploads = Runs(line), Uploads(line)
        self._kept: Kept | None = None
        self._stamp: tuple[int, int] = (0, 0)  # of the file that was read
        self._offer: Offer | None = None

    @property
    def offer(self) -> Offer:
        """What the workflow can do. Raises BadInput for a file that cannot be read."""
        kept = self._workflow()
        if self._offer is None:
            self._offer = offer_of(self.name, kept)
        return self._offer

    def compile(self, request: Request) -> Compiled:
        """The one run that `submit` starts."""
        return Compiler(self._workflow(), TITLE).compile(request)

    async def submit(self, request: Request, key: str) -> str:
        """Send up what the workflow needs and start the run, once. Raises BackendError: Fault.LOST
        when it may have been started.
        """
        compiler = Compiler(self._workflow(), TITLE)
        compiled = compiler.compile(request)
        if compiled.blocks:
            raise compiled.blocks[0].refusal()
        self._line.account.asked("submit", self.name, request, key)
        run, kept = run_of(key), compiler.kept
        async with self._line.open():
            files: dict[int, str] = {}
            for place in sorted(set(places(compiled.calls[0].body))):
                each = request.inputs[place]
                path = Path(each.path)
                files[place] = await self._uploads.put(path, each.sha256, path.suffix)
            graph = compiler.graph(request, files, run)
            kinds = {str(node["class_type"]) for node in graph.values()}
            classes = Classes.read(await self._line.classes(kinds))
            for reason in lacks(graph, classes, kept.mapping.output):
                raise reason.refusal()
            try:
                await self._runs.start(
                    graph, run, output=kept.mapping.output, titles=kept.workflow.titles
                )
            except BackendError as error:
                if error.fault is Fault.INVALID:  # its folder of uploads may have been emptied
                    self._uploads.forget()
                raise
        return run

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The run of a job, by its id. Raises BackendError where the server does not answer."""
        run = run_of(key)
        known = await self._runs.known(run, patient=True)  # it may still be reading the workflow
        return None if known is State.UNKNOWN else run

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Follow the run to its end, then fetch what it made."""
        compiler = Compiler(self._workflow(), TITLE)
        self._line.account.asked("watch", self.name, request, remote_id)
        graph, kept = compiler.graph(request, {}, remote_id), compiler.kept
        async with self._line.open():
            following = self._runs.follow(remote_id, graph, kept.workflow.titles)
            async with aclosing(following) as steps:
                async for step in steps:
                    if isinstance(step, Ended):
                        break
                    yield Progress(done=step.done)
                else:
                    raise BackendError("comfyui.run_lost", Fault.LOST, backend=TITLE)
            found = saved(step.outputs, kept.mapping.output)
            if not found:
                raise BackendError("comfyui.run_no_output", Fault.BROKEN, backend=TITLE)
            file = await fetched(self._line, found[0], folder, "take")
        usage = {"run": remote_id} | ({"cached": "yes"} if step.cached else {})
        yield Result(files=(file,), usage=usage, seed=request.seed if self.offer.seeds else None)

    async def cancel(self, remote_id: str) -> None:
        """Take the run out of the queue, or stop it."""
        await self._runs.cancel(remote_id)

    def _workflow(self) -> Kept:
        """The workflow as its file has it now: the maker may map it anew at any time."""
        try:
            seen = (folder_of(self._own) / f"{self._file}.json").stat()
            stamp = (seen.st_mtime_ns, seen.st_size)
        except OSError:
            stamp = (0, 0)
        if self._kept is None or stamp != self._stamp:
            self._kept, self._stamp, self._offer = load(self._file, self._own), stamp, None
        return self._kept


class NoWorkflow:
    """Stands where the maker has added no workflow yet."""

    offer = Offer(name=PREFIX, title=TITLE, local=False, ready=False, missing="comfyui.no_workflow")

    def compile(self, request: Request) -> Compiled:
        """Nothing can be sent."""
        missing = Sentence(key="comfyui.no_workflow", values={"backend": TITLE})
        return Compiled(blocks=(missing,))

    async def submit(self, request: Request, key: str) -> str:
        """Raises BackendError."""
        raise _none()

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """Raises BackendError: the workflow is gone, and who knows what it was."""
        raise _none()

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Raises BackendError."""
        raise _none()
        yield

    async def cancel(self, remote_id: str) -> None:
        """Raises BackendError."""
        raise _none()


def _none() -> BackendError:
    return BackendError("comfyui.no_workflow", Fault.INVALID, backend=TITLE)
