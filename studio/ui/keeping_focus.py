"""The keyboard stays where it was when rows are made anew or a button can be pressed no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

HOME = "focus_home"  # property of what takes the keys itself while none of its buttons can


@dataclass(frozen=True)
class Place:
    """A row, and which of the things in it that take the keys."""

    row: int
    part: int


def place_in(rows: Sequence[QWidget]) -> Place | None:
    """Where in rows of alike widgets the keyboard is; None when it is elsewhere."""
    now = QApplication.focusWidget()
    for number, row in enumerate(rows if now is not None else ()):
        for part, each in enumerate(_takers(row)):
            if each is now or (now is not None and each.isAncestorOf(now)):
                return Place(number, part)
    return None


def give_back(
    place: Place | None, rows: Sequence[QWidget], otherwise: QWidget | None = None
) -> None:
    """The keyboard goes to the same place of the rows that are there now: the next row where its
    own is gone, else the last; without rows to `otherwise`, if that is given.
    """
    if place is None:
        return
    if not rows:
        if otherwise is not None:
            otherwise.setFocus()
        return
    row = rows[min(place.row, len(rows) - 1)]
    row.show()  # a layout would do it, but only in a moment
    takers = _takers(row)
    if takers:
        takers[min(place.part, len(takers) - 1)].setFocus()


def _takers(row: QWidget) -> list[QWidget]:
    """What takes the keys in a row, itself included, in the order in which it was made."""
    return [
        each
        for each in (row, *row.findChildren(QWidget))
        if each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and each.isEnabledTo(row)
        and each.isVisibleTo(row)
    ]


def pass_on(home: QWidget, buttons: Iterable[QWidget]) -> None:
    """From a home that had to take the keys to the first of its buttons that can take them."""
    if home.hasFocus():
        for button in buttons:
            if button.isEnabled() and button.isVisible():
                button.setFocus()
                return


def lost(window: QWidget, now: QWidget | None) -> bool:
    """Whether the keyboard is on something that can take no keys any more."""
    if now is None or now is window or not window.isAncestorOf(now):
        return False
    return not (now.isVisible() and now.isEnabled())


def nearest(above: QWidget, now: QWidget, stops: Sequence[QWidget], forward: bool) -> QWidget:
    """Of stops in the order they are read, the one behind `now` or before it; all in `above`."""
    here = now.mapTo(above, QPoint(0, 0))
    bottom = here.y() + now.height()

    def behind(stop: QWidget) -> bool:
        at = stop.mapTo(above, QPoint(0, 0))
        below = at.y() + stop.height() // 2 >= bottom
        return below or (at.y() + stop.height() > here.y() and at.x() > here.x())

    later = [stop for stop in stops if behind(stop)]
    earlier = [stop for stop in stops if stop not in later]
    first, second = (later[:1], earlier[-1:]) if forward else (earlier[-1:], later[:1])
    return (first or second)[0]
