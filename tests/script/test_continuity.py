"""No jump cuts where anything was left open; nothing that was asked is changed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studio.script.continuity import Directed, smoothed
from studio.script.treatment import Asked
from studio.timeline.story import Angle, Move, Pace, Size


def shot(
    size: Size, angle: Angle = Angle.EYE, *, who: tuple[str, ...] = (), asked: bool = False
) -> Directed:
    """`asked`: size and angle are the maker's."""
    held = Asked(size=size, angle=angle, subjects=who) if asked else Asked(subjects=who)
    return Directed(held, size, angle, (Move.STATIC,), Pace.NORMAL, 3.0, fixed=False)


def test_equal_neighbours_are_told_apart_by_size() -> None:
    made = smoothed([shot(Size.MEDIUM), shot(Size.MEDIUM)])
    assert made[0] == shot(Size.MEDIUM)
    assert made[1].size is Size.MEDIUM_CLOSE


def test_the_free_one_of_two_gives_way() -> None:
    made = smoothed([shot(Size.MEDIUM), shot(Size.MEDIUM, asked=True)])
    assert made[1] == shot(Size.MEDIUM, asked=True)
    assert made[0].size is not Size.MEDIUM


def test_what_is_asked_stays_even_when_it_jumps() -> None:
    row = [shot(Size.MEDIUM, asked=True), shot(Size.MEDIUM, asked=True)]
    assert smoothed(row) == row


def test_an_asked_size_changes_its_angle() -> None:
    half = Directed(
        Asked(size=Size.CLOSE_UP), Size.CLOSE_UP, Angle.EYE, (), Pace.NORMAL, 2.0, fixed=False
    )
    made = smoothed([shot(Size.CLOSE_UP, asked=True), half])
    assert made[1].size is Size.CLOSE_UP
    assert made[1].angle is Angle.LOW


def test_other_people_are_no_jump() -> None:
    row = [shot(Size.MEDIUM, who=("Anna",)), shot(Size.MEDIUM, who=("Ben",))]
    assert smoothed(row) == row


SHOTS = st.builds(
    shot, st.sampled_from(Size), st.sampled_from(Angle),
    who=st.sampled_from([(), ("Anna",)]), asked=st.booleans(),
)  # fmt: skip


@given(st.lists(SHOTS, max_size=12))
def test_no_two_free_neighbours_are_alike(row: list[Directed]) -> None:
    made = smoothed(row)
    assert len(made) == len(row)
    for before, after in zip(row, made, strict=True):
        if before.shot.size is not None:
            assert after.size is before.size
        if before.shot.angle is not None:
            assert after.angle is before.angle
    for left, right in pairwise(made):
        if right.shot.size is None and right.shot.angle is None:
            assert left.picture != right.picture
