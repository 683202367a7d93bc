"""The canvas: a chosen picture or title is moved, scaled, turned and cropped over the viewer."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter

from studio.ui.canvas_deeds import CanvasDeeds
from studio.ui.canvas_frame import SIDES, Grip
from studio.ui.canvas_held import Held, held
from studio.ui.canvas_marks import cursor_for, told
from studio.ui.canvas_paint import paint_sight
from studio.ui.canvas_pull import CanvasPull
from studio.ui.canvas_sight import sight_of
from studio.ui.canvas_view import View
from studio.ui.clip_hand import ClipHand
from studio.ui.theme import DARK
from studio.ui.viewer import Viewer

_STEP, _STRIDE = 1, 10  # pixels of the film that an arrow key moves, and with Shift
_WAYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Mode(StrEnum):
    """What the grips do."""

    OFF = "off"
    PLACE = "place"
    CROP = "crop"


class Canvas(QObject):
    """Watches a viewer's screen; while the cut rests it frames the chosen clip at the playhead.

    A drag is one step of undo, Escape breaks it off. After a press on the frame the arrow keys move
    it, until Escape, another clip or another frame; Alt leaves a drag to the viewer, which then
    carries the frame that is shown.
    """

    def __init__(self, viewer: Viewer, hand: ClipHand) -> None:
        super().__init__(viewer)
        self._viewer, self._hand, self._deck = viewer, hand, viewer.deck
        self.screen = viewer.screen_part
        self.mode = Mode.PLACE
        self.held: Held | None = None
        self.gripped = False  # the arrow keys move it
        self._over: Grip | None = None
        self.pull = CanvasPull(hand, self.screen.update)
        self.deeds = CanvasDeeds(self, hand)
        self.screen.overlays.append(self._paint)
        self.screen.setMouseTracking(True)
        self.screen.installEventFilter(self)
        hand.desk.changed.connect(self._changed)
        hand.desk.take_arrived.connect(self.refresh)
        hand.session.clips_chosen.connect(self._elsewhere)
        hand.session.playhead_moved.connect(self._elsewhere)
        self._deck.changed.connect(self.refresh)

    def set_mode(self, mode: Mode) -> None:
        """Let the grips do something else; what is under way is broken off."""
        self.pull.finish(done=False)
        self.mode = mode
        self.refresh()

    @property
    def crops(self) -> bool:
        """Whether the grips crop what is held now: words are only placed."""
        words = self.held is not None and self.held.title is not None
        return self.mode is Mode.CROP and not words

    @property
    def dragging(self) -> bool:
        """Whether a grip is held."""
        return self.pull.drag is not None

    def forget_pivot(self) -> None:
        """Scales and turns go about the middle again."""
        if self.held is not None:
            self.pull.forget_pivot(self.held.clip.id)

    def grip(self) -> bool:
        """Let the arrow keys move what is framed; False where nothing is."""
        if self.held is None:
            return False
        self.screen.setFocus()
        self.gripped = True
        self.screen.update()
        return True

    def refresh(self, *_news: object) -> None:
        """Look at what is chosen anew."""
        rests = self._deck.showing.is_cut and not self._deck.player.playing
        if self.mode is Mode.OFF or not rests or self._deck.empty:
            found = None
        else:
            desk, session = self._hand.desk, self._hand.session
            found = held(desk.project, desk.shown, session.clips, session.playhead)
        if found is None and self.dragging:
            self.pull.finish(done=False)
        if found is None:
            self.gripped = False
        if found is not None or self.held is not None:
            self.held = found
            self._point(self._over if found is not None else None)
            self.screen.update()

    @property
    def view(self) -> View:
        """How the film lies on the screen now."""
        film = self._hand.desk.project
        room = QRectF(self.screen.rect())
        return View(self.screen.picture_area, room, (film.width, film.height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse and the keys of the screen, as far as they are the frame's."""
        kind = event.type()
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if isinstance(event, QMouseEvent):
            if kind is QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind is QEvent.Type.MouseMove:
                return self._move(event)
            if kind is QEvent.Type.MouseButtonRelease and self.dragging:
                if event.button() is Qt.MouseButton.LeftButton:
                    self.pull.finish(done=True)
                return True
            if kind is QEvent.Type.MouseButtonDblClick:
                return self._double(event)
        elif kind is QEvent.Type.Hide:
            self.pull.finish(done=False)
        elif kind in (QEvent.Type.Enter, QEvent.Type.Leave) and self.held is not None:
            self.screen.update()
        elif kind is QEvent.Type.FocusOut:
            self.gripped = False
            self.screen.update()
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> bool:
        now = self.held
        if event.button() is not Qt.MouseButton.LeftButton:
            return self.dragging  # nothing else happens in the middle of a drag
        grip = self._under(event.position())
        if now is None or grip is None:
            self.gripped = False
            return False
        if grip is Grip.MOVE and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        self.pull.press(grip, now, self.view, event.position())
        self.grip()
        return True

    def _move(self, event: QMouseEvent) -> bool:
        if self.dragging:
            self.pull.move(event, self.view, self.label, crops=self.crops)
        elif not event.buttons():
            self._point(self._under(event.position()))
        return self.dragging

    def _double(self, event: QMouseEvent) -> bool:
        grip = self._under(event.position())
        if self.held is None or grip in (None, Grip.MOVE):
            return False  # the whole screen, as everywhere in the viewer
        self.deeds.reset(grip)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        escape = event.key() == Qt.Key.Key_Escape and (self.dragging or self.gripped)
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in (
            Qt.KeyboardModifier.NoModifier, _SHIFT
        )  # fmt: skip
        arrow = event.key() in _WAYS and self.gripped and bare
        if not (escape or arrow or self.dragging):
            return False
        event.accept()
        if event.type() is not QEvent.Type.KeyPress:
            return True
        if escape and self.dragging:
            self.pull.finish(done=False)
        elif escape:
            self.gripped = False
            self.screen.update()
        elif arrow:
            across, down = _WAYS[Qt.Key(event.key())]
            pixels = _STRIDE if event.modifiers() & _SHIFT else _STEP
            self.deeds.nudge(across * pixels, down * pixels)
        return True

    @property
    def label(self) -> str:
        """The name of the edit that a drag makes."""
        if self.held is not None and self.held.title is not None:
            return "title"
        return "crop" if self.crops else "place"

    def _grips(self, now: Held) -> tuple[Grip, ...]:
        return tuple(SIDES) if self.crops else now.grips

    def _under(self, at: QPointF) -> Grip | None:
        now = self.held
        if now is None:
            return None
        return self.view.under(at, now.standing, self._grips(now), self.pull.pivot(now))

    def _point(self, grip: Grip | None) -> None:
        """The pointer says what a press would do."""
        self._over = grip
        if self.held is None or grip is None:
            self.screen.unsetCursor()
        else:
            self.screen.setCursor(cursor_for(grip, self.held.standing))

    def _changed(self, _before: object, _after: object) -> None:
        self.refresh()

    def _elsewhere(self, *_news: object) -> None:
        """Another clip or another frame: the keys are the viewer's again."""
        if not self.dragging:
            self.gripped = False
        self.refresh()

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        now, drag = self.held, self.pull.drag
        if now is None:
            return
        note = ""
        if drag is not None and drag.live:
            note = told(self._hand.words, now, drag.hold.grip, self.crops)
        sight = sight_of(
            self.view, now.standing, self._grips(now), self.pull.pivot(now), crops=self.crops,
            guides=drag.guides if drag is not None else (), held=self.gripped, note=note,
            calm=not (self.gripped or drag is not None or self.screen.underMouse()),
        )  # fmt: skip
        # A picture is judged in the dark, whatever the theme.
        paint_sight(painter, area, sight, QColor(DARK.accent))
