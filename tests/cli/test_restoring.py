"""`studio restore` lists earlier states and goes back to one; `studio doctor` tells of them."""

import json
from pathlib import Path

import pytest

from studio.cli.main import main
from studio.timeline.backups import backups
from studio.timeline.queries import shots
from studio.timeline.shot_edits import change_shot, remove_shots
from studio.timeline.store import create, read
from tests.jobs.builders import make_project, shot_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three shots, then two, then one of them otherwise."""
    film = make_project(3)
    two = remove_shots(film, [shot_id(2)])
    with create(tmp_path / "night.reel", film) as store:
        store.save(two)
        store.save(change_shot(two, shot_id(1), seed=7))
    return tmp_path / "night.reel"


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def test_states_are_listed_and_one_is_gone_back_to(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = json.loads(said(capsys, "restore", folder, "--json"))
    assert [(s["shots"], s["differs"]) for s in listed] == [
        (2, ["1 shot changed"]), (3, ["1 shot more", "1 shot changed"]),
    ]  # fmt: skip
    before = read(folder)
    oldest = listed[-1]["state"]
    assert "1 shot more" in said(capsys, "restore", folder, "--list", str(oldest))
    assert read(folder) == before, "a list changes nothing"
    assert "3 shots" not in said(capsys, "restore", folder, str(oldest))
    assert len(list(shots(read(folder)))) == 3
    again = json.loads(said(capsys, "restore", folder, "--list", "--json"))
    assert again[0]["differs"] == ["1 shot fewer", "1 shot changed"], "and there is a way back"
    done = json.loads(said(capsys, "restore", folder, str(again[0]["state"]), "--json"))
    assert done["restored"]["state"] == again[0]["state"]
    assert read(folder) == before


def test_what_cannot_be_gone_back_to_is_refused_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "project.json").read_bytes()
    assert main(["restore", str(folder), "99"]) == 2
    assert "99" in capsys.readouterr().err
    damaged = backups(folder)[0]
    damaged.write_bytes(b"{")
    assert main(["restore", str(folder), damaged.name.split(".")[1]]) != 0
    assert damaged.name in capsys.readouterr().err
    assert "cannot be read" in said(capsys, "restore", folder)
    assert (folder / "project.json").read_bytes() == before


def test_a_film_without_earlier_states_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create(tmp_path / "new.reel", make_project(1)).close()
    assert "no earlier state" in said(capsys, "restore", tmp_path / "new.reel")


def test_the_doctor_tells_of_the_states(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 earlier states" in said(capsys, "doctor", folder)
    backups(folder)[0].write_bytes(b"{")
    told = said(capsys, "doctor", folder)
    assert "1 earlier state," in told
    assert "1 earlier state cannot be read" in told
