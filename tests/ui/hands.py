"""A drag as a hand does it: press, move, look, release, with the system's own events throughout."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
_TURN = 15  # milliseconds between two events, in which the window may answer


def carry(
    source: QWidget,
    at: QPoint,
    target: QWidget,
    to: QPoint,
    *,
    look: Callable[[], None] = lambda: None,
    keys: Qt.KeyboardModifier = NONE,
    escape: bool = False,
) -> None:
    """Drag from a point of one widget to a point of another one, be it in another window.

    `look` is called with the pointer over the target, before the button is let go; with `escape`
    the drag ends with that key instead.
    """
    window, goal = source.window(), target.window()
    handle, there = window.windowHandle(), goal.windowHandle()
    start, end = source.mapTo(window, at), target.mapTo(goal, to)
    before = (start + end) / 2 if goal is window else end - QPoint(20, 20)
    trouble: list[Exception] = []

    def seen() -> None:
        try:
            look()
        except Exception as error:  # an assertion inside a drag would be lost in Qt's loop
            trouble.append(error)

    steps: list[Callable[[], None]] = [
        lambda: QTest.mouseMove(there, before),
        lambda: QTest.mouseMove(there, end - QPoint(2, 2)),
        lambda: QTest.mouseMove(there, end),
        seen,
    ]
    if escape:
        steps.append(lambda: QTest.keyClick(there, Qt.Key.Key_Escape))
    steps.append(lambda: QTest.mouseRelease(there, LEFT, keys, end))
    for number, step in enumerate(steps, 1):
        QTimer.singleShot(_TURN * number, window, step)
    QTest.mousePress(handle, LEFT, keys, start)
    QTest.mouseMove(handle, start + QPoint(6, 6))
    QTest.mouseMove(handle, start + QPoint(14, 14))  # where a drag begins, this ends with it
    QTest.qWait(_TURN * (len(steps) + 4))
    if trouble:
        raise trouble[0]
