"""The sheet of a subject: its pictures in views, in each variant, and which one shots show."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
)

from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_reference, find_shot, find_subject
from studio.timeline.reference_edits import drop_use, set_view
from studio.timeline.story import ReferenceKind, Role, Subject, Use, Variant, View
from studio.timeline.variant_edits import (
    add_variant,
    change_variant,
    put_first,
    remove_variant,
    show_variant,
)
from studio.ui.asking import ask
from studio.ui.dragging import Target
from studio.ui.kit import DENSE, Kit, fitted
from studio.ui.plain import one_line, soft, tip
from studio.ui.shot_part import QuietWheel

_USE = Qt.ItemDataRole.UserRole
_WIDE, _TALL = 84, 63  # points of a picture in the grid
_SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class SheetGrid(QListWidget):
    """The pictures, videos and sounds of one variant; Delete takes the chosen one off."""

    def __init__(self, kit: Kit, removed: Callable[[], None], target: Callable[[], Target]) -> None:
        super().__init__()
        self._removed = removed
        self.setAccessibleName(kit.media.of("ui_cast")("sheet"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(False)
        self.setIconSize(QSize(_WIDE, _TALL))
        self.setGridSize(QSize(_WIDE + 14, _TALL + 30))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        def whose(_at: QPoint) -> Target:
            return target()

        kit.takes_drops_at(self.viewport(), whose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen picture off the sheet."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.currentRow() >= 0:
            self._removed()
            return
        super().keyPressEvent(event)


class CastSheet(QFrame):
    """Everything here is an edit of one step."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._words = words = kit.media.of("ui_cast")
        self._subject = ""
        self._shown: object = None
        self._filling = False
        self._wheel = QuietWheel(self)
        self.variant = self._combo("variant", self._variant_picked)
        self.new = self._button("variant.new", self._new_variant)
        self.first = self._button("variant.first", self._put_first)
        self.away = self._button("variant.remove", self.remove_variant)
        self.name = self._field("variant.name", self._named)
        self.about = self._field("variant.about", self._described)
        self.grid = SheetGrid(kit, self.remove_picture, self.target)
        self.grid.currentItemChanged.connect(self._turned)
        self.empty = soft(words("sheet.empty"))
        self.view = self._combo("view", self._view_picked)
        self.view.addItem(words("view.none"), None)
        for view in View:
            self.view.addItem(words(f"view.{view.value}"), view)
        self.off = self._button("picture.remove", self.remove_picture)
        self.worn_head = soft()
        self.worn = self._combo("worn", self._worn_picked)
        self._lay_out()
        self._wheel.over(self)
        kit.takes_drops_at(self, lambda _: self.target())
        kit.session.shots_chosen.connect(self._fill_worn)
        for source in (kit.stills, kit.waves):
            source.ready.connect(self._redraw)

    @property
    def variant_id(self) -> str:
        """The variant whose pictures are shown; empty for those of the subject itself."""
        return self.variant.currentData() or ""

    def target(self) -> Target:
        """What a drop lands on: the variant that is shown, else the subject."""
        return Target("subject", self.variant_id or self._subject)

    def fill(self, subject: Subject) -> None:
        """Show the sheet of a subject, in the variant that was shown of it."""
        film = self._kit.desk.project
        now = (subject.id, subject.uses, subject.variants, film.references)
        if now != self._shown:
            fresh = subject.id != self._subject
            chosen = "" if fresh else self.variant_id
            self._subject, self._shown, self._filling = subject.id, now, True
            self.variant.clear()
            self.variant.addItem(self._words("variant.all"), "")
            for place, each in enumerate(subject.variants):
                key = "variant.default" if not place else "variant.other"
                self.variant.addItem(self._words(key, name=one_line(each.name, 40)), each.id)
            self.variant.setCurrentIndex(max(0, self.variant.findData(chosen)))
            self._filling = False
            self._fill_variant()
        self._fill_worn()

    def remove_picture(self) -> None:
        """The chosen picture leaves the sheet; the film keeps it among its media."""
        use = self._use()
        if use is not None:
            self._edit("picture.remove", drop_use, self._owner(), use)

    def remove_variant(self) -> None:
        """The variant leaves; where shots show it, ask first."""
        name, film = self.variant_id, self._kit.desk.project
        variant = self._variant()
        if variant is None:
            return
        where = sum(
            any(v.variant == name for v in s.variants) for c in film.scenes for s in c.shots
        )
        if not where:
            self._edit("variant.remove", remove_variant, name)
            return
        question = self._words("variant.ask", name=one_line(variant.name, 60), count=where)
        words = self._words

        def gone() -> None:
            self._edit("variant.remove", remove_variant, name, cascade=True)

        ask(self, question, words("variant.everywhere"), words("variant.keep"), gone)

    def _edit(self, label: str, edit: Callable[..., Project], *given: Any, **more: Any) -> bool:
        return self._kit.desk.edit(self._words(f"edit.{label}"), edit, *given, **more)

    def _owner(self) -> str:
        return self.variant_id or self._subject

    def _variant(self) -> Variant | None:
        subject = find_subject(self._kit.desk.project, self._subject)
        variants = subject.variants if subject is not None else ()
        return next((each for each in variants if each.id == self.variant_id), None)

    def _use(self) -> Use | None:
        return self.grid.currentItem().data(_USE) if self.grid.currentRow() >= 0 else None

    def _new_variant(self, _checked: bool = False) -> None:
        subject = find_subject(self._kit.desk.project, self._subject)
        if subject is None:
            return
        taken = {each.name for each in subject.variants}
        names = (self._words("variant.unnamed", number=n) for n in range(1, len(taken) + 2))
        made = Variant(id=new_id("va"), name=next(name for name in names if name not in taken))
        if self._edit("variant.new", add_variant, self._subject, made):
            self.variant.setCurrentIndex(self.variant.findData(made.id))
            self._fill_variant()
            self.name.setFocus()
            self.name.selectAll()

    def _put_first(self, _checked: bool = False) -> None:
        if self.variant_id:
            self._edit("variant.first", put_first, self.variant_id)

    def _named(self, text: str) -> None:
        if text.strip() and self.variant_id and not self._filling:
            field = f"{self.variant_id}.name"
            self._edit("variant.name", change_variant, self.variant_id, field=field, name=text)

    def _described(self, text: str) -> None:
        if self.variant_id and not self._filling:
            name, field = self.variant_id, f"{self.variant_id}.about"
            self._edit("variant.about", change_variant, name, field=field, description=text)

    def _variant_picked(self, _row: int) -> None:
        self._fill_variant()

    def _view_picked(self, _row: int) -> None:
        use = self._use()
        if use is not None and use.view is not self.view.currentData():
            self._edit("view", set_view, self._owner(), use, self.view.currentData())

    def _worn_picked(self, _row: int) -> None:
        chosen = self._chosen_shots()
        if chosen:
            variant = self.worn.currentData() or None
            self._edit("worn", show_variant, chosen, self._subject, variant)

    def _chosen_shots(self) -> list[str]:
        """The chosen shots that show the subject or in which it speaks."""
        film, found = self._kit.desk.project, list[str]()
        for name in self._kit.session.shots:
            shot = find_shot(film, name)
            if shot is not None and (
                self._subject in shot.subjects
                or any(cue.speaker == self._subject for cue in shot.cues)
            ):
                found.append(name)
        return found

    def _fill_variant(self) -> None:
        """The pictures of the variant that is picked."""
        subject = find_subject(self._kit.desk.project, self._subject)
        if subject is None:
            return
        variant = self._variant()
        before, row = self._use(), self.grid.currentRow()
        self._filling = True
        for part in (self.first, self.away, self.name, self.about):
            part.setVisible(variant is not None)
        if variant is not None:
            self.first.setEnabled(subject.variants[0].id != variant.id)
            for field, text in ((self.name, variant.name), (self.about, variant.description)):
                if field.text().strip() != text.strip():
                    field.setText(text)
        self.grid.clear()
        for use in variant.uses if variant is not None else subject.uses:
            self._add(use)
        uses = [self.grid.item(n).data(_USE) for n in range(self.grid.count())]
        if before in uses:
            self.grid.setCurrentRow(uses.index(before))
        elif uses and row >= 0:
            self.grid.setCurrentRow(min(row, len(uses) - 1))
        self._filling = False
        across = max(1, self.grid.viewport().width() // (_WIDE + 14))
        rows = min(3, max(1, -(-len(uses) // across)))
        self.grid.setFixedHeight(rows * (_TALL + 30) + 8)
        self.grid.setVisible(bool(uses))
        self.empty.setVisible(not uses)
        self.empty.setText(self._words("sheet.own_empty" if variant is not None else "sheet.empty"))
        self._turned()

    def _add(self, use: Use) -> None:
        reference = find_reference(self._kit.desk.project, use.reference)
        if reference is None:
            return
        known = use.role is Role.SUBJECT and reference.kind is ReferenceKind.PICTURE
        name = f"view.{use.view.value if use.view else 'none'}" if known else ""
        text = self._words(name) if name else self._kit.words(f"role.{use.role.value}")
        item = QListWidgetItem(one_line(text, 20))
        item.setData(_USE, use)
        item.setToolTip(tip(reference.name))
        item.setIcon(self._icon(use))
        self.grid.addItem(item)

    def _icon(self, use: Use) -> QIcon:
        reference = find_reference(self._kit.desk.project, use.reference)
        image = self._kit.still_of(reference) if reference is not None else None
        return QIcon(fitted(image, _WIDE, _TALL, self._kit.theme.ground, dots=DENSE))

    def _redraw(self, _take: str = "") -> None:
        for row in range(self.grid.count()):
            item = self.grid.item(row)
            item.setIcon(self._icon(item.data(_USE)))

    def _turned(self, *_news: object) -> None:
        use = self._use()
        picture = use is not None and use.role is Role.SUBJECT
        self.view.setVisible(picture)
        self.off.setVisible(use is not None)
        if use is not None:
            self.view.setCurrentIndex(self.view.findData(use.view))

    def _fill_worn(self, *_news: object) -> None:
        """What the chosen shots show of the subject."""
        subject = find_subject(self._kit.desk.project, self._subject)
        chosen = self._chosen_shots() if subject is not None else []
        seen = bool(chosen) and subject is not None and bool(subject.variants)
        self.worn.setVisible(seen)
        self.worn_head.setVisible(seen)
        if subject is None or not seen:
            return
        film = self._kit.desk.project
        self.worn_head.setText(self._words("worn.in", count=len(chosen)))
        self.worn.clear()
        self.worn.addItem(
            self._words("worn.first", name=one_line(subject.variants[0].name, 40)), ""
        )
        for each in subject.variants:
            self.worn.addItem(one_line(each.name, 40), each.id)
        named = set[str]()
        for name in chosen:
            shot = find_shot(film, name)
            for each in shot.variants if shot is not None else ():
                if each.subject == self._subject:
                    named.add(each.variant)
        self.worn.setCurrentIndex(self.worn.findData(next(iter(named), "")))

    def _combo(self, name: str, act: Callable[[int], None]) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(_SHORT)
        box.setMinimumContentsLength(6)
        box.setAccessibleName(self._words(name))
        box.setToolTip(self._words(name))
        box.activated.connect(act)
        return box

    def _button(self, name: str, act: Callable[..., None]) -> QToolButton:
        button = QToolButton()
        button.setText(self._words(f"{name}.button"))
        button.setToolTip(self._words(f"edit.{name}"))
        button.setAccessibleName(self._words(f"edit.{name}"))
        button.setProperty("part", "small")
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _field(self, name: str, act: Callable[[str], None]) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(200 if name == "variant.name" else 2_000)
        field.setPlaceholderText(self._words(name))
        field.setAccessibleName(self._words(name))
        field.textEdited.connect(act)
        return field

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.variant, 1)
        for button in (self.new, self.first, self.away):
            top.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.view, 1)
        below.addWidget(self.off)
        worn = QHBoxLayout()
        worn.setSpacing(6)
        worn.addWidget(self.worn_head)
        worn.addWidget(self.worn, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.name)
        column.addWidget(self.about)
        column.addWidget(self.empty)
        column.addWidget(self.grid)
        column.addLayout(below)
        column.addLayout(worn)


def heading(text: str) -> QLabel:
    """What a part of the cast panel is about."""
    label = QLabel(text)
    label.setProperty("rank", "soft")
    return label
