"""The inspector: remembered reports, cancelling, progress, and files that are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.errors import BadInput, Cancelled, StudioError
from studio.messages import LANGUAGES, say
from studio.review.asked import Asked, asked_of
from studio.review.checks import CHECKS, MODEL_FREE, Check, Needs, names
from studio.review.evidence import Evidence
from studio.review.finding import Finding, Report, Told, fault
from studio.review.inspector import inspected
from studio.review.memory import reports
from tests.review.planted import Clip, dropped_black, scene, tone


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second with a black picture in it."""
    clip = dropped_black()
    return Clip(clip.pictures[28:52], tone(1)).write(tmp_path_factory.mktemp("takes") / "a.mov")


class Counting:
    """A check that counts how often it looks."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self, evidence: Evidence) -> Iterator[Finding]:
        self.looks += 1
        yield fault("black", "black_all", value=float(evidence.info.frames))


def test_what_was_inspected_is_remembered_until_something_differs(
    take: Path, tmp_path: Path
) -> None:
    memory, look, version = reports(tmp_path / "reviews"), Counting(), ["1"]
    checks = (Check("black", Needs.PICTURE, look, version=lambda: version[0]),)
    first = inspected(take, memory=memory, checks=checks)
    assert inspected(take, memory=memory, checks=checks) == first
    assert look.looks == 1
    inspected(take, Asked(frames=24, rate_num=24), memory=memory, checks=checks)
    assert look.looks == 2
    version[0] = "2"
    inspected(take, memory=memory, checks=checks)
    assert look.looks == 3
    for kept in (tmp_path / "reviews").rglob("*.json"):
        kept.write_text(kept.read_text().replace('"frames":24', '"frames":25'))
    assert inspected(take, memory=memory, checks=checks) == first
    assert look.looks == 4


def test_memory_keeps_to_its_limit(tmp_path: Path) -> None:
    folder = tmp_path / "reviews"
    old = reports(folder)
    for number in range(5):
        old.keep(f"{number:040}", Report(name="a", sha256="0" * 64))
    reports(folder, limit=600).keep("f" * 40, Report(name="a", sha256="0" * 64))
    assert sum(path.stat().st_size for path in folder.rglob("*.json")) <= 600


def test_a_copy_of_a_file_is_told_by_its_own_name(take: Path, tmp_path: Path) -> None:
    memory = reports(tmp_path / "reviews")
    copy = tmp_path / "b.mov"
    copy.write_bytes(take.read_bytes())
    found = [inspected(path, memory=memory, checks=MODEL_FREE) for path in (take, copy)]
    assert [report.name for report in found] == ["a.mov", "b.mov"]
    assert found[0].findings == found[1].findings != ()


def test_progress_rises_to_one(take: Path) -> None:
    told: list[float] = []
    inspected(take, checks=MODEL_FREE, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.mark.parametrize("after", [0, 3, 30])
def test_an_inspection_can_be_stopped_and_keeps_nothing(
    take: Path, tmp_path: Path, after: int
) -> None:
    asked = iter(range(10_000))
    with pytest.raises(Cancelled):
        inspected(
            take, memory=reports(tmp_path / "r"), checks=MODEL_FREE,
            cancelled=lambda: next(asked) >= after,
        )  # fmt: skip
    assert not list((tmp_path / "r").rglob("*.json"))


def test_a_check_whose_model_is_missing_is_told_and_no_fault(take: Path) -> None:
    missing = Told(key="review.no_tail")

    def fails(_evidence: Evidence) -> Iterator[Finding]:
        raise StudioError("review.no_sound_here")

    checks = (
        Check("face", Needs.PICTURE, fails, lacking=lambda: missing),
        Check("lips", Needs.PICTURE, fails),
    )
    report = inspected(take, checks=checks)
    assert report.failed == report.checked == ()
    told = [(each.check, each.why.key) for each in report.unchecked]
    assert told == [("face", "review.no_tail"), ("lips", "review.no_sound_here")]


def test_bad_files_are_told_in_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "notes.mov"
    text.write_text("not a film" * 100)
    broken = Clip(scene(12)).write(tmp_path / "whole.mov")
    broken.write_bytes(broken.read_bytes()[:-2000])
    for path in (tmp_path / "none.mov", text, broken):
        with pytest.raises(BadInput):
            inspected(path, checks=MODEL_FREE)


def test_sound_alone_and_a_single_frame_are_inspected(tmp_path: Path) -> None:
    one = Clip(scene(1)).write(tmp_path / "one.mov")
    assert inspected(one, checks=MODEL_FREE).frames == 1
    Clip(scene(12), tone(0.5)).write(tmp_path / "take.mov")
    report = inspected(tmp_path / "take.wav", Asked(sound=True), checks=MODEL_FREE)
    assert report.failed == ()
    assert {"clipping", "silence"} <= set(report.checked)
    assert "black" not in report.checked


def test_every_check_has_a_name_in_every_language() -> None:
    assert len(set(names())) == len(CHECKS)
    for name in (*names(), "seam"):
        assert all(say(f"review.check.{name}", language) for language in LANGUAGES)


def test_a_request_is_read_and_one_of_another_time_asks_for_nothing() -> None:
    request = {
        "frames": 48, "rate_num": 25, "width": 640, "height": 360, "sound": True, "pace": "fast",
        "lines": [{"key": "cu_1", "text": "Hello", "speaker": "su_1", "start": 3}],
    }  # fmt: skip
    asked = asked_of(request, spoken={"cu_1": 7})
    assert (asked.frames, asked.rate, asked.one_shot) == (48, 25, True)
    assert (asked.lines[0].start, asked.lines[0].speaker) == (7, "su_1")
    assert asked_of({"frames": "many"}) == Asked(one_shot=True)
