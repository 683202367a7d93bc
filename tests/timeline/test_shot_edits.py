"""Shots: only what changes is rebuilt, lengths and words are kept."""

import pytest

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.queries import cues, find_shot, shots
from studio.timeline.shot_edits import (
    change_shot,
    duplicate_shot,
    insert_shot,
    merge_shots,
    move_shot,
    remove_shots,
    split_shot,
)
from studio.timeline.story import Role
from studio.timeline.story_edits import choose_take, use_reference
from tests.timeline.films import ONE, PICTURE, TWO, make_film, make_shot, shot_id


def test_only_what_changes_is_rebuilt() -> None:
    film = make_film()
    after = change_shot(film, shot_id("a"), prompt="new")
    assert after.scenes[1] is film.scenes[1]
    assert after.scenes[0].shots[1] is film.scenes[0].shots[1]
    assert after.scenes[0].shots[0].cues[0] is film.scenes[0].shots[0].cues[0]
    assert change_shot(film, shot_id("a"), prompt="a") is film


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"frames": 0}, "帧数"), ({"size": "huge"}, "景别"), ({"no_such_field": 1}, "no_such_field")],
)
def test_values_that_do_not_fit_are_refused(changes: dict[str, object], name: str) -> None:
    with pytest.raises(EditRefused) as caught:
        change_shot(make_film(), shot_id("a"), **changes)
    assert f"“{name}”" in caught.value.text("zh")


def test_a_shorter_shot_draws_its_cues_in() -> None:
    film = change_shot(make_film(), shot_id("c"), frames=12)
    assert [(c.start, c.frames) for c in film.scenes[1].shots[0].cues] == [(0, 8), (4, 8), (4, 8)]
    tiny = change_shot(make_film(), shot_id("c"), frames=1)
    assert [(c.start, c.frames) for c in tiny.scenes[1].shots[0].cues] == [(0, 1)] * 3
    music = change_shot(make_film(), shot_id("a"), frames=10).scenes[0].shots[0].cues[-1]
    assert music.frames == 172


def test_shots_are_inserted_moved_and_copied() -> None:
    film = make_film()
    new = make_shot("n")
    inserted = insert_shot(film, ONE, 1, new)
    assert [shot.prompt for shot in shots(inserted)] == ["a", "n", "b", "c"]
    moved = move_shot(inserted, new.id, TWO, 99)
    assert [shot.prompt for shot in shots(moved)] == ["a", "b", "c", "n"]
    assert [s.prompt for s in shots(move_shot(film, shot_id("a"), ONE, 1))] == ["b", "a", "c"]
    assert move_shot(film, shot_id("a"), ONE, 0) is film
    copied = duplicate_shot(choose_take(film, shot_id("a"), "tk_00000001"), shot_id("a"))
    copy = copied.scenes[0].shots[1]
    assert (copy.prompt, copy.take, check(copied)) == ("a", None, ())
    with pytest.raises(EditRefused):
        insert_shot(film, ONE, 0, make_shot("a"))
    with pytest.raises(EditRefused):
        move_shot(film, "sh_none0000", ONE, 0)


def test_removing_shots_takes_their_clips_along() -> None:
    film = assemble(make_film())
    after = remove_shots(film, [shot_id("c"), shot_id("b")])
    assert check(after) == ()
    assert [cue.text for cue in cues(after)] == ["a0", "drums"]
    assert remove_shots(film, []) is film
    with pytest.raises(EditRefused):
        remove_shots(film, [shot_id("c"), "sh_none0000"])


def test_split_and_merge_are_inverse_in_length_and_words() -> None:
    film = make_film()
    split = split_shot(film, shot_id("c"), 15)
    left, right = split.scenes[1].shots
    assert (left.frames, right.frames) == (15, 85)
    assert [(c.text, c.start, c.frames) for c in left.cues] == [("c0", 0, 8), ("c1", 10, 5)]
    assert [(c.text, c.start, c.frames) for c in right.cues] == [("c2", 5, 8)]
    merged = merge_shots(split, left.id, right.id).scenes[1].shots[0]
    assert (merged.frames, merged.prompt) == (100, "c")
    assert [cue.start for cue in merged.cues] == [0, 10, 20]


@pytest.mark.parametrize("frame", [-1, 0, 100, 101])
def test_a_shot_is_split_inside(frame: int) -> None:
    with pytest.raises(EditRefused) as caught:
        split_shot(make_film(), shot_id("c"), frame)
    assert caught.value.key == "timeline.split_outside"


def test_music_sounds_on_over_a_split() -> None:
    left = split_shot(make_film(), shot_id("a"), 20).scenes[0].shots[0]
    assert left.cues[-1].frames == 172


def test_first_and_last_frame_stay_at_their_ends() -> None:
    film = use_reference(make_film(), shot_id("c"), PICTURE, Role.FIRST_FRAME)
    film = use_reference(film, shot_id("c"), PICTURE, Role.LAST_FRAME)
    film = use_reference(film, shot_id("c"), PICTURE, Role.STYLE)
    split = split_shot(film, shot_id("c"), 50)
    left, right = split.scenes[1].shots
    assert {use.role for use in left.uses} == {Role.FIRST_FRAME, Role.STYLE}
    assert {use.role for use in right.uses} == {Role.LAST_FRAME, Role.STYLE}
    merged = find_shot(merge_shots(split, left.id, right.id), left.id)
    assert merged is not None
    assert set(merged.uses) == set(film.scenes[1].shots[0].uses)


def test_merging_keeps_the_captions_of_both() -> None:
    film = assemble(make_film())
    merged = merge_shots(film, shot_id("a"), shot_id("b"))
    assert check(merged) == ()
    assert merged.cut.tracks[-1] is film.cut.tracks[-1]
    assert len(merged.cut.tracks[0].clips) == 2
    with pytest.raises(EditRefused):
        merge_shots(film, shot_id("b"), shot_id("c"))
