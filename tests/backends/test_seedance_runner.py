"""Batches at the replayed Ark through the runner and its journal: no task made twice, none lost."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.backends.account import Account
from studio.backends.seedance import SERVICE, backends, mark_of
from studio.jobs.job import Remedy, State
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from tests.backends.seedance_desk import account
from tests.backends.seedance_process import batch, carry_on
from tests.backends.seedance_server import KEY, Ark, serving
from tests.backends.waiting import Waits

ROOT = Path(__file__).resolve().parents[2]
SHOTS = 6


@pytest.fixture
def ark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ark]:
    for field in SERVICE.fields:
        monkeypatch.delenv(field.env, raising=False)
    with serving() as found:
        yield found


def resume(ark: Ark, folder: Path) -> dict[State, int]:
    """Run the journal's jobs, in a new runner, as far as they go; how many are in which state."""
    with Journal.open(folder) as journal:
        if not journal.jobs():
            journal.add(batch(SHOTS))
        asyncio.run(carry_on(journal, folder, ark.url))
        return journal_states(journal)


def journal_states(journal: Journal) -> dict[State, int]:
    states = [job.state for job in journal.jobs()]
    return {state: states.count(state) for state in set(states)}


def settle(ark: Ark, folder: Path) -> None:
    """Do as a maker does with jobs in doubt: look at the service, and send what is not there."""
    with Journal.open(folder) as journal:
        values = {"key": KEY, "url": ark.url}
        runner = Runner(journal, folder, backends(Account(lambda: values)), pause=Waits())
        marks = {task.get("safety_identifier") for task in ark.tasks.values()}
        for job in journal.jobs({State.UNKNOWN}):
            assert mark_of(job.key) not in marks, "it was there and nobody found it"
            runner.remedies.send_again(job.id)


def test_14_answers_that_are_dropped_are_found_again(ark: Ark, tmp_path: Path) -> None:
    """14, 15. Six shots, four of whose answers are lost in four ways: six tasks, six takes."""
    lost = ("made", "drop"), ("made", 500, "InternalServiceError"), ("made", "html"), ("made", {})
    ark.on("create", lost[0], None, lost[1], lost[2], None, lost[3])
    assert resume(ark, tmp_path) == {State.DONE: SHOTS}
    assert len(ark.bodies) == SHOTS
    with Journal.open(tmp_path) as journal:
        takes = journal.takes()
        assert len({take.usage["task"] for take in takes}) == SHOTS
        assert all(take.cost > 0 for take in takes)


def test_14_what_may_not_have_arrived_waits_for_the_maker(ark: Ark, tmp_path: Path) -> None:
    """14. Nothing was made, which nobody can prove: unknown, not sent again by itself."""
    ark.on("create", "drop", None, (500, "InternalServiceError"))
    assert resume(ark, tmp_path) == {State.DONE: SHOTS - 2, State.UNKNOWN: 2}
    assert len(ark.bodies) == SHOTS - 2
    settle(ark, tmp_path)
    assert resume(ark, tmp_path) == {State.DONE: SHOTS}
    assert len(ark.bodies) == SHOTS


def test_24_a_busy_service_is_asked_again(ark: Ark, tmp_path: Path) -> None:
    """24. Refusals for now cost nothing and end in takes; a used-up quota waits for the maker."""
    busy = (429, "ServerOverloaded")
    ark.on("create", busy, busy, None, busy, (429, "QuotaExceeded", "used up"))
    assert resume(ark, tmp_path) == {State.DONE: SHOTS - 1, State.FAILED: 1}
    with Journal.open(tmp_path) as journal:
        (failed,) = journal.jobs({State.FAILED})
    assert failed.error is not None
    assert failed.error.remedy is Remedy.SET_UP


def test_20_a_cut_film_is_fetched_again_and_not_made_again(ark: Ark, tmp_path: Path) -> None:
    """20. The file's own length is not enough: it has to play."""
    ark.on("video", "cut", "short", 503, "html")
    assert resume(ark, tmp_path) == {State.DONE: SHOTS}
    assert len(ark.bodies) == SHOTS


def test_28_no_more_run_at_once_than_the_table_says(ark: Ark, tmp_path: Path) -> None:
    """28. Three of a model."""
    most = 0

    async def scene(journal: Journal) -> None:
        nonlocal most
        found = backends(account(ark), pause=Waits())

        def heard(_: object) -> None:
            nonlocal most
            going = [t for t in ark.tasks.values() if t["status"] in {"queued", "running"}]
            most = max(most, len(going))

        await Runner(journal, tmp_path, found, pause=Waits(), on_event=heard).run()

    with Journal.open(tmp_path) as journal:
        journal.add(batch(SHOTS))
        asyncio.run(scene(journal))
    assert most == 3


def process(ark: Ark, folder: Path, step: int = 0) -> int:
    """Run the batch in a process of its own that dies at a step; the number of its steps."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.backends.seedance_process"]
    command += [str(folder), ark.url, f"{SHOTS}", *([f"{step}"] if step else [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=200)
    assert done.returncode == (-9 if step else 0), done.stderr.decode(errors="replace")[-3000:]
    return int(done.stdout or 0)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_14_killed_at_any_moment_nothing_is_made_twice(ark: Ark, tmp_path: Path) -> None:
    """14, 15. SIGKILL at steps all over a batch, some answers dropped as well; then a new process
    carries on. The service has made as many tasks as shots are wanted.
    """
    steps = process(ark, tmp_path / "whole")
    assert len(ark.bodies) == SHOTS
    moments = random.Random(7)
    for kill in [steps * n // 9 + moments.randrange(1, steps // 10) for n in range(1, 9)]:
        ark.bodies.clear()
        ark.tasks.clear()
        ark.on("create", None, ("made", "drop"), None, ("made", "garbage"))
        folder = tmp_path / f"{kill}"
        process(ark, folder, min(kill, steps - 20))
        ark.faults.clear()
        resume(ark, folder)
        settle(ark, folder)
        assert resume(ark, folder) == {State.DONE: SHOTS}
        assert len(ark.bodies) == SHOTS, kill
        with Journal.open(folder) as journal:
            assert len({take.usage["task"] for take in journal.takes()}) == SHOTS
        for path in folder.rglob("*"):
            assert path.is_dir() or KEY.encode() not in path.read_bytes(), path
