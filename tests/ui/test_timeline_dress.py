"""Transitions, fades and badges on the timeline: seen, chosen, dragged, deleted."""

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.check import check
from studio.timeline.cutting import Edge
from studio.timeline.look import Transition, Wipe
from studio.timeline.look_edits import change_look
from studio.timeline.pace_edits import set_speed
from studio.timeline.track_edits import change_track
from studio.timeline.transition_edits import Side, set_transition
from studio.ui.timeline_dress import badge
from studio.ui.timeline_paint import HEAD
from tests.ui.timelines import CTRL, PER_FRAME, EditRoom, small_film

K = Qt.Key


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def body(room: EditRoom, frame: float, track: int = 0) -> QPoint:
    """A film frame in the lower half of a clip."""
    return room.point(frame, track) + QPoint(0, 8)


def corner(room: EditRoom, frame: float, track: int = 0) -> QPoint:
    """Where the handle of a fade is taken hold of."""
    lane = room.view.lanes.of(room.film.cut.tracks[track].id)
    assert lane is not None
    return QPoint(round(frame * PER_FRAME), lane.top + HEAD + 4 - room.view.top)


def dissolved(room: EditRoom, frames: int = 12) -> None:
    room.desk.edit("t", set_transition, [room.clip(1).id], Side.ENTRY, Wipe.CLOCK, frames)


def drawn(room: EditRoom, qtbot: QtBot) -> QImage:
    """The lanes at their own scale, not stretched from another."""
    qtbot.waitUntil(lambda: room.view.sharp)
    return room.view.viewport().grab().toImage()


def test_a_transition_is_seen_chosen_and_deleted(room: EditRoom, qtbot: QtBot) -> None:
    before = drawn(room, qtbot)
    dissolved(room)
    after = drawn(room, qtbot)
    at = body(room, 44)
    assert before.pixel(at) != after.pixel(at), "a box lies over the cut, into the clip before too"
    room.click(room.point(10))
    room.click(body(room, 49))
    assert room.session.clips == ()
    assert room.state.passage == (room.clip(1).id, Side.ENTRY)
    assert drawn(room, qtbot) != after
    qtbot.keyClick(room.window, K.Key_Delete)
    assert room.clip(1).entry is None
    assert room.state.passage is None
    assert len(room.lane(0)) == 3, "no clip went"
    qtbot.keyClick(room.window, K.Key_Z, CTRL)
    assert room.clip(1).entry == Transition(kind=Wipe.CLOCK, frames=12)
    room.click(body(room, 49))
    room.click(room.point(10))
    assert room.state.passage is None, "clips or a transition, never both"
    assert room.clip(0).id in room.session.clips


def test_an_end_is_dragged_and_the_other_goes_as_far(room: EditRoom) -> None:
    dissolved(room)
    room.state.snap(False)
    end = body(room, 54) - QPoint(2, 0)
    room.press(end)
    room.carry(end, end + QPoint(6 * PER_FRAME, 0))
    assert room.clip(1).entry == Transition(kind=Wipe.CLOCK, frames=24), "seen while it is dragged"
    room.release(end + QPoint(6 * PER_FRAME, 0))
    assert room.desk.document.undo_label == "Transition"
    start = body(room, 36) + QPoint(2, 0)
    room.drag(start, start + QPoint(9 * PER_FRAME, 0))
    assert room.clip(1).entry == Transition(kind=Wipe.CLOCK, frames=6)
    far = body(room, 51) - QPoint(2, 0)
    room.drag(far, far + QPoint(60 * PER_FRAME, 0))
    assert room.clip(1).entry == Transition(kind=Wipe.CLOCK, frames=48), "no more than fits"
    assert check(room.film) == ()


def test_escape_breaks_the_drag_of_a_transition_off(room: EditRoom, qtbot: QtBot) -> None:
    dissolved(room)
    before = room.film
    end = body(room, 54) - QPoint(2, 0)
    room.press(end)
    room.carry(end, end + QPoint(40, 0))
    assert room.film is not before
    qtbot.keyClick(room.window, K.Key_Escape)
    assert room.film is before


def test_the_heads_over_a_transition_trim_as_ever(room: EditRoom) -> None:
    dissolved(room)
    lane = room.view.lanes.of(room.film.cut.tracks[0].id)
    assert lane is not None
    head = QPoint(48 * PER_FRAME + 2, lane.top + 6 - room.view.top)
    room.drag(head, head + QPoint(8 * PER_FRAME, 0))
    assert room.lane(0)[1] == (56, 16, 8)
    assert room.clip(1).entry == Transition(kind=Wipe.CLOCK, frames=12), "now from nothing"


def test_a_handle_of_a_sound_fades_it(room: EditRoom) -> None:
    room.drag(corner(room, 48, 1) + QPoint(4, 0), corner(room, 54, 1) + QPoint(4, 0))
    assert room.clip(1, 1).fade_in == 6
    assert room.desk.document.undo_label == "Fade"
    again = corner(room, 54, 1)
    room.drag(again, again + QPoint(100 * PER_FRAME, 0))
    assert room.clip(1, 1).fade_in == 24, "as long as the clip"
    room.drag(corner(room, 72, 1) + QPoint(-2, 0), corner(room, 50, 1))
    assert room.clip(1, 1).fade_out == 0, "nothing is left for it"
    assert room.lane(1) == [(0, 48, 0), (48, 24, 0), (72, 60, 0)], "nothing was trimmed"


def test_a_handle_of_a_picture_makes_a_transition(room: EditRoom) -> None:
    last = corner(room, 132) + QPoint(-4, 0)
    room.drag(last, last - QPoint(10 * PER_FRAME, 0))
    assert room.clip(2).exit == Transition(frames=10)
    cut = corner(room, 48) + QPoint(4, 0)
    room.drag(cut, cut + QPoint(5 * PER_FRAME, 0))
    assert room.clip(1).entry == Transition(frames=10), "around the cut"
    end = corner(room, 72) - QPoint(4, 0)
    room.drag(end, end - QPoint(3 * PER_FRAME, 0))
    assert room.clip(2).entry == Transition(frames=6), "the next clip's"


def test_badges_tell_of_pace_and_look(room: EditRoom, qtbot: QtBot) -> None:
    before = drawn(room, qtbot)
    room.desk.edit("l", change_look, [room.clip(2).id], opacity=0.5)
    room.desk.edit("s", set_speed, [room.clip(2).id], Fraction(1, 2), ripple=False)
    clip = room.clip(2)
    assert badge(clip) == "fx 50 %"
    assert badge(room.clip(0)) == ""
    assert badge(clip.evolve(look=None, speed=Fraction(-1))) == "-100 %"
    tag = room.view.rect_of(clip.id).topRight() + QPoint(-6, 6)
    assert before.pixel(tag) != drawn(room, qtbot).pixel(tag)


def test_the_menu_over_a_transition_chooses_it(room: EditRoom, qtbot: QtBot) -> None:
    dissolved(room)
    at = body(room, 48)
    view = room.view.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)
    menu = next(m for m in room.window.findChildren(QMenu) if m.isVisible())
    qtbot.waitUntil(menu.isVisible)
    gone = next(a for a in menu.actions() if a.objectName() == "clip.no_transition")
    gone.trigger()
    menu.close()
    assert room.clip(1).entry is None


def test_a_double_click_opens_the_inspector_of_the_transition(room: EditRoom, qtbot: QtBot) -> None:
    dissolved(room)
    qtbot.mouseDClick(room.view.viewport(), Qt.MouseButton.LeftButton, pos=body(room, 48))
    panel = room.window.edit.clip_panel
    assert panel.isVisible()
    assert panel.sections["transitions"].isVisible()
    assert not panel.sections["picture"].isVisible()
    assert panel.transitions.kinds[Edge.START].currentData() == Wipe.CLOCK


def test_tiles_that_a_transition_reaches_into_are_painted_anew(
    room: EditRoom, qtbot: QtBot
) -> None:
    plain = drawn(room, qtbot)
    dissolved(room, 40)
    assert drawn(room, qtbot).pixel(body(room, 30)) != plain.pixel(body(room, 30))
    room.desk.document.undo()
    assert drawn(room, qtbot) == plain


def test_the_pointer_says_what_a_press_does(room: EditRoom) -> None:
    dissolved(room)
    shapes = {}
    for name, at in (("inside", body(room, 49)), ("end", body(room, 54) - QPoint(2, 0)),
                     ("corner", corner(room, 72, 1) - QPoint(4, 0))):  # fmt: skip
        room.glide(at)
        shapes[name] = room.view.viewport().cursor().shape()
    assert shapes == {
        "inside": Qt.CursorShape.PointingHandCursor, "end": Qt.CursorShape.SizeHorCursor,
        "corner": Qt.CursorShape.SizeHorCursor,
    }  # fmt: skip


def test_a_locked_track_is_left_alone(room: EditRoom) -> None:
    dissolved(room)
    room.desk.edit("lock", change_track, room.film.cut.tracks[0].id, locked=True)
    room.click(body(room, 49))
    assert room.state.passage is None
    end = body(room, 54) - QPoint(2, 0)
    room.drag(end, end + QPoint(40, 0))
    assert room.clip(1).entry == Transition(kind=Wipe.CLOCK, frames=12)
