"""Looks of many clips at once: merged field by field, limited, reset and copied."""

import pytest

from studio.errors import EditRefused
from studio.timeline.check import check
from studio.timeline.look import Blend, Crop, Fit, Focus, Grade, Look, Lut, Place
from studio.timeline.look_edits import (
    Attributes,
    change_focus,
    change_look,
    change_sound,
    paste_attributes,
    reset_focus,
    reset_look,
)
from studio.timeline.lut_edits import add_lut, remove_lut
from studio.timeline.track_edits import change_track
from tests.timeline.looks import HEARD, SEEN, A, B, C, clip_of, cut_film, with_fields


def test_fields_change_and_all_else_stays_as_each_clip_has_it() -> None:
    film = change_look(cut_film(), [A], place={"x": 0.5}, opacity=0.5)
    film = change_look(film, [A, B, HEARD[A]], place={"scale": 2.0}, grade={"exposure": 1.0})
    first, second = clip_of(film, A).look, clip_of(film, B).look
    assert first == Look(place=Place(x=0.5, scale=2), opacity=0.5, grade=Grade(exposure=1))
    assert second == Look(place=Place(scale=2), grade=Grade(exposure=1))
    assert clip_of(film, HEARD[A]).look is None, "sound has no look"
    assert clip_of(film, C) is clip_of(cut_film(), C) or clip_of(film, C).look is None


def test_a_look_like_none_is_none_and_nothing_done_is_the_same_film() -> None:
    film = cut_film()
    changed = change_look(film, [A], blend=Blend.SCREEN, fit=Fit.BLUR)
    assert change_look(changed, [A], blend=Blend.NORMAL, fit=None) == film
    assert change_look(film, [A], opacity=1.0) is film
    assert reset_look(changed, [A]) == film
    graded = change_look(changed, [A], grade={"gamma": 2.0})
    assert clip_of(reset_look(graded, [A], "grade"), A).look == clip_of(changed, A).look


def test_a_crop_leaves_something_of_the_picture() -> None:
    film = change_look(cut_film(), [A], crop={"left": 0.6})
    film = change_look(film, [A], crop={"right": 0.9})
    look = clip_of(film, A).look
    assert look is not None
    assert look.crop.left == 0.6
    assert look.crop.right == pytest.approx(0.38)
    both = clip_of(change_look(film, [B], crop={"top": 0.7, "bottom": 0.7}), B).look
    assert both is not None
    assert both.crop.top + both.crop.bottom <= 0.98
    assert both.crop != Crop()


def test_values_that_do_not_fit_are_refused_by_name() -> None:
    with pytest.raises(EditRefused) as caught:
        change_look(cut_film(), [A], place={"scale": 99.0})
    assert "scale" in caught.value.text("en")
    with pytest.raises(EditRefused) as caught:
        change_look(cut_film(), ["cl_gone0000"], opacity=0.5)
    assert caught.value.key == "timeline.no_clip"
    locked = change_track(cut_film(), SEEN, locked=True)
    with pytest.raises(EditRefused) as caught:
        change_look(locked, [A], opacity=0.5)
    assert caught.value.key == "timeline.locked"


def test_a_focus_is_kept_for_each_ratio() -> None:
    film = change_focus(cut_film(), [A], x=0.8)
    film = change_focus(film, [A], "9:16", y=0.3)
    look = clip_of(film, A).look
    assert look is not None
    assert look.focus == (Focus(x=0.8), Focus(ratio="9:16", x=0.8, y=0.3))
    assert clip_of(change_focus(film, [A], x=0.5), A).look == Look(focus=look.focus[1:])
    assert clip_of(reset_focus(film, [A], "9:16"), A).look == Look(focus=look.focus[:1])


def test_fades_fit_into_their_clip() -> None:
    film = change_sound(cut_film(), [A, HEARD[A]], fade_in=25, gain=-3.0)
    assert clip_of(film, A).gain == 0, "a picture has no sound"
    film = change_sound(film, [HEARD[A]], fade_out=30)
    sound = clip_of(film, HEARD[A])
    assert (sound.gain, sound.fade_in, sound.fade_out) == (-3, 25, 15)
    sound = clip_of(change_sound(film, [HEARD[A]], fade_in=60, fade_out=60), HEARD[A])
    assert (sound.fade_in, sound.fade_out) == (40, 0)


def test_attributes_are_pasted_by_groups() -> None:
    film = change_look(cut_film(), [A], opacity=0.4, place={"x": 0.2}, grade={"tint": 0.5})
    film = change_sound(film, [HEARD[A]], gain=-6.0, fade_out=35)
    copied = [clip_of(film, A), clip_of(film, HEARD[A])]
    place = paste_attributes(film, [B, HEARD[B]], copied, [Attributes.PLACE])
    assert clip_of(place, B).look == Look(opacity=0.4, place=Place(x=0.2))
    colour = paste_attributes(film, [B, HEARD[B]], copied, [Attributes.COLOUR])
    assert clip_of(colour, B).look == Look(grade=Grade(tint=0.5))
    whole = paste_attributes(film, [B, HEARD[B]], copied, list(Attributes))
    assert clip_of(whole, B).look == clip_of(film, A).look
    sound = clip_of(whole, HEARD[B])
    assert (sound.gain, sound.fade_out) == (-6, 30), "as much of the fade as the clip is long"
    plain = paste_attributes(whole, [B, HEARD[B]], [clip_of(film, C)], list(Attributes))
    assert clip_of(plain, B) == clip_of(film, B)


def test_tables_come_once_and_go_with_their_grades() -> None:
    lut = Lut(id="lu_warm0000", name="warm", path="media/warm.cube", sha256="0" * 64)
    film = add_lut(cut_film(), lut)
    assert add_lut(film, lut.evolve(id="lu_other000")) is film
    film = change_look(film, [A, B], grade={"lut": lut.id, "lut_strength": 0.5, "tint": 0.1})
    assert check(film) == ()
    gone = remove_lut(film, lut.id)
    assert check(gone) == ()
    assert gone.luts == ()
    assert clip_of(gone, A).look == Look(grade=Grade(tint=0.1))
    with pytest.raises(EditRefused):
        remove_lut(gone, lut.id)


def test_clips_keep_their_looks_when_others_are_changed() -> None:
    film = with_fields(cut_film(), [C], look=Look(opacity=0.3))
    assert clip_of(change_look(film, [A], opacity=0.5), C) == clip_of(film, C)
