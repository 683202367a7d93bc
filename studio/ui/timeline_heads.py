"""The heads of the tracks: name, on or off, solo, lock, and how tall."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from studio.timeline.cut import Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.track_edits import change_track
from studio.ui.desk import Desk
from studio.ui.theme import Theme
from studio.ui.timeline_icons import PX, icon
from studio.ui.timeline_names import shown_name
from studio.ui.timeline_scale import Lane
from studio.ui.timeline_source import KINDS, targeted
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

WIDE = 204
_GRIP = 5  # pixels at a head's lower edge that make it taller
_STRIPE = 4


class TrackHead(QFrame):
    """One track; every change is an edit but its height, which belongs to the window."""

    menu_wanted = Signal(str, QPoint)

    def __init__(self, view: TimelineView, track: Track, theme: Theme, words: Words) -> None:
        super().__init__()
        self._desk: Desk = view.desk
        self._view = view
        self._words = words
        self._theme = theme
        self._from: tuple[int, int] | None = None
        self._drawn: list[tuple[QToolButton, str, str | None]] = []
        self.track = track
        self.setObjectName(f"head.{track.id}")
        self.setAccessibleName(words("timeline.head", name=shown_name(track, words)))
        self.setMouseTracking(True)
        self.name = QLineEdit(shown_name(track, words))
        self.name.setProperty("part", "head")
        self.name.setAccessibleName(words("timeline.track_name"))
        self.name.setFrame(False)
        self.name.editingFinished.connect(self._renamed)
        seen = track.kind is not TrackKind.SOUND
        self.target = self._button(None, None, "target")
        self.target.setFixedWidth(28)
        if track.kind not in KINDS:  # showing it would open a window, as it has no parent yet
            self.target.hide()
        self.target.clicked.connect(self._targeted)
        self.mute = self._button("eye" if seen else "sound", "eye_off" if seen else "sound_off",
                                 "hide" if seen else "mute")  # fmt: skip
        self.solo = self._button(None, None, "solo")
        self.solo.setText("S")
        self.lock = self._button("unlock", "lock", "lock")
        self.mute.clicked.connect(self._muted)
        self.solo.clicked.connect(self._soloed)
        self.lock.clicked.connect(self._locked)
        row = QHBoxLayout(self)
        row.setContentsMargins(_STRIPE + 6, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(self.target)
        row.addWidget(self.name, 1)
        for button in (self.mute, self.solo, self.lock):
            row.addWidget(button)
        self.show_track(track)

    def show_track(self, track: Track) -> None:
        """The track is in another state."""
        self.track = track
        if not self.name.hasFocus():
            self.name.setText(shown_name(track, self._words))
            self.name.setCursorPosition(0)
        self.mute.setChecked(track.muted)
        self.solo.setChecked(track.solo)
        self.lock.setChecked(track.locked)

    def show_target(self, number: int, aimed: bool) -> None:
        """Its number among its kind, from 1, and whether insert and overwrite go to it."""
        letter = "V" if self.track.kind is TrackKind.PICTURE else "A"
        self.target.setText(f"{letter}{number}")
        self.target.setAccessibleName(f"{self._words('timeline.target')} {letter}{number}")
        self.target.setChecked(aimed)

    def redraw(self) -> None:
        """The drawings in the theme's colours as they are now."""
        for button, drawn, down in self._drawn:
            button.setIcon(icon(drawn, self._theme, down))
        self.update()

    def _button(self, drawn: str | None, down: str | None, word: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setProperty("tone", "flat")
        button.setProperty("part", "tiny")
        if drawn is not None:
            button.setIcon(icon(drawn, self._theme, down))
            self._drawn.append((button, drawn, down))
            button.setIconSize(QSize(PX, PX))
        button.setFixedSize(24, 22)
        button.setObjectName(word)
        button.setToolTip(self._words(f"timeline.{word}"))
        button.setAccessibleName(self._words(f"timeline.{word}"))
        return button

    def _change(self, label: str, **changes: object) -> None:
        if not self._desk.edit(self._words(label), change_track, self.track.id, **changes):
            self.show_track(self.track)

    def _renamed(self) -> None:
        name = self.name.text().strip()
        shown = shown_name(self.track, self._words)
        if name and name != shown:
            self._change("edit.rename", name=name[:200])
        else:
            self.name.setText(shown)

    def _muted(self) -> None:
        self._change("edit.mute", muted=self.mute.isChecked())

    def _soloed(self) -> None:
        self._change("edit.solo", solo=self.solo.isChecked())

    def _locked(self) -> None:
        self._change("edit.lock", locked=self.lock.isChecked())

    def _targeted(self) -> None:
        """One track of a kind is the target; when it is pressed again none is."""
        aimed = self.target.isChecked()
        self._view.state.target(self.track.kind, self.track.id if aimed else "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a track."""
        self.menu_wanted.emit(self.track.id, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The lower edge makes the track taller or lower."""
        if self._on_grip(event.position().toPoint()):
            self._from = (event.globalPosition().toPoint().y(), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """As tall as it is dragged."""
        if self._from is not None:
            y, tall = self._from
            now = tall + event.globalPosition().toPoint().y() - y
            self._view.state.set_height(self.track.id, now)
        grip = self._from is not None or self._on_grip(event.position().toPoint())
        self.setCursor(Qt.CursorShape.SizeVerCursor if grip else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It stays so."""
        self._from = None

    def _on_grip(self, at: QPoint) -> bool:
        return at.y() >= self.height() - _GRIP

    def paintEvent(self, event: QPaintEvent) -> None:
        """A stripe in the colour of its kind."""
        kinds = {TrackKind.PICTURE: self._theme.picture, TrackKind.SOUND: self._theme.sound,
                 TrackKind.TEXT: self._theme.words}  # fmt: skip
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.raised))
            painter.fillRect(0, 0, _STRIPE, self.height(), QColor(kinds[self.track.kind]))


class Heads(QWidget):
    """The heads of all tracks, beside their lanes and scrolled with them."""

    menu_wanted = Signal(str, QPoint)

    def __init__(self, view: TimelineView, theme: Theme, words: Words) -> None:
        super().__init__()
        self._view = view
        self._theme = theme
        self._words = words
        self.heads: dict[str, TrackHead] = {}
        self.setFixedWidth(WIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        view.verticalScrollBar().valueChanged.connect(self._place)
        view.state.heights_changed.connect(self._place)
        view.state.targets_changed.connect(self._aim)
        view.desk.changed.connect(self._edited)
        view.track_named.connect(self._type_name)
        self._fill()

    def redraw(self) -> None:
        """The theme has other colours."""
        for head in self.heads.values():
            head.redraw()

    def _type_name(self, track_id: str) -> None:
        head = self.heads.get(track_id)
        if head is not None:
            head.name.setFocus()
            head.name.selectAll()

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is not after.cut:
            self._fill()

    def _fill(self) -> None:
        lanes = self._view.lanes.lanes
        for gone in self.heads.keys() - {lane.track.id for lane in lanes}:
            self.heads.pop(gone).deleteLater()
        before: QWidget | None = None
        for lane in lanes:
            head = self.heads.get(lane.track.id)
            if head is None:
                head = self._made(lane)
            elif head.track is not lane.track:
                head.show_track(lane.track)
            if before is not None:
                self.setTabOrder(before, head)
            before = head
        self._place()
        self._aim()

    def _aim(self) -> None:
        """Which tracks insert and overwrite go to."""
        film = self._view.desk.project
        for kind in KINDS:
            aimed = targeted(film, self._view.state, kind)
            tracks = (track for track in film.cut.tracks if track.kind is kind)
            for number, track in enumerate(tracks, 1):
                head = self.heads.get(track.id)
                if head is not None:
                    head.show_target(number, track.id == aimed)

    def _made(self, lane: Lane) -> TrackHead:
        head = TrackHead(self._view, lane.track, self._theme, self._words)
        head.setParent(self)
        head.menu_wanted.connect(self.menu_wanted)
        head.show()
        self.heads[lane.track.id] = head
        return head

    def _place(self, _news: object = None) -> None:
        for lane in self._view.lanes.lanes:
            head = self.heads.get(lane.track.id)
            if head is not None:
                head.setGeometry(0, lane.top - self._view.top, WIDE, lane.height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Tracks up and down."""
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() - event.angleDelta().y() // 2)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground between and below them."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._theme.ground))
