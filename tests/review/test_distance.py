"""Error rates of words, and offsets of lips, by known errors."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from studio.cast.mouth import Mouth
from studio.review.distance import error_rate, errors, tokens
from studio.review.finding import Finding, Severity
from studio.review.lips import Agreement, agreement, followed, judged, nearest


@pytest.mark.parametrize(
    ("wanted", "got", "language", "rate"),
    [
        ("Good morning, Anna!", "good morning anna", "en", 0.0),
        ("Good morning, Anna!", "good evening anna", "en", 1 / 3),
        ("It's here", "its here", "en", 0.0),
        ("你好，世界", "你好世界", "zh", 0.0),
        ("你好，世界", "你好视界", "zh", 0.25),
        ("안녕 하세요", "안녕하세요", "ko", 0.0),
        ("ｸﾗｽ", "クラス", "ja", 0.0),
        ("", "whatever", "en", 0.0),
        ("three words here", "", "en", 1.0),
    ],
)
def test_error_rates(wanted: str, got: str, language: str, rate: float) -> None:
    assert error_rate(wanted, got, language) == pytest.approx(rate)


def test_chinese_is_heard_and_not_spelt() -> None:
    """Another script, and another character of the same sound, are the same words to the ear."""
    wanted = "它只是在等"
    assert error_rate(wanted, "他只是在等", "zh", heard=True) == 0
    assert error_rate("请问还有人吗", "請問還有人嗎", "zh", heard=True) == 0
    assert error_rate(wanted, "他只是在看", "zh", heard=True) == 0.2
    assert error_rate(wanted, "Eddon只是在等", "zh", heard=True) == 0.2, "a word is one error"
    assert error_rate(wanted, "他只是在等", "zh") == 0.2, "what is read is spelt"


def test_a_text_is_found_inside_another() -> None:
    assert error_rate("OPEN LATE", "cafe open late tonight", "zh", within=True) == 0
    assert error_rate("OPEN LATE", "cafe opem late tonight", "zh", within=True) == 1 / 8
    assert errors(list("kitten"), list("sitting")) == 3
    assert tokens("Don't stop — now!", "en") == ["dont", "stop", "now"]


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
    keys = [finding.told.key for finding in judged(found)]
    wanted = ["review.lips_late"] if late > 0.185 else ["review.lips_early"] if late < -0.09 else []
    assert keys == wanted


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
    listener = Agreement(-200, 0.6, 0.2, 40)
    assert [finding.told.key for finding in judged(nearest([listener]))] == ["review.lips_early"]
    assert list(judged(nearest([listener, Agreement(20, 0.55, 0.1, 40)]))) == []
    assert nearest([listener, Agreement(-250, 0.5, 0.1, 40)]) == listener


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
    assert [f.told.key for f in judged(Agreement(-170, 0.6, 0.35, 60))] == ["review.lips_early"]
    assert list(judged(Agreement(-170, 0.6, 0.35, 12))) == []
    assert Agreement(-170, 0.6, 0.35, 2).errors == 0


def test_what_a_short_line_fits_by_chance_is_not_sure() -> None:
    """However far it stands above all other offsets."""
    long, short = Agreement(-170, 0.45, -0.2, 60), Agreement(-170, 0.6, -0.3, 20)
    assert [f.told.key for f in judged(long)] == ["review.lips_early"]
    assert short.errors > 2.5
    assert list(judged(short)) == []


def test_what_goes_on_counts_once() -> None:
    lips, level = _speech(0)
    whole = agreement(lips, level, 0.3)
    assert whole is not None
    assert 20 < whole.independent < 120  # sixteen beats in five seconds, not five hundred values
    assert whole.errors > 3
