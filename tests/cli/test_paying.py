"""What would be sent and what was spent, told on the command line; keys kept there."""

from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend

from studio.backends.fake import FakeBackend, Rule, Script, Step
from studio.cli.main import main
from studio.errors import Fault
from tests.backends import s3_server
from tests.cli.typed import Capture, answered, piped

OFFER: dict[str, Any] = {"local": False, "price": {"per_second": "0.50", "currency": "CNY"}}


class Memory(KeyringBackend):
    """A keyring that forgets everything when the test ends."""

    priority = 9  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_FAKE_BACKEND", str(tmp_path / "fake"))
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.txt").write_text("Shot 1: a cat sleeps, 1s\nShot 2: a dog barks, 2s\n")
    return tmp_path


@pytest.fixture
def vault() -> Any:
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def film(home: Path, *rules: Rule) -> None:
    FakeBackend(home / "fake", Script(offer=OFFER, rules=rules))
    assert main(["new", "f", "--size", "160x90"]) == 0
    assert main(["plan", "f", "two.txt"]) == 0


def test_what_would_be_sent_is_shown_and_nothing_is(home: Path, capsys: Capture) -> None:
    film(home)
    code, told = answered(capsys, "compile", "f", "--backend", "fake", "--shots", "1-1")
    assert code == 0
    (request,) = told["requests"]
    assert (request["shot"], request["backend"], request["blocks"]) == ("1-1", "fake", [])
    (call,) = request["calls"]
    assert (call["method"], call["path"], call["body"]["label"]) == ("POST", "fake", "1-1")
    assert (request["currency"], told["cost"]) == ("CNY", {"CNY": request["price"]})
    assert FakeBackend(home / "fake").calls("submit") == []
    capsys.readouterr()
    assert main(["compile", "f", "--backend", "fake"]) == 0
    out = capsys.readouterr()
    assert "1-1  fake  " in out.out
    assert "CNY" in out.out + out.err
    code, told = answered(capsys, "compile", "f", "--backend", "nowhere")
    assert (code, told["error"]["key"]) == (2, "cli.no_such_backend")


def test_generate_tells_the_end_of_every_shot(home: Path, capsys: Capture) -> None:
    fails = Rule(match={"label": "1-2"}, watch=(Step(fault=Fault.REFUSED),), cost="0.50")
    film(home, fails, Rule(cost="0.50"))
    code, told = answered(capsys, "generate", "f", "--backend", "fake")
    assert (code, told["error"]["key"]) == (1, "cli.failed_shots")
    first, second = told["shots"]
    assert (first["shot"], first["state"], first["cost"]) == ("1-1", "done", "0.50")
    assert (home / "f" / first["take"]).is_file()
    assert first["remote_id"]
    assert (second["shot"], second["state"], second["take"]) == ("1-2", "failed", None)


def test_the_cost_of_a_film_and_its_budget(home: Path, capsys: Capture) -> None:
    film(home, Rule(cost="0.75"))
    code, told = answered(capsys, "cost", "f", "--budget", "1 cny")
    assert (code, told["budget"], told["charged"]) == (0, {"CNY": "1"}, {})
    code, told = answered(capsys, "generate", "f", "--backend", "fake")
    assert (code, told["error"]["key"]) == (2, "jobs.over_budget")
    assert FakeBackend(home / "fake").calls("submit") == []
    assert answered(capsys, "cost", "f", "--budget", "none CNY")[0] == 0
    assert answered(capsys, "generate", "f", "--backend", "fake")[0] == 0
    code, told = answered(capsys, "cost", "f")
    assert (told["charged"], told["waste"], told["doubtful"]) == ({"CNY": "1.50"}, {}, {})
    assert len(told["entries"]) == len(told["shots"]) == 2
    capsys.readouterr()
    assert main(["cost", "f"]) == 0
    assert "Charged: 1.5 CNY" in "".join(capsys.readouterr())
    code, told = answered(capsys, "cost", "f", "--budget", "a lot")
    assert (code, told["error"]["key"]) == (2, "cli.bad_budget")


def test_a_key_is_kept_from_what_is_piped_in(home: Path, capsys: Capture, vault: Memory) -> None:
    code, told = piped("sk-very-secret\nand more\n", "keys", "set", "planner")
    assert (code, told["from"]) == (0, "keyring")
    assert list(vault.kept.values()) == ["sk-very-secret"]
    main(["keys", "list"])
    listed = "".join(capsys.readouterr())
    assert "keyring" in listed
    assert "sk-very-secret" not in listed
    assert answered(capsys, "keys", "forget", "planner")[0] == 0
    assert vault.kept == {}
    written = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert not any(b"sk-very-secret" in data for data in written)


def test_the_keys_of_own_storage_are_kept_and_tried(
    home: Path, capsys: Capture, vault: Memory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    both = f"{s3_server.ACCESS}\n{s3_server.SECRET}\n"
    assert piped(both, "keys", "set", "bucket")[0] == 0
    assert sorted(vault.kept.values()) == sorted([s3_server.ACCESS, s3_server.SECRET])
    with s3_server.serving(tmp_path / "s3") as store:
        monkeypatch.setenv("STUDIO_S3_ENDPOINT", store.url)
        monkeypatch.setenv("STUDIO_S3_BUCKET", s3_server.BUCKET)
        code, told = answered(capsys, "keys", "test", "bucket")
        assert (code, told["works"]) == (0, True)
        monkeypatch.setenv("STUDIO_S3_BUCKET", "nobodys")
        code, told = answered(capsys, "keys", "test", "bucket")
        assert (code, told["error"]["key"]) == (1, "bucket.no_bucket")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("set", "nobody"), "cli.no_such_service"),
        (("set", "planner", "--field", "url"), "cli.no_such_field"),
        (("set", "planner"), "cli.no_key_typed"),
        (("test", "planner"), "service.no_key"),
    ],
)
def test_what_keys_refuse(words: tuple[str, ...], key: str, vault: Memory) -> None:
    code, told = piped("", "keys", *words)
    assert (code > 0, told["error"]["key"]) == (True, key)
    assert vault.kept == {}
