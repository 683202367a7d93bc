"""Text in takes is read where it is, at the least cost, and told only when it is surely wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.cast.lettering import QUICK, SHARP, Sight, read_text
from studio.cast.loaded import Loaded
from studio.cast.models import State, named, state_of
from studio.review import wording
from studio.review.asked import Asked
from studio.review.checks import BY_MODEL
from studio.review.finding import Severity
from studio.review.inspector import inspected
from tests.cast.clips import film
from tests.cast.puppet import Bgr

WALL = np.full((360, 640, 3), (150, 140, 130), np.uint8)
TEXT = [check for check in BY_MODEL if check.name == "text"]


@pytest.fixture(scope="module")
def models() -> Iterator[Loaded]:
    if state_of(named("lettering")) is not State.INSTALLED:
        pytest.skip("the model of lettering is not installed")
    with Loaded() as loaded:
        yield loaded


@pytest.fixture
def sights(monkeypatch: pytest.MonkeyPatch) -> list[Sight]:
    """At which sights pictures were read, in their order."""
    used: list[Sight] = []

    def reading(picture: Bgr, models: Loaded, sight: Sight) -> object:
        used.append(sight)
        return read_text(picture, models, sight)

    monkeypatch.setattr(wording, "read_text", reading)
    return used


def sign(text: str, size: float = 1.2) -> Bgr:
    wall = WALL.copy()
    cv2.putText(wall, text, (40, 120), cv2.FONT_HERSHEY_SIMPLEX, size, (10, 10, 10), 3, cv2.LINE_AA)
    return wall


def told(shown: Callable[[float], Bgr], wanted: str, models: Loaded, folder: Path) -> list[str]:
    path = film(folder / "take.mov", shown, 2.0)
    report = inspected(path, Asked(texts=(wanted,)), models=models, checks=TEXT)
    assert report.checked == ("text",)
    return [finding.told.key for finding in report.findings]


def test_a_sign_is_read_once(models: Loaded, sights: list[Sight], tmp_path: Path) -> None:
    assert told(lambda _at: sign("OPEN LATE"), "OPEN LATE", models, tmp_path) == []
    assert sights == [QUICK]


def test_a_misspelt_sign_that_stays_is_looked_at_twice(
    models: Loaded, sights: list[Sight], tmp_path: Path
) -> None:
    keys = told(lambda _at: sign("OPEN LATE"), "OPEN GATES", models, tmp_path)
    assert keys == ["review.text_other"]
    assert sights[-2:] == [QUICK, SHARP]


def test_one_letter_of_many_is_remarked(models: Loaded, tmp_path: Path) -> None:
    path = film(tmp_path / "take.mov", lambda _at: sign("OPEN LATE"), 2.0)
    report = inspected(path, Asked(texts=("OPEN LITE",)), models=models, checks=TEXT)
    (found,) = report.findings
    assert (found.told.key, found.severity) == ("review.text_other", Severity.REMARK)
    assert report.failed == ()


def test_a_wall_without_the_text_is_read_once_at_each_sight(
    models: Loaded, sights: list[Sight], tmp_path: Path
) -> None:
    keys = told(lambda _at: WALL, "OPEN LATE", models, tmp_path)
    assert keys == ["review.text_missing"]
    assert sights == [QUICK, SHARP]


def test_text_that_is_being_written_is_found_when_it_is_whole(
    models: Loaded, tmp_path: Path
) -> None:
    def typed(at: float) -> Bgr:
        return sign("OPEN LATE TONIGHT"[: 5 + round(8 * at)])

    assert told(typed, "OPEN LATE TONIGHT", models, tmp_path) == []


def test_small_letters_are_found(models: Loaded, tmp_path: Path) -> None:
    wall = WALL.copy()
    font, ink = cv2.FONT_HERSHEY_SIMPLEX, (10, 10, 10)
    cv2.putText(wall, "Corner Books", (300, 200), font, 0.45, ink, 1, cv2.LINE_AA)
    assert told(lambda _at: wall, "Corner Books", models, tmp_path) == []
