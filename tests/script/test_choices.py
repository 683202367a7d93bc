"""What grammar chooses for one shot by its content."""

import pytest

from studio.script.choices import (
    chosen_moves,
    free_seconds,
    is_felt,
    other_angle,
    preferred_sizes,
)
from studio.script.treatment import Asked, Said
from studio.timeline.story import Angle, Move, Pace, Size


def best(text: str, *who: str, opening: bool = False, new: bool = False) -> Size:
    shot = Asked(text=text, subjects=who)
    return preferred_sizes(shot, opening=opening, new_place=new)[0]


@pytest.mark.parametrize(
    ("text", "who", "size"),
    [
        ("她的眼睛", ("小雨",), Size.EXTREME_CLOSE_UP),
        ("Anna smiles", ("Anna",), Size.CLOSE_UP),
        ("Anna and Ben smile, in tears", ("Anna", "Ben"), Size.MEDIUM),
        ("Anna runs down the hill", ("Anna",), Size.FULL),
        ("男孩奔跑", ("男孩",), Size.FULL),
        ("a letter on the table", (), Size.CLOSE_UP),
        ("一封信", (), Size.CLOSE_UP),
        ("the sea under clouds", (), Size.LONG),
        ("Anna sits down", ("Anna",), Size.MEDIUM),
        ("Anna walks in", ("Anna",), Size.FULL),
    ],
)
def test_sizes_by_content(text: str, who: tuple[str, ...], size: Size) -> None:
    assert best(text, *who) is size


def test_a_new_place_is_established() -> None:
    assert best("Anna smiles", "Anna", opening=True, new=True) is Size.LONG
    assert best("the sea", opening=True, new=True) is Size.EXTREME_LONG
    assert best("Anna smiles", "Anna", opening=True) is Size.CLOSE_UP


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("Anna runs", Move.FOLLOW),
        ("Anna and Ben fight", Move.HANDHELD),
        ("Anna notices the door", Move.PUSH_IN),
        ("小雨忽然明白了", Move.PUSH_IN),
        ("Anna looks up", Move.TILT_UP),
        ("the city unfolds", Move.CRANE_UP),
        ("Anna leaves the room", Move.PULL_OUT),
        ("the cup drops", Move.TILT_DOWN),
    ],
)
def test_moves_by_content(text: str, move: Move) -> None:
    shot = Asked(text=text, subjects=("Anna",))
    assert chosen_moves(shot, Size.MEDIUM, Pace.NORMAL, None) == (move,)


def test_nobody_there_is_not_followed() -> None:
    shot = Asked(text="a road crosses the field")
    assert chosen_moves(shot, Size.LONG, Pace.NORMAL, None) != (Move.FOLLOW,)


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("pace", list(Pace))
def test_no_plain_move_twice(size: Size, pace: Pace) -> None:
    first = chosen_moves(Asked(text="x"), size, pace, None)[0]
    assert chosen_moves(Asked(text="x"), size, pace, first)[0] is not first


def test_talk_is_still_until_it_is_felt() -> None:
    calm = Asked(dialogue=(Said(text="Yes."),))
    torn = Asked(dialogue=(Said(text="Yes.", emotion="whispering"),))
    assert chosen_moves(calm, Size.MEDIUM, Pace.NORMAL, None) == (Move.STATIC,)
    assert chosen_moves(torn, Size.MEDIUM, Pace.NORMAL, None) == (Move.PUSH_IN,)
    assert is_felt(torn)
    assert not is_felt(calm)


def test_wider_slower_fuller_shots_are_longer() -> None:
    plain = Asked(text="the sea")
    full = Asked(text="the sea, then the shore, then the town")
    shown = Asked(text="the sea", onscreen_text=("THE SEA",))
    base = free_seconds(plain, Size.MEDIUM, Pace.NORMAL)
    assert free_seconds(plain, Size.LONG, Pace.NORMAL) > base
    assert free_seconds(plain, Size.CLOSE_UP, Pace.NORMAL) < base
    assert free_seconds(plain, Size.MEDIUM, Pace.SLOW) > base
    assert free_seconds(plain, Size.MEDIUM, Pace.FAST) < base
    assert free_seconds(full, Size.MEDIUM, Pace.NORMAL) > base
    assert free_seconds(shown, Size.MEDIUM, Pace.NORMAL) > base


@pytest.mark.parametrize("angle", list(Angle))
def test_the_other_angle_is_another(angle: Angle) -> None:
    assert other_angle(angle) is not angle
