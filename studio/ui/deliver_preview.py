"""The frame at the playhead as the delivery will have it, through the exporter's own graph."""

import asyncio
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.errors import StudioError
from studio.render.delivery import Delivery
from studio.render.sample import sample
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words

_PX = 640  # of the longer side; shown at half of it or less, sharp on a dense screen
_REST = 120  # milliseconds without a change before a picture is made


class DeliveryPreview(QWidget):
    """One picture at a time is made, off the GUI thread; a newer wish waits for it."""

    def __init__(self, desk: Desk, session: Session, theme: Theme, words: Words) -> None:
        super().__init__()
        self._desk, self._session, self._theme = desk, session, theme
        self._delivery: Delivery | None = None
        self.image: QImage | None = None
        self._size = (16, 9)
        self._making = self._stale = False
        self.setAccessibleName(words("preview"))
        self.setToolTip(words("preview"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(110)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._make)
        session.playhead_moved.connect(self._ask)

    def sizeHint(self) -> QSize:
        """A third of a small page."""
        return QSize(360, 200)

    def show_delivery(self, delivery: Delivery) -> None:
        """What the picture shall look like from now on."""
        self._delivery = delivery
        self._size = (delivery.width, delivery.height)
        self._ask()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is made now."""
        super().showEvent(event)
        self._ask()

    def _ask(self, _frame: object = None) -> None:
        if self.isVisible():
            self._rest.start()

    def _make(self) -> None:
        if self._making:
            self._stale = True
            return
        wanted, film = self._delivery, self._desk.project
        if wanted is None or wanted.sound_only or not film.cut.frames:
            self._made(None)
            return
        self._making = True
        first, last = wanted.part_of(film.cut.frames)
        frame = max(first, min(self._session.playhead, last - 1))
        work = partial(
            _picture, film, self._desk.shown, self._desk.folder, wanted, frame, _PX
        )  # fmt: skip
        self._desk.ask(partial(asyncio.to_thread, work), self._made)

    def _made(self, image: QImage | None) -> None:
        self._making = False
        self.image = image
        self.update()
        if self._stale:
            self._stale = False
            self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame on a dark ground, as large as there is room."""
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            room = QRectF(self.rect())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.ground))
            painter.drawRoundedRect(room, 6, 6)
            inside = room.adjusted(10, 10, -10, -10)
            if self._delivery is None or self._delivery.sound_only:
                self._wave(painter, inside)
                return
            wide, tall = self._size
            scale = min(inside.width() / wide, inside.height() / tall)
            frame = QRectF(0, 0, wide * scale, tall * scale)
            frame.moveCenter(inside.center())
            painter.fillRect(frame, QColor(self._theme.hover))
            if self.image is not None and self._fits(self.image):
                painter.drawImage(frame, self.image)
            painter.setPen(QColor(self._theme.soft))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _fits(self, image: QImage) -> bool:
        """Whether a picture is one of this frame, not of the one before."""
        wide, tall = self._size
        return abs(image.width() * tall - image.height() * wide) <= 4 * max(wide, tall)

    def _wave(self, painter: QPainter, room: QRectF) -> None:
        """A sign that only sound is delivered; it shows no levels of the film."""
        colour = QColor(self._theme.sound)
        painter.setBrush(colour)
        for place, high in enumerate((0.2, 0.45, 0.8, 1.0, 0.6, 0.85, 0.5, 0.25)):
            tall = min(80.0, room.height()) * high
            bar = QRectF(0, 0, 8, tall)
            bar.moveCenter(room.center())
            bar.translate((place - 3.5) * 15, 0)
            painter.drawRoundedRect(bar, 4, 4)


def _picture(*wishes: object) -> QImage | None:
    """The sample as an image; None where there is none to be had."""
    try:
        bgra = sample(*wishes)  # type: ignore[arg-type]
    except (StudioError, OSError):
        return None
    if bgra is None:
        return None
    rows, columns = bgra.shape[:2]
    data = np.ascontiguousarray(bgra)
    return QImage(data.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()
