"""Commands on a film without a journal: its sidecars tell of the takes, as in the window."""

from pathlib import Path

import pytest

from studio.cli.main import main
from studio.jobs.whole_copy import own_copy
from studio.paths import resource
from studio.timeline.queries import shots
from studio.timeline.store import look
from tests.cli.typed import run_json


@pytest.fixture
def reel(tmp_path: Path) -> Path:
    """The shipped film, copied by hand."""
    folder = tmp_path / "sample.reel"
    own_copy(resource("samples", "film.en"), folder).close()
    return folder


def test_takes_are_shown_inspected_and_exported(
    reel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = look(reel).project
    shown = run_json(capsys, "show", reel)
    made = [shot["takes"] for scene in shown["scenes"] for shot in scene["shots"]]
    assert len(made) == len(list(shots(film)))
    assert all(made)
    first = film.scenes[0].shots[0].id
    inspected = run_json(capsys, "inspect", reel, "--shots", first)
    assert [take["shot"] for take in inspected["takes"]] == [first]
    words = ("export", reel, "-o", tmp_path / "a.wav", "--preset", "wav", "--range", "0", "24")
    assert run_json(capsys, *words)["frames"] == 24
    owners = {job["owner"] for job in run_json(capsys, "jobs", reel, "--all")}
    assert owners >= {shot.id for shot in shots(film)}
    assert not (reel / "journal.sqlite").exists()


def test_a_command_that_writes_keeps_them(
    reel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run_json(capsys, "show", reel)
    words = ("import", reel, resource("samples", "film.en", "media"))
    assert main([str(word) for word in words]) == 2
    capsys.readouterr()
    run_json(capsys, "import", reel, next((reel / "media").glob("*.mov")))
    after = run_json(capsys, "show", reel)
    assert after["scenes"] == before["scenes"]
