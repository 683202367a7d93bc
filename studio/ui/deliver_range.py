"""What part of the cut is delivered: all of it, or from in to out, in timecode."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.render.delivery import Span
from studio.timeline.project import Project
from studio.timeline.timecode import frame_of, timecode
from studio.ui.banner import retone
from studio.ui.desk import Desk
from studio.ui.plain import soft
from studio.ui.session import Session
from studio.ui.words import Words

WHOLE, MARKS = "whole", "marks"


class RangeField(QWidget):
    """The marks are those of the timeline: what is typed here is seen there, and the reverse."""

    changed = Signal()

    def __init__(self, desk: Desk, session: Session, words: Words) -> None:
        super().__init__()
        self._desk, self._session, self._words = desk, session, words
        self.which = QComboBox()
        self.which.setAccessibleName(words("range"))
        for name in (WHOLE, MARKS):
            self.which.addItem(words(f"range.{name}"), name)
        self.which.activated.connect(self._picked)
        self.start, self.end = QLineEdit(), QLineEdit()
        for field, name in ((self.start, "in"), (self.end, "out")):
            field.setAccessibleName(words(f"range.{name}"))
            field.setToolTip(words(f"range.{name}.tip"))
            field.setFixedWidth(104)
            field.editingFinished.connect(partial(self._typed, field))
        self.told = soft()
        self._marks = QWidget()
        row = QHBoxLayout(self._marks)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for name, field in (("in", self.start), ("out", self.end)):
            row.addWidget(QLabel(words(f"range.{name}")))
            row.addWidget(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.which, 1)
        line.addWidget(self._marks)
        column.addLayout(line)
        column.addWidget(self.told)
        if session.span is not None:
            self.which.setCurrentIndex(1)
        session.span_changed.connect(self._spanned)
        self.refresh()

    @property
    def span(self) -> Span | None:
        """The part of the cut, in film frames; None for all of it."""
        return self._session.span if self.which.currentData() == MARKS else None

    def refresh(self) -> None:
        """Show the range of the film as it is now."""
        film, span = self._desk.project, self.span
        self._marks.setVisible(span is not None)
        first, last = span or (0, film.cut.frames)
        inside = min(last, film.cut.frames) - first
        self.start.setText(timecode(film.rate, first))
        self.end.setText(timecode(film.rate, last))
        if span is not None and inside <= 0:
            self._say(self._words("range.outside"), "bad")
        else:
            self._say(self._length(film, max(0, inside)))

    def _length(self, film: Project, frames: int) -> str:
        length = timecode(film.rate, frames)
        return self._words("range.length", timecode=length, frames=frames)

    def _say(self, sentence: str, tone: str = "") -> None:
        self.told.setText(sentence)
        retone(self.told, tone)

    def _picked(self, _place: int) -> None:
        if self.which.currentData() == MARKS and self._session.span is None:
            self._session.mark_span((0, max(1, self._desk.project.cut.frames)))
        self.refresh()
        self.changed.emit()

    def _typed(self, field: QLineEdit) -> None:
        span = self.span
        if span is None:
            return
        frame = frame_of(self._desk.project.rate, field.text())
        start, end = (frame, span[1]) if field is self.start else (span[0], frame)
        if start is None or end is None or start >= end:
            wrong = field.text()
            self.refresh()
            self._say(self._words("range.wrong", text=wrong[:40]), "bad")
        elif (start, end) != span:
            self._session.mark_span((start, end))

    def _spanned(self, span: Span | None) -> None:
        self.which.setCurrentIndex(0 if span is None else 1)
        self.refresh()
        self.changed.emit()
