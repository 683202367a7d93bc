"""Keys of the timeline work wherever the focus is, but never while somebody types."""

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)
_WALK = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space}
_PLAIN = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


class TypingGuard(QObject):
    """Watches the one widget that has the focus, and only when it takes keys of its own.

    A filter on the whole application would see every event there is, paints and timers too.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None:
            with suppress(RuntimeError):  # it is gone, and loses the focus by that
                self._watched.removeEventFilter(self)
        self._watched = new if isinstance(new, (*_FIELDS, QAbstractItemView)) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
            self._watched.destroyed.connect(self._gone)

    def _gone(self) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An override that is accepted makes Qt deliver the key to the field."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier not in _PLAIN:
            return False
        key = Qt.Key(event.key())
        mine = key in _WALK if isinstance(watched, QAbstractItemView) else _types(key)
        if mine:
            event.accept()
        return mine


def _types(key: Qt.Key) -> bool:
    """Whether a key means something in a field; Escape leaves it, function keys are commands."""
    function = Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
    return key is not Qt.Key.Key_Escape and not function
