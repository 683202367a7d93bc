"""A language model as planner, over any OpenAI-compatible chat endpoint with a JSON schema.

The model writes a `Treatment`; film grammar and timing are ours. An answer that does not fit is
sent back once with what is wrong; a second one is refused. It never falls back to the grammar.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

import httpx
from pydantic import BaseModel, Field, ValidationError

from studio.errors import BackendError, BadInput, Fault, StudioError
from studio.messages import Part
from studio.script.compose import Plan, compose
from studio.script.endpoint import BASE_URL
from studio.script.model_answer import LostWords, read_answer, strict_schema
from studio.script.treatment import Treatment
from studio.script.wire import wire_trouble
from studio.timeline.rate import Rate

MAX_ANSWER = 4_000_000
_TRIES = 4
_TASK = (
    "You are a film director. Turn the text into a treatment that fits the JSON schema: scenes, and in "
    "every scene explicit shots (text, size, moves, subjects, dialogue). Establish each place, vary the "
    "size from shot to shot, come close for feeling, and never cut between two shots of equal size on "
    "the same people. Keep the sizes, moves, lengths, counts and the order that the text asks for. Keep "
    "every word in quotation marks and every line of dialogue exactly as written. Leave seconds null "
    "unless the text names a length. Write in the language of the text. Answer with JSON only."
)
Pause = Callable[[float], Awaitable[None]]


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Answer(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class ModelPlanner:
    """Plans through a chat endpoint; `key` is sent in a header and shown nowhere.

    `timeout` is seconds without a sign of life, `total` seconds for everything, repair included.
    """

    def __init__(
        self,
        key: str,
        model: str,
        base_url: str = BASE_URL,
        *,
        timeout: float = 120,
        total: float = 300,
        pause: Pause = asyncio.sleep,
        proxy: str = "",
    ) -> None:
        self._key = key
        self._model = model
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._timeout = timeout
        self._total = total
        self._pause = pause
        self._proxy = proxy or None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, *, proxy: str = "") -> Self:
        """By OPENAI_API_KEY, OPENAI_MODEL and OPENAI_BASE_URL. Raises BadInput when one lacks."""
        for name in ("OPENAI_API_KEY", "OPENAI_MODEL"):
            value = environ.get(name, "").strip()
            if not (value and value.isascii() and value.isprintable()):  # fit for a header
                raise BadInput("planner.no_setting", name=name)
        base = environ.get("OPENAI_BASE_URL") or BASE_URL
        if not base.startswith(("http://", "https://")):
            raise BadInput("planner.bad_url", name="OPENAI_BASE_URL")
        key, model = (environ[name].strip() for name in ("OPENAI_API_KEY", "OPENAI_MODEL"))
        return cls(key, model, base, proxy=proxy)

    async def plan(
        self,
        text: str,
        *,
        form: str | None = None,
        language: str | None = None,
        rate: Rate,
        size: tuple[int, int] | None = None,
        ratio: tuple[int, int] | None = None,
    ) -> Plan:
        """Scenes and shots as the model directs them. Raises StudioError, BadInput."""
        del form
        told = f"{_TASK}\nLanguage: {language}" if language else _TASK
        messages = [{"role": "system", "content": told}, {"role": "user", "content": text}]
        try:
            async with asyncio.timeout(self._total):
                treatment = await self._treatment(messages, text)
        except TimeoutError:
            raise BackendError(
                "planner.too_slow",
                Fault.NETWORK,
                retryable=True,
                model=self._model,
                limit=f"{self._total:g}",
            ) from None
        return compose(treatment, seed=text, rate=rate, size=size, ratio=ratio)

    async def _treatment(self, messages: list[dict[str, str]], text: str) -> Treatment:
        """The answer, asked for again once with what is wrong. Raises StudioError."""
        error = StudioError("planner.bad_answer", model=self._model, detail="")
        for _ in range(2):
            answer = await self._ask(messages)
            try:
                read = read_answer(answer, text)
                if isinstance(read, Treatment):
                    return read
                wrong = read.words
                error = StudioError(
                    "planner.bad_answer", model=self._model, detail=self._without_key(read.part)
                )
            except LostWords as lost:
                words = str(lost)
                wrong = f"the words “{words}” are missing or changed"
                error = StudioError("planner.lost_words", model=self._model, words=words[:120])
            again = f"That answer does not fit: {wrong}. Send the whole corrected JSON."
            messages = [
                *messages,
                {"role": "assistant", "content": answer},
                {"role": "user", "content": again},
            ]
        raise error

    def _without_key(self, part: Part) -> Part:
        """A piece of a sentence; a service may echo what it was sent."""
        values = {n: v.replace(self._key, "...") if isinstance(v, str) else v
                  for n, v in part.values.items()}  # fmt: skip
        return Part(part.key, values)

    async def _ask(self, messages: list[dict[str, str]]) -> str:
        body = {
            "model": self._model,
            "messages": messages,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "treatment", "strict": True, "schema": strict_schema()},
            },
        }
        for attempt in range(_TRIES):
            status, data, wait = await self._post(body)
            if status == 200:
                return self._content(data)
            if status in {401, 403}:
                raise BackendError("planner.key_refused", Fault.CREDENTIALS, model=self._model)
            if status == 404:
                raise BackendError("planner.not_there", Fault.INVALID, model=self._model)
            if status != 429 and status < 500:
                raise BackendError(
                    "planner.refused", Fault.INVALID, model=self._model, status=status
                )
            if attempt + 1 < _TRIES:
                await self._pause(min(30.0, wait if wait is not None else 2.0**attempt))
        raise BackendError("planner.unavailable", Fault.NETWORK, retryable=True, model=self._model)

    async def _post(self, body: Mapping[str, Any]) -> tuple[int, bytes, float | None]:
        # Nothing packed is asked for or unpacked: a small answer cannot grow past the limit.
        headers = {"Authorization": f"Bearer {self._key}", "Accept-Encoding": "identity"}
        try:
            async with (
                httpx.AsyncClient(
                    timeout=self._timeout, follow_redirects=False, proxy=self._proxy
                ) as client,
                client.stream("POST", self._url, json=body, headers=headers) as response,
            ):
                data = bytearray()
                async for chunk in response.aiter_raw():
                    data += chunk
                    if len(data) > MAX_ANSWER:
                        raise BackendError("planner.too_large", Fault.INVALID, model=self._model)
                return (
                    response.status_code,
                    bytes(data),
                    _seconds(response.headers.get("Retry-After")),
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise BackendError(
                "planner.no_connection", Fault.NETWORK, retryable=True, detail=wire_trouble(error)
            ) from None

    def _content(self, data: bytes) -> str:
        try:
            choice = _Answer.model_validate_json(data).choices[0]
        except ValidationError:  # its words hold the answer, and an answer may hold anything
            raise BackendError("planner.not_chat", Fault.INVALID, model=self._model) from None
        if choice.message.refusal:
            raise BackendError("planner.declined", Fault.REFUSED, model=self._model)
        if choice.finish_reason == "length":
            raise BackendError("planner.cut_off", Fault.INVALID, model=self._model)
        return choice.message.content or ""


def _seconds(text: str | None) -> float | None:
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None
