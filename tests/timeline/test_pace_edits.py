"""Paces: the stretch of a take stays, at any speed; razors and trims change no picture."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import EditRefused
from studio.timeline.check import check
from studio.timeline.cut_edits import split_clip, trim_end, trim_start
from studio.timeline.cutting import Edge, razor, trim
from studio.timeline.look import Look, Transition
from studio.timeline.pace_edits import freeze, reverse, set_speed
from studio.timeline.placing import carved, move_clips, paste, taken
from studio.timeline.reach import material
from studio.timeline.ripple import ripple_trim
from tests.timeline.looks import (
    HEARD,
    LENGTHS,
    SHOTS,
    A,
    B,
    C,
    clip_of,
    cut_film,
    seen,
    with_fields,
)

SPEEDS = st.sampled_from(
    [Fraction(n, d) for n, d in ((1, 1), (2, 1), (1, 2), (1, 3), (-1, 1), (-2, 1), (-1, 3), (0, 1),
                                 (7, 5), (-7, 5))]
)  # fmt: skip
TAKE = 120  # frames of every take here


def test_faster_is_shorter_and_all_that_is_later_follows() -> None:
    film = set_speed(cut_film(), [B], Fraction(2))
    assert [(c.start, c.frames) for c in film.cut.tracks[0].clips] == [(0, 40), (40, 15), (55, 50)]
    assert film.cut.tracks[0].clips[1].speed == 2
    assert seen(film, 0) == seen(film, 1), "sound goes with its picture"
    assert check(film) == ()
    back = set_speed(film, [B], Fraction(1))
    assert seen(back) == seen(cut_film())


def test_slower_makes_room_or_is_cut_at_its_neighbour() -> None:
    film = set_speed(cut_film(), [B], Fraction(1, 2))
    assert [(c.start, c.frames) for c in film.cut.tracks[0].clips] == [(0, 40), (40, 60), (100, 50)]
    kept = set_speed(cut_film(), [B], Fraction(1, 2), ripple=False)
    assert [(c.start, c.frames) for c in kept.cut.tracks[0].clips] == [(0, 40), (40, 30), (70, 50)]
    gap = set_speed(cut_film(), [B], Fraction(2), ripple=False)
    assert [(c.start, c.frames) for c in gap.cut.tracks[0].clips] == [(0, 40), (40, 15), (70, 50)]


def test_many_clips_at_once_each_keep_their_stretch() -> None:
    film = set_speed(cut_film(), [A, B, C], Fraction(5, 2))
    assert [c.frames for c in film.cut.tracks[0].clips] == [16, 12, 20]
    assert [c.start for c in film.cut.tracks[0].clips] == [0, 16, 28]


def test_a_speed_that_is_none_is_refused() -> None:
    for speed in (Fraction(21), Fraction(1, 100), Fraction(-30)):
        with pytest.raises(EditRefused) as caught:
            set_speed(cut_film(), [A], speed)
        assert caught.value.key == "timeline.bad_speed"


@given(SPEEDS.filter(bool), SPEEDS.filter(bool))
def test_the_stretch_of_the_take_stays_whatever_the_speed(first: Fraction, then: Fraction) -> None:
    film = set_speed(cut_film(), [A], first)
    film = set_speed(film, [A], then)
    clip = clip_of(film, A)
    low, high = material(clip)
    slack = math.ceil(max(abs(first), abs(then)))
    assert 20 - slack < low + 1 <= 20 + slack + 1
    assert low >= 20
    assert high <= 60 + slack
    assert abs(clip.frames * abs(then) - 40) <= slack * 2
    assert check(film) == ()


@given(SPEEDS)
def test_backwards_and_backwards_again_is_as_it_was(speed: Fraction) -> None:
    film = set_speed(cut_film(), [A], speed)
    once = reverse(film, [A, HEARD[A]])
    was = [position for _, position in list(seen(film).values())[: clip_of(film, A).frames]]
    now = [position for _, position in list(seen(once).values())[: clip_of(once, A).frames]]
    assert now == was[::-1]
    assert reverse(once, [A]) == film


def test_a_frame_stands_still_and_time_makes_room() -> None:
    film = with_fields(cut_film(), [B], look=Look(opacity=0.5), entry=Transition(frames=6))
    still = freeze(film, [B, HEARD[B]], 50, 24)
    clips = still.cut.tracks[0].clips
    assert [(c.start, c.frames) for c in clips] == [(0, 40), (40, 10), (50, 24), (74, 20), (94, 50)]
    assert clips[2].speed == 0
    assert clips[2].look == Look(opacity=0.5)
    assert clips[2].entry is None
    shown = seen(still)
    assert {shown[frame] for frame in range(50, 74)} == {(SHOTS[1], Fraction(30))}
    assert shown[74] == (SHOTS[1], Fraction(30))
    assert 60 not in seen(still, 1), "it is silent"
    assert check(still) == ()
    with pytest.raises(EditRefused):
        freeze(film, [B], 5, 24)
    with pytest.raises(EditRefused):
        freeze(film, [HEARD[B]], 50, 24)


@given(SPEEDS, st.integers(1, LENGTHS[0] - 1), st.fractions(0, Fraction(9, 10)))
def test_a_razor_changes_no_picture(speed: Fraction, at: int, phase: Fraction) -> None:
    film = with_fields(cut_film(), [A, HEARD[A]], skip=110, speed=speed, phase=phase)
    for cut in (razor(film, A, at), split_clip(film, A, at)):
        assert seen(cut) == seen(film)
    assert seen(razor(film, A, at), 1) == seen(film, 1)


@given(SPEEDS, st.integers(1, 39), st.integers(1, 39))
def test_what_lies_beneath_shows_on_what_it_did(speed: Fraction, start: int, frames: int) -> None:
    film = with_fields(cut_film(), [A], skip=110, speed=speed)
    clip = clip_of(film, A)
    for part in carved([clip], start, start + frames):
        for frame in range(part.start, part.end):
            assert part.shows(frame) == clip.shows(frame)


@settings(max_examples=60)
@given(SPEEDS, st.integers(-60, 60), st.sampled_from(list(Edge)))
def test_trims_stay_inside_the_take_and_keep_what_is_seen(
    speed: Fraction, by: int, edge: Edge
) -> None:
    film = with_fields(cut_film(), [B, HEARD[B]], skip=50, speed=speed, frames=20)
    known: dict[str, int] = dict.fromkeys(SHOTS, TAKE)
    clip = clip_of(film, B)
    at = (clip.start if edge is Edge.START else clip.end) + by
    for done in (trim(film, B, edge, at, available=known), ripple_trim(film, B, edge, at, known)):
        new = clip_of(done, B)
        low, high = material(new)
        inside = material(clip)
        assert low >= min(0, inside[0])
        assert high <= max(TAKE, inside[1])
        shift = new.end - clip.end if edge is Edge.START else new.start - clip.start
        for frame in range(max(new.start - shift, clip.start), min(new.end - shift, clip.end)):
            assert new.shows(frame + shift) == clip.shows(frame)
        assert check(done) == ()


@given(SPEEDS)
def test_trims_by_hand_keep_what_is_seen(speed: Fraction) -> None:
    film = with_fields(cut_film(), [A], skip=100, speed=speed)
    before = seen(film)
    for done in (trim_start(film, A, 7), trim_end(film, A, 33)):
        after = seen(done)
        assert all(before[frame] == shown for frame, shown in after.items())


def test_moves_and_copies_bring_pace_look_and_transitions_along() -> None:
    film = with_fields(
        cut_film(), [B], speed=Fraction(-2), skip=90, look=Look(opacity=0.5),
        entry=Transition(frames=10),
    )  # fmt: skip
    was = clip_of(film, B)
    moved = clip_of(move_clips(film, [B], 100), B)
    assert moved == was.evolve(start=was.start + 100)
    copy = paste(film, taken(film, [B]), 200).cut.tracks[0].clips[-1]
    assert copy == was.evolve(id=copy.id, start=200, link=copy.link)
