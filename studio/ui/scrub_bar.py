"""The bar under the picture: where the playhead is, what is marked; dragged to scrub."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.deck import Deck
from studio.ui.theme import Theme
from studio.ui.words import Words

EDGE = 8  # pixels left and right of the track
_TALL, _TRACK = 22, 4


class ScrubBar(QWidget):
    """Painted by itself: a track, the span of in and out, a playhead."""

    def __init__(self, deck: Deck, words: Words, theme: Theme) -> None:
        super().__init__()
        self._deck = deck
        self._theme = theme
        self._held = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a field keeps no key of the viewer's
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words("scrub"))
        self.setToolTip(words("scrub"))
        deck.moved.connect(self.update)
        deck.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A line that is easily hit."""
        return QSize(200, _TALL)

    def place_of(self, frame: int) -> float:
        """Where a frame lies, in pixels."""
        last = max(1, self._deck.player.frames - 1)
        return EDGE + (self.width() - 2 * EDGE) * min(frame, last) / last

    def frame_at(self, place: float) -> int:
        """The frame that lies at a pixel."""
        last = max(0, self._deck.player.frames - 1)
        share = (place - EDGE) / max(1, self.width() - 2 * EDGE)
        return round(min(1.0, max(0.0, share)) * last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, and follow the hand."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = True
            self._deck.scrub(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if self._held:
            self._deck.scrub(self.frame_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay there."""
        if self._held:
            self._held = False
            self._deck.settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, span, playhead."""
        player, theme = self._deck.player, self._theme
        live = self._deck.programme is not None
        middle = self.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            rail = QColor(theme.soft)
            rail.setAlphaF(0.35)
            painter.setBrush(rail)
            track = QRectF(EDGE, middle - _TRACK / 2, self.width() - 2 * EDGE, _TRACK)
            painter.drawRoundedRect(track, 2, 2)
            if not live:
                return
            if player.range is not None:
                self._paint_span(painter, *player.range)
            here = self.place_of(player.frame)
            painter.setBrush(QColor(theme.text))
            painter.drawRoundedRect(QRectF(here - 1, 3, 2, self.height() - 6), 1, 1)
            head = [QPointF(here - 5, 2), QPointF(here + 5, 2), QPointF(here, 9)]
            painter.drawPolygon(QPolygonF(head))

    def _paint_span(self, painter: QPainter, first: int, last: int) -> None:
        left, right = self.place_of(first), self.place_of(max(first, last - 1))
        accent = QColor(self._theme.accent)
        middle = self.height() / 2
        painter.setBrush(accent)
        painter.drawRect(QRectF(left, middle - _TRACK / 2, max(2.0, right - left), _TRACK))
        for place in (left, right):
            painter.drawRoundedRect(QRectF(place - 1, middle - 6, 2, 12), 1, 1)
