"""A film made at a service and exported, from the command line, with nothing but a key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from studio.cli.main import main
from studio.media.probe import probe
from tests.backends import kling_server, seedance_server
from tests.cli.typed import Capture, answered

BRIEF = "\n".join(f"Shot {n}: a red kite over the harbour, turn {n}, 3s" for n in range(1, 7))


@contextmanager
def kling() -> Iterator[tuple[dict[str, str], Any]]:
    with kling_server.serving() as service:
        variables = {"KLINGAI_API_KEY": kling_server.KEY, "KLINGAI_BASE_URL": service.api}
        yield variables, lambda: sum(kling_server.creates(service).values())


@contextmanager
def seedance() -> Iterator[tuple[dict[str, str], Any]]:
    with seedance_server.serving() as ark:
        variables = {"ARK_API_KEY": seedance_server.KEY, "ARK_BASE_URL": ark.url}
        yield variables, lambda: len(ark.tasks)


SERVICES = {"kling": kling, "seedance": seedance}


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVICES)
def test_six_shots_are_made_once_and_exported(
    name: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    Path("six.txt").write_text(BRIEF, encoding="utf-8")
    assert main(["new", "f", "--size", "1280x720"]) == 0
    assert main(["plan", "f", "six.txt"]) == 0
    code, told = answered(capsys, "generate", "f", "--backend", name)
    assert (code, told["error"]["key"]) == (2, "jobs.blocked"), "there is no key"
    with SERVICES[name]() as (variables, made):
        for variable, value in variables.items():
            monkeypatch.setenv(variable, value)
        code, told = answered(capsys, "compile", "f", "--backend", name)
        assert code == 0
        assert len(told["requests"]) == 6
        assert all(each["calls"] and each["account"] for each in told["requests"])
        assert made() == 0
        code, told = answered(capsys, "generate", "f", "--backend", name)
        assert code == 0, told
        assert made() == 6
        for shot in told["shots"]:
            assert shot["state"] == "done"
            assert shot["remote_id"]
            assert float(shot["cost"]) > 0
            assert probe(Path("f", shot["take"])).frames > 72
        again = answered(capsys, "generate", "f", "--backend", name)[1]
        assert (len(again["kept"]), made()) == (6, 6)
        code, book = answered(capsys, "cost", "f")
        assert len(book["entries"]) == 6
        assert all(entry["in_cut"] for entry in book["entries"])
    assert main(["export", "f", "-o", "film.mp4"]) == 0
    assert probe(Path("film.mp4")).frames == 6 * 3 * 24
    told = "".join(capsys.readouterr())
    secrets = (kling_server.KEY, seedance_server.KEY)
    assert not any(secret in told for secret in secrets)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret.encode() in data for secret in secrets), path
