"""What clips wear on the timeline: transitions over cuts, fades, and badges of pace and look."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import pi, sin

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from studio.timeline.cut import Clip, Track, TrackKind
from studio.timeline.transition_edits import Passage, Side, passage
from studio.ui.theme import Theme
from studio.ui.timeline_scale import Lane, Scale

HANDLE = 7  # pixels of a fade's handle
_LEAST = 6  # pixels: a narrower transition is only a bar
_AIR = 5  # pixels beside the words of a badge
_STEPS = 24  # points of a curve
_NORMAL: Fraction = Clip.model_fields["speed"].default


@dataclass(frozen=True)
class Worn:
    """What of a track is more than clips: transitions and clips with a badge or fades, in order."""

    passages: tuple[Passage, ...]
    clips: tuple[Clip, ...]


class Dress:
    """Found once a state of a track, and painted only where there is any."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[str, tuple[Track, Worn]] = {}
        self.recolour()

    def recolour(self) -> None:
        """Take the theme's colours as they are now."""
        # Over pictures of any kind, in either theme: light with a dark rim.
        self._box, self._bright, self._rim = (
            QColor(255, 255, 255, 70), QColor(255, 255, 255, 230), QColor(0, 0, 0, 170),
        )  # fmt: skip
        self._line = QColor(self._theme.text)
        self._line.setAlpha(210)
        self._shade = QColor(self._theme.ground)
        self._shade.setAlpha(120)
        self._badge = QColor(self._theme.panel)
        self._words = QColor(self._theme.text)

    def of(self, track: Track) -> Worn:
        """What the clips of a track wear."""
        kept = self._kept.get(track.id)
        if kept is None or kept[0] is not track:
            kept = self._kept[track.id] = (track, _worn(track))
        return kept[1]

    def within(self, track: Track, start: int, end: int) -> Iterator[Passage]:
        """The transitions that are seen between two film frames."""
        found = self.of(track).passages
        place = max(0, bisect_right(found, start, key=lambda each: each.start) - 1)
        for each in found[place:]:
            if each.start >= end:
                return
            if each.end > start:
                yield each

    def at(self, track: Track, frame: int) -> Passage | None:
        """The transition at a film frame."""
        return next(self.within(track, frame, frame + 1), None)

    def paint(
        self, painter: QPainter, lane: Lane, scale: Scale, left: int, width: int, head: int
    ) -> None:
        """The pixels from `left` on (from the film's start) of a lane, at the painter's origin."""
        worn = self.of(lane.track)
        first, last = scale.frame(left - 1), scale.frame(left + width) + 1
        if worn.clips:
            metrics = painter.fontMetrics()
            for clip in _between(worn.clips, first, last):
                box = QRect(scale.x(clip.start) - left, 0, 0, lane.height)
                box.setRight(scale.x(clip.end) - left - 1)
                if lane.track.kind is TrackKind.SOUND:
                    self._fades(painter, clip, box, head, scale)
                self._told(painter, metrics, clip, box, head)
        for each in self.within(lane.track, first, last):
            self._passage(painter, each, lane, scale, left, head)

    def _passage(
        self, painter: QPainter, each: Passage, lane: Lane, scale: Scale, left: int, head: int
    ) -> None:
        x, far = scale.x(each.start) - left, scale.x(each.end) - left
        box = QRect(x, head, max(2, far - x), lane.height - head)
        painter.fillRect(box, self._box)
        if box.width() < _LEAST:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = box.adjusted(1, 1, -1, -1)
        if lane.track.kind is TrackKind.SOUND:
            self._crossing(painter, inner, crosses=_crosses(lane.track, each), side=each.side)
            return
        corners = (inner.bottomLeft(), inner.topRight())
        if each.side is Side.EXIT:
            corners = (inner.topLeft(), inner.bottomRight())
        painter.setPen(QPen(self._rim, 1))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._rim, 3))
        painter.drawLine(*corners)
        painter.setPen(QPen(self._bright, 1))
        painter.drawLine(*corners)
        painter.drawRect(inner.adjusted(0, 0, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _crossing(self, painter: QPainter, box: QRect, *, crosses: bool, side: Side) -> None:
        """How loud the sounds of a crossfade are: quarters of a sine and of a cosine."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rises in (True, False):
            if crosses or rises is (side is Side.ENTRY):
                curve = _curve(box, rises=rises)
                for pen in (QPen(self._rim, 3), QPen(self._bright, 1.5)):
                    painter.setPen(pen)
                    painter.drawPolyline(curve)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _fades(self, painter: QPainter, clip: Clip, box: QRect, head: int, scale: Scale) -> None:
        top, bottom = box.top() + head, box.bottom()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for frames, corner, way in (
            (clip.fade_in, box.left(), 1),
            (clip.fade_out, box.right(), -1),
        ):
            if frames:
                reached = corner + way * scale.x(min(frames, clip.frames))
                start, end = QPointF(corner, bottom), QPointF(reached, top)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._shade)
                painter.drawPolygon(QPolygonF([QPointF(corner, top), start, end]))
                painter.setPen(QPen(self._line, 1))
                painter.drawLine(start, end)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _told(
        self, painter: QPainter, metrics: QFontMetrics, clip: Clip, box: QRect, head: int
    ) -> None:
        """Its pace and whether its picture was changed, at the end of its head."""
        text = badge(clip)
        wide = metrics.horizontalAdvance(text) + 2 * _AIR
        if not text or wide + 8 > box.width():
            return
        tag = QRect(box.right() - wide - 1, box.top() + 2, wide, head - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._badge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(tag, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._words)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def badge(clip: Clip) -> str:
    """`fx` for a picture that was changed, and the pace of what does not run as it was taken."""
    parts = ["fx"] if clip.look is not None else []
    if clip.speed is not _NORMAL and clip.speed != 1:
        parts.append(f"{float(clip.speed) * 100:.4g} %")
    return " ".join(parts)


def run(clip: Clip) -> tuple[float, float]:
    """Where in its take a clip begins, in film frames, and its speed; quick for the usual ones."""
    if clip.speed is _NORMAL and not clip.phase:
        return float(clip.skip), 1.0
    return clip.skip + float(clip.phase), float(clip.speed)


def handles(
    clip: Clip, kind: TrackKind, box: QRect, head: int, scale: Scale
) -> tuple[QPoint, QPoint]:
    """The middles of the handles of a clip's fade-in and fade-out, in its box."""
    known = (clip.fade_in, clip.fade_out) if kind is TrackKind.SOUND else (0, 0)
    half, y = HANDLE // 2 + 1, box.top() + head + HANDLE // 2 + 1
    start = box.left() + max(half, scale.x(min(known[0], clip.frames)))
    end = box.right() - max(half, scale.x(min(known[1], clip.frames)))
    return QPoint(start, y), QPoint(end, y)


def _crosses(track: Track, each: Passage) -> bool:
    """Whether a transition has two clips in it."""
    return any(clip.end > each.start and clip.end < each.end for clip in track.clips)


def _curve(box: QRect, *, rises: bool) -> QPolygonF:
    """The gain of a crossfade of equal power over a box, as `render.clip_edges` has it."""
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    gains = [sin((share if rises else 1 - share) * pi / 2) for share in shares]
    return QPolygonF(
        [
            QPointF(box.left() + share * box.width(), box.bottom() - gain * box.height())
            for share, gain in zip(shares, gains, strict=True)
        ]
    )


def _worn(track: Track) -> Worn:
    passages: list[Passage] = []
    dressed: list[Clip] = []
    for place, clip in enumerate(track.clips):
        pace = clip.speed
        if pace is not _NORMAL and pace == 1:
            pace = _NORMAL  # comparing is slow for what a track has a thousand of
        if clip.fade_in or clip.fade_out or clip.look is not None or pace is not _NORMAL:
            dressed.append(clip)
        if clip.entry is not None or clip.exit is not None:
            found = (passage(track, place, side) for side in Side)
            passages.extend(each for each in found if each is not None)
    return Worn(tuple(sorted(passages, key=lambda each: each.start)), tuple(dressed))


def _between(clips: tuple[Clip, ...], start: int, end: int) -> Iterator[Clip]:
    place = max(0, bisect_right(clips, start, key=lambda clip: clip.start) - 1)
    for clip in clips[place:]:
        if clip.start >= end:
            return
        if clip.end > start:
            yield clip
