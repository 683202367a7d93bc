"""What clips show of their takes: filmstrips and waveforms, made off the GUI thread and kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from studio.errors import StudioError
from studio.media.filmstrip import cached_strip
from studio.media.peaks import Peaks, cached_peaks
from studio.timeline.take import Take
from studio.ui.desk import Desk

_AT_ONCE = 2  # files read at the same time: the GUI and playback need the machine too
_KEPT = 600  # strips and peaks, some 0.2 MB each


class TakeMedia(QObject):
    """Asked for a strip or peaks: gives them when they are there, else tells when they are.

    What was asked last is made first: it is what the maker looks at.
    """

    ready = Signal(str)  # the take's owner

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._waiting: OrderedDict[tuple[str, str], tuple[str, Callable[[], Any]]] = OrderedDict()
        self._running = 0
        self._resting = False

    def rest(self, resting: bool) -> None:
        """Begin nothing new while nobody looks, or after the film is closed."""
        self._resting = resting
        self._go_on()

    def strip(self, take: Take) -> QImage | None:
        """The filmstrip of a take with pictures."""
        seconds = None if take.kind == "picture" else _seconds(take)
        path, name = self._file(take)
        work = partial(_strip, path, self._cache, name, seconds)
        return self._of("strip", take, work) if take.kind != "sound" else None

    def peaks(self, take: Take) -> Peaks | None:
        """The peaks of a take with sound."""
        path, name = self._file(take)
        work = partial(_peaks, path, self._cache, name)
        return self._of("peaks", take, work) if take.has_sound or take.kind == "sound" else None

    @property
    def idle(self) -> bool:
        """Whether everything that was asked for is there."""
        return not self._running and not self._waiting

    @property
    def _cache(self) -> Path:
        return self._desk.folder / "cache" / "clips"

    def _file(self, take: Take) -> tuple[Path, str]:
        return self._desk.folder / take.files[0].path, take.files[0].sha256[:32]

    def _of(self, kind: str, take: Take, work: Callable[[], Any]) -> Any:
        key = (kind, take.id)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._waiting[key] = (take.owner, work)
        self._waiting.move_to_end(key)
        self._go_on()
        return None

    def _go_on(self) -> None:
        while self._waiting and self._running < _AT_ONCE and not self._resting:
            key, (owner, work) = self._waiting.popitem()
            self._kept[key] = None  # asked again, it is on its way
            self._running += 1
            then = partial(self._keep, key, owner)
            self._desk.ask(partial(asyncio.to_thread, work), then)

    def _keep(self, key: tuple[str, str], owner: str, made: Any) -> None:
        self._running -= 1
        self._kept[key] = made
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(owner)
        self._go_on()


def _seconds(take: Take) -> Fraction:
    rate = take.rate
    return rate.seconds(take.frames or 1) if rate is not None else Fraction(1)


def _strip(path: Path, cache: Path, name: str, seconds: Fraction | None) -> QImage | None:
    """None when the file cannot be read; the clip is plain then."""
    try:
        bgr = np.ascontiguousarray(cached_strip(path, cache, name, seconds))
    except (StudioError, OSError):
        return None
    rows, columns = bgr.shape[:2]
    image = QImage(bgr.data, columns, rows, columns * 3, QImage.Format.Format_BGR888)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy, quick to draw


def _peaks(path: Path, cache: Path, name: str) -> Peaks | None:
    try:
        return cached_peaks(path, cache, name)
    except (StudioError, OSError):
        return None
