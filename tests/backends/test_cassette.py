"""Cassettes: nothing secret is on them, and the real clients play them with nobody reached."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.backends.base import Request
from studio.backends.cassette import MOST, Tape
from studio.backends.replay import read_cassette
from studio.backends.replaying import Outcome, replayed
from studio.backends.scrub import Scrub, media, without_queries
from studio.backends.web import Exchange, Reply
from studio.errors import BackendError, BadInput
from tests.backends import asking, kling_desk, kling_server, seedance_desk, seedance_server

KEY = "sk-very/secret+0123456789=&x"
LINK = "https://bucket.example/reels/clip.mp4?X-Amz-Credential=AKIA1&X-Amz-Signature=deadbeef01"
# Keys are printable ASCII (the clients refuse all others) and long.
keys = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60)
texts = st.text(max_size=40)
bodies = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def spoken(tape: Tape, body: Any, answer: bytes, secrets: tuple[str, ...], **more: Any) -> None:
    usual: dict[str, Any] = {
        "service": "Kling", "base": "https://k.example/v1", "method": "POST", "path": "/tasks",
        "query": {}, "reply": Reply(200, answer, {"content-type": "application/json"}),
    }  # fmt: skip
    tape.called(Exchange(body=body, secrets=secrets, **(usual | more)))


def put_in(value: Any, secret: str) -> Any:
    """A secret in every name and every text of a value."""
    if isinstance(value, dict):
        return {f"{name}{secret}": put_in(each, secret) for name, each in value.items()}
    if isinstance(value, list):
        return [put_in(each, secret) for each in value]
    return f"{value} {secret}!" if isinstance(value, str) else value


def told(text: str) -> str:
    """Every name and every text of every line, one after the other, as it reads."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                found.append(name)
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)
        else:
            found.append(str(value))

    for line in filter(None, text.split("\n")):
        walk(json.loads(line))
    return "\n".join(found)


@given(secret=keys, body=bodies, words=texts, split=st.integers(0, 40))
def test_no_key_survives_wherever_it_is(secret: str, body: Any, words: str, split: int) -> None:
    tape = Tape(texts=True)
    wanted = {"a": put_in(body, secret), "b": quote(secret, safe=""), "c": {secret: [secret]}}
    answers = [
        json.dumps({"error": put_in(body, secret), "said": words[:split] + secret + words[split:]}),
        f"<html>{words}{secret}{words}</html>",
        json.dumps([f"https://x.example/{quote(secret, safe='')}?k={secret}", secret * 3]),
    ]
    for answer in answers:
        headers = {"authorization": f"Bearer {secret}", "x-request-id": secret, "server": secret}
        spoken(
            tape, wanted, b"", (secret,), query={"q": secret}, path=f"/tasks/{secret}",
            reply=Reply(200, answer.encode(errors="replace"), headers),
        )  # fmt: skip
    tape.fetched("Kling", f"https://u:{secret}@x.example/{secret}?sig={secret}", 200, (secret,))
    whole = told(tape.text().partition("\n")[2])
    for form in {secret, quote(secret, safe="")}:
        assert form not in whole.replace("https://k.example/v1", "")


def test_files_links_and_other_headers_are_not_on_it() -> None:
    tape = Tape()
    picture = bytes(range(256)) * 20
    encoded = base64.b64encode(picture).decode()
    body = {
        "contents": [
            {"type": "image", "url": encoded},
            {"type": "image", "url": f"data:image/png;base64,{encoded}"},
            {"type": "video", "url": LINK},
        ],
        "prompt": "Lin opens the letter",
    }
    answer = {"message": f"could not fetch {LINK}: 403", "authorization": "abc", "data": encoded}
    reply = Reply(400, json.dumps(answer).encode(), {"set-cookie": "c=1", "x-request-id": "r1"})
    spoken(tape, body, b"", (KEY,), reply=reply)
    text = tape.text()
    for hidden in ("deadbeef01", "AKIA1", "reels", encoded[:60], "Lin opens", "set-cookie", "c=1"):
        assert hidden not in text.replace("bucket.example/reels/clip.mp4?…", "")
    entry = json.loads(text.splitlines()[1])
    found = entry["body"]["contents"]
    assert found[0]["url"]["$media"]["bytes"] == found[1]["url"]["$media"]["bytes"] == len(picture)
    assert found[1]["url"]["$media"]["kind"] == "image/png"
    assert found[2]["url"] == {"$link": True}
    assert entry["body"]["prompt"] == {"$text": 20}
    assert entry["headers"] == {"x-request-id": "r1"}
    assert (entry["status"], entry["answer"]["authorization"]) == (400, "…")
    kept = Tape(texts=True)
    spoken(kept, body, b"{}", (KEY,))
    assert "Lin opens the letter" in kept.text()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"see {LINK} now", "see https://bucket.example/reels/clip.mp4?… now"),
        ("http://u:p@h.example/a#b", "http://h.example/a?…"),
        ("Bearer abc.def", "Bearer …"),
        ("token=abc&x=1", "token= …&x=1"),
        ("a eyJhbGciOi.eyJpc3Mi.c2ln b", "a … b"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_what_looks_like_a_secret_goes_although_nobody_named_it(text: str, left: str) -> None:
    assert Scrub().text(text) == left


def test_words_of_a_service_keep_no_signature() -> None:
    assert without_queries(f"resource download failed: {LINK}") == (
        "resource download failed: https://bucket.example/reels/clip.mp4?…"
    )


def test_a_long_text_is_no_file() -> None:
    assert media("word " * 200) is None
    assert media("a" * 255) is None


def test_answers_are_cut_and_many_entries_too(tmp_path: Path) -> None:
    tape = Tape()
    spoken(tape, None, b'{"odd": "\\ud800 \\u2028"}', ())
    spoken(tape, None, json.dumps(["x" * 90_000]).encode(), ())
    assert json.loads(tape.text().split("\n")[2])["answer"] == {"$cut": 90_004}
    tape.save(tmp_path / "t.jsonl")
    assert read_cassette(tmp_path / "t.jsonl").entries[0]["answer"] == {"odd": "\ud800 \u2028"}
    for _ in range(MOST + 10):
        spoken(tape, None, b"{}", ())
    assert len(tape) == MOST
    assert tape.save(tmp_path / "t.jsonl") == MOST
    assert read_cassette(tmp_path / "t.jsonl").left_out == 12
    assert [path.name for path in tmp_path.iterdir()] == ["t.jsonl"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "unreadable"), ("", "no_cassette"), ("{}", "no_cassette"), ("odd", "no_cassette"),
        ('{"cassette": 9}', "other_version"), ('{"cassette": 1}\n{"kind": "odd"}', "other_version"),
        ('{"cassette": 1}\n[]', "no_cassette"),
    ],
)  # fmt: skip
def test_what_is_no_cassette_is_refused(tmp_path: Path, content: str | None, key: str) -> None:
    path = tmp_path / "t.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadInput) as caught:
        read_cassette(path)
    assert caught.value.key == f"cassette.{key}"


def played(path: Path, folder: Path) -> list[Outcome]:
    async def work() -> list[Outcome]:
        outcomes: AsyncIterator[Outcome] = replayed(read_cassette(path), folder)
        return [each async for each in outcomes]

    folder.mkdir()
    return asyncio.run(work())


def recorded_kling(tmp_path: Path, *, texts: bool) -> tuple[Path, str]:
    """A generation of Kling with a picture and a video, recorded."""
    tape = Tape(texts=texts)
    with kling_server.serving() as service:
        account = kling_desk.account(service, bucket=kling_desk.Bucket())
        account = type(account)(account.values, bucket=account.bucket, recorder=tape)
        models = kling_desk.backends(account, pause=kling_desk.Waits(), own=Path("/nowhere"))
        picture = asking.painted(tmp_path)
        wish = kling_desk.wish(inputs=(kling_desk.picture("first_frame", path=str(picture)),))
        asyncio.run(asking.made(models["kling"], wish, tmp_path, "job-of-then"))
    tape.save(tmp_path / "kling.jsonl")
    return tmp_path / "kling.jsonl", str(picture)


@pytest.mark.parametrize("texts", [False, True])
def test_a_generation_of_kling_is_played_by_the_real_client(tmp_path: Path, texts: bool) -> None:
    path, picture = recorded_kling(tmp_path, texts=texts)
    text = path.read_text()
    assert kling_server.KEY not in text
    assert picture not in text
    assert ("a fox runs" in text) is texts
    first, second = played(path, tmp_path / "again")
    assert (first.what, first.error, second.error) == ("submit", None, None)
    assert second.told.endswith(".mp4")
    assert first.told == second.name


def test_a_generation_of_seedance_is_played_by_the_real_client(tmp_path: Path) -> None:
    tape = Tape()
    with seedance_server.serving() as ark:
        account = seedance_desk.account(ark)
        account = type(account)(account.values, account.plain, recorder=tape)
        models = seedance_desk.backends(account, pause=seedance_desk.Waits())
        wish = seedance_desk.wish()
        asyncio.run(asking.made(models["seedance"], wish, tmp_path, "job-1"))
    tape.save(tmp_path / "s.jsonl")
    assert seedance_server.KEY not in (tmp_path / "s.jsonl").read_text()
    outcomes = played(tmp_path / "s.jsonl", tmp_path / "again")
    assert [each.error for each in outcomes] == [None, None]
    assert outcomes[1].told.endswith(".mp4")


def test_a_call_that_was_not_recorded_is_a_clear_failure(tmp_path: Path) -> None:
    path, _ = recorded_kling(tmp_path, texts=True)
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        entry = json.loads(line)
        if entry.get("method") == "POST":
            entry["body"]["settings"]["duration"] = 9
            lines[number] = json.dumps(entry)
    path.write_text("\n".join(lines))
    first, _ = played(path, tmp_path / "again")
    assert isinstance(first.error, BackendError)
    assert first.error.key == "cassette.no_answer"
    assert "POST /" in first.error.text()


def test_a_task_of_a_backend_that_is_not_here_says_so(tmp_path: Path) -> None:
    path, _ = recorded_kling(tmp_path, texts=True)
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    tasks = [entry for entry in entries if entry.get("backend") == "kling"]
    for each in tasks:
        each["backend"] = "comfyui-mine"
    path.write_text("\n".join(map(json.dumps, entries)))
    assert tasks
    with pytest.raises(BadInput) as caught:
        played(path, tmp_path / "again")
    assert caught.value.key == "cassette.no_backend"


def test_a_refusal_is_played_as_it_was(tmp_path: Path) -> None:
    path, _ = recorded_kling(tmp_path, texts=False)
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        entry = json.loads(line)
        if entry.get("method") == "POST":
            entry |= {
                "status": 401,
                "answer": {"code": 1002, "message": "bad key", "request_id": "r"},
            }
            lines[number] = json.dumps(entry)
    path.write_text("\n".join(lines))
    first, _ = played(path, tmp_path / "again")
    assert first.error is not None
    assert first.error.key == "kling.key_refused"


def test_a_task_says_nothing_of_this_machine() -> None:
    tape = Tape()
    wish = Request(
        prompt="Lin waits", frames=24, inputs=(kling_desk.picture(path="/home/me/f.png"),)
    )
    tape.asked("submit", "kling", wish, "job", {"url": "https://u:p@h.example/v1?k=1"})
    text = tape.text()
    assert not any(each in text for each in ("/home/me", "Lin", "u:p", "k=1"))
