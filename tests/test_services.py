"""Keys, services and their trial against a small real server; nothing secret leaves its place."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from studio.backends.service import Field, Service
from studio.errors import BadInput, StudioError
from studio.keys import Keys, Source
from studio.script.model_check import check_model
from studio.services import PLANNER, Access, every_service
from studio.settings import Settings, checked_proxy, load, save

KEY = "sk-very-secret-0123456789"
SECRET = PLANNER.fields[0]


class Drawer:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str, /) -> str | None:
        return self.kept.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str, /) -> None:
        self.kept[service_name, username] = password

    def delete_password(self, service_name: str, username: str, /) -> None:
        del self.kept[service_name, username]


class Locked(Drawer):
    """A keyring that its owner did not unlock."""

    def get_password(self, service_name: str, username: str, /) -> str | None:
        raise RuntimeError(KEY)

    def set_password(self, service_name: str, username: str, password: str, /) -> None:
        raise RuntimeError(KEY)


class Endpoint(BaseHTTPRequestHandler):
    answer: ClassVar[tuple[int, bytes]] = (200, b"")
    asked: ClassVar[list[tuple[str, str]]] = []
    hold: ClassVar[threading.Event | None] = None

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Authorization", "")))
        if self.hold is not None:
            self.hold.wait(20)
        status, data = self.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    Endpoint.asked, Endpoint.hold = [], None
    models = {"data": [{"id": "film-1"}, {"id": "film-2"}]}
    Endpoint.answer = (200, json.dumps(models).encode())
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    if Endpoint.hold is not None:
        Endpoint.hold.set()
    server.shutdown()
    thread.join()
    server.server_close()


def tried(url: str, *, key: str = KEY, model: str = "film-1", **more: Any) -> StudioError | None:
    try:
        asyncio.run(check_model({"key": key, "model": model, "url": url}, **more))
    except StudioError as error:
        told = error
    else:
        return None
    assert KEY not in f"{told} {told.values} {told.text('zh')}"
    return told


def test_a_key_that_works(endpoint: str) -> None:
    assert tried(f"{endpoint}/v1/") is None
    assert Endpoint.asked == [("/v1/models", f"Bearer {KEY}")]


def test_a_trial_goes_through_the_proxy(endpoint: str) -> None:
    assert tried("http://model.invalid/v1", proxy=endpoint) is None
    assert Endpoint.asked[0][0] == "http://model.invalid/v1/models"


@pytest.mark.parametrize(
    ("status", "told"), [(401, "refused the key"), (429, "no more calls"), (404, "status 404")]
)
def test_what_the_service_says_is_one_sentence(endpoint: str, status: int, told: str) -> None:
    Endpoint.answer = (status, KEY.encode())
    assert told in str(tried(endpoint))


def test_what_is_no_such_service_and_what_does_not_answer(endpoint: str) -> None:
    assert "no model “film-9”" in str(tried(endpoint, model="film-9"))
    Endpoint.answer = (200, b"<html>")
    assert "no such service" in str(tried(endpoint))
    assert "no key" in str(tried(endpoint, key=""))
    assert "web address" in str(tried("ftp://x"))
    assert "could not be reached" in str(tried("http://127.0.0.1:1/"))
    Endpoint.hold = threading.Event()
    assert "did not answer" in str(tried(endpoint, limit=0.05))


def test_typed_keys_come_before_the_environment_and_lie_in_the_keyring() -> None:
    drawer = Drawer()
    keys = Keys(lambda: drawer, {"OPENAI_API_KEY": "from outside"})
    assert keys.value(PLANNER, SECRET) == ("from outside", Source.ENVIRONMENT)
    assert keys.keep(PLANNER, SECRET, KEY) is Source.KEYRING
    assert drawer.kept == {("storyreel", "planner.key"): KEY}
    assert Keys(lambda: drawer, {}).value(PLANNER, SECRET) == (KEY, Source.KEYRING)
    assert keys.keep(PLANNER, SECRET, "") is Source.ENVIRONMENT
    assert drawer.kept == {}


@pytest.mark.parametrize("vault", [None, Locked()])
def test_without_a_keyring_a_key_lives_until_the_end(vault: Drawer | None) -> None:
    keys = Keys(lambda: vault, {})
    assert keys.keep(PLANNER, SECRET, KEY) is Source.SESSION
    assert keys.value(PLANNER, SECRET) == (KEY, Source.SESSION)
    assert keys.keep(PLANNER, SECRET, "") is Source.NONE
    assert Keys(lambda: vault, {}).value(PLANNER, SECRET) == ("", Source.NONE)


def test_what_may_be_seen_holds_no_secret() -> None:
    access = Access(Keys(Drawer, {"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "film-1"}))
    shown = asyncio.run(access.look(PLANNER, {"planner": {"model": "film-2"}}))
    assert KEY not in str(shown)
    assert (shown["model"].text, shown["model"].source) == ("film-2", Source.SETTINGS)
    assert shown["key"].source is Source.ENVIRONMENT
    assert access.planner({})
    with pytest.raises(BadInput):
        Access(Keys(lambda: None, {})).planner({})


def test_any_service_is_data() -> None:
    async def fine(values: Any, proxy: str) -> None:
        assert (dict(values), proxy) == ({"ak": KEY}, "http://p:1")

    mine = Service("other", "Other", (Field("ak", "OTHER_KEY", secret=True),), fine)
    access = Access(Keys(lambda: None, {"OTHER_KEY": KEY}), [*every_service(), mine])
    assert asyncio.run(access.attempt(mine, {}, "http://p:1")) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [("", ""), (" http://127.0.0.1:8080/ ", "http://127.0.0.1:8080"), ("https://p", "https://p")],
)
def test_a_proxy(text: str, kept: str) -> None:
    assert checked_proxy(text) == kept


@pytest.mark.parametrize(
    "text", ["proxy", "ftp://p", "http://", "http://p:99999", "http://a:b@p", "http://p/x"]
)
def test_no_proxy(text: str) -> None:
    with pytest.raises(BadInput):
        checked_proxy(text)


def test_settings_keep_what_is_no_secret(tmp_path: Path) -> None:
    settings = Settings().preferring("services.planner.model", "m").preferring("cache_limit", "500")
    save(settings.preferring("proxy", "http://p:1"), tmp_path / "s.json")
    again = load(tmp_path / "s.json")
    assert (again.services, again.cache_limit) == ({"planner": {"model": "m"}}, 500)
    assert again.proxy == "http://p:1"
