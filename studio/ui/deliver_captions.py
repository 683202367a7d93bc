"""Captions of a delivery: where they go, which of them, and in what second language."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from studio.render.captions import caption_languages
from studio.render.delivery import Captions
from studio.timeline.project import Project
from studio.ui.words import Words

_GAP = 8  # pixels


class CaptionFields(QWidget):
    """The languages are asked for where a film has several; `changed` tells of a choice."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.way, self.language, self.second = QComboBox(), QComboBox(), QComboBox()
        for each in Captions:
            self.way.addItem(words(f"captions.{each.value}"), each)
        for box, name in (
            (self.way, "captions"), (self.language, "language"), (self.second, "second"),
        ):  # fmt: skip
            box.setAccessibleName(words(name))
            box.activated.connect(lambda _row: self.changed.emit())
        spoken = QHBoxLayout()
        spoken.setSpacing(_GAP)
        for box in (self.language, self.second):
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            spoken.addWidget(box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.way)
        column.addLayout(spoken)

    @property
    def chosen(self) -> Captions:
        """Where captions go."""
        return Captions(self.way.currentData())  # Qt hands a StrEnum back as a plain string

    @property
    def languages(self) -> tuple[str, str]:
        """The first and the second language; empty: all that are spoken, and no second one."""
        return self.language.currentData() or "", self.second.currentData() or ""

    def show_way(self, way: Captions) -> None:
        """A preset has its own choice."""
        self.way.setCurrentIndex(self.way.findData(way))

    def fill(self, film: Project) -> None:
        """Offer the languages of a film; what was chosen stays where it is still there."""
        found = caption_languages(film)
        if found == [self.language.itemData(n) for n in range(1, self.language.count())]:
            return
        names = self._words.of("ui_prefs")
        for box, first in ((self.language, "language.all"), (self.second, "second.none")):
            kept = box.currentData()
            box.clear()
            box.addItem(self._words(first), "")
            for code in found:
                named = f"spoken.{code}"
                box.addItem(names(named) if names.has(named) else code, code)
            box.setCurrentIndex(max(0, box.findData(kept or "")))

    def ask_for(self, delivery_captions: Captions) -> None:
        """The languages are asked for where there are captions in several."""
        read = delivery_captions is not Captions.NONE and self.language.count() > 2
        self.language.setVisible(read)
        self.second.setVisible(read)
