"""The edit page: what the film shows, the chosen shot beside it, the timeline below."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from studio.ui.actions import ActionTable
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.shot_panel import ShotPanel
from studio.ui.theme import Theme
from studio.ui.timeline_keys import TypingGuard
from studio.ui.timeline_panel import TimelinePanel
from studio.ui.words import Words


class EditPage(QFrame):
    """Viewer and inspector above, the timeline below; `viewer` is whatever shows the cut."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        panel: ShotPanel,
        theme: Theme,
        words: Words,
        actions: ActionTable,
        viewer: QWidget,
    ) -> None:
        super().__init__()
        self.timeline = TimelinePanel(desk, session, theme, words, actions, marks_elsewhere=True)
        self.viewer = viewer
        self.panel = panel
        self.guard = TypingGuard(self)
        self.timeline.view.opened.connect(self._opened)
        above = QSplitter()
        above.addWidget(self.viewer)
        above.addWidget(panel)
        above.setStretchFactor(0, 1)
        above.setSizes([940, 340])
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(above)
        whole.addWidget(self.timeline)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        whole.setSizes([400, 330])
        whole.setCollapsible(1, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)
        session.page_changed.connect(self._turned)
        self._fitted = False
        self._session = session

    def _opened(self, shot: str) -> None:
        self._session.choose_shots([shot])
        self.panel.prompt.setFocus()

    def _turned(self, page: str) -> None:
        """The first look is at the whole film."""
        if page == "edit":
            self.timeline.view.setFocus()
            if not self._fitted:
                self._fitted = True
                QTimer.singleShot(0, self.timeline.view.first_look)
