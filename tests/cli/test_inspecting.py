"""`studio inspect`: a film or a file, a table or JSON, and an exit status that scripts can use."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from studio.cast.loaded import Loaded
from studio.cast.models import State as Installed
from studio.cast.models import listed, state_of
from studio.cli.main import main
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.timeline.queries import clips
from studio.timeline.store import create, look
from studio.timeline.take import Take
from studio.voices.base import Manner
from studio.voices.espeak import Espeak
from tests.cast.clips import talking
from tests.cast.puppet import Puppet
from tests.films import RATE, make_film, make_take
from tests.jobs.builders import make_job
from tests.review.planted import Clip, dropped_black, scene
from tests.review.speaking import moved

MISSING = [each.title for each in listed() if state_of(each) is not Installed.INSTALLED]
LINE = "没有人告诉我那座桥已经封了，所以我们沿着河一直走到天亮。"
SHOTS = ("sh_00000000", "sh_00000001")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shots: one clean take, one in which a picture is black."""
    folder = tmp_path_factory.mktemp("films") / "night.reel"
    with create(folder, make_film(24, 20)) as store:
        assert store.project.cut.frames == 44
    black = dropped_black().pictures[30:50]
    _adopted(folder, [make_take(folder, SHOTS[0], scene(24)), make_take(folder, SHOTS[1], black)])
    return folder


def _adopted(folder: Path, takes: list[Take]) -> None:
    jobs = [make_job(n, owner=take.owner, state=State.DONE) for n, take in enumerate(takes)]
    pairs = [
        (job, take.evolve(id=job.take_id, job=job.id))
        for job, take in zip(jobs, takes, strict=True)
    ]
    with Journal.open(folder) as journal:
        assert journal.adopt(pairs) == len(takes)


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


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_a_service_whose_sound_is_late_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three takes, in each of which a speaker is heard 150 ms after the lips."""
    line = Espeak().speak(LINE, "zh", Manner(key="female", gender="female"))
    frames = round((line.seconds + 0.3) * float(RATE.fraction))
    with Loaded() as models:
        show = talking(Puppet(models), line)
        shown = [show(n / float(RATE.fraction)) for n in range(frames)]
    film = tmp_path / "late.reel"
    with create(film, make_film(frames, frames, frames)):
        pass
    sound = np.repeat(moved(line.samples, frames / float(RATE.fraction), 0.15)[:, None], 2, 1)
    request = {"lines": [{"text": LINE, "language": "zh", "speaker": "su_lead0000"}]}
    _adopted(
        film,
        [make_take(film, f"sh_0000000{n}", shown, sound).evolve(request=request) for n in range(3)],
    )
    run("inspect", film, "--json")
    told = json.loads(capsys.readouterr().out)
    (lag,) = told["lags"]
    assert (lag["backend"], lag["takes"], lag["key"]) == ("test", 3, "review.lag_late")
    assert lag["milliseconds"] == pytest.approx(150, abs=25)
    assert all("lips" not in take["failed"] for take in told["takes"])
    run("inspect", film)
    assert f"· {lag['message']}" in capsys.readouterr().out


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
