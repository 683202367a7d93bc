"""A service's takes held together: an offset that is theirs is told, what is one take's is not."""

import numpy as np
import pytest

from studio.cast.mouth import Mouth
from studio.review.agreement import curve, measured, pooled, pooled_but_one
from studio.review.finding import Curve, Report, Severity
from studio.review.lag import lag_of, lags
from studio.review.lips import sure
from studio.review.takes import Reviewed
from studio.timeline.take import Take, TakeFile


def short(late: float, seed: int, own: float = 0.55) -> Curve:
    """A line of two seconds whose sound is late; `own` of what its mouth does is its own."""
    rng = np.random.default_rng(seed)
    steps = np.convolve(rng.normal(0, 1, 260), np.hanning(13), "same")
    mine = np.convolve(rng.normal(0, 1, 260), np.hanning(13), "same")
    shown = np.arange(4, 52) / 24
    at = np.round((shown + 1 / 48) * 100).astype(int)
    said = np.interp(np.arange(260) / 100 - late, np.arange(260) / 100, steps)
    moves = (1 - own) * steps[at] + own * mine[at]
    found = curve(Mouth(tuple(shown.tolist()), tuple(moves.tolist())), said, 0.3)
    assert found is not None
    return found


def _reviewed(number: int, backend: str, found: Curve, overruled: tuple[str, ...] = ()) -> Reviewed:
    file = TakeFile(path="media/a.mov", sha256="0" * 64, bytes=1)
    take = Take(
        id=f"tk_{number:08d}", owner="sh_00000000", job="jb_00000001", backend=backend,
        kind="video", files=(file,), request={}, created="2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    report = Report(name="a.mov", sha256="0" * 64, lips=found)
    return Reviewed("sh_00000000", take, number, report, overruled=overruled)


def _unsure(late: float, count: int = 10) -> list[Curve]:
    """Lines none of which tells anything alone."""
    lines = (short(late, seed, own=0.5) for seed in range(200))
    return [each for each in lines if not sure(measured(each))][:count]


@pytest.mark.parametrize(
    ("late", "key"),
    [(-0.2, "early"), (-0.1, "early"), (0.0, ""), (0.1, ""), (0.15, "late"), (0.2, "late")],
)
def test_lines_too_short_to_be_sure_of_tell_their_lag_together(late: float, key: str) -> None:
    found = lag_of("kling", _unsure(late))
    assert (found.told.key if found is not None else "") == (f"review.lag_{key}" if key else "")
    if found is None:
        return
    assert found.severity is Severity.REMARK
    assert found.value == pytest.approx(late * 1000, abs=20)
    for language in ("en", "zh"):
        assert "kling" in found.text(language)
        assert "{" not in found.text(language)


def test_takes_of_another_lag_each_tell_none() -> None:
    for turn in range(20):
        rng = np.random.default_rng(turn)
        lines = [short(float(rng.uniform(-0.28, 0.28)), 10 * turn + n) for n in range(5)]
        assert lag_of("kling", lines) is None


def test_a_single_take_that_is_off_is_not_its_service() -> None:
    bad = short(-0.2, 1, own=0.1)
    assert sure(measured(bad))
    assert lag_of("kling", [bad, *_unsure(0.0, 3)]) is None
    assert lag_of("kling", [bad, bad]) is None, "two are too few"


def test_lags_are_those_of_each_service_that_the_maker_did_not_overrule() -> None:
    late, fine = _unsure(-0.15), _unsure(0.0)
    rows = [_reviewed(n, "seedance", each) for n, each in enumerate(late)]
    rows += [_reviewed(n, "kling", each) for n, each in enumerate(fine, 20)]
    (found,) = lags(rows)
    assert (found.backend, found.takes) == ("seedance", len(late))
    assert found.finding.told.values["milliseconds"] == pytest.approx(150, abs=20)
    waved = [_reviewed(n, "seedance", each, ("lips",)) for n, each in enumerate(late)]
    assert lags(waved) == []


def test_pooled_curves_count_as_much_as_they_compared() -> None:
    one = Curve(alike={-10: 0.1, 0: 0.5, 10: 0.2}, independent=43)
    other = Curve(alike={0: 0.1, 10: 0.3, 20: 0.3}, independent=13)
    both = pooled([one, other])
    assert both is not None
    assert set(both.alike) == {0, 10}
    assert both.independent == 53
    assert np.arctanh(both.alike[0]) == pytest.approx(0.8 * np.arctanh(0.5) + 0.2 * np.arctanh(0.1))
    assert pooled([one, Curve(alike={50: 0.2}, independent=20)]) is None
    assert pooled([Curve(alike={0: 0.5}, independent=2)]) is None
    assert pooled([]) is None


def test_all_but_one_are_those_that_are_left() -> None:
    curves = [short(0.15, seed) for seed in range(5)]
    for left_out, found in enumerate(pooled_but_one(curves)):
        right = pooled([*curves[:left_out], *curves[left_out + 1 :]])
        assert found is not None
        assert right is not None
        assert found.independent == pytest.approx(right.independent)
        assert found.alike == pytest.approx(dict(right.alike))
