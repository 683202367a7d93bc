"""Lengths to the frame: asked ones kept, free ones share the rest, sums exact."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import BadInput
from studio.script.continuity import Directed
from studio.script.cues import spoken_seconds
from studio.script.direct import Staged
from studio.script.timing import READING, fitted, frames_of
from studio.script.treatment import Asked, Place, Said
from studio.timeline.rate import Rate
from studio.timeline.story import Angle, Pace, Size

RATES = [Rate(num=24), Rate(num=25), Rate(num=30000, den=1001), Rate(num=24000, den=1001)]
RATE = RATES[0]


def shot(
    wish: float, *, fixed: bool = False, spare: bool = False, line: str = "", shown: str = ""
) -> Directed:
    said = (Said(text=line, speaker="Anna", language="en"),) if line else ()
    asked = Asked(
        seconds=wish if fixed else None, dialogue=said, onscreen_text=(shown,) if shown else ()
    )
    return Directed(asked, Size.MEDIUM, Angle.EYE, (), Pace.NORMAL, wish, fixed, spare)


def scene(*shots: Directed, seconds: float | None = None) -> Staged:
    return Staged(Place(text="x", seconds=seconds), shots)


def test_free_shots_have_the_length_they_wish() -> None:
    assert frames_of([scene(shot(2), shot(3.5))], RATE, None, "en") == [[48, 84]]


def test_free_shots_share_what_the_fixed_leave() -> None:
    made = frames_of([scene(shot(2, fixed=True), shot(1), shot(3))], RATE, 10, "en")
    assert made == [[48, 48, 144]]


def test_a_scene_keeps_its_own_length_inside_the_whole() -> None:
    rows = frames_of([scene(shot(3), shot(3), seconds=4), scene(shot(2))], RATE, 10, "en")
    assert [sum(row) for row in rows] == [96, 144]


def test_a_line_has_the_time_it_needs_before_others_have_theirs() -> None:
    talk = shot(1, line="One winter, that is all I can promise you, and then I will come back.")
    rows = frames_of([scene(shot(6), talk, shot(6))], RATE, 12, "en")
    assert rows[0][1] >= int(spoken_seconds(talk.shot) * 24)
    assert sum(rows[0]) == 288


def test_words_on_the_screen_stay_long_enough_to_be_read() -> None:
    rows = frames_of([scene(shot(0.2, shown="AURORA"))], RATE, None, "en")
    assert rows[0][0] >= READING * 24


@pytest.mark.parametrize(("total", "asked"), [(4, "5"), (9, "5")])
def test_fixed_lengths_that_contradict_the_whole(total: float, asked: str) -> None:
    with pytest.raises(BadInput) as caught:
        frames_of([scene(shot(3, fixed=True), shot(2, fixed=True))], RATE, total, "en")
    assert caught.value.key == "planner.total_contradicts"
    assert asked in str(caught.value)
    assert f"{total}" in str(caught.value)


def test_a_scene_that_contradicts_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        frames_of([scene(shot(1)), scene(shot(3, fixed=True), seconds=2)], RATE, None, "en")
    assert caught.value.key == "planner.scene_contradicts"
    assert caught.value.values["scene"] == 2


def test_shots_nobody_asked_for_go_first_when_time_is_short() -> None:
    told = scene(shot(3), shot(3, spare=True), shot(3, spare=True))
    made = fitted([told], 1.5)
    assert len(made[0].shots) == 2
    assert not made[0].shots[0].spare
    assert fitted([told], 30) == (told,)


def test_a_scene_keeps_one_shot() -> None:
    made = fitted([scene(shot(3, spare=True), shot(3, spare=True))], 0.1)
    assert len(made[0].shots) == 1


LENGTHS = st.floats(0.05, 40, allow_nan=False)
FREE = st.builds(shot, LENGTHS, spare=st.booleans(), line=st.sampled_from(["", "Yes.", "Not now."]))
FIXED = st.builds(shot, st.integers(1, 20).map(float), fixed=st.just(True))
SCENES = st.lists(st.lists(FREE | FIXED, min_size=1, max_size=6), min_size=1, max_size=4)


@given(SCENES, st.sampled_from(RATES), st.integers(1, 300))
def test_any_lengths_sum_to_the_frame(rows: list[list[Directed]], rate: Rate, extra: int) -> None:
    fixed = sum(rate.frames(x.seconds) for row in rows for x in row if x.fixed)
    free = sum(not x.fixed for row in rows for x in row)
    frames = fixed + (free + extra if free else 0)
    total = float(Fraction(frames) / rate.fraction)
    made = frames_of([scene(*row) for row in rows], rate, total, "en")
    assert sum(sum(row) for row in made) == frames
    for row, lengths in zip(rows, made, strict=True):
        assert len(row) == len(lengths)
        for directed, length in zip(row, lengths, strict=True):
            assert length >= 1
            if directed.fixed:
                assert length == rate.frames(directed.seconds)


@given(SCENES, st.sampled_from(RATES))
def test_without_a_total_no_shot_is_below_its_wish_or_one_frame(
    rows: list[list[Directed]], rate: Rate
) -> None:
    made = frames_of([scene(*row) for row in rows], rate, None, "en")
    for row, lengths in zip(rows, made, strict=True):
        for directed, length in zip(row, lengths, strict=True):
            assert length >= 1
            if not directed.fixed:
                assert length + 1 > directed.seconds * float(rate.fraction) - 0.1


@given(SCENES, st.floats(0.1, 60))
def test_fitting_never_takes_what_was_asked(rows: list[list[Directed]], total: float) -> None:
    made = fitted([scene(*row) for row in rows], total)
    for row, left in zip(rows, made, strict=True):
        assert left.shots
        kept = sum(not x.spare for x in left.shots)
        assert kept >= sum(not x.spare for x in row)
