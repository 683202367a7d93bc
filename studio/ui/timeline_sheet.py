"""The lanes as a sheet of painted tiles: stretched while the wheel turns, sharp when it rests."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QRect, QRectF, QTimer
from PySide6.QtGui import QPainter

from studio.ui.timeline_ground import TimelineGround
from studio.ui.timeline_paint import ClipPainter
from studio.ui.timeline_scale import Lane, Scale
from studio.ui.timeline_tiles import WIDE, Tiles

_REST = 30  # milliseconds without another zoom step after which it is painted sharp
_BUDGET = 0.008  # seconds of painting tiles at a time


class Sheet(QObject):
    """Paints what is seen of the lanes, and a little ahead of it while nothing else is to do."""

    def __init__(self, view: TimelineGround, clips: ClipPainter) -> None:
        super().__init__(view)
        self._view = view
        self._clips = clips
        self.tiles = Tiles(self._paint)
        self._old: Scale | None = None  # a scale whose tiles stand in for ones not painted yet
        self._last = view.state.scale
        self._sharpening = QTimer(self, singleShot=True)
        self._sharpening.timeout.connect(self.sharpen)
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self.look_ahead)

    @property
    def sharp(self) -> bool:
        """Whether everything seen is painted at its own scale."""
        return self._old is None

    def rescaled(self) -> None:
        """Old tiles are stretched at once; new ones are painted when the wheel rests."""
        if self._old is None:
            self._old = self._last
        self._last = self._view.state.scale
        self._sharpening.start(_REST)

    def scrolled(self) -> None:
        """Other tiles come near."""
        self._ahead.start()

    def hasten(self) -> None:
        """Do not wait for the wheel to rest."""
        self._sharpening.start(0)

    def paint(self, painter: QPainter, region: QRect) -> None:
        """What lies in a region of the viewport."""
        left, top = self._view.left, self._view.top
        first, last = (left + region.left()) // WIDE, (left + region.right()) // WIDE
        for lane in self._view.lanes.between(region.top() + top, region.bottom() + top + 1):
            for number in range(first, last + 1):
                self._tile(painter, lane, number)

    def sharpen(self) -> None:
        """Paint what is missing in view, a few milliseconds at a time."""
        view, begin, ratio = self._view, time.perf_counter(), self._view.devicePixelRatioF()
        for lane, number in self._missing(0):
            self.tiles.tile(lane, view.state.scale, number, ratio)
            left, top = number * WIDE - view.left, lane.top - view.top
            view.viewport().update(left, top, WIDE, lane.height)
            if time.perf_counter() - begin > _BUDGET:
                self._sharpening.start(0)
                break
        else:
            self._old = None
            self._ahead.start()

    def look_ahead(self) -> None:
        """One tile beside what is seen, so that scrolling finds it painted."""
        for lane, number in self._missing(1) if self.sharp else ():
            self.tiles.tile(lane, self._view.state.scale, number, self._view.devicePixelRatioF())
            self._ahead.start()
            return

    def _missing(self, more: int) -> Iterator[tuple[Lane, int]]:
        """Tiles not painted yet, in view and `more` on both sides."""
        view, port = self._view, self._view.viewport()
        first, last = view.left // WIDE, (view.left + port.width()) // WIDE
        for number in range(max(0, first - more), last + more + 1):
            for lane in view.lanes.between(view.top, view.top + port.height()):
                if not self.tiles.has(lane, view.state.scale, number):
                    yield lane, number

    def _tile(self, painter: QPainter, lane: Lane, number: int) -> None:
        view, scale = self._view, self._view.state.scale
        left, top = number * WIDE - view.left, lane.top - view.top
        if self._old is not None and not self.tiles.has(lane, scale, number):
            box = QRectF(left, top, WIDE, lane.height)
            if self._stretched(painter, lane, box, self._old):
                return
        painter.drawPixmap(
            left, top, self.tiles.tile(lane, scale, number, view.devicePixelRatioF())
        )

    def _stretched(self, painter: QPainter, lane: Lane, box: QRectF, old: Scale) -> bool:
        """Draw what the tiles of another scale show there; False when it has none at all."""
        view = self._view
        share = view.state.scale.per_frame / old.per_frame  # our pixels to one of theirs
        begin = (box.left() + view.left) / share
        numbers = range(int(begin // WIDE), int((begin + WIDE / share) // WIDE) + 1)
        known = [number for number in numbers if self.tiles.has(lane, old, number)]
        if not known and not self.tiles.knows(lane, old):
            return False
        painter.fillRect(box, self._clips.ground)
        for number in known:
            tile = self.tiles.tile(lane, old, number, view.devicePixelRatioF())
            left = number * WIDE * share - view.left
            seen = QRectF(left, box.top(), WIDE * share, box.height()).intersected(box)
            ratio = tile.devicePixelRatio() / share
            source = QRectF((seen.left() - left) * ratio, 0, seen.width() * ratio, tile.height())
            painter.drawPixmap(seen, tile, source)
        return True

    def _paint(self, painter: QPainter, lane: Lane, scale: Scale, left: int, width: int) -> None:
        self._clips.paint(painter, lane, scale, left, width, self._view.desk.project.rate)
