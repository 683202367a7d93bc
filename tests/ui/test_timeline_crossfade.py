"""Crossfades made by hand: over the edge with a fade's handle, by key, in the inspector."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.look import Transition
from studio.timeline.transition_edits import Side
from studio.ui.timeline_paint import HEAD
from tests.ui.timelines import ALT, CTRL, PER_FRAME, EditRoom, small_film

K = Qt.Key
SOUND = 1


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def corner(room: EditRoom, frame: float) -> QPoint:
    """Where the handle of a fade is taken hold of."""
    lane = room.view.lanes.of(room.film.cut.tracks[SOUND].id)
    assert lane is not None
    return QPoint(round(frame * PER_FRAME), lane.top + HEAD + 4 - room.view.top)


def entry(room: EditRoom) -> Transition | None:
    return room.clip(1, SOUND).entry


@pytest.mark.parametrize(("start", "way"), [(49, -1), (46.7, 1)])
def test_a_handle_drawn_over_the_edge_crosses_two_sounds(
    room: EditRoom, qtbot: QtBot, start: float, way: int
) -> None:
    room.click(room.point(60, SOUND))
    before = room.film
    at = corner(room, start)
    room.press(at)
    room.carry(at, at + QPoint(way * 5 * PER_FRAME, 0))
    assert entry(room) == Transition(frames=10), "as far on the other side of the cut"
    room.carry(at, at - QPoint(way * 3 * PER_FRAME, 0))
    faded = room.clip(1, SOUND).fade_in if way < 0 else room.clip(0, SOUND).fade_out
    assert (entry(room), faded) == (None, 3), "and back: a fade of its own"
    room.glide(at + QPoint(way * 5 * PER_FRAME, 0))
    room.release(at + QPoint(way * 5 * PER_FRAME, 0))
    assert entry(room) == Transition(frames=10)
    assert room.desk.document.undo_label == "Crossfade sound"
    qtbot.keyClick(room.window, K.Key_Z, CTRL)
    assert room.film == before


def test_escape_breaks_it_off(room: EditRoom, qtbot: QtBot) -> None:
    before, at = room.film, corner(room, 49)
    room.press(at)
    room.carry(at, at - QPoint(5 * PER_FRAME, 0))
    assert entry(room) is not None
    qtbot.keyClick(room.view, K.Key_Escape)
    assert room.film is before


def test_a_sound_that_meets_nothing_is_only_faded(room: EditRoom) -> None:
    at = corner(room, 1)
    room.drag(at, at - QPoint(0, 0) + QPoint(-3 * PER_FRAME, 0))
    assert room.clip(0, SOUND).entry is None
    assert room.clip(0, SOUND).fade_in == 0


def test_the_key_crosses_the_nearest_cut_and_delete_takes_it_away(
    room: EditRoom, qtbot: QtBot
) -> None:
    room.session.move_playhead(60)
    qtbot.keyClick(room.window, K.Key_X, CTRL | ALT)
    owner = room.clip(1, SOUND).id
    assert entry(room) == Transition(frames=12)
    assert room.state.passage == (owner, Side.ENTRY), "and it is chosen"
    qtbot.waitUntil(lambda: room.view.sharp)
    curves = room.view.viewport().grab().toImage()
    room.view.setFocus()
    qtbot.keyClick(room.view, K.Key_Delete)
    assert entry(room) is None
    assert room.state.passage is None
    qtbot.waitUntil(lambda: room.view.sharp)
    bare = room.view.viewport().grab().toImage()
    lane = room.view.lanes.of(room.film.cut.tracks[SOUND].id)
    assert lane is not None
    left, right = (round(n * PER_FRAME) for n in (42, 54))
    columns = range(left + 3, right - 3, 3)
    rows = range(lane.top - room.view.top + HEAD + 2, lane.top - room.view.top + lane.height - 2)
    changed = [any(curves.pixel(x, y) != bare.pixel(x, y) for y in rows) for x in columns]
    assert all(changed), "curves lie over the cut, into the clip before too"


def test_its_length_is_dragged_and_typed(room: EditRoom, qtbot: QtBot) -> None:
    room.session.move_playhead(48)
    qtbot.keyClick(room.window, K.Key_X, CTRL | ALT)
    end = room.point(54, SOUND) + QPoint(-3, 8)
    room.drag(end, end + QPoint(2 * PER_FRAME, 0))
    assert entry(room) == Transition(frames=16)
    qtbot.keyClick(room.window, K.Key_F9)
    panel = room.window.edit.clip_panel
    assert panel.sections["crossfade"].isVisible()
    number = panel.part("crossfade").numbers["crossfade_start"]
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "8")
    qtbot.keyClick(number, K.Key_Return)
    assert entry(room) == Transition(frames=8)
    number.selectAll()
    qtbot.keyClicks(number, "0")
    qtbot.keyClick(number, K.Key_Return)
    assert entry(room) is None
