"""Calls to Kling: which credential goes where, the envelope of answers, what its codes mean.

Paths under `/v1/` are the older API; they take the API key, or a token signed with an access key
and its secret. All other paths take the API key alone. An answer is right when its status is 2xx
and its `code` is 0.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, cast

from studio.backends.account import Account
from studio.backends.pacing import Pace, Pause
from studio.backends.scrub import without_queries
from studio.backends.web import Reply, Wire, fields
from studio.errors import BackendError, Fault

CREATES, LOOKS, COSTS = 4.0, 5.0, 0.9  # calls a second; costs allow one
_LIFE, _EARLY = 1800, 5  # seconds a token is good for, and from when before it was made
_BUSY = {1302, 1303}
_CODES: dict[int, tuple[str, Fault]] = {
    1000: ("kling.key_refused", Fault.CREDENTIALS), 1001: ("kling.key_refused", Fault.CREDENTIALS),
    1002: ("kling.key_refused", Fault.CREDENTIALS), 1003: ("kling.clock", Fault.CREDENTIALS),
    1004: ("kling.clock", Fault.CREDENTIALS), 1100: ("kling.account", Fault.QUOTA),
    1101: ("kling.arrears", Fault.QUOTA), 1102: ("kling.units_gone", Fault.QUOTA),
    1103: ("kling.no_right", Fault.CREDENTIALS), 1304: ("kling.address_barred", Fault.CREDENTIALS),
    1200: ("kling.invalid", Fault.INVALID), 1201: ("kling.invalid", Fault.INVALID),
    1202: ("kling.no_such_model", Fault.INVALID), 1203: ("kling.no_such_model", Fault.INVALID),
    1300: ("kling.moderated", Fault.REFUSED), 1301: ("kling.moderated", Fault.REFUSED),
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """An answer out of its envelope; `code` is None when it was no envelope."""

    status: int
    code: int | None = None
    message: str = ""
    request: str = ""
    data: Any = field(default=None, repr=False)

    @property
    def good(self) -> bool:
        """True when the service says that it did what was asked."""
        return 200 <= self.status < 300 and self.code == 0

    @property
    def unclear(self) -> bool:
        """True when nobody can tell whether the service did it."""
        known = self.code is not None and self.code in _CODES.keys() | _BUSY
        return not known and (self.status < 400 or self.status >= 500 or self.status == 408)

    @property
    def told(self) -> str:
        """All of it for a sentence, in one line."""
        code = "" if self.code is None else f"{self.code}"
        parts = (
            code or f"HTTP {self.status}",
            self.message,
            f"[{self.request}]" * bool(self.request),
        )
        return " ".join(filter(None, parts))


def read(reply: Reply) -> Answer:
    """The envelope of a reply, whatever came."""
    values = fields(reply.json)
    code = values.get("code")
    number = code if isinstance(code, int) and not isinstance(code, bool) else None
    if isinstance(code, str) and code.lstrip("-").isdigit():
        number = int(code)
    message = " ".join(str(values.get("message") or "").split())[:400]
    request = str(values.get("request_id") or "")[:80]
    return Answer(reply.status, number, message, request, values.get("data"))


def rows(values: object) -> list[Any]:
    """A JSON array; an empty one when it is something else."""
    return cast(list[Any], values) if isinstance(values, list) else []


def signed(access: str, secret: str, now: float) -> str:
    """A token (JWT, HS256) for the older paths, good for half an hour from `now` in seconds."""
    at = int(now)
    claims = {"iss": access, "exp": at + _LIFE, "nbf": at - _EARLY}
    parts = [
        _plain64(json.dumps(each).encode()) for each in ({"alg": "HS256", "typ": "JWT"}, claims)
    ]
    body = ".".join(parts)
    digest = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
    return f"{body}.{_plain64(digest)}"


_SECRETS = ("key", "secret", "access")


class Line:
    """The way to Kling for everything of one account: one pace, one set of connections."""

    def __init__(
        self, account: Account, title: str, pause: Pause = asyncio.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self.account, self.title, self.pause, self._clock = account, title, pause, clock
        self._paces = {
            "create": Pace(CREATES, pause), "look": Pace(LOOKS, pause), "costs": Pace(COSTS, pause),
        }  # fmt: skip
        self._wire: Wire | None = None
        self._values: Mapping[str, str] = {}
        self._proxy = ""
        self._ahead = 0.0  # seconds by which the service's clock is ahead of ours

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Wire]:
        """The connections, kept meanwhile, to where the account's values say now."""
        given = await asyncio.to_thread(self.account.values)
        values = {name: text.strip() for name, text in given.items()}
        proxy = self.account.proxy()
        if self._wire is None or (values, proxy) != (self._values, self._proxy):
            self._values, self._proxy = values, proxy
            self._wire = Wire(
                self.title, base_of(values.get("url", "")), self._sign,
                proxy=proxy, recorder=self.account.recorder,
                transport=self.account.transport,
                secrets=[values.get(name, "") for name in _SECRETS],
            )  # fmt: skip
        wire = self._wire
        async with wire.open():
            yield wire

    async def call(
        self, pace: str, method: str, path: str, *,
        body: Mapping[str, Any] | None = None, params: Mapping[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        """One call, sent once, when its turn has come; a token that is out of time is made anew
        once. Raises as `Wire.call` does, and for a credential that is not there.
        """
        async with self.open() as wire:
            for again in (False, True):
                self._check_key(path)
                await self._paces[pace].turn()
                reply = await wire.call(method, path, body=body, params=params)
                answer = self._cleaned(read(reply))
                if again or answer.code not in {1003, 1004} or not self._signs(path):
                    return answer
                self._set_clock(reply)
        raise AssertionError

    def refused(self, answer: Answer) -> BackendError:
        """The error of an answer that is no success, where nothing was made or changed."""
        return error_of(answer, self.title)

    def clean(self, text: str) -> str:
        """Words of the service without the credentials, should it repeat them."""
        for name in _SECRETS:
            value = self._values.get(name, "")
            text = text.replace(value, "…") if value else text
        return without_queries(text)

    def _cleaned(self, answer: Answer) -> Answer:
        return Answer(
            answer.status, answer.code, self.clean(answer.message), self.clean(answer.request),
            answer.data,
        )  # fmt: skip

    def _signs(self, path: str) -> bool:
        return path.startswith("/v1/") and not self._values.get("key")

    def _check_key(self, path: str) -> None:
        values = self._values
        given = [values.get("key", "")]
        if self._signs(path):
            given = [values.get("access", ""), values.get("secret", "")]
        if not all(text and text.isascii() and text.isprintable() for text in given):
            pair = bool(values.get("access") and values.get("secret"))
            key = "kling.needs_api_key" if pair else "kling.no_key"
            raise BackendError(key, Fault.CREDENTIALS, backend=self.title)

    def _sign(self, path: str) -> dict[str, str]:
        values = self._values
        token = values.get("key", "")
        if self._signs(path):
            token = signed(values["access"], values["secret"], self._clock() + self._ahead)
        return {"Authorization": f"Bearer {token}"}

    def _set_clock(self, reply: Reply) -> None:
        try:
            there = parsedate_to_datetime(reply.headers.get("date", "")).timestamp()
        except (TypeError, ValueError):
            return
        self._ahead = there - self._clock()


def base_of(url: str) -> str:
    """An address without what paths bring along."""
    return url.rstrip("/").removesuffix("/v1").rstrip("/")


def error_of(answer: Answer, title: str) -> BackendError:
    """What a refusal means, by its code first and by the status second."""
    told: dict[str, Any] = {"backend": title, "detail": answer.told}
    if answer.code in _BUSY:
        return BackendError("kling.busy", Fault.NETWORK, retryable=True, **told)
    if answer.code in _CODES:
        key, fault = _CODES[answer.code]
        return BackendError(key, fault, **told)
    if answer.status in {401, 403}:
        return BackendError("kling.key_refused", Fault.CREDENTIALS, **told)
    if answer.status in {408, 429} or answer.status >= 500:
        return BackendError("kling.no_answer", Fault.NETWORK, retryable=True, **told)
    if answer.status < 400:
        return BackendError("kling.strange_answer", Fault.NETWORK, retryable=True, **told)
    return BackendError("kling.invalid", Fault.INVALID, **told)


def _plain64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
