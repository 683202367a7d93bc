"""The camera of a shot: size, angle, moves in order and their pace; its length in both units."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QWidget,
)

from studio.timeline.story import Angle, Move, Pace, Shot, Size
from studio.ui.film_undo import FilmUndo
from studio.ui.flow import FlowLayout
from studio.ui.keeping_focus import give_back, place_in
from studio.ui.kit import Kit
from studio.ui.shot_part import ShotPart, inset, show_choice

_LONGEST = 1_000_000  # frames


class CraftPart(ShotPart):
    """Every field is one step of undo."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        words = kit.words
        self.size_box = _choices((s, words.craft("size", s.value)) for s in Size)
        self.size_box.activated.connect(self._size_picked)
        self.angle_box = _choices((a, words.craft("angle", a.value)) for a in Angle)
        self.angle_box.activated.connect(self._angle_picked)
        self.pace_box = _choices((p, words(f"pace.{p.value}")) for p in Pace)
        self.pace_box.activated.connect(self._pace_picked)
        self.move_box = _slim(QComboBox())
        self.move_box.addItem(words("moves.add"))
        for move in Move:
            if move is not Move.STATIC:
                self.move_box.addItem(words.craft("move", move.value), move)
        self.move_box.activated.connect(self._move_added)
        self.frames = QSpinBox()
        self.frames.setRange(1, _LONGEST)
        self.frames.setKeyboardTracking(False)
        self.frames.valueChanged.connect(self._frames_set)
        self.seconds = QDoubleSpinBox()
        self.seconds.setDecimals(2)
        self.seconds.setRange(0.01, 99_999.0)
        self.seconds.setSingleStep(0.5)
        self.seconds.setKeyboardTracking(False)
        self.seconds.valueChanged.connect(self._seconds_set)
        inset(self.frames, self.seconds)
        for spin in (self.frames, self.seconds):
            spin.setMinimumWidth(76)
            FilmUndo(spin)
        self.moves = QWidget()
        self._flow = FlowLayout(self.moves)
        self._shown_moves: tuple[Move, ...] | None = None
        self._chips: list[QToolButton] = []
        self._shown_seconds = 0.0
        self._lay_out()

    def fill(self, shot: Shot) -> None:
        """The craft of a shot; a field in which nothing changed is left alone."""
        show_choice(self.size_box, shot.size)
        show_choice(self.angle_box, shot.angle)
        show_choice(self.pace_box, shot.pace)
        if self.frames.value() != shot.frames:
            self.frames.setValue(shot.frames)
        seconds = round(float(self.kit.desk.project.rate.seconds(shot.frames)), 2)
        if self.seconds.value() != seconds:
            self.seconds.setValue(seconds)
        self._shown_seconds = self.seconds.value()
        if self._shown_moves != shot.moves:
            self._shown_moves = shot.moves
            self._fill_moves(shot.moves)

    def commit(self) -> None:
        """A number that is half typed counts."""
        self.frames.interpretText()
        self.seconds.interpretText()

    def _size_picked(self) -> None:
        self.change("size", size=self.size_box.currentData())

    def _angle_picked(self) -> None:
        self.change("angle", angle=self.angle_box.currentData())

    def _pace_picked(self) -> None:
        self.change("pace", pace=self.pace_box.currentData())

    def _frames_set(self, frames: int) -> None:
        self.change("length", frames=frames)

    def _seconds_set(self, seconds: float) -> None:
        if not self.filling and seconds != self._shown_seconds:
            rate = self.kit.desk.project.rate
            self.change("length", frames=max(1, rate.frames(f"{seconds:.2f}")))

    def _move_added(self, _row: int) -> None:
        move: Move | None = self.move_box.currentData()
        self.move_box.setCurrentIndex(0)
        shot = self.shot
        if move is not None and shot is not None:
            kept = [m for m in shot.moves if m is not Move.STATIC]
            self.change("moves", moves=(*kept, move))

    def _move_removed(self, place: int, _checked: bool = False) -> None:
        shot = self.shot
        if shot is not None:
            self.change("moves", moves=(*shot.moves[:place], *shot.moves[place + 1 :]))

    def _fill_moves(self, moves: tuple[Move, ...]) -> None:
        here = place_in(self._chips)
        self._flow.empty()
        self._chips.clear()
        for place, move in enumerate(moves):
            name = self.kit.words.craft("move", move.value)
            chip = QToolButton()
            chip.setText(f"{name}  ×")
            chip.setProperty("part", "chip")
            chip.setToolTip(self.kit.words("moves.remove", move=name))
            chip.setAccessibleName(self.kit.words("moves.remove", move=name))
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.clicked.connect(partial(self._move_removed, place))
            self._flow.addWidget(chip)
            self._chips.append(chip)
        if not moves:
            still = QLabel(self.kit.words.craft("move", "static"))
            still.setProperty("rank", "soft")
            self._flow.addWidget(still)
        give_back(here, self._chips, self.move_box)

    def _lay_out(self) -> None:
        words = self.kit.words
        length = QHBoxLayout()
        length.setSpacing(6)
        length.addWidget(self.seconds, 1)
        length.addWidget(QLabel(words("unit.seconds")))
        length.addSpacing(8)
        length.addWidget(self.frames, 1)
        length.addWidget(QLabel(words("unit.frames")))
        add = QHBoxLayout()
        add.setSpacing(6)
        add.addWidget(self.move_box, 2)
        add.addWidget(self.pace_box, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            ("size", self.size_box), ("angle", self.angle_box), ("moves", self.moves),
            ("", add), ("length", length),
        )  # fmt: skip
        for row, (name, field) in enumerate(rows):
            label = QLabel(words(f"field.{name}") if name else "")
            label.setProperty("rank", "soft")
            grid.addWidget(label, row, 0)
            if isinstance(field, QHBoxLayout):
                grid.addLayout(field, row, 1)
            else:
                grid.addWidget(field, row, 1)
        for name, widget in (
            ("size", self.size_box), ("angle", self.angle_box), ("moves", self.move_box),
            ("pace", self.pace_box), ("seconds", self.seconds), ("frames", self.frames),
        ):  # fmt: skip
            widget.setAccessibleName(words(f"field.{name}"))


def _slim(box: QComboBox) -> QComboBox:
    """A list that may be narrower than its longest word."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    return box


def _choices(pairs: Iterable[tuple[object, str]]) -> QComboBox:
    box = _slim(QComboBox())
    for value, text in pairs:
        box.addItem(text, value)
    return box
