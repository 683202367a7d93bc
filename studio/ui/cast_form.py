"""One subject: who it is, how it looks and how it sounds."""

from typing import Any

from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
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
from studio.ui.cast_voice import CastVoice
from studio.ui.kit import Kit, dot
from studio.ui.prompt_edit import PromptEdit
from studio.ui.shot_part import QuietWheel

_SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


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
        self.voice = CastVoice(kit)
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
            self.name.setCursorPosition(0)  # a long name is read from its beginning
        self.kind.setCurrentIndex(self.kind.findData(subject.kind))
        self.colour.setIcon(QIcon(dot(subject.colour, 16)))
        self.colour.setText(subject.colour)
        draft = self._drafts.get(subject.id)
        self.description.draft = draft is not None
        self.description.show_text(subject.description if draft is None else draft)
        self.voice.fill(subject)
        self.sheet.fill(subject)
        self._filling = False

    def commit(self) -> None:
        """Numbers that are half typed count."""
        self.voice.commit()

    def _change(self, name: str, /, **changes: Any) -> bool:
        if self._filling or not self._id:
            return False
        label = self._kit.media(f"edit.subject.{name}")
        key = f"{self._id}.{name}"
        return self._kit.desk.edit(label, change_subject, self._id, field=key, **changes)

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
            ("voice", self.voice), ("looks", self.sheet),
        )  # fmt: skip
        for name, field in rows:
            label = QLabel(media(f"cast.{name}"))
            label.setProperty("rank", "soft")
            form.addRow(label, field)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("name", self.name), ("kind", self.kind), ("colour", self.colour),
            ("description", self.description),
        )  # fmt: skip
        for name, widget in fields:
            widget.setAccessibleName(media(f"cast.{name}"))
