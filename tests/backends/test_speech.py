"""Lines spoken by an OpenAI-compatible endpoint: bodies, answers, doubts, money, keys."""

import asyncio
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.account import Account
from studio.backends.base import Backend, Fate, Figure, Request, Result, Spoken
from studio.backends.speech import FILE, NAME, OPENAI, SERVICE, backends
from studio.backends.speech_model import minutes, speech
from studio.errors import BackendError, BadInput, Fault
from studio.media.probe import probe
from studio.media.sound import read_sound
from tests.backends.speech_server import KEY, Speaker, speaking, tone

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture(scope="module")
def service() -> Iterator[Speaker]:
    with speaking() as found:
        yield found


@pytest.fixture
def speaker(service: Speaker) -> Speaker:
    service.bodies.clear()
    service.calls.clear()
    service.next.clear()
    service.key, service.seconds = KEY, 1.0
    return service


def at(speaker: Speaker | None, spool: Path | None = None, **more: str) -> Backend:
    values = {"key": KEY, "url": speaker.url if speaker else OPENAI, "model": "", **more}
    plain = {name: text for name, text in values.items() if name != "key"}
    account = Account(lambda: values, plain=lambda: plain, known=lambda: bool(values["key"]))
    return backends(account, spool=spool)[NAME]


def line(text: str = "Where were you?", language: str = "en", **more: Any) -> Request:
    figure = Figure(key="su_0001", name="Mira", **more.pop("figure", {}))
    spoken = Spoken(key="cu_0001", speaker=figure.key, text=text, language=language, **more)
    return Request(kind="sound", frames=48, figures=(figure,), lines=(spoken,))


async def said(backend: Backend, request: Request, folder: Path, key: str = "job") -> Result:
    task = await backend.submit(request, key)
    found = [event async for event in backend.watch(task, request, folder)]
    assert isinstance(found[-1], Result)
    return found[-1]


def test_a_line_becomes_a_sound_that_is_heard(speaker: Speaker, tmp_path: Path) -> None:
    """A WAV without a length in its head, with silence around the words, is settled."""
    result = asyncio.run(said(at(speaker, tmp_path), line(), tmp_path))
    assert result.files == (FILE,)
    assert abs(float(probe(tmp_path / FILE).seconds) - 1.04) < 0.01
    assert abs(float(read_sound(tmp_path / FILE, channels=1).max()) - 0.5) < 0.01
    assert result.spoken["cu_0001"].frames == 25
    assert (result.estimated, result.currency) == (True, "USD")
    assert 0 < result.cost < Decimal("0.01")


def test_the_body_is_what_the_service_takes(speaker: Speaker) -> None:
    """A voice of the subject's kind, always the same; pace, emotion and dialect go along."""
    backend = at(speaker)
    plain = backend.compile(line()).calls[0].body
    assert set(plain) == {"model", "input", "voice", "response_format"}
    assert plain == backend.compile(line("Other words")).calls[0].body | {"input": plain["input"]}
    woman = line(figure={"gender": "female", "pace": 1.2}, emotion="furious")
    body = backend.compile(woman).calls[0].body
    assert body["voice"] in speech().voices["female"]
    assert (body["speed"], body["instructions"]) == (1.2, "Emotion: furious.")
    assert "Cantonese" in backend.compile(line("你去咗邊?", "yue")).calls[0].body["instructions"]
    named = backend.compile(line(figure={"voice": "marin"})).calls[0].body
    assert named["voice"] == "marin"
    assert all(speaker.wrong(each) == "" for each in (plain, body, named))


def test_what_a_model_cannot_is_said(speaker: Speaker) -> None:
    """An older model takes no directions, and nobody changes pitch."""
    wish = line(figure={"pitch": 2.0}, emotion="sad")
    compiled = at(speaker, model="tts-1").compile(wish)
    fates = {change.field: change.fate for change in compiled.account}
    assert fates == {"lines": Fate.KEPT, "manner": Fate.DROPPED, "pitch": Fate.DROPPED}
    assert speaker.wrong(compiled.calls[0].body) == ""
    assert compiled.price == Decimal("0.0003")  # 15 characters at 15 USD a million


def test_a_model_of_ones_own_has_no_price(speaker: Speaker) -> None:
    """A price that nobody knows is said to be unknown, and not taken for nothing."""
    compiled = at(speaker, model="kokoro").compile(line())
    assert [warning.key for warning in compiled.warnings] == ["speech.no_price"]
    assert compiled.price == 0


@pytest.mark.parametrize(
    "request_", [line("x" * 4097), Request(frames=24), Request(kind="sound", frames=24)]
)
def test_what_it_does_not_do_is_blocked(speaker: Speaker, request_: Request) -> None:
    """Films, effects and texts that are too long never reach the service."""
    backend = at(speaker)
    assert len(backend.compile(request_).blocks) == 1
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend.submit(request_, "job"))
    assert caught.value.fault is Fault.INVALID
    assert speaker.bodies == []


@pytest.mark.parametrize(
    ("status", "words", "fault", "again"),
    [
        (401, "x", Fault.CREDENTIALS, False),
        (429, "slow down", Fault.NETWORK, True),
        (429, "insufficient_quota", Fault.QUOTA, False),
        (400, "voice", Fault.INVALID, False),
        (503, "overloaded", Fault.BROKEN, False),
    ],
)
def test_a_refusal_is_told_in_its_words(
    speaker: Speaker, status: int, words: str, fault: Fault, again: bool
) -> None:
    speaker.next.append((status, f"{words}"))
    with pytest.raises(BackendError) as caught:
        asyncio.run(at(speaker).submit(line(), "job"))
    assert (caught.value.fault, caught.value.retryable) == (fault, again)
    assert words in str(caught.value)


def test_an_answer_is_found_by_another_process(speaker: Speaker, tmp_path: Path) -> None:
    """What came is kept before the job hears of it: nothing is paid for twice."""
    asyncio.run(at(speaker, tmp_path).submit(line(), "job"))
    backend = at(speaker, tmp_path)
    task = asyncio.run(backend.find("job", line(), NOW))
    assert task is not None
    (tmp_path / "out").mkdir()

    async def watched() -> list[Any]:
        return [event async for event in backend.watch(task, line(), tmp_path / "out")]

    assert asyncio.run(watched())[-1].files == (FILE,)
    assert len(speaker.bodies) == 1


@pytest.mark.parametrize("task", ["0" * 64, "../../etc/passwd", ""])
def test_an_answer_that_is_gone_is_a_doubt(speaker: Speaker, tmp_path: Path, task: str) -> None:
    """Nobody can look it up, so nobody says that it was never made."""
    backend = at(speaker, tmp_path)
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend.find("job", line(), NOW))
    assert caught.value.fault is Fault.LOST

    async def watched() -> None:
        async for _ in backend.watch(task, line(), tmp_path):
            pass

    with pytest.raises(BackendError) as caught:
        asyncio.run(watched())
    assert caught.value.fault is Fault.LOST


@pytest.mark.parametrize(
    ("answer", "key"),
    [(b"<html>not a sound</html>", "speech.no_sound"), (tone(0.0), "speech.silent")],
)
def test_an_answer_of_no_use_is_no_take(
    speaker: Speaker, tmp_path: Path, answer: bytes, key: str
) -> None:
    speaker.next.append(answer)
    with pytest.raises(BackendError) as caught:
        asyncio.run(said(at(speaker, tmp_path), line(), tmp_path))
    assert (caught.value.key, caught.value.fault) == (key, Fault.BROKEN)
    assert not (tmp_path / FILE).exists()


def test_the_key_goes_nowhere_else(
    speaker: Speaker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not into logs, files, addresses or sentences, even when the service repeats it."""
    caplog.set_level(logging.DEBUG)
    backend = at(speaker, tmp_path)
    asyncio.run(said(backend, line(), tmp_path))
    speaker.next.append((400, f"your key is {KEY}"))
    with pytest.raises(BackendError) as caught:
        asyncio.run(backend.submit(line(), "job"))
    assert KEY not in caplog.text + str(caught.value) + repr(caught.value.args)
    assert all(KEY not in path for _, path in speaker.calls)
    assert all(KEY.encode() not in each.read_bytes() for each in tmp_path.iterdir())


def test_a_server_of_ones_own_needs_no_key(speaker: Speaker, tmp_path: Path) -> None:
    """With an address and no key nothing is sent as one; OpenAI itself is not asked without."""
    speaker.key = None
    own = at(speaker, tmp_path, key="")
    assert own.offer.ready
    asyncio.run(said(own, line(), tmp_path))
    none = at(None, key="")
    assert (none.offer.ready, none.offer.missing) == (False, "speech.no_key")
    with pytest.raises(BackendError) as caught:
        asyncio.run(none.submit(line(), "job"))
    assert caught.value.key == "speech.no_key"


def test_the_preferences_try_it_without_paying(speaker: Speaker) -> None:
    values = {"key": KEY, "url": speaker.url}
    asyncio.run(SERVICE.test(values, ""))
    assert speaker.calls == [("GET", "/v1/models")]
    with pytest.raises(BackendError) as caught:
        asyncio.run(SERVICE.test(values | {"key": "other"}, ""))
    assert caught.value.fault is Fault.CREDENTIALS


def test_the_makers_own_table_is_laid_over(tmp_path: Path) -> None:
    """A server of one's own with its own voices needs no new studio; a bad table is named."""
    own = {"families": {"speech": {"models": {"kokoro": {"voices": {"female": ["af_sky"]}}}}}}
    (tmp_path / "speech.json").write_text(json.dumps(own))
    family = speech(tmp_path)
    assert family.voice("kokoro", Figure(key="su_0001", name="A", gender="female")) == "af_sky"
    (tmp_path / "speech.json").write_text('{"families": {"speech": {"characters": "many"}}}')
    with pytest.raises(BadInput, match="characters"):
        speech(tmp_path)


def test_a_line_is_about_as_long_as_it_is(speaker: Speaker) -> None:
    """Estimates by the script: 270 characters a minute in Chinese, 900 letters in English."""
    assert minutes("字" * 270, "zh") == minutes("字" * 270, "yue") == 1
    assert minutes("a" * 450, "en", Decimal(2)) == Decimal("0.25")
