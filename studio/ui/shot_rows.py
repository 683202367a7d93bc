"""The shots of the film as rows and columns, for the table of the board."""

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from studio.errors import StudioError
from studio.timeline.project import Project
from studio.timeline.queries import shot_labels, shots
from studio.timeline.story import CueKind, Move, Shot
from studio.ui.kit import Kit
from studio.ui.plain import one_line
from studio.ui.table_edits import with_cell

COLUMNS = ("shot", "size", "moves", "length", "prompt", "line")
Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class ShotModel(QAbstractTableModel):
    """The shots of the film as rows; a cell that cannot be kept is remembered as a draft."""

    refused = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._film = kit.desk.project
        self._shots: list[Shot] = []
        self._labels: dict[str, str] = {}
        self._drafts: dict[tuple[str, str], str] = {}
        self.refresh()
        kit.desk.changed.connect(self.refresh)

    def refresh(self, *_news: object) -> None:
        """Follow the film; rows that only changed keep what is chosen in them."""
        self._film = self._kit.desk.project
        found = list(shots(self._film))
        same = [s.id for s in found] == [s.id for s in self._shots]
        if not same:
            self.beginResetModel()
        self._shots, self._labels = found, shot_labels(self._film)
        if not same:
            self.endResetModel()
        elif found:
            last = self.index(len(found) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def shot_at(self, row: int) -> Shot:
        """The shot of a row."""
        return self._shots[row]

    def row_of(self, shot_id: str) -> int:
        """The row of a shot; -1 when there is none."""
        return next((n for n, shot in enumerate(self._shots) if shot.id == shot_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a shot."""
        return 0 if parent is not None and parent.isValid() else len(self._shots)

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as COLUMNS."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The names of the columns."""
        if role == _ROLE.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._kit.media(f"table.{COLUMNS[section]}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All but the number can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if index.column() == 0 else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = 0) -> Any:
        """What a cell shows, and what its editor begins with."""
        shot, column = self._shots[index.row()], COLUMNS[index.column()]
        draft = self._drafts.get((shot.id, column))
        if role == _ROLE.DisplayRole:
            return one_line(draft, 300) if draft is not None else self._shown(shot, column)
        if role == _ROLE.EditRole:
            return draft if draft is not None else self._value(shot, column)
        if role == _ROLE.ForegroundRole and draft is not None:
            return QColor(self._kit.theme.bad)
        return None

    def setData(self, index: Index, value: Any, role: int = 2) -> bool:
        """Edit a cell: one step of undo. What is refused stays in the cell, and is told."""
        shot, column = self._shots[index.row()], COLUMNS[index.column()]
        if role != _ROLE.EditRole or value == self._value(shot, column):
            self._drafts.pop((shot.id, column), None)
            return False
        edit = partial(_edited, shot.id, column, value)
        label = self._kit.words(f"edit.{'line_text' if column == 'line' else column}")
        try:
            self._kit.desk.document.apply(label, edit)
        except StudioError as error:
            if isinstance(value, str):
                self._drafts[shot.id, column] = value
            self._kit.desk.refused.emit(error)
            return False
        self._drafts.pop((shot.id, column), None)
        return True

    def _shown(self, shot: Shot, column: str) -> str:
        words = self._kit.words
        if column == "shot":
            return self._labels[shot.id]
        if column == "size":
            return words.craft("size", shot.size.value)
        if column == "moves":
            moves = shot.moves or (Move.STATIC,)
            return " + ".join(words.craft("move", move.value) for move in moves)
        if column == "length":
            return f"{float(self._film.rate.seconds(shot.frames)):.2f}"
        return one_line(str(self._value(shot, column)), 300)

    def _value(self, shot: Shot, column: str) -> Any:
        if column == "size":
            return shot.size
        if column == "moves":
            return shot.moves[0] if shot.moves else Move.STATIC
        if column == "length":
            return round(float(self._film.rate.seconds(shot.frames)), 2)
        if column == "prompt":
            return shot.prompt
        return next((c.text for c in shot.cues if c.kind is CueKind.LINE), "")


def _edited(shot_id: str, column: str, value: Any, film: Project) -> Project:
    return with_cell(film, shot_id, column, value)
