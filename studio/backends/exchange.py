"""One call to a service and its answer, as values: what a recorder hears, what a client reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pydantic import BaseModel

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer whose status may be any."""

    status: int
    body: bytes = field(repr=False)
    headers: Headers = field(default_factory=dict[str, str], repr=False)

    @property
    def json(self) -> Any:
        """The answer as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def wait(self) -> float | None:
        """Seconds that `Retry-After` asks for, where it says a number."""
        try:
            return max(0.0, float(self.headers.get("retry-after", "")))
        except ValueError:
            return None


@dataclass(frozen=True)
class Exchange:
    """One call as it was made; `reply` is None where none came, `error` then says what did."""

    service: str
    base: str
    method: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any] | None = field(repr=False)
    reply: Reply | None
    error: str = ""
    seconds: float = 0.0
    secrets: tuple[str, ...] = field(default=(), repr=False)


class Recorder(Protocol):
    """Hears of every task that is asked for, of every call, and of every download that began.

    It is given things as they are and scrubs them before it keeps anything.
    """

    def asked(
        self, what: Literal["submit", "watch"], backend: str, request: BaseModel, name: str,
        values: Mapping[str, str],
    ) -> None: ...  # fmt: skip
    def called(self, exchange: Exchange) -> None: ...
    def fetched(self, service: str, url: str, status: int, secrets: tuple[str, ...]) -> None: ...
