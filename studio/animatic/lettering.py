"""Words over a panel: text the film shows, and the small production mark."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.animatic.arrows import arrow
from studio.animatic.light import rgb
from studio.animatic.rasters import premultiplied
from studio.animatic.spec import PanelSpec
from studio.animatic.stage import Pixels
from studio.errors import StudioError

MARGIN = 0.1
# The lower edge of words over people, in frame heights: captions are written below it.
_LOW, _LOW_TALL = 0.8, 0.745
_MOST = {"centre": 0.5, "top": 0.17, "low": 0.3}  # how high words may be, in frame heights
_SHORT = {
    "extreme_long": "ELS",
    "long": "LS",
    "full": "FS",
    "medium": "MS",
    "medium_close": "MCU",
    "close_up": "CU",
    "extreme_close_up": "ECU",
}


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The bundled CJK font (simplified Chinese face) at `size` pixels.

    Raises StudioError when it is not installed.
    """
    spec = find_spec("noto_cjk_sans_otc")
    if spec is None or spec.origin is None:
        raise StudioError("panel.no_font")
    file = Path(spec.origin).parent / "NotoSansCJK-Regular.ttc"
    return ImageFont.truetype(str(file), size, index=2)


def wrapped(text: str, face: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """`text` in lines no wider than `room` pixels; words stay whole where they can."""
    lines: list[str] = []
    for block in text.split("\n"):
        line = ""
        for piece in _pieces(block):
            if line and face.getlength((line + piece).rstrip()) > room:
                lines.append(line.strip())
                line = ""
            line += piece
        lines.append(line.strip())
    return [line for line in lines if line]


def _pieces(text: str) -> list[str]:
    out: list[str] = []
    for char in text:
        glued = out and char.isascii() and out[-1][-1].isascii() and not out[-1][-1].isspace()
        if glued and len(out[-1]) < 24:
            out[-1] += char
        else:
            out.append(char)
    return out


def overlay(spec: PanelSpec, width: int, height: int, accent: str, *, place: str) -> Pixels | None:
    """On-screen text and the mark as a frame-sized picture; None when there is nothing to show.

    `place` is where the text stands: "centre" of an empty set, "top" over figures that are seen
    whole, "low" over those that are near.
    """
    texts = [text.strip()[:300] for text in spec.onscreen_text if text.strip()]
    if not texts and not spec.marks:
        return None
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    if texts:
        _texts(picture, texts, accent, place=place)
    if spec.marks:
        _mark(picture, spec)
    out = np.zeros((height, width, 4), np.uint8)
    box = picture.getbbox()
    if box:  # only what is written on is worth converting
        part = cv2.cvtColor(np.asarray(picture.crop(box)), cv2.COLOR_RGBA2BGRA)
        out[box[1] : box[3], box[0] : box[2]] = premultiplied(np.asarray(part, np.uint8))
    return out


def _fitted(
    texts: Sequence[str], width: int, start: float, most: float
) -> tuple[list[tuple[str, ImageFont.FreeTypeFont]], float]:
    """Lines with their fonts, and their height; smaller until they fit into `most` pixels."""
    room, size = width * (1 - 2 * MARGIN) * 0.94, start
    while True:
        sizes = [max(6, round(size if i == 0 else size * 0.62)) for i in range(len(texts))]
        lines = [
            (line, font(s))
            for text, s in zip(texts, sizes, strict=True)
            for line in wrapped(text, font(s), room)
        ]
        tall = sum(face.size * 1.35 for _, face in lines)
        if size <= 8 or (tall <= most and all(f.getlength(t) <= room for t, f in lines)):
            return lines, tall
        size *= 0.88


def _texts(picture: Image.Image, texts: Sequence[str], accent: str, *, place: str) -> None:
    """`place` is "centre", "top" or "low"; the low one stays above where captions are."""
    width, height = picture.size
    side, title = min(width * 1.2, height), place != "low"
    start = side * {"centre": 0.13, "top": 0.12, "low": 0.062}[place]
    lines, tall = _fitted(texts, width, start, height * _MOST[place])
    pad = side * 0.028
    top = {
        "centre": height * 0.43 - tall / 2,
        "top": max(height * 0.165 - tall / 2, height * MARGIN),
        "low": height * (_LOW if width >= height else _LOW_TALL) - tall - pad,
    }[place]
    longest = max(face.getlength(text) for text, face in lines)
    left = (width - longest) / 2 if title else width * MARGIN + pad
    pen = ImageDraw.Draw(picture)
    box = (left - pad, top - pad * 0.6, left + longest + pad, top + tall + pad * 0.7)
    pen.rounded_rectangle(box, radius=pad * 0.4, fill=(10, 12, 18, 205))
    bar = (left - pad, box[3] - side * 0.006, left + longest + pad, box[3])
    if not title:
        bar = (left - pad, box[1], left - pad + side * 0.008, box[3])
    pen.rectangle(bar, fill=(*rgb(accent), 255))
    for text, face in lines:
        x = (width - face.getlength(text)) / 2 if title else left
        pen.text((x, top), text, font=face, fill=(255, 255, 255, 255))
        top += face.size * 1.35


def _mark(picture: Image.Image, spec: PanelSpec) -> None:
    """Label, size and move in the upper left corner, small."""
    width, height = picture.size
    size = max(7, round(min(width, height) * 0.021))
    face, pen = font(size), ImageDraw.Draw(picture)
    text = "  ".join(part for part in (spec.label.strip()[:24], _SHORT.get(spec.size, "")) if part)
    move = next((m for m in spec.moves if m != "static"), "")
    room = face.getlength(text) + (size * 1.9 if move else 0)
    x, y = width * 0.022, width * 0.022
    box = (x, y, x + room + size, y + size * 1.7)
    pen.rounded_rectangle(box, radius=size * 0.4, fill=(10, 12, 18, 120))
    pen.text((x + size * 0.5, y + size * 0.12), text, font=face, fill=(255, 255, 255, 225))
    if move:
        centre = (box[2] - size * 1.1, y + size * 0.85)
        arrow(pen, move, centre, size * 0.62, max(1, round(size * 0.12)))
