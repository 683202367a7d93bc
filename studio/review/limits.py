"""The thresholds of all checks: a table of data, each number with its unit and its source."""

import hashlib
from functools import cache

from pydantic import Field

from studio.paths import resource
from studio.review.finding import Value


class Threshold(Value):
    """One number, what it counts, and where it comes from."""

    value: float
    unit: str
    source: str


class _Table(Value):
    format: int = Field(ge=1, le=1)
    thresholds: dict[str, Threshold]


@cache
def thresholds() -> dict[str, Threshold]:
    """All of `resources/review/thresholds.json`, by name."""
    return _Table.model_validate_json(_text()).thresholds


def limit(name: str) -> float:
    """The number of a threshold. Raises KeyError for a name that is none."""
    return thresholds()[name].value


@cache
def edition() -> str:
    """A name of the whole table that changes with any number in it."""
    return hashlib.sha256(_text()).hexdigest()[:16]


def _text() -> bytes:
    return resource("review", "thresholds.json").read_bytes()
