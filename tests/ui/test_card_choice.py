"""Which shots a press on a card chooses, and an arrow."""

import pytest
from PySide6.QtCore import Qt

from studio.ui.card_choice import pressed, stepped
from studio.ui.cards import Card, Layout
from tests.jobs.builders import make_project, shot_id

NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
LAYOUT = Layout(make_project(6), 700, 200)  # three cards in a row


def card(number: int) -> Card:
    found = LAYOUT.card(shot_id(number))
    assert found is not None
    return found


def ids(*numbers: int) -> list[str]:
    return [shot_id(number) for number in numbers]


@pytest.mark.parametrize(
    ("number", "before", "keys", "after"),
    [
        (3, (1, 2), NONE, (3,)),
        (3, (1,), CONTROL, (1, 3)),
        (1, (1, 3), CONTROL, (3,)),
        (4, (2,), SHIFT, (2, 3, 4)),
        (2, (4, 5), SHIFT, (4, 3, 2)),
        (2, (), SHIFT, (2,)),
    ],
)
def test_a_press_chooses(
    number: int, before: tuple[int, ...], keys: Qt.KeyboardModifier, after: tuple[int, ...]
) -> None:
    assert pressed(card(number), ids(*before), LAYOUT, keys) == ids(*after)
    assert pressed(None, ids(*before), LAYOUT, keys) == [], "beside all cards"


def test_arrows_walk() -> None:
    right, down = Qt.Key.Key_Right, Qt.Key.Key_Down
    assert stepped(right, ids(2), LAYOUT, NONE) == ids(3)
    assert stepped(down, ids(2), LAYOUT, SHIFT) == ids(2, 5)
    assert stepped(right, ids(6), LAYOUT, NONE) is None
