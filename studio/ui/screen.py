"""The picture itself: letterboxed on a dark surround, with safe areas and what is to be said."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from studio.ui.deck import Deck
from studio.ui.words import Words

SURROUND = "#0d0e10"  # the same in both themes: a picture is judged in the dark
_SAID = "#b9bdc6"
# SMPTE ST 2046-1: shares of width and height within which action and titles are safe.
ACTION, TITLE = 0.93, 0.90


class Screen(QWidget):
    """Shows a deck's picture."""

    opened = Signal()  # double click

    def __init__(self, deck: Deck, words: Words) -> None:
        super().__init__()
        self._deck = deck
        self._words = words
        self.safe_areas = False
        self.setMinimumSize(160, 90)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(words("screen"))
        deck.painted.connect(self.update)
        deck.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A quarter of a large picture."""
        return QSize(480, 270)

    def hasHeightForWidth(self) -> bool:
        """Its height follows the picture's shape where a layout asks."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that leaves no bars."""
        return round(width / max(self._deck.ratio, 1.0))

    @property
    def picture_area(self) -> QRectF:
        """Where the picture lies, on whole device pixels."""
        room, ratio, dots = QRectF(self.rect()), self._deck.ratio, self.devicePixelRatioF()
        wide = min(room.width(), room.height() * ratio)
        area = QRectF(0, 0, round(wide * dots) / dots, round(wide / ratio * dots) / dots)
        left, top = (room.width() - area.width()) / 2, (room.height() - area.height()) / 2
        area.moveTopLeft(QPointF(round(left * dots) / dots, round(top * dots) / dots))
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size may want finer pictures."""
        super().resizeEvent(event)
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """It is looked at: pictures are wanted."""
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._deck.look_away(self)

    def _look(self) -> None:
        area, dots = self.picture_area, self.devicePixelRatioF()
        self._deck.look(self, QSize(round(area.width() * dots), round(area.height() * dots)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Full screen, and back."""
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surround, picture, safe areas, words."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(SURROUND))
            area, image = self.picture_area, self._deck.image
            if image is not None:
                wide = round(area.width() * self.devicePixelRatioF())
                fits = abs(image.width() - wide) <= 1
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not fits)
                painter.drawImage(area, image, QRectF(image.rect()))
            if self.safe_areas:
                self._paint_areas(painter, area)
            self._paint_words(painter, area)

    def _paint_areas(self, painter: QPainter, area: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for share in (ACTION, TITLE):
            inside = QRectF(0, 0, area.width() * share, area.height() * share)
            inside.moveCenter(area.center())
            for colour, width in ((QColor(0, 0, 0, 120), 3.0), (QColor(255, 255, 255, 190), 1.0)):
                painter.setPen(QPen(colour, width))
                painter.drawRect(inside)
        middle, arm = area.center(), area.height() * 0.025
        painter.setPen(QPen(QColor(255, 255, 255, 190), 1.0))
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        said = self._said()
        if said:
            painter.setPen(QColor(_SAID))
            inside = area.adjusted(16, 8, -16, -8)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, flags, said)

    def _said(self) -> str:
        """What there is to say instead of a picture."""
        deck = self._deck
        if deck.empty:
            return self._words("nothing.cut" if deck.showing.is_cut else "nothing.take")
        fault = deck.player.fault
        if fault is not None and deck.image is None:
            return self._words.error(fault)
        return ""
