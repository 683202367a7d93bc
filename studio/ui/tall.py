"""Scroll areas for what is taller than its place: never cut at the side, no taller than asked."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget


class Tall(QScrollArea):
    """Scrolls down only: it is at least as wide as what is in it, and its bar lies beside that."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (self, inside):
            part.setProperty("part", part.property("part") or "clear")
        self.setWidget(inside)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The width of what is in it with the bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, 60)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is in it may need other room now."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def settle(self, part: QWidget) -> None:
        """A part is new: it gets its room now, and not one level of layouts a turn of the loop."""
        part.show()  # a layout would do so later, and only then it gets its style
        above: QWidget | None = part
        while above is not None and above is not self.viewport():
            layout = above.layout()
            if layout is not None:
                layout.activate()
            above = above.parentWidget()
        QApplication.sendEvent(self._inside, QEvent(QEvent.Type.LayoutRequest))

    def _fit(self) -> None:
        self.setMinimumWidth(self.minimumSizeHint().width())
        self.updateGeometry()


class Low(Tall):
    """As tall as what is in it, up to a limit, and then it scrolls."""

    def __init__(self, inside: QWidget, most: int) -> None:
        """`most`: pixels."""
        self._most = most
        super().__init__(inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The height of what is in it at this width."""
        # Not asked of `viewport()`: once wrapped, PySide may collect it before what is in it.
        bar = self.verticalScrollBar()
        room = self.contentsRect().width() - (bar.width() if bar.isVisible() else 0)
        inside = self._inside
        need = inside.heightForWidth(room)
        tall = need if need >= 0 else inside.sizeHint().height()
        return QSize(super().sizeHint().width(), min(self._most, tall))

    def minimumSizeHint(self) -> QSize:
        """The same: it gives way to nothing."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
