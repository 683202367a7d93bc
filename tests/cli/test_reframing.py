"""`studio reframe`: what it changes, what it tells, and what it leaves alone."""

import io
import shutil
from pathlib import Path

import pytest

from studio.cli.console import Console
from studio.cli.reframing import reframe
from studio.paths import resource
from studio.timeline.look import PLAIN, Focus
from studio.timeline.look_edits import put_focus
from studio.timeline.queries import clips, resolve_shot
from studio.timeline.store import look, open_folder
from tests.cli.typed import Capture, answered, run, run_json

TWO = "2-2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource("samples", "film.zh"), tmp_path / "film"))


def focus(folder: Path, label: str) -> tuple[Focus, ...]:
    return (clip_of(folder, label)[1] or PLAIN).focus


def clip_of(folder: Path, label: str) -> tuple[str, object]:
    film = look(folder).project
    shot = resolve_shot(film, label)
    assert shot is not None
    return next((clip.id, clip.look) for _, clip in clips(film) if clip.owner == shot.id)


def test_every_clip_gets_a_focus_and_a_second_run_changes_nothing(
    folder: Path, capsys: Capture
) -> None:
    first = run_json(capsys, "reframe", folder)
    assert first["ratio"] == "9:16"
    assert first["reframed"] == sum(row["focus"] is not None for row in first["clips"]) > 0
    (kept,) = focus(folder, TWO)
    assert (kept.ratio, kept.scale) == ("9:16", 1)
    cut = {row["shot"] for row in first["clips"] if row["cut_off"]}
    assert TWO in cut
    saved = look(folder).project
    assert run_json(capsys, "reframe", folder)["reframed"] == 0
    assert look(folder).project == saved
    whole = run_json(capsys, "reframe", folder, "--whole", "bars")
    assert [row["shot"] for row in whole["clips"] if row["cut_off"]] == []
    (now,) = focus(folder, TWO)
    assert now.scale < 1
    assert now.ground.value == "bars"


def test_only_the_shots_that_are_named_and_no_focus_of_the_makers(
    folder: Path, capsys: Capture
) -> None:
    own = Focus(x=0.9)
    with open_folder(folder) as store:
        store.save(put_focus(store.project, {clip_of(folder, "2-3")[0]: own}))
    told = run_json(capsys, "reframe", folder, "--shots", f"{TWO},2-3", "--ratio", "18:32")
    assert {row["shot"]: row["kept"] for row in told["clips"]} == {TWO: False, "2-3": True}
    assert focus(folder, "2-3") == (own,)
    assert focus(folder, "3-2") == ()


@pytest.mark.parametrize(
    ("language", "lost", "kept"),
    [("en", "More than fits is in", "1 clip keeps"), ("zh", "容不下", "1 个片段保留")],
)
def test_it_is_told_in_either_language(language: str, lost: str, kept: str, folder: Path) -> None:
    with open_folder(folder) as store:
        store.save(put_focus(store.project, {clip_of(folder, "2-3")[0]: Focus(x=0.9)}))
    out = io.StringIO()
    console = Console(language=language, out=out, err=io.StringIO())
    reframe(console, folder, ratio="9:16", shots=None, whole=None)
    assert lost in out.getvalue()
    assert kept in out.getvalue()


def test_an_export_that_cuts_figures_off_says_so(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    film = look(folder).project
    clip = next(c for _, c in clips(film) if c.id == clip_of(folder, TWO)[0])
    first, last = (film.rate.timecode(frame) for frame in (clip.start, clip.start + 2))
    words = ("export", folder, "--preset", "vertical", "--range", first, last)
    code, _, err = run(capsys, *words, "-o", tmp_path / "before.mp4")
    assert code == 0
    assert "studio reframe" in err
    assert TWO in err
    run_json(capsys, "reframe", folder, "--whole", "blur")
    code, _, err = run(capsys, *words, "-o", tmp_path / "after.mp4")
    assert code == 0
    assert "studio reframe" not in err


def test_a_shape_that_cuts_nothing_off_or_is_none_is_refused(folder: Path, capsys: Capture) -> None:
    for words, key in (
        (("--ratio", "16:9"), "reframe.own_shape"), (("--ratio", "tall"), "cli.bad_ratio"),
        (("--whole", "green"), "cli.bad_choice"), (("--shots", "9-9"), "cli.no_such_shot"),
    ):  # fmt: skip
        code, told = answered(capsys, "reframe", folder, *words)
        assert (code, told["error"]["key"]) == (2, key)
