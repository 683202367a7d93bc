"""Actions of the timeline by the keyboard alone, those that no other test presses."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cut import MarkerColour, TrackKind
from studio.ui.timeline_state import RAZOR, SELECT
from tests.ui.timelines import ALT, CTRL, NONE, SHIFT, EditRoom, small_film

K = Qt.Key


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def keys(room: EditRoom, qtbot: QtBot, key: Qt.Key, mods: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(room.window, key, mods)


def test_tools_and_switches(room: EditRoom, qtbot: QtBot) -> None:
    keys(room, qtbot, K.Key_C)
    assert room.state.tool == RAZOR
    keys(room, qtbot, K.Key_Escape)
    assert room.state.tool == SELECT
    keys(room, qtbot, K.Key_S)
    assert not room.state.snapping
    keys(room, qtbot, K.Key_L, SHIFT)
    assert not room.state.linked
    keys(room, qtbot, K.Key_D)
    assert len(room.session.clips) == 1, "the sound stays unchosen while links are not followed"
    keys(room, qtbot, K.Key_L, SHIFT)
    keys(room, qtbot, K.Key_Escape)
    keys(room, qtbot, K.Key_D)
    assert set(room.session.clips) >= {room.clip(0).id, room.clip(0, 1).id}


def test_everything_is_chosen_cut_and_pasted_between(room: EditRoom, qtbot: QtBot) -> None:
    keys(room, qtbot, K.Key_D)
    keys(room, qtbot, K.Key_X, CTRL)
    assert room.lane(0) == [(48, 24, 0), (72, 60, 0)]
    room.session.move_playhead(72)
    keys(room, qtbot, K.Key_V, CTRL | SHIFT)
    assert room.lane(0)[:2] == [(48, 24, 0), (72, 48, 0)]
    assert room.session.playhead >= 120
    keys(room, qtbot, K.Key_A, CTRL)
    every = {clip.id for track in room.film.cut.tracks for clip in track.clips}
    assert set(room.session.clips) == every
    keys(room, qtbot, K.Key_Backspace)
    assert not any(track.clips for track in room.film.cut.tracks)


def test_every_track_is_cut_and_a_gap_closed(room: EditRoom, qtbot: QtBot) -> None:
    room.session.move_playhead(60)
    keys(room, qtbot, K.Key_K, CTRL | SHIFT)
    assert (60, 12, 12) in room.lane(0)
    assert (60, 12, 12) in room.lane(1)
    room.session.move_playhead(0)
    keys(room, qtbot, K.Key_D)
    keys(room, qtbot, K.Key_Delete)
    keys(room, qtbot, K.Key_G, SHIFT)
    assert room.lane(0)[0][0] == 0


def test_clips_go_by_a_frame_a_place_and_a_track(room: EditRoom, qtbot: QtBot) -> None:
    room.window.actions_table.trigger("timeline.add_picture")
    room.session.move_playhead(50)
    keys(room, qtbot, K.Key_D)
    keys(room, qtbot, K.Key_Right, ALT)
    assert (49, 24, 0) in room.lane(0)
    keys(room, qtbot, K.Key_Left, ALT)
    assert (48, 24, 0) in room.lane(0)
    keys(room, qtbot, K.Key_Z, CTRL)
    keys(room, qtbot, K.Key_Z, CTRL)
    keys(room, qtbot, K.Key_Left, ALT | SHIFT)
    assert room.lane(0)[0] == (0, 24, 0)
    keys(room, qtbot, K.Key_Right, ALT | SHIFT)
    assert room.lane(0)[:2] == [(0, 48, 0), (48, 24, 0)]
    keys(room, qtbot, K.Key_Up, ALT)
    above = [track for track in room.film.cut.tracks if track.kind is TrackKind.PICTURE][-1]
    assert [(c.start, c.frames) for c in above.clips] == [(48, 24)]
    keys(room, qtbot, K.Key_Down, ALT)
    assert (48, 24, 0) in room.lane(0)


def test_edits_marks_and_scale(room: EditRoom, qtbot: QtBot) -> None:
    keys(room, qtbot, K.Key_Down)
    first = room.session.playhead
    assert first > 0
    keys(room, qtbot, K.Key_Down)
    keys(room, qtbot, K.Key_Up)
    assert room.session.playhead == first
    near = room.state.scale.per_frame
    keys(room, qtbot, K.Key_Minus)
    assert room.state.scale.per_frame < near
    keys(room, qtbot, K.Key_Equal)
    assert room.state.scale.per_frame == pytest.approx(near)
    keys(room, qtbot, K.Key_Backslash)
    end = room.state.scale.x(room.film.cut.frames)
    assert 0 < end <= room.view.viewport().width()


def test_markers_and_their_colours(room: EditRoom, qtbot: QtBot) -> None:
    before = set(room.film.cut.markers)
    room.session.move_playhead(30)
    keys(room, qtbot, K.Key_M)
    (made,) = set(room.film.cut.markers) - before
    keys(room, qtbot, K.Key_M, ALT)
    now = next(marker for marker in room.film.cut.markers if marker.id == made.id)
    assert now.colour is not MarkerColour.GREEN
    room.session.move_playhead(31)
    keys(room, qtbot, K.Key_Up, SHIFT)
    assert room.session.playhead == 30
    keys(room, qtbot, K.Key_M, CTRL | ALT)
    assert set(room.film.cut.markers) == before


def test_what_has_no_key_is_run_from_the_palette(room: EditRoom, qtbot: QtBot) -> None:
    """Tracks and colours are added and painted by typing their names."""
    count = len(room.film.cut.tracks)
    for name in ("picture", "sound", "caption"):
        keys(room, qtbot, K.Key_P, CTRL | SHIFT)
        box = room.window.palette_box
        assert box is not None
        qtbot.waitUntil(box.isVisible)
        qtbot.keyClicks(box.typed, f"Add {name} track")
        qtbot.keyClick(box.typed, K.Key_Return)
        assert not box.isVisible()
    assert len(room.film.cut.tracks) == count + 3
