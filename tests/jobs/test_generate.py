"""A film's takes are made, kept, carried on and paid once."""

import asyncio
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import Request
from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import BadInput, Fault
from studio.jobs.generate import Summary, generate
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.jobs.plan import plan
from studio.jobs.runner import Runner
from studio.timeline.project import Project
from tests.jobs.builders import make_fake, make_project, no_pause, replace_shot, shot_id

PAID = {"local": False, "price": {"per_second": "0.10"}}


def go(project: Project, folder: Path, backend: FakeBackend, **more: Any) -> Summary:
    with Journal.open(folder) as journal:
        backends = {backend.offer.name: backend}
        return asyncio.run(generate(project, folder, journal, backends, pause=no_pause, **more))


def test_every_shot_gets_a_take_and_a_second_call_makes_nothing(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    project = make_project(3)
    first = go(project, tmp_path, fake)
    assert [take.owner for take in first.made] == [shot_id(1), shot_id(2), shot_id(3)]
    second = go(project, tmp_path, fake)
    assert second.made == ()
    assert second.kept == (shot_id(1), shot_id(2), shot_id(3))
    assert len(fake.calls("submit")) == 3
    assert not list((tmp_path / "media" / ".partial").iterdir())


def test_touching_one_shot_makes_one_shot(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    project = make_project(3)
    go(project, tmp_path, fake)
    touched = go(replace_shot(project, 2, prompt="now in rain"), tmp_path, fake)
    assert [take.owner for take in touched.made] == [shot_id(2)]
    assert len(fake.calls("submit")) == 4


def test_moving_a_shot_keeps_its_take(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    project = make_project(3)
    go(project, tmp_path, fake)
    scene = project.scenes[0]
    moved = project.evolve(scenes=(scene.evolve(shots=tuple(reversed(scene.shots))),))
    assert go(moved, tmp_path, fake).made == ()


def test_takes_of_one_shot_have_seeds_of_their_own(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    made = go(make_project(1), tmp_path, fake, takes=3).made
    assert len({take.seed for take in made}) == 3
    assert len({take.files[0].sha256 for take in made}) == 3
    more = go(make_project(1), tmp_path, fake, takes=4)
    assert len(more.made) == 1
    again = go(make_project(1), tmp_path, fake, takes=2, again=True)
    assert len({take.seed for take in (*made, *more.made, *again.made)}) == 6


def test_only_the_shots_named_are_made(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    made = go(make_project(3), tmp_path, fake, shots=[shot_id(2)]).made
    assert [take.owner for take in made] == [shot_id(2)]


def test_a_batch_that_is_too_dear_sends_nothing(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, **PAID)
    project = make_project(3, frames=48)
    with pytest.raises(BadInput, match=r"0\.6 USD"):
        go(project, tmp_path, fake, max_cost=Decimal("0.59"))
    assert fake.calls("submit") == []
    with Journal.open(tmp_path) as journal:
        assert journal.jobs() == []
    assert len(go(project, tmp_path, fake, max_cost=Decimal("0.60")).made) == 3


def test_one_blocked_shot_holds_the_batch_back_unless_allowed(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, max_frames=10)
    project = replace_shot(make_project(3), 2, frames=11)
    with pytest.raises(BadInput, match="1-2"):
        go(project, tmp_path, fake)
    assert fake.calls("submit") == []
    summary = go(project, tmp_path, fake, allow_blocked=True)
    assert [take.owner for take in summary.made] == [shot_id(1), shot_id(3)]
    assert [item.owner for item in summary.blocked] == [shot_id(2)]


def test_a_failed_shot_does_not_stop_the_others_and_is_sent_again_later(tmp_path: Path) -> None:
    broken = Rule(match={"label": "1-2"}, times=1, watch=(Step(fault=Fault.BROKEN),))
    fake = make_fake(tmp_path, broken)
    first = go(make_project(3), tmp_path, fake)
    assert [job.owner for job in first.failed] == [shot_id(2)]
    assert len(first.made) == 2
    second = go(make_project(3), tmp_path, fake)
    assert [take.owner for take in second.made] == [shot_id(2)]
    assert second.failed == ()


def test_a_failed_download_is_fetched_again_and_not_made_again(tmp_path: Path) -> None:
    cut_off = Rule(times=1, watch=(Step(fault=Fault.NETWORK),))
    fake = make_fake(tmp_path, cut_off, **PAID)
    assert len(go(make_project(1), tmp_path, fake).failed) == 1
    assert len(go(make_project(1), tmp_path, fake).made) == 1
    assert len(fake.calls("submit")) == 1
    assert len(fake.made()) == 1


def test_a_backend_that_was_away_costs_nothing_twice(tmp_path: Path) -> None:
    """What it was making, and what it may be making, is not sent again when it comes back."""
    fake = make_fake(tmp_path, **PAID)
    project = make_project(2)
    queue(project, tmp_path, fake)
    with Journal.open(tmp_path) as journal:
        sent, sending = journal.jobs()
        request = Request.model_validate(sent.request)
        journal.step(sent.id, State.RUNNING, remote_id=asyncio.run(fake.submit(request, sent.key)))
        journal.step(sending.id, State.RUNNING)
        asyncio.run(Runner(journal, tmp_path, {}).run())
        assert [job.state for job in journal.jobs()] == [State.FAILED, State.UNKNOWN]
    summary = go(project, tmp_path, fake)
    assert [take.job for take in summary.made] == [sent.id]
    assert [job.id for job in summary.unknown] == [sending.id]
    assert len(fake.calls("submit")) == 1


def test_a_lost_answer_is_never_sent_again_by_itself(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, Rule(after=(Step(fault=Fault.LOST),)), **PAID)
    first = go(make_project(2), tmp_path, fake)
    assert [job.state for job in first.unknown] == [State.UNKNOWN] * 2
    second = go(make_project(2), tmp_path, fake)
    assert len(second.unknown) == 2
    assert len(fake.calls("submit")) == 2


def test_a_queued_job_whose_shot_changed_is_not_sent(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    project = make_project(2)
    queue(project, tmp_path, fake)
    changed = replace_shot(project, 1, prompt="something else")
    made = go(changed, tmp_path, fake).made
    assert sorted(take.request["prompt"] for take in made) == ["shot number 2", "something else"]
    with Journal.open(tmp_path, write=False) as journal:
        gone = journal.jobs({State.CANCELLED})
    assert [job.error.key for job in gone if job.error] == ["jobs.superseded"]


def test_queued_jobs_of_other_shots_wait(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    project = make_project(3)
    queue(project, tmp_path, fake)
    summary = go(project, tmp_path, fake, shots=[shot_id(3)])
    assert [take.owner for take in summary.made] == [shot_id(3)]
    assert [job.owner for job in summary.left] == [shot_id(1), shot_id(2)]
    assert len(go(project, tmp_path, fake).made) == 2
    assert len(fake.calls("submit")) == 3


def test_what_waits_counts_against_the_limit(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, **PAID)
    project = make_project(2, frames=240)
    queue(project, tmp_path, fake)
    with pytest.raises(BadInput):
        go(project, tmp_path, fake, max_cost=Decimal("1.50"))
    assert fake.calls("submit") == []


def test_the_cost_of_what_was_made_is_exact(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, Rule(cost=Decimal("0.10")))
    assert go(make_project(3), tmp_path, fake).cost == {"USD": Decimal("0.30")}


def queue(project: Project, folder: Path, backend: FakeBackend) -> None:
    """Journal what would be sent and send nothing, as a kill right after the journal does."""
    with Journal.open(folder) as journal:
        offers = {backend.offer.name: backend.offer}
        items = plan(project, (), offers).admit()
        journal.add(job for item in items for job in item.jobs("ba_0001"))


@pytest.mark.parametrize("paid", [False, True])
def test_a_take_without_its_file_is_made_anew_only_where_that_is_free(
    tmp_path: Path, paid: bool
) -> None:
    fake = make_fake(tmp_path, **(PAID if paid else {}))
    (first, _) = go(make_project(2), tmp_path, fake).made
    (tmp_path / first.files[0].path).unlink()
    made = go(make_project(2), tmp_path, fake).made
    assert [take.owner for take in made] == ([] if paid else [first.owner])


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_laid_into_the_media_is_not_followed(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    (first, _) = go(make_project(2), tmp_path, fake).made
    path = tmp_path / first.files[0].path
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert [take.owner for take in go(make_project(2), tmp_path, fake).made] == [first.owner]
