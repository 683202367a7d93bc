"""Another rate: rounded once, nothing overlaps, nothing drifts."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.project import Project
from studio.timeline.queries import shots, story_frames
from studio.timeline.rate import Rate
from studio.timeline.retime import change_rate
from studio.timeline.story import Scene, Shot
from tests.timeline.films import make_film

RATES = [
    Rate(num=24), Rate(num=25), Rate(num=30), Rate(num=60), Rate(num=24000, den=1001),
    Rate(num=30000, den=1001), Rate(num=12),
]  # fmt: skip


def test_the_same_rate_changes_nothing() -> None:
    film = make_film()
    assert change_rate(film, Rate(num=24)) is film


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_the_cut_follows_the_story(rate: Rate) -> None:
    film = assemble(make_film())
    changed = change_rate(film, rate)
    assert changed.rate == rate
    assert check(changed) == ()
    assert changed.cut.frames == story_frames(changed)
    assert changed.cut.tracks[0] == assemble(changed).cut.tracks[0]
    assert changed.cut.markers == assemble(changed).cut.markers
    old, new = film.rate.seconds(film.cut.frames), rate.seconds(changed.cut.frames)
    assert abs(old - new) <= Fraction(1, 2) / rate.fraction


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=60),
    st.sampled_from(RATES),
    st.sampled_from(RATES),
)
def test_no_shot_drifts(lengths: list[int], first: Rate, second: Rate) -> None:
    made = tuple(Shot(id=f"sh_{n:08}", frames=length) for n, length in enumerate(lengths))
    film = assemble(Project(rate=first, scenes=(Scene(id="sc_00000000", shots=made),)))
    changed = change_rate(film, second)
    assert check(changed) == ()
    whole = [shot for shot in shots(changed) if shot.frames > 1]
    if len(whole) == len(lengths):
        for old, new in zip(film.cut.tracks[0].clips, changed.cut.tracks[0].clips, strict=True):
            off = abs(first.seconds(old.start) - second.seconds(new.start))
            assert off <= Fraction(1, 2) / second.fraction


def test_parts_that_would_vanish_keep_a_frame() -> None:
    made = tuple(Shot(id=f"sh_{n:08}", frames=1) for n in range(20))
    film = assemble(Project(rate=Rate(num=60), scenes=(Scene(id="sc_00000000", shots=made),)))
    changed = change_rate(film, Rate(num=12))
    assert check(changed) == ()
    assert len(changed.cut.tracks[0].clips) == 20
