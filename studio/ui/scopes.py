"""Scopes beside the viewer: waveform, parade, vectorscope and histogram of what is shown."""

import asyncio
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.media.scopes import Scope, Trace, measured
from studio.render.picture_store import Picture
from studio.ui.deck import Deck
from studio.ui.desk import Desk
from studio.ui.scope_paint import Bgra, field_of, light_of, paint_lines, paint_shares
from studio.ui.screen import SURROUND
from studio.ui.words import Words

_APART = 60  # milliseconds between two looks at the picture
_WIDE = 240  # pixels of the panel at least

Seen = tuple[Scope, tuple[Trace, ...], Bgra | None]


class Scopes(QFrame):
    """Follows a deck's picture while it is seen; what it measures, it measures off this thread."""

    def __init__(self, deck: Deck, desk: Desk, words: Words) -> None:
        super().__init__()
        self._deck, self._desk = deck, desk
        self._words = words = words.of("ui_scopes")
        self.scope = Scope.WAVEFORM
        self._busy = self._stale = False
        self._measured: Picture | None = None
        self._pause = QTimer(self, singleShot=True, interval=_APART)
        self._pause.timeout.connect(self._go_on)
        self.field = Field(words)
        self.choices: dict[Scope, QToolButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(0)
        for scope in Scope:
            button = QToolButton()
            button.setText(words(f"short.{scope.value}"))
            button.setToolTip(words(f"tip.{scope.value}"))
            button.setAccessibleName(words(f"name.{scope.value}"))
            button.setCheckable(True)
            button.setChecked(scope is self.scope)
            button.setProperty("part", "choice")
            button.setStyleSheet("padding: 3px 6px;")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self.choose, scope))
            group.addButton(button)
            row.addWidget(button)
            self.choices[scope] = button
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.field, 1)
        self.setMinimumWidth(_WIDE)
        self.setAccessibleName(words("panel"))
        self.choose(self.scope)
        deck.painted.connect(self._look)

    def choose(self, scope: Scope) -> None:
        """Show this one."""
        self.scope = scope
        self.choices[scope].setChecked(True)
        self.field.setAccessibleName(self._words(f"name.{scope.value}"))
        self.field.setToolTip(self._words(f"tip.{scope.value}"))
        self._measured = None
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """It is seen: the picture that is there is measured."""
        super().showEvent(event)
        self._measured = None
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._pause.stop()

    def _look(self) -> None:
        self._stale = True
        if not self._pause.isActive():
            self._go_on()

    def _go_on(self) -> None:
        """Measure the picture that is shown now, unless one is being measured."""
        picture = self._deck.picture
        if not self._stale or self._busy or not self.isVisible():
            return
        self._stale = False
        if picture is None:
            self._measured = None
            self.field.show_light(None)
        elif picture is not self._measured:
            self._busy, self._measured = True, picture
            work = partial(_seen, self.scope, picture)
            self._desk.ask(partial(asyncio.to_thread, work), self._came)

    def _came(self, seen: Seen) -> None:
        self._busy = False
        if seen[0] is self.scope and self._deck.picture is not None:
            self.field.show_light(seen)
        self._pause.start()


def _seen(scope: Scope, picture: Picture) -> Seen:
    """On a thread."""
    pixels = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.width, 4)
    traces = measured(scope, pixels)
    return scope, traces, light_of(scope, traces)


class Field(QWidget):
    """The dark field of a scope; the same in both themes, as the picture's surround is."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._nothing = words("nothing")
        self.seen: Seen | None = None
        self._image: QImage | None = None
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        """Enough to read levels from."""
        return QSize(280, 240)

    def show_light(self, seen: Seen | None) -> None:
        """What was measured; None for nothing."""
        self.seen, self._image = seen, None
        if seen is not None and seen[2] is not None:
            tall, wide = seen[2].shape[:2]  # the array stays with `seen` as long as the image
            form = QImage.Format.Format_ARGB32_Premultiplied
            self._image = QImage(seen[2].data, wide, tall, wide * 4, form)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Field, light, lines."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(SURROUND))
            if self.seen is None:
                painter.setPen(QColor("#b9bdc6"))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(QRectF(self.rect()).adjusted(12, 8, -12, -8), flags, self._nothing)
                return
            scope, traces, _ = self.seen
            field = field_of(scope, QRectF(self.rect()))
            paint_lines(painter, scope, field)
            if self._image is None:
                paint_shares(painter, field, traces)
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
                painter.drawImage(field, self._image, QRectF(self._image.rect()))
