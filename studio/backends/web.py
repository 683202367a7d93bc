"""The wire to a service: calls that tell whether they were sent, answers with a limit, no keys.

Whether a call may have reached the service decides whether it may be repeated. httpx tells: an
error on the way to the connection means that nothing was sent, any later one that nobody knows.
"""

import asyncio
import json
import ssl
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import cache
from typing import Any, BinaryIO, cast

import httpx

from studio.backends.exchange import Exchange, Headers, Recorder, Reply
from studio.errors import BackendError, Fault

MAX_ANSWER = 8_000_000  # bytes of a JSON answer
MAX_BODY = 64 << 20  # bytes of a JSON body
_TIMES = httpx.Timeout(60.0, connect=20.0, pool=None)  # seconds without a sign of life
_LIMITS = httpx.Limits(max_connections=32, max_keepalive_connections=16, keepalive_expiry=60)
_NOT_SENT = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError,
    httpx.UnsupportedProtocol,
)  # fmt: skip

Sign = Callable[[str], Headers]
"""Headers for a path: where the key goes in. May be called on any thread, and for every call."""


class Wire:
    """Calls to one service. The connections live as long as somebody is inside `open`."""

    def __init__(
        self,
        title: str,
        base_url: str,
        sign: Sign,
        *,
        proxy: str = "",
        recorder: Recorder | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        secrets: Iterable[str] = (),
        near: bool = False,
    ) -> None:
        """`title` is the service's name in sentences; `transport` takes the network's place;
        `secrets` is what a recorder has to take out of everything; `near`: the service is on this
        machine, where no proxy of the system's leads.

        Raises BackendError when `base_url` is no http address.
        """
        self.title = title
        self._base = base_url.rstrip("/")
        self._sign = sign
        self._proxy = proxy or None
        self._recorder = recorder
        self._transport = transport
        self._secrets = tuple(filter(None, secrets))
        self._near = near
        self._client: httpx.AsyncClient | None = None
        self._users = 0
        if not self._base.startswith(("https://", "http://")):
            raise BackendError("web.bad_address", Fault.CREDENTIALS, backend=title)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[None]:
        """Keep the connections meanwhile, for several calls; on one asyncio loop at a time."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            if not self._users and self._client is not None:
                client, self._client = self._client, None
                await asyncio.shield(client.aclose())

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
        accept: str = "application/json",
        most: int = MAX_ANSWER,
    ) -> Reply:
        """One call, sent once; `most` is the greatest answer in bytes. Raises BackendError:
        Fault.LOST when it may have arrived without an answer; Fault.NETWORK, retryable, when
        nothing was sent.
        """
        begun = time.monotonic()
        try:
            reply = await self._sent(method, path, body, params, accept, most)
        except BackendError as error:
            self._record(method, path, params, body, None, error.key, begun)
            raise
        self._record(method, path, params, body, reply, "", begun)
        return reply

    async def upload(
        self, path: str, field: str, name: str, file: BinaryIO, form: Mapping[str, str]
    ) -> Reply:
        """Post a form with one open file, read while it is sent. Raises as `call` does, OSError."""
        begun, size = time.monotonic(), file.seek(0, 2)
        file.seek(0)
        told = {"$media": {"kind": "?", "bytes": size, "sha256": ""}}  # files are never recorded
        headers = {**self._sign(path), "Accept": "application/json", "Accept-Encoding": "identity"}
        parts: dict[str, Any] = {
            "data": form, "files": {field: (name, file, "application/octet-stream")},
        }  # fmt: skip
        try:
            reply = await self._exchanged("POST", path, headers, MAX_ANSWER, **parts)
        except BackendError as error:
            self._record("POST", path, None, told, None, error.key, begun)
            raise
        self._record("POST", path, None, told, reply, "", begun)
        return reply

    async def _sent(
        self, method: str, path: str, body: Mapping[str, Any] | None,
        params: Mapping[str, str] | None, accept: str, most: int,
    ) -> Reply:  # fmt: skip
        content = _encoded(body, self.title)
        headers = {**self._sign(path), "Accept": accept, "Accept-Encoding": "identity"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        return await self._exchanged(method, path, headers, most, content=content, params=params)

    async def _exchanged(
        self, method: str, path: str, headers: Headers, most: int, **what: Any
    ) -> Reply:
        async with self.open():
            try:
                request = self._connected().build_request(
                    method, self._base + path, headers=headers, **what
                )
                return await self._answered(request, most)
            except _NOT_SENT as error:
                raise self._unreachable(error) from None
            except httpx.InvalidURL:
                raise BackendError(
                    "web.bad_address", Fault.CREDENTIALS, backend=self.title
                ) from None
            except (httpx.HTTPError, httpx.StreamError) as error:
                raise BackendError(
                    "web.answer_lost", Fault.LOST, backend=self.title, detail=type(error).__name__
                ) from None

    def _record(
        self, method: str, path: str, params: Mapping[str, str] | None,
        body: Mapping[str, Any] | None, reply: Reply | None, error: str, begun: float,
    ) -> None:  # fmt: skip
        if self._recorder is None:
            return
        exchange = Exchange(
            self.title, self._base, method, path, params or {}, body, reply, error,
            time.monotonic() - begun, self._secrets,
        )  # fmt: skip
        # At once and not in a thread: waiting here, a created task's id could be lost.
        with suppress(OSError, ValueError, RecursionError):
            self._recorder.called(exchange)

    @asynccontextmanager
    async def stream(
        self, url: str, headers: Headers | None = None, *, follow: bool = True
    ) -> AsyncGenerator[httpx.Response]:
        """A download from any host, with no key; redirects are followed, but not with `follow` off,
        for headers that are for one host alone.

        Raises BackendError (Fault.NETWORK, retryable) for whatever the network does.
        """
        async with self.open():
            try:
                plain = {"Accept-Encoding": "identity", **(headers or {})}
                client = self._connected()
                async with client.stream(
                    "GET", url, headers=plain, follow_redirects=follow
                ) as response:
                    if self._recorder is not None:
                        self._recorder.fetched(self.title, url, response.status_code, self._secrets)
                    yield response
            except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
                raise self._unreachable(error) from None

    def _connected(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=self._transport,
                verify=trust(),
                proxy=self._proxy,
                limits=_LIMITS,
                timeout=_TIMES,
                follow_redirects=False,
                trust_env=not self._near,
            )
        return self._client

    async def _answered(self, request: httpx.Request, most: int) -> Reply:
        client = self._connected()
        response = await client.send(request, stream=True)
        try:
            data = bytearray()
            async for chunk in response.aiter_raw():
                data += chunk
                if len(data) > most:
                    raise BackendError("web.too_large", Fault.LOST, backend=self.title)
        finally:
            await response.aclose()
        return Reply(response.status_code, bytes(data), dict(response.headers))

    def _unreachable(self, error: Exception) -> BackendError:
        return BackendError(
            "web.unreachable", Fault.NETWORK, retryable=True,
            backend=self.title, detail=type(error).__name__,
        )  # fmt: skip


def fields(values: object) -> dict[str, Any]:
    """A JSON object; an empty one when it is something else."""
    return cast(dict[str, Any], values) if isinstance(values, dict) else {}


def entries(values: object) -> list[Any]:
    """A JSON list; an empty one when it is something else."""
    return cast(list[Any], values) if isinstance(values, list) else []


@cache
def trust() -> ssl.SSLContext:
    """Whom to believe, read once: reading the certificates takes 30 ms of a processor."""
    return httpx.create_ssl_context()


def _encoded(body: Mapping[str, Any] | None, title: str) -> bytes | None:
    if body is None:
        return None
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    if len(content) > MAX_BODY:
        limit = MAX_BODY >> 20
        raise BackendError("web.body_too_large", Fault.INVALID, backend=title, limit=limit)
    return content
