"""The fake backend does what its script says and keeps books."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from studio.backends.base import Event, Progress, Request, Result, Spoken
from studio.backends.fake import FakeBackend, Rule, Script, Step
from studio.errors import BackendError, Fault
from studio.media.probe import probe

REQUEST = Request(frames=12, width=64, height=36, seed=3, label="1-1")


async def whole(fake: FakeBackend, request: Request, folder: Path) -> list[Event]:
    remote_id = await fake.submit(request, "key")
    return [event async for event in fake.watch(remote_id, request, folder)]


def test_a_generation_from_submit_to_result(tmp_path: Path) -> None:
    line = Spoken(key="cu_1", speaker="", text="Hi", start=4)
    fake = FakeBackend(tmp_path, Script(rules=(Rule(watch=(Step(progress=0.5),)),)))
    request = REQUEST.model_copy(update={"lines": (line,)})
    progress, result = asyncio.run(whole(fake, request, tmp_path / "out"))
    assert progress == Progress(done=0.5)
    assert isinstance(result, Result)
    assert (result.spoken["cu_1"].start, result.spoken["cu_1"].frames) == (4, 8)
    info = probe(tmp_path / "out" / result.files[0])
    assert (info.kind, info.frames, info.rate) == ("video", 12, 24)


def test_a_test_card_is_a_real_film_with_sound(tmp_path: Path) -> None:
    fake = FakeBackend(tmp_path, Script(rules=(Rule(make="card"),)))
    (result,) = asyncio.run(whole(fake, REQUEST, tmp_path / "out"))
    assert isinstance(result, Result)
    info = probe(tmp_path / "out" / result.files[0])
    assert (info.frames, info.width, info.height, info.rate) == (12, 64, 36, 24)
    assert info.sound_tracks == 1


@pytest.mark.parametrize("kind", ["sound", "picture"])
def test_other_kinds_are_real_too(tmp_path: Path, kind: str) -> None:
    request = Request.model_validate({"kind": kind, "frames": 24})
    (result,) = asyncio.run(whole(FakeBackend(tmp_path), request, tmp_path / "out"))
    assert isinstance(result, Result)
    info = probe(tmp_path / "out" / result.files[0])
    assert info.kind == kind
    assert kind == "picture" or info.seconds == 1


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    for kind in ("video", "sound", "picture"):
        made: list[bytes] = []
        for number, seed in enumerate((3, 3, 4)):
            request = Request.model_validate({"kind": kind, "frames": 12, "seed": seed})
            out = tmp_path / f"{kind}{number}"
            (result,) = asyncio.run(whole(FakeBackend(tmp_path / "s"), request, out))
            assert isinstance(result, Result)
            made.append((out / result.files[0]).read_bytes())
        assert made[0] == made[1] != made[2]


def test_rules_are_matched_in_order_and_used_up_across_processes(tmp_path: Path) -> None:
    rule = Rule(match={"label": "1-1"}, times=1, before=(Step(fault=Fault.QUOTA, retryable=True),))
    fake = FakeBackend(tmp_path, Script(rules=(rule,)))
    with pytest.raises(BackendError) as error:
        asyncio.run(fake.submit(REQUEST, "key"))
    assert (error.value.fault, error.value.retryable) == (Fault.QUOTA, True)
    assert fake.made() == []
    asyncio.run(FakeBackend(tmp_path).submit(REQUEST, "key"))
    assert fake.made() == ["key"]
    assert [call["rule"] for call in fake.calls("submit")] == [0, -1]


@pytest.mark.parametrize(("idempotent", "count"), [(True, 1), (False, 2)])
def test_one_key_twice(tmp_path: Path, idempotent: bool, count: int) -> None:
    fake = FakeBackend(tmp_path, Script(offer={"idempotent": idempotent}))
    ids = {asyncio.run(fake.submit(REQUEST, "key")) for _ in range(2)}
    assert len(ids) == len(fake.made()) == count


def test_cancelling_takes_it_out_of_the_books(tmp_path: Path) -> None:
    fake = FakeBackend(tmp_path)

    async def act() -> None:
        remote_id = await fake.submit(REQUEST, "key")
        await fake.cancel(remote_id)
        await fake.cancel(remote_id)
        with pytest.raises(BackendError) as error:
            _ = [event async for event in fake.watch(remote_id, REQUEST, tmp_path / "out")]
        assert error.value.fault is Fault.LOST

    asyncio.run(act())
    assert fake.made() == []


def test_hanging_until_released(tmp_path: Path) -> None:
    fake = FakeBackend(tmp_path, Script(rules=(Rule(before=(Step(hang="gate"),)),)))

    async def act() -> None:
        sending = asyncio.create_task(fake.submit(REQUEST, "key"))
        await fake.reached()
        assert not sending.done()
        fake.release("gate")
        await sending

    asyncio.run(act())


@pytest.mark.parametrize("script", [{"rules": [{"wach": []}]}, {"offer": {"parallel": 0}}, []])
def test_a_script_with_a_mistake_is_refused(tmp_path: Path, script: Any) -> None:
    with pytest.raises(ValidationError):
        FakeBackend(tmp_path, Script.model_validate(script))
