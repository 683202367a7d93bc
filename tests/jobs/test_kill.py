"""Kill -9 at any moment, run it again: the same film, no take lost or made twice."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.backends.fake import FakeBackend, Rule, Step
from studio.jobs.doctor import examine
from studio.jobs.generate import Summary, generate
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.media.hashes import sha256_of
from tests.jobs.builders import make_fake, make_project, no_pause

ROOT = Path(__file__).resolve().parent.parent.parent
SHOTS = 4
PAID = {"local": False, "price": {"per_request": "1.00"}}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def run_process(folder: Path, step: int | None = None, shots: int = SHOTS) -> tuple[int, int]:
    """Make the film in a process of its own: its exit code and its number of steps."""
    command = [sys.executable, "-m", "tests.jobs.film_process"]
    command += [str(folder), str(folder / "service"), str(shots)]
    command += [] if step is None else [str(step)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
    assert done.returncode in {0, -9}, done.stderr.decode(errors="replace")[-3000:]
    return done.returncode, int(done.stdout or 0)


def finish(folder: Path, backend: FakeBackend, shots: int = SHOTS) -> Summary:
    with Journal.open(folder) as journal:
        project, backends = make_project(shots), {"fake": backend}
        return asyncio.run(generate(project, folder, journal, backends, pause=no_pause))


def check_film(folder: Path, shots: int = SHOTS) -> None:
    """Every shot has one take whose file is whole, and nothing else lies about."""
    with Journal.open(folder, write=False) as journal:
        takes = journal.takes()
    assert sorted(take.owner for take in takes) == sorted(
        shot.id for shot in make_project(shots).scenes[0].shots
    )
    for take in takes:
        assert sha256_of(folder / take.files[0].path) == take.files[0].sha256
    names = {path.name for path in (folder / "media").iterdir() if path.name != ".partial"}
    wanted = {Path(file.path).name for take in takes for file in take.files}
    assert names == wanted | {f"{take.owner}.{take.job}.json" for take in takes}
    assert not (folder / "journal.sqlite-journal").exists()
    assert examine(folder, project=make_project(shots)) == []


POINTS = {
    "before it exists": {"before": (Step(kill=True),)},
    "before the answer": {"after": (Step(kill=True),)},
    "at the first progress": {"watch": (Step(progress=0.5), Step(kill=True))},
}


@pytest.mark.parametrize("paid", [False, True], ids=["local", "paid"])
@pytest.mark.parametrize("point", list(POINTS))
def test_killed_by_the_service(tmp_path: Path, point: str, paid: bool) -> None:
    """What is free is made again; what may have been paid is never sent twice by itself."""
    offer: dict[str, Any] = PAID if paid else {}
    fake = make_fake(tmp_path, Rule(match={"label": "1-2"}, times=1, **POINTS[point]), **offer)
    assert run_process(tmp_path)[0] == -9
    summary = finish(tmp_path, fake)
    if not paid or point == "at the first progress":
        check_film(tmp_path)
        assert summary.unknown == ()
    else:
        assert [job.error.key for job in summary.unknown if job.error] == ["jobs.answer_lost"]
        assert len(contents(tmp_path)) == SHOTS - 1
    if paid:
        assert len(fake.calls("submit")) == SHOTS


def test_killed_between_answer_and_journal_at_a_service_that_knows_keys(tmp_path: Path) -> None:
    rule = Rule(match={"label": "1-2"}, times=1, after=(Step(kill=True),))
    fake = make_fake(tmp_path, rule, **PAID, idempotent=True)
    assert run_process(tmp_path)[0] == -9
    assert finish(tmp_path, fake).unknown == ()
    check_film(tmp_path)
    assert len(fake.made()) == SHOTS


def test_five_random_kills_and_then_the_same_film(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    make_fake(whole)
    _, steps = run_process(whole)
    check_film(whole)
    folder = tmp_path / "killed"
    fake = make_fake(folder)
    chance = random.Random(20261124)
    for _ in range(5):
        run_process(folder, chance.randrange(1, steps))
    finish(folder, fake)
    check_film(folder)
    assert contents(folder) == contents(whole)


def contents(folder: Path) -> dict[str, str]:
    with Journal.open(folder, write=False) as journal:
        return {take.owner: take.files[0].sha256 for take in journal.takes()}


@pytest.mark.slow
@pytest.mark.parametrize("paid", [False, True], ids=["local", "paid"])
def test_killed_at_every_step_of_one_shot(tmp_path: Path, paid: bool) -> None:
    """All steps of a one-shot film, one kill each: one take, at most one submission when paid."""
    offer: dict[str, Any] = PAID if paid else {}
    make_fake(tmp_path / "whole", **offer)
    _, steps = run_process(tmp_path / "whole", shots=1)
    for step in range(1, steps + 1):
        folder = tmp_path / f"step-{step}"
        fake = make_fake(folder, **offer)
        assert run_process(folder, step, shots=1)[0] == -9
        summary = finish(folder, fake, shots=1)
        if paid:
            assert len(fake.made()) <= 1, step
        if summary.unknown:
            assert paid
            with Journal.open(folder) as journal:
                assert [job.state for job in journal.jobs()] == [State.UNKNOWN]
        else:
            check_film(folder, shots=1)
