"""A line recorded by microphone, in its row: one button, a level, and what became of it."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from studio.errors import StudioError
from studio.jobs.imports import Imported
from studio.render.microphone import Recording
from studio.timeline.project import Project
from studio.timeline.queries import find_cue, shot_label
from studio.timeline.reference_edits import drop_use, use_reference
from studio.timeline.story import Cue, Role
from studio.ui.kit import Kit
from studio.ui.landing_edits import joined
from studio.ui.plain import one_line

_LOOK = 50  # milliseconds between two looks at the level
_LOUD = 0.9  # of full scale: nearer than that it may be overdriven
_NAME = 40  # letters of a file's name


class _Held:
    """What lasts until a recording is in the film: let go of when its row goes."""

    def __init__(self) -> None:
        self.recording: Recording | None = None
        self.room: Path | None = None

    def let_go(self, *_gone: object) -> None:
        """The microphone is closed, and what it left is removed."""
        recording, self.recording = self.recording, None
        if recording is not None:
            recording.discard()
        room, self.room = self.room, None
        if room is not None:
            shutil.rmtree(room, ignore_errors=True)


class LineRecording(QWidget):
    """Records a line and lays it under its words; a recording can be taken away again."""

    def __init__(self, kit: Kit, cue_id: str) -> None:
        super().__init__()
        self._kit, self._cue_id = kit, cue_id
        self.microphone: Callable[[Path], Recording] = Recording
        self._held = _Held()
        self.destroyed.connect(self._held.let_go)
        self._waiting = False  # for the device to open, or for the file to come in
        words = kit.words
        self.button = QToolButton()
        self.button.setProperty("tone", "flat")
        self.button.setProperty("part", "small")
        self.button.clicked.connect(self.toggle)
        self.level = QProgressBar()
        self.level.setRange(0, 100)
        self.level.setTextVisible(False)
        self.level.setFixedSize(72, 6)
        self.level.setAccessibleName(words("lines.record.level"))
        self.time = QLabel()
        self.name = QLabel()
        self.name.setProperty("tone", "soft")
        self.drop = QToolButton()
        self.drop.setText("×")
        self.drop.setProperty("tone", "flat")
        self.drop.setProperty("part", "small")
        self.drop.setToolTip(words("lines.record.drop"))
        self.drop.setAccessibleName(words("lines.record.drop"))
        self.drop.clicked.connect(self._drop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.button)
        row.addWidget(self.level, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.time)
        row.addWidget(self.name)
        row.addWidget(self.drop)
        row.addStretch(1)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK)
        self._clock.timeout.connect(self._look)
        self._show()

    @property
    def recording(self) -> bool:
        """Whether the microphone is open."""
        return self._held.recording is not None and not self._waiting

    def fill(self, cue: Cue) -> None:
        """The line as it is now."""
        references = {each.id: each for each in self._kit.desk.project.references}
        known = [references[use.reference] for use in cue.uses if use.reference in references]
        self.name.setText(one_line(known[0].name, 30) if known else "")
        self._show()

    def toggle(self, _checked: bool = False) -> None:
        """Begin, or end and bring what was said into the film."""
        if self._waiting:
            return
        if self._held.recording is None:
            self._begin()
        else:
            self._end()

    def _begin(self) -> None:
        held = self._held
        held.room = Path(tempfile.mkdtemp(prefix="storyreel-"))
        held.recording = self.microphone(held.room / self._file_name())
        self._waiting = True
        self._show()
        work = partial(asyncio.to_thread, held.recording.start)
        self._kit.desk.ask(work, self._begun, self._failed)

    def _begun(self, _nothing: None) -> None:
        self._waiting = False
        self._clock.start()
        self._show()

    def _end(self) -> None:
        recording = self._held.recording
        if recording is None:
            return
        self._clock.stop()
        self._waiting = True
        self._show()
        work = partial(asyncio.to_thread, recording.stop)
        self._kit.desk.ask(work, self._ended, self._failed)

    def _ended(self, _seconds: float) -> None:
        recording = self._held.recording
        if recording is not None:
            self._kit.desk.bring([recording.path], self._brought, self._failed)

    def _brought(self, imported: list[Imported]) -> None:
        reference = imported[0].reference.id
        cue_id = self._cue_id
        self._leave()

        def edit(film: Project) -> Project:
            film = joined(_silent(film, cue_id), imported)
            return use_reference(film, cue_id, reference, Role.LIP)

        self._kit.desk.edit(self._kit.words("edit.line_record"), edit)

    def _failed(self, error: StudioError) -> None:
        self._leave()
        self._kit.desk.refused.emit(error)

    def _leave(self) -> None:
        self._clock.stop()
        self._waiting = False
        self._held.let_go()
        self._show()

    def _look(self) -> None:
        recording = self._held.recording
        if recording is None:
            return
        level = recording.level
        self.level.setValue(min(100, round(level * 100)))
        tone = "bad" if level > _LOUD else "soft"
        if self.time.property("tone") != tone:
            self.time.setProperty("tone", tone)
            self.time.style().polish(self.time)
        seconds = int(recording.seconds)
        self.time.setText(f"{seconds // 60}:{seconds % 60:02}")
        if recording.full:
            self._end()

    def _drop(self, _checked: bool = False) -> None:
        cue_id = self._cue_id
        label = self._kit.words("edit.line_unrecord")
        self._kit.desk.edit(label, lambda film: _silent(film, cue_id))

    def _show(self) -> None:
        words, going = self._kit.words, self.recording
        key = "lines.record.stop" if going else "lines.record"
        if self._waiting:
            key = "lines.record.wait"
        self.button.setText(("■ " if going else "● ") + words(key))
        self.button.setToolTip(words("lines.record.tip"))
        self.button.setEnabled(not self._waiting)
        self.level.setVisible(going)
        self.time.setVisible(going)
        recorded = bool(self.name.text()) and not going
        self.name.setVisible(recorded)
        self.drop.setVisible(recorded)

    def _file_name(self) -> str:
        film = self._kit.desk.project
        cue = find_cue(film, self._cue_id)
        people = {subject.id: subject.name for subject in film.subjects}
        who = people.get(cue.speaker or "", "") if cue is not None else ""
        label = shot_label(film, _home(film, self._cue_id)) or ""
        plain = re.sub(r"[^\w\- ]", "", f"{label} {who}").strip()[:_NAME]
        return f"{plain or self._kit.words('lines.record.name')}.wav"


def _home(film: Project, cue_id: str) -> str:
    shots = (shot for scene in film.scenes for shot in scene.shots)
    return next((shot.id for shot in shots if any(c.id == cue_id for c in shot.cues)), "")


def _silent(film: Project, cue_id: str) -> Project:
    """The film with a line that has no recording."""
    cue = find_cue(film, cue_id)
    for use in cue.uses if cue is not None else ():
        film = drop_use(film, cue_id, use)
    return film
