"""The keyboard stays where the maker has it: chips are clicked and removed, takes land."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Move
from studio.ui.focus_order import tab_stops
from studio.ui.window import FilmWindow
from tests.ui.films import film, opened
from tests.ui.test_takes import FIRST, made, part_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """A shot with three moves, large enough that nothing is scrolled away."""
    window = opened(studio, film(tmp_path, 2), qtbot)
    window.resize(1500, 1400)
    moves = (Move.PUSH_IN, Move.PAN_LEFT, Move.TILT_UP)
    window.desk.edit("Moves", change_shot, FIRST, moves=moves)
    window.session.choose_shots([FIRST])
    QApplication.processEvents()
    return window


def chips(window: FilmWindow) -> list[QToolButton]:
    return window.board.panel.craft._chips


def now() -> QWidget | None:
    return QApplication.focusWidget()


def test_a_chip_removed_by_key_or_mouse_leaves_the_keyboard_on_its_neighbour(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.board.panel._scroll.ensureWidgetVisible(window.board.panel.craft)
    window.board.board.setFocus()
    QTest.mouseClick(chips(window)[1], LEFT)
    assert len(chips(window)) == 2
    assert now() is chips(window)[1]
    QTest.keyClick(chips(window)[1], Qt.Key.Key_Space)
    assert len(chips(window)) == 1
    assert now() is chips(window)[0]
    QTest.keyClick(chips(window)[0], Qt.Key.Key_Space)
    assert now() is window.board.panel.craft.move_box, "the last one has the list beside it"


def test_a_button_without_keys_leaves_them_and_bare_ground_takes_them(
    window: FilmWindow, qtbot: QtBot
) -> None:
    board = window.board.board
    board.setFocus()
    insert = next(b for b in window.board.findChildren(QToolButton)
                  if b.defaultAction() is window.actions_table.qaction("shot.insert"))  # fmt: skip
    shots = len(window.desk.project.scenes[0].shots)
    QTest.mouseClick(insert, LEFT)
    assert len(window.desk.project.scenes[0].shots) == shots + 1
    assert now() is board
    prompt = window.board.panel.prompt
    prompt.setFocus()
    QTest.mouseClick(insert, LEFT)
    assert now() is window.around, "a field lets go: the next key is no text"
    prompt.setFocus()
    QTest.mouseClick(window.bar, LEFT, pos=QPoint(3, 3))
    assert now() is window.around


@pytest.mark.slow
def test_takes_that_land_move_no_keyboard(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=1)
    desk, (take,) = window.desk, window.desk.takes[FIRST]
    stops = [stop for stop in tab_stops(window) if stop.isVisible()]
    assert part_of(window).strip in stops
    assert len(stops) > 30
    went: list[str] = []
    for number, stop in enumerate(stops):
        stop.setFocus()
        if now() is not stop:
            continue  # it gives the keys on to what is in it
        there = len(desk.takes[FIRST])
        if number % 8:  # what tells the window of one is enough for most
            other = take.evolve(id=f"tk_{number:08}")
            desk.takes[FIRST].append(other)
            desk.take_arrived.emit(other)
        else:
            desk.make([FIRST], again=True)
            qtbot.waitUntil(lambda n=there: len(desk.takes[FIRST]) > n, timeout=30_000)  # type: ignore[misc]
            qtbot.waitUntil(lambda: not desk.working, timeout=30_000)
        QApplication.processEvents()
        if now() is not stop:
            went.append(stop.accessibleName() or type(stop).__name__)
    assert went == []
