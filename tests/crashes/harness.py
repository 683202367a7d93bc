"""Kills a batch at a moment, carries it on, and counts: what was lost, what was made twice."""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path

from studio.jobs.doctor import examine
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from studio.media.hashes import sha256_of
from tests.backends.waiting import Waits
from tests.crashes.batch import film_of, nursery, run, until_killed
from tests.crashes.points import SERVICE
from tests.crashes.services import Replayed, backends_at, serving, settle

WAIT = 120.0  # seconds for one batch
ROUNDS = 6  # of carrying on; two are enough


@dataclass(frozen=True)
class Moment:
    """When to kill: the `at`th time that `name` is reached; without a name, the step `at`."""

    name: str
    at: int

    @property
    def kind(self) -> str:
        """The row of the report."""
        return self.name or "a random step"


@dataclass(frozen=True)
class Outcome:
    """How one kill ended, after the batch was carried on to its end."""

    moment: Moment
    killed: bool
    made: int  # tasks at the service
    taken: int  # shots with a whole take
    asked: int  # jobs in doubt that the maker had to decide on
    wanted: int
    troubles: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """Shots without a take, or tasks that nobody fetched."""
        return self.wanted - self.taken

    @property
    def doubled(self) -> int:
        """Tasks more than shots."""
        return max(0, self.made - self.wanted)

    @property
    def good(self) -> bool:
        """Killed where it was to be, and nothing lost, doubled or out of order."""
        return self.killed and self.made == self.wanted == self.taken and not self.troubles


class Harness:
    """One replayed service, and batches at it that are killed."""

    def __init__(self, service: Replayed, folder: Path, shots: int) -> None:
        self.service = service
        self.shots = shots
        self._folder = folder
        self._nursery: ForkServerContext = nursery()
        self._count = 0

    def whole(self) -> tuple[int, Counter[str]]:
        """A batch that nobody kills: its number of steps, and how often each moment came."""
        seen: Counter[str] = Counter()
        self.service.arm(faults=True)
        self.service.hear(lambda name: seen.update([name]))
        folder = self._new_folder()
        self._begun(folder, Moment("", 0))()
        self.service.hear(str)
        lines = folder.with_suffix(".txt").read_text().splitlines()
        told = {name: int(count) for count, _, name in (line.partition(" ") for line in lines)}
        steps = told.pop("steps")
        seen.update({name: count for name, count in told.items() if name != "nothing"})
        return steps, seen

    def kill(self, moment: Moment) -> Outcome:
        """Begin a batch, kill it at a moment, carry it on in another process (this one)."""
        self.service.arm(faults=True)
        folder = self._new_folder()
        killed = self._begun(folder, moment)() == -signal.SIGKILL
        self.service.hear(str)
        asked = self._carried_on(folder)
        taken, troubles = self._looked_through(folder)
        made = self.service.made()
        return Outcome(moment, killed, made, taken, asked, self.shots, tuple(troubles))

    def _new_folder(self) -> Path:
        self._count += 1
        folder = self._folder / f"{self.service.name}-{self._count}"
        folder.mkdir(parents=True)
        return folder

    def _begun(self, folder: Path, moment: Moment) -> Callable[[], int | None]:
        """A batch in a process of its own; what is given back waits for its end."""
        there = moment.name in SERVICE
        name, at = ("", 0) if there else (moment.name, moment.at)
        arguments = (folder, self.service.name, self.service.address, self.shots, name, at)
        process = self._nursery.Process(target=until_killed, args=arguments)
        if there:
            left = [moment.at]

            def heard(name: str) -> None:
                left[0] -= name == moment.name
                if not left[0] and process.pid is not None:
                    left[0] = -1
                    os.kill(process.pid, signal.SIGKILL)

            self.service.hear(heard)
        process.start()

        def ended() -> int | None:
            process.join(WAIT)
            if process.exitcode is None:
                process.kill()
                process.join()
            return process.exitcode

        return ended

    def _carried_on(self, folder: Path) -> int:
        """Run the batch to its end; how many jobs the maker was asked about."""
        project, asked = film_of(self.shots, self.service.name), 0
        for _ in range(ROUNDS):
            with Journal.open(folder) as journal:
                run(journal, project, folder, self.service.address)
                backends = backends_at(self.service.name, self.service.address)
                runner = Runner(journal, folder, backends, pause=Waits())
                doubts = settle(self.service, journal, runner)
                asked += doubts
                if not doubts and all(job.state is State.DONE for job in journal.jobs()):
                    break
        return asked

    def _looked_through(self, folder: Path) -> tuple[int, list[str]]:
        """Shots with a take whose file is whole, and everything that is not as it should be."""
        project = film_of(self.shots, self.service.name)
        with Journal.open(folder, write=False) as journal:
            takes, jobs = journal.takes(), journal.jobs()
        whole = [
            take for take in takes if sha256_of(folder / take.files[0].path) == take.files[0].sha256
        ]
        troubles = [f"{found}" for found in examine(folder, project=project)]
        troubles += [f"{job.id} is {job.state.value}" for job in jobs if job.state.value != "done"]
        if len(takes) != self.shots:
            troubles.append(f"{len(takes)} takes")
        return len({take.owner for take in whole}), troubles


def named(seen: Counter[str], times: int) -> Iterator[Moment]:
    """Every moment that comes in a batch, `times` times, spread over its first four fifths.

    No two batches look equally often, so the last of them may not come.
    """
    for name, found in sorted(seen.items()):
        count = max(1, found * 4 // 5)
        places = {1 + (count - 1) * n // max(1, times - 1) for n in range(times)}
        first = {"the batch": 2}.get(name.rpartition(" ")[0], 1)
        yield from (Moment(name, max(first, at)) for at in sorted(places))


def random_steps(steps: int, count: int, seed: int) -> list[Moment]:
    """Moments all over a batch, the same for the same seed."""
    chance = random.Random(seed)
    return [Moment("", chance.randrange(1, steps)) for _ in range(count)]


def report(outcomes: Sequence[Outcome]) -> str:
    """A table: a row for each kind of moment, and the sum of all."""
    kinds = list(dict.fromkeys(outcome.moment.kind for outcome in outcomes))
    rows = [
        _row(kind, [outcome for outcome in outcomes if outcome.moment.kind == kind])
        for kind in kinds
    ]
    head = f"{'killed at':34} {'kills':>6} {'wanted':>7} {'made':>6} {'takes':>6}"
    head += f" {'lost':>5} {'twice':>6} {'asked':>6}"
    return "\n".join([head, *rows, _row("all", outcomes)])


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    fields = ("killed", "wanted", "made", "taken", "lost", "doubled", "asked")
    sums = (sum(getattr(outcome, field) for outcome in outcomes) for field in fields)
    cells = zip(sums, (6, 7, 6, 6, 5, 6, 6), strict=True)
    return f"{name:34} " + " ".join(f"{value:{width}}" for value, width in cells)


@contextmanager
def harness(name: str, folder: Path, shots: int) -> Generator[Harness]:
    """For one service, as long as it is served."""
    with serving(name) as service:
        yield Harness(service, folder, shots)
