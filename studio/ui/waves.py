"""Small pictures of sounds: their loudness over time, made off the GUI thread and kept."""

import asyncio
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from studio.errors import StudioError
from studio.media.sound import sound_blocks
from studio.timeline.take import Take
from studio.ui.desk import Desk

WIDTH, HEIGHT = 320, 180
_RATE = 8000
_BARS = 64


class Waves(QObject):
    """Asked for a take's wave: gives it at once when it is there, else tells when it is."""

    ready = Signal(str)  # take id

    def __init__(self, desk: Desk, colour: str, ground: str) -> None:
        super().__init__()
        self._desk = desk
        self._colour = colour
        self._ground = ground
        self._kept: dict[str, QImage | None] = {}
        self._asked: set[str] = set()

    def of(self, take: Take) -> QImage | None:
        """The wave of a sound; None while it is being made."""
        if take.id not in self._kept and take.id not in self._asked:
            self._asked.add(take.id)
            work = partial(
                _made, self._desk.folder / take.files[0].path, self._colour, self._ground
            )
            self._desk.ask(partial(asyncio.to_thread, work), partial(self._keep, take.id))
        return self._kept.get(take.id)

    def _keep(self, take_id: str, wave: QImage | None) -> None:
        self._asked.discard(take_id)
        self._kept[take_id] = wave
        self.ready.emit(take_id)


def _made(path: Path, colour: str, ground: str) -> QImage | None:
    try:
        loud = peaks(path, _BARS)
    except StudioError:
        return None
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    with QPainter(image) as painter:
        step, middle = WIDTH / len(loud), HEIGHT / 2
        for place, level in enumerate(loud):
            half = max(1.0, level * (middle - 14))
            bar = QRectF(place * step + 1, middle - half, step - 2, 2 * half)
            painter.fillRect(bar, QColor(colour))
    return image


def peaks(path: Path, count: int) -> list[float]:
    """The greatest loudness in each of `count` equal parts, 0 to 1. Raises BadInput."""
    found: list[float] = []
    for block in sound_blocks(path, sample_rate=_RATE, channels=1):
        for start in range(0, len(block), 400):  # a twentieth of a second
            found.append(float(np.abs(block[start : start + 400]).max(initial=0.0)))
    if not found:
        return [0.0] * count
    edges = np.linspace(0, len(found), count + 1).astype(int)
    parts = [found[a : max(a + 1, b)] for a, b in pairwise(edges)]
    return [min(1.0, max(part, default=0.0)) for part in parts]
