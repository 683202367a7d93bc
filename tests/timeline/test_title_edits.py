"""Titles come with their clips, are copied with them, and leave with the last one."""

from fractions import Fraction

import pytest

from studio.errors import EditRefused
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.cut_edits import move_clip, remove_clips
from studio.timeline.difference import difference
from studio.timeline.earlier import back_to
from studio.timeline.look import Lettering, Lut, Title
from studio.timeline.placing import lay, move_clips, paste, taken
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.retime import change_rate
from studio.timeline.ripple import close_time, delete, insert
from studio.timeline.title_edits import add_title, change_title
from studio.timeline.track_edits import add_track, remove_track
from tests.timeline.looks import A, clip_of, cut_film, with_fields

ONE, TWO = "ti_one00000", "ti_two00000"
CLIP, OTHER = "cl_title000", "cl_title001"


def titled() -> Project:
    return add_title(cut_film(), 10, 20, "Titles", text="Dawn", title_id=ONE, clip_id=CLIP)


def test_a_title_lies_on_a_track_of_titles_that_is_free() -> None:
    film = titled()
    track = film.cut.tracks[-1]
    assert (track.name, track.kind, track.role) == ("Titles", TrackKind.TEXT, "titles")
    assert film.titles == (Title(id=ONE, text="Dawn"),)
    beside = add_title(film, 30, 10, "Titles 2", lettering=Lettering.CREDITS)
    assert len(beside.cut.tracks) == 3
    over = add_title(film, 15, 10, "Titles 2")
    assert [t.name for t in over.cut.tracks][2:] == ["Titles", "Titles 2"]
    assert check(beside) == check(over) == ()


def test_a_title_gets_other_words_and_values_that_fit() -> None:
    film = change_title(titled(), ONE, text="Dusk", scale=2.0, x=0.1)
    assert film.titles == (Title(id=ONE, text="Dusk", scale=2, x=0.1),)
    assert change_title(film, ONE, text="Dusk") is film
    for name, changes in ((TWO, {}), (ONE, {"colour": "red"}), (ONE, {"scale": 99})):
        with pytest.raises(EditRefused):
            change_title(film, name, **changes)


def test_a_title_leaves_with_its_last_clip() -> None:
    film = titled()
    track = film.cut.tracks[-1].id
    for gone in (
        delete(film, [CLIP]), remove_clips(film, [CLIP]), remove_track(film, track),
        close_time(film, 5, 40),
    ):  # fmt: skip
        assert gone.titles == ()
        assert check(gone) == ()
    short = close_time(film, 5, 12)
    assert short.titles == film.titles
    assert move_clips(film, [CLIP], 40).titles == film.titles
    other = add_track(film, "More", TrackKind.TEXT, track_id="tr_more0000")
    assert move_clip(other, CLIP, 50, "tr_more0000").titles == film.titles


def test_copies_have_words_of_their_own_and_survive_a_cut() -> None:
    film = titled()
    copied = taken(film, [CLIP])
    gone = delete(film, [CLIP])
    back = paste(gone, copied, 50)
    assert [title.text for title in back.titles] == ["Dawn"]
    both = paste(film, copied, 50)
    names = [clip.owner for clip in both.cut.tracks[-1].clips]
    assert len(set(names)) == 2
    changed = change_title(both, names[1], text="Dusk")
    assert [title.text for title in changed.titles] == ["Dawn", "Dusk"]
    assert check(both) == check(insert(film, copied, 0)) == ()
    covered = lay(both, [p for p in taken(both, [CLIP])])
    assert covered.titles == both.titles


def test_what_differs_is_told_and_tables_stay_when_going_back() -> None:
    film = titled()
    told = difference(cut_film(), film)
    assert told.titles.fewer == 1
    lut = Lut(id="lu_warm0000", name="warm", path="media/warm.cube", sha256="0" * 64)
    now = film.evolve(luts=(lut,))
    assert back_to(now, cut_film()).luts == (lut,)


def test_another_rate_keeps_fades_and_places_in_takes() -> None:
    film = change_title(titled(), ONE, fade=12)
    film = with_fields(film, [A], speed=Fraction(1, 2), phase=Fraction(1, 2), fade_in=6)
    double = change_rate(film, Rate(num=48))
    assert double.titles[0].fade == 24
    clip = clip_of(double, A)
    assert clip.skip + clip.phase == 41
    assert (clip.fade_in, clip.frames, clip.speed) == (12, 80, Fraction(1, 2))
    assert change_rate(double, film.rate) == film
