"""The board: shots as cards in a grid by scenes, chosen and put in order with mouse and keys."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from studio.timeline.project import Project
from studio.ui.card_choice import ARROWS, pressed, stepped
from studio.ui.card_drag import CardDrag
from studio.ui.card_marks import CardMarks
from studio.ui.card_painter import CardPainter, Look
from studio.ui.card_progress import CardProgress
from studio.ui.card_scroll import fit, reveal, roll
from studio.ui.cards import MARGIN, Card, Layout
from studio.ui.dragging import Target
from studio.ui.kit import Kit

SMALLEST, LARGEST, STEP = 140, 420, 20


class Board(QAbstractScrollArea):
    """Shows the cards that are seen; everything it shows is asked of the desk."""

    opened = Signal(str)  # shot id: double click or Enter
    menu_wanted = Signal(QPoint)  # where, on the screen
    removal_wanted = Signal()  # of the chosen shots
    all_wanted = Signal()
    finding_wanted = Signal(str)  # shot id: the mark on its card

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._desk = kit.desk
        self._session = kit.session
        self._painter = CardPainter(kit)
        self._card_width = 240
        self._progress = CardProgress(kit, self)
        self._progress.changed.connect(self._repaint_card)
        self._over: tuple[str, bool] = ("", True)
        self._layout = Layout(kit.desk.project, 1, self._card_width)
        self.drag, self._marks = CardDrag(kit), CardMarks(kit)
        self._roll = QTimer(self, interval=30)
        self._roll.timeout.connect(self._scroll_on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(kit.media("board.name"))
        kit.takes_drops_at(self.viewport(), self._target, self._mark)
        kit.desk.changed.connect(self._edited)
        for news in (kit.stills.ready, kit.waves.ready):
            news.connect(self._repaint)
        kit.reviews.changed.connect(self._judged)
        kit.reviews.recalled.connect(self._judged)
        kit.outdated.changed.connect(self._judged)
        kit.session.shots_chosen.connect(self._chosen)
        self._arrange()
        self._describe()

    def sizeHint(self) -> QSize:
        """Three cards wide."""
        return QSize(3 * 260, 560)

    def zoom(self, steps: int) -> None:
        """Larger or smaller cards."""
        self._card_width = min(LARGEST, max(SMALLEST, self._card_width + steps * STEP))
        self._arrange()

    def rect_of(self, shot_id: str) -> QRect:
        """Where a shot's card is in the viewport; empty when there is none."""
        card = self._layout.card(shot_id)
        if card is None:
            return QRect()
        return QRect(card.left, card.top - self._offset(), card.width, card.height)

    def _offset(self) -> int:
        return self.verticalScrollBar().value()

    def _arrange(self) -> None:
        view = self.viewport()
        room = view.width() - 2 * MARGIN  # on a narrow board a card is whole, and smaller
        wide = max(SMALLEST, min(self._card_width, room))
        self._layout = Layout(self._desk.project, view.width(), wide)
        fit(self, self._layout)
        view.update()

    def _edited(self, before: Project, after: Project) -> None:
        if before.scenes is not after.scenes or before.subjects is not after.subjects:
            self._arrange()

    def _repaint(self, _news: object = None) -> None:
        self.viewport().update()

    def _repaint_card(self, owner: str) -> None:
        """Only the card that changed, and only where it is seen."""
        rect = self.rect_of(owner)
        if not rect.isEmpty():
            self.viewport().update(rect.adjusted(-3, -3, 3, 3))

    def _chosen(self, shots: tuple[str, ...]) -> None:
        card = self._layout.card(shots[-1]) if shots and not self.drag.active else None
        if card is not None:
            reveal(self.verticalScrollBar(), card, self.viewport().height())
        self._describe()
        self.viewport().update()

    def _judged(self, _take: str = "") -> None:
        self._describe()
        self.viewport().update()

    def _describe(self) -> None:
        """Who cannot see the cards hears of the chosen one, and what was found in it."""
        chosen = self._session.shots
        card = self._layout.card(chosen[-1]) if chosen else None
        self.setAccessibleDescription(self._marks.described(card))

    def mark_of(self, shot_id: str) -> QRect:
        """Where in the viewport a card's mark is; empty where it has none."""
        return self._marks.place(self._layout.card(shot_id), self._offset())

    def viewportEvent(self, event: QEvent) -> bool:
        """The mark of a card tells what it is about."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._marks.help(event, self._at(event.pos()), self._offset(), self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards flow anew."""
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls; with Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses; Ctrl adds or takes away, Shift chooses up to here. A drag may begin."""
        point = event.position().toPoint()
        card = self._at(point)
        if event.button() is Qt.MouseButton.RightButton:
            self._press_right(card)
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain and card is not None and self._marks.hit(card, point, self._offset()):
            self._session.choose_shots([card.shot.id])
            self.finding_wanted.emit(card.shot.id)
            return
        among = card is not None and card.shot.id in self._session.shots
        if not (plain and among):  # a press on one of many may begin a drag of all of them
            chosen = pressed(card, self._session.shots, self._layout, event.modifiers())
            self._session.choose_shots(chosen)
        if card is not None and plain:
            self.drag.press(point, card.shot.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the chosen cards to a place between others."""
        point = event.position().toPoint()
        if self.drag.move(self, point, self._layout.gap(point.x(), point.y() + self._offset())):
            self._roll.start()
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a drag, or chooses the one card that was pressed among many."""
        self._roll.stop()
        held = self.drag.pressed
        if self.drag.active:
            self.drag.release()
        elif held:
            self._session.choose_shots([held])
        self.drag.forget()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a shot."""
        card = self._at(event.position().toPoint())
        if card is not None:
            self.opened.emit(card.shot.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the chosen shots, with mouse or key."""
        keyed = event.reason() is QContextMenuEvent.Reason.Keyboard
        shots = self._session.shots
        if keyed and shots:
            self.menu_wanted.emit(self.viewport().mapToGlobal(self.rect_of(shots[-1]).center()))
        else:
            self.menu_wanted.emit(event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere drags no more."""
        self._cancel()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Shift keeps the chosen, Enter opens, Delete removes, Escape ends a drag."""
        chosen = self._session.shots
        if event.key() == Qt.Key.Key_Escape and self.drag.active:
            self._cancel()
        elif event.key() in ARROWS:
            beside = stepped(Qt.Key(event.key()), chosen, self._layout, event.modifiers())
            if beside is not None:
                self._session.choose_shots(beside)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen:
            self.opened.emit(chosen[-1])
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.removal_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _cancel(self) -> None:
        self._roll.stop()
        self.drag.forget()
        self.viewport().update()

    def _scroll_on(self) -> None:
        """A card that is dragged to an edge scrolls the board."""
        at, tall = self.drag.at, self.viewport().height()
        if self.drag.active and roll(self.verticalScrollBar(), at.y(), tall):
            self.drag.move(self, at, self._layout.gap(at.x(), at.y() + self._offset()))
            self.viewport().update()

    def _press_right(self, card: Card | None) -> None:
        if card is not None and card.shot.id not in self._session.shots:
            self._session.choose_shots([card.shot.id])

    def _at(self, point: QPoint) -> Card | None:
        return self._layout.at(point.x(), point.y() + self._offset())

    def _target(self, point: QPoint) -> Target:
        card = self._at(point)
        return Target("shot", card.shot.id) if card is not None else Target("media")

    def _mark(self, target: Target | None, fits: bool) -> None:
        over = (target.owner if target is not None else "", fits)
        if over != self._over:
            self._over = over
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The headings and cards that are seen."""
        view = self.viewport().rect()
        with QPainter(self.viewport()) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            painter.fillRect(event.rect(), QColor(self._kit.theme.panel))
            over, fits = self._over
            look = Look(
                chosen=self._session.shots, progress=self._progress.shares, over=over, fits=fits,
                moving=self.drag.shots, gap=self.drag.gap,
            )  # fmt: skip
            area = event.rect()
            self._painter.paint(painter, self._layout, self._offset(), area, view.width(), look)
