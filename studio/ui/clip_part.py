"""What the parts of the clip inspector share: rows of numbers and lists for several clips."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QWidget

from studio.timeline.cut import Clip
from studio.timeline.project import Project
from studio.timeline.queries import clips
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_number import MIXED, Number, Scrub
from studio.ui.shot_part import show_choice

Write = Callable[[Project, Sequence[str], float], Project]


@dataclass(frozen=True)
class Field:
    """A number of clips: what it is called, its limits as shown, how it is read and written.

    What is shown is `factor` times what the film holds; `usual` is what a double click gives.
    """

    name: str
    read: Callable[[Clip], float]
    write: Write
    low: float
    high: float
    usual: float = 0.0
    step: float = 1.0
    decimals: int = 0
    suffix: str = ""
    factor: float = 1.0
    edit: str = "look"


class ClipPart(QWidget):
    """Shows the clips it is told to; every field is one step of undo, a drag too."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__()
        self.hand = hand
        self.ids: tuple[str, ...] = ()
        self.filling = False
        self.numbers: dict[str, Number] = {}
        self._fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(3, 1)
        self._row = 0

    def show_clips(self, those: Sequence[Clip]) -> None:
        """Show clips; the first one's values stand for those in which they differ."""
        self.ids = tuple(clip.id for clip in those)
        self.filling = True
        try:
            for name, field in self._fields.items():
                values = [round(field.read(clip) * field.factor, 6) for clip in those]
                mixed = len(set(values)) > 1
                self.numbers[name].show_value(values[0] if values else 0.0, mixed=mixed)
            self.fill(those)
        finally:
            self.filling = False

    @abstractmethod
    def fill(self, those: Sequence[Clip]) -> None:
        """Bring all else up to date."""

    def commit(self) -> None:
        """What is half typed counts."""
        for number in self.numbers.values():
            number.interpretText()

    def add_numbers(self, *fields: Field | None) -> None:
        """A row of one or two numbers, each with its label; None leaves a place free."""
        for place, field in enumerate(fields):
            if field is None:
                continue
            number = Number(field.low, field.high, field.step, field.decimals, field.suffix)
            label = self._label(f"field.{field.name}")
            Scrub(number, label)
            label.setToolTip(self.hand.words("tip.scrub"))
            number.setAccessibleName(label.text())
            label.setBuddy(number)
            self._fields[field.name] = field
            self.numbers[field.name] = number
            self._labels[field.name] = label
            number.settled.connect(partial(self._settled, field))
            number.began.connect(partial(self.hand.begin, field.edit))
            number.scrubbed.connect(partial(self._scrubbed, field))
            number.ended.connect(lambda done: self.hand.end(done=done))
            number.reset_wanted.connect(partial(self._settled, field, field.usual * field.factor))
            self.grid.addWidget(label, self._row, 2 * place)
            self.grid.addWidget(number, self._row, 2 * place + 1)
        self._row += 1

    def add_row(self, name: str, widget: QWidget) -> QLabel:
        """A labelled widget over the whole width."""
        label = self._label(f"field.{name}")
        label.setBuddy(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(label.text())
        self.grid.addWidget(label, self._row, 0)
        self.grid.addWidget(widget, self._row, 1, 1, 3)
        self._row += 1
        return label

    def add_whole(self, widget: QWidget) -> None:
        """A widget over the whole width."""
        self.grid.addWidget(widget, self._row, 0, 1, 4)
        self._row += 1

    def add_pair(self, one: QWidget, other: QWidget) -> None:
        """Two widgets that need no label, each under its half."""
        self.grid.addWidget(one, self._row, 0, 1, 2)
        self.grid.addWidget(other, self._row, 2, 1, 2)
        self._row += 1

    def button(self, name: str, run: Callable[[], object]) -> QToolButton:
        """A button with the words `do.<name>`."""
        button = QToolButton()
        button.setText(self.hand.words(f"do.{name}"))
        button.setProperty("part", "small")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def change(self, name: str, edit: Callable[..., Project], *args: Any, **more: Any) -> bool:
        """An edit of the clips that are shown, unless they are just being shown."""
        if self.filling or not self.ids:
            return False
        return self.hand.edit(name, edit, self.ids, *args, **more)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self.hand.words(name))
        label.setProperty("rank", "soft")
        return label

    def _settled(self, field: Field, value: float) -> None:
        if self.filling or not self.ids:
            return
        key = ".".join((field.name, *self.ids[:1]))
        self.hand.edit(field.edit, field.write, self.ids, value / field.factor, field=key)
        self.refresh()
        self.told(field, value)

    def told(self, field: Field, value: float) -> None:
        """A number was asked for; what is shown now may be less."""

    def _scrubbed(self, field: Field, value: float) -> None:
        self.hand.move(field.write, self.ids, value / field.factor)

    def refresh(self) -> None:
        """Show the same clips as they are now: a refused or limited value goes back."""
        wanted = set(self.ids)  # whether they are chosen, or a transition of theirs is
        film = self.hand.desk.project
        found = {c.id: c for track, c in clips(film) if c.id in wanted and not track.locked}
        self.show_clips([found[name] for name in self.ids if name in found])


def choices(pairs: Sequence[tuple[object, str]]) -> QComboBox:
    """A list that may be narrower than its longest word."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    for value, text in pairs:
        box.addItem(text, value)
    return box


def show_common(box: QComboBox, values: Sequence[object]) -> None:
    """Choose what all clips have; a mark of its own where they differ."""
    box.setPlaceholderText(MIXED)
    if len(set(values)) == 1:
        show_choice(box, values[0])
    else:
        box.setCurrentIndex(-1)
