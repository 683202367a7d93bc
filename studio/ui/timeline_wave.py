"""The waves of all clips of a stretch of a lane, drawn as one picture."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter

from studio.media.peaks import Peaks

_QUIET = np.zeros(1, np.uint8)


@dataclass(frozen=True)
class Stretch:
    """Columns `left` to `left + width` of the picture: `each` peaks a column from `begin` on."""

    left: int
    width: int
    levels: Peaks
    begin: float
    each: float


def heights(stretches: list[Stretch], width: int) -> npt.NDArray[np.float32]:
    """The loudest peak, 0 to 1, of each of `width` columns; below 0 where no clip is.

    What `media.peaks.columns` says for one clip, for all of them in a dozen calls of numpy: a lane
    that is seen from afar has hundreds.
    """
    found = np.full(width, -1.0, np.float32)
    if not stretches:
        return found
    parts: list[Peaks] = []
    lows: list[int] = []
    for each in stretches:  # only the peaks that are seen, so that none reaches into the next clip
        low = max(0, int(each.begin))
        last = each.begin + each.each * (each.width - 1)
        seen = each.levels[low : max(int(last) + 1, int(last + each.each))]
        parts.append(seen if len(seen) else _QUIET)
        lows.append(low if len(seen) else -1)
    counts = np.array([each.width for each in stretches])
    known = np.array([len(part) for part in parts])
    bases = np.cumsum(known) - known
    starts = np.cumsum(counts) - counts
    place = np.arange(counts.sum()) - np.repeat(starts, counts)
    begin = np.repeat(np.array([each.begin for each in stretches]), counts)
    step = np.repeat(np.array([each.each for each in stretches]), counts)
    low, most = np.repeat(np.array(lows), counts), np.repeat(known - 1, counts)
    at = begin + step * place
    first = np.clip(at.astype(np.int64) - low, 0, most) + np.repeat(bases, counts)
    peak = np.maximum.reduceat(np.concatenate(parts), first)
    heard = (low >= 0) & (at < low + most + 1)
    columns = np.repeat(np.array([each.left for each in stretches]), counts) + place
    inside = (columns >= 0) & (columns < width)
    found[columns[inside]] = (np.where(heard, peak, 0) / 255)[inside]
    return found


def draw(
    painter: QPainter, at: QPoint, stretches: list[Stretch], width: int, height: int, colour: QColor
) -> None:
    """Peaks around a middle line, `width` by `height` pixels of the screen, at a place."""
    heard = heights(stretches, width)
    reach = np.maximum(0.5, np.sqrt(np.maximum(heard, 0)) * (height / 2 - 1))  # quiet speech too
    reach[heard < 0] = -1
    away = np.abs(np.arange(height) + 0.5 - height / 2)[:, None]
    value = np.uint32(colour.rgba())
    pixels = np.ascontiguousarray(np.where(away <= reach[None, :], value, np.uint32(0)))
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(painter.device().devicePixelRatio())  # a column a pixel of the screen
    painter.drawImage(at, image)
