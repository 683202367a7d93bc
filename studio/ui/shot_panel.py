"""The chosen shot: what it should be, its takes, and Generate."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from studio.timeline.project import Project
from studio.timeline.queries import find_shot, shot_label
from studio.timeline.shot_edits import change_shot, choose_take
from studio.timeline.story import Move, Shot, Size
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.stills import Stills
from studio.ui.words import Words

_ID = Qt.ItemDataRole.UserRole


class ShotPanel(QFrame):
    """Edits the last chosen shot; every change is one step of undo."""

    def __init__(self, desk: Desk, session: Session, stills: Stills, words: Words) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._desk = desk
        self._session = session
        self._stills = stills
        self._words = words
        self._filling = False
        self.title = QLabel()
        self.title.setProperty("rank", "head")
        self.empty = QLabel(words("shot.none"))
        self.empty.setProperty("rank", "soft")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.prompt = QPlainTextEdit()
        self.prompt.setTabChangesFocus(True)
        self.prompt.textChanged.connect(self._prompt_typed)
        self.size_box = QComboBox()
        for size in Size:
            self.size_box.addItem(words.craft("size", size.value), size)
        self.size_box.activated.connect(
            lambda _: self._set("size", size=self.size_box.currentData())
        )
        self.move_box = QComboBox()
        for move in Move:
            self.move_box.addItem(words.craft("move", move.value), move)
        self.move_box.activated.connect(self._move_picked)
        self.length = QDoubleSpinBox()
        self.length.setRange(0.04, 3600.0)
        self.length.setDecimals(2)
        self.length.setSingleStep(0.5)
        self.length.setKeyboardTracking(False)
        self.length.valueChanged.connect(self._length_set)
        self.takes = QListWidget()
        self.takes.setIconSize(QSize(112, 63))
        self.takes.itemActivated.connect(self._take_picked)
        self.takes.itemClicked.connect(self._take_picked)
        self.go = QPushButton(words("action.shot.generate"))
        self.go.setProperty("tone", "go")
        self.go.clicked.connect(self.generate)
        self.state = QLabel()
        self.state.setProperty("rank", "soft")
        self.state.setWordWrap(True)
        self._lay_out()
        desk.changed.connect(lambda *_: self._fill())
        desk.take_arrived.connect(lambda *_: self._fill())
        desk.job_changed.connect(lambda *_: self._fill())
        stills.ready.connect(lambda *_: self._fill_takes())
        session.shots_chosen.connect(lambda *_: self._fill())
        self._fill()

    @property
    def shot(self) -> Shot | None:
        """The shot that is shown: the last one chosen."""
        chosen = self._session.shots
        return find_shot(self._desk.project, chosen[-1]) if chosen else None

    def generate(self) -> None:
        """Make what the chosen shots lack; a shot that has all gets one take more."""
        shots = [name for name in self._session.shots if find_shot(self._desk.project, name)]
        if shots:
            again = all(self._desk.takes.get(name) for name in shots)
            self._desk.make(shots, again=again)

    def _set(self, field: str, **changes: Any) -> None:
        if self.shot is not None and not self._filling:
            label = self._words(f"edit.shot.{field}")
            key = f"{self.shot.id}.{field}"
            self._desk.edit(label, change_shot, self.shot.id, field=key, **changes)

    def _prompt_typed(self) -> None:
        self._set("prompt", prompt=self.prompt.toPlainText())

    def _move_picked(self) -> None:
        move: Move = self.move_box.currentData()
        self._set("moves", moves=() if move is Move.STATIC else (move,))

    def _length_set(self, seconds: float) -> None:
        rate = self._desk.project.rate
        self._set("length", frames=max(1, rate.frames(seconds)))

    def _take_picked(self, item: QListWidgetItem) -> None:
        if self.shot is not None:
            label = self._words("edit.take")
            self._desk.edit(label, choose_take, self.shot.id, item.data(_ID))

    def _fill(self) -> None:
        shot, project = self.shot, self._desk.project
        for part in (self.title, self._form, self.takes, self.go, self.state):
            part.setVisible(shot is not None)
        self.empty.setVisible(shot is None)
        if shot is None:
            return
        self._filling = True
        self.title.setText(self._words("shot.title", label=shot_label(project, shot.id)))
        if self.prompt.toPlainText() != shot.prompt:
            self.prompt.setPlainText(shot.prompt)
        self.size_box.setCurrentIndex(self.size_box.findData(shot.size))
        move = shot.moves[0] if shot.moves else Move.STATIC
        self.move_box.setCurrentIndex(self.move_box.findData(move))
        self.length.setValue(float(project.rate.seconds(shot.frames)))
        self._fill_takes()
        self._fill_state(shot, project)
        self._filling = False

    def _fill_state(self, shot: Shot, project: Project) -> None:
        jobs = [job for job in self._desk.jobs.values() if job.owner == shot.id]
        if jobs and jobs[-1].error is not None:
            error = jobs[-1].error
            self.state.setText(self._words.sentence(error.key, error.values))
        elif jobs:
            self.state.setText(self._words(f"job.{jobs[-1].state.value}"))
        else:
            self.state.setText(self._words("shot.backend", name=shot.backend or project.backend))

    def _fill_takes(self) -> None:
        shot = self.shot
        if shot is None:
            return
        takes = self._desk.takes.get(shot.id, [])
        shown = self._desk.shown.get(shot.id)
        self.takes.clear()
        for number, take in enumerate(takes, 1):
            self.takes.addItem(self._item(number, take))
            if shown is not None and take.id == shown.id:
                self.takes.setCurrentRow(number - 1)

    def _item(self, number: int, take: Take) -> QListWidgetItem:
        item = QListWidgetItem(self._words("shot.take", number=number, backend=take.backend))
        item.setData(_ID, take.id)
        still = self._stills.of(take)
        if still is not None:
            item.setIcon(QIcon(QPixmap.fromImage(still)))
        return item

    def _lay_out(self) -> None:
        self._form = QFrame()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.prompt.setFixedHeight(92)
        for name, field in (
            ("prompt", self.prompt), ("size", self.size_box), ("move", self.move_box),
            ("length", self.length),
        ):  # fmt: skip
            form.addRow(self._words(f"shot.{name}"), field)
            field.setAccessibleName(self._words(f"shot.{name}"))
        self.prompt.setProperty("part", "field")
        self.takes.setAccessibleName(self._words("shot.takes"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.state, 1)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self._form)
        column.addWidget(self.takes, 1)
        column.addLayout(buttons)
        column.addWidget(self.empty, 1)
        self.setMinimumWidth(300)
