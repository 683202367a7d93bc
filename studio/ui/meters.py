"""Level meters beside the viewer: peak, mean power, held true peak, loudness, clipping lamps."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.media.meters import FLOOR, Levels, Meter
from studio.ui.deck import Deck
from studio.ui.theme import Theme
from studio.ui.words import Words

_APART = 40  # milliseconds between two looks
_FALL = 20 / 1.7  # decibels a second that a peak falls, as IEC 60268-10 has it (type I)
_HELD = 1.5  # seconds that the highest true peak stands
_LOW, _HIGH = -60.0, 0.0  # decibels at the ends of the scale
_TICKS = (0, -6, -12, -18, -24, -36, -48)
_ZONES = ((-18.0, "#3fae6a"), (-6.0, "#e0b341"), (0.0, "#e5533d"))  # up to these, the colour
_GROUND, _LAMP_OFF = "#15171b", "#3a2320"
_BAR, _GAP, _LAMP, _FOOT, _PX = 9, 3, 8, 30, 10


class Meters(QWidget):
    """Shows what a deck's player gives to hear, at the moment when it is heard."""

    def __init__(self, deck: Deck, words: Words, theme: Theme) -> None:
        super().__init__()
        self._player = deck.player
        self._words = words.of("ui_scopes")
        self._theme = theme
        self._meter = Meter()
        self._at = 0  # the position up to which it has listened
        self._played = False
        self.levels = Levels()
        self.bars = [FLOOR, FLOOR]  # peaks, falling
        self.held = [FLOOR, FLOOR]  # true peaks that stand
        self._since = [0.0, 0.0]  # seconds that they have stood
        self.lamps = [False, False]
        self.setFixedWidth(2 * _BAR + _GAP + 34)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self._words("meters"))
        self.setToolTip(self._words("meters.tip"))
        self._timer = QTimer(self, interval=_APART)
        self._timer.timeout.connect(self.look)
        deck.changed.connect(self._stirred)
        deck.moved.connect(self._stirred)

    def sizeHint(self) -> QSize:
        """Tall enough for its numbers."""
        return QSize(self.width(), 160)

    def clear(self) -> None:
        """The lamps go out, and what was held is let go of."""
        self.lamps = [False, False]
        self.held = [FLOOR, FLOOR]
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts the lamps out."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clear()

    def look(self) -> None:
        """Listen to what was heard since the last look."""
        heard = self._player.heard(self._at)
        if heard is None:
            self.levels = Levels()
            self._meter, self._at = Meter(), 0
        else:
            now, samples = heard
            if now < self._at:  # it began anew
                self._meter = Meter()
            self._at = now
            if len(samples):
                self.levels = self._meter.feed(samples)
        for side in (0, 1):
            self._move(side)
        if heard is None and max(*self.bars, *self.held) <= _LOW:
            self._timer.stop()
        self._tell()
        self.update()

    def _move(self, side: int) -> None:
        """A bar rises at once and falls slowly; what is held stands, and falls after it."""
        fallen = self.bars[side] - _FALL * _APART / 1000
        self.bars[side] = max(self.levels.peak[side], fallen, FLOOR)
        self._since[side] += _APART / 1000
        if self.levels.true_peak[side] >= self.held[side]:
            self.held[side], self._since[side] = self.levels.true_peak[side], 0.0
        elif self._since[side] > _HELD:
            self.held[side] = max(self.held[side] - _FALL * _APART / 1000, FLOOR)
        self.lamps[side] = self.lamps[side] or self.levels.clips[side]

    def _stirred(self, _news: object = None) -> None:
        if self._player.playing and not self._played:
            self.clear()
        self._played = self._player.playing
        if (self._played or self._player.sounding) and not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        """For who does not see it."""
        loud = self.levels.momentary
        peak = max(self.held)
        if loud > FLOOR:
            words = self._words("meters.told", loudness=f"{loud:.1f}", peak=f"{peak:+.1f}")
        else:
            words = self._words("meters.silent")
        if any(self.lamps):
            words = f"{words} {self._words('meters.clipped')}"
        if self.accessibleDescription() != words and not self._player.playing:
            self.setAccessibleDescription(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lamps, bars with a scale, the loudness below."""
        with QPainter(self) as painter:
            font = QFont(painter.font())
            font.setPixelSize(_PX)
            painter.setFont(font)
            top = 8 + _LAMP + 4
            room = QRectF(6, top, 2 * _BAR + _GAP, max(20, self.height() - top - _FOOT - 8))
            for side in (0, 1):
                x = room.left() + side * (_BAR + _GAP)
                lamp = QColor(self._theme.bad if self.lamps[side] else _LAMP_OFF)
                painter.fillRect(QRectF(x, 8, _BAR, _LAMP), lamp)
                self._paint_bar(painter, QRectF(x, room.top(), _BAR, room.height()), side)
            self._paint_scale(painter, room)
            self._paint_loudness(painter, room)

    def _paint_bar(self, painter: QPainter, room: QRectF, side: int) -> None:
        painter.fillRect(room, QColor(_GROUND))
        for level, faint in ((self.bars[side], 130), (self.levels.mean[side], 255)):
            low = _LOW
            for high, colour in _ZONES:
                if level > low:
                    shade = QColor(colour)
                    shade.setAlpha(faint)
                    bottom, top = place(room, low), place(room, min(level, high))
                    painter.fillRect(QRectF(room.left(), top, room.width(), bottom - top), shade)
                low = high
        if self.held[side] > _LOW:
            y = place(room, self.held[side])
            painter.fillRect(QRectF(room.left(), y, room.width(), 2), QColor("#f2f3f5"))

    def _paint_scale(self, painter: QPainter, room: QRectF) -> None:
        last = -100.0
        for tick in _TICKS:
            y = place(room, tick)
            if y - last < _PX + 2:
                continue
            last = y
            painter.setPen(QColor(self._theme.soft))
            box = QRectF(room.right() + 6, y - 7, 22, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(abs(tick)))

    def _paint_loudness(self, painter: QPainter, room: QRectF) -> None:
        loud = self.levels.momentary
        rows: Sequence[str] = (f"{loud:.1f}" if loud > _LOW else "–", self._words("lufs"))
        for row, words in enumerate(rows):
            painter.setPen(QColor(self._theme.text if row == 0 else self._theme.soft))
            box = QRectF(0, room.bottom() + 6 + row * 13, self.width(), 13)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def place(room: QRectF, level: float) -> float:
    """Where a level lies on a scale from top to bottom; the upper half has two thirds of it."""
    share = (min(max(level, _LOW), _HIGH) - _LOW) / (_HIGH - _LOW)
    return room.bottom() - room.height() * share**1.6
