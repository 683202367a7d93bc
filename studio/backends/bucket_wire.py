"""Calls to an S3 server by signed links: put, look, fetch, take away; what its refusals mean."""

import asyncio
import base64
import hashlib
import re
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from studio.backends.bucket_place import TITLE, Method, Place
from studio.backends.pacing import Pause, pauses
from studio.backends.web import trust
from studio.errors import BackendError, Fault

Told = Callable[[int, int], None]
"""Hears of bytes sent so far, and of all there are."""

LARGEST = 5 << 30  # bytes of one object put in one call
_TRIES = 4
_CHUNK = 1 << 18
_ANSWER = 64 << 10  # bytes of an answer that are read
_LINK = 900.0  # seconds in which a call of ours has to begin
_SKEW = 300.0  # seconds by which a clock may be wrong before it is named
_TIMES = httpx.Timeout(60.0, connect=20.0)  # seconds without a sign of life
_CODE = re.compile(rb"<Code>\s*([A-Za-z0-9.]{1,80})\s*</Code>")
_REGION = re.compile(rb"<Region>\s*([A-Za-z0-9-]{1,60})\s*</Region>")
_KEYS = {
    *("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidAccessKey", "InvalidSecurity"),
    *("NotSignedUp", "AuthFailure"),
}
_ELSEWHERE = {
    *("PermanentRedirect", "TemporaryRedirect", "Redirect", "AuthorizationHeaderMalformed"),
    *("AuthorizationQueryParametersError", "IllegalLocationConstraintException"),
}
_BUSY = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "OperationAborted"}


class BucketWire:
    """The way to one bucket. `pause` waits between tries; whatever is called here is no coroutine
    of a window's thread.
    """

    def __init__(
        self,
        place: Place,
        proxy: str = "",
        *,
        pause: Pause = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.place = place
        self._proxy, self._pause, self._transport = proxy, pause, transport

    async def has(self, name: str, size: int) -> bool:
        """Whether an object of that many bytes is there, as far as the key may look."""
        reply = await self._tried("HEAD", name)
        # A HEAD has no words; what is wrong is told by the call that follows.
        return reply.status == 200 and reply.headers.get("content-length") == str(size)

    async def put(self, name: str, path: Path, kind: str, told: Told | None = None) -> None:
        """Put a file there, whole or not at all, with a checksum that the server compares.

        Raises BackendError, OSError.
        """
        size, checksum = await asyncio.to_thread(_measured, path)
        if size > LARGEST:
            raise BackendError("bucket.too_large", Fault.INVALID, backend=TITLE, name=path.name)
        headers = {"Content-Type": kind, "Content-Length": str(size), "Content-MD5": checksum}
        reply = await self._tried(
            "PUT", name, headers=headers, content=lambda: _read(path, size, told)
        )
        if reply.status not in {200, 201, 204} or "etag" not in reply.headers:
            raise self._refused(reply)

    async def fetched(self, name: str, seconds: float, most: int) -> bytes:
        """What a link as services get it leads to. Raises BackendError."""
        reply = await self._tried(
            "GET", name, url=self.place.signed("GET", name, seconds, public=True), most=most
        )
        if reply.status != 200:
            raise self._refused(reply)
        return reply.body

    async def remove(self, name: str) -> None:
        """Take an object away; one that is not there is no trouble. Raises BackendError."""
        reply = await self._tried("DELETE", name)
        if reply.status not in {200, 202, 204, 404}:
            raise self._refused(reply)

    async def _tried(self, method: Method, name: str, **more: Any) -> "_Reply":
        """Every call may be made again: it leaves the same whether it came once or twice."""
        waits = pauses(1.0, 8.0)
        for last in (*(False,) * (_TRIES - 1), True):
            try:
                reply = await self._called(method, name, **more)
            except BackendError as error:
                if last or not error.retryable:
                    raise
            else:
                if not (reply.status in {429} or reply.status >= 500 or reply.code in _BUSY):
                    return reply
                if last:
                    raise self._refused(reply)
            await self._pause(next(waits))
        raise AssertionError

    async def _called(
        self, method: Method, name: str, *, url: str = "", headers: dict[str, str] | None = None,
        content: Callable[[], AsyncIterator[bytes]] | None = None, most: int = _ANSWER,
    ) -> "_Reply":  # fmt: skip
        link = url or await asyncio.to_thread(self.place.signed, method, name, _LINK)
        async with self._client() as client:
            body = content() if content is not None else None
            try:
                request = client.build_request(method, link, headers=headers, content=body)
                response = await client.send(request, stream=True)
                try:
                    return _Reply(response, await _some(response, most))
                finally:
                    await response.aclose()
            except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ssl.SSLError) as error:
                raise self._unreached(error) from None

    @asynccontextmanager
    async def _client(self) -> AsyncGenerator[httpx.AsyncClient]:
        async with httpx.AsyncClient(
            transport=self._transport,
            verify=trust(),
            proxy=self._proxy or None,
            timeout=_TIMES,
            follow_redirects=False,
        ) as client:
            yield client

    def _refused(self, reply: "_Reply") -> BackendError:
        """One sentence for an answer; nothing of the link or of the server's words is in it."""
        place, code = self.place, reply.code
        told: dict[str, Any] = {"backend": TITLE, "bucket": place.bucket, "host": place.host}
        minutes = reply.skew / 60
        if code == "RequestTimeTooSkewed" or (reply.status in {400, 403} and reply.skew > _SKEW):
            return BackendError("bucket.clock", Fault.CREDENTIALS, minutes=f"{minutes:.0f}", **told)
        if code in {"NoSuchBucket", "InvalidBucketName"} or (reply.status == 404 and not code):
            return BackendError("bucket.no_bucket", Fault.CREDENTIALS, **told)
        if code in _ELSEWHERE or reply.status in {301, 302, 307, 308}:
            region = reply.region or "?"
            return BackendError("bucket.elsewhere", Fault.CREDENTIALS, region=region, **told)
        if code in _KEYS or reply.status == 401:
            return BackendError("bucket.key_refused", Fault.CREDENTIALS, **told)
        if code in _BUSY or reply.status == 429 or reply.status >= 500:
            return BackendError("bucket.busy", Fault.NETWORK, retryable=True, **told)
        if reply.status == 403:
            return BackendError("bucket.denied", Fault.CREDENTIALS, **told)
        if code in {"BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch"}:
            return BackendError("bucket.broken_off", Fault.NETWORK, retryable=True, **told)
        if not code:
            return BackendError("bucket.no_s3", Fault.CREDENTIALS, status=reply.status, **told)
        detail = f"{reply.status} {code}"
        return BackendError("bucket.refused", Fault.CREDENTIALS, detail=detail, **told)

    def _unreached(self, error: Exception) -> BackendError:
        """One sentence for what the network did."""
        told: dict[str, Any] = {"backend": TITLE, "host": self.place.host}
        causes = list(_causes(error))
        if any(isinstance(each, ssl.SSLError) for each in causes):
            return BackendError("bucket.tls", Fault.CREDENTIALS, **told)
        if any(isinstance(each, socket.gaierror) for each in causes):
            return BackendError("bucket.no_name", Fault.NETWORK, retryable=True, **told)
        if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
            return BackendError("bucket.bad_endpoint", Fault.CREDENTIALS, **told)
        key = "bucket.broken_off"
        if isinstance(error, httpx.ProxyError):
            key = "bucket.proxy"
        elif isinstance(error, httpx.ConnectError):
            key = "bucket.no_connection"
        elif isinstance(error, httpx.TimeoutException):
            key = "bucket.slow"
        return BackendError(key, Fault.NETWORK, retryable=True, **told)


class _Reply:
    """What a server said: its status, the code in its XML, the region it names, its clock."""

    def __init__(self, response: httpx.Response, body: bytes) -> None:
        self.status, self.headers, self.body = response.status_code, response.headers, body
        found = _CODE.search(body[:_ANSWER]) if self.status >= 300 else None
        self.code = found[1].decode() if found else ""
        region = _REGION.search(body[:_ANSWER])
        told = self.headers.get("x-amz-bucket-region", "")[:60]
        self.region = told or (region[1].decode() if region else "")

    @property
    def skew(self) -> float:
        """Seconds between the server's clock and ours; 0 where it tells none."""
        try:
            there = parsedate_to_datetime(self.headers.get("date", ""))
        except (TypeError, ValueError):
            return 0.0
        return abs((datetime.now(UTC) - there.astimezone(UTC)).total_seconds())


def _measured(path: Path) -> tuple[int, str]:
    """Bytes of a file, and its checksum as `Content-MD5` has it."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
        return file.tell(), base64.b64encode(digest.digest()).decode()


async def _read(path: Path, size: int, told: Told | None) -> AsyncGenerator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    sent = 0
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk
            sent += len(chunk)
            if told is not None:
                told(min(sent, size), size)
    finally:
        file.close()


async def _some(response: httpx.Response, most: int) -> bytes:
    data = bytearray()
    async for chunk in response.aiter_raw():
        data += chunk
        if len(data) >= most:
            break
    return bytes(data[:most])


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(20):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
