"""Commands on a film whose journal is not there: its sidecars tell of the takes."""

import json
from pathlib import Path
from typing import Any

import pytest

from studio.cli.main import main
from studio.jobs.whole_copy import own_copy
from studio.paths import resource
from studio.timeline.queries import shots
from studio.timeline.store import look


@pytest.fixture
def reel(tmp_path: Path) -> Path:
    """The shipped film, copied by hand."""
    folder = tmp_path / "sample.reel"
    own_copy(resource("samples", "film.en"), folder).close()
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Any:
    code = main([*(str(word) for word in words), "--json"])
    said = capsys.readouterr()
    assert code == 0, said.err
    return json.loads(said.out)


def test_takes_are_shown_inspected_and_exported(
    reel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = look(reel).project
    shown = told(capsys, "show", reel)
    made = [shot["takes"] for scene in shown["scenes"] for shot in scene["shots"]]
    assert len(made) == len(list(shots(film)))
    assert all(made)
    first = film.scenes[0].shots[0].id
    inspected = told(capsys, "inspect", reel, "--shots", first)
    assert [take["shot"] for take in inspected["takes"]] == [first]
    words = ("export", reel, "-o", tmp_path / "a.wav", "--preset", "wav", "--range", "0", "24")
    assert told(capsys, *words)["frames"] == 24
    owners = {job["owner"] for job in told(capsys, "jobs", reel, "--all")}
    assert owners >= {shot.id for shot in shots(film)}
    assert not (reel / "journal.sqlite").exists()


def test_a_command_that_writes_keeps_them(
    reel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = told(capsys, "show", reel)
    words = ("import", reel, resource("samples", "film.en", "media"))
    assert main([str(word) for word in words]) == 2
    capsys.readouterr()
    told(capsys, "import", reel, next((reel / "media").glob("*.mov")))
    after = told(capsys, "show", reel)
    assert after["scenes"] == before["scenes"]
