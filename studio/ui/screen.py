"""The picture itself: letterboxed on a dark surround, with safe areas and what is to be said."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.deck import Deck
from studio.ui.dragging import Cargo, Thing, mime_of
from studio.ui.words import Words

SURROUND = "#0d0e10"  # the same in both themes: a picture is judged in the dark
_SAID = "#b9bdc6"
# SMPTE ST 2046-1: shares of width and height within which action and titles are safe.
ACTION, TITLE = 0.93, 0.90
_CARRIED = 144  # pixels of width of a frame that is dragged


class Screen(QWidget):
    """Shows a deck's picture, which can be dragged onto shots, wells, subjects and media."""

    opened = Signal()  # double click

    def __init__(self, deck: Deck, words: Words) -> None:
        super().__init__()
        self._deck = deck
        self._words = words
        self.safe_areas = False
        self.overlays: list[Callable[[QPainter, QRectF], None]] = []  # painted over the picture
        self._pressed: QPoint | None = None
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

    def frame(self) -> Cargo | None:
        """The frame that is shown, as something to drag; None when there is no picture."""
        deck = self._deck
        programme, showing = deck.programme, deck.showing
        if programme is None or deck.image is None:
            return None
        take = programme.shown.get(showing.owner)
        if not showing.is_cut and take is None:
            return None
        name = "" if take is None or showing.is_cut else take.id
        thing = Thing("frame", id=name, owner=showing.owner, frame=deck.player.frame)
        return Cargo((thing,), str(programme.folder))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        super().mousePressEvent(event)
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from where the button went down, the frame is in the hand."""
        super().mouseMoveEvent(event)
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a click."""
        super().mouseReleaseEvent(event)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Full screen, and back."""
        self._pressed = None
        self.opened.emit()

    def _drag(self) -> None:
        self._deck.pause()  # the frame in the hand is the one that is seen
        cargo, image = self.frame(), self._deck.image
        if cargo is None or image is None:
            return
        drag = QDrag(self)
        drag.setMimeData(mime_of(cargo))
        dots = self.devicePixelRatioF()
        small = QPixmap.fromImage(image).scaledToWidth(
            round(_CARRIED * dots), Qt.TransformationMode.SmoothTransformation
        )
        small.setDevicePixelRatio(dots)
        drag.setPixmap(small)
        drag.setHotSpot(QPoint(-12, -12))
        drag.exec(Qt.DropAction.CopyAction)

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
            for overlay in self.overlays:
                overlay(painter, area)
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
        said = self.said()
        if said:
            painter.setPen(QColor(_SAID))
            inside = area.adjusted(16, 8, -16, -8)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, flags, said)

    def said(self) -> str:
        """What there is to say instead of a picture."""
        deck = self._deck
        if deck.empty:
            return self._words("nothing.cut" if deck.showing.is_cut else "nothing.take")
        fault = deck.player.fault
        if fault is not None and deck.image is None:
            return self._words.error(fault)
        return ""
