"""Jobs that failed or are in doubt, settled from the command line."""

from pathlib import Path
from typing import Any

import pytest

from studio.backends.fake import FakeBackend, Rule, Script, Step
from studio.cli.main import main
from studio.errors import Fault
from tests.cli.typed import Capture, answered

PAID: dict[str, Any] = {"local": False, "price": {"per_request": "2.00"}}
LOST = Rule(times=1, after=(Step(fault=Fault.LOST),))
FAILS = Rule(times=1, watch=(Step(fault=Fault.BROKEN),))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_FAKE_BACKEND", str(tmp_path / "fake"))
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text("A cat sleeps in the sun. 1 second.")
    return tmp_path


def troubled(home: Path, capsys: Capture, rule: Rule, **offer: Any) -> str:
    """A film whose only job ended as the rule says; the job's id."""
    FakeBackend(home / "fake", Script(offer=PAID | offer, rules=(rule,)))
    assert main(["new", "f", "--size", "160x90"]) == 0
    assert main(["plan", "f", "one.txt"]) == 0
    code, told = answered(capsys, "generate", "f", "--backend", "fake")
    assert (code, told["error"]["key"].startswith("cli.")) == (1, True)
    code, jobs = answered(capsys, "jobs", "f")
    assert code == 0
    return str(jobs[0]["id"])


def takes(capsys: Capture) -> int:
    _, film = answered(capsys, "show", "f")
    return len(film["scenes"][0]["shots"][0]["takes"])


def test_a_failed_job_is_told_by_its_shot_and_retried(home: Path, capsys: Capture) -> None:
    job = troubled(home, capsys, FAILS)
    main(["jobs", "f"])
    line = capsys.readouterr().out
    assert line.startswith(f"{job}  failed  1-1  fake  2 USD  ")
    code, told = answered(capsys, "retry", "f", job, "--max-cost", "1.99")
    assert (code, told["error"]["key"]) == (2, "jobs.too_dear")
    assert takes(capsys) == 0
    code, told = answered(capsys, "retry", "f", job, "--max-cost", "2")
    assert (code, told["state"], takes(capsys)) == (0, "done", 1)
    assert answered(capsys, "jobs", "f") == (0, [])
    assert len(answered(capsys, "jobs", "f", "--all")[1]) == 1
    code, told = answered(capsys, "retry", "f", job)
    assert (code, "done" in told["error"]["message"]) == (2, True)


def test_what_is_in_doubt_is_sent_again_only_when_asked(home: Path, capsys: Capture) -> None:
    job = troubled(home, capsys, LOST)
    code, told = answered(capsys, "generate", "f", "--backend", "fake")
    assert (code, job in told["error"]["message"]) == (1, True)
    code, told = answered(capsys, "check", "f", job)
    assert (code, told["error"]["key"]) == (1, "jobs.cannot_check")
    code, told = answered(capsys, "send-again", "f", job)
    assert (code, told["state"], takes(capsys)) == (0, "done", 1)


def test_what_is_in_doubt_is_fetched_by_the_id_found(home: Path, capsys: Capture) -> None:
    job = troubled(home, capsys, LOST)
    remote = next((home / "fake" / "made").iterdir()).stem
    code, told = answered(capsys, "check", "f", job, "--remote-id", remote)
    assert (code, told["remote_id"], takes(capsys)) == (0, remote, 1)
    assert len(list((home / "fake" / "made").iterdir())) == 1


def test_what_is_in_doubt_is_marked_as_lost(home: Path, capsys: Capture) -> None:
    job = troubled(home, capsys, LOST)
    code, told = answered(capsys, "mark-lost", "f", job)
    assert (code, told["state"], told["error"]["key"]) == (0, "failed", "jobs.marked_lost")
    assert (main(["cancel", "f", job]), takes(capsys)) == (2, 0)


def test_a_job_that_is_not_there(home: Path, capsys: Capture) -> None:
    assert main(["new", "f"]) == 0
    for words in (["retry"], ["check"], ["mark-lost"], ["send-again"], ["cancel"]):
        code, told = answered(capsys, *words, "f", "jb_none")
        assert (code, told["error"]["key"]) == (2, "jobs.no_such_job")


def test_one_sentence_for_one_trouble_of_many_shots(home: Path, capsys: Capture) -> None:
    full = Rule(watch=(Step(full=True),))
    FakeBackend(home / "fake", Script(rules=(full,)))
    two = "Shot 1 - wide, 1 second: a cat.\nShot 2 - close, 1 second: a dog."
    (home / "two.txt").write_text(two)
    assert main(["new", "f", "--size", "160x90"]) == 0
    assert main(["plan", "f", "two.txt"]) == 0
    _, told = answered(capsys, "generate", "f", "--backend", "fake")
    assert told["error"]["message"].count("is full") == 1
    assert "[1-1, 1-2]" in told["error"]["message"]
