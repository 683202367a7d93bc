"""From nothing to a film in a file, as a maker does it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.probe import probe
from studio.timeline.project import Project
from studio.timeline.store import create, read
from studio.ui.window import FilmWindow
from tests.ui.watch import Watch

BRIEF = "Shot 1 - wide: A fox crosses the snow. (0.5s)\nShot 2 - close-up: The fox looks up. (0.5s)"
LEFT = Qt.MouseButton.LeftButton


def small_film(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    folder = tmp_path / "fox.reel"
    create(folder, Project(width=160, height=90)).close()
    studio.start(folder)
    assert isinstance(studio.window, FilmWindow)
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    return studio.window


def page_button(window: FilmWindow, page: str) -> QToolButton:
    button = window.findChild(QToolButton, f"page.{page}")
    assert isinstance(button, QToolButton)
    return button


def paste_by_mouse(window: FilmWindow, qtbot: QtBot) -> None:
    """A click into the text, a right click, and Paste in the menu that comes."""
    field, handle = window.script.text.viewport(), window.windowHandle()
    at = field.mapTo(window, field.rect().center())
    qtbot.mouseClick(handle, LEFT, pos=at - QPoint(40, 40))
    qtbot.mouseClick(handle, Qt.MouseButton.RightButton, pos=at)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (paste,) = [act for act in menu.actions() if act.objectName() == "edit-paste"]
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(paste).center())
    qtbot.waitUntil(lambda: window.script.text.whole() == BRIEF)


def tab_to(window: FilmWindow, qtbot: QtBot, goal: QWidget) -> None:
    """Tab until a part has the keyboard, as somebody without a mouse does."""
    for _ in range(80):
        if QApplication.focusWidget() is goal:
            return
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {goal.accessibleName()}")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_film_by_mouse(studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch) -> None:
    window = small_film(studio, qtbot, tmp_path)
    watch.begin()
    QApplication.clipboard().setText(BRIEF)
    paste_by_mouse(window, qtbot)
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(lambda: window.session.page == "board", timeout=20_000)
    assert len(window.desk.project.scenes[0].shots) == 2
    qtbot.mouseClick(window.board.make_all, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.shown) == 2, timeout=60_000)
    qtbot.mouseClick(page_button(window, "deliver"), LEFT)
    output = tmp_path / "fox.mp4"
    assert Path(window.deliver.path.text()) == output
    with qtbot.waitSignal(window.deliver.delivered, timeout=60_000):
        qtbot.mouseClick(window.deliver.go, LEFT)
    info = probe(output)
    assert (info.frames, info.width, info.height) == (24, 160, 90)


@pytest.mark.slow
def test_a_film_by_keyboard(studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch) -> None:
    window = small_film(studio, qtbot, tmp_path)
    watch.begin()
    control = Qt.KeyboardModifier.ControlModifier
    QApplication.clipboard().setText(BRIEF)
    tab_to(window, qtbot, window.script.text)
    qtbot.keyClick(window.script.text, Qt.Key.Key_V, control)
    qtbot.keyClick(window, Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: window.session.page == "board", timeout=20_000)
    tab_to(window, qtbot, window.board.board)
    qtbot.keyClick(window.board.board, Qt.Key.Key_Right)
    qtbot.keyClick(window, Qt.Key.Key_D, control)
    assert len(window.desk.project.scenes[0].shots) == 3
    qtbot.keyClick(window, Qt.Key.Key_Z, control)
    assert len(window.desk.project.scenes[0].shots) == 2
    qtbot.keyClick(window, Qt.Key.Key_G, control)
    qtbot.waitUntil(lambda: len(window.desk.shown) == 2, timeout=60_000)
    qtbot.keyClick(window, Qt.Key.Key_4, control)
    assert window.session.page == "deliver"
    tab_to(window, qtbot, window.deliver.go)
    with qtbot.waitSignal(window.deliver.delivered, timeout=60_000):
        qtbot.keyClick(window.deliver.go, Qt.Key.Key_Space)
    assert probe(tmp_path / "fox.mp4").frames == 24


def test_what_is_edited_is_saved_at_close(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = small_film(studio, qtbot, tmp_path)
    window.script.text.setPlainText(BRIEF)
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(lambda: window.session.page == "board", timeout=20_000)
    folder = window.desk.folder
    window.close()
    assert len(read(folder).scenes[0].shots) == 2
    assert not isinstance(studio.window, FilmWindow), "the start page is back"


def test_a_text_that_gives_nothing_is_refused_in_a_sentence(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = small_film(studio, qtbot, tmp_path)
    window.script.text.setPlainText("...")
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(lambda: window.script.left.trouble.text() != "", timeout=20_000)
    assert window.script.left.trouble.isVisible()
    assert window.desk.project.scenes == ()


def test_a_folder_that_is_no_film_is_said_on_the_start_page(studio: Studio, tmp_path: Path) -> None:
    studio.start(tmp_path)
    assert not isinstance(studio.window, FilmWindow)
    assert studio.window is not None
    assert studio.window.centralWidget().said.text()
