"""Clips, tracks and markers: never two at once on a track."""

import pytest

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.cut_edits import (
    add_marker,
    add_track,
    change_clip,
    change_marker,
    change_track,
    move_clip,
    move_track,
    place,
    remove_clips,
    remove_marker,
    remove_track,
    ripple_remove,
    slip,
    split_clip,
    trim_end,
    trim_start,
)
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from tests.timeline.films import HERO, PICTURE, make_film, shot_id

OVER = "tr_over0000"


def film_with_overlay() -> Project:
    """|   XXXXXXXXXX   | from 5 for 10 frames, above the picture."""
    film = add_track(assemble(make_film()), "Over", TrackKind.PICTURE, track_id=OVER)
    return place(film, OVER, PICTURE, 5, 10, skip=3, clip_id="cl_over0000")


def clip(film: Project, clip_id: str = "cl_over0000") -> tuple[int, int, int]:
    found = find_clip(film, clip_id)
    assert found is not None
    return found[1].start, found[1].frames, found[1].skip


def on_track(film: Project, number: int) -> list[tuple[int, int]]:
    return [(c.start, c.frames) for c in film.cut.tracks[number].clips]


def test_trims_keep_what_is_seen_when() -> None:
    film = film_with_overlay()
    assert clip(trim_start(film, "cl_over0000", 8)) == (8, 7, 6)
    assert clip(trim_start(film, "cl_over0000", 2)) == (2, 13, 0)
    assert clip(trim_start(film, "cl_over0000", 99)) == (14, 1, 12)
    assert clip(trim_end(film, "cl_over0000", 9)) == (5, 4, 3)
    assert clip(trim_end(film, "cl_over0000", 0)) == (5, 1, 3)
    assert clip(slip(film, "cl_over0000", -3)) == (5, 10, 0)
    assert trim_start(film, "cl_over0000", 5) is film
    assert trim_end(film, "cl_over0000", 15) is film
    assert slip(film, "cl_over0000", 0) is film
    for edit in (lambda: trim_start(film, "cl_over0000", 1), lambda: slip(film, "cl_over0000", -4)):
        with pytest.raises(EditRefused) as caught:
            edit()
        assert caught.value.key == "timeline.no_material"


def test_a_caption_may_begin_earlier_than_it_did() -> None:
    film = assemble(make_film())
    second = film.cut.tracks[4].clips[1]
    assert clip(trim_start(film, second.id, 40), second.id) == (40, 16, 0)


def test_moves_are_refused_where_they_would_overlap() -> None:
    film = film_with_overlay()
    assert clip(move_clip(film, "cl_over0000", 0))[0] == 0
    assert clip(move_clip(film, "cl_over0000", -7))[0] == 0
    assert move_clip(film, "cl_over0000", 5) is film
    first = film.cut.tracks[0].clips[0]
    for edit in (
        lambda: move_clip(film, first.id, 1),
        lambda: move_clip(film, "cl_over0000", 10, film.cut.tracks[0].id),
        lambda: trim_end(film, first.id, 49),
        lambda: place(film, OVER, PICTURE, 14, 1),
    ):
        with pytest.raises(EditRefused) as caught:
            edit()
        assert caught.value.key == "timeline.overlap"
    with pytest.raises(EditRefused) as caught:
        move_clip(film, "cl_over0000", 500, film.cut.tracks[1].id)
    assert caught.value.key == "timeline.other_kind"
    lifted = move_clip(film, "cl_over0000", 172, film.cut.tracks[0].id)
    assert on_track(lifted, 0)[-1] == (172, 10)
    assert on_track(lifted, 5) == []
    assert lifted.cut.tracks[1] is film.cut.tracks[1]


def test_split_clips_go_on_where_they_were_cut() -> None:
    film = split_clip(film_with_overlay(), "cl_over0000", 9)
    left, right = film.cut.tracks[5].clips
    assert (left.start, left.frames, left.skip) == (5, 4, 3)
    assert (right.start, right.frames, right.skip) == (9, 6, 7)
    for frame in (5, 15):
        with pytest.raises(EditRefused):
            split_clip(film_with_overlay(), "cl_over0000", frame)


def test_removing_leaves_a_gap_and_rippling_closes_it() -> None:
    film = assemble(make_film())
    second = film.cut.tracks[0].clips[1]
    gap = remove_clips(film, [second.id])
    assert on_track(gap, 0) == [(0, 48), (72, 100)]
    closed = ripple_remove(film, second.id)
    assert on_track(closed, 0) == on_track(closed, 1) == [(0, 48), (48, 100)]
    assert on_track(closed, 3) == [(0, 148)]  # the music is shortened, not torn
    assert on_track(closed, 4) == [(0, 8), (48, 8), (58, 8), (68, 8)]
    assert [marker.frame for marker in closed.cut.markers] == [0, 48]
    assert check(closed) == ()
    assert remove_clips(film, []) is film


def test_rippling_shortens_what_reaches_in() -> None:
    """`|aaaaXXXXbbbb|` with clips on another track from 2 to 6 and from 6 to 10."""
    film = add_track(make_film(), "P", TrackKind.PICTURE, track_id="tr_low00000")
    film = place(film, "tr_low00000", shot_id("a"), 4, 4, clip_id="cl_mid00000")
    film = add_track(film, "Q", TrackKind.PICTURE, track_id=OVER)
    film = place(film, OVER, PICTURE, 2, 4, clip_id="cl_early000")
    film = place(film, OVER, PICTURE, 6, 4, clip_id="cl_late0000")
    closed = ripple_remove(film, "cl_mid00000")
    assert clip(closed, "cl_early000") == (2, 2, 0)
    assert clip(closed, "cl_late0000") == (4, 2, 2)


def test_tracks_and_markers() -> None:
    film = film_with_overlay()
    assert change_track(film, OVER, muted=True).cut.tracks[5].muted
    assert change_track(film, OVER, name="Over") is film
    assert move_track(film, OVER, 0).cut.tracks[0].id == OVER
    assert move_track(film, OVER, 5) is film
    assert remove_track(film, OVER) == assemble(make_film())
    marked = add_marker(film, 60, "here", marker_id="mk_here0000")
    assert [marker.frame for marker in marked.cut.markers] == [0, 60, 72]
    later = change_marker(marked, "mk_here0000", frame=100)
    assert [marker.frame for marker in later.cut.markers] == [0, 72, 100]
    assert remove_marker(later, "mk_here0000") == film
    assert change_clip(film, "cl_over0000", gain=-6.0).cut.tracks[5].clips[0].gain == -6.0
    with pytest.raises(EditRefused, match="gain"):
        change_clip(film, "cl_over0000", gain=99.0)
    with pytest.raises(EditRefused, match="frame"):
        add_marker(film, -1)


def test_parts_that_are_not_there() -> None:
    film = make_film()
    for edit, key in (
        (lambda: place(film, "tr_none0000", PICTURE, 0, 1), "no_track"),
        (lambda: slip(film, "cl_none0000", 1), "no_clip"),
        (lambda: remove_marker(film, "mk_none0000"), "no_marker"),
    ):
        with pytest.raises(EditRefused) as caught:
            edit()
        assert caught.value.key == f"timeline.{key}"


def test_a_clip_on_the_wrong_track_is_a_problem() -> None:
    film = place(film_with_overlay(), OVER, HERO, 50, 5)
    assert [problem.key for problem in check(film)] == ["timeline.no_owner"]
    line = make_film().scenes[0].shots[0].cues[0]
    film = place(film_with_overlay(), OVER, line.id, 50, 5)
    (problem,) = check(film)
    assert problem.key == "timeline.wrong_track"
    assert line.id in problem.text("zh")
    assert isinstance(film.cut.tracks[5].clips[1], Clip)


def test_solo_and_mute_say_what_is_seen_and_heard() -> None:
    film = film_with_overlay()
    sounds = [track.id for track in film.cut.active(TrackKind.SOUND)]
    assert len(sounds) > 1
    solo = change_track(film, sounds[1], solo=True)
    assert [track.id for track in solo.cut.active(TrackKind.SOUND)] == sounds[1:2]
    assert solo.cut.active(TrackKind.PICTURE) == film.cut.active(TrackKind.PICTURE)
    both = change_track(solo, sounds[1], muted=True)
    assert both.cut.active(TrackKind.SOUND) == ()
    assert OVER not in [
        t.id for t in change_track(film, OVER, muted=True).cut.active(TrackKind.PICTURE)
    ]
