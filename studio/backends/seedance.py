"""Seedance over Volcengine Ark and BytePlus ModelArk: one backend for each model of the table.

The site follows from the address (`ARK_BASE_URL`), and with it the models' ids and the money.
`ARK_MODEL` names another model or an endpoint: `ep-...` for the first family, or
`seedance-2.5=ep-...` for each of several, with commas.

Options that a request may have: `resolution` (480p, 720p, 1080p, 4k), `ratio`, `duration` (-1:
the model chooses), `task` (auto, reference, edit, extend), `frames` (`reference`: first and last
frame become references, so that others fit beside them), `return_last_frame` (a second file),
`draft`, `draft_of` (the id of a draft that is made whole), `watermark`, `output_format`,
`camera_fixed`, `service_tier`, `priority`, `execution_expires_after`, `web_search`. Any other is
dropped, and the account says so. What a figure is called in the asset library is its handle
`seedance.asset`.

**Lost answers.** Ark knows no idempotency: the same body twice is two tasks, paid twice. So every
task carries a mark, `safety_identifier`, a hash of the job's key, which Ark repeats in the task
and in its list. A listed task with our mark is ours for certain, whatever else is equal or not.
The reverse does not hold: nothing promises how soon a task is listed, that a key sees all tasks,
or that a request on its way is not taken up later. So a mark that is not in the list proves
nothing, and `find` never says None: the doubt is told (Fault.LOST), and the maker chooses.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

from studio.backends.account import Account
from studio.backends.base import Backend, Compiled, Event, Offer, Progress, Request, Result
from studio.backends.gone import looked_into
from studio.backends.pacing import Pause, pauses
from studio.backends.seedance_assets import AssetLibrary
from studio.backends.seedance_compile import Compiler
from studio.backends.seedance_compile_media import ASSET
from studio.backends.seedance_compile_shape import RATE
from studio.backends.seedance_fill import fill
from studio.backends.seedance_model import Ark, ark
from studio.backends.seedance_offer import offer_of
from studio.backends.seedance_price import cost
from studio.backends.seedance_results import Store, unusual
from studio.backends.seedance_tasks import Task, Tasks
from studio.backends.seedance_wire import Line, error_of
from studio.backends.service import Field, Service
from studio.errors import BackendError, Fault

TITLE = "Seedance"
CHINA = "https://ark.cn-beijing.volces.com/api/v3"
INTERNATIONAL = "https://ark.ap-southeast.bytepluses.com/api/v3"
_SKEW = 900.0  # seconds that clocks may differ
_ENDS = {"cancelled": "seedance.was_cancelled", "expired": "seedance.expired"}


async def _try(values: Any, proxy: str) -> None:
    """List a single task, which is free. Raises BackendError when the key is refused."""
    line = Line(Account(lambda: values, proxy=lambda: proxy), TITLE)
    params = {"page_num": "1", "page_size": "1"}
    async for _ in Tasks(line).listed(params, pages=1):
        return


SERVICE = Service(
    "seedance",
    TITLE,
    (
        Field("key", "ARK_API_KEY", secret=True),
        Field("url", "ARK_BASE_URL", default=CHINA),
        Field("model", "ARK_MODEL"),
        Field("access", "VOLC_ACCESSKEY", secret=True),
        Field("secret", "VOLC_SECRETKEY", secret=True),
    ),
    _try,
)


def backends(
    account: Account,
    *,
    pause: Pause = asyncio.sleep,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    own: Path | None = None,
    library: str = "",
) -> dict[str, Backend]:
    """One backend for every family of the table (`own`: the folder of the maker's tables;
    `library` takes the place of the address of the site's asset library).

    Raises BadInput for a table of the maker's that cannot be used.
    """
    rows, line = ark(own), Line(account, TITLE, pause)
    assets = AssetLibrary(account, pause=pause, address=library)
    return {name: Seedance(name, rows, line, today, assets) for name in rows.families}


def mark_of(key: str) -> str:
    """What a job's key is at Ark: 64 characters that tell nothing."""
    return hashlib.sha256(f"storyreel:{key}".encode()).hexdigest()


class Seedance:
    """One model of Ark."""

    def __init__(
        self, name: str, rows: Ark, line: Line, today: Callable[[], date], library: AssetLibrary
    ) -> None:
        self.name, self._ark, self._line, self._today = name, rows, line, today
        self._library = library
        self._tasks = Tasks(line)
        self._made: tuple[tuple[object, ...], Offer] | None = None

    @property
    def offer(self) -> Offer:
        """What the model can do at the site that is set now."""
        compiler, known = self._compiler(), self._line.account.known()
        state = (compiler.site, compiler.ended, known)
        if self._made is None or self._made[0] != state:
            self._made = (state, offer_of(compiler, known=known))
        return self._made[1]

    def compile(self, request: Request) -> Compiled:
        """The one task that `submit` creates."""
        return self._compiler().compile(request)

    async def submit(self, request: Request, key: str) -> str:
        """Create the task, asking once. Raises BackendError: Fault.LOST when it may exist."""
        compiled = self.compile(request)
        if compiled.blocks:
            raise compiled.blocks[0].refusal()
        account, mark = self._line.account, mark_of(key)
        account.asked("submit", self.name, request, key)
        async with account.lending(mark):
            body = await fill(compiled.calls[0].body, request, mark, account, self._ark.body)
            try:
                return await self._tasks.create(body)
            except BackendError as error:
                raise await self._reason(error, request) from error

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The task that carries the key's mark. Raises BackendError (LOST) when none is listed."""
        mark, compiler = mark_of(key), self._compiler()
        tier: dict[str, str] = {}
        if request.options.get("service_tier") == "flex" and compiler.family.flex:
            tier = {"filter.service_tier": "flex"}
        model = {"filter.model": compiler.model}  # some keys may list nothing else
        waits = pauses(2.0, 8.0)
        for number, params in enumerate((model, {}, model)):  # it may be listed a little later
            if number:
                await self._line.pause(next(waits))
            try:
                found = await self._tasks.marked(mark, tier | params, sent.timestamp() - _SKEW)
            except BackendError:
                if params:
                    raise
                continue
            if found is not None:
                return found
        raise BackendError("seedance.not_listed", Fault.LOST, backend=self._title)

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Follow the task to its end, then fetch what it made."""
        self._line.account.asked("watch", self.name, request, remote_id)
        async with self._line.open() as wire:
            task: Task | None = None
            async for task in self._tasks.follow(remote_id):
                if task.status == "running":
                    yield Progress(done=0.1)  # Ark tells no more than that
                elif task.status not in {"succeeded", "failed", *_ENDS}:
                    yield Progress(done=0.0)
            assert task is not None
            await self._line.account.returned(task.mark or "")
            if task.status == "failed":
                error = replace(task.error, message=self._line.clean(task.error.message))
                raise await self._reason(error_of(error, self._title), request, late=True)
            if task.status in _ENDS:
                raise BackendError(_ENDS[task.status], Fault.BROKEN, backend=self._title)
            store = Store(wire, lambda: self._tasks.look(remote_id), folder)
            files = [await store.video(task)]
            usage = {"task": remote_id}
            if request.options.get("return_last_frame") is True:
                last = await store.last_frame(task)
                files += [last] if last else []
                usage |= {} if last else {"last_frame": "missing"}
        usage |= await asyncio.to_thread(unusual, folder / files[0])
        yield self._result(task, request, files, usage)

    async def cancel(self, remote_id: str) -> None:
        """Take the task out of the queue. Raises BackendError when it runs and is paid for."""
        await self._tasks.stop(remote_id)

    async def _reason(
        self, error: BackendError, request: Request, *, late: bool = False
    ) -> BackendError:
        """Why it was refused or failed: an asset that is not in the library any more says so."""

        async def listed() -> list[str]:
            return [each.id for each in await self._library.assets() if each.state != "failed"]

        return await looked_into(error, request, {ASSET: listed}, self._title, late=late)

    @property
    def _title(self) -> str:
        return self._ark.families[self.name].title

    def _compiler(self) -> Compiler:
        account = self._line.account
        values = {field.id: os.environ.get(field.env) or field.default for field in SERVICE.fields}
        values |= {name: value for name, value in account.plain().items() if value}
        site = self._ark.site(values["url"])
        model = self._ark.model(self.name, site, values["model"])
        has_bucket = account.bucket() is not None
        return Compiler(self._ark, self.name, site, model, has_bucket, self._today())

    def _result(
        self, task: Task, request: Request, files: list[str], usage: dict[str, str]
    ) -> Result:
        compiler = self._compiler()
        money: Decimal | None = None
        if task.tokens is not None:
            usage["tokens"] = f"{task.tokens}"
            money = self._money(task, request, compiler)
        rate = Fraction(request.rate_num, request.rate_den)
        starts = accumulate(shot.frames for shot in (request, *request.then[:-1]))
        cuts = [round(frames / rate * RATE) for frames in starts] if request.then else []
        return Result(
            files=tuple(files), cuts=tuple(cuts), cost=money or Decimal(0),
            currency=compiler.currency, estimated=True, usage=usage, seed=task.seed,
        )  # fmt: skip

    def _money(self, task: Task, request: Request, compiler: Compiler) -> Decimal | None:
        family, body = compiler.family, compiler.compile(request).calls[0].body
        known = task.resolution if task.resolution in family.resolutions else body["resolution"]
        watches = any(item["type"] == "video_url" for item in body["content"])
        assert task.tokens is not None
        return cost(
            family, compiler.currency, known, task.tokens, watches=watches,
            silent=not (request.sound and family.sound), flex=body.get("service_tier") == "flex",
        )  # fmt: skip
