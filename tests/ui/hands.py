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
    """Drag from a point of one widget to a point of another one of the same window.

    `look` is called with the pointer over the target, before the button is let go; with `escape`
    the drag ends with that key instead.
    """
    window = source.window()
    handle = window.windowHandle()
    start, end = (w.mapTo(window, p) for w, p in ((source, at), (target, to)))
    trouble: list[Exception] = []

    def seen() -> None:
        try:
            look()
        except Exception as error:  # an assertion inside a drag would be lost in Qt's loop
            trouble.append(error)

    steps: list[Callable[[], None]] = [
        lambda: QTest.mouseMove(handle, (start + end) / 2),
        lambda: QTest.mouseMove(handle, end - QPoint(2, 2)),
        lambda: QTest.mouseMove(handle, end),
        seen,
    ]
    if escape:
        steps.append(lambda: QTest.keyClick(handle, Qt.Key.Key_Escape))
    steps.append(lambda: QTest.mouseRelease(handle, LEFT, keys, end))
    for number, step in enumerate(steps, 1):
        QTimer.singleShot(_TURN * number, window, step)
    QTest.mousePress(handle, LEFT, keys, start)
    QTest.mouseMove(handle, start + QPoint(6, 6))
    QTest.mouseMove(handle, start + QPoint(14, 14))  # where a drag begins, this ends with it
    QTest.qWait(_TURN * (len(steps) + 4))
    if trouble:
        raise trouble[0]
