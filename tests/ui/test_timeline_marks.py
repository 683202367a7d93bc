"""Markers and sync by mouse and keys on the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cut import MarkerColour
from studio.timeline.placing import move_clips
from studio.timeline.track_edits import add_marker
from studio.ui.timeline_ruler import TALL, Ruler
from tests.ui.timelines import ALT, CTRL, LEFT, NONE, SHIFT, EditRoom, mouse, small_film

K = Qt.Key


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    room = EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())
    room.desk.edit("Mark", add_marker, 60, "storm", marker_id="mk_00000060")
    return room


def ruler(room: EditRoom) -> Ruler:
    return room.window.edit.timeline.ruler


def flag(room: EditRoom, frame: int) -> QPoint:
    return QPoint(ruler(room).x_of(frame), TALL - 6)


def marks(room: EditRoom) -> list[tuple[int, str]]:
    return [(marker.frame, marker.name) for marker in room.film.cut.markers]


def keys(room: EditRoom, qtbot: QtBot, key: Qt.Key, mods: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(room.window, key, mods)


def carry(room: EditRoom, start: QPoint, end: QPoint) -> None:
    mouse(ruler(room), QEvent.Type.MouseButtonPress, start)
    for part in (0.4, 0.8, 1.0):
        mouse(ruler(room), QEvent.Type.MouseMove, start + (end - start) * part)


def test_a_marker_is_dragged_with_the_playhead_in_one_step(room: EditRoom, qtbot: QtBot) -> None:
    carry(room, flag(room, 60), flag(room, 100))
    mouse(ruler(room), QEvent.Type.MouseButtonRelease, flag(room, 100))
    assert (100, "storm") in marks(room)
    assert room.session.playhead == 100
    assert room.desk.document.undo_label == "Move marker"
    keys(room, qtbot, K.Key_Z, CTRL)
    assert (60, "storm") in marks(room)


def test_a_dragged_marker_snaps_to_a_cut_and_escape_puts_it_back(
    room: EditRoom, qtbot: QtBot
) -> None:
    before = room.film
    carry(room, flag(room, 60), flag(room, 74))
    assert (72, "storm") in marks(room)
    assert room.view.drag is not None
    assert room.view.drag.guide == 72
    keys(room, qtbot, K.Key_Escape)
    assert room.film is before
    assert room.session.playhead == 0


def test_a_double_click_names_a_marker(room: EditRoom, qtbot: QtBot) -> None:
    QTest.mouseDClick(ruler(room), LEFT, NONE, flag(room, 60))
    field = ruler(room).field
    assert field is not None
    assert field.text() == "storm"
    qtbot.keyClicks(field, "calm, m")
    assert len(room.film.cut.markers) == 2, "letters are typed, not commands"
    qtbot.keyClick(field, K.Key_Return)
    assert (60, "calm, m") in marks(room)
    assert room.desk.document.undo_label == "Name marker"


def test_escape_leaves_a_name_as_it_was(room: EditRoom, qtbot: QtBot) -> None:
    before = room.film
    room.session.move_playhead(60)
    keys(room, qtbot, K.Key_M, SHIFT)
    field = ruler(room).field
    assert field is not None
    qtbot.keyClicks(field, "no")
    qtbot.keyClick(field, K.Key_Escape)
    QApplication.processEvents()
    assert room.film is before


def test_a_marker_is_made_with_its_name_in_one_step(room: EditRoom, qtbot: QtBot) -> None:
    before = room.film
    room.session.move_playhead(30)
    keys(room, qtbot, K.Key_M, SHIFT)
    field = ruler(room).field
    assert field is not None
    qtbot.keyClicks(field, "door")
    qtbot.keyClick(field, K.Key_Return)
    assert (30, "door") in marks(room)
    keys(room, qtbot, K.Key_Z, CTRL)
    assert room.film is before


def test_markers_are_walked_moved_coloured_and_removed_by_keys(
    room: EditRoom, qtbot: QtBot
) -> None:
    keys(room, qtbot, K.Key_Down, SHIFT)
    assert room.session.playhead == 60
    keys(room, qtbot, K.Key_M, ALT)
    assert room.film.cut.markers[1].colour is MarkerColour.RED
    keys(room, qtbot, K.Key_Right, CTRL | ALT)
    assert marks(room)[1] == (61, "storm")
    assert room.session.playhead == 61
    keys(room, qtbot, K.Key_Up, SHIFT)
    assert room.session.playhead == 0
    keys(room, qtbot, K.Key_Down, SHIFT)
    keys(room, qtbot, K.Key_M, CTRL | ALT)
    assert [frame for frame, _ in marks(room)] == [0]


def test_the_menu_of_a_marker_colours_it(room: EditRoom) -> None:
    before = ruler(room).grab().toImage()
    at = flag(room, 60)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(ruler(room), QContextMenuEvent(reason, at, ruler(room).mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [action.objectName() for action in menu.actions()]
    menu.actions()[names.index("timeline.marker_violet")].trigger()
    menu.close()
    assert room.film.cut.markers[1].colour is MarkerColour.VIOLET
    assert ruler(room).grab().toImage() != before


def test_what_is_out_of_sync_wears_a_badge_and_is_brought_back(
    room: EditRoom, qtbot: QtBot
) -> None:
    together = room.view.viewport().grab().toImage()
    start = room.point(100, 1)
    room.press(start, ALT)
    room.carry(start, start + QPoint(10 * 4, 0), ALT)
    room.release(start + QPoint(10 * 4, 0), ALT)
    sound = next(c for c in room.film.cut.tracks[1].clips if c.owner == room.clip(2).owner)
    assert room.view.facts.apart == {sound.id: 10, room.clip(2).id: -10}
    room.view.choose(())
    room.session.move_playhead(0)
    assert room.view.viewport().grab().toImage() != together
    room.click(room.point(110, 1), ALT)
    keys(room, qtbot, K.Key_S, CTRL | ALT)
    assert room.view.facts.apart == {}
    assert room.desk.document.undo_label == "Move into sync"
    keys(room, qtbot, K.Key_Z, CTRL)
    keys(room, qtbot, K.Key_S, CTRL | ALT | SHIFT)
    assert room.view.facts.apart == {}
    assert room.lane(1)[-1] == (82, 60, 10)


def test_sync_is_offered_only_for_what_is_apart(room: EditRoom) -> None:
    table = room.window.actions_table
    room.click(room.point(60))
    assert not table.can("timeline.into_sync")
    room.desk.edit("Move", move_clips, [room.clip(2, 1).id], 5)
    room.session.choose_clips([room.clip(2, 1).id])
    assert table.can("timeline.into_sync")
    assert table.can("timeline.slip_sync")
