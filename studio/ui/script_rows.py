"""Scenes, their shots and their lines as rows: what the text on the script page became."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind, Scene, Shot
from studio.ui.plain import one_line, tip
from studio.ui.theme import Theme
from studio.ui.words import Words

COLUMNS = ("shot", "size", "length", "what", "state")
Index = QModelIndex | QPersistentModelIndex
Kind = Literal["scene", "shot", "line"]
_ROLE = Qt.ItemDataRole
_READ = {CueKind.LINE, CueKind.CAPTION}
_NO_STATES: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """A scene, a shot or a line of one; `label` is its number."""

    kind: Kind
    id: str
    scene: Scene
    label: str
    shot: Shot | None = None
    cue: Cue | None = None


@dataclass(frozen=True)
class States:
    """Ids of parts: whose text was changed, changed by hand, whose text is gone, kept by a plan
    although the text differs, and lines that the cut does not let be said.
    """

    changed: frozenset[str] = _NO_STATES
    mine: frozenset[str] = _NO_STATES
    left: frozenset[str] = _NO_STATES
    kept: frozenset[str] = _NO_STATES
    cut: frozenset[str] = _NO_STATES

    def of(self, row: Row) -> list[str]:
        """What is to be said of a row, the most pressing first."""
        if row.kind == "scene":
            return []
        found = (
            ("left", self.left), ("kept", self.kept), ("changed", self.changed),
            ("cut", self.cut), ("mine", self.mine - self.kept),
        )  # fmt: skip
        return [name for name, ids in found if row.id in ids]


class RowModel(QAbstractTableModel):
    """Follows a film; where the rows stay the same parts, what is chosen in them stays chosen."""

    def __init__(self, film: Project, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._film = film
        self._states = States()
        self._names: dict[str, str] = {}
        self.rows: list[Row] = []
        self._at: dict[str, int] = {}
        self.follow(film, States())

    def follow(self, film: Project, states: States) -> None:
        """Show a film as it is now; rows that come and go do so one run at a time."""
        old, new = self.rows, _rows(film, self.rows, self._film)
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
        gone, come = len(old) - head - tail, len(new) - head - tail
        told = (states, film.subjects, film.rate) != (
            self._states, self._film.subjects, self._film.rate,
        )  # fmt: skip
        self._film, self._states = film, states
        self._names = {subject.id: subject.name for subject in film.subjects}
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            self.rows = old[:head] + old[head + gone :]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
            self.rows = new
            self._at = {row.id: n for n, row in enumerate(new)}
            self.endInsertRows()
        changed = [n for n in range(len(new)) if told or n >= len(old) or new[n] is not old[n]]
        self.rows = new
        self._at = {row.id: n for n, row in enumerate(new)}
        if changed:
            last = self.index(changed[-1], len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)

    def row_of(self, name: str) -> int:
        """The row of a part; -1 when there is none."""
        return self._at.get(name, -1)

    def states_of(self, row: int) -> list[str]:
        """What is to be said of a row."""
        return self._states.of(self.rows[row])

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a scene, a shot and a line."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as COLUMNS."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The names of the columns."""
        if role == _ROLE.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._words(f"column.{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """What a cell shows."""
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == _ROLE.DisplayRole:
            return self._shown(row, column)
        if role == _ROLE.ToolTipRole:
            return self._tip(row, column)
        if role == _ROLE.FontRole and row.kind == "scene":
            font = QFont()
            font.setBold(True)
            return font
        if role == _ROLE.ForegroundRole:
            return self._colour(row, column)
        return None

    def _shown(self, row: Row, column: str) -> str:
        if column == "state":
            return " · ".join(self._words(f"state.{name}") for name in self._states.of(row))
        if row.kind == "scene":
            title = row.scene.heading or row.scene.place
            return {"shot": row.label, "what": one_line(title, 300)}.get(column, "")
        if row.cue is not None:
            return one_line(self._said(row.cue), 300) if column == "what" else ""
        shot = row.shot
        if shot is None or column == "shot":
            return row.label
        if column == "size":
            return self._words.craft("size", shot.size.value)
        if column == "length":
            seconds = float(self._film.rate.seconds(shot.frames))
            return self._words("seconds", seconds=f"{seconds:.1f}")
        return one_line(shot.prompt, 300)

    def _said(self, cue: Cue) -> str:
        if cue.kind is CueKind.CAPTION:
            return self._words("caption", text=cue.text)
        speaker = self._names.get(cue.speaker or "") or self._words("voice_over")
        return self._words("line", speaker=speaker, text=cue.text)

    def _tip(self, row: Row, column: str) -> str | None:
        if column == "state":
            kind = "line" if row.kind == "line" else "shot"
            told = [self._words(f"tip.{name}.{kind}") for name in self._states.of(row)]
            return tip("\n".join(told)) if told else None
        if column != "what":
            return None
        text = row.shot.prompt if row.shot is not None else row.scene.heading
        return tip(self._said(row.cue) if row.cue is not None else text)

    def _colour(self, row: Row, column: str) -> QColor | None:
        if column == "state":
            tones = {
                "left": self._theme.bad, "kept": self._theme.warn, "changed": self._theme.warn,
                "cut": self._theme.warn, "mine": self._theme.accent,
            }  # fmt: skip
            states = self._states.of(row)
            return QColor(tones[states[0]]) if states else None
        soft = row.kind == "line" or (row.kind == "shot" and column != "what")
        return QColor(self._theme.soft) if soft else None


def _rows(film: Project, old: Sequence[Row], before: Project) -> list[Row]:
    """Rows of a film; those of scenes that stayed as and where they were are the old ones."""
    same = {id(scene) for n, scene in enumerate(before.scenes) if _at(film, n) is scene}
    kept: dict[int, list[Row]] = {}
    for row in old:
        kept.setdefault(id(row.scene), []).append(row)
    rows: list[Row] = []
    for number, scene in enumerate(film.scenes, 1):
        stayed = kept.get(id(scene), []) if id(scene) in same else []
        rows += stayed or _of_scene(number, scene)
    return rows


def _at(film: Project, number: int) -> Scene | None:
    return film.scenes[number] if number < len(film.scenes) else None


def _of_scene(number: int, scene: Scene) -> list[Row]:
    rows = [Row("scene", scene.id, scene, str(number))]
    for place, shot in enumerate(scene.shots, 1):
        rows.append(Row("shot", shot.id, scene, f"{number}-{place}", shot))
        for cue in shot.cues:
            if cue.kind in _READ:
                rows.append(Row("line", cue.id, scene, "", shot, cue))
    return rows


def _alike(old: Sequence[Row], new: Sequence[Row]) -> int:
    """How many rows two lists begin with that are of the same parts."""
    most = min(len(old), len(new))
    return next((n for n in range(most) if old[n].id != new[n].id), most)
