"""The board: shots as cards in a grid by scenes, chosen with mouse and keys."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from studio.jobs.events import JobProgress
from studio.jobs.job import LIVE, State
from studio.timeline.project import Project
from studio.timeline.story import CueKind, Shot
from studio.timeline.take import Take
from studio.ui.cards import HEAD, MARGIN, WORDS, Card, Heading, Layout
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.stills import Stills
from studio.ui.theme import Theme
from studio.ui.words import Words

SMALLEST, LARGEST, STEP = 140, 420, 20
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class Board(QAbstractScrollArea):
    """Paints the cards that are seen; everything it shows is asked of the desk."""

    opened = Signal(str)  # shot id: double click or Enter

    def __init__(
        self, desk: Desk, session: Session, stills: Stills, theme: Theme, words: Words
    ) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self._stills = stills
        self._theme = theme
        self._words = words
        self._card_width = 240
        self._progress: dict[str, float] = {}
        self._layout = Layout(desk.project, 1, self._card_width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("board.name"))
        desk.changed.connect(self._edited)
        desk.take_arrived.connect(self._repaint)
        desk.job_changed.connect(self._repaint)
        desk.progressed.connect(self._progressed)
        stills.ready.connect(self._repaint)
        session.shots_chosen.connect(self._chosen)
        self._arrange()

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
        self._layout = Layout(self._desk.project, view.width(), self._card_width)
        bar = self.verticalScrollBar()
        bar.setPageStep(view.height())
        bar.setSingleStep(40)
        bar.setRange(0, max(0, self._layout.height - view.height()))
        view.update()

    def _edited(self, before: Project, after: Project) -> None:
        if before.scenes is not after.scenes or before.subjects is not after.subjects:
            self._arrange()

    def _repaint(self, _news: object = None) -> None:
        self.viewport().update()

    def _progressed(self, news: JobProgress) -> None:
        self._progress[news.owner] = news.done
        self.viewport().update()

    def _chosen(self, shots: tuple[str, ...]) -> None:
        if shots:
            self._reveal(shots[-1])
        self.viewport().update()

    def _reveal(self, shot_id: str) -> None:
        card, view = self._layout.card(shot_id), self.viewport().height()
        if card is None:
            return
        bar, edge = self.verticalScrollBar(), HEAD + MARGIN
        if card.top - edge < bar.value():
            bar.setValue(card.top - edge)
        elif card.top + card.height + MARGIN > bar.value() + view:
            bar.setValue(card.top + card.height + MARGIN - view)

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
        """Chooses; Ctrl adds or takes away, Shift chooses up to here."""
        card = self._at(event.position().toPoint())
        if event.button() is Qt.MouseButton.RightButton and card is not None:
            if card.shot.id not in self._session.shots:
                self._session.choose_shots([card.shot.id])
            return
        self._pick(card, event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a shot."""
        card = self._at(event.position().toPoint())
        if card is not None:
            self.opened.emit(card.shot.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Shift keeps what was chosen, Enter opens."""
        chosen = self._session.shots
        if event.key() in _ARROWS:
            across, down = _ARROWS[Qt.Key(event.key())]
            card = self._layout.beside(chosen[-1] if chosen else "", across, down)
            if card is not None:
                more = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._session.choose_shots([*(chosen if more else ()), card.shot.id])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen:
            self.opened.emit(chosen[-1])
        else:
            super().keyPressEvent(event)

    def _at(self, point: QPoint) -> Card | None:
        return self._layout.at(point.x(), point.y() + self._offset())

    def _pick(self, card: Card | None, keys: Qt.KeyboardModifier) -> None:
        chosen = list(self._session.shots)
        if card is None:
            self._session.choose_shots([])
        elif keys & Qt.KeyboardModifier.ControlModifier:
            name = card.shot.id
            self._session.choose_shots(
                [c for c in chosen if c != name] if name in chosen else [*chosen, name]
            )
        elif keys & Qt.KeyboardModifier.ShiftModifier and chosen:
            names = [each.shot.id for each in self._layout.cards]
            first, last = sorted((names.index(chosen[0]), names.index(card.shot.id)))
            run = names[first : last + 1]
            self._session.choose_shots(run if run[0] == chosen[0] else run[::-1])
        else:
            self._session.choose_shots([card.shot.id])

    def paintEvent(self, event: QPaintEvent) -> None:
        """The headings and cards that are seen."""
        with QPainter(self.viewport()) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            painter.fillRect(event.rect(), QColor(self._theme.panel))
            top, bottom = self._offset(), self._offset() + self.viewport().height()
            painter.translate(0, -top)
            for heading in self._layout.headings:
                if top - HEAD < heading.top < bottom:
                    self._paint_heading(painter, heading)
            shown = self._desk.shown
            for card in self._layout.between(top, bottom):
                self._paint_card(painter, card, shown)

    def _paint_heading(self, painter: QPainter, heading: Heading) -> None:
        painter.setPen(QColor(self._theme.text))
        seconds = sum(shot.frames for shot in heading.scene.shots)
        length = float(self._desk.project.rate.seconds(seconds))
        title = f"{heading.number}   {heading.scene.heading or heading.scene.place}"
        wide = self.viewport().width() - 2 * MARGIN
        metrics = painter.fontMetrics()
        line = metrics.elidedText(title, Qt.TextElideMode.ElideRight, wide - 120)
        base = heading.top + 20
        painter.drawText(MARGIN, base, line)
        painter.setPen(QColor(self._theme.soft))
        told = self._words("board.seconds", seconds=f"{length:.1f}")
        painter.drawText(MARGIN + metrics.horizontalAdvance(line) + 16, base, told)

    def _paint_card(self, painter: QPainter, card: Card, shown: Mapping[str, Take]) -> None:
        theme = self._theme
        chosen = card.shot.id in self._session.shots
        box = QRectF(card.left, card.top, card.width, card.height)
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.line), 2 if chosen else 1))
        painter.setBrush(QColor(theme.chosen if chosen else theme.raised))
        painter.drawRoundedRect(box, 7, 7)
        still = QRect(card.left + 4, card.top + 4, card.width - 8, self._layout.still - 4)
        self._paint_still(painter, card, still, shown)
        self._paint_words(painter, card)

    def _paint_still(
        self, painter: QPainter, card: Card, box: QRect, shown: Mapping[str, Take]
    ) -> None:
        painter.fillRect(box, QColor(self._theme.ground))
        take = shown.get(card.shot.id)
        image = self._stills.of(take) if take is not None else None
        if image is not None:
            fitted = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(), fitted)
            place.moveCenter(box.center())
            painter.drawImage(place, image)
        elif take is None:
            painter.setPen(QColor(self._theme.soft))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words("board.no_take"))
        self._paint_state(painter, card.shot, box)

    def _paint_state(self, painter: QPainter, shot: Shot, box: QRect) -> None:
        jobs = [job for job in self._desk.jobs.values() if job.owner == shot.id]
        last = jobs[-1] if jobs else None
        if last is None:
            return
        if last.state in LIVE:
            bar = QRectF(box.left(), box.bottom() - 4, box.width(), 5)
            painter.fillRect(bar, QColor(self._theme.hover))
            bar.setWidth(bar.width() * self._progress.get(shot.id, 0.0))
            painter.fillRect(bar, QColor(self._theme.accent))
        elif last.state is State.FAILED:
            bar = QRectF(box.left(), box.bottom() - 4, box.width(), 5)
            painter.fillRect(bar, QColor(self._theme.bad))

    def _paint_words(self, painter: QPainter, card: Card) -> None:
        shot, theme = card.shot, self._theme
        left, top = card.left + 10, card.top + self._layout.still
        wide, metrics = card.width - 20, painter.fontMetrics()
        seconds = float(self._desk.project.rate.seconds(shot.frames))
        moves = " ".join(self._words.craft("move", move.value) for move in shot.moves)
        craft = f"{self._words.craft('size', shot.size.value)}  {moves}"
        length = self._words("board.seconds", seconds=f"{seconds:.1f}")
        painter.setPen(QColor(theme.text))
        painter.drawText(left, top + 17, card.label)
        room = wide - metrics.horizontalAdvance(card.label) - metrics.horizontalAdvance(length) - 20
        at = left + metrics.horizontalAdvance(card.label) + 10
        painter.setPen(QColor(theme.soft))
        painter.drawText(at, top + 17, _cut(metrics, craft, room))
        painter.drawText(QRect(left, top + 4, wide, 18), Qt.AlignmentFlag.AlignRight, length)
        line = next((c.text for c in shot.cues if c.kind is CueKind.LINE), "")
        painter.setPen(QColor(theme.text if line else theme.soft))
        text = (line or shot.prompt).replace("\n", " ")
        box = QRect(left, top + 24, wide, WORDS - 28)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags, _two_lines(metrics, text, wide))


def _cut(metrics: QFontMetrics, text: str, room: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))


def _two_lines(metrics: QFontMetrics, text: str, wide: int) -> str:
    """As much of a text as two lines hold, with the dots that say so."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(wide * 1.8))
