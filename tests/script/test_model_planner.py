"""The language-model planner against a small real server that replays what endpoints do."""

import asyncio
import json
import threading
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
GOOD = {
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
    "bad",
    ["not json", "{}", json.dumps({**GOOD, "x": 1}), json.dumps(GOOD).replace("It is", "So")],
    ids=["prose", "empty", "unknown field", "lost words"],
)  # fmt: skip
def test_a_bad_answer_is_repaired_once_and_then_refused(url: str, bad: str) -> None:
    Endpoint.answers[:] = [chat(bad), chat(json.dumps(GOOD))]
    assert plan(url).title == "Harbour"
    repair = Endpoint.asked[1][2]["messages"]
    assert [m["role"] for m in repair] == ["system", "user", "assistant", "user"]
    Endpoint.answers[:] = [chat(bad), chat(bad)]
    with pytest.raises(StudioError) as caught:
        plan(url)
    assert caught.value.key == "planner.bad_answer"
    assert Endpoint.answers == []


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
