"""Calls to Ark at the pace it allows, and what its refusals mean.

Every refusal is `{"error": {"code", "message", ...}}`; the same pair stands in a task that failed.
Codes are told by their beginning, and one that nobody knows is shown as it is.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from studio.backends.account import Account
from studio.backends.pacing import Pace, Pause
from studio.backends.scrub import without_queries
from studio.backends.web import Reply, Wire, fields
from studio.errors import BackendError, Fault

CREATES, LOOKS, LISTS = 2.5, 10.0, 0.9  # calls a second; Ark allows 3 (180 a minute), 20 and 1
_PEOPLE = ("SensitiveContentDetected.PrivacyInformation",)
_RIGHTS = ("SensitiveContentDetected.PolicyViolation",)
_MODERATED = ("SensitiveContentDetected", "RiskDetection")
_OVERDUE = ("AccountOverdueError", "OperationDenied.ServiceOverdue")
_CLOSED = (
    *("ModelNotOpen", "InvalidEndpointOrModel", "OperationDenied.ServiceNotOpen", "AccessDenied"),
)
_KEY = ("AuthenticationError", "InvalidAccountStatus")
_QUEUE = ("queue", "排队")  # what a QuotaExceeded says that passes by itself


@dataclass(frozen=True)
class Refusal:
    """What Ark said: the code, its words, the id under which its support finds the call."""

    code: str = ""
    message: str = ""
    request: str = ""

    @property
    def told(self) -> str:
        """All of it for a sentence, in one line."""
        parts = (self.code, self.message[:300], f"[{self.request}]" if self.request else "")
        return " ".join(filter(None, parts)) or "?"


class Line:
    """The way to Ark for all models of one account: one pace, one set of connections."""

    def __init__(self, account: Account, title: str, pause: Pause = asyncio.sleep) -> None:
        self.account, self.title, self.pause = account, title, pause
        self._paces = {
            "create": Pace(CREATES, pause), "look": Pace(LOOKS, pause), "list": Pace(LISTS, pause),
        }  # fmt: skip
        self._wire: Wire | None = None
        self._open = 0  # how many keep the connections now
        self._key = ""
        self._reached = ("", "", "")

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Wire]:
        """The connections, kept meanwhile, to where the account's values say now.

        Raises BackendError where there is no key or no address.
        """
        values = await asyncio.to_thread(self.account.values)
        key, url = (values.get(name, "").strip() for name in ("key", "url"))
        if not (key and key.isascii() and key.isprintable()):
            raise BackendError("seedance.no_key", Fault.CREDENTIALS, backend=self.title)
        reached = (url, key, self.account.proxy())
        if self._wire is None or reached != self._reached:
            headers = {"Authorization": f"Bearer {key}"}
            self._wire = Wire(
                self.title, url, lambda path: headers,
                proxy=reached[2], recorder=self.account.recorder,
                transport=self.account.transport,
                secrets=[values.get(name, "").strip() for name in ("key", "access", "secret")],
            )  # fmt: skip
            self._key, self._reached = key, reached
        wire = self._wire
        self._open += 1
        try:
            async with wire.open():
                yield wire
        finally:
            self._open -= 1

    async def call(
        self, pace: str, method: str, path: str, *,
        body: Mapping[str, Any] | None = None, params: Mapping[str, str] | None = None,
    ) -> Reply:  # fmt: skip
        """One call, sent once, when its turn has come. Raises as `Wire.call` and `open` do.

        While somebody keeps the connections, nobody is asked for the key again.
        """
        if self._open and self._wire is not None:
            await self._paces[pace].turn()
            return await self._wire.call(method, path, body=body, params=params)
        async with self.open() as wire:
            await self._paces[pace].turn()
            return await wire.call(method, path, body=body, params=params)

    async def breathe(self, reply: Reply) -> None:
        """A scattered moment before anybody is told that the service is busy."""
        await self.pause(min(reply.wait or 0.0, 10.0) + random.random())

    def refusal(self, reply: Reply) -> Refusal:
        """What an answer says is wrong; nothing of it holds the key."""
        found = said(reply.json)
        request = reply.headers.get("x-request-id", "")[:80]
        return Refusal(found.code, self.clean(found.message), self.clean(request))

    def clean(self, text: str) -> str:
        """Words of the service without the key, should it repeat that."""
        text = text.replace(self._key, "…") if self._key else text
        return without_queries(text)

    def refused(self, reply: Reply) -> BackendError:
        """The error of an answer that is no success, where nothing was made or changed."""
        return error_of(self.refusal(reply), self.title, reply.status)


def said(values: object) -> Refusal:
    """The code and the words in a body or in a task."""
    given = fields(fields(values).get("error"))
    code, message = (str(given.get(name) or "") for name in ("code", "message"))
    return Refusal(code[:120], " ".join(message.split())[:600])


def error_of(refusal: Refusal, title: str, status: int = 0) -> BackendError:
    """What a refusal means, by its code first and by the status second."""
    code, detail = refusal.code, refusal.told
    moderated = _moderation(code)
    if moderated:
        return BackendError(moderated, Fault.REFUSED, backend=title, detail=detail)
    if code.startswith(_OVERDUE):
        return BackendError("seedance.overdue", Fault.QUOTA, backend=title, detail=detail)
    if code.startswith(_CLOSED):
        return BackendError("seedance.not_open", Fault.CREDENTIALS, backend=title, detail=detail)
    if code.startswith(_KEY) or status in {401, 403}:
        return BackendError("seedance.key_refused", Fault.CREDENTIALS, backend=title, detail=detail)
    if code.startswith("SetLimitExceeded"):
        return BackendError("seedance.limit_set", Fault.QUOTA, backend=title, detail=detail)
    if code.startswith("QuotaExceeded") and not any(w in refusal.message.lower() for w in _QUEUE):
        return BackendError("seedance.quota", Fault.QUOTA, backend=title, detail=detail)
    if status == 429:
        return BackendError(
            "seedance.busy", Fault.NETWORK, retryable=True, backend=title, detail=detail
        )
    if code.startswith(("InvalidParameter.TaskType",)):
        return BackendError("seedance.task_rules", Fault.INVALID, backend=title, detail=detail)
    if code.startswith(("InvalidParameter", "MissingParameter", "InvalidImageURL")) or (
        400 <= status < 500
    ):
        return BackendError("seedance.invalid", Fault.INVALID, backend=title, detail=detail)
    return BackendError("seedance.failed", Fault.BROKEN, backend=title, detail=detail)


def _moderation(code: str) -> str:
    if any(part in code for part in _PEOPLE):
        return "seedance.people"
    if any(part in code for part in _RIGHTS):
        return "seedance.rights"
    if not any(part in code for part in _MODERATED):
        return ""
    return "seedance.moderated_output" if code.startswith("Output") else "seedance.moderated"
