"""Cutting with mouse and keys on the real window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.video import decoded
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.queries import find_clip
from studio.timeline.track_edits import add_track, change_track
from tests.films import make_take
from tests.ui.timelines import ALT, CTRL, NONE, SHIFT, EditRoom, mouse, small_film

K = Qt.Key


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def keys(room: EditRoom, qtbot: QtBot, key: Qt.Key, mods: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(room.window, key, mods)


def test_a_click_chooses_a_picture_with_its_sound_and_alt_one_half(room: EditRoom) -> None:
    room.click(room.point(60))
    assert set(room.session.clips) == {room.clip(1).id, room.clip(1, 1).id, room.clip(0, 4).id}
    assert room.session.shots == ("sh_00000001",)
    room.click(room.point(60), ALT)
    assert room.session.clips == (room.clip(1).id,)
    room.click(room.point(10), CTRL)
    assert room.clip(0).id in room.session.clips
    assert room.clip(1).id in room.session.clips
    room.click(room.point(10), CTRL)
    assert room.clip(0).id not in room.session.clips
    room.click(room.point(140))
    assert room.session.clips == (), "a click beside all clips chooses nothing"


def test_a_band_chooses_what_it_touches(room: EditRoom) -> None:
    start = QPoint(room.point(150).x(), room.point(100, 0).y() + 10)
    room.drag(start, room.point(60))
    assert room.clip(1).id in room.session.clips
    assert room.clip(2).id in room.session.clips
    assert room.clip(0).id not in room.session.clips


def test_a_clip_moves_with_its_sound_and_covers_what_is_there(room: EditRoom, qtbot: QtBot) -> None:
    before = room.film
    room.drag(room.point(60), room.point(60 + 30))
    assert room.lane(0) == [(0, 48, 0), (72, 6, 0), (78, 24, 0), (102, 30, 30)]
    assert room.lane(0) == room.lane(1)
    assert check(room.film) == ()
    assert room.desk.document.undo_label == "Move clip"
    keys(room, qtbot, K.Key_Z, CTRL)
    assert room.film is before


def test_escape_breaks_a_drag_off(room: EditRoom, qtbot: QtBot) -> None:
    before = room.film
    room.press(room.point(60))
    room.carry(room.point(60), room.point(100))
    assert room.film is not before, "the film is shown as it would be"
    keys(room, qtbot, K.Key_Escape)
    assert room.film is before
    assert room.desk.document.undo_label is None
    room.glide(room.point(110))
    room.release(room.point(110))
    assert room.film is before


def test_ctrl_carries_a_shot_between_others(room: EditRoom) -> None:
    room.drag(room.point(100), room.point(1), CTRL)
    owners = [clip.owner for clip in room.film.cut.tracks[0].clips]
    assert owners == ["sh_00000002", "sh_00000000", "sh_00000001"]
    assert room.lane(0) == [(0, 60, 0), (60, 48, 0), (108, 24, 0)] == room.lane(1)
    assert room.film.cut.frames == 132


def test_a_clip_goes_up_a_track(room: EditRoom, qtbot: QtBot) -> None:
    keys(room, qtbot, K.Key_V)
    room.desk.edit("Track", add_track, "Over", TrackKind.PICTURE)
    over = len(room.film.cut.tracks) - 1
    room.drag(room.point(60), room.point(60, over))
    assert room.lane(over) == [(48, 24, 0)]
    assert len(room.lane(0)) == 2
    assert room.lane(1)[1] == (48, 24, 0), "its sound stays on its track"


def test_an_edge_is_drawn_to_another_and_says_where(room: EditRoom, qtbot: QtBot) -> None:
    start = room.point(60)
    room.press(start)
    room.carry(start, start + QPoint(60 * 4 * 1 + 5, 0))
    assert room.view.drag is not None
    assert room.view.drag.guide == 132, "its end meets the end of the film"
    room.release(start + QPoint(60 * 4 + 5, 0))
    assert (108, 24, 0) in room.lane(0)
    keys(room, qtbot, K.Key_Z, CTRL)
    keys(room, qtbot, K.Key_S)
    room.drag(start, start + QPoint(60 * 4 + 5, 0))
    assert (109, 24, 0) in room.lane(0), "without snapping it lies where it was let go"


def test_both_edges_are_trimmed_with_the_sound(room: EditRoom, qtbot: QtBot) -> None:
    edge = QPoint(48 * 4 - 3, room.point(0).y())
    room.drag(edge, edge - QPoint(80, 0))
    assert room.lane(0)[0] == (0, 28, 0) == room.lane(1)[0]
    start = QPoint(48 * 4 + 2, room.point(0).y())
    room.drag(start, start + QPoint(40, 0))
    assert room.lane(0)[1] == (58, 14, 10) == room.lane(1)[1]
    assert room.desk.document.undo_label == "Trim clip"
    keys(room, qtbot, K.Key_Z, CTRL)
    keys(room, qtbot, K.Key_Z, CTRL)
    assert room.film == small_film()


def test_alt_trims_one_half_and_shift_lets_the_rest_follow(room: EditRoom) -> None:
    edge = QPoint(48 * 4 - 3, room.point(0).y())
    room.press(edge, ALT)
    room.carry(edge, edge - QPoint(80, 0), ALT)
    room.release(edge - QPoint(80, 0), ALT)
    assert room.lane(0)[0] == (0, 28, 0)
    assert room.lane(1)[0] == (0, 48, 0)
    edge = QPoint(72 * 4 - 3, room.point(0).y())
    room.drag(edge, edge - QPoint(40, 0), SHIFT)
    assert room.lane(0)[1:] == [(48, 14, 0), (62, 60, 0)]
    assert room.film.cut.frames == 122


def test_the_razor_cuts_where_it_is_pressed(room: EditRoom, qtbot: QtBot) -> None:
    keys(room, qtbot, K.Key_C)
    room.click(room.point(20.5))
    assert room.lane(0)[:2] == [(0, 20, 0), (20, 28, 20)] == room.lane(1)[:2]
    room.click(room.point(100.5), ALT)
    assert len(room.lane(0)) == len(room.lane(1)) + 1
    keys(room, qtbot, K.Key_V)
    room.click(room.point(20.5))
    assert len(room.lane(0)) == 5, "the selection tool does not cut"


def test_ctrl_k_cuts_at_the_playhead(room: EditRoom, qtbot: QtBot) -> None:
    room.session.move_playhead(60)
    keys(room, qtbot, K.Key_K, CTRL)
    assert room.lane(0)[1:3] == [(48, 12, 0), (60, 12, 12)] == room.lane(1)[1:3]
    assert room.lane(3) == [(0, 132, 0)], "the music plays on"
    keys(room, qtbot, K.Key_K, CTRL | SHIFT)
    assert len(room.lane(3)) == 2


def test_delete_leaves_a_gap_and_ripple_delete_closes_it(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    keys(room, qtbot, K.Key_Delete)
    assert room.lane(0) == [(0, 48, 0), (72, 60, 0)] == room.lane(1)
    assert room.session.clips == ()
    keys(room, qtbot, K.Key_Z, CTRL)
    room.click(room.point(60))
    keys(room, qtbot, K.Key_Delete, SHIFT)
    assert room.lane(0) == [(0, 48, 0), (48, 60, 0)] == room.lane(1)


def test_what_an_undo_brings_back_is_chosen_again(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    chosen = room.session.clips
    keys(room, qtbot, K.Key_Delete)
    keys(room, qtbot, K.Key_Z, CTRL)
    assert room.session.clips == chosen
    keys(room, qtbot, K.Key_Delete)
    room.click(room.point(20))
    other = room.session.clips
    keys(room, qtbot, K.Key_Z, CTRL)
    assert room.session.clips == other, "what was chosen since stays so"


def test_a_step_taken_back_or_made_again_is_named(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    keys(room, qtbot, K.Key_Delete)
    named = room.desk.document.undo_label
    keys(room, qtbot, K.Key_Z, CTRL)
    assert room.window.said.text() == f"Undone: {named}"
    keys(room, qtbot, K.Key_Z, CTRL | SHIFT)
    assert room.window.said.text() == f"Redone: {named}"
    room.click(room.point(20))
    keys(room, qtbot, K.Key_Delete)
    assert room.window.said.text() == "1-1 removed", "another step was made since"


def test_keys_work_without_a_click_and_never_while_typing(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    prompt = room.window.edit.panel.prompt
    prompt.setFocus()
    before = len(room.film.cut.tracks[0].clips)
    qtbot.keyClick(prompt, K.Key_C)
    qtbot.keyClick(prompt, K.Key_M)
    qtbot.keyClick(prompt, K.Key_Backspace)
    assert room.state.tool == "select"
    assert len(room.film.cut.tracks[0].clips) == before
    assert prompt.toPlainText() != ""
    size = room.window.edit.panel.craft.size_box
    size.setFocus()
    qtbot.keyClick(size, K.Key_C)
    assert room.state.tool == "select", "a letter finds an entry of the list"
    room.window.edit.panel.offer.go.setFocus()
    qtbot.keyClick(room.window.edit.panel.offer.go, K.Key_C)
    assert room.state.tool == "razor"


def test_keys_of_the_timeline_mean_nothing_on_other_pages(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    room.session.turn_to("board")
    keys(room, qtbot, K.Key_Delete)
    keys(room, qtbot, K.Key_M)
    assert len(room.lane(0)) == 3
    assert len(room.film.cut.markers) == 1


def test_insert_and_overwrite_of_the_chosen_shot(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    room.session.move_playhead(48)
    keys(room, qtbot, K.Key_Comma)
    assert room.lane(0) == [(0, 48, 0), (48, 24, 0), (72, 24, 0), (96, 60, 0)] == room.lane(1)
    assert room.session.playhead == 72
    keys(room, qtbot, K.Key_Z, CTRL)
    room.session.move_playhead(12)
    keys(room, qtbot, K.Key_Period)
    assert room.lane(0)[:3] == [(0, 12, 0), (12, 24, 0), (36, 12, 36)]
    assert room.film.cut.frames == 132


def test_unlinked_clips_move_alone_until_linked_again(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    keys(room, qtbot, K.Key_L, CTRL | ALT)
    room.click(room.point(60))
    assert room.session.clips == (room.clip(1).id,)
    room.click(room.point(60, 1), CTRL)
    keys(room, qtbot, K.Key_L, CTRL)
    room.click(room.point(60))
    assert set(room.session.clips) == {room.clip(1).id, room.clip(1, 1).id}


def test_copy_and_paste_at_the_playhead(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    keys(room, qtbot, K.Key_C, CTRL)
    room.session.move_playhead(132)
    keys(room, qtbot, K.Key_V, CTRL)
    assert room.lane(0)[-1] == (132, 24, 0) == room.lane(1)[-1]
    assert room.session.playhead == 156
    assert room.clip(3).id in room.session.clips
    room.session.move_playhead(0)
    keys(room, qtbot, K.Key_V, CTRL | SHIFT)
    assert room.lane(0)[:2] == [(0, 24, 0), (24, 48, 0)]
    assert room.film.cut.frames == 180


def test_markers_in_and_out_and_the_next_edit(room: EditRoom, qtbot: QtBot) -> None:
    keys(room, qtbot, K.Key_Down)
    assert room.session.playhead == 48
    keys(room, qtbot, K.Key_M)
    assert [marker.frame for marker in room.film.cut.markers] == [0, 48]
    keys(room, qtbot, K.Key_M)
    assert [marker.frame for marker in room.film.cut.markers] == [0]
    keys(room, qtbot, K.Key_I)
    keys(room, qtbot, K.Key_Down)
    keys(room, qtbot, K.Key_O)
    assert room.session.span == (48, 73)
    keys(room, qtbot, K.Key_Up)
    assert room.session.playhead == 48
    keys(room, qtbot, K.Key_X, ALT)
    assert room.session.span is None


def test_q_and_w_trim_to_the_playhead(room: EditRoom, qtbot: QtBot) -> None:
    room.session.move_playhead(60)
    keys(room, qtbot, K.Key_Q)
    assert room.lane(0) == [(0, 48, 0), (48, 12, 12), (60, 60, 0)] == room.lane(1)
    assert room.session.playhead == 48
    room.session.move_playhead(9)
    keys(room, qtbot, K.Key_W)
    assert room.lane(0)[0] == (0, 10, 0)


def test_the_ruler_moves_the_playhead(room: EditRoom) -> None:
    ruler = room.window.edit.timeline.ruler
    mouse(ruler, QEvent.Type.MouseButtonPress, QPoint(200, 20))
    assert room.session.playhead == 50
    mouse(ruler, QEvent.Type.MouseMove, QPoint(400, 20))
    assert room.session.playhead == 100
    mouse(ruler, QEvent.Type.MouseButtonRelease, QPoint(400, 20))
    mouse(ruler, QEvent.Type.MouseMove, QPoint(80, 20))
    assert room.session.playhead == 100


def test_zoom_stays_at_the_pointer_and_fit_shows_all(room: EditRoom, qtbot: QtBot) -> None:
    at = QPointF(400, 60)
    frame = room.view.frame_at(400)
    for _ in range(3):
        QApplication.sendEvent(
            room.view.viewport(),
            QWheelEvent(at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CTRL,
                        Qt.ScrollPhase.NoScrollPhase, False),
        )  # fmt: skip
    assert room.state.scale.per_frame == pytest.approx(4 * 1.25**3)
    assert abs(room.view.frame_at(400) - frame) <= 1
    keys(room, qtbot, K.Key_Backslash)
    last = room.view.rect_of(room.clip(2).id)
    assert room.view.left == 0
    assert 0.9 < last.right() / room.view.viewport().width() <= 1


def test_a_drag_at_the_border_scrolls(room: EditRoom, qtbot: QtBot) -> None:
    room.view.zoom(8, 0)
    room.view.horizontalScrollBar().setValue(0)
    first = room.view.rect_of(room.clip(0).id)
    room.press(first.center())
    border = QPoint(room.view.viewport().width() - 3, first.center().y())
    room.glide(border)
    qtbot.waitUntil(lambda: room.view.left > 100)
    moved = find_clip(room.film, room.clip(-1).id)
    assert moved is not None
    room.release(border)
    assert room.desk.document.undo_label == "Move clip"


def test_a_locked_track_is_not_touched(room: EditRoom, qtbot: QtBot) -> None:
    head = room.window.edit.timeline.heads.heads[room.film.cut.tracks[0].id]
    qtbot.mouseClick(head.lock, Qt.MouseButton.LeftButton)
    assert room.film.cut.tracks[0].locked
    before = room.film
    room.drag(room.point(60), room.point(90))
    assert room.film is before
    assert room.clip(1).id not in room.session.clips


def test_heads_switch_rename_and_grow_tracks(room: EditRoom, qtbot: QtBot) -> None:
    track = room.film.cut.tracks[1]
    head = room.window.edit.timeline.heads.heads[track.id]
    qtbot.mouseClick(head.mute, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(head.solo, Qt.MouseButton.LeftButton)
    assert room.film.cut.tracks[1].muted
    assert room.film.cut.tracks[1].solo
    head.name.setFocus()
    head.name.selectAll()
    qtbot.keyClicks(head.name, "Voices")
    qtbot.keyClick(head.name, K.Key_Return)
    assert room.film.cut.tracks[1].name == "Voices"
    tall = head.height()
    grip = QPoint(20, tall - 2)
    mouse(head, QEvent.Type.MouseButtonPress, grip)
    mouse(head, QEvent.Type.MouseMove, grip + QPoint(0, 40))
    mouse(head, QEvent.Type.MouseButtonRelease, grip + QPoint(0, 40))
    assert head.height() == tall + 40
    assert room.desk.document.undo_label == "Rename track", "height is not in the film"


def test_an_edit_of_a_locked_clip_by_key_is_said(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60, 3))
    room.desk.edit("Lock", change_track, room.film.cut.tracks[3].id, locked=True)
    keys(room, qtbot, K.Key_Delete)
    assert "locked" in room.window.said.text()
    assert room.window.said.property("tone") == "bad"


def test_a_gap_is_closed_at_the_playhead(room: EditRoom, qtbot: QtBot) -> None:
    room.click(room.point(60))
    keys(room, qtbot, K.Key_Delete)
    room.session.move_playhead(50)
    keys(room, qtbot, K.Key_G, SHIFT)
    assert room.lane(0) == [(0, 48, 0), (48, 60, 0)] == room.lane(1)
    before = room.film
    keys(room, qtbot, K.Key_G, SHIFT)
    assert room.film is before, "a picture lies there now"


@pytest.mark.slow
def test_what_is_cut_by_hand_is_what_is_exported(room: EditRoom, qtbot: QtBot) -> None:
    folder, greys = room.desk.folder, (60, 120, 200)
    for number, grey in enumerate(greys):
        clip = room.clip(number)
        pictures = [np.full((90, 160, 3), grey, np.uint8) for _ in range(clip.frames)]
        take = make_take(folder, clip.owner, pictures)
        room.desk.takes[clip.owner] = [take]
        room.desk.take_arrived.emit(take)
    edge = QPoint(48 * 4 - 3, room.point(0).y())
    room.drag(edge, edge - QPoint(80, 0))  # the first shot ends at 28, a gap follows
    keys(room, qtbot, K.Key_C)
    room.click(room.point(100.5))
    keys(room, qtbot, K.Key_V)
    room.drag(room.point(120), room.point(1), CTRL)  # the end of the last one comes first
    out = folder / "renders" / "cut.mp4"
    export(room.film, room.desk.shown, folder, out, Delivery.of(room.film, Captions.NONE))
    shown = [int(picture.mean()) for _, picture in decoded(out)]
    wanted = [200] * 32 + [60] * 28 + [0] * 20 + [120] * 24 + [200] * 28
    assert len(shown) == len(wanted)
    assert max(abs(a - b) for a, b in zip(shown, wanted, strict=True)) <= 3


def test_a_cut_is_made_by_keys_alone(room: EditRoom, qtbot: QtBot) -> None:
    room.session.move_playhead(60)
    keys(room, qtbot, K.Key_D)
    assert room.clip(1).id in room.session.clips
    assert room.clip(1, 1).id in room.session.clips
    keys(room, qtbot, K.Key_Left, ALT | SHIFT)
    owners = [clip.owner for clip in room.film.cut.tracks[0].clips]
    assert owners == ["sh_00000001", "sh_00000000", "sh_00000002"]
    keys(room, qtbot, K.Key_Right, ALT | SHIFT)
    assert room.film.cut == small_film().cut
    keys(room, qtbot, K.Key_Right, ALT)
    assert (49, 24, 0) in room.lane(0)
    keys(room, qtbot, K.Key_D)
    assert len(room.session.clips) == 1, "pressed again it chooses one half"
    room.desk.edit("Track", add_track, "Over", TrackKind.PICTURE)
    room.session.choose_clips([room.clip(1).id])
    keys(room, qtbot, K.Key_Up, ALT)
    assert room.lane(-1) == [(49, 24, 0)]
    keys(room, qtbot, K.Key_Up, ALT)
    assert room.lane(-1) == [(49, 24, 0)], "there is no track above"
    keys(room, qtbot, K.Key_Down, ALT)
    assert room.lane(-1) == []


def test_the_menus_of_clips_and_tracks(room: EditRoom, qtbot: QtBot) -> None:
    at = room.point(60)
    view = room.view.viewport()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view, QContextMenuEvent(reason, at, view.mapToGlobal(at)))
    assert room.clip(1).id in room.session.clips
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [action.objectName() for action in menu.actions()]
    menu.actions()[names.index("timeline.ripple_delete")].trigger()
    menu.close()
    assert room.lane(0) == [(0, 48, 0), (48, 60, 0)]
    track = room.film.cut.tracks[3]
    head = room.window.edit.timeline.heads.heads[track.id]
    point = QPoint(20, 10)
    QApplication.sendEvent(head, QContextMenuEvent(reason, point, head.mapToGlobal(point)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[-1].trigger()
    menu.close()
    assert track.id not in [each.id for each in room.film.cut.tracks]
    assert track.id not in room.window.edit.timeline.heads.heads
