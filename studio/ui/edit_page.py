"""The edit page: what the film shows, the chosen shot beside it, the timeline below."""

import asyncio
from functools import partial

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.render.preview import picture_at
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.ui.actions import ActionTable
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.shot_panel import ShotPanel
from studio.ui.stills import Stills
from studio.ui.theme import Theme
from studio.ui.timeline_keys import TypingGuard
from studio.ui.timeline_panel import TimelinePanel
from studio.ui.words import Words

_WAIT = 60  # milliseconds the playhead rests before its picture is made


class StillView(QFrame):
    """The picture of the cut at the playhead, through the exporter's graph."""

    def __init__(self, desk: Desk, session: Session, theme: Theme, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self._theme = theme
        self._words = words
        self.image: QImage | None = None
        self._making = False
        self._wanted = False
        self.setAccessibleName(words("still.name"))
        self.setMinimumSize(240, 135)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._make)
        session.playhead_moved.connect(self._stale)
        session.page_changed.connect(self._stale)
        desk.changed.connect(self._edited)
        desk.take_arrived.connect(self._stale)
        self._stale()

    def sizeHint(self) -> QSize:
        """A picture of 16:9."""
        return QSize(640, 360)

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is not after.cut or before.scenes is not after.scenes:
            self._stale()

    def _stale(self, *_news: object) -> None:
        """Wait until the playhead rests: a scrub asks for hundreds of pictures."""
        if self._session.page == "edit":
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not made while nobody looked."""
        super().showEvent(event)
        self._stale()

    def _make(self) -> None:
        if not self.isVisible():  # another page is shown, or the film was closed
            return
        if self._making:
            self._wanted = True
            return
        project, frame = self._desk.project, self._session.playhead
        if not 0 <= frame < project.cut.frames:
            self._show(None)
            return
        self._making = True
        height = min(360, project.height) // 2 * 2
        width = max(2, round(project.width * height / project.height) // 2 * 2)
        work = partial(_picture, project, dict(self._desk.shown), self._desk, frame, width, height)
        self._desk.ask(partial(asyncio.to_thread, work), self._made)

    def _made(self, image: QImage | None) -> None:
        self._making = False
        self._show(image)
        if self._wanted:
            self._wanted = False
            self._timer.start()

    def _show(self, image: QImage | None) -> None:
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture as large as it fits, or why there is none."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._theme.ground))
            if self.image is None:
                painter.setPen(QColor(self._theme.soft))
                empty = self._desk.project.cut.frames == 0
                told = self._words("still.empty" if empty else "still.none")
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, told)
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            room = self.rect().adjusted(12, 12, -12, -12)
            fitted = self.image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(room.topLeft(), fitted)
            place.moveCenter(room.center())
            painter.drawImage(place, self.image)


def _picture(
    project: Project, shown: dict[str, Take], desk: Desk, frame: int, width: int, height: int
) -> QImage | None:
    try:
        bgr = picture_at(project, shown, desk.folder, frame, width=width, height=height)
    except StudioError:
        return None
    bgr = np.ascontiguousarray(bgr)
    return QImage(bgr.data, width, height, width * 3, QImage.Format.Format_BGR888).copy()


class EditPage(QFrame):
    """Viewer and inspector above, the timeline below; `viewer` is whatever shows the cut."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        stills: Stills,
        theme: Theme,
        words: Words,
        actions: ActionTable,
        viewer: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.timeline = TimelinePanel(
            desk, session, theme, words, actions, marks_elsewhere=viewer is not None
        )
        self.viewer = viewer or StillView(desk, session, theme, words.of("ui_edit"))
        self.panel = ShotPanel(desk, session, stills, words)
        self.guard = TypingGuard(self)
        self.timeline.view.opened.connect(self._opened)
        above = QSplitter()
        above.addWidget(self.viewer)
        beside = QScrollArea()  # the panel must not force the timeline off a small screen
        beside.setWidget(self.panel)
        beside.setWidgetResizable(True)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setMinimumWidth(self.panel.minimumWidth() + 12)
        above.addWidget(beside)
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
