"""Waves of many clips at once, and names that fit, beside what is plain to see is right."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from studio.media.peaks import columns
from studio.ui.timeline_lettering import Lettering
from studio.ui.timeline_wave import Stretch, heights


def test_waves_of_many_clips_are_those_of_each_alone() -> None:
    chance = np.random.default_rng(7)
    stretches: list[Stretch] = []
    expected = np.full(1000, -1.0, np.float32)
    left = -5
    while left < 980:
        width = int(chance.integers(1, 60))
        levels = chance.integers(0, 256, int(chance.integers(0, 90)), np.uint8)
        begin, each = float(chance.uniform(0, 60)), float(chance.uniform(0.05, 6))
        stretches.append(Stretch(left, width, levels, begin, each))
        alone = columns(levels, begin + each * np.arange(width + 1, dtype=np.float64))
        seen = slice(max(0, -left), max(0, min(width, 1000 - left)))
        expected[left + seen.start : left + seen.stop] = alone[seen]
        left += width + int(chance.integers(0, 4))
    np.testing.assert_array_equal(heights(stretches, 1000), expected)
    assert (expected < 0).any()
    assert (heights([], 4) == -1).all()


@pytest.mark.parametrize(
    "text", ["12A  A tram crosses the bridge", "第三场  雨夜的站台上没有人", "tiny", ""]
)
def test_a_name_fits_and_says_as_much_as_there_is_room_for(qapp: QApplication, text: str) -> None:
    font = QFont(qapp.font())
    font.setPixelSize(11)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # as the window has it
    letters, metrics = Lettering(font), QFontMetrics(font)
    for room in range(12, 260):
        shown = letters.fitted(text, room)
        assert metrics.horizontalAdvance(shown) <= room + 1
        theirs = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        kept = [len("".join(each.removesuffix("…").split())) for each in (shown, theirs)]
        assert abs(kept[0] - kept[1]) <= 2
        assert text.startswith(shown.removesuffix("…"))


def test_letters_that_join_are_left_to_qt(qapp: QApplication) -> None:
    letters = Lettering(QFont(qapp.font()))
    for text in (
        "مرحبا بالعالم هنا",
        "e\u0301te\u0301 au bord de la mer",
        "👩‍👩‍👧 family of three",
    ):
        theirs = letters.metrics.elidedText(text, Qt.TextElideMode.ElideRight, 60)
        assert letters.fitted(text, 60) == theirs
