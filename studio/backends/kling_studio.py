"""What Kling does that is no shot: elements, voices, speech, lips, avatars, stills, the account.

    studio = kling_studio(account)
    task = await studio.subjects.element_from_pictures("Mira", "...", front, [side], key)
    element = await studio.subjects.element(task)
    figure = Figure(..., handles=element.handles)

A `key` is the caller's own for each wish, noted before the call; the same key makes one thing.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.backends.account import Account
from studio.backends.kling_files import PICTURE, Source, inline
from studio.backends.kling_fill import TITLE, external
from studio.backends.kling_legacy import LegacyTasks
from studio.backends.kling_library import Library
from studio.backends.kling_model import Kling, kling
from studio.backends.kling_records import decimal
from studio.backends.kling_slots import Slots
from studio.backends.kling_speech import Speech
from studio.backends.kling_wire import Line, fields, rows
from studio.backends.pacing import Pause
from studio.errors import BackendError, Fault

ANGLES = "/v1/general/ai-multi-shot"


@dataclass(frozen=True)
class Pack:
    """Units bought at Kling; `left` may be twelve hours old. Times are seconds since 1970."""

    id: str
    name: str
    status: str
    total: Decimal | None
    left: Decimal | None
    ends: float | None


class KlingStudio:
    """Everything of one account. All raise BackendError."""

    def __init__(self, line: Line, table: Kling, clock: Callable[[], float]) -> None:
        self._line, self._table, self._clock = line, table, clock
        self._tasks, self._slots = LegacyTasks(line), Slots()
        self.subjects = Library(line, self._tasks)
        self.speech = Speech(line, self._tasks)

    async def pictures(
        self, prompt: str, key: str, *, count: int = 1, ratio: str = "16:9",
        resolution: str = "1k", images: Sequence[Source] = (), elements: Sequence[str] = (),
    ) -> str:  # fmt: skip
        """Begin 1 to 9 stills; the prompt cites images as `<<<image_1>>>`. The task's id."""
        stills = self._table.stills
        steered = bool(images or elements)
        body: dict[str, Any] = {
            "model_name": stills.omni_model if steered else stills.model, "prompt": prompt,
            "resolution": resolution, "aspect_ratio": ratio, "n": count,
        }  # fmt: skip
        if images:
            body["image_list"] = [{"image": await inline(each, PICTURE)} for each in images]
        if elements:
            body["element_list"] = [{"element_id": int(each)} for each in elements]
        path = stills.omni_path if steered else stills.path

        async def create() -> str:
            return await self._tasks.make(path, body, external(key))

        limit = next(iter(self._table.families.values())).parallel
        return await self._slots.begin(str(body["model_name"]), limit, count, create)

    async def picture_links(self, task_id: str, *, steered: bool = False) -> list[str]:
        """The links of stills, when they are made; they hold for 30 days at most."""
        path = self._table.stills.omni_path if steered else self._table.stills.path
        try:
            task = await self._tasks.end(path, task_id)
        finally:
            self._slots.end(task_id)
        return [output.url for output in task.outputs if output.type == "image" and output.url]

    async def angles(self, front: Source, key: str) -> str:
        """Begin other views of a thing or a person from its frontal picture; the task's id."""
        body = {"element_frontal_image": await inline(front, PICTURE)}
        return await self._tasks.make(ANGLES, body, external(key))

    async def angle_links(self, task_id: str) -> list[list[str]]:
        """The links of the views, three to a set, when they are made."""
        task = await self._tasks.end(ANGLES, task_id)
        names = ("url_1", "url_2", "url_3")
        sets = [[str(o.values.get(n) or "") for n in names] for o in task.outputs]
        return [[url for url in each if url] for each in sets if any(each)]

    async def packs(self, days: int = 365) -> list[Pack]:
        """The packs of units of the last `days`. Free, and asked at most once a second."""
        now = int(self._clock() * 1000)
        times = {"start_time": f"{now - days * 86_400_000}", "end_time": f"{now}"}
        answer = await self._line.call("costs", "GET", "/account/costs", params=times)
        inner = fields(answer.data)
        if not answer.good:
            raise self._line.refused(answer)
        if inner.get("code") not in {0, None}:
            detail = self._line.clean(f"{inner.get('code')} {inner.get('msg') or ''}"[:300])
            raise BackendError("kling.invalid", Fault.INVALID, backend=TITLE, detail=detail)
        return [_pack(fields(each)) for each in rows(inner.get("resource_pack_subscribe_infos"))]


def kling_studio(
    account: Account, *, pause: Pause = asyncio.sleep, own: Path | None = None,
    clock: Callable[[], float] = time.time,
) -> KlingStudio:  # fmt: skip
    """A studio at an account. Raises BadInput for a table of the maker's that cannot be used."""
    return KlingStudio(Line(account, TITLE, pause, clock), kling(own), clock)


def _pack(values: dict[str, Any]) -> Pack:
    ends = decimal(values.get("invalid_time"))
    return Pack(
        id=str(values.get("resource_pack_id") or ""),
        name=str(values.get("resource_pack_name") or ""), status=str(values.get("status") or ""),
        total=decimal(values.get("total_quantity")), left=decimal(values.get("remaining_quantity")),
        ends=None if ends is None else float(ends) / 1000,
    )  # fmt: skip
