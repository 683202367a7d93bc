"""The picture on the whole screen; the controls come with the mouse and go when it rests."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio.ui.deck import Deck
from studio.ui.screen import Screen
from studio.ui.scrub_bar import ScrubBar
from studio.ui.theme import Theme, clothe
from studio.ui.transport import Transport
from studio.ui.viewer_keys import ViewerKeys
from studio.ui.words import Words

_SEEN_FOR = 2500  # milliseconds that controls stay after the mouse has moved


class FullScreen(QWidget):
    """A window of its own on the same deck."""

    left = Signal()

    def __init__(self, deck: Deck, words: Words, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle(words("full"))
        self.setAccessibleName(words("full"))
        self.screen_part = Screen(deck, words)
        self.screen_part.opened.connect(self.close)
        self.screen_part.setMouseTracking(True)
        self.screen_part.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.screen_part)
        self.controls = QFrame(self)
        self.controls.setProperty("part", "bar")
        self.transport = Transport(deck, words, theme)
        self.transport.full.clicked.connect(self.close)
        self.transport.safe.toggled.connect(self._safe)
        rows = QVBoxLayout(self.controls)
        rows.setContentsMargins(10, 6, 10, 4)
        rows.setSpacing(2)
        rows.addWidget(ScrubBar(deck, words, theme))
        rows.addWidget(self.transport)
        clothe(self, theme)
        self._quiet = QTimer(self, singleShot=True, interval=_SEEN_FOR)
        self._quiet.timeout.connect(self._hide_controls)
        self.keys = ViewerKeys(self, deck, full=self.close, leave=self.close)
        self._quiet.start()

    def set_safe(self, shown: bool) -> None:
        """Safe areas on or off."""
        self.transport.safe.setChecked(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse brings the controls."""
        if event.type() is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self.controls.show()
            self._quiet.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The controls lie at the bottom, in the middle."""
        super().resizeEvent(event)
        wide, tall = min(900, self.width()), self.controls.sizeHint().height()
        left, top = (self.width() - wide) // 2, self.height() - tall - 24
        self.controls.setGeometry(left, top, wide, tall)
        self.controls.raise_()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Back to the window."""
        super().closeEvent(event)
        self.left.emit()

    def _hide_controls(self) -> None:
        if not self.controls.underMouse():
            self.controls.hide()

    def _safe(self, shown: bool) -> None:
        self.screen_part.safe_areas = shown
        self.screen_part.update()
