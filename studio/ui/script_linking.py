"""The cursor in the text, the rows and the chosen shots of the window lead to one another."""

from PySide6.QtCore import QObject

from studio.timeline.project import Project
from studio.timeline.queries import find_scene_of
from studio.ui.script_list import ShotList
from studio.ui.script_rows import Row
from studio.ui.script_text import ScriptEdit
from studio.ui.script_writing import Writing
from studio.ui.session import Session


class Linking(QObject):
    """Whichever of them moves, the others follow."""

    def __init__(
        self, text: ScriptEdit, rows: ShotList, writing: Writing, session: Session
    ) -> None:
        super().__init__()
        self._text = text
        self._rows = rows
        self._writing = writing
        self._session = session
        self._following = self._picking = False
        self._at_text = True  # whether the cursor says which scene is meant, or the rows
        text.cursorPositionChanged.connect(self._moved)
        text.line_picked.connect(self._line_picked)
        rows.picked.connect(self._picked)
        session.shots_chosen.connect(self._chosen)

    def scene(self, film: Project) -> str | int | None:
        """The scene that is meant: a character of the text, or an id; None in an empty film."""
        if not film.scenes:
            return None
        if not self._at_text:
            chosen, row = self._session.shots[-1:], self._rows.current
            home = find_scene_of(film, chosen[0]) if chosen else None
            if home is not None:
                return home.id
            if row is not None:
                return row.scene.id
        return self._writing.marks.revision.place(*self._text.here())

    def go_to_text(self) -> None:
        """The cursor goes to the text of the chosen shot, and the keys with it."""
        marks = self._writing.marks
        span = marks.span(self._session.shots[-1]) if self._session.shots else None
        if span is not None:
            self._following = True
            self._text.go_to(marks.revision.line_of(span[0]), marks.revision.column_of(span[0]))
            self._following = False
        self._text.setFocus()

    def show_chosen(self) -> None:
        """The chosen shots in the rows and in the text."""
        self._rows.choose(self._session.shots)
        self._light_up(list(self._session.shots))

    def _moved(self) -> None:
        """The cursor is in another place: the shot that stands there is the chosen one."""
        self._at_text = self._at_text or self._text.hasFocus()
        if self._following or self._writing.pending or not self._text.hasFocus():
            return
        marks = self._writing.marks
        shot = marks.shot_at(marks.revision.place(*self._text.here()))
        if shot is not None and self._is_there(shot):
            self._following = True
            self._session.choose_shots([shot])
            self._following = False

    def _line_picked(self, line: int) -> None:
        names = self._writing.marks.first_lines.get(line, [])
        there = [name for name in names if self._is_there(name)]
        if there:
            self._session.choose_shots(there)

    def _picked(self, rows: list[Row]) -> None:
        """Picked rows are the chosen shots; the text of the last one comes into sight."""
        names: list[str] = []
        for row in rows:
            names += [row.shot.id] if row.shot else [shot.id for shot in row.scene.shots]
        self._at_text, self._picking = False, True
        self._session.choose_shots(names)
        self._picking = False
        self._light_up([row.id for row in rows])

    def _chosen(self, _shots: tuple[str, ...]) -> None:
        """Other shots are chosen: by the cursor, by the rows, or on another page."""
        if not self._picking:
            self._at_text = self._at_text and self._following
            self.show_chosen()

    def _light_up(self, names: list[str]) -> None:
        """Mark where parts stand in the text; the last one comes into sight."""
        marks = self._writing.marks
        revision = marks.revision
        spans = [span for name in names if (span := marks.span(name)) is not None]
        self._text.light_up(
            (revision.line_of(a), revision.column_of(a), revision.line_of(b), revision.column_of(b))
            for a, b in dict.fromkeys(spans)
        )
        if spans and not self._text.hasFocus():
            self._text.show_line(revision.line_of(spans[-1][0]))

    def _is_there(self, shot: str) -> bool:
        return self._rows.rows.row_of(shot) >= 0
