"""Measures of cuts kept on disk: by what they were measured of, checked, and safe to lose."""

from pathlib import Path

import numpy as np
import pytest

from studio.review.memory import Memory
from studio.review.seam import Seam, Steps, Unseen
from studio.review.seams import keyed, remembered, seams
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import make_film, make_take
from tests.review.planted import scene

Film = tuple[Project, dict[str, Take], Path]


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Three shots of which the second begins with three frames of the first."""
    whole = scene(60)
    parts = [whole[:20], whole[17:37], whole[37:57]]
    project = make_film(*(len(part) for part in parts))
    shown = {f"sh_{n:08}": make_take(tmp_path, f"sh_{n:08}", part) for n, part in enumerate(parts)}
    return project, shown, tmp_path


@pytest.fixture
def memory(tmp_path: Path) -> Memory[Steps]:
    return Memory(tmp_path / "kept", Steps, 10**6)


def lost(film: Film) -> None:
    """The takes' files are not there any more: what is told now was kept."""
    project, shown, folder = film
    for take in shown.values():
        (folder / take.files[0].path).unlink()
    assert all(isinstance(each, Unseen) for each in seams(project, shown, folder))


def test_what_was_measured_is_not_measured_again(film: Film, memory: Memory[Steps]) -> None:
    project, shown, folder = film
    first = seams(project, shown, folder, memory=memory)
    assert [each.steps.repeated for each in first if isinstance(each, Seam)] == [3, 0]
    lost(film)
    assert seams(project, shown, folder, memory=memory) == first


def test_another_film_has_measures_of_its_own(film: Film, memory: Memory[Steps]) -> None:
    project, shown, folder = film
    seams(project, shown, folder, memory=memory)
    lost(film)
    other = shown["sh_00000001"].files[0].model_copy(update={"sha256": "1" * 64})
    takes = {**shown, "sh_00000001": shown["sh_00000001"].evolve(files=(other,))}
    found = seams(project, takes, folder, memory=memory)
    assert all(isinstance(each, Unseen) for each in found)
    graded = seams(project, shown, folder, memory=memory, graded=lambda colours, _grade: colours)
    assert all(isinstance(each, Unseen) for each in graded)


@pytest.mark.parametrize("harm", ["changed", "cut off", "other", "gone"])
def test_what_is_damaged_or_gone_is_measured_anew(
    film: Film, memory: Memory[Steps], tmp_path: Path, harm: str
) -> None:
    project, shown, folder = film
    first = seams(project, shown, folder, memory=memory)
    files = sorted((tmp_path / "kept").rglob("*.json"))
    assert len(files) == 2
    for file in files:
        text = file.read_text()
        if harm == "changed":
            file.write_text(text.replace('"repeated":3', '"repeated":4').replace("0.", "1."))
        elif harm == "cut off":
            file.write_text(text[: len(text) // 2])
        elif harm == "other":
            file.write_bytes(np.random.default_rng(1).bytes(300))
        else:
            file.unlink()
    assert seams(project, shown, folder, memory=memory) == first
    lost(film)
    assert seams(project, shown, folder, memory=memory) == first


def test_names_follow_what_counts(film: Film) -> None:
    project, shown, _ = film
    names = [key for _, key in keyed(project, shown)]
    titled = project.evolve(title="Other")
    assert [key for _, key in keyed(titled, shown)] == names
    assert len(set(names)) == 2


def test_the_users_measures_lie_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    steps = Steps(luma=1, colour=2, motion=0.5, sound=None, repeated=0, pair=(0, 1))
    remembered().keep("a" * 64, steps)
    assert remembered().recall("a" * 64) == steps
    assert list(tmp_path.rglob("seams/**/*.json"))
