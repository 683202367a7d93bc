"""Lips that follow a line, by Kling: a take and the line's sound become the take once more.

A request has two inputs of the role `lip`, the video and the sound, and the options `insert` (when
the line begins in the video, in milliseconds) and `face` (which of the faces, from 1, where several
are seen). The line itself is left out of the result: it lies in the cut, where its sound is whole.

It takes two calls. The first looks for faces and is answered at once; the second begins the task,
of which nothing promises that it can be found by our key: an answer that is lost stays in doubt.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_UP, Decimal
from pathlib import Path
from typing import Any

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
)
from studio.backends.kling_files import refuse
from studio.backends.kling_line_tasks import LineTasks, among_silence
from studio.backends.kling_model import Kling, LipLimits
from studio.backends.kling_speech import FIND_FACES, LIPS, Face, Faces, Speech
from studio.backends.kling_wire import Line
from studio.errors import BackendError, Fault

NAME = "kling-lips"
_LEAST = 2000  # milliseconds of a line, and of its time with the face
_STEP = 5000  # milliseconds that are paid for at once


@dataclass(frozen=True)
class _Wish:
    """A request that can be sent: the files, and the place of the line in milliseconds."""

    video: Input
    sound: Input
    insert: int  # where what is sent begins
    lead: int  # silence before the line in what is sent
    length: int  # of all that is sent


class Lips:
    """Has one face of a take speak a line."""

    def __init__(self, limits: LipLimits, table: Kling, line: Line) -> None:
        self._limits, self._table, self._line = limits, table, line
        self._tasks = LineTasks(LIPS, limits.title, table, line)
        self._speech = Speech(line, self._tasks.tasks)

    @property
    def offer(self) -> Offer:
        """What it can do; ready when there is a key and somewhere to put the video."""
        account = self._line.account
        missing = "" if account.known() else "kling.no_key"
        if not missing and account.bucket() is None:
            missing = "kling.no_bucket"
        return Offer(
            name=NAME,
            title=self._limits.title,
            input_roles={"lip": 2},
            seeds=False,
            parallel=self._limits.parallel,
            local=False,
            price=PriceRule(currency=self._table.currency, per_second=self._money("lip_sync") / 5),
            ready=not missing,
            missing=missing,
        )

    def compile(self, request: Request) -> Compiled:
        """The two calls that `submit` makes."""
        wish = self._wish(request)
        currency = self._table.currency
        if isinstance(wish, Sentence):
            return Compiled(blocks=(wish,), currency=currency)
        video, sound = (request.inputs.index(each) for each in (wish.video, wish.sound))
        face: dict[str, Any] = {
            "sound_file": {"$input": sound}, "sound_start_time": 0,
            "sound_end_time": wish.length, "sound_insert_time": wish.insert,
            "sound_volume": 0.0, "original_audio_volume": 1.0,
        }  # fmt: skip
        account = [Change(field="lines", fate=Fate.KEPT, told=_told("kling.lips_follow"))]
        facts = wish.sound.facts
        if facts is not None and facts.milliseconds != wish.length:
            account.append(
                Change(field="sound", fate=Fate.ROUNDED, told=_told("kling.lips_padded"))
            )
        steps = -(-(self._length(wish.video)) // _STEP)
        price = self._money("faces") + self._money("lip_sync") * steps
        return Compiled(
            calls=(
                Call(path=FIND_FACES, body={"video_url": {"$input": video}}),
                Call(path=LIPS, body={"face_choose": [face]}),
            ),
            account=tuple(account),
            price=price.quantize(Decimal("0.0001"), ROUND_UP),
            currency=currency,
            estimated=True,
        )

    async def submit(self, request: Request, key: str) -> str:
        """Find the face and begin the task. Raises BackendError: Fault.LOST when it may exist."""
        wish = self._wish(request)
        if isinstance(wish, Sentence):
            raise wish.refusal()
        self._line.account.asked("submit", NAME, request, key)
        async with self._line.open():
            found = await self._speech.faces(video=Path(wish.video.path))
            face = _chosen(found, request.options.get("face"), wish)
            sound = Path(wish.sound.path)
            async with among_silence(sound, wish.lead, wish.length) as line:
                return await self._speech.sync_lips(
                    found, face, key, sound=line, end=wish.length, insert=wish.insert,
                    volume=Decimal(0), original=Decimal(1),
                )  # fmt: skip

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The task with the job's key. Raises BackendError (LOST) where none is shown."""
        found = await self._tasks.find(key)
        if found is None:
            raise BackendError("kling.answer_lost", Fault.LOST, backend=self._title, detail=LIPS)
        return found

    def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Follow the task to its end, then fetch the take."""
        self._line.account.asked("watch", NAME, request, remote_id)
        quoted = self.compile(request).price
        return self._tasks.watch(remote_id, folder, quoted)

    async def cancel(self, remote_id: str) -> None:
        """Kling cannot be told to stop: it goes on and is paid for. Raises BackendError."""
        raise BackendError("kling.goes_on", Fault.INVALID, backend=self._title)

    @property
    def _title(self) -> str:
        return self._limits.title

    def _money(self, call: str) -> Decimal:
        return self._table.money(self._table.calls[call])

    def _length(self, given: Input) -> int:
        facts = given.facts
        return facts.milliseconds or 0 if facts is not None else 0

    def _wish(self, request: Request) -> _Wish | Sentence:
        """The request, or the first reason against it."""
        lips = [each for each in request.inputs if each.role == "lip"]
        videos = [each for each in lips if each.kind == "video"]
        sounds = [each for each in lips if each.kind == "sound"]
        if request.kind != "video" or len(videos) != 1 or len(sounds) != 1:
            return _told("kling.lips_needs")
        video, sound = videos[0], sounds[0]
        whole, line = self._length(video), self._length(sound)
        name = video.name or Path(video.path).name
        if not self._limits.video[0] <= whole <= self._limits.video[1]:
            low, high = (f"{edge / 1000:g}" for edge in self._limits.video)
            seconds = f"{whole / 1000:.1f}"
            return _told("kling.clip_length", name=name, seconds=seconds, low=low, high=high)
        facts = video.facts
        if facts is not None and facts.width and facts.height:
            low, high = self._limits.side
            if min(facts.width, facts.height) < low or max(facts.width, facts.height) > high:
                size = f"{facts.width}x{facts.height}"
                return _told("kling.side", name=name, size=size, low=low, high=high)
        wanted = int(request.options.get("insert", 0))
        line = min(line, whole - wanted)
        if line <= 0 or line > self._limits.line[1]:
            return _told("kling.lips_outside", name=sound.name or Path(sound.path).name)
        length = max(line, _LEAST)
        insert = min(wanted, whole - length)
        lead = wanted - insert
        return _Wish(video, sound, insert, lead, max(length, lead + line))


def _chosen(found: Faces, number: object, wish: _Wish) -> Face:
    """The face that is to speak. Raises BackendError."""
    count = len(found.faces)
    if not count:
        raise refuse("kling.lips_no_face")
    if isinstance(number, int) and 1 <= number <= count:
        return found.faces[number - 1]
    end = wish.insert + wish.length
    seen = [
        each for each in found.faces
        if min(each.end, end) - max(each.start, wish.insert) >= _LEAST
    ]  # fmt: skip
    if len(seen) == 1:
        return seen[0]
    if not seen:
        raise refuse("kling.lips_short", seconds=_LEAST // 1000)
    raise refuse("kling.lips_which", count=count)


def _told(key: str, **values: str | int) -> Sentence:
    return Sentence(key=key, values={"backend": "Kling", **values})
