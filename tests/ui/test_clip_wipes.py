"""The list of transitions: dragged onto a cut, or put there by keys and double clicks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.look import Transition, Wipe
from studio.timeline.track_edits import change_track
from studio.timeline.transition_edits import Side
from studio.ui.clip_wipes import WIPE, WipeList, drawing, wipe_in
from studio.ui.theme import DARK
from tests.ui.timelines import LEFT, NONE, EditRoom, small_film

K = Qt.Key
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    made = EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())
    qtbot.keyClick(made.window, K.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    return made


def rows(room: EditRoom) -> WipeList:
    found = room.window.edit.wipes.list
    assert found.isVisible()
    return found


def carried(room: EditRoom, kind: Wipe) -> QMimeData:
    """What a drag of a row carries."""
    found = rows(room)
    return found.mimeData([found.item(list(Wipe).index(kind))])


def hold(room: EditRoom, data: QMimeData, at: QPoint) -> bool:
    """A drag comes over the lanes; whether it may be let go there."""
    view = room.view.viewport()
    enter = QDragEnterEvent(at, COPY, data, LEFT, NONE)
    QApplication.sendEvent(view, enter)
    move = QDragMoveEvent(at, COPY, data, LEFT, NONE)
    QApplication.sendEvent(view, move)
    return move.isAccepted()


def drop(room: EditRoom, data: QMimeData, at: QPoint) -> None:
    event = QDropEvent(QPointF(at), COPY, data, LEFT, NONE, QEvent.Type.Drop)
    QApplication.sendEvent(room.view.viewport(), event)


def test_a_kind_is_dragged_onto_the_nearest_cut(room: EditRoom) -> None:
    data = carried(room, Wipe.IRIS_OPEN)
    at = room.point(52)
    before = room.film
    assert hold(room, data, at)
    assert room.view.wipe is not None
    assert room.view.wipe.frame == 48
    assert "Iris open" in room.view.wipe.told
    assert room.film is before, "nothing is done before it is let go"
    drop(room, data, at)
    assert room.clip(1).entry == Transition(kind=Wipe.IRIS_OPEN, frames=24)
    assert room.state.passage == (room.clip(1).id, Side.ENTRY)
    assert room.view.wipe is None
    other = carried(room, Wipe.WHIP)
    hold(room, other, room.point(45))
    drop(room, other, room.point(45))
    assert room.clip(1).entry == Transition(kind=Wipe.WHIP, frames=24), "its length stays"
    last = carried(room, Wipe.DIP_BLACK)
    hold(room, last, room.point(130))
    drop(room, last, room.point(130))
    assert room.clip(2).exit == Transition(kind=Wipe.DIP_BLACK, frames=24)


def test_where_no_picture_is_it_cannot_be_let_go(room: EditRoom) -> None:
    data = carried(room, Wipe.WHIP)
    for at in (room.point(60, 1), room.point(150)):
        assert not hold(room, data, at)
        drop(room, data, at)
    room.desk.edit("lock", change_track, room.film.cut.tracks[0].id, locked=True)
    assert not hold(room, data, room.point(52))
    assert all(clip.entry is None for clip in room.film.cut.tracks[0].clips)


def test_a_drag_that_leaves_shows_nothing_any_more(room: EditRoom) -> None:
    data = carried(room, Wipe.WHIP)
    assert hold(room, data, room.point(52))
    QApplication.sendEvent(room.view.viewport(), QDragLeaveEvent())
    assert room.view.wipe is None


def test_what_another_program_drags_is_no_kind() -> None:
    odd = QMimeData()
    odd.setData(WIPE, b"\xff\xfe nonsense")
    assert wipe_in(odd) is None
    assert wipe_in(QMimeData()) is None


def test_enter_and_double_click_put_a_kind_where_it_belongs(room: EditRoom, qtbot: QtBot) -> None:
    found = rows(room)
    assert found.hasFocus()
    room.session.move_playhead(70)
    qtbot.keyClick(found, K.Key_Down)
    qtbot.keyClick(found, K.Key_Return)
    assert room.clip(2).entry == Transition(kind=Wipe.DIP_BLACK, frames=24), "the nearest cut"
    room.click(room.point(52))
    spot = found.visualItemRect(found.item(3)).center()
    qtbot.mouseClick(found.viewport(), LEFT, pos=spot)
    qtbot.mouseDClick(found.viewport(), LEFT, pos=spot)
    kind = list(Wipe)[3]
    assert room.clip(1).entry == Transition(kind=kind, frames=24), "the chosen clip"
    room.state.choose_passage(None)
    room.session.choose_clips(())
    room.state.choose_passage((room.clip(2).id, Side.ENTRY))
    found.setFocus()
    qtbot.keyClick(found, K.Key_Return)
    assert room.clip(2).entry == Transition(kind=kind, frames=24), "the chosen transition"


def test_every_kind_has_a_row_with_its_words_and_a_drawing(room: EditRoom) -> None:
    found = rows(room)
    names = [found.item(row).text() for row in range(found.count())]
    assert len(set(names)) == len(Wipe)
    images = [drawing(wipe, DARK).toImage() for wipe in Wipe]
    assert all(not image.isNull() for image in images)
    assert not found.item(0).icon().isNull()
