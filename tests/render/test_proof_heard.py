"""Silent and clipped places: found in stretches of a mix as in the whole of it."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import Cancelled
from studio.render.mix_file import MixFile
from studio.render.proof_heard import Noticed, Places, noticed_in, places

RATE = 48_000
SECONDS = 20


def mix_of(folder: Path) -> MixFile:
    """Noise with four silent seconds, from 6 to 10, clipped in seconds 2 and 13."""
    sound = np.random.default_rng(2).normal(0, 0.1, (SECONDS * RATE + 77, 2)).astype(np.float32)
    sound[6 * RATE : 10 * RATE] = 0
    for second in (2, 13):
        for run in range(5):
            sound[second * RATE + 1000 * run :][:20] = 0.99
    path = folder / "mix.f32"
    sound.tofile(path)
    return MixFile.of(path)


def test_what_is_noticed_is_told_in_seconds(tmp_path: Path) -> None:
    mix = mix_of(tmp_path)
    found = places([noticed_in(mix, (0, mix.samples))])
    assert found == Places(silent=((6.0, 10.0),), clipped=(2.0, 13.0))


@given(cuts=st.sets(st.integers(1, SECONDS * RATE), max_size=6))
def test_stretches_tell_what_the_whole_tells(
    tmp_path_factory: pytest.TempPathFactory, cuts: set[int]
) -> None:
    mix = mix_of(tmp_path_factory.getbasetemp())
    ends = [0, *sorted(cuts), mix.samples]
    some = [noticed_in(mix, (a, b)) for a, b in pairwise(ends)]
    whole = noticed_in(mix, (0, mix.samples))
    assert [n for each in some for n in each.quiet] == list(whole.quiet)
    assert places(some).silent == places([whole]).silent
    assert places(some).clipped == places([whole]).clipped
    told = [Noticed.of(*each.told) for each in some]
    assert places(each for each in told if each is not None) == places(some)


def test_who_waits_may_give_up(tmp_path: Path) -> None:
    mix = mix_of(tmp_path)
    with pytest.raises(Cancelled):
        noticed_in(mix, (0, mix.samples), lambda: True)


@pytest.mark.parametrize(
    "told",
    [(None, []), ("012", []), ([0, 1], []), ("01", None), ("01", [1]), ("01", [["x", 1]]), ("", 3)],
)
def test_a_note_may_say_anything(told: tuple[object, object]) -> None:
    assert Noticed.of(*told) is None
