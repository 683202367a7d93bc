"""Short sentences side by side, and names in a row, in both languages."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.ui.plain import Parts
from studio.ui.words import Words

ENGLISH = ("Kept: 1280 × 720, 96 frames", "Cast: Mei, Old Wu", "Lines spoken: 1")
CHINESE = ("保留：1280 × 720，85 帧", "随附素材：首帧、形象", "主体：老吴", "台词：1 句")


def lines(label: QLabel, wide: int) -> list[str]:
    """What stands in each line where there are so many pixels."""
    shown = QLabel.text(label)
    layout = QTextLayout(shown, label.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(wide)
        line.setPosition(QPointF(0, 0))
        found.append(shown[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return [text.replace("\u00a0", " ").replace("\u2060", "").strip() for text in found]


@pytest.mark.parametrize("parts", [ENGLISH, CHINESE])
def test_a_line_ends_between_parts_and_never_within_a_short_one(
    qtbot: QtBot, parts: tuple[str, ...]
) -> None:
    label = Parts()
    qtbot.addWidget(label)
    label.show_parts(parts)
    assert label.text() == "   ".join(parts)
    assert label.accessibleName() == label.text()
    for wide in range(label.minimumSizeHint().width(), 700, 7):
        whole = lines(label, wide)
        assert all(any(part in line for line in whole) for part in parts), (wide, whole)


def test_a_long_part_gives_way_to_a_narrow_panel(qtbot: QtBot) -> None:
    label = Parts()
    qtbot.addWidget(label)
    label.show_parts(["主体：" + "闽南老街深处那位提着破灯笼的修灯匠人" * 3])
    assert label.minimumSizeHint().width() < 120
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_names_stand_in_a_row_as_the_language_lists_them() -> None:
    assert Words("zh").listed(["2-2", "3-1"]) == "2-2、3-1"
    assert Words("en", "ui_media").listed(["2-2", "3-1"]) == "2-2, 3-1"
