"""The mark that a take wears: a tick, a triangle or a disc, told apart by shape and by colour."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from studio.ui.kit import DENSE
from studio.ui.take_standing import Standing
from studio.ui.theme import Theme

SIDE = 17  # points of a mark
_AWAY = 4  # points from the corner of a still


def colour_of(theme: Theme, standing: Standing) -> str:
    """What a standing is painted in."""
    colours = {Standing.PASSED: theme.good, Standing.WARNED: theme.warn, Standing.FAILED: theme.bad}
    return colours.get(standing, theme.soft)


def draw_mark(painter: QPainter, spot: QRectF, theme: Theme, standing: Standing) -> None:
    """A mark that fills `spot`; one of what is not looked at yet is three dots."""
    ink = QColor(theme.panel)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1))  # a rim, so that it stands out from any picture
    painter.setBrush(QColor(colour_of(theme, standing)))
    if standing is Standing.WARNED:
        low = spot.bottom() - spot.height() * 0.06
        top = QPointF(spot.center().x(), spot.top())
        painter.drawPolygon(QPolygonF([top, QPointF(spot.right(), low), QPointF(spot.left(), low)]))
    else:
        painter.drawEllipse(spot)
    wide = max(1.5, spot.width() / 9)
    painter.setPen(QPen(ink, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for stroke in _STROKES[standing]:
        points = [
            QPointF(spot.left() + x * spot.width(), spot.top() + y * spot.height())
            for x, y in stroke
        ]
        painter.drawPolyline(points) if len(points) > 1 else painter.drawPoint(points[0])
    painter.restore()


# What is written in a mark, as lines through points, in shares of its side.
_STROKES: dict[Standing, tuple[tuple[tuple[float, float], ...], ...]] = {
    Standing.PASSED: (((0.28, 0.52), (0.44, 0.68), (0.72, 0.34)),),
    Standing.WARNED: (((0.5, 0.38), (0.5, 0.62)), ((0.5, 0.79),)),
    Standing.UNSEEN: (((0.26, 0.5),), ((0.5, 0.5),), ((0.74, 0.5),)),
    Standing.FAILED: (((0.5, 0.25), (0.5, 0.55)), ((0.5, 0.75),)),
}


def mark(theme: Theme, standing: Standing, size: int = SIDE) -> QPixmap:
    """A mark by itself, `size` points wide and sharp on dense screens."""
    pixmap = QPixmap(size * DENSE, size * DENSE)
    pixmap.setDevicePixelRatio(DENSE)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        draw_mark(painter, QRectF(0.5, 0.5, size - 1, size - 1), theme, standing)
    return pixmap


def marked(still: QPixmap, theme: Theme, standing: Standing, *, waiting: bool) -> QPixmap:
    """The still with its mark in the upper right corner; as it is while nobody looked at it."""
    if standing is Standing.UNSEEN and not waiting:
        return still
    wide = still.width() / still.devicePixelRatio()
    with QPainter(still) as painter:
        spot = QRectF(wide - SIDE - _AWAY, _AWAY, SIDE, SIDE)
        draw_mark(painter, spot, theme, Standing.UNSEEN if waiting else standing)
    return still
