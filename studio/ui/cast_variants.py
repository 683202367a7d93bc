"""The variants of a subject: which one the sheet shows, its name and what it looks like."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_subject
from studio.timeline.story import Subject, Variant
from studio.timeline.variant_edits import add_variant, change_variant, put_first, remove_variant
from studio.ui.asking import ask
from studio.ui.cast_fields import button, choice, field
from studio.ui.kit import Kit
from studio.ui.plain import one_line


class VariantPart(QWidget):
    """Everything here is an edit of one step; `picked` when another one is to be shown.

    Which one is picked is known here, and the list only shows it: so a variant that was made just
    now is picked whoever fills the list, and whenever.
    """

    picked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._words = words = kit.media.of("ui_cast")
        self._subject = self._chosen = ""
        self.variant = choice(words, "variant", lambda _row: None)
        self.variant.currentIndexChanged.connect(self._picked)
        self.new = button(words, "variant.new", self._new)
        self.first = button(words, "variant.first", self._put_first)
        self.away = button(words, "variant.remove", self.remove)
        self.name = field(words, "variant.name", 200, self._named)
        self.about = field(words, "variant.about", 2_000, self._described)
        self._lay_out()

    @property
    def id(self) -> str:
        """The variant that is picked; empty for the subject itself."""
        return self._chosen

    @property
    def chosen(self) -> Variant | None:
        """The variant that is picked, as it is in the film."""
        variants = subject.variants if (subject := self._found()) is not None else ()
        return next((each for each in variants if each.id == self.id), None)

    def fill(self, subject: Subject) -> None:
        """List the variants of a subject; the one that was picked of it stays so."""
        there = {each.id for each in subject.variants} if subject.id == self._subject else set()
        self._chosen = self._chosen if self._chosen in there else ""
        self._subject = subject.id
        with QSignalBlocker(self.variant):  # nobody picks anything here
            self.variant.clear()
            self.variant.addItem(self._words("variant.all"), "")
            for place, each in enumerate(subject.variants):
                key = "variant.default" if not place else "variant.other"
                self.variant.addItem(self._words(key, name=one_line(each.name, 40)), each.id)
            self.variant.setCurrentIndex(self.variant.findData(self._chosen))

    def show_fields(self) -> None:
        """The fields of the variant that is picked; one that shows it already keeps its cursor."""
        variant, subject = self.chosen, self._found()
        for part in (self.first, self.away, self.name, self.about):
            part.setVisible(variant is not None)
        if variant is None or subject is None:
            return
        self.first.setEnabled(subject.variants[0].id != variant.id)
        for line, text in ((self.name, variant.name), (self.about, variant.description)):
            if line.text().strip() != text.strip():
                line.setText(text)

    def remove(self) -> None:
        """The variant leaves; where shots show it, ask first."""
        variant, film = self.chosen, self._kit.desk.project
        if variant is None:
            return
        name, words = variant.id, self._words
        where = sum(
            any(v.variant == name for v in s.variants) for c in film.scenes for s in c.shots
        )
        if not where:
            self._edit("remove", remove_variant, name)
            return

        def gone() -> None:
            self._edit("remove", remove_variant, name, cascade=True)

        question = words("variant.ask", name=one_line(variant.name, 60), count=where)
        ask(self, question, words("variant.everywhere"), words("variant.keep"), gone)

    def _found(self) -> Subject | None:
        return find_subject(self._kit.desk.project, self._subject)

    def _edit(self, label: str, edit: Callable[..., Project], *given: Any, **more: Any) -> bool:
        return self._kit.desk.edit(self._words(f"edit.variant.{label}"), edit, *given, **more)

    def _new(self) -> None:
        subject = self._found()
        if subject is None:
            return
        taken = {each.name for each in subject.variants}
        names = (self._words("variant.unnamed", number=n) for n in range(1, len(taken) + 2))
        made = Variant(id=new_id("va"), name=next(name for name in names if name not in taken))
        if self._edit("new", add_variant, self._subject, made):
            self._chosen = made.id
            if (subject := self._found()) is not None:
                self.fill(subject)
            self.picked.emit()
            self.name.setFocus()
            self.name.selectAll()

    def _picked(self, _row: int) -> None:
        self._chosen = self.variant.currentData() or ""
        self.picked.emit()

    def _put_first(self) -> None:
        if self.id:
            self._edit("first", put_first, self.id)

    def _named(self, text: str) -> None:
        if text.strip() and self.id:
            self._edit("name", change_variant, self.id, field=f"{self.id}.name", name=text)

    def _described(self, text: str) -> None:
        if self.id:
            key = f"{self.id}.about"
            self._edit("about", change_variant, self.id, field=key, description=text)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.variant, 1)
        for each in (self.new, self.first, self.away):
            top.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.name)
        column.addWidget(self.about)
