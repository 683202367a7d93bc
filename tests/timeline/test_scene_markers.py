"""Scenes are marked when they come, and their markers stay as the maker left them."""

from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cut import MarkerColour
from studio.timeline.cutting import Edge, trim
from studio.timeline.following import follow
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.shot_edits import duplicate_shot
from studio.timeline.story import Scene
from studio.timeline.story_edits import add_scene
from studio.timeline.track_edits import change_marker, remove_marker
from tests.timeline.films import make_film, make_shot, shot_id


def by_hand(film: Project) -> Project:
    return trim(film, film.cut.tracks[0].clips[1].id, Edge.END, 58)


def names(film: Project) -> list[tuple[int, str]]:
    return [(marker.frame, marker.name) for marker in film.cut.markers]


def test_a_new_scene_in_a_cut_made_by_hand_is_marked_where_it_begins() -> None:
    before = by_hand(assemble(make_film()))
    new = Scene(id="sc_new00000", heading="EXT. PIER", shots=(make_shot("p", 30),))
    after = follow(before, add_scene(before, new))
    start = next(c.start for c in after.cut.tracks[0].clips if c.owner == shot_id("p"))
    assert (start, "EXT. PIER") in names(after)
    assert len(after.cut.markers) == len(before.cut.markers) + 1
    assert check(after) == ()


def test_a_scene_without_pictures_is_not_marked() -> None:
    before = by_hand(assemble(make_film()))
    after = follow(before, add_scene(before, Scene(id="sc_new00000", heading="EMPTY")))
    assert names(after) == names(before)


def test_the_makers_name_and_colour_of_a_scene_marker_outlive_a_new_assembly() -> None:
    film = assemble(make_film())
    first, *rest = film.cut.markers
    film = change_marker(film, first.id, name="Opening", colour=MarkerColour.RED)
    after = follow(film, duplicate_shot(film, shot_id("a")))
    assert after.cut.frames > film.cut.frames
    kept = next(marker for marker in after.cut.markers if marker.id == first.id)
    assert (kept.name, kept.colour) == ("Opening", MarkerColour.RED)
    told = {marker.id: marker for marker in assemble(after).cut.markers}
    assert all(told[m.id].frame == m.frame for m in after.cut.markers if m in rest)


def test_a_scene_marker_that_was_taken_away_stays_away() -> None:
    film = assemble(make_film())
    gone = derived_id("mk", film.scenes[0].id)
    film = remove_marker(film, gone)
    after = follow(film, duplicate_shot(film, shot_id("a")))
    assert gone not in [marker.id for marker in after.cut.markers]
