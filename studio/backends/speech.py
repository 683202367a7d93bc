"""Lines spoken by any OpenAI-compatible endpoint (`/audio/speech`): OpenAI's or one's own server.

The address is `SPEECH_BASE_URL`, the model `SPEECH_MODEL`, the key `SPEECH_API_KEY`; a server of
one's own may need none. Voices are a subject's by name, else one of its kind by its key.

The answer is the sound itself, and no task is left at the service. So what comes is kept under the
job's key in the user's cache before the job hears of it (`spool`), from where `watch` takes it in
any process. An answer that was lost on its way cannot be looked up: the doubt is told.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from studio.backends.account import Account
from studio.backends.base import (
    Backend,
    Call,
    Change,
    Compiled,
    Event,
    Fate,
    Offer,
    PriceRule,
    Request,
    Result,
    Sentence,
    SpokenSpan,
)
from studio.backends.scrub import without_queries
from studio.backends.service import Field, Service
from studio.backends.speech_answers import Answers
from studio.backends.speech_model import CURRENCY, Family, Model, speech
from studio.backends.web import Reply, Wire, fields
from studio.errors import BackendError, Fault

NAME, TITLE = "speech", "Speech"
OPENAI = "https://api.openai.com/v1"
FILE = "line.wav"
_MOST = 64 << 20  # bytes of an answer: ten minutes of 48 kHz mono, uncompressed


async def _try(values: Mapping[str, str], proxy: str) -> None:
    """Ask for the models, which is free. Raises BackendError when the key is refused."""
    wire = _wire(values, proxy)
    reply = await wire.call("GET", "/models")
    if reply.status in {401, 403}:
        raise BackendError("service.key_refused", Fault.CREDENTIALS)
    if reply.status not in {200, 404}:  # some servers list nothing
        raise BackendError("service.status", Fault.INVALID, status=reply.status)


SERVICE = Service(
    NAME,
    TITLE,
    (
        Field("key", "SPEECH_API_KEY", secret=True),
        Field("model", "SPEECH_MODEL"),
        Field("url", "SPEECH_BASE_URL", default=OPENAI),
    ),
    _try,
)


def backends(
    account: Account, *, own: Path | None = None, spool: Path | None = None
) -> dict[str, Backend]:
    """The one backend (`own`: the folder of the maker's tables; `spool`: where answers are kept).

    Raises BadInput for a table of the maker's that cannot be used.
    """
    return {NAME: Speech(account, speech(own), spool)}


class Speech:
    """Speaks one line a request."""

    def __init__(self, account: Account, family: Family, spool: Path | None = None) -> None:
        self._account, self._family, self._answers = account, family, Answers(TITLE, spool)

    @property
    def offer(self) -> Offer:
        """What it can do at the address that is set now."""
        family = self._family
        ready = self._account.known() or self._address() != OPENAI
        price = family.models.get(self._model(), Model()).per_minute or Decimal(0)
        return Offer(
            name=NAME,
            title=family.title,
            kinds=("sound",),
            languages=family.languages,
            scratch_languages=family.dialects,
            sound=True,
            seeds=False,
            parallel=family.parallel,
            local=False,
            price=PriceRule(currency=CURRENCY, per_second=price / 60),
            ready=ready,
            missing="" if ready else "speech.no_key",
        )

    def compile(self, request: Request) -> Compiled:
        """The one call that `submit` makes."""
        family, model = self._family, self._model()
        if request.kind != "sound" or len(request.lines) != 1:
            return Compiled(blocks=(_told("speech.one_line"),), currency=CURRENCY)
        line = request.lines[0]
        if len(line.text) > family.characters:
            values = {"length": len(line.text), "limit": family.characters}
            return Compiled(blocks=(_told("speech.too_long", **values),), currency=CURRENCY)
        figure = next((f for f in request.figures if f.key == line.speaker), None)
        pace = Decimal(str(figure.pace)) if figure is not None else Decimal(1)
        speed = min(max(pace, family.speed[0]), family.speed[1])
        body: dict[str, Any] = {
            "model": model, "input": line.text, "voice": family.voice(model, figure),
            "response_format": "wav",
        }  # fmt: skip
        if speed != 1:
            body["speed"] = float(speed)
        account = [Change(field="lines", fate=Fate.KEPT, told=_told("speech.kept"))]
        directed = family.models.get(model, Model()).directed
        manner = _manner(line.language, line.emotion, family)
        if manner and directed:
            body["instructions"] = manner
            account.append(_change("manner", Fate.REWRITTEN, "speech.in_words"))
        elif manner:
            account.append(_change("manner", Fate.DROPPED, "speech.not_directed", model=model))
        if figure is not None and figure.pitch:
            account.append(_change("pitch", Fate.DROPPED, "speech.no_pitch"))
        if request.inputs:
            account.append(_change("inputs", Fate.DROPPED, "speech.no_inputs"))
        price = family.price(model, line.text, line.language, speed)
        warnings = () if price is not None else (_told("speech.no_price", model=model),)
        return Compiled(
            calls=(Call(path=family.path, body=body),), account=tuple(account),
            warnings=warnings, price=price or Decimal(0), currency=CURRENCY, estimated=True,
        )  # fmt: skip

    async def submit(self, request: Request, key: str) -> str:
        """Have the line spoken, once. Raises BackendError: Fault.LOST when it may be paid for."""
        compiled = self.compile(request)
        if compiled.blocks:
            raise compiled.blocks[0].refusal()
        self._account.asked("submit", NAME, request, key)
        values = await asyncio.to_thread(self._account.values)
        wire = _wire(values, self._account.proxy(), self._account)
        call = compiled.calls[0]
        reply = await wire.call("POST", call.path, body=call.body, accept="*/*", most=_MOST)
        if reply.status != 200:
            raise _refused(reply, values.get("key", ""))
        return await asyncio.to_thread(self._answers.keep, reply.body, key)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The answer, if it came. Raises BackendError (LOST) else: nobody can look it up."""
        return self._answers.find(key)

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Make the answer a sound of ours: 48 kHz, without the silence around it."""
        seconds = await asyncio.to_thread(self._answers.settle, remote_id, folder / FILE)
        line = request.lines[0]
        frames = max(1, round(seconds * request.rate_num / request.rate_den))
        compiled = self.compile(request)
        yield Result(
            files=(FILE,), cost=compiled.price, currency=CURRENCY, estimated=True,
            usage={"characters": str(len(line.text)), "seconds": f"{seconds:.2f}"},
            spoken={line.key: SpokenSpan(start=0, frames=frames)},
            scratch=(line.language,) if line.language in self._family.dialects else (),
        )  # fmt: skip

    async def cancel(self, remote_id: str) -> None:
        """Nothing goes on at the service."""

    def _model(self) -> str:
        return self._account.plain().get("model", "").strip() or self._family.model

    def _address(self) -> str:
        return (self._account.plain().get("url", "").strip() or OPENAI).rstrip("/")


def _wire(values: Mapping[str, str], proxy: str, account: Account | None = None) -> Wire:
    key = values.get("key", "").strip()
    url = values.get("url", "").strip() or OPENAI
    if key and not (key.isascii() and key.isprintable()):
        raise BackendError("speech.no_key", Fault.CREDENTIALS, backend=TITLE)
    if not key and urlsplit(url).hostname == urlsplit(OPENAI).hostname:
        raise BackendError("speech.no_key", Fault.CREDENTIALS, backend=TITLE)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Wire(
        TITLE, url, lambda path: headers, proxy=proxy, secrets=[key],
        recorder=account.recorder if account else None,
        transport=account.transport if account else None,
    )  # fmt: skip


def _refused(reply: Reply, key: str) -> BackendError:
    """What an answer that is no sound means; nothing was made."""
    words, code = _said(reply)
    said = without_queries(words.replace(key, "…") if key else words) or "?"
    told: dict[str, Any] = {"backend": TITLE, "detail": said, "status": reply.status}
    if reply.status in {401, 403}:
        return BackendError("speech.key_refused", Fault.CREDENTIALS, **told)
    if reply.status == 429 and code != "insufficient_quota":
        return BackendError("speech.busy", Fault.NETWORK, retryable=True, **told)
    if reply.status in {402, 429}:
        return BackendError("speech.quota", Fault.QUOTA, **told)
    if reply.status >= 500:
        return BackendError("speech.failed", Fault.BROKEN, **told)
    return BackendError("speech.refused", Fault.INVALID, **told)


def _said(reply: Reply) -> tuple[str, str]:
    """The words and the code of a refusal: OpenAI's form, or another server's."""
    answer: Any = reply.json
    inner = fields(answer).get("error") or fields(answer).get("detail") or answer
    words = fields(inner).get("message") or (inner if isinstance(inner, str) else "")
    text = f"{words}" or reply.body[:300].decode(errors="replace")
    return text[:300], f"{fields(inner).get('code') or ''}"


def _manner(language: str, emotion: str, family: Family) -> str:
    """How a line is to be said, in words for a model that takes them."""
    dialect = {"yue": "Cantonese", "zh-sichuan": "Sichuanese Mandarin"}.get(language, "")
    parts = (
        f"Speak {dialect}." if dialect and language in family.dialects else "",
        f"Emotion: {emotion}." if emotion else "",
    )
    return " ".join(filter(None, parts))


def _change(field: str, fate: Fate, key: str, **values: str) -> Change:
    return Change(field=field, fate=fate, told=_told(key, **values))


def _told(key: str, **values: str | int) -> Sentence:
    return Sentence(key=key, values={"backend": TITLE, **values})
