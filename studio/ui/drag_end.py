"""Whether a drag that leaves a widget was let go there, or is only on its way elsewhere."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCursor, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class DragEnd(QObject):
    """Follows the drag over one widget, which says when it enters, leaves and is dropped.

    Qt tells a widget that refuses a drag the same whatever happened: the drag has left.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._ours = self._escaped = self._here = False

    def entered(self, event: QDropEvent) -> None:
        """A drag is over the widget from now on."""
        self._ours = bool(event.source())  # None for another program's, whatever Qt's stubs say
        self._escaped, self._here = False, True
        app = QApplication.instance()
        if app is not None:  # where the drag itself listens, which keeps its keys to itself
            app.removeEventFilter(self)
            app.installEventFilter(self)

    def gone(self) -> bool:
        """It is over it no more; whether the button came up over it.

        A drag of our own has ended when no button is held and it was not Escape. Of another
        program's only the pointer is known: it stands still on what refused.
        """
        here, self._here = self._here, False
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        if not here or self._escaped:
            return False
        if self._ours:
            return QApplication.mouseButtons() == Qt.MouseButton.NoButton
        window = self._widget.window()
        under: QWidget | None = window.childAt(window.mapFromGlobal(QCursor.pos()))
        while under is not None and not under.acceptDrops():
            under = under.parentWidget()
        return under is self._widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape breaks a drag off."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._escaped = self._escaped or event.key() == Qt.Key.Key_Escape
        return False
