"""How the film's frame lies on the viewer's screen, and where on it a held frame's grips are."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPolygonF

from studio.ui.canvas_frame import SIDES, Grip, Point, Standing
from studio.ui.canvas_snap import Guide

_REACH = 9.0  # pixels around a grip that count as on it
_EDGE = 6.0  # pixels inside the widget at which a grip is shown that lies outside it
_STEM = 26.0  # pixels from the frame to the grip that turns it
_SMALL = 44.0  # pixels; a frame smaller than this has no grips between its corners


@dataclass(frozen=True)
class View:
    """The film's frame in an area of a widget; its pixels are the widget's own."""

    area: QRectF
    room: QRectF  # all of the widget
    frame: tuple[int, int]

    def on(self, point: Point) -> QPointF:
        """Where a pixel of the film is on the widget."""
        return QPointF(
            self.area.x() + point[0] * self.area.width() / self.frame[0],
            self.area.y() + point[1] * self.area.height() / self.frame[1],
        )

    def off(self, at: QPointF) -> Point:
        """Which pixel of the film is at a point of the widget."""
        return (
            (at.x() - self.area.x()) * self.frame[0] / self.area.width(),
            (at.y() - self.area.y()) * self.frame[1] / self.area.height(),
        )

    def length(self, pixels: float) -> float:
        """So many pixels of the widget, in those of the film."""
        return pixels * self.frame[0] / self.area.width()

    def outline(self, standing: Standing) -> QPolygonF:
        """What is seen of a picture."""
        return QPolygonF([self.on(corner) for corner in standing.corners])

    def line(self, guide: Guide) -> QLineF:
        """A guide from edge to edge of the film's frame."""
        if guide.upright:
            return QLineF(self.on((guide.at, 0)), self.on((guide.at, self.frame[1])))
        return QLineF(self.on((0, guide.at)), self.on((self.frame[0], guide.at)))

    def grips(
        self, standing: Standing, wanted: Iterable[Grip], pivot: Point
    ) -> dict[Grip, QPointF]:
        """Where the grips are; those that would lie outside the widget are at its edge."""
        found: dict[Grip, QPointF] = {}
        small = self._small(standing)
        for grip in wanted:
            if grip in SIDES:
                if not (small and 0 in SIDES[grip]):
                    found[grip] = self._inside(self.on(standing.at(grip)))
            elif grip is Grip.TURN:
                found[grip] = self.stem(standing).p2()
            elif grip is Grip.PIVOT and not small:
                found[grip] = self._inside(self.on(pivot))
        return found

    def stem(self, standing: Standing) -> QLineF:
        """From the upper edge to the grip that turns: outwards, or inwards where no room is."""
        top, middle = self.on(standing.at(Grip.TOP)), self.on((standing.x, standing.y))
        away = QLineF(middle, top)
        if away.length() < 1:
            away = QLineF(middle, middle - QPointF(0, 1))
        away.setLength(away.length() + _STEM)
        if not self.room.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE).contains(away.p2()):
            seen = self._inside(top)
            away = QLineF(seen, middle)
            away.setLength(min(_STEM, away.length() / 2))
            return away
        return QLineF(top, away.p2())

    def under(
        self, at: QPointF, standing: Standing, wanted: Iterable[Grip], pivot: Point
    ) -> Grip | None:
        """What is held by a press there: the nearest grip in reach, else the picture, if any."""
        there = self.grips(standing, wanted, pivot)
        near = [(QLineF(at, place).length(), grip) for grip, place in there.items()]
        reached = [pair for pair in near if pair[0] <= _REACH]
        if reached:
            return min(reached)[1]
        return Grip.MOVE if standing.holds(self.off(at)) else None

    def _small(self, standing: Standing) -> bool:
        box = standing.box
        least = min(box.right - box.left, box.bottom - box.top)
        return least * self.area.width() / self.frame[0] < _SMALL

    def _inside(self, at: QPointF) -> QPointF:
        inner = self.room.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        return QPointF(
            max(inner.left(), min(at.x(), inner.right())),
            max(inner.top(), min(at.y(), inner.bottom())),
        )
