"""Kling against its replayed service: the checklist of its contract, by number."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.account import Account
from studio.backends.base import Compiled, Progress, Result, Spoken
from studio.backends.kling import CHINA, GLOBAL, SERVICE, backends
from studio.backends.kling_legacy import LegacyTasks
from studio.backends.kling_records import Task, read_task
from studio.backends.kling_rounds import AT_ONCE, EVERY, LONGEST, Watch
from studio.backends.kling_slots import Slots
from studio.backends.kling_wire import Line, base_of, signed
from studio.errors import BackendError, Fault
from studio.media.probe import probe
from tests.backends.asking import made, painted, watched
from tests.backends.kling_desk import account, clip, figure, models, picture, wish
from tests.backends.kling_legacy_rules import ACCESS, SECRET, token_fault
from tests.backends.kling_server import KEY, Service, creates, serving
from tests.backends.waiting import Bucket, Waits

ELEMENT = "829836000000000001"
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


def found(request: Any, name: str = "kling") -> Compiled:
    return models(bucket=Bucket())[name].compile(request)


def body(request: Any, name: str = "kling") -> dict[str, Any]:
    assert found(request, name).blocks == ()
    return found(request, name).calls[0].body


def blocks(request: Any, name: str = "kling") -> list[str]:
    return [block.key.removeprefix("kling.") for block in found(request, name).blocks]


def fault_of(work: Any) -> BackendError:
    with pytest.raises(BackendError) as caught:
        asyncio.run(work)
    return caught.value


def test_a_shot_becomes_a_film(service: Service, tmp_path: Path) -> None:
    """From words to a file that plays, with the units that were used and their price."""
    result = asyncio.run(made(models(service)["kling"], wish(), tmp_path))
    assert result.files == ("video.mp4",)
    assert probe(tmp_path / "video.mp4").frames == 121
    assert service.refused == []
    assert result.usage == {"task": "930000000000000001", "units.video": "4.5"}
    assert (result.cost, result.currency, result.estimated) == (Decimal("0.63"), "USD", True)


def test_pictures_elements_and_videos_arrive_as_the_service_takes_them(
    service: Service, tmp_path: Path
) -> None:
    path, bucket = str(painted(tmp_path)), Bucket()
    request = wish(
        prompt="@Mira walks to @plan",
        figures=(figure(element=ELEMENT),),
        inputs=(picture("style", name="plan", path=path), clip("camera")),
    )
    asyncio.run(made(models(service, bucket=bucket)["kling"], request, tmp_path / ".", "k"))
    assert service.refused == []
    assert [given.name for given in bucket.given] == ["run.mp4"]
    path_, sent = service.bodies[0]
    assert path_ == "/omni-video/kling-3.0-omni"
    assert sent["settings"] == {
        "resolution": "1080p",
        "aspect_ratio": "16:9",
        "duration": 5,
        "audio": "off",
        "multi_shot": True,
    }


def test_several_shots_come_back_with_their_cuts(service: Service, tmp_path: Path) -> None:
    request = wish(frames=96, then=(wish(frames=72), wish(frames=48)))
    result = asyncio.run(made(models(service)["kling"], request, tmp_path))
    assert service.refused == []
    assert result.cuts == (96, 168)
    assert service.bodies[0][1]["settings"]["duration"] == 9


def test_01_one_bearer_on_every_call_and_the_key_nowhere_else(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    backend = models(service)["kling"]
    asyncio.run(made(backend, wish(), tmp_path))
    assert set(service.tokens) == {f"Bearer {KEY}"}
    service.on("create", (1002, f"the token {KEY} is no good"))
    error = fault_of(backend.submit(wish(), "k2"))
    told = f"{error} {error.text('zh')} {error.values} {error!r} {caplog.text} {backend!r}"
    assert KEY not in told
    assert KEY not in backend.compile(wish()).model_dump_json()


def test_02_the_video_models_get_the_api_key_and_never_a_token(service: Service) -> None:
    only_pair = models(service, key="", access=ACCESS, secret=SECRET)["kling"]
    error = fault_of(only_pair.submit(wish(), "k"))
    assert (error.key, error.fault) == ("kling.needs_api_key", Fault.CREDENTIALS)
    assert service.calls == []
    assert fault_of(models(service, key="")["kling"].submit(wish(), "k")).key == "kling.no_key"


def test_03_tokens_are_signed_for_half_an_hour_and_anew_for_every_call(service: Service) -> None:
    now = 1_800_000_000.9
    token = signed(ACCESS, SECRET, now)
    assert token_fault(token, now) == 0
    assert token_fault(token, now + 1801) == 1004
    clock = [service.now]
    line = Line(
        account(service, key="", access=ACCESS, secret=SECRET), "Kling", Waits(), lambda: clock[0]
    )
    line_tasks = LegacyTasks(line)
    for _ in range(3):  # longer than a token lives
        assert asyncio.run(line_tasks.look("/v1/images/generations", "x")) is None
        clock[0] += 1700
        service.skew += 1700
    assert len(set(service.tokens)) == 3


@pytest.mark.parametrize("skew", [7200.0, -7200.0])
def test_03_a_clock_that_is_wrong_is_set_by_the_answer(service: Service, skew: float) -> None:
    service.skew = skew
    line = Line(account(service, key="", access=ACCESS, secret=SECRET), "Kling", Waits())
    assert asyncio.run(LegacyTasks(line).look("/v1/images/generations", "x")) is None
    assert len(service.calls) == 2


def test_04_the_address_is_the_makers(service: Service, tmp_path: Path) -> None:
    assert (base_of(f"{GLOBAL}/"), base_of(f"{CHINA}/v1/")) == (GLOBAL, CHINA)
    assert SERVICE.fields[-1].env == "KLINGAI_BASE_URL"
    backend = models(service, url=service.api + "/v1/")["kling"]
    asyncio.run(made(backend, wish(), tmp_path))
    assert [path for _, path in service.calls if "//" in path or "v1" in path] == []
    assert (
        fault_of(models(None, url="ftp://x")["kling"].submit(wish(), "k")).key == "web.bad_address"
    )


@pytest.mark.parametrize(
    "answer",
    [
        "html",
        "garbage",
        "null",
        "bad_gateway",
        {"code": 0},
        {"code": 0, "data": {}},
        [1],
        {"code": "?"},
        {"code": 0, "data": {"id": 7}},
        {"code": True, "data": {"id": "1"}},
    ],
)
def test_05_what_cannot_be_read_is_a_doubt_and_no_crash(service: Service, answer: Any) -> None:
    service.on("create", {"x": answer} if isinstance(answer, list) else answer)
    error = fault_of(models(service)["kling"].submit(wish(), "k"))
    assert error.fault is Fault.LOST
    assert not error.retryable


def test_05_a_good_status_with_a_code_is_an_error(service: Service) -> None:
    service.on("create", {"code": 1301, "message": "no blood", "request_id": "req-77"})
    error = fault_of(models(service)["kling"].submit(wish(), "k"))
    assert (error.key, error.fault) == ("kling.moderated", Fault.REFUSED)
    assert "no blood" in str(error)
    assert "req-77" in str(error)


def test_06_ids_are_text(service: Service, tmp_path: Path) -> None:
    backend = models(service)["kling"]
    request = wish(figures=(figure(element=ELEMENT),))
    remote = asyncio.run(backend.submit(request, "k"))
    assert remote == "930000000000000001"
    assert service.bodies[0][1]["contents"][1]["element_id"] == ELEMENT
    task = read_task({"task_id": 930_000_000_000_000_007, "task_status": "succeed"})
    assert task is not None
    assert task.id == "930000000000000007"


def test_07_nothing_of_the_older_api_is_sent() -> None:
    """The negative wish is in the words; the model is in the path."""
    sent = body(wish(negative="blur", seed=5))
    assert sent.keys() == {"prompt", "settings", "options"}
    assert "Avoid: blur." in sent["prompt"]


def test_08_a_length_is_a_whole_number() -> None:
    for name in ("kling", "kling-turbo", "kling-o1", "kling-2.6", "kling-2.5-turbo"):
        assert type(body(wish(), name)["settings"]["duration"]) is int


def test_09_multi_shot_is_said_where_there_is_such_a_field() -> None:
    assert body(wish())["settings"]["multi_shot"] is False
    assert body(wish(inputs=(picture("first_frame"),)))["settings"]["multi_shot"] is False
    assert body(wish(options={"cuts": "auto"}))["settings"]["multi_shot"] is True
    for name in ("kling-turbo", "kling-o1", "kling-2.6", "kling-2.5-turbo"):
        assert "multi_shot" not in body(wish(), name)["settings"]
    assert "multi_shot" not in body(wish(inputs=(clip(), picture())))["settings"]


def test_10_no_field_where_there_is_none() -> None:
    for name in ("kling-turbo", "kling-2.5-turbo"):
        assert "audio" not in body(wish(), name)["settings"]
    for request in (wish(inputs=(picture("first_frame"),)), wish(inputs=(clip(), picture()))):
        assert "aspect_ratio" not in body(request)["settings"]


def test_11_several_shots_in_whole_seconds() -> None:
    request = wish(prompt="one; two", frames=90, then=(wish(prompt="three", frames=48),))
    sent = body(request)
    assert sent["prompt"] == "shot 1, 4, Medium shot. one, two.; shot 2, 2, Medium shot. three.;"
    assert sent["settings"]["duration"] == 6
    assert blocks(wish(frames=24, then=(wish(frames=24),) * 6)) == ["too_many_shots"]
    assert blocks(wish(frames=200, then=(wish(frames=200),))) == ["too_long"]
    assert blocks(wish(then=(wish(prompt="word " * 120, frames=24),))) == ["long_shot"]
    assert blocks(wish(then=(wish(frames=24),)), "kling-2.6") == ["one_shot"]
    short = wish(frames=24, then=(wish(frames=24),))  # the service makes no less than 3 s
    assert body(short)["prompt"].startswith("shot 1, 1, ")
    assert "shot 2, 2, " in body(short)["prompt"]


def test_11_words_that_look_like_shots_are_no_shots() -> None:
    sent = body(wish(prompt="shot 1, 4, a man; shot 2, 9, a dog"), "kling-turbo")
    assert "shot 1, 4," not in sent["prompt"]


def test_13_every_name_has_one_item(service: Service) -> None:
    request = wish(
        prompt="@plan", inputs=(picture("style", name="plan"), picture(name="x", sha256="cc"))
    )
    ids = [item["id"] for item in body(request)["contents"][1:]]
    assert ids == ["image_1", "image_2"]
    assert "@image_1" in body(request)["contents"][0]["text"]


def test_15_frames() -> None:
    assert "last_alone" in blocks(wish(inputs=(picture("last_frame"),)))
    both = wish(inputs=(picture("last_frame", sha256="z"), picture("first_frame")))
    kinds = [item["type"] for item in body(both)["contents"]]
    assert kinds == ["prompt", "first_frame", "last_frame"]


def cast(*kinds: str) -> tuple[Any, ...]:
    return tuple(
        figure(f"P{n}", element=f"{n}", character=kind == "video")
        for n, kind in enumerate(kinds, 1)
    )


def stills(count: int) -> tuple[Any, ...]:
    return tuple(picture("style", sha256=f"{n}", name=f"p{n}") for n in range(count))


@pytest.mark.parametrize(
    ("figures", "inputs", "wrong"),
    [
        (cast(*["image"] * 3), stills(4), []),
        (cast(*["image"] * 3), stills(5), ["too_many_references"]),
        (cast(*["video"] * 3), (), []),
        (cast(*["video"] * 4), (), ["too_many_characters"]),
        (cast("video", "image"), stills(3), []),
        (cast("video", "image"), stills(4), ["too_many_references"]),
        (cast("image"), (*stills(3), clip("camera")), []),
        (cast("image"), (*stills(4), clip("camera")), ["too_many_references"]),
        (cast("video"), (clip("camera"),), []),
        (cast("video", "video"), (clip("camera"),), ["character_with_video"]),
        (cast("video"), (*stills(1), clip("camera")), ["character_with_video"]),
        (cast("video", "image"), (clip("camera"),), ["character_with_video"]),
        (cast(*["image"] * 3), (picture("first_frame"),), []),
        (cast(*["image"] * 4), (picture("first_frame"),), ["too_many_elements"]),
    ],
)
def test_17_how_many_go_together(figures: Any, inputs: Any, wrong: list[str]) -> None:
    assert blocks(wish(figures=figures, inputs=inputs)) == wrong


def test_17_the_older_omni_model() -> None:
    assert blocks(wish(figures=cast("video")), "kling-o1") == ["no_characters"]
    two = (picture("first_frame"), picture("last_frame", sha256="z"))
    assert blocks(wish(inputs=(*two, *stills(1))), "kling-o1") == ["frames_pure"]
    assert blocks(wish(inputs=(clip("camera"), *two)), "kling-o1") == ["video_with_last_frame"]
    assert body(wish(inputs=two[:1], frames=140), "kling-o1")["settings"]["duration"] == 10


def test_18_a_video_to_edit_and_a_video_to_go_by() -> None:
    edit = body(wish(inputs=(clip(),), options={"task": "edit"}))
    assert edit["contents"][1]["type"] == "base_video"
    assert edit["settings"] == {"resolution": "1080p", "audio": "original", "multi_shot": False}
    frame = wish(inputs=(clip(), picture("first_frame")), options={"task": "edit"})
    assert blocks(frame) == ["edit_with_frames"]
    feature = body(wish(inputs=(clip("camera"),)))
    assert feature["contents"][1]["type"] == "feature_video"
    assert feature["settings"]["audio"] == "off"
    assert feature["settings"]["multi_shot"] is True
    assert feature["contents"][0]["text"].startswith("shot 1, 5, ")
    two = (clip("camera"), clip("motion", sha256="z"))
    assert blocks(wish(inputs=two)) == ["one_video"]


@pytest.mark.parametrize(
    ("facts", "path", "wrong"),
    [
        ({"width": 299, "height": 400}, "a.png", "small"),
        ({"width": 1000, "height": 390}, "a.png", "shape"),
        ({"bytes": 50_000_001}, "a.jpg", "heavy"),
        ({}, "a.webp", "format"),
    ],
)
def test_19_pictures_are_checked_by_what_was_measured(
    facts: dict[str, Any], path: str, wrong: str
) -> None:
    plain = picture("first_frame").facts
    assert plain is not None
    each = picture("first_frame", path=path, facts=plain.model_copy(update=facts))
    assert blocks(wish(inputs=(each,))) == [wrong]


def test_19_pictures_go_as_plain_base64(service: Service, tmp_path: Path) -> None:
    path = str(painted(tmp_path, "a.jpg"))
    request = wish(inputs=(picture("first_frame", path=path),))
    asyncio.run(models(service)["kling"].submit(request, "k"))
    assert service.bodies[0][1]["contents"][1]["url"].startswith("/9j/")
    (tmp_path / "b.png").write_bytes(b"GIF89a")
    other = wish(inputs=(picture("first_frame", path=str(tmp_path / "b.png")),))
    assert fault_of(models(service)["kling"].submit(other, "k")).key == "kling.not_sendable"


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:9000", "http://localhost/x", "http://10.0.0.7", "file:///tmp"]
)
def test_20_a_video_has_a_public_link_or_is_refused(service: Service, base: str) -> None:
    request = wish(inputs=(clip("camera"),))
    none = models(service)["kling"]
    assert [block.key for block in none.compile(request).blocks] == ["kling.no_bucket"]
    assert fault_of(none.submit(request, "k")).key == "kling.no_bucket"
    inside = models(service, bucket=Bucket(base))["kling"]
    assert fault_of(inside.submit(request, "k")).fault is Fault.INVALID
    assert service.calls == []


def test_21_motion_control_says_whose_direction_is_kept() -> None:
    def driven(seconds: float, **options: str) -> Any:
        return wish(
            inputs=(clip(seconds=seconds), picture()), options={"task": "motion", **options}
        )

    assert body(driven(12))["settings"]["character_orientation"] == "video"
    assert body(driven(9, orientation="image"))["settings"]["character_orientation"] == "image"
    assert blocks(driven(12, orientation="image")) == ["motion_long"]
    assert blocks(driven(31)) == ["clip_length"]
    assert blocks(driven(2.5)) == ["clip_length"]


def test_22_every_create_has_the_jobs_own_id(service: Service) -> None:
    backend = models(service)["kling"]
    for key in ("jb_01", "jb_01.2", "has,comma", "ü" * 80):
        asyncio.run(backend.submit(wish(), key))
    ids = [body["options"]["external_task_id"] for _, body in service.bodies]
    assert ids[:2] == ["jb_01", "jb_01.2"]
    assert len(set(ids)) == 4


@pytest.mark.parametrize("lost", ["drop", "html", "garbage", "bad_gateway", 5000, 5001, 5002])
@pytest.mark.parametrize("exists", [True, False])
def test_23_a_lost_answer_is_looked_up_before_anything_is_sent(
    service: Service, lost: Any, exists: bool
) -> None:
    """With and without a task behind it; the same id is sent again only when there is none."""
    service.on("create", ("made", lost) if exists else lost)
    backend = models(service)["kling"]

    async def act() -> str:
        with pytest.raises(BackendError) as caught:
            await backend.submit(wish(), "k")
        assert caught.value.fault is Fault.LOST
        known = await backend.find("k", wish(), SOME_DAY)
        assert (known is not None) == exists
        return known or await backend.submit(wish(), "k")

    asyncio.run(act())
    assert creates(service) == {"k": 1}


def test_23_a_key_that_was_sent_is_looked_for_first(service: Service) -> None:
    backend = models(service)["kling"]

    async def act() -> set[str]:
        return {await backend.submit(wish(), "k") for _ in range(3)}

    assert len(asyncio.run(act())) == 1
    assert [call[0] for call in service.calls].count("POST") == 1


def test_24_already_there_means_made(service: Service) -> None:
    """Another process sent it: the refusal of the second is the news of the first."""
    first = asyncio.run(models(service)["kling"].submit(wish(), "k"))
    assert asyncio.run(models(service)["kling"].submit(wish(), "k")) == first
    service.on("look", *[{"code": 0, "data": []}] * 3)  # and is it not visible, it is a doubt
    assert fault_of(models(service)["kling"].submit(wish(), "k")).fault is Fault.LOST
    assert creates(service) == {"k": 1}


@pytest.mark.parametrize("code", [1302, 1303])
def test_25_a_full_account_is_waited_for_in_the_queue(service: Service, code: int) -> None:
    waits = Waits()
    service.on("create", *[code] * 5)
    asyncio.run(models(service, waits)["kling"].submit(wish(), "k"))
    long = [wait for wait in waits.asked if wait >= 1]
    assert [1 <= long[0] < 1.6, 2 <= long[1] < 3.1, 16 <= long[4] < 24.1] == [True] * 3
    service.on("create", *[code] * 200)
    error = fault_of(models(service, waits)["kling"].submit(wish(), "k2"))
    assert (error.fault, error.retryable) == (Fault.NETWORK, True)
    assert creates(service) == {"k": 1}


@pytest.mark.parametrize(
    ("code", "key", "fault"),
    [
        (1100, "account", Fault.QUOTA),
        (1101, "arrears", Fault.QUOTA),
        (1102, "units_gone", Fault.QUOTA),
        (1103, "no_right", Fault.CREDENTIALS),
        (1304, "address_barred", Fault.CREDENTIALS),
        (1000, "key_refused", Fault.CREDENTIALS),
        (1002, "key_refused", Fault.CREDENTIALS),
        (1200, "invalid", Fault.INVALID),
        (1201, "invalid", Fault.INVALID),
        (1203, "no_such_model", Fault.INVALID),
        (1300, "moderated", Fault.REFUSED),
        (1301, "moderated", Fault.REFUSED),
    ],
)
def test_26_27_what_is_permanent_is_not_tried_again(
    service: Service, code: int, key: str, fault: Fault
) -> None:
    service.on("create", (code, "words of the service"))
    error = fault_of(models(service)["kling"].submit(wish(), "k"))
    assert (error.key, error.fault, error.retryable) == (f"kling.{key}", fault, False)
    assert "words of the service" in str(error)
    assert len(service.calls) == 1


def test_28_slots_are_counted_and_freed_however_a_task_ends() -> None:
    async def act() -> list[str]:
        slots, order, numbers = Slots(), list[str](), iter(range(9))

        async def begin(name: str, weight: int) -> str:
            async def create() -> str:
                order.append(name)
                return f"{next(numbers)}"

            return await slots.begin("m", 3, weight, create)

        first = await begin("two", 2)
        waiting = [asyncio.ensure_future(begin("three", 3)), asyncio.ensure_future(begin("one", 1))]
        await asyncio.sleep(0)
        slots.end(await waiting[1])
        slots.end(first)
        await waiting[0]
        return order

    assert asyncio.run(act()) == ["two", "one", "three"]


async def follow_all(backend: Any, count: int, folder: Path) -> list[Result]:
    ids = [await backend.submit(wish(), f"k{n}") for n in range(count)]
    folders = [folder / each for each in ids]
    for each in folders:
        each.mkdir()
    return await asyncio.gather(
        *(watched(backend, each, wish(), place) for each, place in zip(ids, folders, strict=True))
    )


def test_29_many_are_followed_by_few_queries(service: Service, tmp_path: Path) -> None:
    """45 tasks: three calls a round, 20 ids in each at most, and never two ways of asking."""
    service.looks = 3
    results = asyncio.run(follow_all(models(service)["kling"], 45, tmp_path))
    assert len(results) == 45
    looks = [path for method, path in service.calls if method == "GET"]
    assert all(path.count("%2C") + path.count(",") < AT_ONCE for path in looks)
    assert all(("external_task_ids" in path) != ("?task_ids" in path) for path in looks)
    assert len(looks) <= 3 * (2 * service.looks + 3)
    assert service.refused == []


def test_29_what_is_not_visible_yet_has_not_failed(service: Service, tmp_path: Path) -> None:
    service.on("look", *[{"code": 0, "data": []}] * 20)
    assert asyncio.run(made(models(service)["kling"], wish(), tmp_path)).files


@pytest.mark.parametrize("shape", ["result", "single"])
def test_29_other_shapes_of_an_answer_are_read_too(
    service: Service, tmp_path: Path, shape: str
) -> None:
    backend = models(service)["kling"]
    remote = asyncio.run(backend.submit(wish(), "k"))
    service.tasks[remote].update(status="succeeded", ended=True)
    record = service.record(service.tasks[remote])
    service.on("look", {"code": 0, "data": {"result": [record]} if shape == "result" else record})
    assert asyncio.run(watched(backend, remote, wish(), tmp_path)).files == ("video.mp4",)
    assert sum("task_ids" in path for _, path in service.calls) == 1


def test_30_rounds_are_seconds_apart_and_an_end_here_is_no_end_there(
    service: Service, tmp_path: Path
) -> None:
    waits = Waits()
    backend = models(service, waits)["kling"]
    remote = asyncio.run(backend.submit(wish(), "k"))
    service.endless.add(remote)

    async def act() -> None:
        async with asyncio.timeout(None) as limit:
            async for _ in backend.watch(remote, wish(), tmp_path):
                if len(waits.asked) > 20:
                    limit.reschedule(0)  # as a window that is closed

    with pytest.raises(TimeoutError):
        asyncio.run(act())
    looks = sum(method == "GET" for method, _ in service.calls)
    assert sum(wait >= EVERY for wait in waits.asked) >= looks - 1 > 5
    service.endless.clear()
    assert asyncio.run(watched(models(service)["kling"], remote, wish(), tmp_path)).files


def until_it_gives_up(news: Any) -> tuple[float, BackendError]:
    """Seconds that a task is followed for while every round brings the same."""
    watch, waited = Watch("Kling"), 0.0
    while waited < 10 * LONGEST:
        try:
            watch.heard(news, EVERY)
        except BackendError as error:
            return waited, error
        waited += EVERY
    raise AssertionError


def test_30_what_does_not_end_in_a_day_can_be_fetched_later() -> None:
    waited, error = until_it_gives_up(Task("1", "processing"))
    assert waited >= LONGEST > 20 * 60
    assert (error.key, error.fault, error.retryable) == ("kling.endless", Fault.NETWORK, False)


@pytest.mark.parametrize("word", ["succeeded", "succeed"])
def test_31_both_words_for_success(service: Service, tmp_path: Path, word: str) -> None:
    service.ending = {"status": word}
    assert asyncio.run(made(models(service)["kling"], wish(), tmp_path)).files


def test_31_a_word_nobody_knows_is_waited_through(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    backend = models(service)["kling"]
    remote = asyncio.run(backend.submit(wish(), "k"))
    strange = {"id": remote, "status": "Rendering_Soon"}
    service.on("look", *[{"code": 0, "data": [strange]}] * 5)
    assert asyncio.run(watched(backend, remote, wish(), tmp_path)).files
    assert caplog.text.count("rendering_soon") == 1


@pytest.mark.parametrize(
    "fault", ["drop", "html", "garbage", "bad_gateway", 5001, 1302, (1201, "odd")]
)
def test_32_a_query_that_fails_fails_no_job(service: Service, tmp_path: Path, fault: Any) -> None:
    service.on("look", *[fault] * 15)
    assert asyncio.run(made(models(service)["kling"], wish(), tmp_path)).files
    assert creates(service) == {"job-1": 1}


def test_32_a_long_silence_can_be_taken_up_again() -> None:
    lost = BackendError(
        "kling.no_answer", Fault.NETWORK, retryable=True, backend="Kling", detail=""
    )
    waited, error = until_it_gives_up(lost)
    assert 600 < waited < 3600
    assert (error.key, error.fault, error.retryable) == ("kling.silence", Fault.NETWORK, True)
    waited, error = until_it_gives_up(None)  # answers that do not know the task
    assert waited > 1800
    assert (error.key, error.fault) == ("kling.forgotten", Fault.LOST)


def test_32_a_key_that_is_refused_is_told_after_some_tries(
    service: Service, tmp_path: Path
) -> None:
    backend = models(service)["kling"]
    remote = asyncio.run(backend.submit(wish(), "k"))
    service.on("look", *[1002] * 3)
    assert fault_of(watched(backend, remote, wish(), tmp_path)).fault is Fault.CREDENTIALS


@pytest.mark.parametrize(
    ("message", "key", "fault"),
    [
        ("Failure to pass the risk control system", "moderated_late", Fault.REFUSED),
        ("parallel task over resource pack limit", "failed_busy", Fault.BROKEN),
        ("the model fell over", "failed", Fault.BROKEN),
    ],
)
def test_33_a_failed_task_says_why(
    service: Service, tmp_path: Path, message: str, key: str, fault: Fault
) -> None:
    service.ending = {"status": "failed", "message": message}
    error = fault_of(made(models(service)["kling"], wish(), tmp_path))
    assert (error.key, error.fault, error.retryable) == (f"kling.{key}", fault, False)
    assert message in str(error)


def test_33_success_with_nothing_is_an_error(service: Service, tmp_path: Path) -> None:
    service.ending = {"outputs": [{"type": "image", "url": "https://x.example/a.png"}]}
    error = fault_of(made(models(service)["kling"], wish(), tmp_path))
    assert (error.key, error.fault) == ("kling.no_output", Fault.BROKEN)


def test_34_numbers_are_decimals_with_what_they_count(service: Service, tmp_path: Path) -> None:
    service.cash = True
    result = asyncio.run(made(models(service)["kling"], wish(), tmp_path))
    assert (result.cost, result.currency, result.estimated) == (Decimal("3.15"), "CNY", False)
    assert result.usage["cash.CNY"] == "3.15"
    task = read_task(
        {"id": "1", "status": "succeeded", "outputs": [{"type": "video", "duration": "3.041"}]}
    )
    assert task is not None
    assert task.outputs[0].seconds == Decimal("3.041")
    odd = {"billing": [{"amount": "7"}, {"amount": "x", "charge_type": "unit"}, 3]}
    bare = read_task({"id": "1", "status": "succeeded", **odd})
    assert bare is not None
    assert bare.charges == ()


@pytest.mark.parametrize("fault", ["403", "404", "410"])
def test_35_a_refused_link_is_asked_for_anew(service: Service, tmp_path: Path, fault: str) -> None:
    service.on("video", fault)
    assert asyncio.run(made(models(service)["kling"], wish(), tmp_path)).files == ("video.mp4",)
    assert service.leaked == []
    service.on("video", fault, fault)
    (tmp_path / "again").mkdir()
    error = fault_of(made(models(service)["kling"], wish(), tmp_path / "again", "k2"))
    assert (error.key, error.fault) == ("kling.link_expired", Fault.NETWORK)
    assert "30" in str(error)


@pytest.mark.parametrize("fault", ["short", "drop", "empty", "html", "500", "503"])
def test_35_a_download_is_whole_or_not_there(service: Service, tmp_path: Path, fault: str) -> None:
    backend = models(service)["kling"]
    remote = asyncio.run(backend.submit(wish(), "k"))
    service.on("video", fault)
    error = fault_of(watched(backend, remote, wish(), tmp_path))
    assert (error.fault, error.retryable) == (Fault.NETWORK, True)
    assert list(tmp_path.iterdir()) == []
    assert asyncio.run(watched(backend, remote, wish(), tmp_path)).files == ("video.mp4",)
    assert creates(service) == {"k": 1}


def test_38_only_what_still_exists_is_offered() -> None:
    offer = models(bucket=Bucket())["kling"].offer
    assert offer.kinds == ("video", "picture")
    assert offer.input_roles == {
        "first_frame": 1,
        "last_frame": 1,
        "subject": 7,
        "style": 7,
        "motion": 1,
        "camera": 1,
    }
    assert (offer.idempotent, offer.findable, offer.seeds, offer.local) == (
        True,
        True,
        False,
        False,
    )
    assert offer.lengths == tuple(range(3, 16))
    assert models()["kling-turbo"].offer.input_roles == {"first_frame": 1}
    assert models()["kling-2.6"].offer.lengths == (5, 10)


def test_39_a_bill_that_is_missing_is_estimated(service: Service, tmp_path: Path) -> None:
    service.ending = {"status": "succeeded"}
    backend = models(service)["kling"]
    remote = asyncio.run(backend.submit(wish(), "k"))
    service.tasks[remote].update(status="succeeded", ended=True)
    record = {**service.record(service.tasks[remote]), "billing": None}
    service.on("look", {"code": 0, "data": [record]})
    result = asyncio.run(watched(backend, remote, wish(), tmp_path))
    assert (result.cost, result.estimated) == (backend.compile(wish()).price, True)
    assert result.usage["billing"] == "missing"


def test_a_voice_of_2_6_speaks_in_shots_with_sound() -> None:
    line = Spoken(key="l", speaker="mira", text="Go", language="en")
    who = figure(handles={"kling.voice": "8298"})
    request = wish(figures=(who,), lines=(line,), inputs=(picture("first_frame"),))
    sent = body(request, "kling-2.6")
    assert sent["contents"][-1] == {"type": "voice", "voice_id": "8298", "id": "voice_1"}
    assert sent["settings"]["resolution"] == "1080p"
    assert "@voice_1" in sent["contents"][0]["text"]


def test_it_cannot_be_stopped_and_says_so(service: Service) -> None:
    backend = models(service)["kling"]
    remote = asyncio.run(backend.submit(wish(), "k"))
    before = len(service.calls)
    error = fault_of(backend.cancel(remote))
    assert (error.key, error.retryable) == ("kling.goes_on", False)
    assert len(service.calls) == before


def test_progress_is_told_as_far_as_it_is_known(service: Service, tmp_path: Path) -> None:
    backend = models(service)["kling"]

    async def act() -> list[float]:
        remote = await backend.submit(wish(), "k")
        events = [event async for event in backend.watch(remote, wish(), tmp_path)]
        return [event.done for event in events if isinstance(event, Progress)]

    assert asyncio.run(act()) == [0.0, 0.1, 0.0]


def test_a_still_for_the_board(service: Service, tmp_path: Path) -> None:
    path = str(painted(tmp_path))
    (tmp_path / "out").mkdir()
    request = wish(
        kind="picture",
        prompt="@Mira at @plan",
        figures=(figure(element=ELEMENT),),
        inputs=(picture("style", name="plan", path=path),),
    )
    result = asyncio.run(made(models(service)["kling"], request, tmp_path / "out"))
    assert result.files == ("image.jpg",)
    assert result.usage["units.video"] == "8"
    path_, sent = service.bodies[0]
    assert path_ == "/v1/images/omni-image"
    assert sent["element_list"] == [{"element_id": int(ELEMENT)}]
    assert "<<<element_1>>> at <<<image_1>>>" in sent["prompt"]
    assert service.refused == []


def test_the_key_is_tried_for_nothing(service: Service) -> None:
    values = {"key": KEY, "url": service.api}
    asyncio.run(SERVICE.test(values, ""))
    assert service.calls == [("GET", "/tasks?task_ids=0")]
    error = fault_of(SERVICE.test({**values, "key": "wrong"}, ""))
    assert error.fault is Fault.CREDENTIALS


def test_without_a_key_it_is_not_ready() -> None:
    offer = backends(Account(dict, known=lambda: False), own=Path("/nowhere"))["kling"].offer
    assert (offer.ready, offer.missing) == (False, "kling.no_key")
