"""Transitions fit, are what the graph plays, and stay true to their neighbours."""

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import EditRefused
from studio.render.graph import segments
from studio.render.segment import Crossing
from studio.timeline.check import check
from studio.timeline.cutting import Edge, razor
from studio.timeline.look import Transition, Wipe
from studio.timeline.placing import move_clips
from studio.timeline.project import Project
from studio.timeline.ripple import ripple_delete
from studio.timeline.track_edits import change_track
from studio.timeline.transition_edits import (
    Passage,
    Side,
    cut_near,
    longest,
    passage,
    remove_transitions,
    set_transition,
    side_of,
)
from tests.timeline.looks import HEARD, SEEN, A, B, C, clip_of, cut_film, with_fields


def passages(film: Project) -> list[Passage]:
    track = film.cut.tracks[0]
    found = (passage(track, n, side) for n in range(len(track.clips)) for side in Side)
    return sorted((each for each in found if each is not None), key=lambda each: each.start)


def played(film: Project) -> list[tuple[int, int]]:
    """First frame and length of every transition in the graph."""
    return [
        (run.start, layer.length)
        for run in segments(film, {})
        for layer in run.layers
        if isinstance(layer, Crossing) and layer.first == 0
    ]


def test_a_transition_lies_around_its_cut() -> None:
    film = set_transition(cut_film(), [B], kind=Wipe.CLOCK, frames=11)
    assert clip_of(film, B).entry == Transition(kind=Wipe.CLOCK, frames=11)
    assert passages(film) == [Passage(35, 46, Side.ENTRY, B)]
    film = set_transition(film, [B], frames=4)
    assert clip_of(film, B).entry == Transition(kind=Wipe.CLOCK, frames=4), "the kind stays"
    assert clip_of(set_transition(film, [B], kind=Wipe.WHIP), B).entry == Transition(
        kind=Wipe.WHIP, frames=4
    )
    assert remove_transitions(film, [B]) == cut_film()


def test_what_is_too_long_is_as_long_as_it_fits() -> None:
    film = set_transition(cut_film(), [B], frames=500)
    assert clip_of(film, B).entry == Transition(frames=60), "B has 30 frames for its half"
    film = set_transition(cut_film(), [C], frames=10)
    film = set_transition(film, [B], frames=500)
    assert clip_of(film, B).entry == Transition(frames=50), "five of them belong to the next one"
    film = set_transition(cut_film(), [C], Side.EXIT, frames=500)
    assert clip_of(film, C).exit == Transition(frames=50)
    with pytest.raises(EditRefused) as caught:
        set_transition(cut_film(), [A], Side.EXIT)
    assert caught.value.key == "timeline.no_room_for_transition", "it would lead to a clip"
    with pytest.raises(EditRefused) as caught:
        set_transition(cut_film(), [HEARD[A]])
    assert caught.value.key == "timeline.no_picture"


@given(
    st.lists(st.tuples(st.sampled_from([A, B, C]), st.sampled_from(list(Side)),
                       st.integers(1, 200)), max_size=5),
    st.sampled_from([0, 3]),
)  # fmt: skip
def test_they_never_lie_over_each_other_and_are_what_is_played(
    wishes: list[tuple[str, Side, int]], gap: int
) -> None:
    film = move_clips(cut_film(), [C], gap)
    for clip, side, frames in wishes:
        with contextlib.suppress(EditRefused):  # where there is no room
            film = set_transition(film, [clip], side, frames=frames)
    found = passages(film)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert [(each.start, each.end - each.start) for each in found] == played(film)
    assert check(film) == ()
    track = film.cut.tracks[0]
    for each in found:
        place = next(n for n, clip in enumerate(track.clips) if clip.id == each.clip)
        old = track.clips[place].entry if each.side is Side.ENTRY else track.clips[place].exit
        assert old is not None
        assert old.frames <= longest(track, place, each.side)


def test_one_whose_clip_moves_away_leads_from_nothing() -> None:
    film = set_transition(cut_film(), [B, C], frames=12)
    away = move_clips(film, [C, HEARD[C]], 30)
    assert passages(away) == [Passage(34, 46, Side.ENTRY, B), Passage(100, 112, Side.ENTRY, C)]
    back = move_clips(away, [C, HEARD[C]], -30)
    assert passages(back) == passages(film)
    closed = ripple_delete(film, [B, HEARD[B]])
    assert passages(closed) == [Passage(34, 46, Side.ENTRY, C)], "now it leads from A to C"


def test_a_razor_leaves_each_transition_at_its_end() -> None:
    film = set_transition(cut_film(), [B, C], frames=12)
    film = set_transition(film, [C], Side.EXIT, frames=9)
    cut = razor(film, C, 100)
    left, right = cut.cut.tracks[0].clips[-2:]
    assert (left.entry, left.exit) == (Transition(frames=12), None)
    assert (right.entry, right.exit) == (None, Transition(frames=9))
    assert passages(cut)[-1] == Passage(111, 120, Side.EXIT, right.id)


def test_the_edit_point_next_to_a_frame_is_found() -> None:
    film = cut_film()
    assert cut_near(film, 3) == (A, Side.ENTRY)
    assert cut_near(film, 44) == (B, Side.ENTRY)
    assert cut_near(film, 118) == (C, Side.EXIT)
    assert cut_near(change_track(film, SEEN, locked=True), 44) is None
    track = film.cut.tracks[0]
    assert side_of(track, 0, Edge.END) == (1, Side.ENTRY)
    assert side_of(track, 2, Edge.END) == (2, Side.EXIT)
    assert side_of(track, 1, Edge.START) == (1, Side.ENTRY)


def test_only_the_sides_asked_for_go() -> None:
    film = with_fields(cut_film(), [C], entry=Transition(frames=6), exit=Transition(frames=7))
    assert clip_of(remove_transitions(film, [C], [Side.EXIT]), C).entry == Transition(frames=6)
    assert clip_of(remove_transitions(film, [C]), C) == clip_of(cut_film(), C)
