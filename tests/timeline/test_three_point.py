"""Marks of a source and marks of the film, and what they make of each other."""

import pytest

from studio.timeline.cut import Clip
from studio.timeline.placing import Piece
from studio.timeline.three_point import Ends, Fit, fitted, shown_part

NONE = Ends()


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (NONE, NONE, Fit(30, 0, 48)),
        (Ends(10, 20), NONE, Fit(30, 10, 10)),
        (Ends(10), NONE, Fit(30, 10, 50)),
        (Ends(None, 20), NONE, Fit(30, 0, 20)),
        (Ends(10, 20), Ends(100), Fit(100, 10, 10)),
        (Ends(10, 20), Ends(None, 100), Fit(90, 10, 10)),
        (NONE, Ends(None, 100), Fit(52, 0, 48)),
        (Ends(10, 30), Ends(None, 5), Fit(0, 25, 5)),
        (Ends(10), Ends(100, 120), Fit(100, 10, 20)),
        (NONE, Ends(100, 120), Fit(100, 0, 20)),
        (Ends(None, 50), Ends(100, 120), Fit(100, 30, 20)),
        (Ends(10, 20), Ends(100, 140), Fit(100, 10, 40)),
        (Ends(40), Ends(100, 140), Fit(100, 40, 20)),
        (Ends(None, 8), Ends(100, 140), Fit(132, 0, 8)),
    ],
)
def test_three_marks_say_the_fourth(source: Ends, target: Ends, expected: Fit) -> None:
    assert fitted(source, 48, 60, target, 30) == expected


def test_what_lasts_as_long_as_wanted_fills_the_films_marks() -> None:
    assert fitted(Ends(10), 48, None, Ends(100, 300), 0) == Fit(100, 10, 200)


def test_a_mark_puts_away_the_one_on_its_wrong_side() -> None:
    assert Ends(10, 20).with_in(25) == Ends(25)
    assert Ends(10, 20).with_in(15) == Ends(15, 20)
    assert Ends(10, 20).with_out(5) == Ends(None, 6)
    assert Ends(10, 20).with_out(10) == Ends(10, 11)
    assert NONE.span(60) is None
    assert Ends(10).span(60) == (10, 60)
    assert Ends(None, 10).span(60) == (0, 10)


def test_a_part_of_several_shots() -> None:
    def piece(start: int, frames: int, skip: int = 0) -> Piece:
        return Piece("tr_00000001", Clip(id=f"cl_{start:08}", owner="sh_00000001", start=start,
                                         frames=frames, skip=skip))  # fmt: skip

    kept = shown_part([piece(0, 10), piece(10, 10, 4), piece(20, 10)], 12, 10)
    assert [(p.clip.start, p.clip.frames, p.clip.skip) for p in kept] == [(0, 8, 6), (8, 2, 0)]
