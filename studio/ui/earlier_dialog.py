"""The earlier states of a film to choose from: when they were saved, and what is otherwise."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.timeline.earlier import Earlier
from studio.timeline.queries import shots
from studio.ui.plain import soft, tip
from studio.ui.theme import Theme
from studio.ui.words import Words

_STATE = Qt.ItemDataRole.UserRole
_COLUMNS = ("when", "length", "differs")
_SIZE = 720, 460
_AIR = 8  # pixels more than the words of a row or a column need


class EarlierDialog(QDialog):
    """`wanted` tells which state to go back to; Escape and Enter leave the film as it is."""

    wanted = Signal(object)  # an Earlier that could be read

    def __init__(
        self, undo: str, theme: Theme, words: Words, parent: QWidget, *, crashed: bool = False
    ) -> None:
        """`undo` is the key that takes it back, as this system writes it."""
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.setWindowTitle(words("title"))
        self.head = QLabel(words("head.crash" if crashed else "head"))
        self.head.setProperty("rank", "title")
        self.about = soft(words("about.crash" if crashed else "about", undo=undo))
        self.none = soft(words("reading"))
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = self._table()
        self.go = QPushButton(words("go"))
        self.go.setProperty("tone", "go")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._go)
        self.stay = QPushButton(words("stay"))
        self.stay.setDefault(True)  # a stray Enter changes nothing
        self.stay.clicked.connect(self.reject)
        self._lay_out()
        self.table.hide()
        self.stay.setFocus()

    def fill(self, states: Sequence[Earlier]) -> None:
        """These are the states there are, newest first."""
        self.table.setRowCount(len(states))
        for row, state in enumerate(states):
            for column, text in enumerate(self._texts(state)):
                item = QTableWidgetItem(text)
                item.setData(_STATE, state)
                if state.project is None:
                    item.setForeground(QColor(self._theme.soft))
                if column == len(_COLUMNS) - 1:
                    item.setToolTip(tip(text))
                self.table.setItem(row, column, item)
        self.table.setVisible(bool(states))
        for column in range(len(_COLUMNS) - 1):
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, self.table.columnWidth(column) + _AIR)
        self.table.resizeRowsToContents()
        for row in range(len(states)):
            self.table.setRowHeight(row, self.table.rowHeight(row) + _AIR)
        self.none.setVisible(not states)
        self.none.setText(self._words("none"))
        readable = (row for row, state in enumerate(states) if state.project is not None)
        if states:
            self.table.selectRow(next(readable, 0))
            self.table.setFocus()

    @property
    def state(self) -> Earlier | None:
        """The state that is chosen."""
        item = self.table.item(self.table.currentRow(), 0) if self.table.rowCount() else None
        return item.data(_STATE) if item is not None else None

    def _texts(self, state: Earlier) -> tuple[str, str, str]:
        when = _unbroken(moment(state, self._words))
        film = state.project
        if film is None:
            why = self._words.error(state.trouble) if state.trouble is not None else ""
            return when, _unbroken(self._words("unreadable")), why
        seconds = round(float(film.rate.seconds(film.cut.frames)))
        length = f"{seconds // 60}:{seconds % 60:02}"
        count = sum(1 for _ in shots(film))
        parts = (_unbroken(part.text(self._words.language)) for part in state.words)
        film_of = _unbroken(self._words("film_of", shots=count, length=length))
        return when, film_of, " · ".join(parts)

    def _chosen(self) -> None:
        state = self.state
        self.go.setEnabled(state is not None and state.project is not None)

    def _go(self, *_where: object) -> None:
        state = self.state
        if state is not None and state.project is not None:
            self.accept()
            self.wanted.emit(state)

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(_COLUMNS))
        table.setHorizontalHeaderLabels([self._words(name) for name in _COLUMNS])
        table.setAccessibleName(self._words("title"))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setProperty("part", "rows")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        table.itemSelectionChanged.connect(self._chosen)
        table.doubleClicked.connect(self._go)
        return table

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.stay, self.go):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)
        column.addLayout(buttons)
        self.resize(*_SIZE)


def _unbroken(words: str) -> str:
    """Words that stay in one line."""
    return words.replace(" ", "\u00a0")


def moment(state: Earlier, words: Words) -> str:
    """When a state was saved, as the maker writes it; of today with the seconds."""
    if not state.saved:
        return "\u2014"
    saved = QDateTime.fromSecsSinceEpoch(int(state.saved))
    local = QLocale(words.language)
    if saved.date() == QDate.currentDate():
        return words("today", time=saved.time().toString("HH:mm:ss"))
    day = local.toString(saved.date(), QLocale.FormatType.ShortFormat)
    return f"{day} {saved.time().toString('HH:mm')}"


def short_moment(state: Earlier, words: Words) -> str:
    """The same for the name of an edit."""
    saved = QDateTime.fromSecsSinceEpoch(int(state.saved))
    today = bool(state.saved) and saved.date() == QDate.currentDate()
    return saved.time().toString("HH:mm") if today else moment(state, words)
