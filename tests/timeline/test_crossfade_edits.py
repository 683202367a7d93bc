"""Crossfades of sounds that meet: put in, limited, and found."""

import pytest

from studio.errors import EditRefused
from studio.timeline.check import check
from studio.timeline.crossfade_edits import crossfade_near, remove_crossfade, set_crossfade
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.look import Transition
from studio.timeline.project import Project
from studio.timeline.track_edits import change_track

A, B, C, PICTURE = "cl_00000001", "cl_00000002", "cl_00000003", "cl_00000009"


def film() -> Project:
    """`|aaa|bbb|` and apart from them `|ccc|`, over a picture."""
    sounds = [(A, 0, 24), (B, 24, 24), (C, 60, 24)]
    clips = tuple(Clip(id=n, owner=f"sh_{n[3:]}", start=s, frames=f) for n, s, f in sounds)
    clips = (clips[0].evolve(fade_out=6), clips[1].evolve(fade_in=4), clips[2])
    seen = Clip(id=PICTURE, owner="sh_00000009", start=0, frames=84)
    tracks = (
        Track(id="tr_00000001", name="V", kind=TrackKind.PICTURE, clips=(seen,)),
        Track(id="tr_00000002", name="A", kind=TrackKind.SOUND, clips=clips),
    )
    return Project(cut=Cut(tracks=tracks))


def test_two_sounds_cross_and_their_fades_at_the_cut_give_way() -> None:
    early, late, apart = set_crossfade(film(), [B], 10).cut.tracks[1].clips
    assert late.entry == Transition(frames=10)
    assert (early.fade_out, late.fade_in) == (0, 0)
    assert apart == film().cut.tracks[1].clips[2]


def test_a_crossfade_is_no_longer_than_fits_keeps_its_length_and_goes() -> None:
    long = set_crossfade(film(), [B], 500)
    assert long.cut.tracks[1].clips[1].entry == Transition(frames=48)
    assert set_crossfade(long, [B]) is long
    assert set_crossfade(film(), [B]).cut.tracks[1].clips[1].entry == Transition(frames=12)
    assert remove_crossfade(long, [B]).cut.tracks[1].clips[1].entry is None
    assert [p for p in check(long) if p not in check(film())] == []


@pytest.mark.parametrize("name", [A, C, PICTURE])
def test_what_meets_nothing_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(EditRefused, match="No two sounds meet"):
        set_crossfade(film(), [name], 10)


def test_the_nearest_cut_is_found_on_tracks_that_are_open_and_heard() -> None:
    assert crossfade_near(film(), 80) == B
    again = tuple(c.evolve(id=f"cl_1{c.id[4:]}") for c in film().cut.tracks[1].clips)
    other = film().cut.tracks[1].evolve(id="tr_00000003", clips=again)
    two = film().evolve(cut=Cut(tracks=(*film().cut.tracks, other)))
    assert crossfade_near(two, 20) == again[1].id, "the uppermost"
    assert crossfade_near(two, 20, {"tr_00000002"}) == B, "where it was asked for"
    muted = change_track(change_track(two, "tr_00000003", muted=True), "tr_00000002", locked=True)
    assert crossfade_near(muted, 20) is None
