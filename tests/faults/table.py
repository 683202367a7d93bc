"""What can go wrong at a service, and how a shot ends for it: one table for both services."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.jobs.job import Job
from studio.jobs.journal import Journal
from tests.backends import kling_server, seedance_server
from tests.crashes.batch import film_of, run

Service = kling_server.Service | seedance_server.Ark
Arm = Callable[[Any], object]
BUSY = (429, "ServerOverloaded")
BROKEN = (500, "InternalServiceError")
AWAY = (503, "ServiceUnavailable")
KLING_ROUNDS, ARK_TASKS = "studio.backends.kling_rounds", "studio.backends.seedance_tasks"
STALL = {"studio.backends.fetching._SLOW": 0.2}


def on(name: str, *values: Any) -> Arm:
    """Let these happen to the next calls of a name."""
    return lambda service: service.on(name, *values)


def setting(**values: Any) -> Arm:
    """Let the service be so."""
    return lambda service: [setattr(service, name, value) for name, value in values.items()]


@dataclass(frozen=True)
class Case:
    """A fault, how each service is brought to it, and how the shot must end there.

    `state`, `key` (of the sentence; empty for none) and `made` (tasks at the service) are pairs of
    Kling and Seedance, which differs where it cannot look a task up by our own id.
    """

    name: str
    kling: Arm
    seedance: Arm
    state: tuple[str, str] = ("done", "done")
    key: tuple[str, str] = ("", "")
    made: tuple[int, int] = (1, 1)
    sooner: Mapping[str, float] = field(default_factory=dict[str, float])  # waits cut short


LOSSES: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
    ("answer dropped", "drop", ("drop",)),
    ("5xx", 5002, BROKEN),
    ("reset", "reset", ("reset",)),
    ("garbage", "garbage", ("garbage",)),
    ("HTML with 200", "html", ("html",)),
)
"""What becomes of an answer: at Kling, and at Seedance."""


def lost(name: str, kling: Any, seedance: Sequence[Any]) -> tuple[Case, Case]:
    """An answer that is lost, once after the task was made and once before.

    Seedance cannot prove that a task is not there: then the maker has to decide.
    """
    made = ("made", kling), ("made", *seedance)
    none = kling, seedance if len(seedance) > 1 else seedance[0]
    return (
        Case(f"{name}, task made", on("create", made[0]), on("create", made[1])),
        Case(
            f"{name}, no task", on("create", none[0]), on("create", none[1]),
            ("done", "unknown"), ("", "jobs.answer_lost"), (1, 0),
        ),
    )  # fmt: skip


def pondering(task_id: str) -> dict[str, Any]:
    """A task in a state that nobody knows."""
    return {"id": task_id, "status": "Pondering"}


CASES = (
    *(case for loss in LOSSES for case in lost(*loss)),
    Case("polls: a storm of 503", on("look", *[5001] * 40), on("look", *[AWAY] * 40)),
    Case(
        "polls: 503 for hours", on("look", *[5001] * 5000), on("look", *[AWAY] * 5000),
        ("failed", "failed"), ("kling.silence", "seedance.silence"),
        sooner={f"{KLING_ROUNDS}.SILENCE": 60.0, f"{ARK_TASKS}.SILENCE": 120.0},
    ),
    Case("queue full (1303, 429)", on("create", *[1303] * 6), on("create", *[BUSY] * 3)),
    Case("download cut short", on("video", "short"), on("video", "short")),
    Case("download stalls", on("video", "stall"), on("video", "stall"), sooner=STALL),
    Case("download 403 once", on("video", "403"), on("video", 403)),
    Case(
        "download 403 for good", on("video", *["403"] * 40), on("video", *[403] * 40),
        ("failed", "failed"), ("kling.link_expired", "seedance.link_expired"),
    ),
    Case("download of a wrong type", on("video", "html"), on("video", "html")),
    Case(
        "clock an hour off", setting(skew=3600.0),
        setting(ending={"status": "succeeded", "created_at": 12, "updated_at": 99999999999}),
    ),
    Case(
        "unknown status word",
        on("look", *[{"code": 0, "data": [pondering("930000000000000001")]}] * 5),
        on("look", *[pondering("cgt-20261101120000-00001")] * 5),
    ),
    Case(
        "task that never ends", setting(looks=1 << 40), setting(looks=1 << 40),
        ("failed", "failed"), ("kling.endless", "seedance.endless"),
        sooner={f"{KLING_ROUNDS}.LONGEST": 600.0, f"{ARK_TASKS}.LONGEST": 600.0},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """How a shot ended: its job, and how many tasks the service made."""

    job: Job
    made: int
    cost: Decimal | None

    @property
    def key(self) -> str:
        """The sentence's key; empty when all went well."""
        return self.job.error.key if self.job.error is not None else ""


def played(case: Case, name: str, folder: Path) -> Ending:
    """Send one shot to a service that has this fault, as `studio generate` does."""
    serving = kling_server.serving if name == "kling" else seedance_server.serving
    with ExitStack() as stack:
        for what, value in case.sooner.items():
            stack.enter_context(pytest.MonkeyPatch.context()).setattr(what, value)
        service = stack.enter_context(serving())
        arm = case.kling if name == "kling" else case.seedance
        arm(service)
        address = getattr(service, "url", service.api)
        with Journal.open(folder) as journal:
            run(journal, film_of(1, name), folder, address)
            (job,) = journal.jobs()
            takes = journal.takes()
        return Ending(job, len(service.bodies), takes[0].cost if takes else None)


def row(case: Case, name: str, ending: Ending, language: str) -> str:
    """A line of the printed table."""
    error = ending.job.error
    told = error.text(language) if error is not None else ""
    remedy = error.remedy.value if error is not None else "-"
    return f"{case.name:26} {name:9} {ending.job.state.value:8} {ending.made:5} {remedy:7} {told}"
