"""Jobs for render farms: valid after Open Job Description's own model, run by its own program."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from openjd.model import (
    StepParameterSpaceIterator,
    create_job,
    decode_job_template,
    preprocess_job_parameters,
)

from studio.errors import BadInput, RenderError
from studio.render.delivery import Delivery
from studio.render.export import export
from studio.render.frozen import Frozen, freeze
from studio.render.openjd import template, values
from tests.films import grey_ramp, make_film, make_take, tone

NAMES = [f"sh_{n:08}" for n in range(9)]
HOSTILE = "a film 电影 {{Param.Output}} $(touch x) `x` \"q\" 'q' %PATH% & ; | #: - [x] \\n \u2028 é"


def decoded(text: str, told: str, folder: Path) -> Any:
    """The job that the standard's own model makes of a template and its parameters.

    Raises for one that is not valid. JSON and YAML readers must read the same.
    """
    wanted = yaml.safe_load(text)
    assert wanted == json.loads(text)
    made = decode_job_template(template=wanted)
    parameters = preprocess_job_parameters(
        job_template=made, job_parameter_values=json.loads(told), job_template_dir=folder,
        current_working_dir=folder,
    )  # fmt: skip
    return create_job(job_template=made, job_parameter_values=parameters)


@pytest.mark.parametrize("pieces", [0, 1, 2, 5000])
def test_a_template_is_valid(pieces: int, tmp_path: Path) -> None:
    text = template("Film", pieces)
    told = values(plan=tmp_path / "p", film=tmp_path / "f", output=tmp_path / "o.mp4")
    job = decoded(text, told, tmp_path)
    steps = {step["name"]: step for step in json.loads(text)["steps"]}
    assert list(steps) == (["Pieces"] if pieces else []) + ["Sound", "Film"]
    needs = [each["dependsOn"] for each in steps["Film"]["dependencies"]]
    assert needs == [name for name in steps if name != "Film"]
    if pieces:
        space = StepParameterSpaceIterator(space=job.steps[0].parameterSpace)
        assert len(space) == pieces
        assert [space[n]["Piece"].value for n in (0, -1)] == ["0", str(pieces - 1)]


@pytest.mark.parametrize(
    "title", [HOSTILE, "{{{{{{x}}", "x" * 4000, "\x00\n\t", "\ud800", "😀" * 90]
)
def test_names_that_would_be_formulas_or_more(title: str, tmp_path: Path) -> None:
    home = tmp_path / HOSTILE
    told = values(plan=home, film=home / "x", output=home / "film.mp4")
    job = decoded(template(title, 3, studio=HOSTILE), told, tmp_path)
    found = {name: each.value for name, each in job.parameters.items()}
    assert found["Plan"] == str(home)
    assert found["Output"] == str(home / "film.mp4")
    assert found["Studio"] == HOSTILE
    assert 0 < len(job.name) <= 128


@pytest.mark.parametrize("path", ["a\nb", "a\x1bb", "x" * 1100])
def test_paths_that_no_farm_takes_are_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        values(plan=Path(path), film=tmp_path, output=tmp_path / "x.mp4")
    assert caught.value.key == "farm.long_path"


@pytest.mark.slow
def test_a_job_makes_the_very_film(tmp_path: Path) -> None:
    home = tmp_path / HOSTILE
    home.mkdir()
    film = make_film(24, 18, 30, lines={1: "Hello, 世界。"})
    shown = {
        name: make_take(home, name, grey_ramp(n, 160, 90), tone(n / 24))
        for name, n in zip(NAMES, (24, 18, 30), strict=False)
    }
    delivery = Delivery.of(film)
    export(film, shown, home, home / "here.mp4", delivery)
    output, frozen = home / "there.mp4", home / "there.mp4.job"
    plan = freeze(film, shown, delivery, frozen)
    assert Frozen(frozen, home).plan == plan
    job = home / "job.yaml"
    studio = tmp_path / "studio"
    studio.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m studio "$@"\n', encoding="utf-8")
    studio.chmod(0o755)
    job.write_text(template(HOSTILE, plan.pieces, studio=str(studio)), encoding="utf-8")
    told = tmp_path / "parameters.json"
    told.write_text(values(plan=frozen, film=home, output=output), encoding="utf-8")
    command = [sys.executable, "-m", "openjd", "run", str(job), "-p", f"file://{told}"]
    done = subprocess.run(command, cwd=Path.cwd(), capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    assert output.read_bytes() == (home / "here.mp4").read_bytes()
    assert output.with_suffix(".srt").read_text() == (home / "here.srt").read_text()
    assert [path.name for path in frozen.iterdir()] == ["plan.json"]


def test_parts_that_cannot_be_done_say_why(tmp_path: Path) -> None:
    film = make_film(10, 12)
    shown = {NAMES[0]: make_take(tmp_path, NAMES[0], grey_ramp(10, 160, 90))}
    frozen = tmp_path / "x.job"
    freeze(film, shown, Delivery.of(film), frozen)
    part = Frozen(frozen, tmp_path)
    with pytest.raises(BadInput) as refused:
        part.piece(2, _unheard, _never)
    assert refused.value.key == "farm.no_piece"
    with pytest.raises(RenderError) as failed:
        Frozen(frozen, tmp_path / "elsewhere").piece(0, _unheard, _never)
    assert failed.value.key == "farm.unseen"
    plan = frozen / "plan.json"
    plan.write_text(plan.read_text().replace('"program":"', '"program":"f'), encoding="utf-8")
    with pytest.raises(RenderError) as failed:
        Frozen(frozen, tmp_path).piece(1, _unheard, _never)
    assert failed.value.key == "farm.other_program"
    plan.write_text('{"format": 2}', encoding="utf-8")
    for folder in (frozen, tmp_path / "nowhere"):
        with pytest.raises(BadInput) as refused:
            Frozen(folder, tmp_path)
        assert refused.value.key == "farm.no_plan"


def _unheard(_done: float) -> None:
    """Nobody waits for it."""


def _never() -> bool:
    return False
