"""How the board page shares its room: media, shots, and the chosen shot with its viewer."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_LOW = 470  # pixels of height below which viewer and inspector stand side by side
_WIDE = 1240  # pixels of width below which there is no room for that, and the viewer gives way
_ABREAST = (352, 376)  # pixels of width of viewer and inspector side by side


class BoardColumns(QSplitter):
    """Three columns; in the last one the viewer stands above the inspector, or beside it."""

    def __init__(self, left: QWidget, shots: QWidget, viewer: QWidget, inspector: QWidget) -> None:
        super().__init__()
        self._viewer = viewer
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._before = [284, 620, 376], [300, 450]  # the columns, and viewer above inspector
        self.setChildrenCollapsible(False)
        self._right.addWidget(viewer)
        self._right.addWidget(inspector)
        self._right.setStretchFactor(1, 1)
        for part in (left, shots, self._right):
            self.addWidget(part)
        self.setStretchFactor(1, 3)
        self.setStretchFactor(2, 2)
        self._share()
        self.splitterMoved.connect(self._remember)
        self._right.splitterMoved.connect(self._remember)

    def minimumSizeHint(self) -> QSize:
        """Where there is little room the viewer does not stand beside the inspector."""
        least = super().minimumSizeHint()
        if self._right.orientation() is Qt.Orientation.Horizontal and self._viewer.isVisible():
            beside = self._viewer.minimumSizeHint().width() + self._right.handleWidth()
            least.setWidth(least.width() - beside)
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low page, as over the jobs drawer, viewer and inspector stand side by side."""
        super().resizeEvent(event)
        low, wide = self.height() < _LOW, self.width() >= _WIDE
        self._remember()
        self._viewer.setVisible(not low or wide)
        self._stand(abreast=low and wide)

    def _remember(self, *_moved: int) -> None:
        """How the parts share the page when it is high enough."""
        if self._right.orientation() is Qt.Orientation.Vertical and self.height() >= _LOW:
            self._before = self.sizes(), self._right.sizes()

    def _stand(self, *, abreast: bool) -> None:
        way = Qt.Orientation.Horizontal if abreast else Qt.Orientation.Vertical
        if self._right.orientation() is way:
            return
        self._right.setOrientation(way)
        if abreast:
            left, *others = self.sizes()
            self.setSizes([left, sum(others) - sum(_ABREAST), sum(_ABREAST)])
            self._right.setSizes(_ABREAST)
        else:
            self._share()

    def _share(self) -> None:
        columns, heights = self._before
        self.setSizes(columns)
        self._right.setSizes(heights)
