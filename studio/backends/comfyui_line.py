"""The way to a ComfyUI server of the maker's own: its address, their headers, what it has.

A server has no login; a proxy before it may want headers, which then go with every call and with
the socket. No `Origin` is ever sent: a server on this machine answers 403 to one that is not its
own. It shares its process with the work, so it may be slow: one time-out is no death.
"""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import quote

from studio.backends.account import Account
from studio.backends.comfyui_place import Reached, reached, secrets_of
from studio.backends.pacing import Pause
from studio.backends.scrub import without_queries
from studio.backends.web import MAX_ANSWER, Reply, Wire, entries, fields
from studio.errors import BackendError, Fault

CATALOGUE = 64 << 20  # bytes of all node classes at most; a server with many has some 10 MB
_FRESH = 300.0  # seconds for which classes and limits are believed
_FEW = 24  # classes that are asked for one by one
_AT_ONCE = 4


@dataclass(frozen=True)
class Stats:
    """What a server says of itself; `version` is empty where it does not say it."""

    version: str
    devices: tuple[str, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version in numbers, empty when unknown: (0, 3, 56)."""
        found = re.match(r"v?(\d+(?:\.\d+)*)", self.version)
        return tuple(int(each) for each in found[1].split(".")) if found else ()


class Line:
    """The way to one server for all workflows of one account: one set of connections."""

    def __init__(self, account: Account, title: str, pause: Pause = asyncio.sleep) -> None:
        self.account, self.title, self.pause = account, title, pause
        self._wire: Wire | None = None
        self._reached: Reached | None = None
        self._open = 0  # how many keep the connections now
        self._kept: dict[tuple[str, str], tuple[float, Any]] = {}  # by address and route

    async def reached(self) -> Reached:
        """Where the account's values lead. Raises BackendError for an address or headers that
        cannot be used.
        """
        values = await asyncio.to_thread(self.account.values)
        return reached(values, self.account.proxy(), self.title)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Wire]:
        """The connections, kept meanwhile, to where the account's values say now.

        Raises BackendError where the address or the headers cannot be used.
        """
        now = await self.reached()
        if self._wire is None or now != self._reached:
            self._wire = Wire(
                self.title, now.address, lambda path: now.headers,
                proxy="" if now.near else now.proxy, near=now.near,
                recorder=self.account.recorder, transport=self.account.transport,
                secrets=secrets_of(now.headers),
            )  # fmt: skip
            self._reached = now
        wire = self._wire
        self._open += 1
        try:
            async with wire.open():
                yield wire
        finally:
            self._open -= 1

    async def call(
        self, method: str, path: str, *, body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None, most: int = MAX_ANSWER,
    ) -> Reply:  # fmt: skip
        """One call, sent once; the answer's status may be any.

        Raises BackendError: Fault.NETWORK, retryable, when nothing was sent and when the answer to
        a GET is lost; Fault.LOST when any other call may have arrived.
        """
        try:
            if self._open and self._wire is not None:
                return await self._wire.call(method, path, body=body, params=params, most=most)
            async with self.open() as wire:
                return await wire.call(method, path, body=body, params=params, most=most)
        except BackendError as error:
            raise self.told(error, sure=method == "GET") from None

    async def upload(
        self, path: str, field: str, name: str, file: BinaryIO, form: Mapping[str, str]
    ) -> Reply:
        """Post a form with a file, which may be done twice. Raises BackendError, OSError."""
        async with self.open() as wire:
            try:
                return await wire.upload(path, field, name, file, form)
            except BackendError as error:
                raise self.told(error) from None

    async def asked(self, path: str, *, most: int = MAX_ANSWER) -> Any:
        """What a GET answers, as JSON; None for 404. Raises BackendError for any other answer."""
        reply = await self.call("GET", path, most=most)
        if reply.status == 404:
            return None
        if reply.status != 200:
            raise self.unusable(reply)
        return await asyncio.to_thread(lambda: reply.json)

    async def stats(self) -> Stats:
        """Version and devices. Raises BackendError, also where something else answers."""
        given = fields(await self.asked("/system_stats"))
        if not isinstance(given.get("system"), dict):
            raise self.stranger()
        version = fields(given["system"]).get("comfyui_version")
        names = [fields(each).get("name") for each in entries(given.get("devices"))]
        told = tuple(" ".join(name.split())[:80] for name in names if isinstance(name, str))
        return Stats(version.strip()[:40] if isinstance(version, str) else "", told)

    async def limit(self) -> int | None:
        """The largest upload in bytes; None where the server does not say. Raises BackendError."""
        size = fields(await self._remembered("/features", MAX_ANSWER)).get("max_upload_size")
        fine = isinstance(size, int) and not isinstance(size, bool) and size > 0
        return size if fine else None

    async def classes(
        self, names: Collection[str] | None = None, *, fresh: bool = False
    ) -> dict[str, Any]:
        """Node classes as `/object_info` has them; `names`: these, as far as there are any.

        All are kept for some minutes; `fresh` asks anew. Raises BackendError.
        """
        everything = "/object_info"
        if fresh:
            self._kept.clear()
        wanted = None if names is None else list(dict.fromkeys(names))
        if wanted is None or len(wanted) > _FEW or await self._is_kept(everything):
            found = fields(await self._remembered(everything, CATALOGUE))
            if not found:
                raise self.stranger()
            return found if wanted is None else {n: found[n] for n in wanted if n in found}
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(name: str) -> dict[str, Any]:
            async with turns:
                path = f"{everything}/{quote(name, safe='')}"
                return fields(fields(await self.asked(path)).get(name))

        async with self.open():
            found = await asyncio.gather(*map(one, wanted))
        return {name: each for name, each in zip(wanted, found, strict=True) if each}

    def unusable(self, reply: Reply) -> BackendError:
        """The error of an answer that should have been 200."""
        if reply.status in {401, 403, 407}:
            return BackendError(
                "comfyui.server_refuses", Fault.CREDENTIALS, backend=self.title, status=reply.status
            )
        if reply.status in {404, 405} or 300 <= reply.status < 400:
            return self.stranger()
        return BackendError(
            "comfyui.server_no_answer", Fault.NETWORK, retryable=True, backend=self.title,
            detail=str(reply.status),
        )  # fmt: skip

    def stranger(self) -> BackendError:
        """What answers at the address is no ComfyUI."""
        place = self._reached.place if self._reached else ""
        return BackendError(
            "comfyui.server_another", Fault.CREDENTIALS, backend=self.title, address=place
        )

    def clean(self, text: str) -> str:
        """Words of the server without the maker's headers, should it repeat them."""
        for secret in secrets_of(self._reached.headers) if self._reached else ():
            text = text.replace(secret, "…")
        return without_queries(text)

    async def _is_kept(self, path: str) -> bool:
        kept = self._kept.get(((await self.reached()).address, path))
        return kept is not None and time.monotonic() - kept[0] < _FRESH

    async def _remembered(self, path: str, most: int) -> Any:
        place = ((await self.reached()).address, path)
        if not await self._is_kept(path):
            self._kept[place] = (time.monotonic(), await self.asked(path, most=most))
        return self._kept[place][1]

    def told(self, error: BackendError, *, sure: bool = True) -> BackendError:
        """An error of the wire in this server's words; `sure`: the call may be made again."""
        detail = error.values.get("detail", "")
        if error.key == "web.unreachable":
            place = self._reached.place if self._reached else ""
            return BackendError(
                "comfyui.server_unreachable", Fault.NETWORK, retryable=True, backend=self.title,
                address=place, detail=detail,
            )  # fmt: skip
        if error.key == "web.answer_lost" and sure:
            return BackendError(
                "comfyui.server_no_answer", Fault.NETWORK, retryable=True, backend=self.title,
                detail=detail,
            )  # fmt: skip
        return error
