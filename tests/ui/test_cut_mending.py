"""A cut inspected and mended by hand: what steps there is told, and a remedy is one step."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.review.seam import Remedy
from tests.films import make_film, tone
from tests.review.planted import scene
from tests.ui.timelines import EditRoom

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
AFTER = "cl_00000001"


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    """Two shots of one movement; three pictures are shown again after the cut."""
    whole = scene(60)
    parts = whole[:24], whole[21:45]
    room = EditRoom(studio, qtbot, tmp_path / "small.reel", make_film(24, 24))
    room.shoot(parts, tone(1))
    return room


def asked(room: EditRoom, qtbot: QtBot) -> QMenu:
    room.session.choose_clips([AFTER])
    QTest.keyClick(room.window, Qt.Key.Key_Y, KEYS)
    mending = room.window.edit.mending
    qtbot.waitUntil(lambda: mending.menu is not None and mending.menu.isVisible())
    assert mending.menu is not None
    return mending.menu


def test_repeated_frames_are_told_and_dropped(room: EditRoom, qtbot: QtBot) -> None:
    menu = asked(room, qtbot)
    told, remedies = menu.actions()[0], [act for act in menu.actions() if act.data()]
    assert "3" in told.text()
    assert not told.isEnabled()
    first = remedies[0]
    assert first.data() == Remedy.DROP_REPEATED
    assert first.font().bold()
    assert len(remedies) == len(Remedy)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(first).center())
    qtbot.waitUntil(lambda: room.film.cut.frames == 45)
    room.window.actions_table.trigger("edit.undo")
    assert room.film.cut.frames == 48


def test_a_remedy_that_helps_nothing_is_refused(room: EditRoom, qtbot: QtBot) -> None:
    """The sound cannot go on where the take ends with its picture."""
    menu = asked(room, qtbot)
    sound = next(act for act in menu.actions() if act.data() == Remedy.L_CUT)
    before = room.film
    with qtbot.waitSignal(room.desk.refused):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(sound).center())
    assert room.film is before


def test_a_film_without_a_cut_says_so(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    room = EditRoom(studio, qtbot, tmp_path / "one.reel", make_film(24))
    with qtbot.waitSignal(room.desk.refused) as said:
        QTest.keyClick(room.window, Qt.Key.Key_Y, KEYS)
    assert said.args is not None
    assert said.args[0].key == "ui_clip.mend.none"
