"""Stills of takes for cards and clips, made off the GUI thread and kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from studio.errors import StudioError
from studio.media.pictures import load_picture
from studio.media.video import thumbnail
from studio.timeline.take import Take
from studio.ui.desk import Desk

WIDTH = 480  # pixels; cards scale it down
_KEPT = 400  # stills, some 0.5 MB each


class Stills(QObject):
    """Asked for a take's still: gives it at once when it is there, else tells when it is."""

    ready = Signal(str)  # take id

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept: OrderedDict[str, QImage | None] = OrderedDict()
        self._asked: set[str] = set()

    def of(self, take: Take) -> QImage | None:
        """The still of a take; None while it is being made, and for what has no picture."""
        if take.id in self._kept:
            self._kept.move_to_end(take.id)
            return self._kept[take.id]
        if take.id not in self._asked and take.kind != "sound":
            self._asked.add(take.id)
            work = partial(_made, self._desk.folder / take.files[0].path, take.kind)
            self._desk.ask(partial(asyncio.to_thread, work), partial(self._keep, take.id))
        return None

    def _keep(self, take_id: str, still: QImage | None) -> None:
        self._asked.discard(take_id)
        self._kept[take_id] = still
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(take_id)


def _made(path: Path, kind: str) -> QImage | None:
    """A still of a video's middle or of a picture; None when the file cannot be read."""
    shrink: Callable[[Path], np.ndarray] = _picture if kind == "picture" else _frame
    try:
        bgr = np.ascontiguousarray(shrink(path))
    except StudioError:
        return None
    rows, columns = bgr.shape[:2]
    image = QImage(bgr.data, columns, rows, columns * 3, QImage.Format.Format_BGR888)
    return image.copy()  # the array's memory is not the image's


def _frame(path: Path) -> np.ndarray:
    return thumbnail(path, WIDTH)


def _picture(path: Path) -> np.ndarray:
    whole = cv2.cvtColor(load_picture(path), cv2.COLOR_RGBA2BGR)
    height = max(1, round(whole.shape[0] * WIDTH / whole.shape[1]))
    return cv2.resize(whole, (WIDTH, height), interpolation=cv2.INTER_AREA)
