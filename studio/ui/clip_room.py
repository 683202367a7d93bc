"""What sounds where no clip is chosen: the room tone under the whole film."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox

from studio.timeline.cut import Clip
from studio.timeline.project import Project
from studio.timeline.rebuild import evolved
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_number import Number
from studio.ui.clip_part import ClipPart

USUAL = -60.0  # LUFS


class RoomPart(ClipPart):
    """A tone keeps silence between lines from sounding like a fault; it is in LUFS."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__(hand)
        self.on = QCheckBox(hand.words("field.room_tone"))
        self.on.setToolTip(hand.words("tip.room_tone"))
        self.on.clicked.connect(self._turned)
        self.level = Number(-90, -30, 1, 1, " LUFS")
        self.level.setAccessibleName(hand.words("field.room_level"))
        self.level.settled.connect(self._levelled)
        self.add_pair(self.on, self.level)

    def fill(self, those: Sequence[Clip]) -> None:
        """Whether there is one, and how loud."""
        tone = self.hand.desk.project.cut.room_tone
        self.on.setChecked(tone is not None)
        self.level.setEnabled(tone is not None)
        self.level.show_value(USUAL if tone is None else tone)

    def _turned(self, on: bool) -> None:
        self.hand.edit("room_tone", with_room_tone, USUAL if on else None)

    def _levelled(self, value: float) -> None:
        if not self.filling:
            self.hand.edit("room_tone", with_room_tone, value, field="room_tone")


def with_room_tone(film: Project, level: float | None) -> Project:
    """An edit: a tone of so many LUFS under the whole film, or none."""
    cut = evolved(film.cut, room_tone=level)
    return film if cut is film.cut else film.evolve(cut=cut)
