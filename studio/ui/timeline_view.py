"""The lanes of the timeline: painted from tiles, with what moves drawn over them."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip

from studio.timeline.cut import Track
from studio.timeline.linking import group_of
from studio.timeline.project import Project
from studio.timeline.snapping import Magnets, edges_of
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.timeline_drags import Drag, Hit, begin, hit_at, part_cursor
from studio.ui.timeline_drop import Dropping, bring_in, hold
from studio.ui.timeline_facts import Facts
from studio.ui.timeline_media import TakeMedia
from studio.ui.timeline_overlay import Overlay
from studio.ui.timeline_paint import ClipPainter
from studio.ui.timeline_scale import Lane, Lanes, fitting
from studio.ui.timeline_state import RAZOR, TimelineState
from studio.ui.timeline_tiles import WIDE, Tiles, changes
from studio.ui.words import Words

REACH = 9  # pixels within which an edge is drawn to another
_EDGE = 28  # pixels from the border at which a drag scrolls
_TICK = 16  # milliseconds between two steps of that
_NOTCH = 120  # of a wheel


class TimelineView(QAbstractScrollArea):
    """Everything it shows is asked of the desk; every edit of it goes through the document."""

    opened = Signal(str)  # a shot: double click on its clip
    menu_wanted = Signal(QPoint)

    def __init__(
        self, desk: Desk, session: Session, state: TimelineState, theme: Theme, words: Words
    ) -> None:
        super().__init__()
        self.desk, self.session, self.state, self.words = desk, session, state, words
        self.facts = Facts(desk, words)
        self.media = TakeMedia(desk)
        self.lanes = Lanes(desk.project.cut, state.heights)
        self.drag: Drag | None = None
        self.dropping: Dropping | None = None
        self.hovered: int | None = None  # the frame the razor would cut at
        self._theme = theme
        self._painter = ClipPainter(theme, self.facts, self.media)
        self.tiles = Tiles(self._paint_tile)
        self.overlay = Overlay(self, theme)
        self._owners: dict[str, list[str]] | None = None
        self._wheel = 0
        self._last = QPoint()
        self._scrolling = QTimer(self, interval=_TICK)
        self._scrolling.timeout.connect(self._scroll_on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("timeline.name"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._follow()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Wide, and tall enough for all lanes."""
        return QSize(900, self.lanes.height + 20)

    # what is where

    @property
    def left(self) -> int:
        """How far the film is scrolled, in pixels."""
        return self.horizontalScrollBar().value()

    @property
    def top(self) -> int:
        """How far the lanes are scrolled."""
        return self.verticalScrollBar().value()

    def frame_at(self, x: float) -> int:
        """The frame under a position of the viewport."""
        return self.state.scale.frame(x + self.left)

    def rect_of(self, clip_id: str) -> QRect:
        """Where a clip is in the viewport; empty when it is not in the cut."""
        for lane in self.lanes.lanes:
            for clip in lane.track.clips:
                if clip.id == clip_id:
                    return self.box(lane, clip.start, clip.end)
        return QRect()

    def box(self, lane: Lane, start: int, end: int) -> QRect:
        """A stretch of a lane in the viewport."""
        x, far = self.state.scale.x(start), self.state.scale.x(end)
        return QRect(x - self.left, lane.top - self.top, max(1, far - x), lane.height)

    def hit(self, point: QPoint) -> Hit | None:
        """What lies under a point of the viewport."""
        return hit_at(self, point)

    def group(self, clip_ids: Iterable[str], alone: bool) -> tuple[str, ...]:
        """Clips with what is linked with them, unless links are not followed."""
        if alone or not self.state.linked:
            return tuple(clip_ids)
        return group_of(self.desk.project, clip_ids)

    def magnets(self, without: Iterable[str] = ()) -> Magnets:
        """What draws edges: clips, markers, the playhead, in and out."""
        found = edges_of(self.desk.project.cut, set(without))
        found.add(self.session.playhead)
        found.update(self.session.span or ())
        return Magnets(found)

    @property
    def reach(self) -> int:
        """Frames within which edges are drawn; 0 when snapping is off."""
        return self.state.scale.frames(REACH) if self.state.snapping else 0

    # scale

    def zoom(self, steps: float, at: int | None = None) -> None:
        """Nearer or farther; what is at position `at` (or the playhead, if seen) stays there."""
        old = self.state.scale
        if at is None:
            at = self.state.scale.x(self.session.playhead) - self.left
            at = at if 0 <= at <= self.viewport().width() else self.viewport().width() // 2
        film = (self.left + at) / old.per_frame
        self.state.rescale(old.zoomed(steps))
        self.horizontalScrollBar().setValue(round(film * self.state.scale.per_frame) - at)

    def fit(self) -> None:
        """The whole film is seen."""
        room = max(60, self.viewport().width() - 24)
        self.state.rescale(fitting(self.desk.project.cut.frames, room))
        self.horizontalScrollBar().setValue(0)

    def reveal(self, frame: int) -> None:
        """Turn the page when a frame is not seen."""
        x, wide = self.state.scale.x(frame), self.viewport().width()
        if not self.left <= x < self.left + wide:
            self.horizontalScrollBar().setValue(x - wide // 10)

    # news

    def _follow(self) -> None:
        self.desk.changed.connect(self._edited)
        self.facts.renamed.connect(self._renamed)
        self.facts.owner_changed.connect(self._owner_changed)
        self.facts.progressed.connect(self._repaint)
        self.media.ready.connect(self._owner_changed)
        self.session.clips_chosen.connect(self._repaint)
        self.session.span_changed.connect(self._repaint)
        self.session.playhead_moved.connect(self._playhead_moved)
        self.state.scale_changed.connect(self._arrange)
        self.state.heights_changed.connect(self._arrange)
        self.state.tool_changed.connect(self._tool_changed)
        self._seen = self.session.playhead

    def _arrange(self) -> None:
        self.lanes = Lanes(self.desk.project.cut, self.state.heights)
        view = self.viewport()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        last = max([self.desk.project.cut.frames, self.session.playhead, *_ends(self.lanes)])
        across.setPageStep(view.width())
        across.setSingleStep(40)
        across.setRange(0, max(0, self.state.scale.x(last) - view.width() // 2))
        down.setPageStep(view.height())
        down.setSingleStep(20)
        down.setRange(0, max(0, self.lanes.height - view.height()))
        view.update()

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is after.cut:
            return
        old = {track.id: track for track in before.cut.tracks}
        for track in after.cut.tracks:
            self.tiles.forget(track.id, changes(old.get(track.id), track))
        self._owners = None
        self._arrange()
        self._forget_chosen(after)

    def _forget_chosen(self, project: Project) -> None:
        """What left the cut is not chosen; a drag may bring it back, so only when none goes on."""
        if self.drag is None and self.session.clips:
            known = {clip.id for track in project.cut.tracks for clip in track.clips}
            self.session.choose_clips(name for name in self.session.clips if name in known)

    def _renamed(self) -> None:
        self.tiles.clear()
        self.viewport().update()

    def _owner_changed(self, owner: str) -> None:
        """Clips of this owner look different."""
        if self._owners is None:
            self._owners = {}
            for lane in self.lanes.lanes:
                for clip in lane.track.clips:
                    self._owners.setdefault(clip.owner, []).append(lane.track.id)
        for track_id in set(self._owners.get(owner, ())):
            lane = self.lanes.of(track_id)
            if lane is not None:
                self.tiles.forget(track_id, _spans(lane.track, owner))
        self.viewport().update()

    def _repaint(self, _news: object = None) -> None:
        self.viewport().update()

    def _tool_changed(self, _tool: str) -> None:
        self.hovered = None
        self._point_out(self.viewport().mapFromGlobal(self.cursor().pos()))
        self.viewport().update()

    def _playhead_moved(self, frame: int) -> None:
        """Only the old and the new line are painted."""
        if self.drag is None:
            self.reveal(frame)
        for place in (self._seen, frame):
            x = self.state.scale.x(place) - self.left
            self.viewport().update(x - 2, 0, 5, self.viewport().height())
        self._seen = frame

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses, cuts, or begins a drag."""
        if event.button() is Qt.MouseButton.LeftButton and self.drag is None:
            self._last = event.position().toPoint()
            self.drag = begin(self, self._last, event.modifiers())
            if self.drag is not None:
                app = QApplication.instance()
                assert app is not None
                app.installEventFilter(self)  # Escape and Ctrl count wherever the focus is

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes on with a drag, or points out what is here."""
        self._last = event.position().toPoint()
        if self.drag is None:
            self._point_out(self._last)
            return
        self.drag.moved(self._last, event.modifiers())
        near = self.viewport().rect().adjusted(_EDGE, _EDGE // 2, -_EDGE, -_EDGE // 2)
        if self.drag.live and not near.contains(self._last):
            self._scrolling.start()
        else:
            self._scrolling.stop()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a drag."""
        if event.button() is Qt.MouseButton.LeftButton and self.drag is not None:
            self._end_drag(done=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the shot of a clip."""
        found = self.hit(event.position().toPoint())
        shot = self.facts.shot_of(found.clip.owner) if found and found.clip else None
        if shot is not None:
            self.opened.emit(shot)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self.hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is under the pointer, which is chosen first."""
        found = self.hit(event.pos())
        clip = None if found is None or found.lane.track.locked else found.clip
        if clip is not None and clip.id not in self.session.clips:
            self.choose(self.group([clip.id], alone=False))
        self.menu_wanted.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls along the film; with Ctrl or Alt it zooms to the pointer, with Shift up and down.

        Where all lanes are seen it always scrolls along.
        """
        turned = event.angleDelta().y() or event.angleDelta().x()
        keys = event.modifiers()
        if keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            self._wheel += turned  # fine wheels tell parts of a notch
            steps = int(self._wheel / _NOTCH)
            self._wheel -= steps * _NOTCH
            if steps:
                self.zoom(steps, event.position().toPoint().x())
        elif keys & Qt.KeyboardModifier.ShiftModifier and self.verticalScrollBar().maximum():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - turned // 2)
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned)
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While something is dragged: Escape breaks it off, Ctrl and Shift change what it does."""
        if self.drag is None or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.KeyPress:
                self._end_drag(done=False)
            event.accept()
            return True
        if event.key() in (Qt.Key.Key_Control, Qt.Key.Key_Shift):
            self.drag.moved(self._last, QApplication.queryKeyboardModifiers())
            self.viewport().update()
        return event.type() is QEvent.Type.KeyPress  # no other key acts in the middle of a drag

    def viewportEvent(self, event: QEvent) -> bool:
        """A tooltip of the clip under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = self.hit(event.pos())
            told = self._told(found) if found is not None and found.clip is not None else ""
            QToolTip.showText(event.globalPos(), told, self.viewport())
            return True
        return super().viewportEvent(event)

    def choose(self, clip_ids: Iterable[str]) -> None:
        """Choose clips, and with them the shot that is shown beside."""
        chosen = tuple(clip_ids)
        self.session.choose_clips(chosen)
        wanted = set(chosen)
        owners = [
            self.facts.shot_of(clip.owner)
            for lane in self.lanes.lanes
            for clip in lane.track.clips
            if clip.id in wanted
        ]
        shots = [shot for shot in owners if shot is not None]
        if shots:
            self.session.choose_shots(shots)

    def break_off(self) -> bool:
        """End a drag as if it had not been; whether there was one."""
        if self.drag is None:
            return False
        self._end_drag(done=False)
        return True

    def _end_drag(self, *, done: bool) -> None:
        drag, self.drag = self.drag, None
        app = QApplication.instance()
        assert app is not None
        assert drag is not None
        app.removeEventFilter(self)
        self._scrolling.stop()
        drag.done() if done else drag.broken()
        self._forget_chosen(self.desk.project)
        self._point_out(self._last)
        self.viewport().update()

    def _scroll_on(self) -> None:
        """The pointer is held at a border: the film goes on under it."""
        if self.drag is None:
            self._scrolling.stop()
            return
        view, across, down = self.viewport(), self.horizontalScrollBar(), self.verticalScrollBar()
        x, y = self._last.x(), self._last.y()
        by = min(0, x - _EDGE) + max(0, x - view.width() + _EDGE)
        if by > 0:
            across.setMaximum(max(across.maximum(), across.value() + by))
        across.setValue(across.value() + by)
        edge = _EDGE // 2
        down.setValue(down.value() + min(0, y - edge) // 2 + max(0, y - view.height() + edge) // 2)
        self.drag.moved(self._last, QApplication.keyboardModifiers())
        view.update()

    def _point_out(self, point: QPoint) -> None:
        found = self.hit(point) if self.viewport().rect().contains(point) else None
        self.viewport().setCursor(part_cursor(self, found))
        before, self.hovered = self.hovered, None
        if self.state.tool == RAZOR and found is not None and found.clip is not None:
            self.hovered = found.frame
        if before != self.hovered:
            self.viewport().update()

    def _told(self, found: Hit) -> str:
        clip, rate = found.clip, self.desk.project.rate
        assert clip is not None
        return self.words(
            "timeline.tip",
            name=self.facts.name(clip)[:160],
            start=rate.timecode(clip.start),
            length=rate.timecode(clip.frames),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Shots are taken; anything else is somebody else's."""
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would lie."""
        at = event.position().toPoint()
        self.dropping = hold(self, event.mimeData(), at, event.modifiers())
        event.setAccepted(self.dropping is not None)
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is held here any more."""
        self.dropping = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Over what is there; with Ctrl in between."""
        self.dropping = None
        at = event.position().toPoint()
        held = hold(self, event.mimeData(), at, event.modifiers())
        event.setAccepted(held is not None)
        if held is not None:
            bring_in(self.desk, self.words, held.shots, held.frame, inserts=held.inserts,
                     track=held.track)  # fmt: skip
        self.viewport().update()

    # painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bars know the new room."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tiles first, then what moves."""
        region = event.rect()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(region, QColor(self._theme.ground))
            ratio, scale = self.devicePixelRatioF(), self.state.scale
            first = (self.left + region.left()) // WIDE
            last = (self.left + region.right()) // WIDE
            for lane in self.lanes.between(region.top() + self.top, region.bottom() + self.top + 1):
                for number in range(first, last + 1):
                    tile = self.tiles.tile(lane, scale, number, ratio)
                    painter.drawPixmap(number * WIDE - self.left, lane.top - self.top, tile)
            self.overlay.paint(painter, region)

    def _paint_tile(
        self, painter: QPainter, lane: Lane, scale: object, left: int, width: int
    ) -> None:
        self._painter.paint(painter, lane, self.state.scale, left, width, self.desk.project.rate)


def _ends(lanes: Lanes) -> list[int]:
    return [lane.track.clips[-1].end for lane in lanes.lanes if lane.track.clips]


def _spans(track: Track, owner: str) -> list[tuple[int, int]]:
    return [(clip.start, clip.end) for clip in track.clips if clip.owner == owner]
