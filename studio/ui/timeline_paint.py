"""How clips look: a coloured head with their name, and what they show of their takes below it."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from studio.media.filmstrip import HEIGHT as STRIP
from studio.media.peaks import PER_SECOND
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.rate import Rate
from studio.timeline.take import Take
from studio.ui.theme import Theme
from studio.ui.timeline_dress import Dress, run
from studio.ui.timeline_facts import Facts
from studio.ui.timeline_lettering import Lettering
from studio.ui.timeline_media import TakeMedia
from studio.ui.timeline_scale import Lane, Scale, within
from studio.ui.timeline_wave import Stretch, draw

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


@dataclass
class _Marks:
    """What is drawn of the clips of a stretch."""

    bars: list[QRect] = field(default_factory=list)  # clips too narrow for anything else
    heads: list[QRect] = field(default_factory=list)
    bodies: list[QRect] = field(default_factory=list)
    missing_heads: list[QRect] = field(default_factory=list)
    missing_bodies: list[QRect] = field(default_factory=list)
    edges: list[QRect] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)
    shown: list[tuple[Clip, Take | None, QRect]] = field(default_factory=list)


class ClipPainter:
    """Paints a stretch of a lane; knows nothing of selection, playhead or drags."""

    def __init__(self, theme: Theme, facts: Facts, media: TakeMedia) -> None:
        self._theme = theme
        self._facts = facts
        self._media = media
        self._tints: dict[TrackKind, Tints] = {}
        self._second = 24.0
        self._ratio = 1.0
        self._letters: Lettering | None = None
        self.dress = Dress(theme)
        self.recolour()

    def recolour(self) -> None:
        """Take the theme's colours as they are now."""
        theme = self._theme
        self.dress.recolour()
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
        """The pixels from `left` on (from the film's start) of a lane, at the painter's origin.

        All of a kind are drawn together: a change of pen costs as much as what it draws.
        """
        painter.fillRect(0, 0, width, lane.height, self.ground)
        if self._letters is None:
            font = QFont(painter.font())
            font.setPixelSize(LABEL_PX)
            self._letters = Lettering(font)
        self._ratio = painter.device().devicePixelRatio()
        self._second = float(rate.fraction)  # frames; a fraction is slow in a loop
        kind, tints = lane.track.kind, self._tints[lane.track.kind]
        head = lane.height if kind is TrackKind.TEXT else min(HEAD, lane.height)
        marks = self._gathered(lane, scale, left, width, head)
        self._bars(painter, marks.bars, tints.head)
        for missing, heads, bodies in (
            (False, marks.heads, marks.bodies),
            (True, marks.missing_heads, marks.missing_bodies),
        ):
            self._bars(painter, heads, tints.missing if missing else tints.head)
            self._bars(painter, bodies, tints.missing if missing else tints.body)
        waves: list[Stretch] = []
        for clip, take, body in marks.shown:
            if take is None:
                self._placeholder(painter, clip, body, tints)
            elif kind is TrackKind.PICTURE:
                seen = body.intersected(QRect(0, 0, width, lane.height))
                if not seen.isEmpty():  # a clip may begin where the stretch ends
                    self._strip(painter, clip, take, body, seen)
            else:
                self._wave(clip, take, body.left(), body.width(), width, waves)
        if waves:
            ratio, tall = self._ratio, lane.height - head
            draw(painter, QPoint(0, head), waves, round(width * ratio), round(tall * ratio),
                 tints.wave)  # fmt: skip
        painter.setPen(tints.edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(marks.edges)
        painter.setPen(tints.text)
        painter.setFont(self._letters.font)
        base = (head + self._letters.metrics.ascent() - self._letters.metrics.descent()) // 2
        for x, name in marks.names:
            painter.drawText(x, base, name)
        self.dress.paint(painter, lane, scale, left, width, head)

    def _gathered(self, lane: Lane, scale: Scale, left: int, width: int, head: int) -> "_Marks":
        """What is to be drawn of a lane's clips, sorted by its colour.

        Thousands of clips may be in view: this loop is most of what a step of the wheel costs.
        """
        marks, letters, per_frame = _Marks(), self._letters, scale.per_frame
        taken, text = self._facts.shown, lane.track.kind is TrackKind.TEXT
        tall = lane.height - head
        begin, upto = 0, -1  # of the bar that goes on
        for clip in within(lane.track, scale.frame(left - 1), scale.frame(left + width) + 1):
            start = clip.start
            x, end = (
                round(start * per_frame) - left,
                round((start + clip.frames) * per_frame) - left,
            )
            wide = end - x
            if wide < _PLAIN:
                if x > upto:
                    if upto > begin:
                        marks.bars.append(QRect(begin, 0, upto - begin, lane.height))
                    begin = x
                upto = max(upto, end, x + 1)
                continue
            take = taken.get(clip.owner)
            marks.edges.append(QRect(x, 0, wide - 1, lane.height - 1))
            missing = take is None and not text
            (marks.missing_heads if missing else marks.heads).append(QRect(x, 0, wide, head))
            if tall > 0:
                body = QRect(x, head, wide, tall)
                (marks.missing_bodies if missing else marks.bodies).append(body)
                if missing:
                    if self._facts.shot_of(clip.owner) is not None:
                        marks.shown.append((clip, None, body))
                elif wide >= _SHOWN and tall > 8:
                    marks.shown.append((clip, take, body))
            if wide >= _NAMED and -4000 <= x <= width and letters is not None:
                marks.names.append((x + 6, letters.fitted(self._facts.name(clip)[:200], wide - 10)))
        if upto > begin:
            marks.bars.append(QRect(begin, 0, upto - begin, lane.height))
        return marks

    def _bars(self, painter: QPainter, boxes: list[QRect], colour: QColor) -> None:
        if boxes:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRects(boxes)

    def _placeholder(self, painter: QPainter, clip: Clip, body: QRect, tints: Tints) -> None:
        """Where a take will be; while one is made the overlay says how far it is."""
        painter.fillRect(body, self._hatch)
        if self._facts.progress(clip.owner) is None and body.height() > LABEL_PX + 4:
            assert self._letters is not None
            if self._letters.metrics.horizontalAdvance(self._facts.not_made) + 12 < body.width():
                painter.setFont(self._letters.font)
                painter.setPen(tints.text)
                painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self._facts.not_made)

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
        x, y, tall, far = body.left(), body.top(), body.height(), body.left() + body.width()
        begin, pace = run(clip)
        first = (shown.left() - x) // wide
        last = -(-(shown.right() + 1 - x) // wide)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in range(first, last):
            into = (begin + pace * clip.frames * place * wide / body.width()) / self._second
            number = min(count - 1, max(0, int(into / length * count))) if length else 0
            at = x + place * wide
            room = min(wide, far - at)  # the last one is cut off where the clip ends
            source = QRectF(number * one, 0, one * room / wide, STRIP)
            painter.drawImage(QRectF(at, y, room, tall), strip, source)

    def _wave(
        self, clip: Clip, take: Take, x: int, wide: int, width: int, waves: list[Stretch]
    ) -> None:
        """The peaks of a clip for the pixels that are seen of it, less its edges."""
        levels = self._media.peaks(take)
        here, pace = run(clip)
        if levels is None or not pace:
            return
        per_frame = PER_SECOND / self._second
        if pace < 0:  # read from its end
            levels, here = levels[::-1], len(levels) / per_frame - here - 1
        ratio, each = self._ratio, clip.frames * per_frame * abs(pace) / wide
        first = round((max(x + 1, 0) - x) * ratio)
        left = round(x * ratio) + first
        count = min(round((x + wide - 1) * ratio), round(width * ratio)) - left
        if count > 0:
            begin = here * per_frame + first * each / ratio
            waves.append(Stretch(left, count, levels, begin, each / ratio))


def outline(painter: QPainter, box: QRect, colour: QColor, width: int = 2) -> None:
    """A frame inside a box."""
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap,
                        Qt.PenJoinStyle.MiterJoin))  # fmt: skip
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width // 2
    painter.drawRect(box.adjusted(inset, inset, -inset - 1, -inset - 1))
