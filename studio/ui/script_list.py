"""The shots that the text became, scene by scene; each scene can be planned anew from its row."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.timeline.project import Project
from studio.ui.script_rows import COLUMNS, Index, Row, RowModel, States
from studio.ui.theme import Theme
from studio.ui.words import Words

_ROW = 30  # pixels
_AIR = 26  # pixels beside the words of a state
_WIDTHS = {"shot": 58, "size": 132, "length": 66, "state": 104}  # the state grows with its words
_FLAGS = QItemSelectionModel.SelectionFlag


class RowDelegate(QStyledItemDelegate):
    """Scene rows as headings with a button; lines are indented."""

    pressed = Signal(int)  # the row of a scene whose button was clicked

    def __init__(self, model: RowModel, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._label = words("replan.button")
        self.can_replan = True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A cell; in the last one of a scene its button."""
        row = self._model.rows[index.row()]
        if row.kind == "scene":
            rect: QRect = option.rect  # type: ignore[attr-defined]
            painter.fillRect(rect, QColor(self._theme.ground))
        super().paint(painter, option, index)
        if row.kind == "scene" and COLUMNS[index.column()] == "state":
            self._paint_button(painter, option)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Lines stand a little to the right."""
        super().initStyleOption(option, index)
        if self._model.rows[index.row()].kind == "line" and COLUMNS[index.column()] == "what":
            option.text = f"\u2003{option.text}"  # type: ignore[attr-defined]

    def button_rect(self, cell: QRect, width: int) -> QRect:
        """Where the button of a scene is in its cell."""
        return QRect(cell.right() - width - 6, cell.top() + 4, width, cell.height() - 8)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the button of a scene."""
        row = self._model.rows[index.row()]
        last = COLUMNS[index.column()] == "state"
        if row.kind == "scene" and last and isinstance(event, QMouseEvent):
            rect = self.button_rect(option.rect, self._width(option))  # type: ignore[attr-defined]
            if rect.contains(event.position().toPoint()) and self.can_replan:
                if event.type() is QEvent.Type.MouseButtonRelease:
                    self.pressed.emit(index.row())
                return True
        return super().editorEvent(event, model, option, index)

    def _width(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.horizontalAdvance(self._label) + 22  # type: ignore[attr-defined]

    def _paint_button(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme = self._theme
        rect = self.button_rect(option.rect, self._width(option))  # type: ignore[attr-defined]
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.line))
        painter.setBrush(QColor(theme.hover if over and self.can_replan else theme.raised))
        painter.drawRoundedRect(rect, 5, 5)
        painter.setPen(QColor(theme.text if self.can_replan else theme.soft))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._label)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are equally high."""
        return QSize(10, _ROW)


class ShotList(QTableView):
    """Rows of a film; tells which were picked, and shows which shots are chosen."""

    picked = Signal(list)  # the rows that were picked, the current one last
    replan_wanted = Signal(str)  # a scene

    def __init__(self, model: RowModel, theme: Theme, words: Words) -> None:
        super().__init__()
        self.rows = model
        self._quiet = False
        self.setModel(model)
        self.delegate = RowDelegate(model, theme, words, self)
        self.delegate.pressed.connect(self._pressed)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(words("shots"))
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setMinimumSectionSize(_ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setProperty("part", "rows")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        for column, name in enumerate(COLUMNS):
            if name in _WIDTHS:
                self.setColumnWidth(column, _WIDTHS[name])
            else:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().selectionChanged.connect(self._selected)

    @property
    def current(self) -> Row | None:
        """The row that the keys are on."""
        at = self.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def chosen_rows(self) -> list[Row]:
        """The picked rows in their order, the current one last."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        at = self.currentIndex().row()
        if at in places:
            places = [*(place for place in places if place != at), at]
        return [self.rows.rows[place] for place in places]

    def follow(self, film: Project, states: States) -> None:
        """Show a film as it is now; a row that goes is no choice of the maker's."""
        self._quiet = True
        self.rows.follow(film, states)
        self._quiet = False
        self._fit_states()

    def choose(self, shots: Iterable[str]) -> None:
        """Show these shots as chosen, unless what is picked means them already."""
        wanted = [name for name in shots if self.rows.row_of(name) >= 0]
        if {row.shot.id for row in self.chosen_rows() if row.shot} == set(wanted):
            return
        self._quiet = True
        last = len(COLUMNS) - 1
        picks, ranges = self.selectionModel(), QItemSelection()
        for name in wanted:
            row = self.rows.row_of(name)
            ranges.select(self.rows.index(row, 0), self.rows.index(row, last))
        picks.select(ranges, _FLAGS.ClearAndSelect)
        if wanted:
            index = self.rows.index(self.rows.row_of(wanted[-1]), 0)
            picks.setCurrentIndex(index, _FLAGS.NoUpdate)
            self.scrollTo(index)
        self._quiet = False

    def button_of(self, scene_id: str) -> QPoint:
        """The middle of a scene's button, in the viewport."""
        index = self.rows.index(self.rows.row_of(scene_id), len(COLUMNS) - 1)
        return self.delegate.button_rect(self.visualRect(index), 40).center()

    def _fit_states(self) -> None:
        """The last column is as wide as its words, so that most of the room is what happens."""
        last = len(COLUMNS) - 1
        said = {self.rows.index(row, last).data() or "" for row in range(len(self.rows.rows))}
        words = max((self.fontMetrics().horizontalAdvance(text) for text in said), default=0)
        self.setColumnWidth(last, max(_WIDTHS["state"], words + _AIR))

    def _selected(self, *_news: object) -> None:
        if not self._quiet:
            self.picked.emit(self.chosen_rows())

    def _pressed(self, row: int) -> None:
        self.replan_wanted.emit(self.rows.rows[row].id)
