"""A scriptable backend for tests and demonstrations: deterministic, and it keeps books.

Its folder plays the service. `script.json` (a `Script`) says how it behaves; `calls.jsonl` holds
one line per call, on the disk before the call goes on, so another process can count what was
submitted even when this one was killed; `made/` holds one file per generation it knows.

It waits for no clock: a request that hangs does so until `release(name)` is called or its task
is cancelled.
"""

import asyncio
import errno
import hashlib
import json
import os
import signal
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any, TextIO

from pydantic import Field

from studio.backends.as_is import as_is
from studio.backends.base import (
    Compiled,
    Event,
    Offer,
    Progress,
    Request,
    Result,
    SpokenSpan,
    Value,
)
from studio.backends.fake_media import Stuff, leave
from studio.errors import BackendError, Fault


class Step(Value):
    """One thing that happens; exactly one field is set, or none for nothing."""

    progress: float | None = None
    fault: Fault | None = None
    retryable: bool = False
    crash: str | None = Field(default=None, description="raise RuntimeError with these words")
    hang: str | None = Field(default=None, description="wait until this name is released")
    kill: bool = Field(default=False, description="kill the own process, as a power cut would")
    full: bool = Field(default=False, description="fail as a full disk does")
    forget: bool = Field(default=False, description="the service loses this generation")


class Rule(Value):
    """What happens to requests that have all values of `match`, at most `times` of them."""

    match: dict[str, Any] = Field(default_factory=dict)
    times: int | None = Field(default=None, ge=1)
    before: tuple[Step, ...] = Field(default=(), description="at submit, before it exists")
    after: tuple[Step, ...] = Field(default=(), description="at submit, once it exists")
    find: tuple[Step, ...] = ()
    watch: tuple[Step, ...] = ()
    cancel: tuple[Step, ...] = ()
    make: Stuff = "minimal"
    cost: Decimal = Decimal(0)
    scratch: tuple[str, ...] = ()


class Script(Value):
    """How the service behaves; the first rule that fits a request is used."""

    offer: dict[str, Any] = Field(default_factory=dict, description="fields of Offer")
    rules: tuple[Rule, ...] = ()


class FakeBackend:
    """Backend `fake`, playing what the script in its folder says."""

    def __init__(self, folder: Path, script: Script | None = None) -> None:
        """Read `script.json` in `folder`, or write `script` there first."""
        self._folder = folder
        self._gates: dict[str, asyncio.Event] = {}
        self._waiting: list[str] = []
        self._hung = asyncio.Event()
        (folder / "made").mkdir(parents=True, exist_ok=True)
        path = folder / "script.json"
        if script is not None:
            path.write_text(script.model_dump_json(exclude_defaults=True), encoding="utf-8")
        elif not path.exists():
            path.write_text("{}", encoding="utf-8")
        self._script = Script.model_validate_json(path.read_bytes())
        basis = {"name": "fake", "title": "Fake", "sound": True, "languages": ("en", "zh")}
        kinds = {"kinds": ("video", "picture", "sound")}
        self._silent: Exception | None = None
        self._offer = Offer.model_validate({**basis, **kinds, **self._script.offer})

    @property
    def offer(self) -> Offer:
        """What the script, or the last `ask`, says it can do. Raises what `ask` was told to."""
        if self._silent is not None:
            raise self._silent
        return self._offer

    def ask(self, silent: Exception | None = None, **terms: Any) -> None:
        """Have other terms from now on: fields of Offer, not looked at, so they can be lies."""
        self._silent = silent
        self._offer = self._offer.model_copy(update=terms)

    def compile(self, request: Request) -> Compiled:
        """The request as it is."""
        return as_is(request, self._offer)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """What the books have under this key, where the script says that one may look."""
        del sent
        number, rule = self._rule(request, "find")
        self._note("find", rule=number, key=key)
        await self._play(rule.find)
        if not (self._offer.idempotent or self._offer.findable):
            raise BackendError("backends.cannot_look", Fault.LOST, backend=self._offer.title)
        made = (self._folder / "made").glob("*.json")
        return next((path.stem for path in made if _read_book(path)[0] == key), None)

    async def submit(self, request: Request, key: str) -> str:
        """Put a generation in the books."""
        number, rule = self._rule(request, "submit")
        self._note("submit", rule=number, key=key, label=request.label)
        await self._play(rule.before)
        remote_id = self._make(request, key)
        await self._play(rule.after)
        return remote_id

    async def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        """Play the rule's steps, then leave the file."""
        number, rule = self._rule(request, "watch")
        self._note("watch", rule=number, remote_id=remote_id, label=request.label)
        book = self._book(remote_id)
        for step in rule.watch:
            if not book.exists():
                break
            if step.progress is not None:
                yield Progress(done=step.progress)
            if step.forget:
                book.unlink()
            await self._play((step,))
        if not book.exists():
            raise BackendError("backends.forgotten", Fault.LOST, backend=self._offer.title)
        lengths = [each.frames for each in (request, *request.then)]
        whole = request.model_copy(update={"frames": sum(lengths)})
        name = await asyncio.to_thread(leave, rule.make, whole, folder)
        yield Result(
            files=(name,),
            cuts=tuple(accumulate(lengths[:-1])),
            cost=rule.cost,
            currency=self._offer.price.currency,
            seed=request.seed,
            spoken=_spoken(request),
            scratch=rule.scratch,
        )

    async def cancel(self, remote_id: str) -> None:
        """Take a generation out of the books."""
        book = self._book(remote_id)
        number, rule = -1, Rule()
        if book.exists():
            number, rule = self._rule(_read_book(book)[1], "cancel")
        self._note("cancel", rule=number, remote_id=remote_id)
        await self._play(rule.cancel)
        book.unlink(missing_ok=True)

    def release(self, name: str) -> None:
        """Let everything go on that hangs under this name, now and later."""
        self._gate(name).set()

    async def reached(self, count: int = 1) -> None:
        """Wait until `count` hangs have been reached in all."""
        while len(self._waiting) < count:
            self._hung.clear()
            await self._hung.wait()

    def calls(self, what: str) -> list[dict[str, Any]]:
        """Every call of a kind (submit, watch, cancel), in order, by any process."""
        path = self._folder / "calls.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [call for call in map(json.loads, lines) if call["call"] == what]

    def made(self) -> list[str]:
        """Keys of the generations the service knows: what it would have charged for."""
        return sorted(_read_book(path)[0] for path in (self._folder / "made").glob("*.json"))

    def _rule(self, request: Request, call: str) -> tuple[int, Rule]:
        values = request.model_dump(mode="json")
        for number, rule in enumerate(self._script.rules):
            if any(values.get(name) != value for name, value in rule.match.items()):
                continue
            if rule.times is None or self._played(number, call) < rule.times:
                return number, rule
        return -1, Rule()

    def _played(self, number: int, call: str) -> int:
        return sum(each["rule"] == number for each in self.calls(call))

    def _make(self, request: Request, key: str) -> str:
        digest = hashlib.sha256(key.encode()).hexdigest()[:12]
        known = len(list((self._folder / "made").iterdir()))
        remote_id = digest if self._offer.idempotent else f"{digest}-{known + 1}"
        text = json.dumps({"key": key, "request": request.model_dump(mode="json")})
        with self._book(remote_id).open("w", encoding="utf-8") as stream:
            _write_through(stream, text)
        return remote_id

    def _book(self, remote_id: str) -> Path:
        return self._folder / "made" / f"{remote_id}.json"

    def _note(self, call: str, **values: object) -> None:
        with (self._folder / "calls.jsonl").open("a", encoding="utf-8") as stream:
            _write_through(stream, json.dumps({"call": call, "pid": os.getpid(), **values}) + "\n")

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())

    async def _play(self, steps: Iterable[Step]) -> None:
        for step in steps:
            if step.hang is not None:
                self._waiting.append(step.hang)
                self._hung.set()
                await self._gate(step.hang).wait()
            if step.kill:
                _die()
            if step.full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if step.crash is not None:
                raise RuntimeError(step.crash)
            if step.fault is not None:
                raise BackendError(
                    "backends.scripted",
                    step.fault,
                    retryable=step.retryable,
                    backend=self._offer.title,
                    fault_name=step.fault,
                )


def _die() -> None:
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)  # Windows has no such signal; nothing is cleaned up either way


def _write_through(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
    os.fsync(stream.fileno())


def _read_book(path: Path) -> tuple[str, Request]:
    values = json.loads(path.read_bytes())
    return values["key"], Request.model_validate(values["request"])


def _spoken(request: Request) -> dict[str, SpokenSpan]:
    """Every line where it was asked for, to the end of the request when it has no length."""
    return {
        line.key: SpokenSpan(start=line.start, frames=line.frames or request.frames - line.start)
        for line in request.lines
        if line.start < request.frames
    }
