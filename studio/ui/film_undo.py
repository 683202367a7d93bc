"""Fields whose undo and redo are the film's, as soon as what is typed in them is in the film."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

_STEPS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class FilmUndo(QObject):
    """Leaves the keys of undo and redo to the window, where there is nothing half typed."""

    def __init__(self, field: QWidget, settled: Callable[[], bool] | None = None) -> None:
        """`settled` says whether what is in the field is in the film; a number knows by itself."""
        super().__init__(field)
        self._settled = settled or _always
        if isinstance(field, QSpinBox | QDoubleSpinBox):
            self._settled = settled or partial(_is_whole, field)
        field.installEventFilter(self)
        if isinstance(field, QAbstractSpinBox):
            field.lineEdit().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field is not asked whether it wants the key."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and any(event.matches(step) for step in _STEPS)
            and self._settled()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _is_whole(spin: QSpinBox | QDoubleSpinBox) -> bool:
    """Whether the number that is shown is the number that counts."""
    return spin.lineEdit().text() == spin.text() and spin.cleanText() == _written(spin)


def _written(spin: QSpinBox | QDoubleSpinBox) -> str:
    return spin.textFromValue(spin.value())  # type: ignore[arg-type]


def _always() -> bool:
    return True
