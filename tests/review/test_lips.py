"""Offsets of lips by known shifts: what is measured, how surely, and in which grade it is told."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from studio.cast.mouth import Mouth
from studio.review.agreement import Agreement, agreement, followed
from studio.review.finding import Finding, Report, Severity
from studio.review.lips import judged, nearest

Floats = npt.NDArray[np.float64]


def _speech(late: float, seed: int = 3) -> tuple[Mouth, Floats]:
    """A mouth at 24 pictures a second, and how open what it says sounds, so many seconds late."""
    rng = np.random.default_rng(seed)
    at = np.arange(500) / 100
    beats = np.sort(rng.uniform(0.3, 4.7, 16))

    def loud(times: Floats) -> Floats:
        bumps = np.exp(-np.square((times[:, None] - beats) / 0.06))
        return np.clip(bumps.sum(axis=1), 0, 1)

    shown = np.arange(120) / 24
    lips = Mouth(tuple(shown.tolist()), tuple((0.05 + 0.3 * loud(shown + 1 / 48)).tolist()))
    return lips, loud(at - late)


def _agreed(
    milliseconds: int, correlation: float, accepted: float, independent: float
) -> Agreement:
    """Of a summit as syllables have it."""
    return Agreement(milliseconds, correlation, accepted, independent, bend=5e-4)


def _told(found: Agreement) -> list[tuple[str, Severity]]:
    return [(each.told.key.removeprefix("review.lips_"), each.severity) for each in judged(found)]


def _wanted(late: float) -> list[tuple[str, Severity]]:
    """What is to be told of a sound so many seconds late."""
    if late > 0.185 or late < -0.09:
        return [("late" if late > 0 else "early", Severity.FAULT)]
    if late > 0.125 or late < -0.045:
        return [("late_noticed" if late > 0 else "early_noticed", Severity.REMARK)]
    return []


def _faults(found: Agreement) -> list[Finding]:
    return [each for each in judged(found) if each.severity is Severity.FAULT]


@pytest.mark.parametrize(
    "late", [-0.25, -0.2, -0.15, -0.12, -0.06, 0.0, 0.06, 0.1, 0.12, 0.15, 0.2, 0.25]
)
def test_a_shift_of_the_sound_is_measured(late: float) -> None:
    found = agreement(*_speech(late), reach=0.3)
    assert found is not None
    assert found.milliseconds == pytest.approx(late * 1000, abs=15)
    assert found.correlation > 0.8
    assert _told(found) == _wanted(late)


@pytest.mark.parametrize(
    ("late", "grade"),
    [(-100, ("early", Severity.FAULT)), (-80, ("early_noticed", Severity.REMARK)), (-40, None),
     (0, None), (110, None), (150, ("late_noticed", Severity.REMARK)),
     (195, ("late", Severity.FAULT))],
)  # fmt: skip
def test_what_is_noticed_and_does_not_disturb_is_only_remarked(
    late: int, grade: tuple[str, Severity] | None
) -> None:
    found = _agreed(late, 0.6, 0.1, 60)
    assert _told(found) == ([grade] if grade is not None else [])
    report = Report(name="a.mov", sha256="0" * 64, findings=tuple(judged(found)))
    assert report.failed == (("lips",) if grade is not None and grade[1] == "fault" else ())
    for finding in judged(found):
        for language in ("en", "zh"):
            assert f"{abs(late)}" in finding.text(language)
            assert "{" not in finding.text(language)


def test_what_may_as_well_be_noticed_by_nobody_is_not_remarked() -> None:
    """By its standard error: a flat summit says little of where it lies."""
    sharp, flat = _agreed(-60, 0.6, 0.1, 60), replace(_agreed(-60, 0.6, 0.1, 60), bend=2e-5)
    assert sharp.off < 15 < flat.off
    assert [key for key, _ in _told(sharp)] == ["early_noticed"]
    assert _told(flat) == []
    assert Agreement(-60, 0.6, 0.1, 60).off == float("inf")


def test_the_standard_error_tells_how_far_off_a_measure_is() -> None:
    """Of speech in which every mouth has something of its own."""
    apart: list[float] = []
    for seed in range(40):
        lips, said = _speech(0, seed)
        own = np.random.default_rng(seed).normal(0, 0.15, len(lips.openness))
        found = agreement(Mouth(lips.seconds, tuple(np.add(lips.openness, own))), said, 0.3)
        if found is not None and found.within and found.errors >= 1:
            apart.append(found.milliseconds / found.off)
    assert len(apart) > 20
    assert 0.5 < float(np.sqrt(np.mean(np.square(apart)))) < 1.5
    assert float(np.mean(np.abs(apart) < 2)) >= 0.85


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_shifts_between_the_offsets_that_are_tried_are_told_apart(seed: int) -> None:
    shifts = (-0.006, -0.003, 0.0, 0.003, 0.006)
    found = [agreement(*_speech(late, seed), reach=0.3) for late in shifts]
    told = [each.milliseconds for each in found if each is not None]
    steps = [behind - before for before, behind in pairwise(told)]
    assert steps == pytest.approx([3, 3, 3, 3], abs=2)


def test_a_correlation_that_still_rises_at_the_last_offset_measures_none() -> None:
    found = agreement(*_speech(0.33), reach=0.3)
    assert found is not None
    assert (found.milliseconds, found.within) == (300, False)
    assert found.correlation > 0.5
    assert list(judged(found)) == []


@pytest.mark.parametrize("late", [-0.8, -0.45, 0.33, 0.6])
def test_a_sound_far_beside_its_lips_is_found(late: float) -> None:
    found = followed(*_speech(late))
    assert found is not None
    assert found.milliseconds == pytest.approx(late * 1000, abs=15)
    keys = [finding.told.key for finding in judged(found)]
    assert keys == ["review.lips_late" if late > 0 else "review.lips_early"]


def test_what_others_say_is_found_nowhere() -> None:
    """Some of it fits as well as what is off by a little, half a second away and by chance."""
    lips, _ = _speech(0)
    others = [followed(lips, _speech(0, seed)[1]) for seed in range(4, 64)]
    told = [each for each in others if each is not None and any(_faults(each))]
    assert len(told) <= 1


def test_a_listener_who_fits_by_chance_is_no_offset_of_the_one_who_speaks() -> None:
    listener = _agreed(-200, 0.6, 0.2, 40)
    assert [finding.told.key for finding in judged(nearest([listener]))] == ["review.lips_early"]
    assert list(judged(nearest([listener, _agreed(20, 0.55, 0.1, 40)]))) == []
    assert nearest([listener, _agreed(-250, 0.5, 0.1, 40)]) == listener


def test_a_mouth_that_says_something_else_is_told_and_no_fault() -> None:
    lips, _ = _speech(0)
    still = Mouth(lips.seconds, (0.1,) * len(lips.seconds))
    level = _speech(0)[1]
    assert agreement(still, level, 0.3) is None
    assert agreement(Mouth((), ()), level, 0.3) is None
    other = agreement(lips, level[::-1].copy(), 0.3)
    assert other is not None
    assert all(finding.severity == "remark" for finding in judged(other))


def test_few_independent_values_make_no_offset_sure() -> None:
    """The same correlations of a long speech and of two short words."""
    assert [f.told.key for f in judged(_agreed(-170, 0.6, 0.35, 60))] == ["review.lips_early"]
    assert list(judged(_agreed(-170, 0.6, 0.35, 12))) == []
    assert _agreed(-170, 0.6, 0.35, 2).errors == 0


def test_what_a_short_line_fits_by_chance_is_not_sure() -> None:
    """However far it stands above all other offsets."""
    long, short = _agreed(-170, 0.45, -0.2, 60), _agreed(-170, 0.6, -0.3, 20)
    assert [f.told.key for f in judged(long)] == ["review.lips_early"]
    assert short.errors > 2.5
    assert list(judged(short)) == []


def test_what_goes_on_counts_once() -> None:
    lips, level = _speech(0)
    whole = agreement(lips, level, 0.3)
    assert whole is not None
    assert 20 < whole.independent < 120  # sixteen beats in five seconds, not five hundred values
    assert whole.errors > 3
