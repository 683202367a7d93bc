"""What lies around the pages of a film: banners above, the jobs below, the history beside them."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.ui.history_panel import HistoryPanel
from studio.ui.jobs_drawer import JobsDrawer
from studio.ui.status_bar import StatusBar

_PAGE = 300  # pixels that a page keeps when the jobs drawer is drawn up
_TYPED_IN = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
_DRAWER = 190  # pixels of the drawer at least, when it is opened


class Around(QWidget):
    """Lays a window out; drawer and history are closed at first."""

    def __init__(
        self, banners: Iterable[QWidget], pages: QWidget, drawer: JobsDrawer,
        history: HistoryPanel, bar: StatusBar,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on bare ground leaves a field
        self._before: QWidget | None = None  # had the keys when the drawer was opened
        self._left: QWidget | None = None  # had the keys when this was clicked on
        self._clicked = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.focusChanged.connect(self._focus_went)
        self._drawer, self._bar = drawer, bar
        self._upper = QSplitter(Qt.Orientation.Vertical)
        self._upper.addWidget(pages)
        self._upper.addWidget(drawer)
        self._upper.setStretchFactor(0, 1)
        self._upper.setCollapsible(0, False)
        pages.setMinimumHeight(_PAGE)
        across = QSplitter()
        across.addWidget(self._upper)
        across.addWidget(history)
        across.setStretchFactor(0, 1)
        across.setSizes([1040, 240])
        drawer.hide()
        history.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for banner in banners:
            column.addWidget(banner)
        column.addWidget(across, 1)
        column.addWidget(bar)
        bar.jobs_wanted.connect(self.toggle_jobs)
        drawer.closed.connect(self.close_jobs)
        history.closed.connect(history.hide)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A click lands here when what is clicked on takes no keys by the mouse."""
        super().focusInEvent(event)
        self._clicked = event.reason() is Qt.FocusReason.MouseFocusReason

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A button that was pressed leaves the keys to who had them; only a field lets go of them,
        and bare ground takes them.
        """
        if event.type() in _PRESSES and isinstance(watched, QWidget):
            self._app.removeEventFilter(self)
            left, self._left = self._left, None
            if isinstance(watched, QAbstractButton) and left is not None and self.hasFocus():
                try:
                    if left.isVisible() and left.isEnabled() and not isinstance(left, _TYPED_IN):
                        left.setFocus()
                except RuntimeError:  # it was let go of meanwhile
                    return False
        return False

    def _focus_went(self, old: QWidget | None, new: QWidget | None) -> None:
        """Qt gives the keys before it tells of the button; the next press says what was meant."""
        if new is self and self._clicked and old is not None and self.isAncestorOf(old):
            self._left = old
            self._app.installEventFilter(self)

    def toggle_jobs(self) -> None:
        """Open the jobs drawer, or put it away."""
        self._open_jobs(not self._drawer.isVisible())

    def close_jobs(self) -> None:
        """Put the jobs drawer away."""
        self._open_jobs(False)

    def _give_back(self) -> None:
        """The keys go to who had them before, where that is still seen."""
        try:
            if self._before is not None and self._before.isVisible():
                self._before.setFocus()
                return
        except RuntimeError:  # it was let go of meanwhile
            self._before = None
        self.setFocus()

    def _open_jobs(self, opened: bool) -> None:
        now = QApplication.focusWidget()
        if opened and not self._drawer.isVisible():
            self._before = now
        elif not opened and now is not None and self._drawer.isAncestorOf(now):
            self._give_back()
        self._drawer.setVisible(opened)
        self._bar.jobs.setChecked(opened)
        if opened:
            whole = self._upper.height()
            sums = self._drawer.footer.sizeHint().height()  # also those that are yet to come
            height = max(_DRAWER, whole * 3 // 10) + sums
            self._upper.setSizes([whole - height, height])
            self._drawer.table.setFocus()
