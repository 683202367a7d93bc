"""The runner: phases, retries, cancellation, limits, choices. Only events, no sleeping."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.as_is import as_is
from studio.backends.base import Compiled, Event, Offer, Progress, Request, Result
from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import BadInput, Fault, StudioError
from studio.jobs.events import JobChanged, JobProgress, News, TakeArrived
from studio.jobs.job import Job, Remedy, State
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from studio.timeline.take import Take
from tests.jobs.builders import make_fake, make_job, no_pause, shot_id, states

REMOTE = {"local": False}
LOST = Step(fault=Fault.LOST)
HANG = Step(hang="gate")


class Desk:
    """A runner with everything around it."""

    def __init__(self, folder: Path, journal: Journal, fake: FakeBackend, **more: Any) -> None:
        self.folder, self.journal, self.fake = folder, journal, fake
        self.news: list[News] = []
        more = {"pause": no_pause, "grace": 0.2, **more}
        self.runner = Runner(journal, folder, {"fake": fake}, on_event=self.news.append, **more)

    def job(self, number: int = 1) -> Job:
        return self.journal.job(make_job(number).id)


def play(
    folder: Path,
    scene: Callable[[Desk], Awaitable[None]],
    *rules: Rule,
    jobs: int = 1,
    offer: dict[str, Any] | None = None,
    **more: Any,
) -> FakeBackend:
    """Act a scene with a runner, a scripted service and some jobs in the journal."""
    fake = make_fake(folder, *rules, **(offer or {}))

    async def act() -> None:
        with Journal.open(folder) as journal:
            if not journal.jobs():
                journal.add(make_job(n) for n in range(1, jobs + 1))
            await scene(Desk(folder, journal, fake, **more))

    asyncio.run(act())
    return fake


def only(*rules: Step) -> Rule:
    return Rule(times=1, watch=rules)


def test_a_job_goes_from_queued_to_done(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        job = desk.job()
        assert states(desk.news, job.id) == [State.RUNNING, State.DONE]
        takes = [each.take for each in desk.news if isinstance(each, TakeArrived)]
        assert takes == desk.journal.takes()
        assert takes[0].frames == 4
        assert takes[0].width == 16
        assert (tmp_path / takes[0].files[0].path).is_file()
        assert job.remote_id is not None
        assert job.started is not None
        assert job.ended is not None

    play(tmp_path, scene)


@pytest.mark.parametrize("offer", [{}, REMOTE], ids=["local", "remote"])
def test_a_sending_that_made_nothing_is_tried_again(tmp_path: Path, offer: dict[str, Any]) -> None:
    refusal = Step(fault=Fault.NETWORK, retryable=True)

    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        assert desk.job().state is State.DONE

    fake = play(tmp_path, scene, Rule(times=2, before=(refusal,)), offer=offer)
    assert len(fake.calls("submit")) == 3
    assert len(fake.made()) == 1


def test_sending_is_given_up_after_five_tries(tmp_path: Path) -> None:
    refusal = Step(fault=Fault.NETWORK, retryable=True)

    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        job = desk.job()
        assert job.state is State.FAILED
        assert job.error is not None
        assert job.error.remedy is Remedy.SEND

    fake = play(tmp_path, scene, Rule(before=(refusal,)), offer=REMOTE)
    assert len(fake.calls("submit")) == 5


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        (Fault.CREDENTIALS, Remedy.SET_UP),
        (Fault.QUOTA, Remedy.SET_UP),
        (Fault.REFUSED, Remedy.CHANGE),
        (Fault.INVALID, Remedy.CHANGE),
    ],
)
def test_a_refusal_is_not_tried_again(tmp_path: Path, fault: Fault, remedy: Remedy) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        job = desk.job()
        assert job.state is State.FAILED
        assert job.error is not None
        assert job.error.remedy is remedy

    fake = play(tmp_path, scene, Rule(before=(Step(fault=fault),)), offer=REMOTE)
    assert len(fake.calls("submit")) == 1


@pytest.mark.parametrize("step", [LOST, Step(crash="the line went dead")], ids=["lost", "crash"])
def test_a_remote_answer_that_is_lost_makes_the_job_unknown(tmp_path: Path, step: Step) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        assert desk.job().state is State.UNKNOWN

    fake = play(tmp_path, scene, Rule(after=(step,)), offer=REMOTE)
    assert len(fake.calls("submit")) == 1


async def made_in_one_go(desk: Desk) -> None:
    await desk.runner.run()
    assert desk.job().state is State.DONE


@pytest.mark.parametrize("knows", ["idempotent", "findable"])
@pytest.mark.parametrize("step", [LOST, Step(crash="the line went dead")], ids=["lost", "crash"])
def test_a_lost_answer_is_looked_up_where_the_service_knows_it(
    tmp_path: Path, step: Step, knows: str
) -> None:
    rule = Rule(times=1, after=(step,))
    fake = play(tmp_path, made_in_one_go, rule, offer={**REMOTE, knows: True})
    assert (len(fake.calls("submit")), len(fake.calls("find"))) == (1, 1)
    assert len(fake.made()) == 1


@pytest.mark.parametrize("knows", ["idempotent", "findable"])
def test_what_surely_was_not_made_is_sent_again_under_its_key(tmp_path: Path, knows: str) -> None:
    rule = Rule(times=2, before=(LOST,))
    fake = play(tmp_path, made_in_one_go, rule, offer={**REMOTE, knows: True})
    assert len({call["key"] for call in fake.calls("submit")}) == 1
    assert len(fake.calls("submit")) == 3
    assert len(fake.made()) == 1


def test_a_service_out_of_reach_leaves_the_doubt(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        assert desk.job().state is State.UNKNOWN
        desk.runner.remedies.check(desk.job().id)
        await desk.runner.run()
        assert desk.job().state is State.DONE

    away = Step(fault=Fault.NETWORK, retryable=True)
    rule = Rule(times=5, after=(LOST,), find=(away,))
    fake = play(tmp_path, scene, rule, offer={**REMOTE, "findable": True})
    assert (len(fake.calls("submit")), len(fake.made())) == (1, 1)
    assert len(fake.calls("find")) == 6


def test_a_service_that_takes_a_key_once_is_sent_it_again_when_it_cannot_tell(
    tmp_path: Path,
) -> None:
    rule = Rule(times=1, after=(LOST,), find=(LOST,))
    fake = play(tmp_path, made_in_one_go, rule, offer={**REMOTE, "idempotent": True})
    assert len(fake.calls("submit")) == 2
    assert len(fake.made()) == 1


def test_an_unknown_job_is_taken_up_by_the_id_the_maker_found(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        with pytest.raises(StudioError, match="own page"):
            desk.runner.remedies.check(desk.job().id)
        found = next((tmp_path / "service" / "made").glob("*.json")).stem
        desk.runner.remedies.check(desk.job().id, found)
        await desk.runner.run()
        assert desk.job().state is State.DONE

    fake = play(tmp_path, scene, Rule(times=1, after=(LOST,)), offer=REMOTE)
    assert len(fake.calls("submit")) == 1


def test_an_unknown_job_marked_lost_can_be_sent_anew(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        assert desk.runner.remedies.mark_lost(desk.job().id).state is State.FAILED
        desk.runner.remedies.retry(desk.job().id)
        await desk.runner.run()
        assert desk.job().state is State.DONE

    fake = play(tmp_path, scene, Rule(times=1, after=(LOST,)), offer=REMOTE)
    first, second = (call["key"] for call in fake.calls("submit"))
    assert first != second, "a new sending must not be answered with the lost one"


def test_an_unknown_job_is_sent_again_under_its_key(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        desk.runner.remedies.send_again(desk.job().id)
        await desk.runner.run()
        assert desk.job().state is State.DONE

    fake = play(tmp_path, scene, Rule(times=1, after=(LOST,)), offer=REMOTE)
    first, second = (call["key"] for call in fake.calls("submit"))
    assert first == second


def test_watching_is_tried_again_without_sending(tmp_path: Path) -> None:
    cut_off = Step(fault=Fault.NETWORK, retryable=True)

    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        assert desk.job().state is State.DONE

    fake = play(tmp_path, scene, Rule(times=7, watch=(cut_off,)), offer=REMOTE)
    assert len(fake.calls("submit")) == 1
    assert len(fake.calls("watch")) == 8


def test_progress_gives_watching_new_patience(tmp_path: Path) -> None:
    cut_off = (Step(progress=0.5), Step(fault=Fault.NETWORK, retryable=True))

    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        assert desk.job().state is State.DONE

    play(tmp_path, scene, Rule(times=20, watch=cut_off), offer=REMOTE)


def test_a_generation_the_service_forgot_fails(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        job = desk.job()
        assert job.state is State.FAILED
        assert job.error is not None
        assert job.error.key == "backends.forgotten"

    play(tmp_path, scene, Rule(watch=(Step(forget=True),)), offer=REMOTE)


@pytest.mark.parametrize(
    ("make", "key"),
    [
        ("empty", "jobs.result_empty"),
        ("missing", "jobs.result_missing"),
        ("broken", "jobs.result_unreadable"),
        ("outside", "jobs.result_missing"),
        pytest.param("link", "jobs.result_missing", marks=pytest.mark.skipif(
            sys.platform == "win32", reason="links need a right there")),
    ],
)  # fmt: skip
def test_a_result_that_is_no_film_is_refused(tmp_path: Path, make: Any, key: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        job = desk.job()
        assert job.state is State.FAILED
        assert job.error is not None
        assert job.error.key == key
        assert desk.journal.takes() == []
        left = {path.name for path in (tmp_path / "media").iterdir()}
        assert left == {".partial"}

    fake = play(tmp_path, scene, Rule(make=make), offer=REMOTE)
    assert len(fake.calls("submit")) == 1
    assert len(fake.calls("watch")) == 2, "it was fetched once more before giving up"


def test_a_crash_in_a_backend_hurts_only_its_job(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        assert desk.job(1).state is State.FAILED
        assert desk.job(2).state is State.DONE

    play(tmp_path, scene, Rule(match={"label": "1-1"}, watch=(Step(crash="oh"),)), jobs=2)
    assert "RuntimeError: oh" in caplog.text


def test_a_full_disk_fails_the_job_in_plain_words(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        job = desk.job()
        assert job.error is not None
        assert (job.error.key, job.error.remedy) == ("jobs.disk_full", Remedy.ROOM)
        desk.runner.remedies.retry(job.id)
        await desk.runner.run()
        assert desk.job().state is State.DONE

    fake = play(tmp_path, scene, only(Step(full=True)), offer=REMOTE)
    assert len(fake.calls("submit")) == 1, "the generation was still there to be fetched"


def test_a_backend_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add([make_job(1, backend="gone")])
        asyncio.run(Runner(journal, tmp_path, {}).run())
        (job,) = journal.jobs()
    assert job.state is State.FAILED
    assert job.error is not None
    assert job.error.key == "jobs.backend_gone"


async def cancel(desk: Desk) -> None:
    run = asyncio.create_task(desk.runner.run())
    await desk.fake.reached()
    await desk.runner.cancel(desk.job().id)
    await run


@pytest.mark.parametrize("offer", [{}, REMOTE], ids=["local", "remote"])
def test_cancelling_while_watching(tmp_path: Path, offer: dict[str, Any]) -> None:
    async def scene(desk: Desk) -> None:
        await cancel(desk)
        assert desk.job().state is State.CANCELLED
        assert not list((tmp_path / "media" / ".partial").iterdir())

    fake = play(tmp_path, scene, Rule(watch=(Step(progress=0.3), HANG)), offer=offer)
    assert len(fake.calls("cancel")) == 1
    assert fake.made() == []


def test_cancelling_while_sending_waits_for_the_answer(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        run = asyncio.create_task(desk.runner.run())
        await desk.fake.reached()
        cancelling = asyncio.create_task(desk.runner.cancel(desk.job().id))
        await asyncio.sleep(0)
        desk.fake.release("gate")
        await cancelling
        await run
        assert desk.job().state is State.CANCELLED

    fake = play(tmp_path, scene, Rule(before=(HANG,)), offer=REMOTE, grace=60.0)
    assert len(fake.calls("cancel")) == 1, "the id was known, so the service was told"


def test_cancelling_while_sending_without_an_answer_leaves_a_doubt(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await cancel(desk)
        assert desk.job().state is State.UNKNOWN

    play(tmp_path, scene, Rule(after=(HANG,)), offer=REMOTE, grace=0.0)


def test_cancelling_a_job_that_waits(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        run = asyncio.create_task(desk.runner.run())
        await desk.fake.reached()
        await desk.runner.cancel(desk.job(2).id)
        desk.fake.release("gate")
        await run
        assert [desk.job(n).state for n in (1, 2)] == [State.DONE, State.CANCELLED]

    fake = play(tmp_path, scene, Rule(match={"label": "1-1"}, watch=(HANG,)), jobs=2)
    assert len(fake.calls("submit")) == 1


def test_a_service_that_does_not_answer_a_cancellation_is_not_waited_for(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await cancel(desk)
        assert desk.job().state is State.CANCELLED

    stuck = Rule(watch=(HANG,), cancel=(Step(hang="never"),))
    play(tmp_path, scene, stuck, offer=REMOTE, grace=0.0)


def test_cancel_all(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        run = asyncio.create_task(desk.runner.run())
        await desk.fake.reached(2)
        await desk.runner.cancel_all()
        await run
        assert {job.state for job in desk.journal.jobs()} == {State.CANCELLED}

    play(tmp_path, scene, Rule(watch=(HANG,)), jobs=5, offer={"parallel": 2})


def test_a_job_that_is_done_stays_done(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        await desk.runner.cancel(desk.job().id)
        assert desk.job().state is State.DONE
        with pytest.raises(BadInput):
            desk.runner.remedies.retry(desk.job().id)

    play(tmp_path, scene)


def test_a_cancelled_job_can_be_taken_up_again(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await cancel(desk)
        desk.fake.release("gate")
        desk.runner.remedies.retry(desk.job().id)
        await desk.runner.run()
        assert desk.job().state is State.DONE

    fake = play(tmp_path, scene, Rule(watch=(HANG,)))
    assert len(fake.calls("submit")) == 2


@pytest.mark.parametrize("offer", [{}, REMOTE], ids=["local", "remote"])
def test_stopping_leaves_the_job_to_be_carried_on(tmp_path: Path, offer: dict[str, Any]) -> None:
    async def scene(desk: Desk) -> None:
        run = asyncio.create_task(desk.runner.run())
        await desk.fake.reached()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        assert desk.job(1).state is State.RUNNING
        assert desk.job(2).state is State.QUEUED
        desk.fake.release("gate")
        again = Desk(tmp_path, desk.journal, desk.fake)
        await again.runner.run()
        assert {job.state for job in desk.journal.jobs()} == {State.DONE}

    fake = play(tmp_path, scene, Rule(watch=(HANG,)), jobs=2, offer=offer)
    assert len(fake.calls("submit")) == 2
    assert fake.calls("cancel") == []


@pytest.mark.parametrize("parallel", [1, 3])
def test_no_more_at_once_than_the_offer_says(tmp_path: Path, parallel: int) -> None:
    most = 0

    async def scene(desk: Desk) -> None:
        nonlocal most

        def count(news: News) -> None:
            nonlocal most
            most = max(most, len(desk.journal.jobs({State.RUNNING})))

        runner = Runner(desk.journal, tmp_path, {"fake": desk.fake}, on_event=count)
        await runner.run()
        assert len(desk.journal.takes()) == 7

    play(tmp_path, scene, jobs=7, offer={"parallel": parallel})
    assert most == parallel


def test_a_job_added_during_a_run_is_done_in_it(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        run = asyncio.create_task(desk.runner.run())
        await desk.fake.reached()
        desk.runner.add([make_job(2, owner=shot_id(1))])
        desk.fake.release("gate")
        await run
        assert [take.owner for take in desk.journal.takes()] == [shot_id(1)] * 2

    play(tmp_path, scene, Rule(match={"label": "1-1"}, watch=(HANG,)))


def test_progress_is_thinned_and_counts_the_whole_run(tmp_path: Path) -> None:
    moment = 0.0

    def clock() -> float:
        nonlocal moment
        moment += 0.004
        return moment

    async def scene(desk: Desk) -> None:
        await desk.runner.run()
        told = [each for each in desk.news if isinstance(each, JobProgress)]
        assert 2 <= len(told) < 80
        assert [each.run_done for each in told] == sorted(each.run_done for each in told)
        assert told[-1].run_seconds_left is not None
        assert [e for e in desk.news if isinstance(e, JobChanged)]

    steps = tuple(Step(progress=n / 200) for n in range(200))
    play(tmp_path, scene, Rule(watch=steps), jobs=2, clock=clock)


class FullJournal(Journal):
    """A journal on a disk that is full when the take is to be filed."""

    def finish(self, job_id: str, take: Take) -> Job:
        raise StudioError("jobs.disk_full", path=self.path.parent)

    def step(self, job_id: str, state: State | None = None, /, **changes: Any) -> Job:
        if state is State.FAILED:
            raise StudioError("jobs.disk_full", path=self.path.parent)
        return super().step(job_id, state, **changes)


def test_a_journal_that_cannot_be_written_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    with FullJournal.open(tmp_path) as journal:
        journal.add([make_job(1), make_job(2)])
        with pytest.raises(StudioError, match="full"):
            asyncio.run(Runner(journal, tmp_path, {"fake": fake}).run())
    with Journal.open(tmp_path) as journal:
        asyncio.run(Runner(journal, tmp_path, {"fake": fake}).run())
        assert len(journal.takes()) == 2
    assert len(fake.calls("watch")) == 2, "what was filed is not made again"


class Silent:
    """A stranger's backend whose watch ends without a result and is no generator."""

    offer = Offer(name="fake", title="Silent")

    def compile(self, request: Request) -> Compiled:
        return as_is(request, self.offer)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        return key

    async def submit(self, request: Request, key: str) -> str:
        return key

    def watch(self, remote_id: str, request: Request, folder: Path) -> AsyncIterator[Event]:
        return self

    async def cancel(self, remote_id: str) -> None:
        return None

    def __aiter__(self) -> AsyncIterator[Event]:
        return self

    async def __anext__(self) -> Progress | Result:
        raise StopAsyncIteration


def test_an_end_without_a_result_is_a_failure(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add([make_job(1, price=Decimal("0.5"))])
        asyncio.run(Runner(journal, tmp_path, {"fake": Silent()}).run())
        (job,) = journal.jobs()
    assert job.error is not None
    assert job.error.key == "jobs.no_result"


SMALL_DISK = """
import asyncio, resource, sys
from pathlib import Path
from studio.backends.fake import FakeBackend
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
folder = Path(sys.argv[1])
with Journal.open(folder) as journal:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    asyncio.run(Runner(journal, folder, {"fake": FakeBackend(folder / "service")}).run())
    print(*(job.error.key if job.error else job.state for job in journal.jobs()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_files_that_find_no_room(tmp_path: Path) -> None:
    make_fake(tmp_path, Rule(match={"label": "1-1"}, make="big"))
    with Journal.open(tmp_path) as journal:
        journal.add([make_job(1), make_job(2)])
    command = [sys.executable, "-c", SMALL_DISK, str(tmp_path)]
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["jobs.disk_full", "done"]
    assert not list((tmp_path / "media" / ".partial").iterdir())


def test_a_service_that_does_not_stop_is_followed_to_its_end(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        running = asyncio.ensure_future(desk.runner.run())
        await desk.fake.reached()
        await desk.runner.cancel(desk.job().id)
        job = desk.job()
        assert (job.state, job.error.key if job.error else "") == (
            State.RUNNING,
            "backends.scripted",
        )
        desk.fake.release("gate")
        await running
        assert (desk.job().state, desk.job().error) == (State.DONE, None)
        assert len(desk.journal.takes()) == 1

    goes_on = Step(fault=Fault.INVALID)
    fake = play(tmp_path, scene, Rule(watch=(HANG,), cancel=(goes_on,)), offer=REMOTE)
    assert len(fake.calls("submit")) == 1
