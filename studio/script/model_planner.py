"""A language model as planner, over any OpenAI-compatible chat endpoint with a JSON schema.

The model writes a `Treatment`; film grammar and timing are ours. An answer that does not fit is
sent back once with what is wrong; a second one is refused. It never falls back to the grammar.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

import httpx
from pydantic import BaseModel, Field, ValidationError

from studio.errors import BackendError, BadInput, Fault, StudioError
from studio.script.compose import Plan, compose
from studio.script.prose import QUOTE
from studio.script.treatment import Treatment
from studio.timeline.rate import Rate

BASE_URL = "https://api.openai.com/v1"
MAX_ANSWER = 4_000_000
_TRIES = 4
_TASK = (
    "You are a film director. Turn the text into a treatment that fits the JSON schema: scenes with "
    "explicit shots (text, size, moves, subjects, dialogue). Keep every word in quotation marks and "
    "every line of dialogue exactly as written. Leave seconds null unless the text names a length. "
    "Write in the language of the text. Answer with JSON only."
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
    """Plans through a chat endpoint; `key` is sent in a header and shown nowhere."""

    def __init__(
        self,
        key: str,
        model: str,
        base_url: str = BASE_URL,
        *,
        timeout: float = 120,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._key = key
        self._model = model
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._timeout = timeout
        self._pause = pause

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """By OPENAI_API_KEY, OPENAI_MODEL and OPENAI_BASE_URL. Raises BadInput when one lacks."""
        for name in ("OPENAI_API_KEY", "OPENAI_MODEL"):
            if not environ.get(name):
                raise BadInput("planner.no_setting", name=name)
        base = environ.get("OPENAI_BASE_URL") or BASE_URL
        if not base.startswith(("http://", "https://")):
            raise BadInput("planner.bad_url", name="OPENAI_BASE_URL")
        return cls(environ["OPENAI_API_KEY"], environ["OPENAI_MODEL"], base)

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
        answer = await self._ask(messages)
        treatment, wrong = _read(answer, text)
        if treatment is None:
            again = f"That answer does not fit: {wrong}. Send the whole corrected JSON."
            messages += [
                {"role": "assistant", "content": answer},
                {"role": "user", "content": again},
            ]
            treatment, wrong = _read(await self._ask(messages), text)
        if treatment is None:
            raise StudioError("planner.bad_answer", model=self._model, detail=wrong)
        return compose(treatment, seed=text, rate=rate, size=size, ratio=ratio)

    async def _ask(self, messages: list[dict[str, str]]) -> str:
        body = {
            "model": self._model,
            "messages": messages,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "treatment", "schema": Treatment.model_json_schema()},
            },
        }
        for attempt in range(_TRIES):
            status, data, wait = await self._post(body)
            if status == 200:
                return self._content(data)
            if status in {401, 403}:
                raise BackendError("planner.key_refused", Fault.CREDENTIALS, model=self._model)
            if status != 429 and status < 500:
                raise BackendError(
                    "planner.refused", Fault.INVALID, model=self._model, status=status
                )
            if attempt + 1 < _TRIES:
                await self._pause(min(30.0, wait if wait is not None else 2.0**attempt))
        raise BackendError("planner.unavailable", Fault.NETWORK, retryable=True, model=self._model)

    async def _post(self, body: Mapping[str, Any]) -> tuple[int, bytes, float | None]:
        headers = {"Authorization": f"Bearer {self._key}"}
        try:
            async with (
                httpx.AsyncClient(timeout=self._timeout, follow_redirects=False) as client,
                client.stream("POST", self._url, json=body, headers=headers) as response,
            ):
                data = b""
                async for chunk in response.aiter_bytes():
                    data += chunk
                    if len(data) > MAX_ANSWER:
                        raise BackendError("planner.too_large", Fault.INVALID, model=self._model)
                return response.status_code, data, _seconds(response.headers.get("Retry-After"))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = type(error).__name__
            raise BackendError(
                "planner.no_connection", Fault.NETWORK, retryable=True, detail=kind
            ) from None

    def _content(self, data: bytes) -> str:
        try:
            choice = _Answer.model_validate_json(data).choices[0]
        except ValidationError as error:
            raise BackendError("planner.not_chat", Fault.INVALID, model=self._model) from error
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


def _read(answer: str, text: str) -> tuple[Treatment | None, str]:
    """The treatment in an answer, or what is wrong with it."""
    body = answer.strip()
    if body.startswith("```"):
        body = body.split("\n", 1)[-1].rsplit("```", 1)[0]
    try:
        treatment = Treatment.model_validate(json.loads(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return None, f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:300]
    except (ValueError, RecursionError):
        return None, "it is not JSON"
    kept = " ".join(
        [line.text for p in treatment.scenes for s in p.shots for line in s.dialogue]
        + [w for p in treatment.scenes for s in p.shots for w in (*s.onscreen_text, s.text)]
        + [p.text for p in treatment.scenes]
    )
    lost = [words for words in QUOTE.findall(text) if words not in kept]
    return (None, f"the words “{lost[0][:80]}” are missing") if lost else (treatment, "")
