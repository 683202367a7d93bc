"""Whether a drag that leaves a widget was let go there, or is only on its way elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def is_ours(event: QDropEvent) -> bool:
    """Whether what is dragged was taken up in a window of this program."""
    return bool(event.source())  # None for other programs, whatever Qt's stubs say


def ended_on(widget: QWidget, *, ours: bool) -> bool:
    """Whether the button came up over `widget`, which refused the drag; to be asked as it leaves.

    Qt tells a refusing widget the same whatever happened. A drag of our own (`ours`) has ended
    when no button is held any more; Escape leaves it held. Of another program's drag only the
    pointer is known: it stands still on what refused.
    """
    if ours:
        return QApplication.mouseButtons() == Qt.MouseButton.NoButton
    window = widget.window()
    under: QWidget | None = window.childAt(window.mapFromGlobal(QCursor.pos()))
    while under is not None and not under.acceptDrops():
        under = under.parentWidget()
    return under is widget
