"""Text in a picture, read: PP-OCRv6 finds the lines and reads them (en, zh, ja, es and more).

The models come with RapidOCR; what lies before and behind them is done here as PaddleOCR describes
it (differentiable binarization, arXiv 1911.08947; CTC), without that package's other parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from studio.cast.loaded import Loaded, onnx

Bgr = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]  # (4, 2): corners from the upper left, clockwise, in pixels

# PaddleOCR's own: the probability of a pixel, the mean of a box, how much boxes are shrunk.
_PIXEL, _BOX, _SHRUNK = 0.3, 0.5, 1.6
_TALL = 48  # pixels: the height of a line when it is read
_WIDEST = 2400  # pixels of a line at that height
_MOST = 200  # lines of a picture
_SURE = 0.5  # below this mean probability a line is none


@dataclass(frozen=True)
class Sight:
    """How large a picture is when lines are looked for in it, in pixels: its shorter side is
    brought to `short`, and its longer one is at most `long`. They are read at the picture's own.
    """

    short: int
    long: int


# Measured on Latin and Chinese letters before a plain ground of 1080 rows: those of 12 are found by
# the sharp sight, PaddleOCR's own; those of 16 by the quick one, for a third of the work.
SHARP = Sight(736, 1280)
QUICK = Sight(416, 736)


@dataclass(frozen=True)
class Line:
    """A line of text: its four corners in fractions of the picture, and how sure, 0 to 1."""

    text: str
    corners: tuple[tuple[float, float], ...]
    sure: float


def read_text(picture: Bgr, models: Loaded, sight: Sight = SHARP) -> tuple[Line, ...]:
    """The lines of text in a BGR picture, from above to below. Raises NoModel."""
    rows, columns = picture.shape[:2]
    if min(rows, columns) < 16:
        return ()
    with models.use("lettering", _load) as (finder, reader, letters):
        quads = _in_order(list(_quads(finder, picture, sight)))
        lines = [_line(reader, letters, picture, quad) for quad in quads]
    size = np.array([columns, rows], np.float32)
    return tuple(
        Line(text, tuple((float(x), float(y)) for x, y in quad / size), sure)
        for quad, (text, sure) in zip(quads, lines, strict=True)
        if text.strip() and sure >= _SURE
    )


def _load(files: tuple[Path, ...]) -> tuple[Any, Any, tuple[str, ...]]:
    finder, reader = onnx(files[0]), onnx(files[1])
    listed: str = reader.get_modelmeta().custom_metadata_map["character"]
    return finder, reader, ("", *listed.split("\n"), " ")


def _in_order(quads: list[Quad]) -> list[Quad]:
    """From above to below; what begins within half a line of the one before is beside it."""
    height = float(np.median([np.linalg.norm(each[3] - each[0]) for each in quads] or [1.0]))
    rows = {id(each): round(float(each[:, 1].mean()) / max(1.0, height)) for each in quads}
    return sorted(quads, key=lambda each: (rows[id(each)], float(each[:, 0].min())))


def _quads(finder: Any, picture: Bgr, sight: Sight) -> Iterator[Quad]:
    """Boxes around the lines."""
    rows, columns = picture.shape[:2]
    factor = min(sight.short / min(rows, columns), sight.long / max(rows, columns))
    wide, tall = (max(32, round(side * factor / 32) * 32) for side in (columns, rows))
    small = np.asarray(cv2.resize(picture, (wide, tall)), np.float32)
    batch = ((small / 255.0 - 0.5) / 0.5).transpose(2, 0, 1)[None]
    chances = np.asarray(finder.run(None, {"x": batch.astype(np.float32)})[0][0, 0], np.float32)
    marks = np.asarray(chances > _PIXEL, np.uint8)
    outlines, _ = cv2.findContours(marks, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    scale = np.array([columns / wide, rows / tall], np.float32)
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:_MOST]:
        (x, y), (across, down), angle = cv2.minAreaRect(outline)
        if min(across, down) < 3.0 or _mean(chances, (x, y), (across, down), angle) < _BOX:
            continue
        # A rectangle moved outwards is one again, so no clipping of polygons is needed.
        grow = 2.0 * across * down * _SHRUNK / (2.0 * (across + down))
        corners = cv2.boxPoints(((x, y), (across + grow, down + grow), angle))
        yield _clockwise(np.asarray(corners, np.float32)) * scale


def _mean(
    chances: npt.NDArray[np.float32],
    centre: tuple[float, float],
    size: tuple[float, float],
    angle: float,
) -> float:
    corners = np.asarray(cv2.boxPoints((centre, size, angle)), np.int32)
    left, top = np.maximum(0, corners.min(axis=0))
    right, bottom = corners.max(axis=0) + 1
    part = chances[top:bottom, left:right]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [corners - np.array([left, top], np.int32)], (1,))
    return float(cv2.mean(part, mask)[0]) if part.size else 0.0


def _clockwise(corners: Quad) -> Quad:
    """From the upper left on: a line is wider than it is tall, or read as if it were."""
    by_x = corners[np.argsort(corners[:, 0])]
    left = by_x[:2][np.argsort(by_x[:2, 1])]
    right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.asarray([left[0], right[0], right[1], left[1]], np.float32)


def _line(reader: Any, letters: tuple[str, ...], picture: Bgr, quad: Quad) -> tuple[str, float]:
    """A line's text and how sure the model is of it."""
    wide = max(float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[2] - quad[3])))
    tall = max(float(np.linalg.norm(quad[3] - quad[0])), float(np.linalg.norm(quad[2] - quad[1])))
    upright = tall >= 1.5 * wide  # a column of letters, as PaddleOCR turns it
    across = max(1.0, tall if upright else wide) * _TALL / max(1.0, wide if upright else tall)
    width = int(np.clip(np.ceil(across), 16, _WIDEST))
    target = np.array([[0, 0], [width, 0], [width, _TALL], [0, _TALL]], np.float32)
    turned = np.roll(quad, -1, axis=0) if upright else quad
    view = cv2.getPerspectiveTransform(np.asarray(turned, np.float32), target)
    crop = cv2.warpPerspective(
        picture, view, (width, _TALL), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    batch = np.zeros((1, 3, _TALL, max(320, width)), np.float32)
    batch[0, :, :, :width] = (np.asarray(crop, np.float32) / 255.0 - 0.5).transpose(2, 0, 1) / 0.5
    chances = np.asarray(reader.run(None, {"x": batch})[0][0], np.float32)
    best = chances.argmax(axis=1)
    new = np.concatenate([[True], best[1:] != best[:-1]]) & (best > 0)
    sure = chances.max(axis=1)[new]
    read = [int(each) for each in best[new]]
    text = "".join(letters[each] for each in read if each < len(letters))
    return text, float(sure.mean()) if len(sure) else 0.0
