"""Lips follow a line: which line, whose lips, on what terms; sent from one small dialog."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.jobs.admission import Plan
from studio.jobs.film import Film, Place
from studio.jobs.generate import Special
from studio.jobs.lips import LipsWish, plan_lips, sounding
from studio.jobs.talking import TalkWish, pictures_for, plan_talk
from studio.timeline.story import Cue
from studio.ui.desk import Desk
from studio.ui.offer_text import told
from studio.ui.plain import one_line, soft
from studio.ui.shot_part import inset
from studio.ui.tall import Low
from studio.ui.words import Words

_TALL = 200  # pixels of sentences; more scroll
_FACES = 20
_WIDE = 480
_LETTERS = 46  # of a line or a picture's name in a list


class LineDialog(QDialog):
    """The lines of a shot that sound, and the terms for the chosen one, asked for anew at every
    change. What forbids it is said; the button that sends says the price.
    """

    def __init__(
        self,
        desk: Desk,
        words: Words,
        title: str,
        shot: str,
        special: Callable[[], Special],
        parent: QWidget,
    ) -> None:
        """`special` gives what plans the wish that is chosen when it is asked."""
        super().__init__(parent)
        self._special = special
        self._desk, self._words, self._shot = desk, words, shot
        self._plan: Plan | None = None
        self._asked = 0  # the question whose answer counts
        film = Film(desk.project, [take for those in desk.takes.values() for take in those])
        self._film, self._place = film, film.places.get(shot)
        label = self._place.label if self._place is not None else ""
        self.setWindowTitle(words(title, label=label))
        self.line = QComboBox()
        self.line.setAccessibleName(words("lips.line"))
        for cue in self._lines():
            speaker = film.speaker(cue)
            said = f"{speaker.name}: {cue.text}" if speaker is not None else cue.text
            self.line.addItem(one_line(said, _LETTERS), cue.id)
        self.line.setPlaceholderText(words("lips.no_line"))
        self.line.setEnabled(self.line.count() > 0)
        self.line.activated.connect(self._line_chosen)
        self.about = soft(words(f"{title}.about"))
        self.refused, self.warned, self.kept = soft(tone="bad"), soft(tone="warn"), soft()
        self.go = QPushButton(words("lips.go"))
        self.go.setProperty("tone", "go")
        self.go.setAutoDefault(False)  # a stray Enter must not pay
        self.go.setEnabled(False)
        self.go.clicked.connect(self._send)
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(12)
        self.fields.setVerticalSpacing(8)
        self._lay_out()

    @property
    def cue(self) -> Cue | None:
        """The chosen line; None where no line sounds."""
        name = self.line.currentData()
        return self._film.cues.get(name) if name else None

    def ask(self) -> None:
        """Ask for the terms of what is chosen now."""
        self._plan = None
        self._asked += 1
        asked = self._asked
        self.go.setEnabled(False)

        def answered(plan: Plan) -> None:
            if asked == self._asked:
                self._answer(plan)

        def refused(error: StudioError) -> None:
            if asked == self._asked:
                self._tell((self._words.error(error),), (), ())

        self._desk.quote_special(self._special(), answered, refused)

    def _named(self) -> str | None:
        return self.cue.id if self.cue is not None else None

    def _chose(self, *_news: object) -> None:
        self.ask()

    def _line_chosen(self, _row: int) -> None:
        self.ask()

    def _lines(self) -> list[Cue]:
        return [cue for cue, _ in sounding(self._film, self._place)] if self._place else []

    def _answer(self, plan: Plan) -> None:
        found = told(plan, self._desk.project, {}, self._words)
        self._plan = plan
        self._tell(found.bad, found.warn, found.kept)
        self.go.setEnabled(not found.bad and found.sendable > 0)
        self.go.setText(self._words("go.price", price=found.price))

    def _tell(self, bad: tuple[str, ...], warn: tuple[str, ...], kept: tuple[str, ...]) -> None:
        groups = ((self.refused, bad), (self.warned, warn), (self.kept, kept))
        for label, sentences in groups:
            label.setText("\n".join(sentences))
            label.setVisible(bool(sentences))
        QTimer.singleShot(0, self, self.adjustSize)

    def _send(self) -> None:
        """Send what was shown; should its terms be others by now, the window says so."""
        plan = self._plan
        if plan is not None:
            self.accept()
            self._desk.generate(plan)

    def _lay_out(self) -> None:
        self.fields.addRow(QLabel(self._words("lips.line")), self.line)
        terms = QWidget()
        lines = QVBoxLayout(terms)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(6)
        for label in (self.refused, self.warned, self.kept):
            label.setVisible(False)
            lines.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        keep = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        keep.setText(self._words("cancel"))
        keep.setIcon(QIcon())
        keep.setDefault(True)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.about)
        column.addLayout(self.fields)
        column.addWidget(Low(terms, _TALL))
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDE)


class LipsDialog(LineDialog):
    """The lips of a take follow a line; several faces are told apart by a number."""

    def __init__(
        self, desk: Desk, words: Words, shot: str, take: str | None, parent: QWidget
    ) -> None:
        super().__init__(desk, words, "lips.match", shot, self._lips, parent)
        self._take = take
        self.face = QSpinBox()
        self.face.setRange(0, _FACES)
        self.face.setSpecialValueText(words("lips.any_face"))
        self.face.setAccessibleName(words("lips.face"))
        self.face.setToolTip(words("lips.face.tip"))
        inset(self.face)
        self.face.valueChanged.connect(self._chose)
        self.fields.addRow(QLabel(words("lips.face")), self.face)
        self.ask()

    def _lips(self) -> Special:
        wish = LipsWish(self._shot, self._take, self._named(), self.face.value() or None)
        return partial(plan_lips, self._desk.project, wish)


class TalkDialog(LineDialog):
    """A picture says a line, in one of two qualities."""

    def __init__(self, desk: Desk, words: Words, shot: str, parent: QWidget) -> None:
        super().__init__(desk, words, "lips.talk", shot, self._talk, parent)
        self.picture = self._combo("lips.picture", self._chose)
        self.picture.setPlaceholderText(words("lips.no_picture"))
        self.quality = self._combo("lips.quality", self._chose)
        for name in ("std", "pro"):
            self.quality.addItem(words(f"lips.quality.{name}"), name)
        self._list_pictures()
        self.ask()

    def _combo(self, name: str, act: Callable[..., None]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._words(name))
        box.activated.connect(act)
        self.fields.addRow(QLabel(self._words(name)), box)
        return box

    def _line_chosen(self, row: int) -> None:
        self._list_pictures()
        super()._line_chosen(row)

    def _list_pictures(self) -> None:
        """The pictures that may say the chosen line; the likeliest is chosen."""
        chosen, cue = self.picture.currentData(), self.cue
        self.picture.clear()
        place: Place | None = self._place
        for reference, _ in pictures_for(self._film, place, cue) if place and cue else ():
            self.picture.addItem(one_line(reference.name, _LETTERS), reference.id)
        self.picture.setCurrentIndex(max(0, self.picture.findData(chosen)))
        self.picture.setEnabled(self.picture.count() > 0)

    def _talk(self) -> Special:
        pro = self.quality.currentData() == "pro"
        wish = TalkWish(self._shot, self.picture.currentData(), self._named(), pro)
        return partial(plan_talk, self._desk.project, wish)
