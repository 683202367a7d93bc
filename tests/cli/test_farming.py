"""Exports that other computers do, as a person types them."""

import json
import sys
from pathlib import Path

import pytest

from studio.cli.main import main
from tests.render.clusters import cluster

CAT = '3-second 1:1 clip: a cat. Title "MIAU" on screen.'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_FAKE_BACKEND", str(tmp_path / "fake"))
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # nothing is kept from before
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def here(home: Path, capsys: pytest.CaptureFixture[str]) -> bytes:
    """A film `f.reel`, as this computer exports it."""
    (home / "cat.txt").write_text(CAT)
    assert main(["film", "cat.txt", "-o", "f.mp4", "--backend", "fake", "--size", "160x160"]) == 0
    capsys.readouterr()
    return (home / "f.mp4").read_bytes()


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["export", "f.reel", *words]) == 2
    return capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_words_that_are_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "ca.pem").write_text("no certificate")
    output = ("-o", "a.mp4")
    assert "not both" in refused(capsys, *output, "--scheduler", "x:1", "--openjd", "a.yaml")
    assert "must end with .yaml" in refused(capsys, *output, "--openjd", "a.txt")
    assert "cannot be written" in refused(capsys, *output, "--openjd", "nowhere/a.yaml")
    assert "cert.pem" in refused(capsys, *output, "--scheduler", "tls://x:1", "--tls", ".")
    assert "No Dask scheduler" in refused(capsys, *output, "--scheduler", "tcp://[::1")
    for name in ("farm", "farm_link", "farm_watch", "farm_work"):
        monkeypatch.delitem(sys.modules, f"studio.render.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "storyreel[farm]" in refused(capsys, *output, "--scheduler", "x:1")
    assert not (home / "a.mp4").exists()


def test_a_job_done_by_hand(
    here: bytes, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["export", "f.reel", "-o", "b.mp4", "--openjd", "b.yaml", "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    parameters = json.loads(Path(told["parameters"]).read_text(encoding="utf-8"))
    assert not (home / "b.mp4").exists()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "other"))  # another computer
    paths = [parameters["Plan"], parameters["Film"]]
    for number in range(told["pieces"]):
        assert main(["render-step", "piece", *paths, "--piece", str(number)]) == 0
    assert "openjd_progress: 100" in capsys.readouterr().out
    assert list(Path(told["plan"]).rglob("*.mp4"))
    assert main(["render-step", "piece", *paths, "--piece", "99"]) == 2
    assert main(["render-step", "film", *paths]) == 2
    assert main(["render-step", "sing", *paths]) == 2
    assert main(["render-step", "sound", *paths]) == 0
    assert main(["render-step", "film", *paths, "--output", parameters["Output"]]) == 0
    assert (home / "b.mp4").read_bytes() == here
    assert (home / "b.png").stat().st_size > 1000


@pytest.mark.slow
def test_a_cluster_is_asked_for_what_is_not_kept(
    here: bytes, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "other"))
    with cluster(home / "cluster", workers=1) as workers:
        words = ["export", "f.reel", "-o", "c.mp4", "--scheduler", workers.address, "--json"]
        assert main([*words, "--shared", "none"]) == 0
        first = json.loads(capsys.readouterr().out)
        assert main([*words, "--force"]) == 0
        second = json.loads(capsys.readouterr().out)
    assert (home / "c.mp4").read_bytes() == here
    assert (first["segments_kept"], second["segments_kept"]) == (0, second["segments"])
