"""The words of a shot: its prompt with names as chips, what must not be seen, a note."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.timeline.project import Project
from studio.timeline.queries import find_reference, find_subject
from studio.timeline.reference_edits import drop_use, use_reference
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import ReferenceKind, Role, Shot
from studio.ui.film_undo import FilmUndo
from studio.ui.flow import FlowLayout
from studio.ui.keeping_focus import give_back, place_in
from studio.ui.kit import Kit, dot
from studio.ui.landing_edits import cast, uncast
from studio.ui.mentions import Mention, is_used, named_in, suggested
from studio.ui.plain import on_button, soft
from studio.ui.prompt_edit import PromptEdit
from studio.ui.shot_part import ShotPart
from studio.ui.text_wrap import PlainText

_FIRST_ROLE = {
    ReferenceKind.PICTURE: Role.STYLE,
    ReferenceKind.VIDEO: Role.MOTION,
    ReferenceKind.SOUND: Role.SOUND,
}


class TextField(QWidget):
    """A text of the shot that keeps what the film refused until the maker has mended it."""

    def __init__(self, part: ShotPart, field: str, height: int) -> None:
        super().__init__()
        self._part = part
        self._field = field
        self._drafts: dict[str, str] = {}  # shot id to a text that could not be kept
        kit = part.kit
        self.text = PromptEdit(
            lambda typed: suggested(kit.desk.project, typed),
            lambda mention: kit.words(f"mention.{mention.kind}"),
            kit.words("mention.list"),
        )
        self.text.setFixedHeight(height)
        self.text.setAccessibleName(kit.words(f"field.{field}"))
        self.text.setPlaceholderText(kit.words(f"hint.{field}"))
        self.text.typed.connect(self._typed)
        self.text.given_up.connect(self._give_up)
        self.refusal = soft(tone="bad")
        self.refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.refusal)

    def fill(self, shot: Shot) -> None:
        """The shot's text, or what was typed for it and could not be kept."""
        draft = self._drafts.get(shot.id)
        self.text.show_text(draft if draft is not None else getattr(shot, self._field))
        self._mark(draft)

    def keep(self, text: str, named: Mention | None = None) -> None:
        """Put a text into the shot; a refused one stays here and says why."""
        part, field = self._part, self._field
        shot_id = part.shot_id

        def edit(film: Project) -> Project:
            film = change_shot(film, shot_id, **{field: text})
            return with_mention(film, shot_id, named) if named is not None else film

        label = part.kit.words(f"edit.{'name' if named else field}")
        key = "" if named else f"{shot_id}.{field}"
        old = self._drafts.pop(shot_id, None)
        try:
            part.kit.desk.document.apply(label, edit, field=key)
        except StudioError as error:
            self._drafts[shot_id] = text
            self.refusal.setText(part.kit.words.error(error))
            self._mark(text)
        else:
            if old is not None:
                self._mark(None)

    def _typed(self, text: str) -> None:
        if not self._part.filling and self._part.shot_id:
            self.keep(text)

    def _give_up(self) -> None:
        self._drafts.pop(self._part.shot_id, None)
        shot = self._part.shot
        if shot is not None:
            self.fill(shot)

    def _mark(self, draft: str | None) -> None:
        self.text.draft = draft is not None
        self.refusal.setVisible(draft is not None)


class PromptPart(ShotPart):
    """The prompt, and as chips what it names."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.field = TextField(self, "prompt", 96)
        self.field.text.named.connect(self._named)
        self._shown: tuple[object, ...] = ()
        self._chips: list[QToolButton] = []
        holder = QWidget()
        self.chips = FlowLayout(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(holder)

    def fill(self, shot: Shot) -> None:
        """The text and its chips."""
        self.field.fill(shot)
        named = [(m, is_used(m, shot)) for m in named_in(self.kit.desk.project, shot.prompt)]
        if (shot.id, *named) != self._shown:
            self._shown = (shot.id, *named)
            place = place_in(self._chips)
            self.chips.empty()
            self._chips = [self._chip(mention, used=used) for mention, used in named]
            for chip in self._chips:
                self.chips.addWidget(chip)
            give_back(place, self._chips, self.field.text)

    def _chip(self, mention: Mention, *, used: bool) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("part", "chip")
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setCheckable(True)
        chip.setChecked(used)
        chip.setText(("" if used else "+ ") + on_button(mention.name, 30))
        words = self.kit.words(f"chip.{mention.kind}.{'used' if used else 'unused'}")
        chip.setToolTip(words)
        chip.setAccessibleName(f"{mention.name}: {words}")
        subject = find_subject(self.kit.desk.project, mention.id)
        if subject is not None:
            chip.setIcon(QIcon(dot(subject.colour)))
            chip.setIconSize(QSize(12, 12))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.clicked.connect(partial(self._toggle, mention, used))
        return chip

    def _toggle(self, mention: Mention, used: bool, _checked: bool = False) -> None:
        shot_id = self.shot_id

        def edit(film: Project) -> Project:
            change = without_mention if used else with_mention
            return change(film, shot_id, mention)

        self._shown = ()
        self.edit("unname" if used else "name", edit)

    def _named(self, mention: Mention, text: str) -> None:
        self.field.keep(text, mention)


class WordsPart(ShotPart):
    """What must not be seen, what is to be read in the picture, and a note."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._drafts: dict[str, str] = {}
        self.negative = TextField(self, "negative", 52)
        self.note = TextField(self, "note", 52)
        self.onscreen = PlainText()
        self.onscreen.setFixedHeight(52)
        self.onscreen.setTabChangesFocus(True)
        self.onscreen.setAccessibleName(kit.words("field.onscreen_text"))
        self.onscreen.setPlaceholderText(kit.words("hint.onscreen_text"))
        self.onscreen.textChanged.connect(self._onscreen_typed)
        FilmUndo(self.onscreen, lambda: self.shot_id not in self._drafts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name, field in (
            ("onscreen_text", self.onscreen), ("negative", self.negative), ("note", self.note),
        ):  # fmt: skip
            label = QLabel(kit.words(f"field.{name}"))
            label.setProperty("rank", "soft")
            column.addWidget(label)
            column.addWidget(field)

    def fill(self, shot: Shot) -> None:
        """The texts of a shot."""
        self.negative.fill(shot)
        self.note.fill(shot)
        draft = self._drafts.get(shot.id)
        if draft is not None or _texts(self.onscreen.toPlainText()) != shot.onscreen_text:
            text = draft if draft is not None else "\n".join(shot.onscreen_text)
            if text != self.onscreen.toPlainText():
                self.onscreen.setPlainText(text)

    def _onscreen_typed(self) -> None:
        if self.filling or not self.shot_id:
            return
        text = self.onscreen.toPlainText()
        self._drafts.pop(self.shot_id, None)
        if not self.change("onscreen_text", onscreen_text=_texts(text)):
            self._drafts[self.shot_id] = text  # refused, and said: it stays where it was typed


def with_mention(film: Project, shot_id: str, mention: Mention) -> Project:
    """The shot uses what its prompt names: a subject is cast, media take their plainest role."""
    if mention.kind == "subject":
        return cast(film, shot_id, mention.id)
    reference = find_reference(film, mention.id)
    if reference is None:
        return film
    return use_reference(film, shot_id, mention.id, _FIRST_ROLE[reference.kind])


def without_mention(film: Project, shot_id: str, mention: Mention) -> Project:
    """The shot uses it no more; the words stay."""
    if mention.kind == "subject":
        return uncast(film, shot_id, mention.id)
    uses = [u for s in film.scenes for x in s.shots if x.id == shot_id for u in x.uses]
    for use in uses:
        if use.reference == mention.id:
            film = drop_use(film, shot_id, use)
    return film


def _texts(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
