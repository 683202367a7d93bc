"""A lane of money over the timeline: what each shot cost, what of it is waste, what may come."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from studio.timeline.cut import Track, TrackKind
from studio.ui.theme import Theme
from studio.ui.timeline_cost_facts import Cell, CostFacts, label
from studio.ui.timeline_lettering import Lettering
from studio.ui.timeline_paint import LABEL_PX, mixed
from studio.ui.timeline_scale import Lane, Scale
from studio.ui.timeline_tiles import WIDE, Tiles
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

TALL = 22  # pixels
_NAMED = 30  # pixels of a cell below which nothing is written on it
_PLAIN = 4  # ... and below which it is a bar
_LANE = Lane(Track(id="tr_costs0000", name="costs", kind=TrackKind.TEXT), 0, TALL)


class CostLane(QWidget):
    """Scrolls with the lanes; its cells are painted once, into tiles, as the lanes' clips are."""

    def __init__(self, view: TimelineView, theme: Theme, words: Words) -> None:
        super().__init__()
        self._view = view
        self._theme = theme
        self._dressed = theme.name
        self._costs = view.desk.costs
        self._letters: Lettering | None = None
        self.facts = CostFacts(view.desk, view.facts, words)
        self.tiles = Tiles(self._paint)
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(words.of("ui_ledger")("lane"))
        self._seen: tuple[Cell, ...] = ()
        view.horizontalScrollBar().valueChanged.connect(self._moved)
        view.state.scale_changed.connect(self._moved)
        view.facts.renamed.connect(self._moved)
        view.desk.changed.connect(self._moved)
        self._costs.changed.connect(self._moved)

    def cell_at(self, x: int) -> Cell | None:
        """The cell under a position."""
        frame = self._view.frame_at(x)
        found = list(self.facts.between(frame, frame + 1))
        return found[-1] if found else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the clip whose money it is."""
        cell = self.cell_at(event.position().toPoint().x())
        if event.button() is Qt.MouseButton.LeftButton and cell is not None:
            self._view.choose(self._view.group([cell.clip.id], alone=False))

    def event(self, event: QEvent) -> bool:
        """A tooltip with the account of the shot."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            cell = self.cell_at(event.pos().x())
            told = self.facts.told(cell) if cell is not None else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: what is painted has the colours of the old one."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._dressed != self._theme.name:
            self._dressed = self._theme.name
            self.tiles.clear()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tiles, as far as they are seen."""
        region, left, scale = event.rect(), self._view.left, self._view.state.scale
        cells = self.facts.cells
        if cells is not self._seen:  # painted anew only where money or the cut is another
            if cells != self._seen:
                self.tiles.clear()
            self._seen = cells
        with QPainter(self) as painter:
            first, last = (left + region.left()) // WIDE, (left + region.right()) // WIDE
            for number in range(first, last + 1):
                tile = self.tiles.tile(_LANE, scale, number, self.devicePixelRatioF())
                painter.drawPixmap(number * WIDE - left, 0, tile)

    def _moved(self, *_news: object) -> None:
        if self.isVisible():
            self.update()

    def _paint(self, painter: QPainter, lane: Lane, scale: Scale, left: int, width: int) -> None:
        theme = self._theme
        painter.fillRect(0, 0, width, lane.height, mixed(theme.ground, theme.panel, 0.55))
        if self._letters is None:
            font = painter.font()
            font.setPixelSize(LABEL_PX)
            self._letters = Lettering(font)
        painter.setFont(self._letters.font)
        start, end = scale.frame(left - 1), scale.frame(left + width) + 2
        for cell in self.facts.between(start, end):
            x, far = scale.x(cell.clip.start) - left, scale.x(cell.clip.end) - left
            self._cell(painter, cell, QRect(x, 2, max(1, far - x - 1), lane.height - 4))

    def _cell(self, painter: QPainter, cell: Cell, box: QRect) -> None:
        """Paid for and seen, then waste, then what may come, side by side."""
        theme = self._theme
        paid = mixed(theme.accent, theme.panel, 0.62)
        if box.width() < _PLAIN:
            painter.fillRect(box, paid if cell.account.shown else QColor(theme.soft))
            return
        shown, waste, _ = cell.shares
        one, two = round(box.width() * shown), round(box.width() * (shown + waste))
        parts = (
            QRect(box.left(), box.top(), one, box.height()),
            QRect(box.left() + one, box.top(), two - one, box.height()),
            QRect(box.left() + two, box.top(), box.width() - two, box.height()),
        )
        painter.fillRect(parts[0], paid)
        if parts[1].width():
            painter.fillRect(parts[1], mixed(theme.bad, theme.panel, 0.85))
            hatch = QBrush(mixed(theme.bad, theme.panel, 0.4), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(parts[1], hatch)
        if parts[2].width() > 2:
            painter.setPen(QPen(QColor(theme.soft), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(parts[2].adjusted(0, 0, -1, -1))
        letters = self._letters
        if box.width() >= _NAMED and letters is not None:
            painter.setPen(QColor(theme.text))
            text = letters.fitted(label(cell.account), box.width() - 8)
            painter.drawText(box.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)


class CostHead(QLabel):
    """The name of the lane, beside it."""

    def __init__(self, words: Words, wide: int) -> None:
        super().__init__(words.of("ui_ledger")("lane"))
        self.setProperty("rank", "soft")
        self.setFixedSize(wide, TALL)
        self.setContentsMargins(10, 0, 4, 0)
