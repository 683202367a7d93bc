"""The words of titles: their text, letters, place, colour and fade."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QColorDialog, QPushButton

from studio.timeline.cut import Clip
from studio.timeline.look import Lettering, Title
from studio.timeline.project import Project
from studio.timeline.queries import find_clip, find_title
from studio.timeline.title_edits import change_title
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_part import ClipPart, Field, choices, show_common
from studio.ui.kit import dot
from studio.ui.prompt_edit import PromptEdit

_TALL = 84  # pixels of the text


class TitlePart(ClipPart):
    """What is typed is the text of the first title; all else is that of all."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__(hand)
        words = hand.words
        self.text = PromptEdit(lambda _typed: (), lambda _mention: "", words("field.text"))
        self.text.setFixedHeight(_TALL)
        self.text.setAccessibleName(words("field.text"))
        self.text.setPlaceholderText(words("hint.title"))
        self.text.typed.connect(self._typed)
        self.add_whole(self.text)
        self.lettering = choices([(kind, words(f"lettering.{kind.value}")) for kind in Lettering])
        self.lettering.activated.connect(self._picked)
        self.add_row("lettering", self.lettering)
        self.add_numbers(
            self._number("title_x", "x", -100, 100, 0), self._number("title_y", "y", -100, 100, 0)
        )
        self.add_numbers(
            self._number("title_scale", "scale", 10, 800, 1),
            Field("title_fade", lambda c: float(self._title(c).fade),
                  partial(_write, "fade", round), 0, 1000, 12, suffix=words("unit.frames"),
                  edit="title"),
        )  # fmt: skip
        self.colour = QPushButton()
        self.colour.clicked.connect(lambda _on=False: self._ask_colour())
        self.add_row("title_colour", self.colour)

    def fill(self, those: Sequence[Clip]) -> None:
        """Text, lettering and colour."""
        titles = [self._title(clip) for clip in those]
        show_common(self.lettering, [title.lettering for title in titles])
        if titles:
            self.text.show_text(titles[0].text)
            self.colour.setText(titles[0].colour)
            self.colour.setIcon(QIcon(dot(titles[0].colour, 16)))

    def _title(self, clip: Clip) -> Title:
        return find_title(self.hand.desk.project, clip.owner) or Title(id=clip.owner)

    def _typed(self, text: str) -> None:
        if not self.filling and self.ids:
            first = self.ids[:1]
            self.hand.edit("title_text", _with, first, text=text, field=f"text.{first[0]}")

    def _picked(self, _row: int) -> None:
        self.change("title", _with, lettering=self.lettering.currentData())

    def _ask_colour(self) -> None:
        dialog = QColorDialog(QColor(self.colour.text()), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self.hand.words("field.title_colour"))
        dialog.colorSelected.connect(self.paint_in)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paint_in(self, colour: QColor) -> None:
        """The letters get a colour."""
        self.change("title", _with, colour=colour.name())

    def _number(self, name: str, field: str, low: float, high: float, usual: float) -> Field:
        def read(clip: Clip) -> float:
            return float(getattr(self._title(clip), field))

        return Field(name, read, partial(_write, field, float), low, high, usual, decimals=1,
                     suffix=" %", factor=100, edit="title")  # fmt: skip


def _write(
    name: str, whole: Callable[[float], float], film: Project, ids: Sequence[str], value: float
) -> Project:
    return _with(film, ids, **{name: whole(value)})


def _with(film: Project, ids: Sequence[str], **changes: object) -> Project:
    """The titles that clips show, changed."""
    for name in ids:
        found = find_clip(film, name)
        if found is not None:
            film = change_title(film, found[1].owner, **changes)
    return film
