"""A whole text of some hundred lines is replaced, planned and taken back without a stall."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from tests.ui.test_script import CONTROL, LEFT, opened, planned
from tests.ui.watch import Watch


def whole(word: str) -> str:
    """550 lines that make 500 shots with a line each, and the captions of those."""
    scenes: list[str] = []
    for n in range(1, 26):
        shots = (
            f"Wide shot: The number {n} {k} {word} opens on an empty room.\nAnna: {word} {n} {k}.\n"
            for k in range(10)
        )
        scenes.append(f"Scene {n}: Room {n}, night\n{''.join(shots)}")
    return "\n".join(scenes)


def test_a_whole_text_is_replaced_planned_and_undone_without_a_stall(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    old, new = whole("door"), whole("gate")
    window = opened(studio, qtbot, tmp_path, planned(old))
    text, before = window.script.text, window.desk.project
    text.setFocus()
    QApplication.clipboard().setText(new)
    QApplication.processEvents()
    watch.begin()
    qtbot.keyClick(text, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(text, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: window.desk.project.brief == new, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.desk.project == before
    assert text.whole() == old
    qtbot.keyClick(window, Qt.Key.Key_Y, CONTROL)
    assert window.desk.project.brief == new == text.whole()
    with qtbot.waitSignal(window.script.planning.done, timeout=60_000):
        qtbot.mouseClick(window.script.plan_button, LEFT)
    assert all(shot.prompt for scene in window.desk.project.scenes for shot in scene.shots)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.desk.project == before


def test_a_paste_is_taken_back_alone(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, planned("A boat.\n"))
    text = window.script.text
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.clipboard().setText("A gull cries.")
    qtbot.keyClicks(text, "Fog. ")
    qtbot.keyClick(text, Qt.Key.Key_V, CONTROL)
    QApplication.processEvents()
    qtbot.keyClicks(text, " Rain.")
    qtbot.waitUntil(lambda: window.desk.project.brief.endswith("Rain."))
    for left in ("Fog. A gull cries.", "Fog. ", ""):
        qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
        assert window.desk.project.brief == f"A boat.\n{left}"
        assert text.whole() == window.desk.project.brief
