"""How a job's cells are painted: headings of groups, a dot of its state, a bar while it runs."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.jobs.job import Job, State
from studio.ui.job_model import COLUMNS, DONE, JOB
from studio.ui.theme import Theme

ROW = 28  # pixels
_INSET = 11  # pixels, as the headings of columns have
_STATE, _WHAT = COLUMNS.index("state"), COLUMNS.index("what")


class JobCells(QStyledItemDelegate):
    """Paints only what is seen; every colour comes from the theme."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Rows of one height."""
        return QSize(60, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One cell."""
        job, box = index.data(JOB), QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if job is None:
            self._text(painter, box.adjusted(_INSET, 4, 200, 0), str(index.data() or ""), "soft")
        else:
            state = option.state  # type: ignore[attr-defined]
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, QColor(self._theme.chosen))
            elif state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, QColor(self._theme.hover))
            self._cell(painter, box.adjusted(_INSET, 0, -_INSET, 0), index, job)
        painter.restore()

    def _cell(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, job: Job
    ) -> None:
        right = index.column() > _STATE
        colour = "text" if index.column() == 0 else "soft"
        if index.column() == _WHAT and job.error is not None:
            colour = "bad" if job.state is State.FAILED else "warn"
        if index.column() == _STATE:
            box = self._state(painter, box, index, job)
            colour = self._tone(job)
        self._text(painter, box, str(index.data() or ""), colour, right=right)

    def _state(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, job: Job
    ) -> QRect:
        """A bar or a dot; returns the room that is left for words."""
        done = index.data(DONE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if done is None:
            painter.setBrush(QColor(getattr(self._theme, self._tone(job))))
            painter.drawEllipse(QPointF(box.left() + 4, box.center().y() + 0.5), 3.5, 3.5)
            return box.adjusted(16, 0, 0, 0)
        bar = QRect(box.left(), box.center().y() - 2, max(10, box.width() - 52), 5)
        painter.setBrush(QColor(self._theme.hover))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        bar.setWidth(round(bar.width() * min(1.0, float(done))))
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        return box.adjusted(max(10, box.width() - 52) + 8, 0, 0, 0)

    def _tone(self, job: Job) -> str:
        tones = {State.DONE: "good", State.FAILED: "bad", State.UNKNOWN: "warn"}
        return tones.get(job.state, "text" if job.state is State.RUNNING else "soft")

    def _text(
        self, painter: QPainter, box: QRect, text: str, colour: str, *, right: bool = False
    ) -> None:
        painter.setPen(QColor(getattr(self._theme, colour)))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        line = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), line)
