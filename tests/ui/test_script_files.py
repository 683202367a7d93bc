"""Text files and tables out of spreadsheets become the film's text on the script page."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.project import Project
from studio.timeline.queries import cues, shots
from studio.timeline.story import Size
from studio.ui.drop_spot import DropHint
from studio.ui.window import FilmWindow
from tests.ui.drops import drag, drop, files, leave, refuse
from tests.ui.test_script import CONTROL, LEFT, TEXT, opened, plan, planned

HERE = QPoint(60, 40)
STORY = "第一场：茶馆，夜\n安娜：你又错过渡船了。\n大全景：雨水顺着空茶馆的窗户流下。\n"


def hint(window: FilmWindow) -> str:
    """What stands at the pointer, without quotes and breaks."""
    shown = [each for each in window.findChildren(DropHint) if each.isVisible()]
    return shown[0].text() if shown else ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("story.txt", STORY.encode("gb18030")),
        ("story.md", STORY.encode("utf-16")),
        ("story.fountain", STORY.replace("\n", "\r\n").encode("utf-8-sig")),
        ("STORY.TXT", STORY.encode()),
    ],
    ids=["gb18030", "utf-16", "utf-8 with a mark", "upper case"],
)
def test_a_dropped_text_file_is_the_films_text(
    studio: Studio, qtbot: QtBot, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    window = opened(studio, qtbot, tmp_path, planned())
    field, before = window.script.text, window.desk.project
    assert drag(field.viewport(), HERE, files(path))
    assert name in hint(window)
    assert "takes the place of the text" in hint(window)
    leave(field.viewport())
    assert hint(window) == ""
    assert field.whole() == TEXT, "Escape takes nothing"
    drop(field.viewport(), HERE, files(path))
    qtbot.waitUntil(lambda: window.desk.project.brief == STORY, timeout=20_000)
    assert field.whole() == STORY
    assert hint(window) == ""
    assert window.desk.document.undo_label == "Open a text file"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.desk.project == before
    assert field.whole() == TEXT


def test_what_is_no_text_is_refused_with_a_reason(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    field = window.script.text.viewport()
    picture, text = tmp_path / "a.png", tmp_path / "a.txt"
    for path in (picture, text):
        path.write_bytes(b"\x89PNG\0\0\0\0")
    for mime in (files(picture), files(text, picture), files(tmp_path)):
        assert not drag(field, HERE, mime)
        assert "Only one text file" in hint(window)
        leave(field)
        assert not window.script.left.trouble.isVisible(), "it is only on its way"
    assert not drag(field, HERE, files(picture))
    refuse(field, HERE)
    assert "Board page" in window.script.left.trouble.text(), "it can be read after the release"
    drop(field, HERE, files(text))
    trouble = window.script.left.trouble
    qtbot.waitUntil(lambda: trouble.isVisible() and "a.txt" in trouble.text(), timeout=20_000)
    assert window.desk.project.brief == TEXT


def test_a_text_file_is_chosen_by_keys(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(STORY.encode("gb18030"))
    window = opened(studio, qtbot, tmp_path, Project(width=160, height=90))
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(window.script.text, Qt.Key.Key_O, CONTROL | alt)
    dialog = window.script.text.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText(str(path))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.project.brief == STORY, timeout=20_000)


@pytest.mark.parametrize(
    "table",
    [
        "镜号\t景别\t时长\t画面\t台词\n1\t远景\t3\t古城的晨雾\t\n2\t特写\t2.5\t眼睛\t小明:来了\n",
        "Shot\tSize\tLength\tPicture\tDialogue\n"
        "1\twide shot\t3\tMist\t\n2\tclose-up\t2.5\tEyes\tMing: 来了\n",
    ],
    ids=["zh", "en"],
)
def test_rows_out_of_a_spreadsheet_are_planned_as_shots(
    studio: Studio, qtbot: QtBot, tmp_path: Path, table: str
) -> None:
    window = opened(studio, qtbot, tmp_path, Project(width=160, height=90))
    window.script.text.setFocus()
    QApplication.clipboard().setText(table)
    qtbot.keyClick(window.script.text, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: window.desk.project.brief == table, timeout=20_000)
    plan(qtbot, window)
    film = window.desk.project
    assert [(shot.size, shot.frames) for shot in shots(film)] == [
        (Size.LONG, 72), (Size.CLOSE_UP, 60),
    ]  # fmt: skip
    assert [cue.text for cue in cues(film)] == ["来了"]
    window.session.turn_to("script")
    line = table.split("\n")[2]
    assert window.script.text.labels[2], f"{line} is named beside the text"
    qtbot.mouseClick(window.script.text.gutter, LEFT, pos=QPoint(4, 4))
