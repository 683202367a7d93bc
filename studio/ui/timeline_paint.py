"""How clips look: a coloured head with their name, and what they show of their takes below it."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from studio.media.filmstrip import HEIGHT as STRIP
from studio.media.peaks import PER_SECOND, Peaks, columns
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.rate import Rate
from studio.timeline.take import Take
from studio.ui.theme import Theme
from studio.ui.timeline_facts import Facts
from studio.ui.timeline_media import TakeMedia
from studio.ui.timeline_scale import Lane, Scale, within

HEAD = 18  # pixels of a clip's head
LABEL_PX = 11
_PLAIN = 3  # clips narrower than this are a bar of colour
_NAMED = 22  # ... than this have no name
_SHOWN = 10  # ... than this show no strip and no wave


def mixed(one: str, other: str, share: float) -> QColor:
    """A colour between two of the theme's; `share` of the other."""
    a, b = QColor(one), QColor(other)
    parts = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return QColor(*(round(x * (1 - share) + y * share) for x, y in parts))


@dataclass(frozen=True)
class Tints:
    """The colours of the clips of one kind of track."""

    head: QColor
    body: QColor
    wave: QColor
    text: QColor
    edge: QColor
    missing: QColor

    @classmethod
    def of(cls, theme: Theme, colour: str) -> "Tints":
        """Made of the theme's colour for a kind of track."""
        return cls(
            head=QColor(colour),
            body=mixed(colour, theme.ground, 0.55),
            wave=mixed(colour, theme.text, 0.45),
            text=QColor(theme.text),
            edge=mixed(colour, theme.line, 0.7),
            missing=mixed(colour, theme.panel, 0.72),
        )


class ClipPainter:
    """Paints a stretch of a lane; knows nothing of selection, playhead or drags."""

    def __init__(self, theme: Theme, facts: Facts, media: TakeMedia) -> None:
        self._theme = theme
        self._facts = facts
        self._media = media
        self._tints: dict[TrackKind, Tints] = {}
        self._second = 24.0
        self._ratio = 1.0
        self._font: QFont | None = None
        self._metrics: QFontMetrics | None = None
        self.recolour()

    def recolour(self) -> None:
        """Take the theme's colours as they are now."""
        theme = self._theme
        self._tints = {
            TrackKind.PICTURE: Tints.of(theme, theme.picture),
            TrackKind.SOUND: Tints.of(theme, theme.sound),
            TrackKind.TEXT: Tints.of(theme, theme.words),
        }
        self.ground = mixed(theme.ground, theme.panel, 0.55)
        self._hatch = QBrush(mixed(theme.panel, theme.text, 0.16), Qt.BrushStyle.BDiagPattern)

    def paint(
        self, painter: QPainter, lane: Lane, scale: Scale, left: int, width: int, rate: Rate
    ) -> None:
        """The pixels from `left` on (from the film's start) of a lane, at the painter's origin."""
        painter.fillRect(0, 0, width, lane.height, self.ground)
        self._lettering(painter)
        self._ratio = painter.device().devicePixelRatio()
        first, last = scale.frame(left - 1), scale.frame(left + width) + 1
        plain_end = -1
        self._second = float(rate.fraction)  # frames; a fraction is slow in a loop
        tints = self._tints[lane.track.kind]
        for clip in within(lane.track, first, last):
            x, end = scale.x(clip.start) - left, scale.x(clip.start + clip.frames) - left
            if end - x < _PLAIN:
                if end > plain_end:  # thousands in view: one bar a pixel is enough
                    painter.fillRect(x, 0, max(1, end - x), lane.height, tints.head)
                    plain_end = max(end, x + 1)
                continue
            self._clip(painter, lane, clip, QRect(x, 0, end - x, lane.height), width)

    def _lettering(self, painter: QPainter) -> None:
        if self._font is None:
            self._font = QFont(painter.font())
            self._font.setPixelSize(LABEL_PX)
            self._metrics = QFontMetrics(self._font)
        painter.setFont(self._font)

    def _clip(self, painter: QPainter, lane: Lane, clip: Clip, box: QRect, width: int) -> None:
        kind, tints = lane.track.kind, self._tints[lane.track.kind]
        take = self._facts.take(clip)
        head = lane.height if kind is TrackKind.TEXT else min(HEAD, lane.height)
        missing = take is None and kind is not TrackKind.TEXT
        body = QRect(box.left(), head, box.width(), lane.height - head)
        painter.fillRect(box, tints.missing if missing else tints.body)
        painter.fillRect(box.left(), 0, box.width(), head, tints.missing if missing else tints.head)
        if missing and self._facts.shot_of(clip.owner) is not None:
            self._placeholder(painter, clip, body, tints)
        if take is not None and box.width() >= _SHOWN and body.height() > 8:
            shown = body.intersected(QRect(0, 0, width, lane.height))
            if kind is TrackKind.PICTURE:
                self._strip(painter, clip, take, body, shown)
            elif kind is TrackKind.SOUND:
                self._wave(painter, clip, take, body, shown, tints)
        if box.width() >= _NAMED:
            self._label(painter, clip, box, head, width, tints)
        painter.setPen(tints.edge)
        painter.drawRect(box.adjusted(0, 0, -1, -1))

    def _placeholder(self, painter: QPainter, clip: Clip, body: QRect, tints: Tints) -> None:
        """Where a take will be; while one is made the overlay says how far it is."""
        painter.fillRect(body, self._hatch)
        if self._facts.progress(clip.owner) is None and body.height() > LABEL_PX + 4:
            assert self._metrics is not None
            if self._metrics.horizontalAdvance(self._facts.not_made) + 12 < body.width():
                painter.setPen(tints.text)
                painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self._facts.not_made)

    def _label(
        self, painter: QPainter, clip: Clip, box: QRect, head: int, width: int, tints: Tints
    ) -> None:
        if box.left() < -4000 or box.left() > width:
            return
        assert self._metrics is not None
        painter.setPen(tints.text)
        room = box.width() - 10
        text = self._facts.name(clip)[:200]
        line = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        base = (head + self._metrics.ascent() - self._metrics.descent()) // 2
        painter.drawText(QPoint(box.left() + 6, base), line)

    def _strip(self, painter: QPainter, clip: Clip, take: Take, body: QRect, shown: QRect) -> None:
        """Pictures side by side, each the one that is shown where its left edge lies."""
        strip = self._media.strip(take)
        if strip is None or not take.width or not take.height:
            return
        one = max(1, round(take.width * STRIP / take.height))
        count = max(1, strip.width() // one)
        wide = max(8, round(one * body.height() / STRIP))
        took = take.rate
        length = (take.frames or 1) * took.den / took.num if took is not None else 0.0
        first = (shown.left() - body.left()) // wide
        last = -(-(shown.right() + 1 - body.left()) // wide)
        painter.save()
        painter.setClipRect(shown)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in range(first, last):
            into = (clip.skip + clip.frames * place * wide / body.width()) / self._second
            number = min(count - 1, max(0, int(into / length * count))) if length else 0
            target = QRect(body.left() + place * wide, body.top(), wide, body.height())
            painter.drawImage(target, strip, QRect(number * one, 0, one, STRIP))
        painter.restore()

    def _wave(
        self,
        painter: QPainter,
        clip: Clip,
        take: Take,
        body: QRect,
        shown: QRect,
        tints: Tints,
    ) -> None:
        """The peaks around a middle line."""
        levels = self._media.peaks(take)
        if levels is None or shown.width() < 1:
            return
        per_frame = PER_SECOND / self._second
        begin = clip.skip * per_frame
        each = clip.frames * per_frame / body.width()
        first = shown.left() - body.left()
        image = wave(
            levels, begin + first * each, each / self._ratio, round(shown.width() * self._ratio),
            round(body.height() * self._ratio), tints.wave,
        )  # fmt: skip
        image.setDevicePixelRatio(self._ratio)  # a column of peaks for every pixel of the screen
        painter.drawImage(shown.topLeft(), image)


def wave(
    levels: Peaks, begin: float, each: float, width: int, height: int, colour: QColor
) -> QImage:
    """Peaks as a picture: `each` peaks a column from peak `begin` on."""
    heard = columns(levels, begin + each * np.arange(width + 1, dtype=np.float64))
    reach = np.maximum(0.5, np.sqrt(heard) * (height / 2 - 1))  # quiet speech is seen as well
    away = np.abs(np.arange(height) + 0.5 - height / 2)[:, None]
    value = np.uint32(colour.rgba())
    pixels = np.ascontiguousarray(np.where(away <= reach[None, :], value, np.uint32(0)))
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32)
    return image.copy()  # the array's memory is not the image's


def outline(painter: QPainter, box: QRect, colour: QColor, width: int = 2) -> None:
    """A frame inside a box."""
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap,
                        Qt.PenJoinStyle.MiterJoin))  # fmt: skip
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width // 2
    painter.drawRect(box.adjusted(inset, inset, -inset - 1, -inset - 1))
