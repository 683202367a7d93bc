"""Every planted fault is found where it lies, and clean clips are not accused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.review.asked import Asked, Words
from studio.review.checks import MODEL_FREE
from studio.review.dissolves import dissolves
from studio.review.finding import Severity
from studio.review.inspector import inspected
from studio.review.limits import limit, thresholds
from studio.review.watch import watched
from tests.review import planted
from tests.review.planted import CLEAN, PLANTED, Clip, Planted


def asked(clip: Clip) -> Asked:
    """Three seconds of this picture and sound in one shot."""
    return Asked(
        frames=planted.FRAMES, rate_num=planted.RATE, width=planted.WIDE, height=planted.TALL,
        sound=None if clip.samples is None else True, one_shot=True, lines=(Words(text="Yes."),),
    )  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_where_it_lies(fault: Planted, tmp_path: Path) -> None:
    clip = fault.make()
    report = inspected(clip.write(tmp_path / "take.mov"), asked(clip), checks=MODEL_FREE)
    assert fault.check in report.failed
    found = next(f for f in report.findings if f.check == fault.check)
    if fault.first is None:
        assert found.at is None
        return
    assert found.at is not None
    assert found.at.first == fault.first
    assert fault.frames is None or found.at.frames == fault.frames
    for language in ("en", "zh"):
        assert "{" not in found.text(language)


@pytest.mark.parametrize(("name", "make"), CLEAN, ids=[name for name, _ in CLEAN])
def test_a_clean_clip_is_not_accused(name: str, make: Callable[[], Clip], tmp_path: Path) -> None:
    clip = make()
    path = clip.write(tmp_path / f"{name}.mov")
    report = inspected(path, asked(clip), checks=MODEL_FREE)
    assert report.findings == ()
    assert set(report.checked) >= {"black", "freeze", "repeats", "blur", "flicker", "cut", "length"}


def test_a_cut_that_was_asked_for_is_none(tmp_path: Path) -> None:
    clip = planted.hidden_cut()
    path = clip.write(tmp_path / "take.mov")
    wanted = asked(clip).model_copy(update={"cuts": (37,)})
    assert inspected(path, wanted, checks=MODEL_FREE).failed == ()


@pytest.mark.parametrize(("make", "first"), [(planted.hidden_cut, 37), (planted.dissolved, 28)])
def test_a_bare_file_that_cuts_is_only_told(
    make: Callable[[], Clip], first: int, tmp_path: Path
) -> None:
    report = inspected(make().write(tmp_path / "file.mov"), Asked(), checks=MODEL_FREE)
    (found,) = report.findings
    assert report.failed == ()
    assert (found.check, found.severity, found.told.key) == ("cut", Severity.REMARK, "review.shots")
    assert found.at is not None
    assert found.at.first == first
    for language in ("en", "zh"):
        assert "{" not in found.text(language)


def test_a_bare_file_of_many_shots_has_one_remark(tmp_path: Path) -> None:
    pictures = [planted.scene(seed=seed)[:24] for seed in (1, 7, 9, 12)]
    path = Clip([each for part in pictures for each in part]).write(tmp_path / "film.mov")
    (found,) = inspected(path, Asked(), checks=MODEL_FREE).findings
    assert found.told.values["count"] == 3
    assert found.told.values["frame"] == 24


def test_a_dissolve_that_was_asked_for_is_none(tmp_path: Path) -> None:
    clip = planted.dissolved()
    path = clip.write(tmp_path / "take.mov")
    wanted = asked(clip).model_copy(update={"cuts": (34,)})
    assert inspected(path, wanted, checks=MODEL_FREE).failed == ()


def test_every_length_of_a_dissolve_is_found_near_its_place(tmp_path: Path) -> None:
    for frames in (10, 14, 18, 30):
        path = planted.dissolved(frames, 0.6).write(tmp_path / f"{frames}.mov")
        ((at, off),) = dissolves(watched(path, planted.FRAMES))
        assert abs(at.first - 28) <= 6
        assert abs(at.end - (28 + frames)) <= 6
        assert off < limit("dissolve.off")


def test_every_threshold_has_a_unit_and_a_source() -> None:
    for name, row in thresholds().items():
        assert row.unit, name
        assert row.source, name
    assert limit("black.seconds") == 0.5


def test_a_take_that_is_too_long_is_only_told(tmp_path: Path) -> None:
    path = planted.plain().write(tmp_path / "take.mov")
    wanted = asked(planted.plain()).model_copy(update={"frames": 48, "lines": ()})
    report = inspected(path, wanted, checks=MODEL_FREE)
    assert [f.severity for f in report.findings] == [Severity.REMARK]
    assert report.failed == ()
