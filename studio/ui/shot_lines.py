"""The dialogue of a shot: one row a line, added, moved, changed and removed."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from studio.errors import StudioError
from studio.timeline.cue_edits import add_cue, change_cue, remove_cue, translate
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Cue, CueKind, Shot
from studio.ui.keeping_focus import give_back, place_in
from studio.ui.kit import Kit
from studio.ui.landing_edits import cast
from studio.ui.line_row import LineRow
from studio.ui.shot_part import QuietWheel, ShotPart

_LINE_SECONDS = 2  # between the beginnings of two lines, when the first has no length yet
_PLAIN_LANGUAGES = ("zh", "en", "ja", "ko", "es")


class LinesPart(ShotPart):
    """The rows, and a button for one more."""

    def __init__(self, kit: Kit, wheel: QuietWheel) -> None:
        super().__init__(kit)
        self._wheel = wheel
        self.rows: dict[str, LineRow] = {}
        self._ghosts: dict[str, LineRow] = {}  # rows of other shots with words to be kept
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self.add = QPushButton(kit.words("lines.add"))
        self.add.clicked.connect(self._add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self._column)
        whole.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def fill(self, shot: Shot) -> None:
        """A row for each line, kept while its line is there so that the cursor stays."""
        cues = [cue for cue in shot.cues if cue.kind is CueKind.LINE]
        names = [cue.id for cue in cues]
        place = place_in(list(self.rows.values()))
        if place is not None and list(self.rows)[place.row] in names:
            place = None  # its row stays, and the keyboard with it
        for cue_id in [n for n in self.rows if n not in names]:
            self._put_away(self.rows.pop(cue_id))
        for at, cue in enumerate(cues):
            row = self.rows.get(cue.id) or self._new(cue.id)
            if self._column.indexOf(row) != at:
                self._column.removeWidget(row)
                self._column.insertWidget(at, row)
            row.fill(cue, self.kit.desk.project.subjects, self._languages())
            row.show()
        self.rows = {name: self.rows[name] for name in names}
        give_back(place, list(self.rows.values()), self.add)
        self._wheel.over(self)

    def _new(self, cue_id: str) -> LineRow:
        row = self._ghosts.pop(cue_id, None)
        if row is None:
            row = LineRow(self.kit, cue_id)
            row.changed.connect(self._changed)
            row.translated.connect(self._translated)
            row.moved.connect(self._moved)
            row.removed.connect(self._removed)
        self.rows[cue_id] = row
        return row

    def _put_away(self, row: LineRow) -> None:
        row.hide()
        self._column.removeWidget(row)
        if row.text.draft:
            self._ghosts[row.cue_id] = row
        else:
            row.deleteLater()

    def _languages(self) -> list[str]:
        desk = self.kit.desk
        shot = self.shot
        backend = desk.backends.get((shot.backend if shot else None) or desk.project.backend)
        spoken = [*backend.offer.languages, *backend.offer.scratch_languages] if backend else []
        plain = [name for name in _PLAIN_LANGUAGES if not spoken or name in spoken]
        return list(dict.fromkeys([desk.project.language, *plain, *sorted(spoken)]))

    def _changed(self, cue_id: str, field: str, value: object) -> None:
        if self.filling:
            return
        shot_id = self.shot_id

        def edit(film: Project) -> Project:
            film = change_cue(film, cue_id, **{field: value})
            return cast(film, shot_id, value) if field == "speaker" and value else film  # type: ignore[arg-type]

        label, row = self.kit.words(f"edit.line_{field}"), self.rows.get(cue_id)
        try:
            self.kit.desk.document.apply(label, edit, field=f"{cue_id}.{field}")
        except StudioError as error:
            if field == "text" and row is not None:
                row.refuse(self.kit.words.error(error))
            else:
                self.kit.desk.refused.emit(error)
        else:
            if field == "text" and row is not None:
                row.accept()

    def _translated(self, cue_id: str, language: str, words: str) -> None:
        if not self.filling:
            self.kit.desk.edit(
                self.kit.words("edit.line_translate"), translate, language, {cue_id: words},
                field=f"{cue_id}.{language}",
            )  # fmt: skip

    def _add(self, _checked: bool = False) -> None:
        shot = self.shot
        if shot is None:
            return
        project = self.kit.desk.project
        lines = [cue for cue in shot.cues if cue.kind is CueKind.LINE]
        speaker, start, language = None, 0, project.language
        if lines:
            last = lines[-1]
            start = last.start + (last.frames or project.rate.frames(_LINE_SECONDS))
            language = last.language
        speakers = [name for name in shot.subjects if not lines or name != lines[-1].speaker]
        if speakers:
            speaker = speakers[0]
        cue = Cue(
            id=new_id("cu"), kind=CueKind.LINE, speaker=speaker, language=language,
            start=min(start, shot.frames - 1),
        )  # fmt: skip
        if self.edit("line_add", partial(_with_cue, shot.id, cue)):
            self.rows[cue.id].text.setFocus()

    def _moved(self, cue_id: str, by: int) -> None:
        shot_id = self.shot_id
        self.edit("line_move", lambda film: line_moved(film, shot_id, cue_id, by))

    def _removed(self, cue_id: str) -> None:
        self.edit("line_remove", lambda film: remove_cue(film, cue_id))


def _with_cue(shot_id: str, cue: Cue, film: Project) -> Project:
    return add_cue(film, shot_id, cue)


def line_moved(film: Project, shot_id: str, cue_id: str, by: int) -> Project:
    """A line changes places with the line before or behind it, in the list and in time."""
    shot = next(x for scene in film.scenes for x in scene.shots if x.id == shot_id)
    lines = [cue for cue in shot.cues if cue.kind is CueKind.LINE]
    at = next(n for n, cue in enumerate(lines) if cue.id == cue_id)
    if not 0 <= at + by < len(lines):
        return film
    first, second = lines[min(at, at + by)], lines[max(at, at + by)]
    gap = second.start - first.start
    late = min(first.start + (second.frames or gap), shot.frames - 1)
    swap = {
        first.id: second.evolve(start=first.start),
        second.id: first.evolve(start=late),
    }
    cues = tuple(swap.get(cue.id, cue) for cue in shot.cues)
    return change_shot(film, shot_id, cues=cues)
