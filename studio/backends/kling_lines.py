"""Lines spoken by Kling, one a request: in a voice of its catalogue, or one registered there.

The answer names the sound and no task is left, so that it is kept under the job's key before the
job hears of it (`speech_answers`); from its link, which holds for 30 days, `watch` takes the sound
in any process. An answer that was lost on its way cannot be looked up: the doubt is told.
"""

import asyncio
import json
from collections.abc import AsyncIterator
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
    Figure,
    Offer,
    PriceRule,
    Request,
    Result,
    Sentence,
    Spoken,
    SpokenSpan,
)
from studio.backends.fetching import LinkExpired, fetch
from studio.backends.gone import handles_gone
from studio.backends.kling_legacy import LegacyTasks
from studio.backends.kling_model import Kling, SpeechLimits
from studio.backends.kling_pieces import VOICE
from studio.backends.kling_speech import TTS, Speech
from studio.backends.kling_wire import Line
from studio.backends.speech_answers import Answers, settle
from studio.backends.speech_model import pick
from studio.backends.web import fields
from studio.errors import BackendError, Fault
from studio.messages import Listed

NAME = "kling-speech"
FILE = "line.wav"
_GENDERS = ("female", "male")
_UNKNOWN = "voice id not found"  # as the service says it (2026-09-20)
_MOST = 64 << 20  # bytes of a spoken line


class Lines:
    """Speaks one line a request."""

    def __init__(
        self, limits: SpeechLimits, table: Kling, line: Line, spool: Path | None = None
    ) -> None:
        self._limits, self._table, self._line = limits, table, line
        self._speech = Speech(line, LegacyTasks(line))
        self._answers = Answers(limits.title, spool)

    @property
    def offer(self) -> Offer:
        """What it can do; ready when there is a key."""
        known = self._line.account.known()
        price = PriceRule(currency=self._table.currency, per_request=self._price())
        return Offer(
            name=NAME, title=self._limits.title, kinds=("sound",), sound=True, seeds=False,
            languages=tuple(self._limits.voices), parallel=self._limits.parallel, local=False,
            price=price, ready=known, missing="" if known else "kling.no_key",
        )  # fmt: skip

    def compile(self, request: Request) -> Compiled:
        """The one call that `submit` makes."""
        currency = self._table.currency
        if request.kind != "sound" or len(request.lines) != 1:
            return Compiled(blocks=(self._told("speech.one_line"),), currency=currency)
        line = request.lines[0]
        if not 0 < len(line.text) <= self._limits.characters:
            values = {"length": len(line.text), "limit": self._limits.characters}
            return Compiled(blocks=(self._told("speech.too_long", **values),), currency=currency)
        if line.language not in self._limits.voices:
            block = self._told("kling.language", language=line.language)
            return Compiled(blocks=(block,), currency=currency)
        figure = next((f for f in request.figures if f.key == line.speaker), None)
        voice, registered = self._voice(line, figure)
        pace = Decimal(str(figure.pace)) if figure is not None else Decimal(1)
        low, high = self._limits.speed
        speed = min(max(pace, low), high).quantize(Decimal("0.1"))
        account = [self._change("lines", Fate.KEPT, "speech.kept")]
        if speed != pace:
            account.append(
                self._change(
                    "pace", Fate.ROUNDED, "kling.line_pace", pace=f"{pace}", speed=f"{speed}"
                )
            )
        if line.emotion:
            account.append(self._change("manner", Fate.DROPPED, "kling.line_plain"))
        if figure is not None and figure.pitch:
            account.append(self._change("pitch", Fate.DROPPED, "speech.no_pitch"))
        if request.inputs:
            account.append(self._change("inputs", Fate.DROPPED, "speech.no_inputs"))
        body: dict[str, Any] = {
            "text": line.text, "voice_id": voice, "voice_speed": float(speed),
            "voice_language": line.language.partition("-")[0],
        }  # fmt: skip
        name = figure.name if figure is not None else ""
        doubt = self._told("kling.line_registered", name=name)
        return Compiled(
            calls=(Call(path=TTS, body=body),), account=tuple(account),
            warnings=(doubt,) if registered else (), price=self._price(), currency=currency,
            estimated=True,
        )  # fmt: skip

    async def submit(self, request: Request, key: str) -> str:
        """Have the line spoken, once. Raises BackendError: Fault.LOST when it may be paid for."""
        compiled = self.compile(request)
        if compiled.blocks:
            raise compiled.blocks[0].refusal()
        self._line.account.asked("submit", NAME, request, key)
        body = compiled.calls[0].body
        async with self._line.open():
            try:
                said = await self._speech.speak(
                    body["text"], body["voice_id"], body["voice_language"],
                    speed=Decimal(str(body["voice_speed"])),
                )  # fmt: skip
            except BackendError as error:
                if _UNKNOWN in str(error.values.get("detail", "")).lower():
                    raise self._unknown(request, body["voice_id"]) from error
                raise
        kept = json.dumps({"id": said.id, "url": said.url}).encode()
        return await asyncio.to_thread(self._answers.keep, kept, key)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The answer, if it came. Raises BackendError (LOST) else: nobody can look it up."""
        return self._answers.find(key)

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Fetch the sound and make it one of ours: 48 kHz, without the silence around it."""
        self._line.account.asked("watch", NAME, request, remote_id)
        answer = fields(json.loads(await asyncio.to_thread(self._answers.read, remote_id)))
        raw = folder / ".line"
        async with self._line.open() as wire:
            try:
                await fetch(wire, str(answer.get("url") or ""), raw, most=_MOST)
            except LinkExpired:
                raise BackendError(
                    "kling.link_expired", Fault.LOST, backend=self._limits.title
                ) from None
        try:
            seconds = await asyncio.to_thread(settle, raw, folder / FILE, self._limits.title)
        finally:
            raw.unlink(missing_ok=True)
        line = request.lines[0]
        frames = max(1, round(seconds * request.rate_num / request.rate_den))
        yield Result(
            files=(FILE,), cost=self._price(), currency=self._table.currency, estimated=True,
            usage={"units": f"{self._units()}", "seconds": f"{seconds:.2f}"},
            spoken={line.key: SpokenSpan(start=0, frames=frames)},
        )  # fmt: skip

    async def cancel(self, remote_id: str) -> None:
        """Nothing goes on at the service."""

    def _voice(self, line: Spoken, figure: Figure | None) -> tuple[str, bool]:
        """The voice by its id, and whether it is one registered for the figure."""
        if figure is not None and figure.voice:
            return figure.voice, False
        registered = figure.handles.get(VOICE, "").strip() if figure is not None else ""
        if registered:
            return registered, True
        key = figure.key if figure is not None else "voice over"
        gender = (figure.gender if figure is not None else None) or pick(key, _GENDERS)
        pools = self._limits.voices[line.language]
        return pick(key, pools.get(gender) or pools[_GENDERS[0]]), False

    def _unknown(self, request: Request, voice: str) -> BackendError:
        """Nothing was spoken, as nobody of that id speaks there: any more, if it was registered."""
        figure = next((each for each in request.figures if each.handles.get(VOICE) == voice), None)
        if figure is not None and not figure.voice:
            return handles_gone([(figure, voice)], self._limits.title)
        pools = self._limits.voices[request.lines[0].language]
        known = Listed(names[0] for names in pools.values())
        title = self._limits.title
        return BackendError(
            "kling.line_voice", Fault.INVALID, backend=title, voice=voice, known=known
        )

    def _units(self) -> Decimal:
        return self._table.calls["tts"]

    def _price(self) -> Decimal:
        return self._table.money(self._units()).quantize(Decimal("0.0001"), ROUND_UP)

    def _change(self, field: str, fate: Fate, key: str, **values: str) -> Change:
        return Change(field=field, fate=fate, told=self._told(key, **values))

    def _told(self, key: str, **values: str | int) -> Sentence:
        return Sentence(key=key, values={"backend": self._limits.title, **values})
