"""What is drawn over the lanes: selection, work under way, in and out, band, guide, playhead."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from studio.jobs.job import State
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.transition_edits import Side
from studio.ui.theme import Theme
from studio.ui.timeline_dress import HANDLE, handles
from studio.ui.timeline_paint import HEAD, outline
from studio.ui.timeline_scale import Lane, within

if TYPE_CHECKING:
    from studio.ui.timeline_canvas import TimelineCanvas

_BAR = 4  # pixels of a progress bar
_WIDEST = 420  # of words beside the pointer
_PENCIL = QPolygonF(
    [QPointF(x, y) for x, y in ((4.5, 13.5), (5.5, 10), (11.5, 4), (14, 6.5), (8, 12.5))]
)


class Overlay:
    """Paints what moves too often to be in a tile."""

    def __init__(self, view: "TimelineCanvas", theme: Theme) -> None:
        self._view = view
        self._theme = theme
        self.recolour()

    def recolour(self) -> None:
        """Take the theme's colours as they are now."""
        theme = self._theme
        self._accent = QColor(theme.accent)
        self._bad = QColor(theme.bad)
        self._warn = QColor(theme.warn)
        self._chosen = QColor(theme.accent)
        self._chosen.setAlpha(30)
        self._outside = QColor(theme.ground)
        self._outside.setAlpha(96)
        self._band = QColor(theme.accent)
        self._band.setAlpha(40)
        self._locked = QColor(theme.ground)
        self._locked.setAlpha(110)

    def paint(self, painter: QPainter, region: QRect) -> None:
        """Everything that lies in a region of the viewport."""
        chosen, marked = set(self._view.session.clips), self._view.facts.marked
        apart, retold = self._view.facts.apart, self._view.facts.retold
        busy = chosen or marked or apart or retold
        passage = self._view.state.passage
        scale = self._view.state.scale
        first = scale.frame(self._view.left + region.left() - 1)
        last = scale.frame(self._view.left + region.right()) + 2
        top = self._view.top
        for lane in self._view.lanes.between(region.top() + top, region.bottom() + top + 1):
            for clip in within(lane.track, first, last) if busy else ():
                if clip.id in chosen or clip.owner in marked:
                    self._clip(painter, lane, clip, clip.id in chosen)
                box = self._view.box(lane, clip.start, clip.end)
                if clip.id in apart:
                    box.setRight(self._badge(painter, box, apart[clip.id]))
                if clip.owner in retold:
                    self._pencil(painter, box)
            if passage is not None and lane.track.kind is not TrackKind.TEXT:
                self._passage(painter, lane, passage, first, last)
            if not lane.track.clips:
                self._empty(painter, lane)
            if lane.track.locked or lane.track.muted:
                wide = self._view.viewport().width()
                painter.fillRect(0, lane.top - top, wide, lane.height, self._locked)
        self._markers(painter)
        self._span(painter)
        self._drag(painter)
        self._drop(painter)
        self._lines(painter)

    def _clip(self, painter: QPainter, lane: Lane, clip: Clip, chosen: bool) -> None:
        box = self._view.box(lane, clip.start, clip.end)
        progress = self._view.facts.progress(clip.owner)
        if progress is not None and lane.track.kind is not TrackKind.TEXT and box.width() > 6:
            self._progress(painter, box, progress)
        elif self._view.facts.state(clip.owner) is State.FAILED and box.width() > 6:
            painter.fillRect(
                box.left(), box.bottom() - _BAR + 1, box.width(), _BAR, QColor(self._theme.bad)
            )
        if chosen:
            painter.fillRect(box.adjusted(0, HEAD, 0, 0), self._chosen)  # names stay legible
            outline(painter, box, self._accent)
            self._handles(painter, lane, clip, box)

    def _handles(self, painter: QPainter, lane: Lane, clip: Clip, box: QRect) -> None:
        """Where fades are taken hold of; see `timeline_hit`."""
        kind = lane.track.kind
        if kind is TrackKind.TEXT or lane.height < 2 * HEAD or box.width() < 4 * HANDLE:
            return
        painter.setPen(QPen(self._accent, 1))
        painter.setBrush(QColor(self._theme.panel))
        for spot in handles(clip, kind, box, HEAD, self._view.state.scale):
            square = QRect(0, 0, HANDLE, HANDLE)
            square.moveCenter(spot)
            painter.drawRect(square.adjusted(0, 0, -1, -1))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _passage(
        self, painter: QPainter, lane: Lane, chosen: tuple[str, Side], first: int, last: int
    ) -> None:
        """The transition that is chosen."""
        for each in self._view.clip_painter.dress.within(lane.track, first, last):
            if (each.clip, each.side) == chosen:
                box = self._view.box(lane, each.start, each.end).adjusted(0, HEAD, 0, 0)
                painter.fillRect(box, self._chosen)
                outline(painter, box, self._accent)

    def _progress(self, painter: QPainter, box: QRect, done: float) -> None:
        bar = QRect(box.left(), box.bottom() - _BAR + 1, box.width(), _BAR)
        painter.fillRect(bar, QColor(self._theme.hover))
        bar.setWidth(round(bar.width() * done))
        painter.fillRect(bar, self._accent)
        text = self._view.words("timeline.made", percent=round(done * 100))
        if box.width() > painter.fontMetrics().horizontalAdvance(text) + 12:
            painter.setPen(QColor(self._theme.text))
            room = QRect(box.left(), box.top() + HEAD, box.width(), box.height() - HEAD - _BAR)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _badge(self, painter: QPainter, box: QRect, late: int) -> int:
        """By how many frames a clip is out of sync, at the end of its head that is seen.

        Gives the last pixel left of it.
        """
        text, metrics = f"{late:+d}", painter.fontMetrics()
        tag = QRect(0, box.top(), metrics.horizontalAdvance(text) + 8, HEAD)
        tag.moveRight(min(box.right(), self._view.viewport().width() - 1))
        if tag.left() < box.left():
            painter.fillRect(box.left(), box.top(), box.width(), 3, self._bad)
            return box.right()
        painter.fillRect(tag, self._bad)
        painter.setPen(QColor(self._theme.panel))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
        return tag.left() - 1

    def _pencil(self, painter: QPainter, box: QRect) -> None:
        """The text of a clip was changed since it was planned: a pencil at the end of its head."""
        tag = QRect(0, box.top(), HEAD, HEAD)
        tag.moveRight(min(box.right(), self._view.viewport().width() - 1))
        if tag.left() < box.left():
            painter.fillRect(box.left(), box.top(), box.width(), 3, self._warn)
            return
        painter.fillRect(tag, self._warn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.panel))
        painter.drawPolygon(_PENCIL.translated(QPointF(tag.topLeft())))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _empty(self, painter: QPainter, lane: Lane) -> None:
        if not any(other.track.clips for other in self._view.lanes.lanes):
            return
        line = lane.top - self._view.top + lane.height // 2
        painter.setPen(QPen(QColor(self._theme.line), 1, Qt.PenStyle.DotLine))
        painter.drawLine(0, line, self._view.viewport().width(), line)

    def _markers(self, painter: QPainter) -> None:
        colour = QColor(self._theme.soft)
        colour.setAlpha(90)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        for marker in self._view.desk.project.cut.markers:
            self._line(painter, marker.frame)

    def _span(self, painter: QPainter) -> None:
        span, view = self._view.session.span, self._view
        if span is None:
            return
        high, wide = view.viewport().height(), view.viewport().width()
        start, end = (view.state.scale.x(frame) - view.left for frame in span)
        painter.fillRect(0, 0, max(0, min(start, wide)), high, self._outside)
        painter.fillRect(max(0, end), 0, max(0, wide - end), high, self._outside)

    def _drag(self, painter: QPainter) -> None:
        drag, view = self._view.drag, self._view
        if drag is None or not drag.live:
            return
        if drag.band is not None:
            box = drag.band.translated(-view.left, -view.top)
            painter.fillRect(box, self._band)
            outline(painter, box, self._accent, 1)
        self._guide(painter, drag.guide, drag.inserts)
        if drag.told:
            self._tell(painter, drag.at, drag.told)

    def _drop(self, painter: QPainter) -> None:
        drop, refusal, wipe = self._view.dropping, self._view.refusal, self._view.wipe
        if wipe is not None:
            painter.fillRect(wipe.box, self._band)
            outline(painter, wipe.box, self._accent)
            self._guide(painter, wipe.frame, False)
            self._tell(painter, wipe.at, wipe.told)
        if refusal is not None and refusal.why:
            self._tell(painter, refusal.at, refusal.why, self._bad)
        if drop is None:
            return
        for box in drop.boxes:
            painter.fillRect(box, self._band)
            outline(painter, box, self._accent)
        self._guide(painter, drop.frame, drop.inserts)
        self._tell(painter, drop.at, drop.told)

    def _guide(self, painter: QPainter, frame: int | None, inserts: bool) -> None:
        if frame is None:
            return
        colour = QColor(self._theme.accent if inserts else self._theme.good)
        painter.setPen(QPen(colour, 3 if inserts else 1))
        self._line(painter, frame)

    def _tell(self, painter: QPainter, at: QPoint, text: str, edge: QColor | None = None) -> None:
        """Words in a box beside the pointer, in several lines where they are many."""
        metrics, view = painter.fontMetrics(), self._view.viewport()
        room = QRect(0, 0, max(120, min(_WIDEST, view.width() - 24)), 400)
        words = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(room, words, text).adjusted(-8, -4, 8, 4)
        box.moveTopLeft(at + QPoint(14, 16))
        box.moveRight(min(box.right(), view.width() - 4))
        box.moveBottom(max(box.height(), min(box.bottom(), view.height() - 4)))
        painter.fillRect(box, QColor(self._theme.raised))
        outline(painter, box, edge or QColor(self._theme.line), 1)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(box, words, text)

    def _lines(self, painter: QPainter) -> None:
        if self._view.hovered is not None:
            painter.setPen(QPen(QColor(self._theme.bad), 1, Qt.PenStyle.DashLine))
            self._line(painter, self._view.hovered)
        painter.setPen(QPen(self._accent, 1))
        self._line(painter, self._view.session.playhead)

    def _line(self, painter: QPainter, frame: int) -> None:
        x = self._view.state.scale.x(frame) - self._view.left
        if -2 <= x <= self._view.viewport().width():
            painter.drawLine(x, 0, x, self._view.viewport().height())
