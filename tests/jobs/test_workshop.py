"""The standing workshop of an open film."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import BadInput, Cancelled, Fault, StudioError
from studio.jobs.events import News, QueueChanged, TakeArrived, WorkStopped
from studio.jobs.imports import Imported
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.jobs.whole_copy import save_copy
from studio.jobs.workshop import Workshop
from tests.films import tone, write_wav
from tests.jobs.builders import make_fake, make_project, no_pause, shot_id


def work(
    folder: Path,
    fake: FakeBackend,
    do: Callable[[Workshop], Awaitable[None]],
    hear: Callable[[News], None] = lambda news: None,
) -> None:
    async def whole() -> None:
        shop = Workshop(folder, {fake.offer.name: fake}, on_event=hear, pause=no_pause)
        try:
            await do(shop)
        finally:
            await shop.close()

    asyncio.run(whole())


def test_what_a_quote_lists_is_made_and_told(tmp_path: Path) -> None:
    told: list[News] = []

    async def do(shop: Workshop) -> None:
        assert len(shop.generate(shop.quote(make_project(3)))) == 3
        await shop.settled()
        assert [take.owner for take in shop.takes] == [shot_id(n) for n in (1, 2, 3)]
        assert shop.quote(make_project(3)).items == ()

    work(tmp_path, make_fake(tmp_path), do, told.append)
    assert sum(isinstance(news, TakeArrived) for news in told) == 3


def test_more_work_joins_the_run_that_is_under_way(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, Rule(match={"label": "1-1"}, watch=(Step(hang="one"),)))

    async def do(shop: Workshop) -> None:
        project = make_project(2)
        shop.generate(shop.quote(project, shots=[shot_id(1)]))
        await asyncio.sleep(0)
        shop.generate(shop.quote(project, shots=[shot_id(2)]))
        fake.release("one")
        await shop.settled()
        assert len(shop.takes) == 2

    work(tmp_path, fake, do)


def test_a_run_begins_anew_after_all_was_done(tmp_path: Path) -> None:
    async def do(shop: Workshop) -> None:
        for number in (1, 2):
            shop.generate(shop.quote(make_project(2), shots=[shot_id(number)]))
            await shop.settled()
        assert len(shop.takes) == 2

    work(tmp_path, make_fake(tmp_path), do)


def test_a_failed_job_is_retried(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, Rule(times=1, watch=(Step(fault=Fault.REFUSED),)))

    async def do(shop: Workshop) -> None:
        (job,) = shop.generate(shop.quote(make_project(1)))
        await shop.settled()
        assert shop.jobs[0].state is State.FAILED
        shop.retry(job.id)
        await shop.settled()
        assert shop.jobs[0].state is State.DONE

    work(tmp_path, fake, do)


def test_closing_leaves_the_work_and_opening_carries_it_on(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, Rule(watch=(Step(hang="all"),)))

    async def begin(shop: Workshop) -> None:
        shop.generate(shop.quote(make_project(2)))
        await asyncio.sleep(0)

    async def carry_on(shop: Workshop) -> None:
        assert len(shop.resume(make_project(2))) == 2
        await shop.settled()
        assert len(shop.takes) == 2

    work(tmp_path, fake, begin)
    fake.release("all")
    work(tmp_path, fake, carry_on)


def test_a_cancelled_job_is_not_made(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, Rule(watch=(Step(hang="never"),)))

    async def do(shop: Workshop) -> None:
        (job,) = shop.generate(shop.quote(make_project(1)))
        await shop.cancel(job.id)
        await shop.settled()
        assert [job.state for job in shop.jobs] == [State.CANCELLED]

    work(tmp_path, fake, do)


def test_what_is_too_dear_is_not_sent(tmp_path: Path) -> None:
    fake = make_fake(tmp_path, local=False, price={"per_second": "1.00"})

    async def do(shop: Workshop) -> None:
        with pytest.raises(BadInput):
            shop.generate(shop.quote(make_project(1)), max_cost=Decimal(0))
        assert shop.jobs == []

    work(tmp_path, fake, do)


def test_files_imported_at_once_are_one_reference(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(0.1))
    told: list[News] = []

    async def do(shop: Workshop) -> None:
        steps: list[int] = []

        async def bring() -> list[Imported]:
            return await shop.import_media(make_project(1), [path], lambda n, _: steps.append(n))

        (one,), (other,) = await asyncio.gather(bring(), bring())
        assert one.reference == other.reference
        assert (one.new, other.new) == (True, False)
        assert steps == [1, 2, 1, 2]
        assert [take.id for take in shop.takes] == [one.take.id]

    work(tmp_path, make_fake(tmp_path), do, told.append)
    assert sum(isinstance(news, TakeArrived) for news in told) == 1


def test_closing_breaks_an_import_off_and_leaves_nothing(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(0.1))
    checked, closing = threading.Event(), threading.Event()

    def told(_done: int, _all: int) -> None:  # on the import's thread, once the file is checked
        checked.set()
        closing.wait(10)

    async def whole() -> None:
        shop = Workshop(tmp_path, {}, pause=no_pause)
        bring = asyncio.create_task(shop.import_media(make_project(1), [path], told))
        await asyncio.to_thread(checked.wait, 10)
        close = asyncio.create_task(shop.close())
        await asyncio.sleep(0)
        closing.set()
        await close
        with pytest.raises(Cancelled):
            await bring

    asyncio.run(whole())
    assert not list((tmp_path / "media").rglob("*.wav"))


def test_a_held_queue_sends_nothing_but_fetches_what_exists(tmp_path: Path) -> None:
    paid = {"local": False, "parallel": 4}
    fake = make_fake(tmp_path, Rule(match={"label": "1-1"}, watch=(Step(hang="one"),)), **paid)
    told: list[News] = []

    async def begin(shop: Workshop) -> None:
        shop.generate(shop.quote(make_project(3), shots=[shot_id(1)]))
        await fake.reached()
        shop.hold(True)
        shop.generate(shop.quote(make_project(3), shots=[shot_id(2), shot_id(3)]))

    async def fetch(shop: Workshop) -> None:
        assert shop.held, "it stays held when the film is opened again"
        shop.resume(make_project(3))
        await shop.settled()
        assert [take.owner for take in shop.takes] == [shot_id(1)]
        shop.hold(False)
        await shop.settled()
        assert len(shop.takes) == 3

    work(tmp_path, fake, begin, told.append)
    assert QueueChanged(True) in told
    fake.release("one")
    work(tmp_path, fake, fetch)
    assert len(fake.calls("submit")) == 3


def test_what_was_put_first_is_made_next(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)

    async def do(shop: Workshop) -> None:
        shop.hold(True)
        jobs = shop.generate(shop.quote(make_project(3)))
        shop.put_first(jobs[1].id)
        shop.put_first(jobs[2].id)
        shop.hold(False)
        await shop.settled()

    work(tmp_path, fake, do)
    assert [call["label"] for call in fake.calls("submit")] == ["1-3", "1-2", "1-1"]


def test_a_journal_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    told: list[News] = []

    async def do(shop: Workshop) -> None:
        shop._journal._base.execute("PRAGMA query_only = ON")
        with pytest.raises(StudioError):
            shop.generate(shop.quote(make_project(1)))
        shop._journal._base.execute("PRAGMA query_only = OFF")
        shop.generate(shop.quote(make_project(1)))
        shop._journal._base.execute("PRAGMA query_only = ON")
        with pytest.raises(StudioError):
            await shop.settled()

    work(tmp_path, fake, do, told.append)
    assert any(isinstance(news, WorkStopped) for news in told)


def test_a_copy_knows_what_may_be_worth_money(tmp_path: Path) -> None:
    fake = make_fake(
        tmp_path, Rule(match={"label": "1-2"}, after=(Step(crash="lost"),)), local=False
    )

    async def do(shop: Workshop) -> None:
        shop.generate(shop.quote(make_project(2)))
        await shop.settled()
        assert save_copy(make_project(2), tmp_path, tmp_path / "copy") is None

    work(tmp_path, fake, do)
    with Journal.open(tmp_path / "copy") as journal:
        assert [job.state for job in journal.jobs()] == [State.DONE, State.UNKNOWN]
        (take,) = journal.takes()
    assert (tmp_path / "copy" / take.files[0].path).is_file()
    assert save_copy(make_project(2), tmp_path, tmp_path / "copy") is not None, "it is taken"


def test_what_is_free_and_gone_from_the_disk_is_quoted_anew(tmp_path: Path) -> None:
    async def do(shop: Workshop) -> None:
        project = make_project(2)
        shop.generate(shop.quote(project))
        await shop.settled()
        assert shop.quote(project).items == ()
        (tmp_path / shop.takes[0].files[0].path).unlink()
        assert [item.owner for item in shop.quote(project).items] == [shot_id(1)]

    work(tmp_path, make_fake(tmp_path), do)


def test_what_was_paid_for_counts_though_its_file_is_gone(tmp_path: Path) -> None:
    async def do(shop: Workshop) -> None:
        project = make_project(1)
        shop.generate(shop.quote(project))
        await shop.settled()
        (tmp_path / shop.takes[0].files[0].path).unlink()
        assert shop.quote(project).items == ()

    work(tmp_path, make_fake(tmp_path, local=False, price={"per_request": "1.00"}), do)


def test_a_held_queue_can_be_stopped_as_a_whole(tmp_path: Path) -> None:
    """While it is held nothing runs, so nobody waits for the jobs but the journal."""

    async def do(shop: Workshop) -> None:
        shop.hold(True)
        shop.generate(shop.quote(make_project(2)))
        await shop.settled()
        assert {job.state for job in shop.jobs} == {State.QUEUED}
        await shop.cancel_all()
        assert {job.state for job in shop.jobs} == {State.CANCELLED}

    fake = make_fake(tmp_path)
    work(tmp_path, fake, do)
    assert fake.calls("submit") == []
