"""An edit of the story does not undo what was cut by hand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.cutting import Edge, trim
from studio.timeline.following import follow
from studio.timeline.linking import group_of
from studio.timeline.model import new_id
from studio.timeline.placing import move_clips
from studio.timeline.project import Project
from studio.timeline.queries import clips, shots
from studio.timeline.ripple import carry
from studio.timeline.shot_edits import (
    change_shot,
    duplicate_shot,
    insert_shot,
    move_shot,
    remove_shots,
    split_shot,
)
from studio.timeline.track_edits import add_marker, add_track, change_track
from tests.timeline.films import ONE, make_film, make_shot, shot_id


def film() -> Project:
    return assemble(make_film())


def lane(project: Project, number: int = 0) -> list[tuple[str, int, int]]:
    names = {shot.id: shot.prompt for shot in shots(project)}
    return [(names[c.owner], c.start, c.frames) for c in project.cut.tracks[number].clips]


def trimmed() -> Project:
    """Shot b is cut from 24 frames to 10, and a gap is left behind it."""
    before = film()
    name = next(c.id for c in before.cut.tracks[0].clips if c.owner == shot_id("b"))
    return trim(before, name, Edge.END, 58)


def test_a_cut_as_told_is_told_anew_with_its_settings() -> None:
    before = change_track(film(), film().cut.tracks[1].id, muted=True, name="Voices")
    before = add_marker(before, 30, "mine")
    after = follow(before, duplicate_shot(before, shot_id("b")))
    assert lane(after) == [("a", 0, 48), ("b", 48, 24), ("b", 72, 24), ("c", 96, 100)]
    assert after.cut.tracks[1].muted
    assert after.cut.tracks[1].name == "Voices"
    assert "mine" in [marker.name for marker in after.cut.markers]


def test_a_track_of_the_makers_own_stays() -> None:
    before = add_track(film(), "Over", TrackKind.PICTURE, track_id="tr_over0000")
    name = before.cut.tracks[0].clips[1].id
    before = move_clips(before, [name], 0, {name: "tr_over0000"})
    after = follow(before, remove_shots(before, [shot_id("a")]))
    assert [t.clips for t in after.cut.tracks if t.id == "tr_over0000"] != [()]
    assert check(after) == ()


def test_a_new_shot_comes_in_and_the_trim_stays() -> None:
    before = trimmed()
    after = follow(before, insert_shot(before, ONE, 1, make_shot("n", 30)))
    assert lane(after) == [("a", 0, 48), ("n", 48, 30), ("b", 78, 10), ("c", 102, 100)]
    assert lane(after, 1) == lane(after, 0)
    texts = [c.start for t, c in clips(after) if t.kind is TrackKind.TEXT]
    assert 48 in texts, "its line is read"


def test_a_shot_that_goes_takes_its_time_along() -> None:
    before = trimmed()
    after = follow(before, remove_shots(before, [shot_id("a")]))
    assert lane(after) == [("b", 0, 10), ("c", 24, 100)] == lane(after, 1)


def test_a_shot_that_moves_is_carried() -> None:
    before = trimmed()
    after = follow(before, move_shot(before, shot_id("b"), ONE, 0))
    assert lane(after) == [("b", 0, 10), ("a", 10, 48), ("c", 72, 100)]
    assert lane(after, 1) == lane(after, 0)


def test_an_order_made_by_hand_stays() -> None:
    before = film()
    last = next(c.id for c in before.cut.tracks[0].clips if c.owner == shot_id("c"))
    by_hand = carry(before, group_of(before, [last]), 0)
    after = follow(by_hand, duplicate_shot(by_hand, shot_id("a")))
    assert [name for name, _, _ in lane(after)] == ["c", "a", "a", "b"]


def test_a_change_that_is_none_of_the_storys_leaves_the_cut() -> None:
    before = trimmed()
    assert follow(before, before) is before


@settings(max_examples=60, deadline=None)
@given(
    frame=st.integers(1, 170),
    by=st.integers(-60, 60),
    steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), max_size=5),
)
def test_whatever_the_story_does_the_cut_is_sound(
    frame: int, by: int, steps: list[tuple[int, int, int]]
) -> None:
    project = film()
    every = [c.id for t, c in clips(project) if t.kind is TrackKind.PICTURE]
    project = move_clips(project, group_of(project, [every[frame % len(every)]]), by)
    for which, pick, place in steps:
        some = [shot.id for shot in shots(project)]
        if not some:
            break
        name = some[pick % len(some)]
        edits = (
            lambda f, n=name, p=place: move_shot(f, n, ONE, p),
            lambda f, n=name, p=place: duplicate_shot(f, n),
            lambda f, n=name, p=place: remove_shots(f, [n]),
            lambda f, p=place: insert_shot(f, ONE, p, make_shot(new_id("sh"), 20)),
        )
        project = follow(project, edits[which](project))
        assert check(project) == ()
        seen = {c.owner for t, c in clips(project) if t.kind is TrackKind.PICTURE}
        assert {shot.id for shot in shots(project)} - seen <= set(some), "new shots are seen"


def by_hand() -> Project:
    """Shot a begins a little later, so the cut is no longer as it was assembled."""
    before = film()
    first = next(c.id for c in before.cut.tracks[0].clips if c.owner == shot_id("a"))
    return trim(before, first, Edge.START, 8)


def longer(project: Project, name: str, frames: int) -> Project:
    return follow(project, change_shot(project, shot_id(name), frames=frames))


def test_the_end_of_an_untrimmed_shot_follows_its_length() -> None:
    before = by_hand()
    assert lane(before) == [("a", 8, 40), ("b", 48, 24), ("c", 72, 100)]
    after = longer(before, "b", 36)
    assert lane(after) == [("a", 8, 40), ("b", 48, 36), ("c", 84, 100)] == lane(after, 1)
    after = longer(before, "b", 10)
    assert lane(after) == [("a", 8, 40), ("b", 48, 10), ("c", 58, 100)] == lane(after, 1)
    after = longer(before, "a", 60)
    assert lane(after) == [("a", 8, 52), ("b", 60, 24), ("c", 84, 100)] == lane(after, 1)
    assert check(after) == ()


def test_a_trimmed_end_stays_unless_the_shot_ends_before_it() -> None:
    before = trimmed()
    assert lane(longer(before, "b", 40)) == lane(before)
    assert lane(longer(before, "b", 12)) == lane(before)
    assert lane(longer(before, "b", 6)) == [("a", 0, 48), ("b", 48, 6), ("c", 68, 100)]


def test_a_split_shot_shows_each_frame_once() -> None:
    before = by_hand()
    after = follow(before, split_shot(before, shot_id("b"), 9))
    assert lane(after) == [("a", 8, 40), ("b", 48, 9), ("b", 57, 15), ("c", 72, 100)]


def test_a_locked_picture_keeps_its_length() -> None:
    before = by_hand()
    for track in before.cut.tracks[:2]:
        before = change_track(before, track.id, locked=True)
    assert lane(longer(before, "b", 36)) == lane(before)
