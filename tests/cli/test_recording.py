"""Records of a service's traffic on the command line: made while takes are, played again."""

from pathlib import Path

import pytest

from tests.backends import kling_server
from tests.cli.typed import Capture, answered


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("KLINGAI_API_KEY", kling_server.KEY)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brief.txt").write_text("Shot 1: a fox runs over the snow, 3s", encoding="utf-8")
    return tmp_path


def test_a_generation_is_recorded_and_played_with_nobody_there(
    home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answered(capsys, "new", "f", "--size", "1280x720")[0] == 0
    assert answered(capsys, "plan", "f", "brief.txt")[0] == 0
    words = ("generate", "f", "--shots", "1-1", "--backend", "kling", "--record", "r.jsonl")
    with kling_server.serving() as service:
        monkeypatch.setenv("KLINGAI_BASE_URL", service.api)
        code, told = answered(capsys, *words)
    assert (code, told["shots"][0]["state"]) == (0, "done")
    text = (home / "r.jsonl").read_text(encoding="utf-8")
    assert not any(each in text for each in (kling_server.KEY, "Bearer", "fox", str(home)))
    monkeypatch.delenv("KLINGAI_BASE_URL")
    monkeypatch.delenv("KLINGAI_API_KEY")
    code, told = answered(capsys, "replay", "r.jsonl")
    assert (code, [each["what"] for each in told]) == (0, ["submit", "watch"])
    assert told[0]["told"] == told[1]["name"]
    assert told[1]["told"].endswith(".mp4")
    kept = "".join(line for line in text.splitlines(keepends=True) if '"GET"' not in line)
    (home / "less.jsonl").write_text(kept, encoding="utf-8")
    code, told = answered(capsys, "replay", "less.jsonl")
    assert (code, told["error"]["key"]) == (1, "cassette.no_answer")
    assert told["tasks"][1]["missed"] == ["GET /tasks"]


def test_a_record_that_cannot_be_written_is_told_before_anything_is_sent(
    home: Path, capsys: Capture
) -> None:
    assert answered(capsys, "new", "f")[0] == 0
    assert answered(capsys, "plan", "f", "brief.txt")[0] == 0
    words = ("generate", "f", "--backend", "kling", "--record", "nowhere/r.jsonl")
    code, told = answered(capsys, *words)
    assert (code, told["error"]["key"]) == (2, "cassette.cannot_save")
    assert answered(capsys, "jobs", "f", "--all")[1] == []


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("nonsense", "no_cassette"),
        ('{"cassette": 1}', "empty"),
        ('{"cassette": 2}', "other_version"),
    ],
)
def test_what_is_no_record_is_refused(home: Path, capsys: Capture, content: str, key: str) -> None:
    (home / "r.jsonl").write_text(content)
    code, told = answered(capsys, "replay", "r.jsonl")
    assert (code, told["error"]["key"]) == (2, f"cassette.{key}")
