"""What a server's history says of a run: it alone knows how one ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from studio.backends.web import entries, fields


class State(StrEnum):
    """What a server knows of a run; `UNKNOWN`: nothing, any more or at all."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Past:
    """A run that is over: `outputs` by node and key, as listed; `error` of one that failed.

    `cached`: nothing of what is listed was made by this run.
    """

    state: State
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    cached: bool = False
    error: dict[str, Any] = field(default_factory=dict[str, Any])


def past_of(answer: object, run_id: str) -> Past | None:
    """A run out of the answer for it; None while it is not over, or unknown.

    Old servers leave `status` out: an entry is over, and done unless it says otherwise.
    """
    given = fields(fields(answer).get(run_id))
    if not given:
        return None
    outputs, status = fields(given.get("outputs")), fields(given.get("status"))
    said = _messages(status)
    if "execution_interrupted" in said:
        return Past(State.CANCELLED, outputs)
    if "execution_error" in said or status.get("status_str") == "error":
        return Past(State.FAILED, outputs, error=said.get("execution_error", {}))
    return Past(State.DONE, outputs, _is_cached(outputs, said.get("execution_cached", {})))


def _messages(status: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The messages that history keeps, by type."""
    found: dict[str, dict[str, Any]] = {}
    for each in entries(status.get("messages")):
        pair = entries(each)
        if len(pair) == 2 and isinstance(pair[0], str):
            found[pair[0]] = fields(pair[1])
    return found


def _is_cached(outputs: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    cached = {str(each) for each in entries(told.get("nodes"))}
    return bool(outputs) and outputs.keys() <= cached
