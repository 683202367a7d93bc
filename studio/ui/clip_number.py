"""Numbers that are typed, stepped or dragged, and that say when clips have different ones."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QValidator
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLabel, QLineEdit, QWidget

from studio.ui.film_undo import FilmUndo
from studio.ui.shot_part import inset

MIXED = "–"
_FAR = 4  # pixels the mouse moves before a press becomes a drag
_PER_STEP = 3  # pixels of a drag


class Number(QDoubleSpinBox):
    """A number of one or several clips.

    `settled` tells what is typed or stepped; a drag tells `scrubbed` between `began` and `ended`.
    """

    settled = Signal(float)
    began = Signal()
    scrubbed = Signal(float)
    ended = Signal(bool)  # False: it was broken off
    reset_wanted = Signal()

    def __init__(self, low: float, high: float, step: float, decimals: int, suffix: str) -> None:
        super().__init__()
        self._mixed = self._filling = self._typed = False
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self._unit = suffix
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.setProperty("part", "number")
        self.setMinimumWidth(64)
        inset(self)
        FilmUndo(self, self._settled)
        self.valueChanged.connect(self._changed)
        self.editingFinished.connect(self._finished)
        self.lineEdit().textEdited.connect(self._edited)

    @property
    def mixed(self) -> bool:
        """Whether several clips have different numbers."""
        return self._mixed

    def show_value(self, value: float, *, mixed: bool = False) -> None:
        """Show a number; `mixed`: it is only that of the first clip."""
        if self._typed and self.hasFocus():
            return  # what is half typed is the maker's
        self._filling = True
        self._mixed = mixed
        self.setSuffix("" if mixed else self._unit)  # Qt would select the mark as if it had one
        self.setValue(value)
        if mixed:
            self.lineEdit().setText(MIXED)
        elif self.lineEdit().text() == MIXED:
            self.lineEdit().setText(f"{self.textFromValue(value)}{self._unit}")
        self._filling = False

    def validate(self, text: str, pos: int) -> tuple[QValidator.State, str, int]:
        """The mark of different numbers is not a number, and not wrong either."""
        if text == MIXED:
            return QValidator.State.Acceptable, text, pos
        return super().validate(text, pos)

    def textFromValue(self, value: float) -> str:
        """The mark stays whatever makes Qt write the number anew, such as another style."""
        return MIXED if self._mixed and not self._typed else super().textFromValue(value)

    def valueFromText(self, text: str) -> float:
        """The mark stands for the number of the first clip."""
        return self.value() if text == MIXED else super().valueFromText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mark stays when nothing was typed over it."""
        super().focusOutEvent(event)
        if self._mixed:
            self.lineEdit().setText(MIXED)

    def _settled(self) -> bool:
        return not self._typed

    def _edited(self, _text: str) -> None:
        self._typed = True

    def _changed(self, value: float) -> None:
        if not self._filling and not self._typed:
            self._mixed = False
            self.settled.emit(value)

    def _finished(self) -> None:
        """What was typed counts, even where it is the number of the first of several clips."""
        if self._typed:
            self._typed = self._mixed = False
            self.settled.emit(self.value())


class Scrub(QObject):
    """Lets a number be dragged at its label, and at itself while nobody types in it."""

    def __init__(self, number: Number, label: QLabel) -> None:
        super().__init__(number)
        self._number, self._label = number, label
        self._from: tuple[QPoint, float] | None = None
        self._live = False
        label.setCursor(Qt.CursorShape.SizeHorCursor)
        number.lineEdit().setCursor(Qt.CursorShape.SizeHorCursor)
        for watched in (label, number.lineEdit()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Presses, moves and releases on the label and the number; Escape everywhere."""
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if not isinstance(event, QMouseEvent) or watched not in (
            self._label,
            self._number.lineEdit(),
        ):
            return False
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            return self._pressed(watched, event)
        if kind is QEvent.Type.MouseMove and self._from is not None:
            return self._moved(event)
        if kind is QEvent.Type.MouseButtonRelease and self._from is not None:
            return self._released()
        if kind is QEvent.Type.MouseButtonDblClick and watched is self._label:
            self._from = None
            self._number.reset_wanted.emit()
            return True
        return False

    def _pressed(self, watched: QObject, event: QMouseEvent) -> bool:
        typing = isinstance(watched, QLineEdit) and self._number.hasFocus()
        if not self._number.isEnabled() or typing:
            return False
        self._from = (event.globalPosition().toPoint(), self._number.value())
        return isinstance(watched, QWidget) and watched is self._label

    def _moved(self, event: QMouseEvent) -> bool:
        assert self._from is not None
        start, value = self._from
        by = event.globalPosition().toPoint().x() - start.x()
        if not self._live:
            if abs(by) < _FAR:
                return True
            self._live = True
            self._watch(True)
            self._number.began.emit()
        step = self._number.singleStep()
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ShiftModifier:
            step *= 10
        elif keys & Qt.KeyboardModifier.ControlModifier:
            step /= 10
        new = value + round(by / _PER_STEP) * step
        new = max(self._number.minimum(), min(new, self._number.maximum()))
        self._number.scrubbed.emit(round(new, self._number.decimals()))
        return True

    def _released(self) -> bool:
        live, self._from = self._live, None
        if live:
            self._end(done=True)
        return live

    def _key(self, event: QKeyEvent) -> bool:
        if not self._live:
            return False
        if event.key() == Qt.Key.Key_Escape and event.type() is QEvent.Type.KeyPress:
            self._from = None
            self._end(done=False)
        event.accept()
        return True  # no key acts in the middle of a drag

    def _end(self, *, done: bool) -> None:
        self._live = False
        self._watch(False)
        self._number.lineEdit().deselect()
        self._number.clearFocus()
        self._number.ended.emit(done)

    def _watch(self, on: bool) -> None:
        """Escape counts wherever the focus is."""
        app = QApplication.instance()
        assert app is not None
        if on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)
