"""Kling and Seedance replayed, as one thing that batches are sent to and that counts."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Protocol

from studio.backends.base import Backend
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from tests.backends import kling_desk, kling_server, seedance_desk, seedance_server


class Replayed(Protocol):
    """What the harness needs of a service; `address` is all that another process has to know."""

    name: str
    address: str

    def arm(self, faults: bool) -> None:
        """Forget all tasks; with `faults`, some answers will be lost and some calls refused."""
        ...

    def hear(self, listener: Callable[[str], object]) -> None:
        """Tell of every moment that a caller may die at."""
        ...

    def made(self) -> int:
        """Tasks made since `arm`: what would have been charged for."""
        ...

    def is_there(self, key: str) -> bool:
        """Whether a job's task was made, as a maker finds out on the service's page."""
        ...


class Kling:
    """Finds its tasks by the jobs' own ids, so nothing is ever in doubt."""

    name = "kling"

    def __init__(self, service: kling_server.Service) -> None:
        self._service = service
        self.address = service.api

    def arm(self, faults: bool) -> None:
        service = self._service
        service.tasks.clear()
        service.bodies.clear()
        service.faults.clear()
        if faults:
            service.on("create", None, ("made", "drop"), 1303, "drop", None, ("made", 5002), 5000)
            service.on("look", None, 5001, None, "drop")
            service.on("video", None, "short", None, "503")

    def hear(self, listener: Callable[[str], object]) -> None:
        self._service.heard = listener

    def made(self) -> int:
        return len(self._service.bodies)

    def is_there(self, key: str) -> bool:
        return self._service.taken(key)


class Seedance:
    """Lists its tasks with a mark; what it does not list may be on its way, and is in doubt."""

    name = "seedance"

    def __init__(self, ark: seedance_server.Ark) -> None:
        self._ark = ark
        self.address = ark.url

    def arm(self, faults: bool) -> None:
        ark = self._ark
        ark.tasks.clear()
        ark.bodies.clear()
        ark.faults.clear()
        if faults:
            busy = (429, "ServerOverloaded")
            ark.on("create", None, ("made", "drop"), busy, "drop", None, ("made", "garbage"), busy)
            ark.on("look", None, (503, "ServiceUnavailable"), None, "drop")
            ark.on("video", None, "short", None, 503)

    def hear(self, listener: Callable[[str], object]) -> None:
        self._ark.heard = listener

    def made(self) -> int:
        return len(self._ark.bodies)

    def is_there(self, key: str) -> bool:
        from studio.backends.seedance import mark_of

        marks = {task.get("safety_identifier") for task in self._ark.tasks.values()}
        return mark_of(key) in marks


def backends_at(name: str, address: str) -> Mapping[str, Backend]:
    """A maker's way to a replayed service, waiting for nothing."""
    if name == "kling":
        service = kling_server.Service()
        service.api = address
        return {"kling": kling_desk.models(service)["kling"]}
    ark = seedance_server.Ark()
    ark.api = address.removesuffix(seedance_server.BASE)
    return {"seedance": seedance_desk.models(ark)["seedance"]}


@contextmanager
def serving(name: str) -> Generator[Replayed]:
    """One of the services, for as long as it is used."""
    if name == "kling":
        with kling_server.serving() as service:
            yield Kling(service)
    else:
        with seedance_server.serving() as ark:
            yield Seedance(ark)


def settle(service: Replayed, journal: Journal, runner: Runner) -> int:
    """Do as a maker does with jobs in doubt: look at the service, send what is not there.

    Returns how many there were. What is there has to have been found by the studio itself.
    """
    doubtful = journal.jobs({State.UNKNOWN})
    for job in doubtful:
        assert not service.is_there(job.key), f"{job.id} was there and nobody found it"
        runner.remedies.send_again(job.id)
    return len(doubtful)
