"""`studio inspect`: a film or a file, a table or JSON, and an exit status that scripts can use."""

import json
import shutil
from pathlib import Path

import pytest

from studio.cli.main import main
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.timeline.queries import clips
from studio.timeline.store import create, look
from tests.films import make_film, make_take
from tests.jobs.builders import make_job
from tests.review.planted import Clip, dropped_black, scene

SHOTS = ("sh_00000000", "sh_00000001")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shots: one clean take, one in which a picture is black."""
    folder = tmp_path_factory.mktemp("films") / "night.reel"
    with create(folder, make_film(24, 20)) as store:
        assert store.project.cut.frames == 44
    black = dropped_black().pictures[30:50]
    takes = [make_take(folder, SHOTS[0], scene(24)), make_take(folder, SHOTS[1], black)]
    jobs = [make_job(n, owner=take.owner, state=State.DONE) for n, take in enumerate(takes)]
    pairs = [
        (job, take.evolve(id=job.take_id, job=job.id))
        for job, take in zip(jobs, takes, strict=True)
    ]
    with Journal.open(folder) as journal:
        assert journal.adopt(pairs) == 2
    return folder


def run(*words: str | Path) -> int:
    return main([str(word) for word in words])


def test_a_film_ends_with_1_when_a_check_failed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("inspect", folder) == 1
    told = capsys.readouterr().out
    assert "✓ 1-1" in told
    assert "✗ 1-2" in told
    assert "frame 10" in told
    assert "1 of 2 (50 %)" in told
    assert run("inspect", folder, "--shots", "1-1") == 0


def test_a_film_as_json_with_its_cuts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("inspect", folder, "--seams", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [take["usable"] for take in told["takes"]] == [True, False]
    (found,) = told["takes"][1]["findings"]
    assert (found["check"], found["severity"], found["frame"]) == ("black", "fault", 10)
    assert told["usable"][-1] == {"backend": None, "good": 1, "takes": 2, "share": 0.5}
    (seam,) = told["seams"]
    assert seam["frame"] == 24
    assert set(seam) >= {"luma", "colour", "motion", "repeated", "remedies"}


def test_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = Clip(scene(24)).write(tmp_path / "a.mov")
    assert run("inspect", clean) == 0
    assert "no check found a fault" in capsys.readouterr().out
    black = Clip(dropped_black().pictures[30:50]).write(tmp_path / "b.mov")
    assert run("inspect", black, "--json") == 1
    assert json.loads(capsys.readouterr().out)["failed"] == ["black"]


def test_bad_input_ends_with_2(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    assert run("inspect", text) == 2
    assert run("inspect", tmp_path / "none.mov") == 2
    assert run("inspect", tmp_path) == 2
    assert run("inspect", folder, "--shots", "9-9") == 2
    assert run("inspect", text, "--seams") == 2
    assert "no shots to choose from" in capsys.readouterr().err


def test_a_cut_is_mended(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One edit of the film on the disk; what cannot be is said and changes nothing."""
    film = tmp_path / "film"
    shutil.copytree(folder, film)
    before = look(film).project
    assert run("mend", film, "--shot", "1-1", "--how", "dissolve") == 2, "no cut leads into it"
    assert run("mend", film, "--shot", "1-2", "--how", "glue") == 2
    assert run("mend", film, "--shot", "1-2", "--how", "l-cut") == 2
    assert look(film).project == before
    capsys.readouterr()
    assert run("mend", film, "--shot", "1-2", "--how", "dissolve", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["remedy"], told["left"]) == ("dissolve", [])
    assert [clip.entry is not None for _, clip in clips(look(film).project)][:2] == [False, True]
