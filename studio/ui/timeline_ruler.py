"""The ruler above the lanes: timecode, markers, in and out; press or drag moves the playhead."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from studio.render.delivery import Span
from studio.timeline.cut import Marker
from studio.timeline.project import Project
from studio.ui.plain import one_line
from studio.ui.theme import Theme
from studio.ui.timeline_markers import MarkerMove, MarkerName, colours
from studio.ui.timeline_paint import LABEL_PX
from studio.ui.timeline_scale import ruler_steps
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

TALL = 40
_SPAN = 6  # pixels of the bar between in and out
_FLAG = 5  # half of a marker's width
_NAME = 150  # pixels of a marker's name at most
_EDGE = 24
_TICK = 16


class Ruler(QWidget):
    """Follows the scroll and the scale of the lanes."""

    name_wanted = Signal()  # of the marker at the playhead
    menu_wanted = Signal(QPoint)

    def __init__(self, view: TimelineView, theme: Theme, words: Words) -> None:
        super().__init__()
        self._view = view
        self._theme = theme
        self._words = words
        self.field: MarkerName | None = None
        self._session = view.session
        self._scrubbing = False
        self._smooth: Sequence[Span] = ()
        self._encoded: Sequence[Span] = ()
        self._at = 0
        self.setFixedHeight(TALL)
        self.setAccessibleName(words("timeline.ruler"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._scroll_on)
        self._seen = self._session.playhead
        view.horizontalScrollBar().valueChanged.connect(self._repaint)
        view.state.scale_changed.connect(self._repaint)
        view.desk.changed.connect(self._edited)
        self._session.playhead_moved.connect(self._moved)
        self._session.span_changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        """As wide as it gets."""
        return QSize(400, TALL)

    def show_ready(self, smooth: Sequence[Span], encoded: Sequence[Span]) -> None:
        """Film frames that play without effort, and those encoded for the export: a thin line."""
        self._smooth, self._encoded = smooth, encoded
        self.update()

    def x_of(self, frame: int) -> int:
        """Where a frame is."""
        return self._view.state.scale.x(frame) - self._view.left

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is not after.cut or before.rate is not after.rate:
            self.update()

    def _repaint(self, _news: object = None) -> None:
        self.update()

    def _moved(self, frame: int) -> None:
        for place in (self._seen, frame):
            self.update(self.x_of(place) - 9, 0, 19, TALL)  # flags there ring, or do no longer
        self._seen = frame

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The playhead comes here; a press on a marker's flag takes hold of it."""
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is not Qt.MouseButton.LeftButton or self._view.drag is not None:
            return
        at = event.position().toPoint()
        marker = self._flag_at(at)
        if marker is not None:
            self._view.take_hold(MarkerMove(self._view, marker, self._below(at)), self._below(at))
            return
        self._scrubbing = True
        self._scrub(at.x(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The playhead follows, or the marker that is held."""
        if self._view.drag is not None:
            self._view.drag_to(self._below(event.position().toPoint()), event.modifiers())
            return
        if not self._scrubbing:
            return
        x = event.position().toPoint().x()
        self._scrub(x, event.modifiers())
        if _EDGE <= x <= self.width() - _EDGE:
            self._timer.stop()
        else:
            self._timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The playhead stays, and so does the marker."""
        self._view.let_go()
        self._scrubbing = False
        self._timer.stop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a marker: its name. Elsewhere a second press is a press."""
        marker = self._flag_at(event.position().toPoint())
        if marker is None:
            self.mousePressEvent(event)
            return
        self._session.move_playhead(marker.frame)
        self.name_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the marker under the pointer, or with a new one here."""
        marker = self._flag_at(event.pos())
        frame = self._view.frame_at(event.pos().x()) if marker is None else marker.frame
        self._session.move_playhead(frame)
        self.menu_wanted.emit(event.globalPos())

    def ask_name(self, name: str, take: Callable[[str], object]) -> None:
        """A field at the playhead; `take` gets what was typed into it, when Enter is pressed."""
        self.field = MarkerName(self, QPoint(self.x_of(self._session.playhead) + 8, 3), name, take)
        self.field.setAccessibleName(self._words("timeline.marker_name"))

    def _below(self, at: QPoint) -> QPoint:
        """A point of the ruler as the lanes below it count."""
        return QPoint(at.x(), max(0, at.y() - TALL))

    def _flag_at(self, point: QPoint) -> Marker | None:
        return self._marker_at(point) if point.y() >= TALL - 14 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The same as on the lanes."""
        self._view.wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tells the name of the marker under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            marker = self._marker_at(event.pos())
            rate = self._view.desk.project.rate
            told = f"{rate.timecode(marker.frame)}  {marker.name}".strip() if marker else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def _scrub(self, x: int, keys: Qt.KeyboardModifier) -> None:
        """With Shift the playhead is drawn to edges."""
        self._at = x
        frame = self._view.state.scale.frame(max(0, x + self._view.left))
        if keys & Qt.KeyboardModifier.ShiftModifier:
            magnet = self._view.magnets().near(frame, self._view.state.scale.frames(12))
            frame = frame if magnet is None else magnet
        self._session.move_playhead(frame)

    def _scroll_on(self) -> None:
        bar = self._view.horizontalScrollBar()
        bar.setValue(
            bar.value() + min(0, self._at - _EDGE) + max(0, self._at - self.width() + _EDGE)
        )
        self._scrub(max(0, min(self._at, self.width())), QApplication.keyboardModifiers())

    def _marker_at(self, point: QPoint) -> Marker | None:
        markers = self._view.desk.project.cut.markers
        near = [m for m in markers if abs(self.x_of(m.frame) - point.x()) <= _FLAG + 1]
        return min(reversed(near), key=lambda m: abs(self.x_of(m.frame) - point.x()), default=None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ticks and timecodes, then what is marked, then the playhead."""
        with QPainter(self) as painter:
            font = QFont(painter.font())
            font.setPixelSize(LABEL_PX)
            painter.setFont(font)
            painter.fillRect(event.rect(), QColor(self._theme.panel))
            self._ticks(painter, event.rect())
            self._span(painter)
            painter.setPen(QColor(self._theme.line))
            painter.drawLine(0, TALL - 1, self.width(), TALL - 1)
            self._ready(painter, self._smooth, self._theme.picture)
            self._ready(painter, self._encoded, self._theme.good)
            self._playhead(painter)
            self._markers(painter)

    def _ticks(self, painter: QPainter, region: QRect) -> None:
        scale, rate = self._view.state.scale, self._view.desk.project.rate
        room = QFontMetrics(painter.font()).horizontalAdvance("00:00:00:00") + 24
        major, minor = ruler_steps(scale, rate, room)
        first = scale.frame(self._view.left + region.left() - room) // major * major
        last = scale.frame(self._view.left + region.right()) + 1
        for frame in range(first, last + 1, minor):
            x = self.x_of(frame)
            if frame % major:
                painter.setPen(QColor(self._theme.hover))
                painter.drawLine(x, TALL - 6, x, TALL - 2)
                continue
            painter.setPen(QColor(self._theme.soft))
            painter.drawLine(x, TALL - 12, x, TALL - 2)
            painter.drawText(x + 5, 19, rate.timecode(frame))

    def _span(self, painter: QPainter) -> None:
        span = self._session.span
        if span is not None:
            start, end = (self.x_of(frame) for frame in span)
            painter.fillRect(start, 0, max(2, end - start), _SPAN, QColor(self._theme.accent))

    def _ready(self, painter: QPainter, spans: Sequence[Span], colour: str) -> None:
        for first, last in spans:
            left, right = self.x_of(first), self.x_of(last)
            painter.fillRect(left, TALL - 2, max(1, right - left), 2, QColor(colour))

    def _markers(self, painter: QPainter) -> None:
        """Flags with as much of their names as there is room for; the one at the playhead rings."""
        markers, tints = self._view.desk.project.cut.markers, colours(self._theme)
        metrics, here = QFontMetrics(painter.font()), self._session.playhead
        for place, marker in enumerate(markers):
            x = self.x_of(marker.frame)
            after = self.x_of(markers[place + 1].frame) if place + 1 < len(markers) else x + _NAME
            room = min(_NAME, after - x - 2 * _FLAG - 6)
            if x > self.width() + _FLAG or x + _NAME < 0:
                continue
            if marker.name and room > 20:
                name = one_line(marker.name, 60)
                text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
                box = QRect(x + _FLAG + 2, TALL - 14, metrics.horizontalAdvance(text) + 4, 13)
                painter.fillRect(box, QColor(self._theme.panel))
                painter.setPen(QColor(self._theme.soft))
                painter.drawText(box.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(QPen(QColor(self._theme.text if marker.frame == here else
                                       self._theme.panel), 1))  # fmt: skip
            painter.setBrush(QColor(tints[marker.colour]))
            painter.drawPolygon(_flag(x, TALL - 12, _FLAG, 10))

    def _playhead(self, painter: QPainter) -> None:
        x = self.x_of(self._session.playhead)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawPolygon(_flag(x, TALL - 14, 6, 13))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(self._theme.accent))
        painter.drawLine(x, TALL - 4, x, TALL)


def _flag(x: int, top: int, half: int, tall: int) -> QPolygonF:
    """A house upside down whose point is at `x`."""
    corners = ((-half, 0), (half, 0), (half, tall * 0.55), (0, tall), (-half, tall * 0.55))
    return QPolygonF([QPointF(x + 0.5 + dx, top + dy) for dx, dy in corners])
