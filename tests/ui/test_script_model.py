"""A language model plans a film in the window: set in the preferences, asked from the page."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.keys import Keys
from studio.services import Access
from studio.timeline.queries import shots
from studio.ui.window import FilmWindow
from tests.script.test_model_planner import GOOD, TEXT
from tests.test_services import Drawer
from tests.ui.test_script import CONTROL, LEFT, opened, planned

KEY = "sk-very-secret-0123456789"
Answer = tuple[int, bytes]


def chat(content: str | None, **more: Any) -> Answer:
    choice = {"message": {"role": "assistant", "content": content, **more}, "finish_reason": "stop"}
    return 200, json.dumps({"choices": [choice]}).encode()


class Desk(BaseHTTPRequestHandler):
    """A small service: lists its models, and answers a chat when its gate is open."""

    server: "Model"  # type: ignore[assignment]

    def do_GET(self) -> None:
        self._say(200, json.dumps({"data": [{"id": "director-1"}]}).encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.headers["Authorization"], body))
        self.server.came.set()
        self.server.gate.wait(20)
        self._say(*self.server.answer)

    def _say(self, status: int, data: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except OSError:  # who asked is gone
            return

    def log_message(self, format: str, *args: object) -> None:
        """Tests stay quiet."""


class Model(ThreadingHTTPServer):
    """The service as a whole."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.asked: list[tuple[str, Any]] = []
        self.answer: Answer = chat(json.dumps(GOOD))
        self.came, self.gate = threading.Event(), threading.Event()
        self.gate.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@pytest.fixture
def model() -> Iterator[Model]:
    server = Model()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.gate.set()
    server.shutdown()
    thread.join()
    server.server_close()


def at_the_page(studio: Studio, qtbot: QtBot, tmp_path: Path, url: str) -> FilmWindow:
    """A film on the script page whose planner is the language model, key and all."""
    drawer = Drawer()
    drawer.kept["storyreel", "planner.key"] = KEY
    studio.preferences.access = Access(Keys(lambda: drawer, {}))
    window = opened(studio, qtbot, tmp_path, planned())
    studio.preferences.prefer("services.planner.url", url)
    studio.preferences.prefer("services.planner.model", "director-1")
    window.script.left.planners.setFocus()
    qtbot.keyClick(window.script.left.planners, Qt.Key.Key_Down)
    assert window.script.left.planner == "model"
    return window


def ask(qtbot: QtBot, window: FilmWindow) -> str:
    """Press Plan; the sentence that stands beside the button when it is over."""
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(lambda: not window.script.planning.busy, timeout=20_000)
    trouble = window.script.left.trouble
    return trouble.text().replace("\u200b", "") if trouble.isVisible() else ""


def test_a_model_that_is_set_in_the_preferences_plans_the_film(
    studio: Studio, qtbot: QtBot, tmp_path: Path, model: Model
) -> None:
    drawer = Drawer()
    studio.preferences.access = Access(Keys(lambda: drawer, {}))
    window = opened(studio, qtbot, tmp_path, planned().evolve(brief=TEXT))
    before = window.desk.project
    studio.show_preferences()
    assert studio.preferences.dialog is not None
    studio.preferences.dialog.tabs.setCurrentIndex(1)
    form = studio.preferences.dialog.services[0]
    for name, value in (("url", model.url), ("model", "director-1"), ("key", KEY)):
        form.fields[name].setFocus()
        qtbot.keyClicks(form.fields[name], value)
    qtbot.mouseClick(form.test, LEFT)
    qtbot.waitUntil(lambda: form.said.property("tone") == "good", timeout=20_000)
    studio.preferences.dialog.accept()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    choice = window.script.left.planners
    assert choice.isVisible()
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.script.planning.done, timeout=20_000):
        qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    key, body = model.asked[-1]
    assert (key, body["model"]) == (f"Bearer {KEY}", "director-1")
    assert body["messages"][-1]["content"] == TEXT
    assert next(shot.prompt for shot in shots(window.desk.project)) == "the harbour at dusk"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.desk.project == before, "one step"


TROUBLES: dict[str, tuple[Answer, str, str]] = {
    "wrong key": ((401, b"bad key " + KEY.encode()), "refused the key", "拒绝了 director-1 的密钥"),
    "declined": (chat(None, refusal="no"), "declined to plan this text", "拒绝规划这份文本"),
    "no model": ((404, b"{}"), "has no model director-1", "没有模型 director-1"),
    "no json": (chat("Sure! Here is"), "not in the form that was asked for", "不是所要求的格式"),
    "no shots": (
        chat(json.dumps({**GOOD, "scenes": [{"heading": "H", "text": "It is time."}]})),
        "scene 1 had no shots", "第 1 场没有镜头",
    ),
    "wrong kind": (
        chat(json.dumps({**GOOD, "scenes": [{"shots": "none"}]})),
        '"scenes 1, shots" is missing', "scenes 1, shots",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_why_there_is_no_plan_is_said_beside_the_button(
    studio: Studio, qtbot: QtBot, tmp_path: Path, model: Model, trouble: str, language: str
) -> None:
    window = at_the_page(studio, qtbot, tmp_path, model.url)
    before = window.desk.project
    model.answer, english, chinese = TROUBLES[trouble]
    told = ask(qtbot, window)
    assert (chinese if language == "zh" else english) in told
    assert "\n" not in told
    assert KEY not in told
    assert window.desk.project is before
    assert window.script.plan_button.isEnabled()
    assert studio.crashes.dialog is None
    model.answer = chat(json.dumps({**GOOD, "scenes": []}))
    text = window.script.text
    text.setFocus()
    qtbot.keyClicks(text, "x")
    assert not window.script.left.trouble.isVisible(), "who goes on writing has read it"


def test_a_service_that_is_gone_is_told(
    studio: Studio, qtbot: QtBot, tmp_path: Path, model: Model
) -> None:
    window = at_the_page(studio, qtbot, tmp_path, "http://127.0.0.1:1/v1")
    before = window.desk.project
    assert "nobody answers there" in ask(qtbot, window)
    assert window.desk.project is before
    studio.preferences.prefer("services.planner.url", model.url)
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(lambda: not window.script.planning.busy, timeout=20_000)
    assert len(model.asked) >= 1, "the new address is asked"


def test_a_planning_by_a_model_can_be_stopped(
    studio: Studio, qtbot: QtBot, tmp_path: Path, model: Model
) -> None:
    window = at_the_page(studio, qtbot, tmp_path, model.url)
    before = window.desk.project
    model.gate.clear()
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(model.came.is_set, timeout=20_000)
    assert window.script.left.stop.isVisible()
    qtbot.mouseClick(window.script.left.stop, LEFT)
    assert not window.script.planning.busy
    model.gate.set()
    qtbot.wait(100)
    assert window.desk.project is before
    assert not window.script.left.trouble.isVisible(), "who stops it knows why"
    assert window.script.plan_button.isEnabled()
