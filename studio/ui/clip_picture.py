"""The picture of clips: how it fits the frame, where it stands, its crop, opacity and focus."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QSizePolicy

from studio.timeline.cut import Clip
from studio.timeline.look import ANY_RATIO, PLAIN, Blend, Fit, Focus, Look
from studio.timeline.look_edits import change_focus, change_look, reset_focus, reset_look
from studio.timeline.project import Project
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_part import ClipPart, Field, Write, choices, show_common

RATIOS = (ANY_RATIO, "16:9", "9:16", "1:1", "4:5", "239:100")
_OWN = ("fit", "place", "crop", "opacity", "blend", "focus")


def look_of(clip: Clip) -> Look:
    """A clip's look, or the plain one."""
    return clip.look or PLAIN


def in_look(part: str, name: str) -> tuple[Callable[[Clip], float], Write]:
    """How a number of a part of the look (its place, crop or grade) is read and written."""

    def read(clip: Clip) -> float:
        return float(getattr(getattr(look_of(clip), part), name))

    def write(film: Project, ids: Sequence[str], value: float) -> Project:
        changes: dict[str, Any] = {part: {name: value}}
        return change_look(film, ids, **changes)

    return read, write


class PicturePart(ClipPart):
    """Numbers are per cent of the frame or the picture, and degrees."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__(hand)
        words = hand.words
        self.fit = choices([(fit, words(f"fit.{fit.value}")) for fit in Fit])
        self.fit.activated.connect(self._fit)
        self.add_row("fit", self.fit)
        self.add_numbers(
            _percent("place", "x", -400, 400, edit="place"),
            _percent("place", "y", -400, 400, edit="place"),
        )
        for way in ("x", "y"):  # one letter tells nothing to who only hears it
            self.numbers[way].setAccessibleName(words(f"name.{way}"))
        self.add_numbers(
            _percent("place", "scale", 1, 2000, usual=1, edit="place"),
            Field("turn", *in_look("place", "turn"), -360, 360, decimals=1, suffix="°",
                  edit="place"),
        )  # fmt: skip
        for one, other in (("left", "right"), ("top", "bottom")):
            self.add_numbers(*(_percent("crop", n, 0, 98, edit="crop") for n in (one, other)))
        self.add_numbers(
            Field("opacity", lambda c: look_of(c).opacity,
                  lambda film, ids, value: change_look(film, ids, opacity=value),
                  0, 100, usual=1, suffix=" %", factor=100, edit="opacity"),
        )  # fmt: skip
        self.mirrored = QCheckBox(words("field.mirrored"))
        self.mirrored.clicked.connect(self._mirror)
        self.grid.addWidget(self.mirrored, self._row - 1, 2, 1, 2)
        self.blend = choices([(blend, words(f"blend.{blend.value}")) for blend in Blend])
        self.blend.activated.connect(self._blend)
        self.add_row("blend", self.blend)
        self._add_focus()
        self.add_whole(self.button("reset_picture", self._reset))

    def _add_focus(self) -> None:
        """What stays in sight at another ratio; a dot marks those with a focus of their own."""
        words = self.hand.words
        self._names = [words("ratio.any"), *RATIOS[1:-1], "2.39:1"]
        self.ratio = choices(list(zip(RATIOS, self._names, strict=True)))
        self.ratio.activated.connect(lambda _row: self.refresh())
        self.ratio.setToolTip(words("tip.focus"))
        self.add_row("ratio", self.ratio)
        self.usual = self.button("reset_focus", self._reset_focus)
        self.usual.setToolTip(words("tip.reset_focus"))
        fixed = QSizePolicy.Policy.Fixed  # across as well, it would hold back its whole column
        self.usual.setSizePolicy(QSizePolicy.Policy.Preferred, fixed)
        self.grid.addWidget(self.ratio, self._row - 1, 1, 1, 2)
        self.grid.addWidget(self.usual, self._row - 1, 3)
        self.add_numbers(self._focus("focus_x", "x"), self._focus("focus_y", "y"))
        self.add_numbers(self._focus("focus_scale", "scale", 5, 800, 1.0))
        self.ground = choices([(fit, words(f"ground.{fit.value}")) for fit in (Fit.BLUR, Fit.BARS)])
        self.ground.activated.connect(self._ground)
        self.ground.setToolTip(words("tip.ground"))
        label = self._label("field.ground")
        label.setBuddy(self.ground)
        self.ground.setAccessibleName(label.text())
        self.grid.addWidget(label, self._row - 1, 2)
        self.grid.addWidget(self.ground, self._row - 1, 3)

    def fill(self, those: Sequence[Clip]) -> None:
        """Lists and marks."""
        looks = [look_of(clip) for clip in those]
        show_common(self.fit, [look.fit or Fit.BARS for look in looks])
        show_common(self.blend, [look.blend for look in looks])
        show_common(self.ground, [self._shown(look).ground for look in looks])
        own = {focus.ratio for look in looks for focus in look.focus}
        for row, (ratio, name) in enumerate(zip(RATIOS, self._names, strict=True)):
            self.ratio.setItemText(row, f"{name} \u2022" if ratio in own else name)
        self.usual.setEnabled(self.ratio.currentData() in own)
        self.mirrored.setChecked(bool(looks) and all(look.place.mirrored for look in looks))

    def _fit(self, _row: int) -> None:
        fit: Fit = self.fit.currentData()
        self.change("fit", change_look, fit=None if fit is Fit.BARS else fit)

    def _blend(self, _row: int) -> None:
        self.change("blend", change_look, blend=self.blend.currentData())

    def _mirror(self, on: bool) -> None:
        self.change("place", change_look, place={"mirrored": on})

    def _reset(self) -> None:
        self.change("reset_picture", reset_look, *_OWN)

    def _ground(self, _row: int) -> None:
        ratio = str(self.ratio.currentData())
        self.change("focus", change_focus, ratio, ground=Fit(self.ground.currentData()))

    def _reset_focus(self) -> None:
        self.change("focus", reset_focus, str(self.ratio.currentData()))

    def _shown(self, look: Look) -> Focus:
        """The focus of a look at the ratio that is shown."""
        known = {focus.ratio: focus for focus in look.focus}
        return known.get(str(self.ratio.currentData())) or known.get(ANY_RATIO) or Focus()

    def _focus(
        self, name: str, field: str, low: float = 0, high: float = 100, usual: float = 0.5
    ) -> Field:
        def read(clip: Clip) -> float:
            return float(getattr(self._shown(look_of(clip)), field))

        def write(film: Project, ids: Sequence[str], value: float) -> Project:
            return change_focus(film, ids, str(self.ratio.currentData()), **{field: value})

        return Field(name, read, write, low, high, usual, suffix=" %", factor=100, edit="focus")


def _percent(
    part: str, name: str, low: float, high: float, *, usual: float = 0.0, edit: str
) -> Field:
    read, write = in_look(part, name)
    return Field(name, read, write, low, high, usual, decimals=1, suffix=" %", factor=100,
                 edit=edit)  # fmt: skip
