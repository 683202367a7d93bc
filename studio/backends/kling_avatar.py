"""A picture that speaks, by Kling: the person in it says a line, and the picture moves with it.

A request has two inputs of the role `lip`, the picture and the sound, and the options `insert`
(when the line begins in the shot, in milliseconds) and `quality` (std or pro). What is sent lasts
as long as the shot, with silence around the line; the take has no sound, as the line lies in the
cut, whole.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_UP, Decimal
from fractions import Fraction
from pathlib import Path, PurePath
from typing import Any, Literal

from studio.backends.base import (
    Call,
    Change,
    Compiled,
    Event,
    Fate,
    Input,
    Offer,
    PriceRule,
    Request,
    Sentence,
    Told,
)
from studio.backends.kling_files import PICTURE
from studio.backends.kling_line_tasks import LineTasks, among_silence
from studio.backends.kling_model import AvatarLimits, Kling
from studio.backends.kling_speech import AVATAR, Speech
from studio.backends.kling_wire import Line
from studio.errors import BackendError, Fault

NAME = "kling-avatar"
QUALITIES = ("std", "pro")
Quality = Literal["std", "pro"]
_WORDS = 2500  # characters of the prompt


@dataclass(frozen=True)
class _Wish:
    """A request that can be sent; milliseconds of silence before the line, and of all of it."""

    picture: Input
    sound: Input
    lead: int
    length: int
    quality: Quality


class Avatar:
    """Lets the person in a picture speak a line."""

    def __init__(self, limits: AvatarLimits, table: Kling, line: Line) -> None:
        self._limits, self._table, self._line = limits, table, line
        self._tasks = LineTasks(AVATAR, limits.title, table, line)
        self._speech = Speech(line, self._tasks.tasks)

    @property
    def offer(self) -> Offer:
        """What it can do; ready when there is a key."""
        known = self._line.account.known()
        price = PriceRule(currency=self._table.currency, per_second=self._second("std"))
        return Offer(
            name=NAME, title=self._limits.title, input_roles={"lip": 2}, seeds=False,
            parallel=self._limits.parallel, local=False, idempotent=True, findable=True,
            price=price, ready=known, missing="" if known else "kling.no_key",
        )  # fmt: skip

    def compile(self, request: Request) -> Compiled:
        """The one call that `submit` makes."""
        wish, currency = self._wish(request), self._table.currency
        if isinstance(wish, Sentence):
            return Compiled(blocks=(wish,), currency=currency)
        picture, sound = (request.inputs.index(each) for each in (wish.picture, wish.sound))
        body: dict[str, Any] = {
            "image": {"$input": picture}, "sound_file": {"$input": sound}, "mode": wish.quality,
        }  # fmt: skip
        prompt = request.prompt.strip()[:_WORDS]
        body |= {"prompt": prompt} if prompt else {}
        account = [
            self._change("lines", Fate.KEPT, "kling.avatar_speaks"),
            self._change("frames", Fate.KEPT, "kling.avatar_length"),
            self._change("ratio", Fate.ROUNDED, "kling.ratio_follows"),
        ]
        seconds = (Decimal(wish.length) / 1000).quantize(Decimal(1), ROUND_CEILING)
        price = (self._second(wish.quality) * seconds).quantize(Decimal("0.0001"), ROUND_UP)
        return Compiled(
            calls=(Call(path=AVATAR, body=body),), account=tuple(account), price=price,
            currency=currency, estimated=True,
        )  # fmt: skip

    async def submit(self, request: Request, key: str) -> str:
        """Begin the task. Raises BackendError: Fault.LOST when it may exist."""
        wish = self._wish(request)
        if isinstance(wish, Sentence):
            raise wish.refusal()
        self._line.account.asked("submit", NAME, request, key)
        async with self._line.open():
            sound = Path(wish.sound.path)
            async with among_silence(sound, wish.lead, wish.length) as line:
                return await self._speech.avatar(
                    Path(wish.picture.path), key, sound=line, prompt=request.prompt.strip(),
                    mode=wish.quality,
                )  # fmt: skip

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The task with the job's key; None: there is none."""
        return await self._tasks.find(key)

    def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Follow the task to its end, then fetch the take and leave its sound out."""
        self._line.account.asked("watch", NAME, request, remote_id)
        quoted = self.compile(request).price
        return self._tasks.watch(remote_id, folder, quoted, silent=True)

    async def cancel(self, remote_id: str) -> None:
        """Kling cannot be told to stop: it goes on and is paid for. Raises BackendError."""
        raise BackendError("kling.goes_on", Fault.INVALID, backend=self._limits.title)

    def _second(self, quality: str) -> Decimal:
        return self._table.money(self._table.calls[f"avatar_{quality}"])

    def _wish(self, request: Request) -> _Wish | Sentence:
        """The request, or the first reason against it."""
        lips = [each for each in request.inputs if each.role == "lip"]
        pictures = [each for each in lips if each.kind == "picture"]
        sounds = [each for each in lips if each.kind == "sound"]
        if request.kind != "video" or len(pictures) != 1 or len(sounds) != 1:
            return self._told("kling.avatar_needs")
        quality = request.options.get("quality", "std")
        if quality not in QUALITIES:
            known = tuple(QUALITIES)
            text = str(quality)[:60]
            return self._told("kling.bad_option", option="quality", value=text, known=known)
        unfit = self._unfit(pictures[0])
        if unfit is not None:
            return unfit
        line = sounds[0].facts.milliseconds or 0 if sounds[0].facts is not None else 0
        lead = max(0, int(request.options.get("insert", 0)))
        shot = round(Fraction(request.frames * request.rate_den * 1000, request.rate_num))
        least, most = self._limits.line
        length = max(shot, lead + line, least)
        if not line or length > most:
            name = sounds[0].name or PurePath(sounds[0].path).name
            return self._told("kling.avatar_long", name=name, limit=most // 1000)
        return _Wish(pictures[0], sounds[0], lead, length, quality)

    def _unfit(self, picture: Input) -> Sentence | None:
        """Why a picture cannot be sent, by what was measured of it."""
        name, facts = picture.name or PurePath(picture.path).name, picture.facts
        suffix = PurePath(picture.path).suffix.lower().removeprefix(".")
        if suffix not in PICTURE.formats:
            formats = tuple(PICTURE.formats)
            return self._told("kling.format", name=name, format=suffix or "?", formats=formats)
        if facts is None or not (facts.width and facts.height):
            return None
        size, low = f"{facts.width}x{facts.height}", PICTURE.side[0] if PICTURE.side else 0
        if facts.bytes > PICTURE.bytes:
            return self._told("kling.heavy", name=name, limit=PICTURE.bytes // 1_000_000)
        if min(facts.width, facts.height) < low:
            return self._told("kling.small", name=name, size=size, low=low)
        shape = PICTURE.shape
        if shape and not shape[0] <= Decimal(facts.width) / facts.height <= shape[1]:
            edges = {"low": f"{shape[0]}", "high": f"{shape[1]}"}
            return self._told("kling.shape", name=name, size=size, **edges)
        return None

    def _change(self, field: str, fate: Fate, key: str) -> Change:
        return Change(field=field, fate=fate, told=self._told(key))

    def _told(self, key: str, **values: Told) -> Sentence:
        return Sentence(key=key, values={"backend": self._limits.title, **values})
