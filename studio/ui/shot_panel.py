"""The shot inspector: all that the chosen shot should be, its takes, and Generate."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from studio.timeline.queries import find_shot, shot_label
from studio.timeline.story import Shot
from studio.ui.dragging import Target
from studio.ui.kit import Kit
from studio.ui.plain import soft
from studio.ui.prompt_edit import PromptEdit
from studio.ui.shot_part import Section, ShotPart
from studio.ui.shot_parts import ShotParts
from studio.ui.tall import Tall

_ROOM = 150  # pixels: the prompt can be read in the smallest window


class ShotPanel(QFrame):
    """Shows the last chosen shot; its parts edit it."""

    def __init__(self, kit: Kit, made: ShotParts | None = None) -> None:
        """`made`: parts of which some are there already."""
        super().__init__()
        self.setProperty("part", "panel")
        self._kit = kit
        self._late = self._shown_once = False
        words = kit.words
        self.title = QLabel()
        self.title.setProperty("rank", "head")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.empty = soft(words("none"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made = made or ShotParts(kit)
        self._wheel = made.wheel
        self._wheel.setParent(self)
        self.words_part, self.takes, self.craft = made.prompt, made.takes, made.craft
        self.lines, self.wells, self.texts = made.lines, made.wells, made.texts
        self.backend, self.offer = made.backend, made.offer
        self.parts: tuple[ShotPart, ...] = (
            self.words_part, self.takes, self.craft, self.lines, self.wells, self.texts,
            self.backend,
        )  # fmt: skip
        self.sections: dict[str, Section] = {}
        self._lay_out()
        self._wheel.over(self)
        desk = kit.desk
        desk.changed.connect(self._refresh)
        desk.take_arrived.connect(self._refresh)
        kit.session.shots_chosen.connect(self._chosen)
        kit.takes_drops_at(self, lambda _: self._target())
        self._refresh()

    @property
    def prompt(self) -> PromptEdit:
        """Where a shot that is opened is written."""
        return self.words_part.field.text

    def open_words(self, owner: str) -> None:
        """The words of a line are to be typed, or those of the shot that it belongs to."""
        row = self.lines.rows.get(owner)
        if row is None:
            self.prompt.setFocus()
            return
        self.sections["lines"].head.setChecked(True)
        row.text.setFocus()
        row.text.moveCursor(QTextCursor.MoveOperation.End)
        self._scroll.ensureWidgetVisible(row)

    @property
    def shot(self) -> Shot | None:
        """The shot that is shown: the last one chosen."""
        chosen = self._kit.session.shots
        return find_shot(self._kit.desk.project, chosen[-1]) if chosen else None

    def commit(self) -> None:
        """What is half typed becomes an edit of the shot it was typed for."""
        for part in self.parts:
            part.commit()

    def _target(self) -> Target | None:
        """What is dropped anywhere on the inspector is for the shot it shows."""
        shot = self.shot
        return Target("shot", shot.id) if shot is not None else None

    def _chosen(self, _shots: object) -> None:
        self.commit()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What happened while it was not seen is caught up with."""
        super().showEvent(event)
        if self._late:
            self._refresh()

    def _refresh(self, *_news: object) -> None:
        self._late = not self.isVisible() and self._shown_once
        if self._late:
            return
        self._shown_once = True
        shot = self.shot
        for part in (self.title, self._scroll, self._bottom):
            part.setVisible(shot is not None)
        self.empty.setVisible(shot is None)
        if shot is None:
            return
        chosen = len(self.offer.shots)
        label = shot_label(self._kit.desk.project, shot.id)
        many = self._kit.words("title.many", count=chosen, label=label)
        self.title.setText(many if chosen > 1 else self._kit.words("title", label=label))
        for part in self.parts:
            part.show_shot(shot)

    def _lay_out(self) -> None:
        words = self._kit.words
        inside = QWidget()
        inside.setProperty("part", "inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 4, 14, 12)
        column.setSpacing(12)
        for name, part, opened in (
            ("prompt", self.words_part, True), ("takes", self.takes, True),
            ("craft", self.craft, True), ("lines", self.lines, True), ("wells", self.wells, True),
            ("texts", self.texts, False), ("backend", self.backend, True),
        ):  # fmt: skip
            beside = self.takes.order if part is self.takes else None
            title = words(f"section.{name}")
            self.sections[name] = Section(title, part, beside, opened=opened)
            column.addWidget(self.sections[name])
        column.addStretch(1)
        self._scroll = Tall(inside)
        self._scroll.setMinimumHeight(_ROOM)
        self._bottom = QFrame()
        self._bottom.setProperty("part", "bar")
        low = QVBoxLayout(self._bottom)
        low.setContentsMargins(16, 8, 16, 10)
        low.setSpacing(6)
        low.addWidget(self.offer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self.title)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._bottom)
        whole.addWidget(self.empty, 1)
        self.setMinimumSize(372, 200)
