"""Which part of a picture is chosen, by who is in it; and where the point in focus puts it."""

import pytest

from studio.review.framing import Framing, Sides, framed
from studio.review.shown import sides_of
from studio.review.window import Window
from studio.timeline.look import Fit, Focus, Look, Place
from studio.timeline.sighting import Box, Moment, Sight, Sighting
from studio.timeline.take import Take, TakeFile
from tests.films import make_film

WIDE = Sides(Window(160, 160, 50.625), Window(90, 90, 90))  # 16:9 seen at 9:16
TALL = Sides(Window(90, 90, 90), Window(160, 160, 50.625))


def head(
    x: float, name: str = "", *, wide: float = 0.1, y: float = 0.3, kind: Sight = Sight.FACE,
    needed: bool = True, to: float | None = None,
) -> Sighting:  # fmt: skip
    """A head at `x`, or on its way `to` another place."""

    def at(middle: float) -> Box:
        return middle - wide / 2, y - 0.1, middle + wide / 2, y + 0.1

    way = [x + ((x if to is None else to) - x) * n / 8 for n in range(9)]
    moments = tuple(Moment(seconds=n, box=at(place)) for n, place in enumerate(way))
    return Sighting(kind=kind, figure=name, moments=moments, needed=needed)


def chosen(*found: Sighting, sides: Sides = WIDE, **speaking: float) -> Framing:
    framing = framed(found, sides, Focus(ratio="9:16"), speaking)
    assert framing is not None
    return framing


def test_one_stands_in_the_middle_as_far_as_the_picture_goes() -> None:
    assert chosen(head(0.3)).focus.x == pytest.approx(0.3, abs=0.01)
    low, high = WIDE.across.seen(chosen(head(0.96, wide=0.08)).focus.x)
    assert (round(low, 3), round(high, 3)) == (0.684, 1.0)
    assert framed([], WIDE, Focus(), {}) is None


def test_all_who_fit_are_kept() -> None:
    framing = chosen(head(0.3, "a"), head(0.48, "b"))
    low, high = WIDE.across.seen(framing.focus.x)
    assert low <= 0.25
    assert high >= 0.53
    assert framing.lost == ()
    assert framing.whole is None


def test_who_speaks_is_kept_before_who_is_larger() -> None:
    small, large = head(0.2, "a", wide=0.08), head(0.8, "b", wide=0.16)
    assert chosen(small, large).focus.x == pytest.approx(0.8, abs=0.01)
    framing = chosen(small, large, a=1.0)
    assert framing.focus.x == pytest.approx(0.2, abs=0.01)
    assert [each.figure for each in framing.lost] == ["b"]
    assert len(framing.cut) == 2, "in the middle of the picture neither is seen"
    assert framing.whole is not None
    sides = WIDE.scaled(framing.whole.scale)
    low, high = sides.across.seen(framing.whole.x)
    assert low <= 0.16
    assert high >= 0.88
    assert framing.whole.scale > WIDE.least, "no smaller than it must be"


def test_a_face_is_not_cut_in_two_where_it_may_as_well_be_out_of_sight() -> None:
    framing = chosen(head(0.3, "a"), head(0.5, "b", needed=False, wide=0.14), a=1.0)
    low, high = WIDE.across.seen(framing.focus.x)
    assert low <= 0.25
    assert high <= 0.43 or high >= 0.57


def test_words_and_who_stands_in_front_are_less_than_a_face() -> None:
    words = head(0.5, wide=0.7, kind=Sight.WORDS)
    framing = chosen(words, head(0.2, "a"), head(0.8, "b", wide=0.3, needed=False))
    assert framing.focus.x == pytest.approx(0.2, abs=0.01)
    assert [each.kind for each in framing.lost] == [Sight.WORDS]


def test_who_walks_through_the_picture_is_lost_and_shown_whole() -> None:
    framing = chosen(head(0.1, "a", to=0.9))
    assert framing.focus.x == pytest.approx(0.5, abs=0.01)
    assert framing.lost
    assert framing.whole is not None


def test_who_comes_in_and_stays_is_kept_where_he_stays() -> None:
    """As after a whip pan: out of the window at first, and at rest for most of the shot."""
    places = (0.95, 0.7, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3)
    moments = tuple(
        Moment(seconds=n, box=(x - 0.05, 0.2, x + 0.05, 0.4)) for n, x in enumerate(places)
    )
    framing = chosen(Sighting(kind=Sight.FACE, figure="a", moments=moments))
    low, high = WIDE.across.seen(framing.focus.x)
    assert low <= 0.25
    assert high >= 0.35
    assert framing.lost == (), "he is there for most of it"


def test_a_face_larger_than_the_picture_is_a_close_up() -> None:
    assert chosen(head(0.4, wide=0.4)).lost == ()
    assert chosen(head(0.4, wide=0.6)).lost != ()


def test_heads_are_above_the_middle_of_a_wide_picture_of_a_tall_one() -> None:
    framing = chosen(head(0.5, y=0.4), sides=TALL)
    low, high = TALL.down.seen(framing.focus.y)
    assert framing.focus.x == 0.5
    assert low < 0.3
    assert high > 0.5
    assert (0.4 - low) / (high - low) == pytest.approx(0.42, abs=0.01)


@pytest.mark.parametrize("focus", [0.0, 0.3, 0.5, 0.62, 1.0])
@pytest.mark.parametrize(
    "side", [Window(160, 160, 50), Window(213, 160, 50), Window(50, 160, 50), Window(80, 160, 90)]
)
def test_a_focus_on_what_it_shows_is_the_same_focus(side: Window, focus: float) -> None:
    first, last = side.seen(focus)
    assert side.seen(side.focus_on((first + last) / 2)) == pytest.approx((first, last), abs=1e-6)


def take(width: int, height: int) -> Take:
    file = TakeFile(path="media/a.mov", sha256="0" * 64, bytes=1)
    return Take(
        id="tk_00000001", owner="sh_00000000", job="jb_00000001", backend="test", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", width=width, height=height,
    )  # fmt: skip


def test_an_upright_take_is_all_in_sight_in_an_upright_delivery() -> None:
    """With bars in a wide film; filling that, its upper and lower parts are cut off."""
    film = make_film(24)
    clip = film.cut.tracks[0].clips[0]
    bars = sides_of(film, clip, take(90, 160), "9:16")
    assert bars is not None
    assert bars.across.seen(0.5) == pytest.approx((0, 1), abs=0.001)
    framing = framed([head(0.2, "a"), head(0.8, "b")], bars, Focus(ratio="9:16"), {})
    assert framing is not None
    assert (framing.cut, framing.lost, framing.focus) == (
        (),
        (),
        Focus(ratio="9:16", proposed=True),
    )
    filled = sides_of(film, clip.evolve(look=Look(fit=Fit.FILL)), take(90, 160), "9:16")
    assert filled is not None
    assert filled.down.share == pytest.approx(0.316, abs=0.001)
    framing = framed([head(0.5, "a", y=0.2)], filled, Focus(ratio="9:16"), {})
    assert framing is not None
    low, high = filled.down.seen(framing.focus.y)
    assert low < 0.1
    assert high > 0.3


def test_a_picture_that_was_moved_is_seen_elsewhere() -> None:
    film = make_film(24)
    clip = film.cut.tracks[0].clips[0]
    moved = clip.evolve(look=Look(place=Place(x=0.1)))
    sides = [sides_of(film, each, take(160, 90), "9:16") for each in (clip, moved)]
    assert all(sides)
    plain, other = (each.across.seen(0.5)[0] for each in sides if each)
    assert other == pytest.approx(plain - 0.1 * 50.625 / 160)
