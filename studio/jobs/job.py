"""A job: one durable piece of work, and the legal steps between its states."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import Field

from studio.errors import BadInput, StudioError
from studio.messages import Part, say
from studio.timeline.model import Record, derived_id
from studio.timeline.story import Id


class Kind(StrEnum):
    """What the work is."""

    GENERATE = "generate"
    VOICE = "voice"
    IMPORT = "import"
    REGISTER = "register"  # a subject at a service


class State(StrEnum):
    """Where the work stands; `unknown`: it may or may not exist at the service."""

    QUEUED = "queued"
    RUNNING = "running"
    UNKNOWN = "unknown"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Remedy(StrEnum):
    """What helps a failed job."""

    SEND = "send"  # send it again
    FETCH = "fetch"  # it exists at the service: only fetch it again, nothing is paid
    CHANGE = "change"  # change the shot first
    SET_UP = "set_up"  # keys, quota or an installation first
    ROOM = "room"  # make room on the disk, then fetch or send it again


_STILL_THERE = frozenset({Remedy.FETCH, Remedy.ROOM, Remedy.SET_UP})
LIVE = frozenset({State.QUEUED, State.RUNNING, State.UNKNOWN})
_STATES = {
    State.QUEUED: "jobs.state_queued",
    State.RUNNING: "jobs.state_running",
    State.UNKNOWN: "jobs.state_unknown",
    State.DONE: "jobs.state_done",
    State.FAILED: "jobs.state_failed",
    State.CANCELLED: "jobs.state_cancelled",
}
STEPS: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.FAILED, State.CANCELLED}),
    State.RUNNING: frozenset(set(State)),
    State.UNKNOWN: frozenset({State.RUNNING, State.QUEUED, State.FAILED, State.CANCELLED}),
    State.FAILED: frozenset({State.QUEUED, State.RUNNING}),
    State.CANCELLED: frozenset({State.QUEUED}),
    State.DONE: frozenset(),
}


class Because(Record):
    """A sentence inside another one, kept by key so that it can be told in any language."""

    key: str
    values: dict[str, str] = Field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return say(self.key, language, **self.values)


class Trouble(Record):
    """Why a job failed: a sentence by key, and what helps."""

    key: str
    values: Mapping[str, str | Because] = Field(default_factory=dict[str, str | Because])
    remedy: Remedy = Remedy.SEND

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return say(self.key, language, **self.values)

    @classmethod
    def of(cls, error: StudioError, remedy: Remedy) -> "Trouble":
        """The trouble that an error for people tells of."""
        values = {name: _kept(value) for name, value in error.values.items()}
        return cls(key=error.key, values=values, remedy=remedy)

    @classmethod
    def lost(cls, backend: Part | str, why: object) -> "Trouble":
        """That an answer is lost, of a service that is called so; `why` may be a sentence."""
        kept = _kept(why)
        kept = kept if isinstance(kept, Because) else kept[:500]
        values = {"backend": _kept(backend), "detail": kept}
        return cls(key="jobs.answer_lost", values=values, remedy=Remedy.FETCH)


def _kept(value: object) -> str | Because:
    if isinstance(value, StudioError | Part):
        return Because(key=value.key, values={k: str(v) for k, v in value.values.items()})
    return str(value)


class Job(Record):
    """One durable piece of work; `request` is complete, so a new process can carry it on."""

    id: Id
    kind: Kind
    owner: Id
    backend: str
    request: dict[str, Any]
    state: State = State.QUEUED
    remote_id: str | None = None
    attempts: int = Field(default=0, ge=0, description="sendings that ended and were begun anew")
    error: Trouble | None = None
    price: Decimal = Decimal(0)
    currency: str = "USD"
    batch: str = ""
    part_of: Id | None = Field(
        default=None, description="the job whose generation this one's shot is cut out of"
    )
    place: int = Field(default=0, ge=0, description="which of the shots that follow there, from 1")
    created: str = Field(description="ISO 8601, UTC")
    started: str | None = None
    ended: str | None = None

    @property
    def key(self) -> str:
        """The idempotency id: the job's own, and another one for every sending begun anew."""
        return self.id if not self.attempts else f"{self.id}.{self.attempts + 1}"

    @property
    def fetchable(self) -> bool:
        """True for a failed job whose generation is still at its service, as far as is known."""
        helped = self.error is not None and self.error.remedy in _STILL_THERE
        return self.state is State.FAILED and self.remote_id is not None and helped

    @property
    def state_told(self) -> Part:
        """Where it stands, in words to be put into a sentence."""
        return Part(_STATES[self.state])

    @property
    def take_id(self) -> str:
        """The id of the one take this job can leave."""
        return derived_id("tk", self.id)

    def step(self, state: State | None = None, /, **changes: Any) -> "Job":
        """The job one step on. Raises BadInput for a step that is not legal."""
        if state is None or state is self.state is State.RUNNING:
            return self.evolve(**changes)
        if state not in STEPS[self.state]:
            raise BadInput("jobs.no_such_step", job=self.id, state=self.state_told)
        times = {"ended": None if state in LIVE else now()}
        if state is State.RUNNING:
            times["started"] = now()
        return self.evolve(**{"state": state, **times, **changes})


def now() -> str:
    """The time, ISO 8601 in UTC to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
