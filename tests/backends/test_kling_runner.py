"""Batches at Kling through the runner and its journal: killed, resumed, and made once each."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import Backend
from studio.jobs.job import Job, Remedy, State
from studio.jobs.journal import Journal
from studio.jobs.runner import Runner
from studio.media.hashes import sha256_of
from tests.backends.asking import painted
from tests.backends.kling_desk import models, picture, wish
from tests.backends.kling_server import Service, creates, serving
from tests.backends.waiting import Waits
from tests.jobs.builders import make_job, shot_id

COUNT = 6


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


def batch() -> list[Job]:
    values = wish().model_dump(mode="json")
    more = {"backend": "kling", "request": values, "price": Decimal("0.84")}
    return [make_job(n, **more) for n in range(1, COUNT + 1)]


async def session(folder: Path, backend: Backend, *, pause: Any = None) -> list[Job]:
    with Journal.open(folder) as journal:
        if not journal.jobs():
            journal.add(batch())
        runner = Runner(journal, folder, {"kling": backend}, pause=pause or Waits(), grace=5)
        await runner.run()
        return journal.jobs()


def states(jobs: list[Job]) -> list[State]:
    return [job.state for job in jobs]


def test_a_batch_is_made_once_each(service: Service, tmp_path: Path) -> None:
    jobs = asyncio.run(session(tmp_path, models(service)["kling"]))
    assert states(jobs) == [State.DONE] * COUNT
    assert creates(service) == {job.key: 1 for job in jobs}
    with Journal.open(tmp_path) as journal:
        takes = journal.takes()
    assert len(takes) == COUNT
    assert {take.usage["units.video"] for take in takes} == {"4.5"}
    assert all((tmp_path / take.files[0].path).is_file() for take in takes)


def test_answers_that_are_lost_cost_nothing_twice(service: Service, tmp_path: Path) -> None:
    lost = [("made", "drop"), "drop", ("made", 5002), "bad_gateway", ("made", "html"), 5000]
    service.on("create", *lost)
    jobs = asyncio.run(session(tmp_path, models(service)["kling"]))
    assert states(jobs) == [State.DONE] * COUNT
    assert creates(service) == {job.key: 1 for job in jobs}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
@pytest.mark.parametrize("at", [1, 3, 6, 10, 17, 30])
def test_killed_and_resumed(service: Service, tmp_path: Path, at: int) -> None:
    """The process is killed at some pause; a new one, which knows only the journal, goes on."""
    service.looks = 2
    service.on("create", ("made", "drop"), 1303, "drop", ("made", "garbage"))
    code = "from tests.backends.test_kling_runner import die; "
    code += f"die({str(tmp_path)!r}, {service.api!r}, {at})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    jobs = asyncio.run(session(tmp_path, models(service)["kling"]))
    assert states(jobs) == [State.DONE] * COUNT
    assert creates(service) == {job.key: 1 for job in jobs}


def die(folder: str, url: str, at: int) -> None:
    """Run the batch in this process until the pause with the number `at`, and be killed there."""
    left = [at]

    async def pause(seconds: float) -> None:
        del seconds
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(0)

    service = Service()
    service.api = url
    backend = models(service, pause)["kling"]  # type: ignore[arg-type]
    asyncio.run(session(Path(folder), backend, pause=pause))


def test_shots_that_follow_bring_their_own_files(service: Service, tmp_path: Path) -> None:
    """Two shots in one generation; the picture that only the second has lies in the film too."""
    (tmp_path / "media").mkdir()
    name = painted(tmp_path / "media", f"{shot_id(9)}.{make_job(9).id}.1.png").name
    digest = sha256_of(tmp_path / "media" / name)
    style = picture("style", name="plan", path=f"media/{name}", sha256=digest)
    request = wish(frames=96, then=(wish(frames=72, inputs=(style,)),))
    price = models(service)["kling"].compile(request).price
    values = {"request": request.model_dump(mode="json"), "backend": "kling", "price": price}
    with Journal.open(tmp_path) as journal:
        journal.add([make_job(1, **values)])
    jobs = asyncio.run(session(tmp_path, models(service)["kling"]))
    assert states(jobs) == [State.DONE], [str(job.error) for job in jobs]
    assert service.refused == []
    with Journal.open(tmp_path) as journal:
        take = journal.takes()[0]
    assert take.cuts == (96,)


def test_a_full_account_keeps_the_others_waiting(service: Service, tmp_path: Path) -> None:
    """Fewer slots there than here: 1303 is waited out, and nothing is made twice or lost."""
    service.limit = 2
    jobs = asyncio.run(session(tmp_path, models(service)["kling"]))
    assert states(jobs) == [State.DONE] * COUNT
    assert service.most_running == 2
    assert creates(service) == {job.key: 1 for job in jobs}


def test_no_more_than_the_limit_is_sent(service: Service, tmp_path: Path) -> None:
    """28: the limit of the table holds here, and every end frees its place."""
    backend = models(service)["kling"]
    asyncio.run(session(tmp_path, backend))
    assert 1 < service.most_running <= backend.offer.parallel < COUNT


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [(1102, Remedy.SET_UP), (1301, Remedy.CHANGE), (1201, Remedy.CHANGE), (1002, Remedy.SET_UP)],
)
def test_what_is_refused_for_good_is_sent_once(
    service: Service, tmp_path: Path, fault: int, remedy: Remedy
) -> None:
    service.on("create", *[fault] * COUNT)
    jobs = asyncio.run(session(tmp_path, models(service)["kling"]))
    assert states(jobs) == [State.FAILED] * COUNT
    assert {job.error.remedy for job in jobs if job.error} == {remedy}
    assert len(service.calls) == COUNT


def test_a_result_that_cannot_be_fetched_is_fetched_later(service: Service, tmp_path: Path) -> None:
    service.on("video", *["403"] * 2)
    jobs = asyncio.run(session(tmp_path, models(service)["kling"]))
    failed = [job for job in jobs if job.state is State.FAILED]
    assert [job.error.remedy for job in failed if job.error] == [Remedy.FETCH] * len(failed)
    assert len(failed) <= 1
    with Journal.open(tmp_path) as journal:
        runner = Runner(journal, tmp_path, {"kling": models(service)["kling"]}, pause=Waits())
        for job in failed:
            runner.remedies.retry(job.id)
        asyncio.run(runner.run())
        assert states(journal.jobs()) == [State.DONE] * COUNT
    assert creates(service) == {job.key: 1 for job in jobs}


def test_cancelled_while_it_waits_for_room_nothing_is_in_doubt(
    service: Service, tmp_path: Path
) -> None:
    """A job in the queue of a full account was never sent; to stop it leaves no question."""
    service.on("create", *[1303] * 2)
    waiting = asyncio.Event()

    async def pause(seconds: float) -> None:
        if seconds >= 1:
            waiting.set()
            await asyncio.Event().wait()

    async def act() -> Job:
        with Journal.open(tmp_path) as journal:
            journal.add(batch()[:1])
            backend = models(service, pause)["kling"]  # type: ignore[arg-type]
            runner = Runner(journal, tmp_path, {"kling": backend}, pause=Waits(), grace=0.05)
            running = asyncio.ensure_future(runner.run())
            await waiting.wait()
            await runner.cancel(journal.jobs()[0].id)
            await running
            return journal.jobs()[0]

    assert asyncio.run(act()).state is State.CANCELLED
    assert creates(service) == {}
