"""The pace of clips: their speed, the other way round, and frames that stand still."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtWidgets import QCheckBox

from studio.timeline.cut import Clip
from studio.timeline.pace_edits import reverse, set_speed
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_part import ClipPart, Field

_FINEST = 10_000  # parts of a speed that a typed number tells


class PacePart(ClipPart):
    """A speed is per cent of how it was taken; backwards is a mark beside it."""

    def __init__(self, hand: ClipHand, freeze_here: Callable[[], None]) -> None:
        super().__init__(hand)
        words = hand.words
        self.add_numbers(
            Field("speed", lambda clip: float(abs(clip.speed)), self._write, 5, 2000, 1.0,
                  step=5, decimals=1, suffix=" %", factor=100, edit="speed"),
        )  # fmt: skip
        self.backwards = QCheckBox(words("field.backwards"))
        self.backwards.clicked.connect(self._turned)
        self.still = QCheckBox(words("field.still"))
        self.still.clicked.connect(self._stilled)
        self.add_pair(self.backwards, self.still)
        self.ripple = QCheckBox(words("field.ripple"))
        self.ripple.setChecked(True)
        self.ripple.setToolTip(words("tip.ripple"))
        self.add_pair(self.ripple, self.button("freeze", freeze_here))

    def fill(self, those: Sequence[Clip]) -> None:
        """Marks; a frame that stands still has no speed."""
        still = bool(those) and all(clip.speed == 0 for clip in those)
        self.still.setChecked(still)
        self.backwards.setChecked(bool(those) and all(clip.speed < 0 for clip in those))
        self.backwards.setEnabled(not still)
        self.numbers["speed"].setEnabled(not still)

    def _write(self, film: Project, ids: Sequence[str], value: float) -> Project:
        """Each clip keeps its direction; one that stands still goes on doing so."""
        pace = Fraction(round(value * _FINEST), _FINEST)
        there = [find_clip(film, name) for name in ids]
        ways = {pair[1].id: pair[1].speed for pair in there if pair is not None}
        for sign in (1, -1):
            mine = [name for name, speed in ways.items() if speed * sign > 0]
            if mine:
                film = set_speed(film, mine, pace * sign, ripple=self.ripple.isChecked())
        return film

    def _turned(self, _on: bool) -> None:
        self.change("reverse", reverse)
        self.refresh()

    def _stilled(self, on: bool) -> None:
        self.change("still" if on else "speed", set_speed, Fraction(0 if on else 1), ripple=False)
        self.refresh()
