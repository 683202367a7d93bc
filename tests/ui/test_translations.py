"""Lines in other languages, typed in the inspector."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cue_edits import translate
from studio.timeline.queries import find_cue
from studio.timeline.story import Translation
from studio.ui.line_row import LineRow
from studio.ui.window import FilmWindow
from tests.ui.timelines import CTRL, at_the_line

K = Qt.Key
LEFT = Qt.MouseButton.LeftButton
LINE = "cu_line0000"


@pytest.fixture
def window(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    return at_the_line(studio, qtbot, tmp_path)


def row(window: FilmWindow) -> LineRow:
    return window.board.panel.lines.rows[LINE]


def words(window: FilmWindow) -> tuple[Translation, ...]:
    cue = find_cue(window.desk.project, LINE)
    assert cue is not None
    return cue.translations


def begin(window: FilmWindow, language: str) -> None:
    """By the list of languages."""
    actions = {action.data(): action for action in listed(window)}
    actions[language].trigger()


def write(field: QWidget, text: str) -> None:
    """As an input method writes what no key has."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def listed(window: FilmWindow) -> list[QAction]:
    """What the list of languages has when it is opened."""
    menu = row(window).translations.menu
    menu.aboutToShow.emit()
    return menu.actions()


def test_a_translation_is_typed_and_undone_in_one_step(window: FilmWindow, qtbot: QtBot) -> None:
    offered = [action.data() for action in listed(window)]
    assert "en" not in offered, "the line is in it"
    begin(window, "zh")
    field = row(window).translations.rows["zh"].text
    assert QApplication.focusWidget() is field
    assert words(window) == ()
    write(field, "你好 ")
    assert words(window) == (Translation(language="zh", text="你好"),)
    assert field.toPlainText() == "你好 ", "what is being typed is left alone"
    write(field, "吗")
    assert words(window) == (Translation(language="zh", text="你好 吗"),)
    assert QApplication.focusWidget() is field
    assert window.desk.document.undo_label == "Translate line"
    qtbot.keyClick(window, K.Key_Z, CTRL)  # the field goes by it
    assert words(window) == ()
    assert "zh" not in row(window).translations.rows
    qtbot.keyClick(window, K.Key_Y, CTRL)
    assert row(window).translations.rows["zh"].text.toPlainText() == "你好 吗"


def test_several_stand_in_one_column_and_go_one_by_one(window: FilmWindow, qtbot: QtBot) -> None:
    for language, text in (("ja", "こんにちは"), ("ko", "안녕하세요")):
        window.desk.edit("t", translate, language, {LINE: text})
    rows = row(window).translations.rows
    assert [each.text.toPlainText() for each in rows.values()] == ["こんにちは", "안녕하세요"]
    QApplication.processEvents()
    assert len({each.text.x() for each in rows.values()}) == 1
    offered = [action.data() for action in listed(window)]
    assert not {"ja", "ko"} & set(offered)
    rows["ja"].remove.setFocus()
    rows["ja"].remove.click()  # as Space does; the button goes by it
    assert [each.language for each in words(window)] == ["ko"]
    assert QApplication.focusWidget() is row(window).translations.rows["ko"].remove
    begin(window, "ja")
    qtbot.mouseClick(row(window).translations.rows["ja"].remove, LEFT)
    assert list(row(window).translations.rows) == ["ko"], "one that was never typed"
    offered = [action.data() for action in listed(window)]
    assert "ja" in offered


def test_an_emptied_field_stays_and_the_translation_goes(window: FilmWindow, qtbot: QtBot) -> None:
    window.desk.edit("t", translate, "zh", {LINE: "好"})
    field = row(window).translations.rows["zh"].text
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, K.Key_Delete)
    assert words(window) == ()
    assert row(window).translations.rows["zh"].text is field
    write(field, "您好")
    assert words(window) == (Translation(language="zh", text="您好"),)
