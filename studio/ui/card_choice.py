"""Which shots are chosen after a press on a card, or after a step by a key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from studio.ui.cards import Card, Layout

ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


def pressed(
    card: Card | None, chosen: Sequence[str], layout: Layout, keys: Qt.KeyboardModifier
) -> list[str]:
    """Control adds a card or takes it away, Shift chooses up to it; a press beside all, none."""
    if card is None:
        return []
    name = card.shot.id
    if keys & Qt.KeyboardModifier.ControlModifier:
        rest = [each for each in chosen if each != name]
        return rest if name in chosen else [*chosen, name]
    if keys & Qt.KeyboardModifier.ShiftModifier and chosen:
        return _run(name, chosen[0], [each.shot.id for each in layout.cards])
    return [name]


def stepped(
    key: Qt.Key, chosen: Sequence[str], layout: Layout, keys: Qt.KeyboardModifier
) -> list[str] | None:
    """An arrow goes to the card beside the last one, Shift keeps the others; None where none is."""
    across, down = ARROWS[key]
    card = layout.beside(chosen[-1] if chosen else "", across, down)
    if card is None:
        return None
    more = keys & Qt.KeyboardModifier.ShiftModifier
    return [*(chosen if more else ()), card.shot.id]


def _run(name: str, first: str, names: Sequence[str]) -> list[str]:
    """All from the first to a card; the card is the last one."""
    anchor = first if first in names else name
    low, high = sorted((names.index(anchor), names.index(name)))
    run = list(names[low : high + 1])
    return run if run[0] == anchor else run[::-1]
