"""The lanes of the timeline under the mouse: choosing, dragging, scrolling, dropping."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip

from studio.timeline.transition_edits import Passage
from studio.ui.clip_wipes import wipe_in
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.timeline_canvas import TimelineCanvas
from studio.ui.timeline_drag import Drag
from studio.ui.timeline_drags import begin
from studio.ui.timeline_files import Files
from studio.ui.timeline_held import Held
from studio.ui.timeline_hit import Hit, hit_at, part_cursor, razor_frame
from studio.ui.timeline_state import RAZOR, TimelineState
from studio.ui.timeline_tips import tip_of
from studio.ui.timeline_wipe_drop import WipeDrop, drop_wipe, held_wipe
from studio.ui.words import Words

_EDGE = 28  # pixels from the border at which a drag scrolls
_TICK = 16  # milliseconds between two steps of that
_NOTCH = 120  # of a wheel


class TimelineView(TimelineCanvas):
    """Every edit goes through the document; a drag is one gesture of it."""

    opened = Signal(str, str)  # a shot, and what of it: double click on a clip
    menu_wanted = Signal(QPoint)
    drag_ended = Signal()  # only then is there a step to undo
    track_named = Signal(str)  # a track's id: its name is to be typed
    passage_opened = Signal()  # double click on a transition
    told = Signal(str, str)  # a sentence and its tone: why a drop was wrong

    def __init__(
        self, desk: Desk, session: Session, state: TimelineState, theme: Theme, words: Words
    ) -> None:
        super().__init__(desk, session, state, theme, words)
        self.files = Files(desk, words)
        self.held = Held(self)
        self._wheel = 0
        self._last = QPoint()
        self._scrolling = QTimer(self, interval=_TICK)
        self._scrolling.timeout.connect(self._scroll_on)
        self.setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        state.tool_changed.connect(self._tool_changed)

    def hit(self, point: QPoint) -> Hit | None:
        """What lies under a point of the viewport."""
        return hit_at(self, point)

    def _tool_changed(self, _tool: str) -> None:
        self.hovered = None
        self._point_out(self.viewport().mapFromGlobal(self.cursor().pos()))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses, cuts, or begins a drag."""
        if event.button() is Qt.MouseButton.LeftButton and self.drag is None:
            at = event.position().toPoint()
            self.take_hold(begin(self, at, event.modifiers()), at)

    def take_hold(self, drag: Drag | None, at: QPoint) -> None:
        """A drag begins at a point of the viewport; the ruler's begin here too."""
        self._last, self.drag = at, drag
        if drag is not None:
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)  # Escape and Ctrl count wherever the focus is

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes on with a drag, or points out what is here."""
        if self.drag is None:
            self._last = event.position().toPoint()
            self._point_out(self._last)
            return
        self.drag_to(event.position().toPoint(), event.modifiers())

    def drag_to(self, at: QPoint, keys: Qt.KeyboardModifier) -> None:
        """The pointer of a drag is at another point; at a border the film goes on under it."""
        self._last = at
        if self.drag is None:
            return
        self.drag.moved(at, keys)
        near = self.viewport().rect().adjusted(_EDGE, _EDGE // 2, -_EDGE, -_EDGE // 2)
        if self.drag.live and not near.contains(self._last):
            self._scrolling.start()
        else:
            self._scrolling.stop()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.let_go()

    def let_go(self) -> None:
        """A drag ends where it is."""
        if self.drag is not None:
            self._end_drag(done=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the shot of a clip."""
        found = self.hit(event.position().toPoint())
        if found is not None and found.passage is not None:
            self.choose_passage(found.passage)
            self.passage_opened.emit()
            return
        if found is None or found.clip is None:
            return
        shot = self.facts.shot_of(found.clip.owner)
        if shot is not None:
            self.opened.emit(shot, found.clip.owner)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self.hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is under the pointer, which is chosen first."""
        found = self.hit(event.pos())
        clip = None if found is None or found.lane.track.locked else found.clip
        if clip is not None and found is not None and found.passage is not None:
            self.choose_passage(found.passage)
        elif clip is not None and clip.id not in self.session.clips:
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
            told = tip_of(self, found) if found is not None and found.clip is not None else ""
            QToolTip.showText(event.globalPos(), told, self.viewport())
            return True
        return super().viewportEvent(event)

    def choose(self, clip_ids: Iterable[str]) -> None:
        """Choose clips, and with them the shot that is shown beside."""
        chosen = tuple(clip_ids)
        self.state.choose_passage(None)
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

    def choose_passage(self, found: Passage) -> None:
        """Choose a transition, and no clip with it."""
        self.session.choose_clips(())
        self.state.choose_passage((found.clip, found.side))

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
        self.drag_ended.emit()
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
            self.hovered = razor_frame(self, found)
        if before != self.hovered:
            self.viewport().update()

    def _hold_wipe(self, event: QDropEvent) -> WipeDrop | None:
        """Show where a transition that is dragged would lie."""
        self.wipe = held_wipe(self, event)
        self.viewport().update()
        return self.wipe

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Whatever it is, it is looked at: a wrong one is told why not."""
        if wipe_in(event.mimeData()) is not None:
            self._hold_wipe(event)
            event.acceptProposedAction()
            return
        self.held.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would lie, or say why they cannot."""
        if wipe_in(event.mimeData()) is not None:
            event.setAccepted(self._hold_wipe(event) is not None)
            return
        self.held.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is held here any more; why a drop was wrong stays to be read."""
        if self.wipe is not None:
            self.wipe = None
            self.viewport().update()
            return
        self.held.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Over what is there; with Ctrl in between."""
        if wipe_in(event.mimeData()) is not None:
            held, self.wipe = self._hold_wipe(event), None
            event.setAccepted(held is not None)
            if held is not None:
                drop_wipe(self, held)
            self.viewport().update()
            return
        self.held.drop(event)
