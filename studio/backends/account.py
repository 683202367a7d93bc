"""An account at a service: its values when they are needed, and what a file's link needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from studio.backends.web import Recorder


class Bucket(Protocol):
    """Where files are put that a service fetches by a link."""

    async def link(self, path: Path, sha256: str) -> str:
        """A link to the file that holds for some hours, put there first when it is not yet.

        Raises BackendError.
        """
        ...


@dataclass(frozen=True)
class Account:
    """What a client needs; `values` (by field id) may wait for a keyring: ask it in a thread.

    `plain` has those that are no secrets at once; `known` says at once whether there is a key as
    far as the studio knows; `bucket` is None where the maker has set none up; `transport` takes
    the network's place when a cassette is replayed.
    """

    values: Callable[[], Mapping[str, str]]
    plain: Callable[[], Mapping[str, str]] = dict[str, str]
    known: Callable[[], bool] = lambda: True
    proxy: str = ""
    bucket: Bucket | None = None
    recorder: Recorder | None = None
    transport: httpx.AsyncBaseTransport | None = None
