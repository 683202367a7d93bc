"""Halves of one take that are apart: told, and brought together by moving or by slipping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cutting import Edge, razor, trim
from studio.timeline.linking import unlink
from studio.timeline.placing import move_clips
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.sync import move_into_sync, offsets, origin, slip_into_sync
from studio.timeline.track_edits import change_track
from tests.timeline.films import make_film


def film() -> Project:
    return assemble(make_film())


def halves(project: Project, number: int) -> tuple[str, str]:
    """The picture and the sound of a shot."""
    pictures, sounds = project.cut.tracks[0].clips, project.cut.tracks[1].clips
    return pictures[number].id, sounds[number].id


def start(project: Project, clip_id: str) -> int:
    found = find_clip(project, clip_id)
    assert found is not None
    return found[1].start


def test_a_cut_as_told_is_in_sync() -> None:
    assert offsets(film().cut) == {}


def test_both_halves_tell_by_how_much_they_are_apart() -> None:
    picture, sound = halves(film(), 1)
    apart = move_clips(film(), [sound], 5)
    assert offsets(apart.cut)[sound] == 5
    assert offsets(apart.cut)[picture] == -5
    assert offsets(unlink(apart, [sound]).cut) == {}, "what is not linked belongs together no more"


@given(st.integers(-20, 60), st.booleans())
def test_moving_brings_a_half_back(by: int, both: bool) -> None:
    picture, sound = halves(film(), 1)
    apart = move_clips(film(), [sound], by)
    cured = move_into_sync(apart, [picture, sound] if both else [sound])
    assert sound not in offsets(cured.cut)
    assert start(cured, picture) == start(film(), picture), "the sound comes to the picture"
    assert start(cured, sound) == start(film(), sound)
    assert check(cured) == ()


def test_a_picture_chosen_alone_goes_to_its_sound() -> None:
    picture, sound = halves(film(), 1)
    apart = move_clips(film(), [sound], 7)
    cured = move_into_sync(apart, [picture])
    assert start(cured, picture) == start(apart, sound)
    assert offsets(cured.cut).get(sound) is None


def test_slipping_keeps_the_place_and_changes_what_is_heard() -> None:
    picture, sound = halves(film(), 1)
    apart = move_clips(film(), [sound], 5)
    cured = slip_into_sync(apart, [sound])
    found, other = find_clip(cured, sound), find_clip(cured, picture)
    assert found is not None
    assert other is not None
    assert (found[1].start, found[1].skip) == (start(apart, sound), 5)
    assert origin(found[1]) == origin(other[1])


def test_slipping_where_the_take_has_nothing_is_refused() -> None:
    _, sound = halves(film(), 1)
    early = move_clips(film(), [sound], -5)
    with pytest.raises(EditRefused) as refused:
        slip_into_sync(early, [sound])
    assert refused.value.key == "timeline.sync_no_material"
    late = move_clips(film(), [sound], 5)
    owner = late.cut.tracks[0].clips[1].owner
    with pytest.raises(EditRefused):
        slip_into_sync(late, [sound], {owner: 24})
    assert slip_into_sync(late, [sound], {owner: 29}) is not late


def test_halves_of_a_cut_take_are_compared_with_their_own() -> None:
    picture, sound = halves(film(), 0)
    cut = razor(film(), picture, 20)
    tail_picture, tail_sound = halves(cut, 1)
    apart = move_clips(cut, [tail_picture], -20)
    assert offsets(apart.cut)[tail_sound] == 20
    assert sound not in offsets(apart.cut)
    assert start(move_into_sync(apart, [tail_sound]), tail_sound) == 0


def test_a_move_before_the_film_is_refused() -> None:
    picture, sound = halves(film(), 0)
    late = trim(film(), picture, Edge.START, 20, alone=True)
    apart = move_clips(late, [picture], -20)
    with pytest.raises(EditRefused) as refused:
        move_into_sync(apart, [sound])
    assert refused.value.key == "timeline.sync_before_film"
    assert refused.value.values["frames"] == 20


def test_a_locked_half_stays_and_the_other_one_comes() -> None:
    picture, sound = halves(film(), 1)
    apart = move_clips(film(), [sound], 5)
    locked = change_track(apart, apart.cut.tracks[1].id, locked=True)
    cured = move_into_sync(locked, [picture, sound])
    assert start(cured, sound) == start(apart, sound)
    assert offsets(cured.cut).get(sound) is None
