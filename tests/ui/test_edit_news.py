"""What edits did is said in the bar: takes, trims, transitions, and that there is no step left."""

from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cutting import Edge, split_clips, trim
from studio.timeline.look import Wipe
from studio.timeline.ripple import delete, ripple_delete
from studio.timeline.shot_edits import change_shot, choose_take
from studio.timeline.transition_edits import Side, remove_transitions, set_transition
from studio.ui.window import FilmWindow
from tests.films import make_film
from tests.jobs.builders import make_take
from tests.ui.timelines import EditRoom

FIRST, SECOND = "sh_00000000", "sh_00000001"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", make_film(24, 24, 24))


def said(window: FilmWindow) -> str:
    QApplication.processEvents()
    return window.said.text()


def test_a_take_that_is_chosen_is_told_with_its_number(room: EditRoom) -> None:
    desk = room.desk
    takes = [make_take(FIRST, number, frames=24) for number in (1, 2)]
    desk.takes[FIRST] = takes
    desk.edit("x", choose_take, FIRST, takes[0].id)
    assert said(room.window) == "Shot 1-1 shows take 1"
    desk.edit("x", choose_take, FIRST, None)
    assert said(room.window) == "Shot 1-1 shows its newest take"
    desk.edit("x", change_shot, FIRST, prompt="rain")
    assert said(room.window) == "", "it is seen where it is typed, and the sentence is old"


def test_a_trim_is_told_while_it_is_dragged_and_measured_from_its_start(room: EditRoom) -> None:
    desk = room.desk
    with desk.document.gesture("Trim clip") as gesture:
        gesture.move(trim, room.clip(2).id, Edge.END, 66, available={})
        assert said(room.window) == "1-3 trimmed to 0.75 s (−0.25)"
        gesture.move(trim, room.clip(2).id, Edge.END, 60, available={})
        assert said(room.window) == "1-3 trimmed to 0.50 s (−0.50)"
    assert said(room.window) == "1-3 trimmed to 0.50 s (−0.50)"
    desk.edit("Trim clip", trim, room.clip(2).id, Edge.END, 72, available={})
    assert said(room.window) == "1-3 trimmed to 1.00 s (+0.50)"
    with suppress(ZeroDivisionError), desk.document.gesture("Trim clip") as gesture:
        gesture.move(trim, room.clip(2).id, Edge.END, 66, available={})
        raise ZeroDivisionError  # as Escape breaks a drag off
    assert said(room.window) == ""


def test_a_transition_is_told_with_its_kind_and_length(room: EditRoom) -> None:
    desk, name = room.desk, room.clip(1).id
    desk.edit("x", set_transition, [name], Side.ENTRY, Wipe.DIP_BLACK, frames=12)
    assert said(room.window) == "Transition at 1-2: Dip to black, 0.50 s"
    desk.edit("x", remove_transitions, [name], [Side.ENTRY])
    assert said(room.window) == "Transition at 1-2 removed"
    both = [room.clip(1).id, room.clip(2).id]
    desk.edit("x", set_transition, both, Side.ENTRY, Wipe.DISSOLVE)
    assert said(room.window) == "2 transitions changed"


def test_clips_that_are_cut_in_two_and_removed_are_told(room: EditRoom) -> None:
    desk, window = room.desk, room.window
    desk.edit("x", split_clips, [room.clip(1).id], 36)
    assert said(window) == "1-2 split"
    desk.edit("x", delete, [room.clip(0).id])
    assert said(window) == "1-1 removed"
    desk.edit("x", ripple_delete, [room.clip(0).id, room.clip(2).id])
    assert said(window) == "1-2, 1-3 removed; the film is 00:00:01:12 long"


def test_steps_back_are_told_as_such_until_there_is_none(room: EditRoom) -> None:
    desk, window = room.desk, room.window
    desk.edit("Trim clip", trim, room.clip(2).id, Edge.END, 60, available={})
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert said(window) == "Undone: Trim clip"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert said(window) == "Nothing to undo"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert said(window) == "Redone: Trim clip"
    for keys in ((Qt.Key.Key_Z, CONTROL | SHIFT), (Qt.Key.Key_Y, CONTROL)):
        window.tell("")
        QTest.keyClick(room.view, *keys)
        assert said(window) == "Nothing to redo"


@pytest.mark.parametrize("language", ["zh"])
def test_it_is_told_in_the_language_of_the_window(room: EditRoom, language: str) -> None:
    room.desk.edit("x", trim, room.clip(2).id, Edge.END, 60, available={})
    assert said(room.window) == "1-3 已修剪为 0.50 秒（−0.50）"
