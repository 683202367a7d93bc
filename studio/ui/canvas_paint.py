"""Paints the frame of what is held on the canvas: its outline, grips, lines and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from studio.ui.canvas_frame import SIDES, Grip

_SIDE = 9.0  # pixels of a grip
_ROUND = 5.0  # radius of the one that turns
_CROSS = 7.0  # arms of the pivot
_INK, _HALO = QColor("#ffffff"), QColor(0, 0, 0, 150)  # on pictures of any colour
_GUIDE = QColor("#3ad0ff")
_CALM = 0.55  # opacity while the picture is to be judged, and not to be placed
_CORNERS = (Grip.TOP_LEFT, Grip.TOP_RIGHT, Grip.BOTTOM_RIGHT, Grip.BOTTOM_LEFT)
_NOTE = QColor(13, 14, 16, 205)


@dataclass(frozen=True)
class Sight:
    """What is painted, in pixels of the widget; `around` is the whole of a cropped picture."""

    outline: QPolygonF
    grips: Mapping[Grip, QPointF]
    stem: QLineF | None
    around: QPolygonF | None
    guides: Sequence[QLineF]
    held: bool  # the keys move it
    calm: bool  # the hand is elsewhere
    note: str


def paint_sight(painter: QPainter, area: QRectF, sight: Sight, accent: QColor) -> None:
    """The frame over the picture, which lies in `area`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setOpacity(_CALM if sight.calm else 1.0)
    for guide in sight.guides:
        _line(painter, guide, _GUIDE)
    if sight.around is not None:
        painter.setPen(QPen(_HALO, 3))
        painter.drawPolygon(sight.around)
        painter.setPen(QPen(_INK, 1, Qt.PenStyle.DashLine))
        painter.drawPolygon(sight.around)
    painter.setPen(QPen(_HALO, 3.5))
    painter.drawPolygon(sight.outline)
    painter.setPen(QPen(accent, 1.5))
    painter.drawPolygon(sight.outline)
    if sight.stem is not None and not sight.calm:
        _line(painter, sight.stem, accent)
    for grip, at in sight.grips.items():
        if not sight.calm or grip in _CORNERS:
            _grip(painter, grip, at, accent, held=sight.held)
    if sight.note:
        _note(painter, area, sight.note)
    painter.restore()


def _line(painter: QPainter, line: QLineF, colour: QColor) -> None:
    painter.setPen(QPen(_HALO, 3))
    painter.drawLine(line)
    painter.setPen(QPen(colour, 1))
    painter.drawLine(line)


def _grip(painter: QPainter, grip: Grip, at: QPointF, accent: QColor, *, held: bool) -> None:
    painter.setPen(QPen(_HALO, 1))
    painter.setBrush(accent if held else _INK)
    if grip in SIDES:
        painter.drawRect(QRectF(at.x() - _SIDE / 2, at.y() - _SIDE / 2, _SIDE, _SIDE))
    elif grip is Grip.TURN:
        painter.drawEllipse(at, _ROUND, _ROUND)
    elif grip is Grip.PIVOT:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((_HALO, 3.5), (accent if held else _INK, 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(at, _ROUND, _ROUND)
            painter.drawLine(at - QPointF(_CROSS, 0), at + QPointF(_CROSS, 0))
            painter.drawLine(at - QPointF(0, _CROSS), at + QPointF(0, _CROSS))


def _note(painter: QPainter, area: QRectF, text: str) -> None:
    box = painter.fontMetrics().boundingRect(text)
    room = QRectF(0, 0, box.width() + 16, box.height() + 8)
    room.moveBottomLeft(area.bottomLeft() + QPointF(8, -8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_NOTE)
    painter.drawRoundedRect(room, 4, 4)
    painter.setPen(_INK)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
