"""Magnets: the nearest within reach wins, and says where."""

from studio.timeline.assembly import assemble
from studio.timeline.snapping import Magnets, edges_of, edit_points
from studio.timeline.track_edits import change_track
from tests.timeline.films import make_film


def test_the_nearest_magnet_within_reach() -> None:
    magnets = Magnets([0, 10, 20])
    assert magnets.near(13, 5) == 10
    assert magnets.near(16, 5) == 20
    assert magnets.near(15, 4) is None
    assert Magnets([]).near(3, 100) is None


def test_the_edge_that_is_nearest_decides() -> None:
    magnets = Magnets([100])
    assert magnets.pull([0, 50], 52, 5) == (50, 100)
    assert magnets.pull([0, 50], 98, 5) == (100, 100)
    assert magnets.pull([0, 50], 20, 5) == (20, None)


def test_a_clip_does_not_draw_itself() -> None:
    cut = assemble(make_film()).cut
    assert {0, 48, 72, 172} <= edges_of(cut)
    without = {clip.id for track in cut.tracks for clip in track.clips}
    assert edges_of(cut, without) == {0, 72}, "the markers are left"


def test_edit_points_are_where_the_picture_changes() -> None:
    film = assemble(make_film())
    assert edit_points(film.cut) == [0, 48, 72, 172]
    muted = change_track(film, film.cut.tracks[0].id, muted=True)
    assert edit_points(muted.cut) == [0, 172]
