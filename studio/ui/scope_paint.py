"""How scopes look: their traces as light on a dark field, and the lines one reads them by."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from studio.media.scopes import LEVELS, SKIN, Scope, Trace, chroma

Bgra = npt.NDArray[np.uint8]

_LINE = QColor(255, 255, 255, 46)
_WORDS = QColor(205, 208, 214)
_LIGHT = (186, 240, 214)  # blue, green, red of a trace that has no colour of its own
_COLOURS = ((84, 92, 255), (120, 232, 96), (255, 150, 92))  # blue, green, red of the channels
_GAP = 6  # columns between the channels of a parade
_TARGETS = {
    "R": (1, 0, 0), "YL": (1, 1, 0), "G": (0, 1, 0), "CY": (0, 1, 1), "B": (0, 0, 1),
    "MG": (1, 0, 1),
}  # fmt: skip
_SHARE = 0.75  # of full colour, where colour bars have their targets
_PX = 10


def light_of(scope: Scope, traces: tuple[Trace, ...]) -> Bgra | None:
    """A scope's traces as (height, width, 4) BGRA; None for a histogram, which is drawn."""
    if scope is Scope.HISTOGRAM:
        return None
    if scope is Scope.PARADE:
        gap = np.zeros((LEVELS, _GAP, 4), np.uint8)
        parts = [_lit(trace, colour) for trace, colour in zip(traces, _COLOURS, strict=True)]
        return np.concatenate([parts[0], gap, parts[1], gap, parts[2]], axis=1)
    if scope is Scope.VECTORSCOPE:
        return np.ascontiguousarray(_HUES * traces[0][..., None], dtype=np.uint8)
    return _lit(traces[0], _LIGHT)


def _lit(trace: Trace, colour: tuple[int, int, int]) -> Bgra:
    return np.asarray(trace[..., None] * np.array([*colour, 255], np.float32), np.uint8)


def _hues() -> npt.NDArray[np.float32]:
    """The colour at each place of the vectorscope, bright enough to be seen."""
    up, across = np.mgrid[0.5 : -0.5 : LEVELS * 1j, -0.5 : 0.5 : LEVELS * 1j]
    red, blue = up * 1.5748, across * 1.8556
    green = -(0.2126 * red + 0.0722 * blue) / 0.7152
    rgb = np.stack([blue, green, red], axis=-1)
    rgb = 0.62 + rgb / np.maximum(1e-6, np.abs(rgb).max(axis=-1, keepdims=True)) * np.minimum(
        0.38, np.hypot(up, across)[..., None] * 2
    )
    bgra = np.concatenate([rgb, np.ones((LEVELS, LEVELS, 1))], axis=-1)
    return np.asarray(np.clip(bgra, 0, 1) * 255, np.float32)


_HUES = _hues()


def field_of(scope: Scope, room: QRectF) -> QRectF:
    """Where the trace lies: a square for the vectorscope, beside its numbers for the others."""
    if scope is Scope.VECTORSCOPE:
        side = min(room.width(), room.height()) - 20
        square = QRectF(0, 0, side, side)
        square.moveCenter(room.center())
        return square
    return room.adjusted(30 if scope is not Scope.HISTOGRAM else 10, 10, -10, -12)


def paint_lines(painter: QPainter, scope: Scope, field: QRectF) -> None:
    """What a scope is read by, under and over its trace."""
    font = QFont(painter.font())
    font.setPixelSize(_PX)
    painter.setFont(font)
    painter.setPen(QPen(_LINE, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if scope is Scope.VECTORSCOPE:
        _paint_circle(painter, field)
    elif scope is Scope.HISTOGRAM:
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        for share in (0.25, 0.5, 0.75):
            x = field.left() + field.width() * share
            painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
    else:
        for percent in (0, 25, 50, 75, 100):
            y = field.bottom() - field.height() * percent / 100
            painter.setPen(QPen(_LINE, 1))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            painter.setPen(_WORDS)
            box = QRectF(field.left() - 30, y - 7, 24, 14)
            vertical = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, vertical, str(percent))


def paint_shares(painter: QPainter, field: QRectF, traces: tuple[Trace, ...]) -> None:
    """A histogram: three hills whose light adds up."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    painter.setPen(Qt.PenStyle.NoPen)
    step = field.width() / (LEVELS - 1)
    for trace, (blue, green, red) in zip(traces, _COLOURS, strict=True):
        hill = QPolygonF([field.bottomLeft()])
        for level, share in enumerate(trace.tolist()):
            hill.append(
                QPointF(field.left() + level * step, field.bottom() - share * field.height())
            )
        hill.append(field.bottomRight())
        painter.setBrush(QColor(red, green, blue, 170))
        painter.drawPolygon(hill)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _paint_circle(painter: QPainter, field: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, side = field.center(), field.width()
    painter.drawEllipse(middle, side / 2, side / 2)
    painter.drawLine(middle - QPointF(side / 2, 0), middle + QPointF(side / 2, 0))
    painter.drawLine(middle - QPointF(0, side / 2), middle + QPointF(0, side / 2))
    angle = math.radians(SKIN)
    tip = middle + QPointF(math.cos(angle), -math.sin(angle)) * (side / 2)
    painter.setPen(QPen(QColor(236, 190, 150, 190), 1.2))
    painter.drawLine(middle, tip)
    for name, colour in _TARGETS.items():
        across, up = chroma(*(_SHARE * each for each in colour))
        at = middle + QPointF(across, -up) * side
        painter.setPen(QPen(QColor(255, 255, 255, 110), 1))
        painter.drawRect(QRectF(at.x() - 5, at.y() - 5, 10, 10))
        painter.setPen(_WORDS)
        out = QPointF(across, -up) * (side * 0.13 / max(0.05, math.hypot(across, up)) / 2.2)
        box = QRectF(0, 0, 24, 12)
        box.moveCenter(at + out)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
