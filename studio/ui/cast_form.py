"""One subject: who it is, how it looks and how it sounds."""

from typing import Any

from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from studio.timeline.queries import find_subject
from studio.timeline.story import Subject, SubjectKind
from studio.timeline.subject_edits import change_subject
from studio.ui.cast_sheet import CastSheet
from studio.ui.kit import Kit, dot
from studio.ui.prompt_edit import PromptEdit
from studio.ui.shot_part import QuietWheel, inset

_SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_GENDERS = ("", "female", "male", "child")


class SubjectForm(QWidget):
    """Every field of a subject is one step of undo; typing joins."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._id = ""
        self._filling = False
        self._drafts: dict[str, str] = {}  # subject id to a description that was refused
        self._wheel = QuietWheel(self)
        media = kit.media
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name.textEdited.connect(self._named)
        self.name.editingFinished.connect(self._name_left)
        self.kind = QComboBox()
        for kind in SubjectKind:
            self.kind.addItem(media(f"kind.{kind.value}"), kind)
        self.kind.setSizeAdjustPolicy(_SHORT)
        self.kind.setMinimumContentsLength(5)
        self.kind.activated.connect(self._kind_picked)
        self.colour = QPushButton()
        self.colour.clicked.connect(self._ask_colour)
        self.description = PromptEdit(lambda _: (), lambda _: "", "")
        self.description.setFixedHeight(70)
        self.description.setPlaceholderText(media("cast.description.hint"))
        self.description.typed.connect(self._described)
        self.description.given_up.connect(self._refill)
        self.voice = QLineEdit()
        self.voice.setMaxLength(100)
        self.voice.setPlaceholderText(media("cast.voice.hint"))
        self.voice.textEdited.connect(self._voice_named)
        self.gender = QComboBox()
        for gender in _GENDERS:
            self.gender.addItem(media(f"gender.{gender or 'any'}"), gender or None)
        self.gender.setSizeAdjustPolicy(_SHORT)
        self.gender.setMinimumContentsLength(5)
        self.gender.activated.connect(self._gender_picked)
        self.pace = _spin(0.5, 2.0, 0.05)
        self.pace.valueChanged.connect(self._paced)
        self.pitch = _spin(-12.0, 12.0, 0.5)
        self.pitch.valueChanged.connect(self._pitched)
        self.sheet = CastSheet(kit)
        self._lay_out()
        self._wheel.over(self)

    def fill(self, subject: Subject) -> None:
        """Show a subject; fields that show it already keep their cursor."""
        fresh = subject.id != self._id
        if fresh:
            self.commit()
        self._id = subject.id
        self._filling = True
        if fresh or (self.name.text().strip() and self.name.text().strip() != subject.name):
            self.name.setText(subject.name)
        self.kind.setCurrentIndex(self.kind.findData(subject.kind))
        self.colour.setIcon(QIcon(dot(subject.colour, 16)))
        self.colour.setText(subject.colour)
        draft = self._drafts.get(subject.id)
        self.description.draft = draft is not None
        self.description.show_text(subject.description if draft is None else draft)
        if self.voice.text() != (subject.voice.name or ""):
            self.voice.setText(subject.voice.name or "")
        self.gender.setCurrentIndex(self.gender.findData(subject.voice.gender))
        for spin, value in ((self.pace, subject.voice.pace), (self.pitch, subject.voice.pitch)):
            if spin.value() != value:
                spin.setValue(value)
        for field in (self.voice, self.gender, self.pace, self.pitch):
            field.setEnabled(self._speaks())
        self.sheet.fill(subject)
        self._filling = False

    def commit(self) -> None:
        """Numbers that are half typed count."""
        self.pace.interpretText()
        self.pitch.interpretText()

    def _speaks(self) -> bool:
        """Whether any backend here has voices."""
        offers = [backend.offer for backend in self._kit.desk.backends.values()]
        return any(offer.languages or offer.scratch_languages for offer in offers)

    def _change(self, name: str, /, **changes: Any) -> bool:
        if self._filling or not self._id:
            return False
        label = self._kit.media(f"edit.subject.{name}")
        key = f"{self._id}.{name}"
        return self._kit.desk.edit(label, change_subject, self._id, field=key, **changes)

    def _change_voice(self, **changes: Any) -> None:
        subject = find_subject(self._kit.desk.project, self._id)
        if subject is not None and not self._filling:
            self._change("voice", voice=subject.voice.evolve(**changes))

    def _named(self, text: str) -> None:
        if text.strip():
            self._change("name", name=text)

    def _name_left(self) -> None:
        """A name that was emptied is the old one again."""
        if not self.name.text().strip():
            self._refill()

    def _refill(self) -> None:
        subject = find_subject(self._kit.desk.project, self._id)
        if subject is not None:
            self._id = ""
            self._drafts.pop(subject.id, None)
            self.fill(subject)

    def _kind_picked(self, _row: int) -> None:
        self._change("kind", kind=self.kind.currentData())

    def _described(self, text: str) -> None:
        if not self._filling:
            self._drafts.pop(self._id, None)
            kept = self._change("description", description=text)
            self.description.draft = not kept
            if not kept:
                self._drafts[self._id] = text

    def _voice_named(self, text: str) -> None:
        self._change_voice(name=text or None)

    def _gender_picked(self, _row: int) -> None:
        self._change_voice(gender=self.gender.currentData())

    def _paced(self, value: float) -> None:
        self._change_voice(pace=round(value, 2))

    def _pitched(self, value: float) -> None:
        self._change_voice(pitch=round(value, 2))

    def _ask_colour(self, _checked: bool = False) -> None:
        dialog = QColorDialog(QColor(self.colour.text()), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self._kit.media("cast.colour"))
        dialog.colorSelected.connect(self._coloured)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _coloured(self, colour: QColor) -> None:
        self._change("colour", colour=colour.name())

    def _lay_out(self) -> None:
        media = self._kit.media
        voice = QHBoxLayout()
        voice.setSpacing(6)
        voice.addWidget(self.voice, 1)
        voice.addWidget(self.gender)
        manner = QHBoxLayout()
        manner.setSpacing(6)
        for name, spin in (("pace", self.pace), ("pitch", self.pitch)):
            manner.addWidget(QLabel(media(f"cast.{name}")))
            manner.addWidget(spin, 1)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.kind, 1)
        first.addWidget(self.colour)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        rows: tuple[tuple[str, Any], ...] = (
            ("name", self.name), ("kind", first), ("description", self.description),
            ("voice", voice), ("manner", manner), ("looks", self.sheet),
        )  # fmt: skip
        for name, field in rows:
            label = QLabel(media(f"cast.{name}"))
            label.setProperty("rank", "soft")
            form.addRow(label, field)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("name", self.name), ("kind", self.kind), ("colour", self.colour),
            ("description", self.description), ("voice", self.voice), ("gender", self.gender),
            ("pace", self.pace), ("pitch", self.pitch),
        )  # fmt: skip
        for name, widget in fields:
            widget.setAccessibleName(media(f"cast.{name}"))


def _spin(low: float, high: float, step: float) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setKeyboardTracking(False)
    spin.setMinimumWidth(60)
    inset(spin)
    return spin
