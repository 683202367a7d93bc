"""An account at a service: its values when they are needed, and what a file's link needs."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from studio.backends.web import Recorder
from studio.errors import BackendError, Fault


class Bucket(Protocol):
    """Where files are put that a service fetches by a link."""

    async def link(self, path: Path, sha256: str, holder: str) -> str:
        """A link to the file that holds for some hours, put there first when it is not yet.

        The file stays there as long as `holder` needs it, a task by the name that its service
        repeats. Raises BackendError.
        """
        ...

    async def release(self, holder: str) -> None:
        """The task has ended: what none needs any more is taken away. Raises nothing."""
        ...


def _no_bucket() -> Bucket | None:
    return None


@dataclass(frozen=True)
class Account:
    """What a client needs; `values` (by field id) may wait for a keyring: ask it in a thread.

    `plain` has those that are no secrets at once; `known` says at once whether there is a key as
    far as the studio knows. `proxy` and `bucket` are asked for every call, so that a changed
    preference holds from then on: the proxy's address (empty for none), and the bucket, None
    where the maker has set none up. `transport` takes the network's place when a cassette is
    replayed.
    """

    values: Callable[[], Mapping[str, str]]
    plain: Callable[[], Mapping[str, str]] = dict[str, str]
    known: Callable[[], bool] = lambda: True
    proxy: Callable[[], str] = str
    bucket: Callable[[], Bucket | None] = _no_bucket
    recorder: Recorder | None = None
    transport: httpx.AsyncBaseTransport | None = None

    @asynccontextmanager
    async def lending(self, holder: str) -> AsyncGenerator[None]:
        """Files are put into the bucket and a task is created meanwhile; they are taken away again
        when that failed for certain and will not be tried again by itself.
        """
        try:
            yield
        except BackendError as error:
            if error.fault is not Fault.LOST and not error.retryable:
                await self.returned(holder)
            raise

    async def returned(self, holder: str) -> None:
        """A task has ended; whatever it needed in the bucket may go."""
        bucket = self.bucket()
        if bucket is not None and holder:
            await bucket.release(holder)
