"""Kling: one backend for each family of models of the table, over its path API.

A family chooses its path by what steers the shot: words alone, a first (and last) frame, anything
else to go by (omni), or a video that drives the figure of a picture (motion control; see
`kling_route`). Pictures for the board come from the older API (`kling_stills`); what is no shot,
such as elements, voices and lip-sync, is in `kling_studio`.

Options that a request may have: `resolution` (720p, 1080p, 4k; 1k, 2k, 4k for pictures), `ratio`,
`task` (auto, edit, extend, feature, motion), `orientation` (image, video: whose direction a driven
figure keeps), `cuts` (auto: the model may cut the shot itself), `watermark`. Any other is dropped,
and the account says so. What a figure is called at Kling: see `kling_pieces`.

**Lost answers.** Every task carries the job's key as `external_task_id`, which is unique in the
account: a second task with it is refused, and the first one is found by it. So the same key may be
sent again without making anything twice.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from studio.backends.account import Account
from studio.backends.base import Backend, Compiled, Event, Offer, Progress, Request, Result
from studio.backends.gone import looked_into
from studio.backends.kling_avatar import NAME as AVATAR
from studio.backends.kling_avatar import Avatar
from studio.backends.kling_compile import Compiler
from studio.backends.kling_compile_shape import RATE
from studio.backends.kling_fill import external, fill
from studio.backends.kling_legacy import LegacyTasks, failure
from studio.backends.kling_library import Library
from studio.backends.kling_lines import NAME as SPEECH
from studio.backends.kling_lines import Lines
from studio.backends.kling_lips import NAME as LIPS
from studio.backends.kling_lips import Lips
from studio.backends.kling_model import Kling as Table
from studio.backends.kling_model import kling as read_table
from studio.backends.kling_offer import offer_of
from studio.backends.kling_pieces import ELEMENT, VOICE, all_inputs
from studio.backends.kling_records import Task, cost_of, usage_of
from studio.backends.kling_results import save
from studio.backends.kling_tasks import Tasks
from studio.backends.kling_wire import Line
from studio.backends.pacing import Pause
from studio.backends.service import Field, Service
from studio.errors import BackendError, BadInput, Fault
from studio.media.probe import probe

TITLE = "Kling"
GLOBAL = "https://api-singapore.klingai.com"
CHINA = "https://api-beijing.klingai.com"
_NOBODY = "0"  # an id that no task has


async def _try(values: Mapping[str, str], proxy: str) -> None:
    """Ask for a task that nobody has, which is free. Raises BackendError for a bad key."""
    line = Line(Account(lambda: values, proxy=lambda: proxy), TITLE)
    answer = await line.call("look", "GET", "/tasks", params={"task_ids": _NOBODY})
    if not answer.good:
        raise line.refused(answer)


SERVICE = Service(
    "kling",
    TITLE,
    (
        Field("key", "KLINGAI_API_KEY", secret=True),
        Field("access", "KLINGAI_ACCESS_KEY", secret=True),
        Field("secret", "KLINGAI_SECRET_KEY", secret=True),
        Field("url", "KLINGAI_BASE_URL", default=GLOBAL),
    ),
    _try,
)


def backends(
    account: Account, *, pause: Pause = asyncio.sleep, own: Path | None = None,
    spool: Path | None = None,
) -> dict[str, Backend]:  # fmt: skip
    """One backend for every family of the table, and those that move lips, let pictures speak and
    speak lines (`own`: the folder of the maker's tables, `spool`: where answers are kept).

    Raises BadInput for a table of the maker's that cannot be used.
    """
    table, line = read_table(own), Line(account, TITLE, pause)
    tasks, legacy = Tasks(line), LegacyTasks(line)
    found: dict[str, Backend] = {
        name: Kling(name, table, line, tasks, legacy) for name in table.families
    }
    others = table.others
    if others.lips is not None:
        found[LIPS] = Lips(others.lips, table, line)
    if others.avatar is not None:
        found[AVATAR] = Avatar(others.avatar, table, line)
    if others.speech is not None:
        found[SPEECH] = Lines(others.speech, table, line, spool)
    return found


class Kling:
    """One family of Kling's models."""

    def __init__(
        self, name: str, table: Table, line: Line, tasks: Tasks, legacy: LegacyTasks
    ) -> None:
        self._table, self._line, self._tasks, self._legacy = table, line, tasks, legacy
        self._name = name
        self._offers: dict[bool, Offer] = {}

    @property
    def offer(self) -> Offer:
        """What the family can do; ready when there is a key."""
        known = self._line.account.known()
        if known not in self._offers:
            self._offers[known] = offer_of(self._table, self._compiler.name, known=known)
        return self._offers[known]

    def compile(self, request: Request) -> Compiled:
        """The one task that `submit` creates."""
        return self._compiler.compile(request)

    async def submit(self, request: Request, key: str) -> str:
        """Create the task, asking once. Raises BackendError: Fault.LOST when it may exist."""
        compiled = self.compile(request)
        if compiled.blocks:
            raise compiled.blocks[0].refusal()
        call, inputs = compiled.calls[0], all_inputs(request)
        self._line.account.asked("submit", self._name, request, key)
        async with self._line.open(), self._line.account.lending(external(key)):
            body = await fill(call.body, inputs, key, self._line.account, self._table.body)
            try:
                if request.kind == "picture":
                    return await self._legacy.create(call.path, body, external(key))
                return await self._tasks.create(call.path, body, external(key))
            except BackendError as error:
                raise await self._reason(error, request) from error

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The task that carries the job's key; None: there is none."""
        del sent
        async with self._line.open():
            if request.kind == "picture":
                return await self._legacy.find(self._path(request), external(key))
            return await self._tasks.find(external(key))

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Follow the task to its end, then fetch what it made."""
        self._line.account.asked("watch", self._name, request, remote_id)
        async with self._line.open() as wire:
            task: Task | None = None
            async for task in self._follow(remote_id, request):
                yield Progress(done=0.1 if task.status == "processing" else 0.0)
            assert task is not None
            await self._line.account.returned(task.external)
            if task.status == "failed":
                raise await self._reason(failure(task, self._title), request, late=True)
            kind = "image" if request.kind == "picture" else "video"
            marked = request.options.get("watermark") is True
            name = await save(
                wire, task, kind, folder, lambda: self._look(remote_id, request), marked=marked
            )
        cuts = await asyncio.to_thread(self._cuts, request, folder / name)
        yield self._result(task, request, name, cuts)

    async def cancel(self, remote_id: str) -> None:
        """Kling cannot be told to stop: it goes on and is paid for. Raises BackendError."""
        del remote_id
        raise BackendError("kling.goes_on", Fault.INVALID, backend=self._title)

    @property
    def _compiler(self) -> Compiler:
        return Compiler(self._table, self._name, self._line.account.bucket() is not None)

    @property
    def _title(self) -> str:
        return self._compiler.family.title

    def _path(self, request: Request) -> str:
        return self.compile(request).calls[0].path

    async def _reason(
        self, error: BackendError, request: Request, *, late: bool = False
    ) -> BackendError:
        """Why it was refused or failed: what is not in the account any more says so."""
        library = Library(self._line, self._legacy)
        known = {ELEMENT: library.element_ids, VOICE: library.voice_ids}
        return await looked_into(error, request, known, self._title, late=late)

    def _follow(self, remote_id: str, request: Request) -> AsyncGenerator[Task]:
        if request.kind == "picture":
            return self._legacy.follow(self._path(request), remote_id)
        return self._tasks.follow(remote_id)

    async def _look(self, remote_id: str, request: Request) -> Task | None:
        if request.kind == "picture":
            return await self._legacy.look(self._path(request), remote_id)
        return await self._tasks.look(remote_id)

    def _cuts(self, request: Request, path: Path) -> tuple[int, ...]:
        """Where the shots of `then` begin, in frames of the file."""
        if not request.then:
            return ()
        try:
            rate = probe(path).rate or RATE
        except BadInput:
            rate = RATE  # filing says what is wrong with the file
        parts = self._compiler.parts(request)
        return tuple(round(sum(parts[:number]) * rate) for number in range(1, len(parts)))

    def _result(self, task: Task, request: Request, name: str, cuts: tuple[int, ...]) -> Result:
        told = cost_of(task, self._table)
        money, currency, estimated = told or (Decimal(0), self._table.currency, True)
        usage = usage_of(task)
        if told is None:
            money = self.compile(request).price
            usage["billing"] = "missing"
        return Result(
            files=(name,), cost=money, currency=currency, estimated=estimated, usage=usage,
            cuts=cuts,
        )  # fmt: skip
