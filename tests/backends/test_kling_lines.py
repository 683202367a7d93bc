"""Lines spoken by Kling: voices, what is dropped, what is kept of an answer, what it costs."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import Backend, Fate, Figure, Request, Result, Spoken
from studio.backends.gone import gone_ids
from studio.backends.kling import backends
from studio.backends.kling_lines import FILE, NAME
from studio.errors import BackendError, Fault
from studio.media.probe import probe
from tests.backends.kling_desk import account
from tests.backends.kling_server import Service, serving
from tests.backends.speech_server import tone
from tests.backends.waiting import Waits

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        found.sound = tone(1.0, unsized=False)
        yield found


def at(service: Service | None, spool: Path = Path("/nowhere")) -> Backend:
    return backends(account(service), pause=Waits(), own=Path("/nowhere"), spool=spool)[NAME]


def line(text: str = "你去哪儿了?", language: str = "zh", **more: Any) -> Request:
    figure = Figure(key="su_0001", name="Mira", **more.pop("figure", {}))
    spoken = Spoken(key="cu_0001", speaker=figure.key, text=text, language=language, **more)
    return Request(kind="sound", frames=48, figures=(figure,), lines=(spoken,))


def body(request: Request) -> dict[str, Any]:
    found = at(None).compile(request)
    assert found.blocks == ()
    return found.calls[0].body


async def said(backend: Backend, request: Request, folder: Path) -> Result:
    task = await backend.submit(request, "job")
    found = [event async for event in backend.watch(task, request, folder)]
    assert isinstance(found[-1], Result)
    return found[-1]


def test_a_line_becomes_a_sound_that_is_heard(service: Service, tmp_path: Path) -> None:
    """At the price of the list, without the silence around it."""
    result = asyncio.run(said(at(service, tmp_path), line(), tmp_path))
    assert result.files == (FILE,)
    assert abs(float(probe(tmp_path / FILE).seconds) - 1.04) < 0.01
    assert result.spoken["cu_0001"].frames == 25
    assert (result.cost, result.currency, result.estimated) == (Decimal("0.007"), "USD", True)
    assert at(None).compile(line()).price == result.cost
    assert service.refused == []
    assert service.leaked == []


def test_another_process_takes_what_was_answered(service: Service, tmp_path: Path) -> None:
    """A download that fails is tried again from the answer; nothing is spoken twice."""
    service.on("audio", "drop")
    task = asyncio.run(at(service, tmp_path).submit(line(), "job"))

    async def fetched() -> Any:
        again = at(service, tmp_path)
        assert await again.find("job", line(), NOW) == task
        return [event async for event in again.watch(task, line(), tmp_path)][-1]

    with pytest.raises(BackendError) as caught:
        asyncio.run(fetched())
    assert caught.value.retryable
    assert asyncio.run(fetched()).files == (FILE,)
    assert len(service.bodies) == 1


def test_a_lost_answer_stays_in_doubt(service: Service, tmp_path: Path) -> None:
    service.on("legacy", ("made", "drop"))
    with pytest.raises(BackendError) as caught:
        asyncio.run(at(service, tmp_path).submit(line(), "job"))
    assert caught.value.fault is Fault.LOST
    with pytest.raises(BackendError) as caught:
        asyncio.run(at(service, tmp_path).find("job", line(), NOW))
    assert caught.value.fault is Fault.LOST


def test_people_sound_apart_and_dialects_have_voices_of_their_own() -> None:
    """A name beats what is registered, and that beats the catalogue."""
    man = line(figure={"gender": "male"})
    assert body(man)["voice_id"] == body(man)["voice_id"]
    assert body(man)["voice_id"] != body(line(figure={"gender": "female"}))["voice_id"]
    sichuan = body(line(language="zh-sichuan", figure={"gender": "female"}))
    assert (sichuan["voice_id"], sichuan["voice_language"]) == ("chuanmeizi_speech02", "zh")
    registered = {"handles": {"kling.voice": "829836"}}
    assert body(line(figure=registered))["voice_id"] == "829836"
    assert body(line(figure={**registered, "voice": "AOT"}))["voice_id"] == "AOT"
    [warning] = at(None).compile(line(figure=registered)).warnings
    assert warning.key == "kling.line_registered"


def test_what_is_not_sent_is_told() -> None:
    wish = line(figure={"pace": 0.5, "pitch": 2.0}, emotion="furious")
    found = at(None).compile(wish)
    fates = {change.field: change.fate for change in found.account}
    assert fates == {
        "lines": Fate.KEPT, "pace": Fate.ROUNDED, "manner": Fate.DROPPED, "pitch": Fate.DROPPED,
    }  # fmt: skip
    assert found.calls[0].body["voice_speed"] == 0.8


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        (line("字" * 1001), "speech.too_long"),
        (line(language="ja"), "kling.language"),
        (line().model_copy(update={"lines": ()}), "speech.one_line"),
    ],
)
def test_what_cannot_be_spoken_is_said_before(request_: Request, key: str) -> None:
    [block] = at(None).compile(request_).blocks
    assert block.key == key
    with pytest.raises(BackendError) as caught:
        asyncio.run(at(None).submit(request_, "job"))
    assert (caught.value.key, caught.value.fault) == (key, Fault.INVALID)


def test_a_voice_that_nobody_knows_is_named(service: Service, tmp_path: Path) -> None:
    """With voices there are, and without a charge."""
    service.voices = {"chat1_female_new-3"}
    with pytest.raises(BackendError) as caught:
        asyncio.run(at(service, tmp_path).submit(line(figure={"voice": "nobody"}), "job"))
    error = caught.value
    assert (error.key, error.fault) == ("kling.line_voice", Fault.INVALID)
    assert "chat1_female_new-3" in str(error.values["known"])
    assert service.bodies == []


def test_a_registered_voice_that_nobody_knows_is_gone(service: Service, tmp_path: Path) -> None:
    """So it is not cited again before it is registered anew."""
    service.voices = {"chat1_female_new-3"}
    wanted = line(figure={"handles": {"kling.voice": "v9"}})
    with pytest.raises(BackendError) as caught:
        asyncio.run(at(service, tmp_path).submit(wanted, "job"))
    error = caught.value
    assert (error.key, error.fault) == ("casting.handle_gone", Fault.INVALID)
    assert gone_ids(error.key, error.values) == {"v9"}
