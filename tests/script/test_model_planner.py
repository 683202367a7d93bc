"""The language-model planner against a small real server that replays what endpoints do."""

import asyncio
import gzip
import json
import threading
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from studio.errors import BackendError, BadInput, StudioError
from studio.script.compose import Plan
from studio.script.model_planner import MAX_ANSWER, ModelPlanner
from studio.timeline.rate import Rate
from studio.timeline.story import Size

KEY = "sk-very-secret-0123456789"
TEXT = 'A harbour at dusk. Anna says "It is time."'
GOOD: dict[str, Any] = {
    "title": "Harbour",
    "roles": [{"name": "Anna"}],
    "scenes": [
        {
            "heading": "Harbour",
            "shots": [
                {"text": "the harbour at dusk", "size": "long", "seconds": 3},
                {"size": "close_up", "subjects": ["Anna"],
                 "dialogue": [{"text": "It is time.", "speaker": "Anna", "language": "en"}]},
            ],
        }
    ],
}  # fmt: skip


def chat(content: str, **more: Any) -> tuple[int, dict[str, str], bytes]:
    choice = {"message": {"role": "assistant", "content": content}, "finish_reason": "stop", **more}
    return 200, {}, json.dumps({"id": "x", "choices": [choice]}).encode()


class Endpoint(BaseHTTPRequestHandler):
    """Replays `answers` in order and keeps what it was asked."""

    answers: ClassVar[list[tuple[int, dict[str, str], bytes]]] = []
    asked: ClassVar[list[tuple[str, dict[str, str], Any]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, dict(self.headers), json.loads(body)))
        status, headers, data = self.answers.pop(0)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Tests stay quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    Endpoint.answers, Endpoint.asked = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


async def no_wait(_seconds: float) -> None:
    """Time passes at once."""


def plan(url: str, text: str = TEXT) -> Plan:
    planner = ModelPlanner(KEY, "director-1", url, pause=no_wait)
    return asyncio.run(planner.plan(text, rate=Rate(num=24)))


def test_a_good_answer_becomes_the_plan(url: str) -> None:
    Endpoint.answers[:] = [chat(json.dumps(GOOD))]
    made = plan(url)
    shots = made.scenes[0].shots
    assert (made.title, shots[0].size, shots[0].frames) == ("Harbour", Size.LONG, 72)
    assert shots[1].cues[0].text == "It is time."
    path, headers, body = Endpoint.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body["model"] == "director-1"
    assert body["response_format"]["type"] == "json_schema"
    assert body["messages"][-1]["content"] == TEXT


def test_a_fenced_answer_is_read(url: str) -> None:
    Endpoint.answers[:] = [chat(f"```json\n{json.dumps(GOOD)}\n```")]
    assert plan(url).title == "Harbour"


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        ("not json", "bad_answer"),
        ("{}", "bad_answer"),
        (json.dumps({**GOOD, "x": 1}), "bad_answer"),
        (json.dumps(GOOD)[:-9], "bad_answer"),
        (json.dumps({**GOOD, "scenes": "none"}), "bad_answer"),
        (json.dumps({**GOOD, "scenes": []}), "bad_answer"),
        (
            json.dumps({**GOOD, "scenes": [{"heading": "Harbour", "text": "It is time."}]}),
            "bad_answer",
        ),
        (
            json.dumps({**GOOD, "scenes": [*GOOD["scenes"], {"shots": [{"size": "full"}]}]}),
            "bad_answer",
        ),
        ("[" * 100_000, "bad_answer"),
        ("null", "bad_answer"),
        (json.dumps(GOOD).replace("It is", "So"), "lost_words"),
    ],
    ids=[
        "prose",
        "empty",
        "unknown field",
        "truncated",
        "wrong type",
        "no scenes",
        "no shots",
        "an empty shot",
        "deep",
        "null",
        "lost words",
    ],
)
def test_a_bad_answer_is_repaired_once_and_then_refused(url: str, bad: str, key: str) -> None:
    Endpoint.answers[:] = [chat(bad), chat(json.dumps(GOOD))]
    assert plan(url).title == "Harbour"
    repair = Endpoint.asked[1][2]["messages"]
    assert [m["role"] for m in repair] == ["system", "user", "assistant", "user"]
    Endpoint.answers[:] = [chat(bad), chat(bad)]
    with pytest.raises(StudioError) as caught:
        plan(url)
    assert caught.value.key == f"planner.{key}"
    assert Endpoint.answers == []


def said(*lines: str) -> str:
    shots = [{"dialogue": [{"text": words, "speaker": "Anna"}]} for words in lines]
    return json.dumps({"title": "T", "scenes": [{"heading": "H", "shots": shots}]})


def test_lines_of_the_brief_must_be_said_as_they_were_written(url: str) -> None:
    text = "A quay.\nAnna: Go now.\nBen: No.\nAnna: Go now."
    Endpoint.answers[:] = [chat(said("Go now.", "No.")), chat(said("Go now.", "No.", "Go now."))]
    made = plan(url, text)
    assert [c.text for s in made.scenes[0].shots for c in s.cues] == ["Go now.", "No.", "Go now."]
    assert "Go now." in Endpoint.asked[1][2]["messages"][-1]["content"]
    Endpoint.answers[:] = [chat(said("Go, now!", "No.", "Go now."))] * 2
    with pytest.raises(StudioError) as caught:
        plan(url, text)
    assert caught.value.key == "planner.lost_words"
    assert "Go now." in caught.value.text("en")
    assert "Go now." in caught.value.text("zh")


def test_lines_of_a_screenplay_must_survive(url: str) -> None:
    text = "INT. QUAY - DAY\n\nFog.\n\nANNA\n(low)\nGo now.\n"
    Endpoint.answers[:] = [chat(said("Leave."))] * 2
    with pytest.raises(StudioError) as caught:
        plan(url, text)
    assert caught.value.key == "planner.lost_words"


def test_a_line_may_be_parted_over_shots(url: str) -> None:
    Endpoint.answers[:] = [chat(said("Go now,", "before it rains."))]
    assert len(plan(url, "Anna: Go now, before it rains.").scenes[0].shots) >= 2


def objects(node: Any) -> Iterator[dict[str, Any]]:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and node.get("type") == "object":
        yield node
    for part in parts:
        yield from objects(part)


def test_the_schema_obeys_the_strict_rules(url: str) -> None:
    Endpoint.answers[:] = [chat(json.dumps(GOOD))]
    plan(url)
    asked = Endpoint.asked[0][2]["response_format"]["json_schema"]
    assert asked["strict"] is True
    found = list(objects(asked["schema"]))
    assert len(found) >= 5
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
    words = json.dumps(asked["schema"])
    for unknown in ("default", "pattern", "maxLength", "prefixItems", "exclusiveMinimum"):
        assert f'"{unknown}":' not in words
    role = asked["schema"]["$defs"]["Role"]["properties"]["gender"]["anyOf"]
    assert {"type": "string", "enum": ["female", "male", "child"]} in role
    assert {"type": "null"} in role


def test_an_answer_with_every_property_null_or_empty_fits(url: str) -> None:
    shot = {
        "text": "the sea", "size": None, "angle": None, "moves": [], "pace": None, "seconds": None,
        "subjects": [], "dialogue": [], "onscreen_text": [], "heard": [],
    }  # fmt: skip
    scene = {
        "heading": "Sea", "place": "", "time": "", "mood": "", "text": "", "seconds": None,
        "sizes": [], "moves": [], "angle": None, "pace": None, "shots": [shot],
        "count": None, "each": None,
    }  # fmt: skip
    whole = {
        "title": "Sea", "language": "en", "ratio": None, "seconds": None, "style": "", "roles": [],
        "music": "", "scenes": [scene],
    }  # fmt: skip
    Endpoint.answers[:] = [chat(json.dumps(whole))]
    assert plan(url, "The sea.").scenes[0].shots[0].prompt == "the sea"
    schema = Endpoint.asked[0][2]["response_format"]["json_schema"]["schema"]
    assert schema["required"] == list(whole)
    assert schema["$defs"]["Place"]["required"] == list(scene)
    assert schema["$defs"]["Asked"]["required"] == list(shot)


def test_both_attempts_together_have_one_limit(url: str) -> None:
    async def for_ever(_seconds: float) -> None:
        await asyncio.Event().wait()

    Endpoint.answers[:] = [chat("not json"), (503, {}, b"")]
    planner = ModelPlanner(KEY, "director-1", url, pause=for_ever, total=2)
    with pytest.raises(BackendError) as caught:
        asyncio.run(planner.plan(TEXT, rate=Rate(num=24)))
    assert caught.value.key == "planner.too_slow"
    assert caught.value.retryable
    assert KEY not in repr(caught.value)


def test_a_busy_service_is_asked_again(url: str) -> None:
    Endpoint.answers[:] = [(429, {"Retry-After": "7"}, b""), (503, {}, b""), chat(json.dumps(GOOD))]
    assert plan(url).title == "Harbour"


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ([(401, {}, b"bad key " + KEY.encode())], "key_refused"),
        ([(400, {}, b"{}")], "refused"),
        ([(302, {"Location": "http://127.0.0.1:9/steal"}, b"")], "refused"),
        ([(500, {}, b"")] * 4, "unavailable"),
        ([(200, {}, b"<html>")], "not_chat"),
        ([(200, {}, b"x" * (MAX_ANSWER + 10))], "too_large"),
        ([chat("", finish_reason="length")], "cut_off"),
        ([chat("", message={"content": None, "refusal": "no"})], "declined"),
    ],
)
def test_failures_are_told_and_never_fall_back(
    url: str, answers: list[tuple[int, dict[str, str], bytes]], key: str
) -> None:
    Endpoint.answers[:] = list(answers)
    with pytest.raises(BackendError) as caught:
        plan(url)
    assert caught.value.key == f"planner.{key}"
    assert KEY not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_key_follows_no_redirect(url: str, status: int) -> None:
    other = url.replace("127.0.0.1", "localhost") + "/elsewhere"
    Endpoint.answers[:] = [(status, {"Location": other}, b""), chat(json.dumps(GOOD))]
    with pytest.raises(BackendError) as caught:
        plan(url)
    assert caught.value.key == "planner.refused"
    assert len(Endpoint.asked) == 1


def test_an_echoed_key_is_shown_nowhere(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    bodies = [
        [chat(json.dumps({**GOOD, KEY: 1}))] * 2,
        [(200, {}, json.dumps({"choices": KEY}).encode())],
        [(418, {}, KEY.encode())],
    ]
    for answers in bodies:
        Endpoint.answers[:] = answers
        with pytest.raises(StudioError) as caught:
            plan(url)
        told = "".join(traceback.format_exception(caught.value))
        assert KEY not in told
        assert KEY not in caught.value.text("zh")
    assert KEY not in caplog.text


def test_a_packed_answer_is_not_unpacked(url: str) -> None:
    packed = gzip.compress(b" " * 200_000_000, 1)
    assert len(packed) < MAX_ANSWER
    Endpoint.answers[:] = [(200, {"Content-Encoding": "gzip"}, packed)]
    with pytest.raises(BackendError) as caught:
        plan(url)
    assert caught.value.key == "planner.not_chat"


def test_a_service_that_never_answers_is_left(url: str) -> None:
    Endpoint.answers[:] = [(200, {"Content-Length": "999"}, b'{"choices": [')]
    planner = ModelPlanner(KEY, "director-1", url, timeout=0.3, pause=no_wait)
    with pytest.raises(BackendError) as caught:
        asyncio.run(planner.plan(TEXT, rate=Rate(num=24)))
    assert caught.value.key == "planner.no_connection"
    assert caught.value.retryable


def test_orders_of_the_text_hold_where_the_answer_has_none(url: str) -> None:
    text = f"12 seconds, 9:16. {TEXT}"
    free = {
        **GOOD,
        "scenes": [{"shots": [{"text": "the harbour"}, *GOOD["scenes"][0]["shots"][1:]]}],
    }
    Endpoint.answers[:] = [chat(json.dumps(free))]
    made = plan(url, text)
    assert (made.width, made.height) == (1080, 1920)
    assert sum(shot.frames for shot in made.scenes[0].shots) == 288


@pytest.mark.parametrize("key", ["", "  ", "sk-\n1", "sk-密钥"])
def test_a_key_that_fits_no_header_is_refused(key: str) -> None:
    with pytest.raises(BadInput) as caught:
        ModelPlanner.from_environment({"OPENAI_API_KEY": key, "OPENAI_MODEL": "m"})
    assert "OPENAI_API_KEY" in str(caught.value)
    assert not key.strip() or key not in str(caught.value)


def test_nobody_answers() -> None:
    with pytest.raises(BackendError) as caught:
        plan("http://127.0.0.1:1/v1")
    assert caught.value.key == "planner.no_connection"
    assert KEY not in repr(caught.value)


@pytest.mark.parametrize("missing", ["OPENAI_API_KEY", "OPENAI_MODEL"])
def test_a_missing_setting_is_named(missing: str) -> None:
    settings = {"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "m"}
    settings.pop(missing)
    with pytest.raises(BadInput) as caught:
        ModelPlanner.from_environment(settings)
    assert missing in str(caught.value)
    assert KEY not in str(caught.value)
