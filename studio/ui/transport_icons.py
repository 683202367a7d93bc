"""The signs on the viewer's buttons, drawn as paths so that they are sharp at any density."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)

from studio.ui.theme import Theme

SIDE = 20  # logical pixels; the signs are drawn on a field of 20 x 20
Sign = tuple[QPainterPath, QPainterPath]  # what is filled, what is a line


def icon(name: str, theme: Theme) -> QIcon:
    """A sign in a theme's colours; when checked it is in the accent's."""
    made = QIcon()
    faint = QColor(theme.soft)
    faint.setAlphaF(0.5)
    for mode, state, colour in (
        (QIcon.Mode.Normal, QIcon.State.Off, theme.text),
        (QIcon.Mode.Normal, QIcon.State.On, theme.accent),
        (QIcon.Mode.Disabled, QIcon.State.Off, faint),
    ):
        for density in densities():
            made.addPixmap(_kept(name, QColor(colour), density), mode, state)
    return made


def densities() -> list[int]:
    """Pixels of the screens for one of the layout, in whole numbers; 1 is among them."""
    return sorted({1, *(math.ceil(s.devicePixelRatio()) for s in QGuiApplication.screens())})


def _kept(name: str, colour: QColor, density: int) -> QPixmap:
    """A sign in a colour, drawn when it is first wanted: several viewers have the same."""
    key = f"transport/{name}/{colour.rgba():x}/{density}"
    kept = QPixmap()
    if not QPixmapCache.find(key, kept):
        kept = _drawn(*_SIGNS[name](), colour, density)
        QPixmapCache.insert(key, kept)
    return kept


def _drawn(
    filled: QPainterPath, lines: QPainterPath, colour: str | QColor, density: int
) -> QPixmap:
    pixmap = QPixmap(SIDE * density, SIDE * density)
    pixmap.setDevicePixelRatio(density)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(filled, QColor(colour))
        pen = QPen(QColor(colour), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(lines, pen)
    return pixmap


def _shape(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _line(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    return path


def _joined(parts: Sequence[QPainterPath]) -> QPainterPath:
    whole = QPainterPath()
    for part in parts:
        whole.addPath(part)
    return whole


def _box(x: float, y: float, wide: float, tall: float, round_by: float = 0.8) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, wide, tall), round_by, round_by)
    return path


def _play() -> Sign:
    return _shape((6, 3.5), (16.5, 10), (6, 16.5)), QPainterPath()


def _pause() -> Sign:
    return _joined([_box(5, 4, 3.6, 12), _box(11.4, 4, 3.6, 12)]), QPainterPath()


def _start() -> Sign:
    return _joined([_box(4, 4.5, 2, 11), _shape((16, 4.5), (7.5, 10), (16, 15.5))]), QPainterPath()


def _end() -> Sign:
    return _joined([_box(14, 4.5, 2, 11), _shape((4, 4.5), (12.5, 10), (4, 15.5))]), QPainterPath()


def _back() -> Sign:
    return _shape((11, 5.5), (5, 10), (11, 14.5)), _line((14, 6), (14, 14))


def _forward() -> Sign:
    return _shape((9, 5.5), (15, 10), (9, 14.5)), _line((6, 6), (6, 14))


def _in() -> Sign:
    return QPainterPath(), _line((10, 3.5), (6.5, 3.5), (6.5, 16.5), (10, 16.5))


def _out() -> Sign:
    return QPainterPath(), _line((10, 3.5), (13.5, 3.5), (13.5, 16.5), (10, 16.5))


def _insert() -> Sign:
    """A wedge from above between two clips that make room."""
    clips = [_box(2, 11.5, 5, 5), _box(13, 11.5, 5, 5)]
    return _shape((6.5, 3.5), (13.5, 3.5), (10, 9)), _joined([*clips, _line((10, 9), (10, 16.5))])


def _overwrite() -> Sign:
    """A wedge from above onto a clip that is covered."""
    cover = _joined([_shape((6.5, 2), (13.5, 2), (10, 7.5)), _box(5.5, 11.5, 9, 5)])
    return cover, _line((2.5, 11.5), (2.5, 16.5), (17.5, 16.5), (17.5, 11.5))


def _loop() -> Sign:
    path = QPainterPath(QPointF(4, 10))
    path.arcTo(QRectF(4, 5.5, 9, 9), 180, -90)
    path.lineTo(12.5, 5.5)
    back = QPainterPath(QPointF(16, 10))
    back.arcTo(QRectF(7, 5.5, 9, 9), 0, -90)
    back.lineTo(7.5, 14.5)
    heads = [_shape((12, 2.8), (15.6, 5.5), (12, 8.2)), _shape((8, 11.8), (4.4, 14.5), (8, 17.2))]
    return _joined(heads), _joined([path, back])


def _captions() -> Sign:
    lines = [
        _box(2.5, 4.5, 15, 11, 2),
        _line((5.5, 12.2), (9, 12.2)),
        _line((11.5, 12.2), (14.5, 12.2)),
    ]
    return QPainterPath(), _joined([*lines, _line((5.5, 9), (12, 9))])


def _safe() -> Sign:
    corners = [
        _line((2.5, 6), (2.5, 4), (5, 4)), _line((15, 4), (17.5, 4), (17.5, 6)),
        _line((17.5, 14), (17.5, 16), (15, 16)), _line((5, 16), (2.5, 16), (2.5, 14)),
    ]  # fmt: skip
    return QPainterPath(), _joined([*corners, _box(6, 7, 8, 6, 0.3)])


def _full() -> Sign:
    corners = [
        _line((3.5, 7.5), (3.5, 3.5), (7.5, 3.5)), _line((12.5, 3.5), (16.5, 3.5), (16.5, 7.5)),
        _line((16.5, 12.5), (16.5, 16.5), (12.5, 16.5)),
        _line((7.5, 16.5), (3.5, 16.5), (3.5, 12.5)),
    ]  # fmt: skip
    return QPainterPath(), _joined(corners)


def _speaker() -> QPainterPath:
    return _shape((3, 7.8), (6, 7.8), (10, 4.2), (10, 15.8), (6, 12.2), (3, 12.2))


def _sound() -> Sign:
    near, far = QPainterPath(), QPainterPath()
    near.arcMoveTo(QRectF(7.5, 6.5, 7, 7), 50)
    near.arcTo(QRectF(7.5, 6.5, 7, 7), 50, -100)
    far.arcMoveTo(QRectF(5.5, 4, 12, 12), 50)
    far.arcTo(QRectF(5.5, 4, 12, 12), 50, -100)
    return _speaker(), _joined([near, far])


def _silent() -> Sign:
    return _speaker(), _joined([_line((12.5, 7.8), (17, 12.2)), _line((17, 7.8), (12.5, 12.2))])


_SIGNS: dict[str, Callable[[], Sign]] = {
    "play": _play, "pause": _pause, "start": _start, "end": _end, "back": _back,
    "insert": _insert, "overwrite": _overwrite, "forward": _forward, "in": _in, "out": _out,
    "loop": _loop, "captions": _captions, "safe": _safe,
    "full": _full, "sound": _sound, "silent": _silent,
}  # fmt: skip
