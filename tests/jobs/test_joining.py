"""Several shots out of one generation: put together, paid once, cut apart at the right frames."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import Fault
from studio.jobs.generate import Summary, generate
from studio.jobs.job import Job, State
from studio.jobs.journal import Journal
from studio.jobs.ledger import ledger
from studio.jobs.plan import plan
from studio.media.video import decoded
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.jobs.builders import make_fake, make_project, no_pause, offer, replace_shot, shot_id

MANY: dict[str, Any] = {"local": False, "shots_per_request": 3}


def film(shots: int = 4) -> Project:
    """Shots of 4, 5, 6 ... frames."""
    project = make_project(shots)
    for number in range(1, shots + 1):
        project = replace_shot(project, number, frames=3 + number)
    return project


def labels(project: Project, **fields: Any) -> list[list[str]]:
    items = plan(project, (), {"fake": offer(**{**MANY, **fields})}, together=True).items
    return [[each.label for each in (item, *item.then)] for item in items]


def test_as_many_adjacent_shots_as_the_offer_allows_go_together() -> None:
    assert labels(film()) == [["1-1", "1-2", "1-3"], ["1-4"]]
    assert labels(film(), shots_per_request=1) == [["1-1"], ["1-2"], ["1-3"], ["1-4"]]
    second = film().scenes[0].evolve(id="sc_0002", shots=())
    apart = film().evolve(scenes=(film().scenes[0], second))
    assert labels(apart) == [["1-1", "1-2", "1-3"], ["1-4"]]


def test_what_cannot_go_together_stays_apart() -> None:
    twice = replace_shot(film(), 2, takes_wanted=2)
    assert labels(twice) == [["1-1"], ["1-2"], ["1-2"], ["1-3", "1-4"]]
    too_long = replace_shot(film(), 2, frames=900)
    assert labels(too_long, max_frames=100) == [["1-1"], ["1-2"], ["1-3", "1-4"]]
    assert plan(film(), (), {"fake": offer(**MANY)}).items[0].then == ()


def run(folder: Path, project: Project, fake: FakeBackend, **more: Any) -> Summary:
    with Journal.open(folder) as journal:
        made = generate(project, folder, journal, {"fake": fake}, pause=no_pause, **more)
        return asyncio.run(made)


def journaled(folder: Path) -> tuple[list[Take], list[Job]]:
    with Journal.open(folder, write=False) as journal:
        return journal.takes(), journal.jobs()


def pictures(folder: Path, take: Take, file: int = 0) -> list[Any]:
    return [picture for _, picture in decoded(folder / take.files[file].path)]


def test_one_generation_becomes_a_take_of_each_shot(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, Rule(cost=Decimal("1.10")), **MANY)
    done = run(tmp_path, film(3), fake, together=True)
    assert len(fake.calls("submit")) == 1
    assert {job.state for job in done.jobs} == {State.DONE}
    takes = {take.owner: take for take in done.made}
    assert [takes[shot_id(n)].frames for n in (1, 2, 3)] == [4, 5, 6]
    lead = takes[shot_id(1)]
    whole = pictures(tmp_path, lead, file=-1)
    assert len(whole) == 15
    parts = [picture for n in (1, 2, 3) for picture in pictures(tmp_path, takes[shot_id(n)])]
    for wanted, got in zip(whole, parts, strict=True):
        assert np.abs(wanted.astype(int) - got).mean() < 3
    again = run(tmp_path, film(3), fake, together=True)
    assert len(again.kept) == 3, "each shot has what it asks for"
    assert len(fake.calls("submit")) == 1
    book = ledger(film(3), *journaled(tmp_path))
    assert book.charged == {"USD": Decimal("1.10")}
    assert book.shots == {
        shot_id(1): {"USD": Decimal("0.2934")},
        shot_id(2): {"USD": Decimal("0.3666")},
        shot_id(3): {"USD": Decimal("0.4400")},
    }


def test_an_end_of_the_process_between_the_parts_pays_nothing_twice(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, **MANY)
    run(tmp_path, film(3), fake, together=True)
    with Journal.open(tmp_path) as journal:
        (part,) = (job for job in journal.jobs() if job.place == 2)
        journal._base.execute("DELETE FROM takes WHERE job = ?", (part.id,))
        journal._base.execute("UPDATE jobs SET state = 'running' WHERE id = ?", (part.id,))
    for path in (tmp_path / "media").glob(f"{part.owner}.*"):
        path.unlink()
    done = run(tmp_path, film(3), fake, together=True)
    assert [take.owner for take in done.made] == [part.owner]
    assert len(fake.calls("submit")) == 1


def test_a_lead_that_fails_takes_the_others_along_and_brings_them_back(tmp_path: Path) -> None:
    refuses = Rule(times=1, watch=(Step(fault=Fault.REFUSED),))
    fake = make_fake(tmp_path, refuses, **MANY)
    done = run(tmp_path, film(3), fake, together=True)
    errors = [job.error.key if job.error else "" for job in done.jobs]
    assert errors == ["backends.scripted", "jobs.lead_ended", "jobs.lead_ended"]

    async def again() -> None:
        from studio.jobs.runner import Runner

        with Journal.open(tmp_path) as journal:
            runner = Runner(journal, tmp_path, {"fake": fake}, pause=no_pause)
            runner.remedies.retry(done.jobs[0].id)
            await runner.run({done.jobs[0].id})

    asyncio.run(again())
    takes, jobs = journaled(tmp_path)
    assert {job.state for job in jobs} == {State.DONE}
    assert len(takes) == 3


def test_a_change_of_one_shot_before_the_sending_gives_all_of_them_up(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, **MANY)
    items = plan(film(3), (), {"fake": fake.offer}, together=True).items
    with Journal.open(tmp_path) as journal:
        journal.add(job for item in items for job in item.jobs("ba_0001"))
    run(tmp_path, replace_shot(film(3), 3, prompt="another"), fake, together=True)
    states = [job.state for job in journaled(tmp_path)[1]]
    assert states == [State.CANCELLED] * 3 + [State.DONE] * 3
    (sent,) = fake.calls("submit")
    assert sent["label"] == "1-1"


@pytest.mark.parametrize("cuts", [(), (3,), (5, 4), (0, 4), (4, 99)])
def test_cuts_that_make_no_sense_are_refused(tmp_path: Path, cuts: tuple[int, ...]) -> None:
    class Odd(FakeBackend):
        async def watch(self, remote_id: str, request: Any, folder: Path) -> Any:
            async for event in super().watch(remote_id, request, folder):
                changed = {"cuts": cuts} if hasattr(event, "cuts") else {}
                yield event.model_copy(update=changed)

    make_fake(tmp_path, **MANY)
    done = run(tmp_path, film(3), Odd(tmp_path / "service"), together=True)
    assert {job.state for job in done.jobs} == {State.FAILED} or cuts == (4, 99)
    assert len(done.made) == (1 if cuts == (4, 99) else 0)
