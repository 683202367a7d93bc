"""The shots of the film as rows and columns, for the table of the board."""

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from studio.errors import StudioError
from studio.jobs.job import State
from studio.timeline.project import Project
from studio.timeline.queries import shot_labels, shots
from studio.timeline.story import CueKind, Move, Shot
from studio.timeline.take import Take
from studio.ui.kit import Kit
from studio.ui.line_room import told_of_room
from studio.ui.plain import one_line, tip
from studio.ui.table_edits import with_cell
from studio.ui.take_findings import told_of
from studio.ui.take_marks import mark
from studio.ui.take_standing import Standing

COLUMNS = ("shot", "size", "moves", "length", "prompt", "line", "cast", "backend", "takes", "state")
NUMBERS = frozenset({"length", "takes"})
READ_ONLY = frozenset({"shot", "cast", "takes", "state"})
Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ShotModel(QAbstractTableModel):
    """The shots of the film as rows; a cell that cannot be kept is remembered as a draft."""

    refused = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._film = kit.desk.project
        self._shots: list[Shot] = []
        self._labels: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._drafts: dict[tuple[str, str], str] = {}
        self.refresh()
        kit.desk.changed.connect(self.refresh)
        kit.desk.take_arrived.connect(self._arrived)
        kit.jobs.changed.connect(self._stirred)
        kit.reviews.changed.connect(self.refresh)
        kit.reviews.recalled.connect(self.refresh)
        kit.outdated.changed.connect(self.refresh)

    def refresh(self, *_news: object) -> None:
        """Follow the film; rows that only changed keep what is chosen in them."""
        self._film = self._kit.desk.project
        found = list(shots(self._film))
        same = [s.id for s in found] == [s.id for s in self._shots]
        if not same:
            self.beginResetModel()
        self._shots, self._labels = found, shot_labels(self._film)
        self._rows = {shot.id: row for row, shot in enumerate(found)}
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
        return self._rows.get(shot_id, -1)

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
        if role == _ROLE.TextAlignmentRole and COLUMNS[section] in NUMBERS:
            return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What is counted or found out cannot be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        fixed = COLUMNS[index.column()] in READ_ONLY
        return flags if fixed else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = 0) -> Any:
        """What a cell shows, and what its editor begins with."""
        shot, column = self._shots[index.row()], COLUMNS[index.column()]
        draft = self._drafts.get((shot.id, column))
        if role == _ROLE.DisplayRole:
            return one_line(draft, 300) if draft is not None else self._shown(shot, column)
        if role == _ROLE.EditRole:
            return draft if draft is not None else self._value(shot, column)
        if role == _ROLE.TextAlignmentRole and column in NUMBERS:
            return _RIGHT
        if role == _ROLE.ForegroundRole:
            failed = column == "state" and self._state(shot) is State.FAILED
            return QColor(self._kit.theme.bad) if failed or draft is not None else None
        if role == _ROLE.ToolTipRole and column == "state":
            last = self._kit.jobs.last(shot.id)
            said = self._kit.trouble(last) if last is not None else ""
            return tip(said) if said else None
        if column == "shot":
            return self._found(shot, role)
        return self._short(shot, role) if column == "length" else None

    def _found(self, shot: Shot, role: int) -> Any:
        """What the inspector says of the shown take: a mark, and in words."""
        take = self._kit.desk.shown.get(shot.id)
        found = told_of(self._kit, shot, take) if take is not None else ""
        if take is None or not found:
            return None
        if role == _ROLE.DecorationRole:
            return mark(self._kit.theme, self._kit.reviews.standing(shot, take))
        if role == _ROLE.ToolTipRole:
            return tip(found)
        if role == _ROLE.AccessibleTextRole:
            return self._kit.words.listed([self._labels[shot.id], *found.splitlines()])
        return None

    def _short(self, shot: Shot, role: int) -> Any:
        """A length that is too short for what is said: a mark, and in words."""
        said = told_of_room(self._kit, shot)
        if not said:
            return None
        if role == _ROLE.DecorationRole:
            return mark(self._kit.theme, Standing.WARNED)
        if role == _ROLE.ToolTipRole:
            return tip(said)
        if role == _ROLE.AccessibleTextRole:
            return f"{self._shown(shot, 'length')}, {said}"
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
        if column == "cast":
            return self._kit.media.listed(
                s.name for s in self._film.subjects if s.id in shot.subjects
            )
        if column == "backend":
            return self._kit.backend_of(shot)
        if column == "takes":
            return str(len(self._kit.desk.takes.get(shot.id, ())) or "")
        if column == "state":
            state = self._state(shot)
            made = State.DONE if self._kit.desk.shown.get(shot.id) is not None else None
            return self._kit.media(f"state.{(state or made or 'none')}")
        return one_line(str(self._value(shot, column)), 300)

    def _state(self, shot: Shot) -> State | None:
        """Where the newest job of a shot stands, as long as that matters."""
        last = self._kit.jobs.last(shot.id)
        return last.state if last is not None and last.state is not State.DONE else None

    def _stirred(self, owner: str) -> None:
        """The takes or the state of one shot are others now."""
        row = self._rows.get(owner, -1)
        if row >= 0:
            first = COLUMNS.index("takes")
            self.dataChanged.emit(self.index(row, first), self.index(row, len(COLUMNS) - 1))

    def _arrived(self, take: Take) -> None:
        self._stirred(take.owner)

    def _value(self, shot: Shot, column: str) -> Any:
        if column == "size":
            return shot.size
        if column == "moves":
            return shot.moves[0] if shot.moves else Move.STATIC
        if column == "length":
            return round(float(self._film.rate.seconds(shot.frames)), 2)
        if column == "prompt":
            return shot.prompt
        if column == "backend":
            return shot.backend or ""
        if column in READ_ONLY:
            return self._shown(shot, column)
        return next((c.text for c in shot.cues if c.kind is CueKind.LINE), "")


def _edited(shot_id: str, column: str, value: Any, film: Project) -> Project:
    return with_cell(film, shot_id, column, value)
