"""Seedance against the replayed Ark: the checklist of its contract, by number."""

import asyncio
import logging
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studio.backends.account import Account
from studio.backends.base import Progress, Result
from studio.backends.pacing import Pace
from studio.backends.seedance import CHINA, INTERNATIONAL, SERVICE, backends, mark_of
from studio.backends.seedance_wire import LISTS, LOOKS
from studio.errors import BackendError, Fault
from studio.media.probe import probe
from studio.media.video import decoded
from tests.backends.asking import made, painted, watched
from tests.backends.seedance_desk import clip, models, picture, song, values, wish
from tests.backends.seedance_server import KEY, PNG, TASKS, Ark, serving
from tests.backends.waiting import Bucket, Waits


@pytest.fixture
def ark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ark]:
    for field in SERVICE.fields:
        monkeypatch.delenv(field.env, raising=False)
    with serving() as found:
        yield found


def test_a_shot_becomes_a_film(ark: Ark, tmp_path: Path) -> None:
    """From words to a file that plays, with the tokens that were used and their price."""
    result = asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert result.files == ("video.mp4",)
    assert probe(tmp_path / "video.mp4").frames == 97
    assert ark.refused == []
    tokens = 64 * 36 * 97 // 1024
    assert result.usage["tokens"] == str(tokens)
    assert result.usage["task"] in ark.tasks
    assert result.seed == 4711
    assert result.estimated
    assert result.cost > 0


def test_01_the_key_goes_to_the_service_alone(
    ark: Ark, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """1. The key is in the header of API calls, not in downloads, logs, or what is left."""
    caplog.set_level(logging.DEBUG)
    backend = models(ark)["seedance"]
    asyncio.run(made(backend, wish(options={"return_last_frame": True}), tmp_path))
    assert ark.leaked == []
    assert KEY not in caplog.text
    assert all(KEY not in path for _, path in ark.calls)
    assert KEY not in repr(vars(backend))


def test_01_a_service_that_repeats_the_key_does_not_spread_it(ark: Ark) -> None:
    """1. The sentence of a refusal has no key even when the service's own words have it."""
    ark.key = "another"
    with pytest.raises(BackendError) as caught:
        asyncio.run(models(ark)["seedance"].submit(wish(), "job"))
    assert caught.value.fault is Fault.CREDENTIALS
    assert "AuthenticationError" in str(caught.value)
    assert KEY not in f"{caught.value.args}{caught.value}"


@pytest.mark.parametrize(
    ("url", "model", "currency"),
    [
        (CHINA, "doubao-seedance-2-0-260128", "CNY"),
        (INTERNATIONAL, "dreamina-seedance-2-0-260128", "USD"),
    ],
)
def test_02_the_site_follows_from_the_address(
    monkeypatch: pytest.MonkeyPatch, url: str, model: str, currency: str
) -> None:
    """2. Both sites have their ids and their money."""
    monkeypatch.setenv("ARK_BASE_URL", url)
    backend = backends(Account(dict[str, str]))["seedance"]
    compiled = backend.compile(wish())
    assert (compiled.calls[0].body["model"], compiled.currency) == (model, currency)
    assert backend.offer.price.currency == currency


def test_02_an_endpoint_may_be_the_model(ark: Ark, tmp_path: Path) -> None:
    """2. An `ep-` id is sent as the model, for the family it is meant for."""
    found = models(ark, model="ep-2026-fox, seedance-2.5=ep-2026-owl")
    ids = {name: each.compile(wish()).calls[0].body["model"] for name, each in found.items()}
    assert (ids["seedance"], ids["seedance-2.5"]) == ("ep-2026-fox", "ep-2026-owl")
    assert ids["seedance-2.0-fast"].startswith("doubao-seedance-2-0-fast")
    asyncio.run(made(found["seedance"], wish(), tmp_path))
    assert ark.bodies[0]["model"] == "ep-2026-fox"


def test_04_a_first_frame_is_sent_as_one(ark: Ark, tmp_path: Path) -> None:
    """3, 4. Urls stand in objects, the role beside the type; one start picture has its role."""
    request = wish(inputs=(picture(path=str(painted(tmp_path))),))
    asyncio.run(models(ark)["seedance"].submit(request, "job"))
    item = ark.bodies[0]["content"][1]
    assert item["role"] == "first_frame"
    assert item["image_url"]["url"].startswith("data:image/png;base64,")


def test_08_a_video_goes_by_a_link(ark: Ark, tmp_path: Path) -> None:
    """8. Videos are put in the bucket; pictures and sounds are data of a lower-case kind."""
    bucket = Bucket()
    song_path = tmp_path / "song.mp3"
    song_path.write_bytes(b"ID3\x04" + bytes(400))
    still = str(painted(tmp_path, "look.jpg"))
    inputs = (picture("style", still), clip(), song(path=str(song_path)))
    backend = models(ark, bucket=bucket)["seedance"]
    asyncio.run(backend.submit(wish(inputs=inputs), "job"))
    urls = [item[item["type"]]["url"] for item in ark.bodies[0]["content"][1:]]
    assert urls[0].startswith("data:image/jpeg;base64,")
    assert urls[1].startswith("https://bucket.invalid/cd?")
    assert urls[2].startswith("data:audio/mp3;base64,")
    assert bucket.given == [Path("run.mp4")]


@pytest.mark.parametrize("base", ["http://localhost:9000", "http://10.0.0.7", "file:///films"])
def test_08_a_link_that_nobody_outside_can_open_is_not_sent(base: str) -> None:
    """8. A bucket on this machine is of no use to a service elsewhere."""
    backend = models(bucket=Bucket(base), url=CHINA)["seedance"]
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend.submit(wish(inputs=(clip(),)), "job"))
    assert caught.value.key == "seedance.link_inside"


def test_08_files_too_large_for_one_body_go_by_a_link(ark: Ark, tmp_path: Path) -> None:
    """8. The body stays within 64 MB: the largest files go into the bucket."""
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for path in paths:
        path.write_bytes(b"\x89PNG" + bytes(25_000_000))
    bucket = Bucket()
    inputs = tuple(picture("style", str(path)) for path in paths)
    asyncio.run(models(ark, bucket=bucket)["seedance"].submit(wish(inputs=inputs), "job"))
    assert ark.refused == []
    assert len(bucket.given) == 2


@pytest.mark.parametrize("fault", ["drop", (500, "InternalServiceError"), "html", "garbage", {}])
@pytest.mark.parametrize("was_made", [True, False], ids=["made", "not made"])
def test_14_a_lost_answer_is_looked_up_and_never_sent_again(
    ark: Ark, fault: object, was_made: bool
) -> None:
    """14. One POST, whatever comes back; then the list is asked for the job's mark."""
    backend = models(ark)["seedance"]
    ark.on("create", ("made", fault) if was_made else fault)

    async def scene() -> str | None:
        with pytest.raises(BackendError) as caught:
            await backend.submit(wish(), "job-7")
        assert caught.value.fault is Fault.LOST
        assert not caught.value.retryable
        return await backend.find("job-7", wish(), datetime.now(UTC))

    if was_made:
        assert asyncio.run(scene()) == next(iter(ark.tasks))
    else:
        with pytest.raises(BackendError) as caught:
            asyncio.run(scene())
        assert (caught.value.key, caught.value.fault) == ("seedance.not_listed", Fault.LOST)
    assert [method for method, _ in ark.calls].count("POST") == 1


def test_14_equal_tasks_are_told_apart_by_their_mark(ark: Ark) -> None:
    """14. Ten equal shots, over several pages: each job finds its own task and no other."""
    backend = models(ark)["seedance"]

    async def scene() -> None:
        ids = [await backend.submit(wish(), f"job-{n}") for n in range(120)]
        for n in (0, 50, 119):
            assert await backend.find(f"job-{n}", wish(), datetime.now(UTC)) == ids[n]

    asyncio.run(scene())
    assert len({body["safety_identifier"] for body in ark.bodies}) == 120
    assert ark.bodies[3]["safety_identifier"] == mark_of("job-3")


def test_14_a_list_without_marks_is_looked_through_task_by_task(ark: Ark) -> None:
    """14. Where only the task itself repeats the mark, it is still found; else nobody guesses."""
    backend = models(ark)["seedance"]
    long_ago = datetime(2026, 10, 1, tzinfo=UTC)

    async def scene() -> str | None:
        await backend.submit(wish(), "other")
        await backend.submit(wish(), "mine")
        return await backend.find("mine", wish(), long_ago)

    ark.forget_mark = "list"
    assert asyncio.run(scene()) == list(ark.tasks)[1]
    ark.forget_mark = "all"
    with pytest.raises(BackendError) as caught:
        asyncio.run(scene())
    assert caught.value.fault is Fault.LOST


def test_15_a_task_is_followed_from_its_id_alone(ark: Ark, tmp_path: Path) -> None:
    """15. Another client, in another process as it were, fetches what the first one created."""
    task_id = asyncio.run(models(ark)["seedance"].submit(wish(), "job"))
    result = asyncio.run(watched(models(ark)["seedance"], task_id, wish(), tmp_path))
    assert result.usage["task"] == task_id


def test_16_looks_are_ten_seconds_apart_and_scattered(ark: Ark, tmp_path: Path) -> None:
    """16. About every 10 s, at most 20 a second for all tasks, whatever one answer is like."""
    ark.looks = 6
    ark.on("look", None, (503, "ServiceUnavailable"), "garbage", "html", "drop", (404, "NotFound"))
    waits = Waits()
    asyncio.run(made(models(ark, waits)["seedance"], wish(), tmp_path))
    between = [wait for wait in waits.asked if wait >= 5]
    assert len(between) == 17
    assert all(10 <= wait <= 12.5 for wait in between)
    assert len(set(between)) > 10
    assert LOOKS < 20
    assert LISTS < 1


def test_16_all_tasks_share_one_pace() -> None:
    """16. Sixty looks at once are spread, in the order they came."""
    waits = Waits()
    pace = Pace(LOOKS, waits)

    async def scene() -> None:
        for _ in range(60):
            await pace.turn()

    asyncio.run(scene())
    assert max(waits.asked) == pytest.approx(59 / LOOKS, abs=0.5)


@pytest.mark.parametrize(
    ("status", "fault"),
    [("failed", Fault.BROKEN), ("cancelled", Fault.BROKEN), ("expired", Fault.BROKEN)],
)
def test_17_a_task_ends_in_one_of_four_ways(
    ark: Ark, tmp_path: Path, status: str, fault: Fault
) -> None:
    """17. What is not succeeded is said for what it is."""
    ark.ending = {"status": status}
    with pytest.raises(BackendError) as caught:
        asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert caught.value.fault is fault
    assert not caught.value.retryable


def test_17_a_state_nobody_knows_is_waited_through(
    ark: Ark, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """17. An unknown word is no end; it is logged once."""
    odd = {"id": "cgt-20261101120000-00001", "status": "Pondering"}
    ark.on("look", odd, odd, odd)
    asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert caplog.text.count("pondering") == 1


def test_17_a_task_that_never_ends_can_be_fetched_later(ark: Ark, tmp_path: Path) -> None:
    """17. The client's own deadline leaves the task where it is."""
    ark.looks = 10**9

    class Long(Waits):
        async def __call__(self, seconds: float) -> None:
            await super().__call__(seconds)

    waits = Long()
    backend = models(ark, waits)["seedance"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studio.backends.seedance_tasks.EVERY", 3600.0)
        with pytest.raises(BackendError) as caught:
            asyncio.run(made(backend, wish(), tmp_path))
    assert (caught.value.key, caught.value.fault) == ("seedance.endless", Fault.NETWORK)
    assert not caught.value.retryable
    assert sum(waits.asked) > 72 * 3600


def test_18_a_failure_says_what_the_service_said(ark: Ark, tmp_path: Path) -> None:
    """18. Code and message of a task, and the request id of a refused call."""
    ark.ending = {"status": "failed", "error": {"code": "Oops.Deep", "message": "the fox fled"}}
    backend = models(ark)["seedance"]
    with pytest.raises(BackendError, match=r"Oops\.Deep the fox fled"):
        asyncio.run(made(backend, wish(), tmp_path))
    ark.on("create", (400, "InvalidParameter.size", "too wide"))
    with pytest.raises(BackendError, match=r"InvalidParameter\.size too wide \[req-0123\]"):
        asyncio.run(backend.submit(wish(), "job"))


def test_19_a_task_may_leave_out_what_it_likes(ark: Ark, tmp_path: Path) -> None:
    """19. No usage, no seed, a length in parts of seconds, a ratio of its own, unknown fields."""
    ark.ending = {
        "status": "succeeded", "usage": None, "seed": None, "ratio": "7:5", "news": {"a": [1]},
        "error": None, "draft_task_id": 7,
    }  # fmt: skip
    ark.on("look", {"id": "x", "status": "running", "content": None, "duration": 4.6})
    result = asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert "tokens" not in result.usage
    assert result.seed is None


def test_20_a_refused_link_is_asked_for_once_more(ark: Ark, tmp_path: Path) -> None:
    """20. A 403 brings one fresh look; nothing half-written is left under its final name."""
    ark.on("video", 403)
    asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["video.mp4"]
    gets = [path for method, path in ark.calls if method == "GET"]
    assert len(gets) == 4


def test_20_links_that_stay_refused_end_in_a_clear_sentence(ark: Ark, tmp_path: Path) -> None:
    """20. Twice 403: the sentence says so, and the job can be fetched again."""
    ark.on("video", 403, 403)
    with pytest.raises(BackendError) as caught:
        asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert (caught.value.key, caught.value.fault) == ("seedance.link_expired", Fault.NETWORK)
    assert list(tmp_path.iterdir()) == []


def test_20_a_result_that_is_over_is_said_to_be_gone(ark: Ark, tmp_path: Path) -> None:
    """20. After a day a task has no content any more."""
    ark.ending = {"status": "succeeded", "content": None}
    with pytest.raises(BackendError) as caught:
        asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert (caught.value.key, caught.value.fault) == ("seedance.gone", Fault.LOST)


@pytest.mark.parametrize("fault", ["short", "html", 503])
def test_20_a_bad_download_may_be_tried_again(ark: Ark, tmp_path: Path, fault: object) -> None:
    """20. Broken off, of the wrong kind, or refused for now: fetched again, never made again."""
    ark.on("video", fault)
    backend = models(ark)["seedance"]
    task_id = asyncio.run(backend.submit(wish(), "job"))
    with pytest.raises(BackendError) as caught:
        asyncio.run(watched(backend, task_id, wish(), tmp_path))
    assert caught.value.retryable
    assert list(tmp_path.iterdir()) == []
    asyncio.run(watched(backend, task_id, wish(), tmp_path))
    assert len(ark.bodies) == 1


@pytest.mark.parametrize(("data", "name"), [(None, "last_frame.jpg"), (PNG, "last_frame.png")])
def test_21_the_last_frame_is_told_by_its_bytes(
    ark: Ark, tmp_path: Path, data: bytes | None, name: str
) -> None:
    """21. JPEG or PNG, whatever the page says; it lies beside the video."""
    ark.last_frame = data or ark.last_frame
    request = wish(options={"return_last_frame": True})
    result = asyncio.run(made(models(ark)["seedance"], request, tmp_path))
    assert result.files == ("video.mp4", name)
    assert ark.bodies[0]["return_last_frame"] is True


def test_21_a_lost_last_frame_does_not_lose_the_video(ark: Ark, tmp_path: Path) -> None:
    """21. What was paid for is the video."""
    ark.on("last_frame", 403, 403)
    request = wish(options={"return_last_frame": True})
    result = asyncio.run(made(models(ark)["seedance"], request, tmp_path))
    assert result.files == ("video.mp4",)
    assert result.usage["last_frame"] == "missing"


def test_22_what_waits_is_taken_out_of_the_queue(ark: Ark) -> None:
    """22. DELETE of a queued task."""
    ark.looks = 5
    backend = models(ark)["seedance"]
    task_id = asyncio.run(backend.submit(wish(), "job"))
    asyncio.run(backend.cancel(task_id))
    assert ark.tasks[task_id]["status"] == "cancelled"


@pytest.mark.parametrize("seen", ["queued", "running"])
def test_22_what_runs_goes_on_and_says_so(ark: Ark, tmp_path: Path, seen: str) -> None:
    """22. Also when it began to run between look and DELETE; its result is still fetched."""
    backend = models(ark)["seedance"]
    task_id = asyncio.run(backend.submit(wish(), "job"))
    ark.tasks[task_id].update(status="running", looked=1)
    ark.on("look", {"id": task_id, "status": seen})
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend.cancel(task_id))
    assert caught.value.key == "seedance.runs_on"
    assert asyncio.run(watched(backend, task_id, wish(), tmp_path)).files == ("video.mp4",)


@pytest.mark.parametrize("status", ["succeeded", "failed", "expired", "cancelled"])
def test_23_what_ended_is_never_deleted(ark: Ark, status: str) -> None:
    """23. The service's record of a finished task is left alone, and no other path is tried."""
    backend = models(ark)["seedance"]
    task_id = asyncio.run(backend.submit(wish(), "job"))
    ark.tasks[task_id].update(status=status, ended=True)
    asyncio.run(backend.cancel(task_id))
    assert task_id in ark.tasks
    assert [method for method, _ in ark.calls] == ["POST", "GET"]
    assert all(re.fullmatch(rf"{TASKS}(/[^/]+)?", path) for _, path in ark.calls)


def test_29_unusual_pictures_are_recognised_and_can_be_shown(ark: Ark, tmp_path: Path) -> None:
    """29. 10-bit HEVC and 4:4:4 in a mov are told, and the viewer's own reader shows them."""
    for coder, name, told in (
        ("hevc10", "video.mp4", {"codec": "hevc", "pixels": "yuv420p10le", "depth": "10"}),
        ("mov444", "video.mov", {"codec": "h264", "pixels": "yuv444p", "depth": "8"}),
    ):
        ark.coder = coder
        folder = tmp_path / coder
        folder.mkdir()
        result = asyncio.run(made(models(ark)["seedance"], wish(), folder, coder))
        assert result.files == (name,)
        assert told.items() <= result.usage.items()
        pictures = list(decoded(folder / name))
        assert len(pictures) == 97
        assert pictures[0][1].std() > 20


def test_30_the_file_is_kept_as_it_came(ark: Ark, tmp_path: Path) -> None:
    """30. Byte for byte, so that the service trusts it as an input later."""
    from tests.backends.replayed import film

    asyncio.run(made(models(ark)["seedance"], wish(), tmp_path))
    assert (tmp_path / "video.mp4").read_bytes() == film(4)


def test_progress_is_told_while_it_runs(ark: Ark, tmp_path: Path) -> None:
    """Nothing is invented: it waits, it runs, it is there."""
    backend = models(ark)["seedance"]

    async def scene() -> list[object]:
        task_id = await backend.submit(wish(), "job")
        return [event async for event in backend.watch(task_id, wish(), tmp_path)]

    *news, last = asyncio.run(scene())
    assert news == [Progress(done=0.0), Progress(done=0.1)]
    assert isinstance(last, Result)


def test_shots_made_together_say_where_each_begins(ark: Ark, tmp_path: Path) -> None:
    """In pictures of the file, whatever the film's rate is."""
    (tmp_path / "seedance.json").write_text('{"families": {"seedance": {"shots": 3}}}')
    shot = wish(frames=50, rate_num=25, size="long")
    request = shot.model_copy(update={"then": (shot, shot)})
    result = asyncio.run(made(models(ark, own=tmp_path)["seedance"], request, tmp_path))
    assert ark.bodies[0]["duration"] == 6
    assert result.cuts == (48, 96)


def test_the_key_is_tried_for_free(ark: Ark) -> None:
    """The trial lists one task; a wrong key and none are told apart."""
    asyncio.run(SERVICE.test(values(ark), ""))
    assert ark.bodies == []
    for key, told in (("wrong", "seedance.key_refused"), ("", "seedance.no_key")):
        with pytest.raises(BackendError) as caught:
            asyncio.run(SERVICE.test(values(ark, key=key), ""))
        assert caught.value.key == told


def test_sixty_four_jobs_wait_on_one_thread(ark: Ark, tmp_path: Path) -> None:
    """All of them end, each with its own file, and no thread is left but the server's own."""

    def ours() -> set[threading.Thread]:
        return {t for t in threading.enumerate() if "process_request_thread" not in t.name}

    before = ours()
    backend = models(ark)["seedance"]

    async def one(number: int) -> Result:
        folder = tmp_path / str(number)
        folder.mkdir()
        return await made(backend, wish(), folder, f"job-{number}")

    async def scene() -> list[Result]:
        return await asyncio.gather(*map(one, range(64)))

    results = asyncio.run(scene())
    assert len({result.usage["task"] for result in results}) == 64
    assert len(ark.bodies) == 64
    assert ours() <= before
