"""The colour of clips: a grade of a few numbers, and a colour table."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog

from studio.jobs.colour_tables import bring_table
from studio.timeline.cut import Clip
from studio.timeline.look import Lut
from studio.timeline.look_edits import change_look, reset_look
from studio.timeline.lut_edits import add_lut, lut_of
from studio.timeline.project import Project
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_part import ClipPart, Field, choices, show_common
from studio.ui.clip_picture import in_look, look_of
from studio.ui.shot_part import show_choices

_IMPORT = "import"


class ColourPart(ClipPart):
    """Exposure is in stops; the others stand around a neutral 0 or 100 per cent."""

    def __init__(self, hand: ClipHand) -> None:
        super().__init__(hand)
        self.add_numbers(
            Field("exposure", *in_look("grade", "exposure"), -4, 4, step=0.05, decimals=2,
                  edit="grade"),
            _share("contrast", 0, 300, 1),
        )  # fmt: skip
        self.add_numbers(_share("saturation", 0, 300, 1), _share("temperature", -100, 100))
        self.add_numbers(
            _share("tint", -100, 100),
            Field("gamma", *in_look("grade", "gamma"), 0.2, 5, usual=1, step=0.02, decimals=2,
                  edit="grade"),
        )  # fmt: skip
        self.lut = choices([])
        self.lut.activated.connect(self._picked)
        self.add_row("lut", self.lut)
        self.add_numbers(_share("lut_strength", 0, 100, 1))
        self.add_whole(self.button("reset_colour", self._reset))
        self.numbers["temperature"].setToolTip(hand.words("tip.temperature"))
        self.numbers["tint"].setToolTip(hand.words("tip.tint"))

    def fill(self, those: Sequence[Clip]) -> None:
        """The tables of the film, and which one is used."""
        words = self.hand.words
        pairs: list[tuple[str, str | None]] = [(words("lut.none"), None)]
        pairs += [(lut.name, lut.id) for lut in self.hand.desk.project.luts]
        pairs.append((words("lut.import"), _IMPORT))
        show_choices(self.lut, [(text, value, QIcon()) for text, value in pairs])
        used = [look_of(clip).grade.lut for clip in those]
        show_common(self.lut, used)
        self.numbers["lut_strength"].setEnabled(any(used))

    def choose_table(self) -> None:
        """A .cube file from the disk."""
        dialog = QFileDialog(self, self.hand.words("lut.import"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Cube (*.cube)")
        dialog.fileSelected.connect(self.bring)
        dialog.open()

    def bring(self, path: str) -> None:
        """Check and copy a table off this thread; then the clips that are shown now use it."""
        ids = self.ids
        work = partial(bring_table, self.hand.desk.folder, Path(path))
        self.hand.desk.ask(partial(asyncio.to_thread, work), partial(self._came, ids))

    def _came(self, ids: tuple[str, ...], lut: Lut) -> None:
        def edit(film: Project) -> Project:
            film = add_lut(film, lut)
            known = lut_of(film, lut.sha256) or lut
            return change_look(film, ids, grade={"lut": known.id}) if ids else film

        self.hand.edit("lut", edit)

    def _picked(self, _row: int) -> None:
        value = self.lut.currentData()
        if value == _IMPORT:
            self.choose_table()
            self.refresh()
        else:
            self.change("lut", change_look, grade={"lut": value})

    def _reset(self) -> None:
        self.change("reset_colour", reset_look, "grade")


def _share(name: str, low: float, high: float, usual: float = 0.0) -> Field:
    read, write = in_look("grade", name)
    return Field(name, read, write, low, high, usual, suffix=" %", factor=100, edit="grade")
