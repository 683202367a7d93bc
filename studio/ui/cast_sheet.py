"""The sheet of a subject: its pictures in views, in each variant, and which one shots show."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from studio.timeline.project import Project
from studio.timeline.queries import find_subject
from studio.timeline.reference_edits import drop_use, set_view
from studio.timeline.story import Role, Subject, View
from studio.ui.cast_fields import button, choice
from studio.ui.cast_grid import SheetGrid
from studio.ui.cast_variants import VariantPart
from studio.ui.cast_worn import WornPart
from studio.ui.dragging import Target
from studio.ui.kit import Kit
from studio.ui.plain import soft
from studio.ui.shot_part import QuietWheel


class CastSheet(QFrame):
    """Everything here is an edit of one step."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._words = words = kit.media.of("ui_cast")
        self._subject = ""
        self._shown: object = None
        self._wheel = QuietWheel(self)
        self.variants = VariantPart(kit)
        self.variants.picked.connect(self._show)
        self.grid = SheetGrid(kit, self.remove_picture, self.target)
        self.grid.currentItemChanged.connect(self._turned)
        self.empty = soft(words("sheet.empty"))
        self.view = choice(words, "view", self._view_picked)
        self.view.addItem(words("view.none"), None)
        for view in View:
            self.view.addItem(words(f"view.{view.value}"), view)
        self.off = button(words, "picture.remove", self.remove_picture)
        self.worn = WornPart(kit)
        self._lay_out()
        self._wheel.over(self)
        kit.takes_drops_at(self, lambda _: self.target())

    def target(self) -> Target:
        """What a drop lands on: the variant that is shown, else the subject."""
        return Target("subject", self._owner())

    def fill(self, subject: Subject) -> None:
        """Show the sheet of a subject, in the variant that was shown of it."""
        now = (subject.id, subject.uses, subject.variants, self._kit.desk.project.references)
        if now != self._shown:
            self._subject, self._shown = subject.id, now
            self.variants.fill(subject)
            self._show()
        self.worn.fill(subject.id)

    def remove_picture(self) -> None:
        """The chosen picture leaves the sheet; the film keeps it among its media."""
        use = self.grid.use
        if use is not None:
            self._edit("picture.remove", drop_use, self._owner(), use)

    def _edit(self, label: str, edit: Callable[..., Project], *given: Any) -> None:
        self._kit.desk.edit(self._words(f"edit.{label}"), edit, *given)

    def _owner(self) -> str:
        return self.variants.id or self._subject

    def _view_picked(self, _row: int) -> None:
        use = self.grid.use
        if use is not None and use.view is not self.view.currentData():
            self._edit("view", set_view, self._owner(), use, self.view.currentData())

    def _show(self) -> None:
        """The pictures of the variant that is picked."""
        subject = find_subject(self._kit.desk.project, self._subject)
        if subject is None:
            return
        self.variants.show_fields()
        variant = self.variants.chosen
        uses = variant.uses if variant is not None else subject.uses
        self.grid.show_uses(uses)
        self.empty.setVisible(not self.grid.count())
        self.empty.setText(self._words("sheet.own_empty" if variant is not None else "sheet.empty"))
        self._turned()

    def _turned(self, *_news: object) -> None:
        use = self.grid.use
        self.view.setVisible(use is not None and use.role is Role.SUBJECT)
        self.off.setVisible(use is not None)
        if use is not None:
            self.view.setCurrentIndex(self.view.findData(use.view))

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.view, 1)
        below.addWidget(self.off)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.variants, self.empty, self.grid):
            column.addWidget(part)
        column.addLayout(below)
        column.addWidget(self.worn)
