"""What clips show, and what comes in from beside: takes, drops, the still at the playhead."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.jobs.events import JobProgress
from studio.timeline.reference_edits import add_reference
from studio.timeline.story import Reference, ReferenceKind
from studio.timeline.take import Take
from studio.ui.timeline_drop import THINGS, things_in
from tests.films import grey_ramp, make_take, tone
from tests.ui.timelines import CTRL, LEFT, NONE, EditRoom, small_film


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def picture_of(room: EditRoom) -> QImage:
    return room.view.viewport().grab().toImage()


def arrive(room: EditRoom, take: Take) -> None:
    """The desk hears of a take as it does from the loop."""
    room.desk.takes.setdefault(take.owner, []).append(take)
    room.desk.take_arrived.emit(take)


def thing_mime(*things: dict[str, str], folder: str = "") -> QMimeData:
    data = QMimeData()
    data.setData(THINGS, json.dumps({"folder": folder, "things": list(things)}).encode())
    return data


def drop(room: EditRoom, data: QMimeData, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> bool:
    """Enter, move and drop, as the system sends them; whether the drop was taken."""
    view, action = room.view.viewport(), Qt.DropAction.CopyAction
    QApplication.sendEvent(view, QDragEnterEvent(at, action, data, LEFT, keys))
    move = QDragMoveEvent(at, action, data, LEFT, keys)
    QApplication.sendEvent(view, move)
    assert (room.view.dropping is not None) == move.isAccepted(), "what is taken is shown"
    event = QDropEvent(at.toPointF(), action, data, LEFT, keys)
    QApplication.sendEvent(view, event)
    return move.isAccepted() and event.isAccepted()


def test_a_placeholder_shows_its_progress_and_becomes_the_clip(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    shot = room.clip(0).owner
    empty = picture_of(room)
    room.desk.make([shot])
    qtbot.waitUntil(lambda: room.view.facts.progress(shot) is not None, timeout=20_000)
    room.desk.progressed.emit(JobProgress("jb_00000001", shot, 0.5, None, 0.5, None))
    assert room.view.facts.progress(shot) == 0.5
    waiting = picture_of(room)
    assert waiting != empty
    qtbot.waitUntil(lambda: shot in room.view.facts.shown, timeout=60_000)
    qtbot.waitUntil(lambda: room.view.facts.progress(shot) is None, timeout=20_000)
    picture_of(room)
    qtbot.waitUntil(lambda: room.view.media.idle, timeout=20_000)
    take = room.view.facts.shown[shot]
    assert room.view.media.strip(take) is not None
    assert room.view.media.peaks(take) is not None
    assert (room.desk.folder / "cache" / "clips").is_dir()
    assert picture_of(room) != waiting


def test_a_take_that_arrives_in_a_drag_disturbs_nothing(room: EditRoom) -> None:
    room.press(room.point(60))
    room.carry(room.point(60), room.point(90))
    held = room.film
    arrive(room, make_take(room.desk.folder, room.clip(0).owner, grey_ramp(8, 160, 90)))
    assert room.film is held
    room.release(room.point(90))
    assert room.film is held
    assert room.desk.document.undo_label == "Move clip"


def test_a_strip_is_painted_where_the_take_is_bright(room: EditRoom, qtbot: QtBot) -> None:
    owner = room.clip(0).owner
    bright = [picture // 4 + 190 for picture in grey_ramp(48, 160, 90)]
    take = make_take(room.desk.folder, owner, bright, tone(2.0))
    before = picture_of(room).pixelColor(room.point(20) + QPoint(0, 10)).lightness()
    arrive(room, take)
    picture_of(room)
    qtbot.waitUntil(lambda: room.view.media.idle and room.view.sharp, timeout=20_000)
    assert picture_of(room).pixelColor(room.point(20) + QPoint(0, 10)).lightness() > before + 60


def test_a_trim_ends_with_the_material(room: EditRoom) -> None:
    owner = room.clip(2).owner
    arrive(room, make_take(room.desk.folder, owner, grey_ramp(70, 160, 90)))
    edge = QPoint(132 * 4 - 3, room.point(0).y())
    room.drag(edge, edge + QPoint(200, 0))
    assert room.lane(0)[2] == (72, 70, 0)


def test_shots_are_dropped_over_or_between(room: EditRoom, qtbot: QtBot) -> None:
    shot = {"kind": "shot", "id": room.clip(1).owner}
    assert drop(room, thing_mime(shot), room.point(10))
    assert room.lane(0)[:3] == [(0, 10, 0), (10, 24, 0), (34, 14, 34)]
    qtbot.keyClick(room.window, Qt.Key.Key_Z, CTRL)
    assert drop(room, thing_mime(shot), room.point(48), CTRL)
    assert room.lane(0)[:3] == [(0, 48, 0), (48, 24, 0), (72, 24, 0)] == room.lane(1)[:3]
    assert room.view.dropping is None


def test_a_take_that_is_dropped_is_chosen(room: EditRoom) -> None:
    owner = room.clip(1).owner
    thing = {"kind": "take", "id": "tk_00000009", "owner": owner}
    assert drop(room, thing_mime(thing), room.point(140))
    assert room.film.scenes[0].shots[1].take == "tk_00000009"
    assert room.lane(0)[-1] == (140, 24, 0)


def test_media_lie_on_tracks_of_their_kind(room: EditRoom) -> None:
    photo = Reference(id="re_photo000", name="photo.png", kind=ReferenceKind.PICTURE)
    room.desk.edit("Add", add_reference, photo)
    assert drop(room, thing_mime({"kind": "picture", "id": photo.id}), room.point(140))
    assert room.lane(0)[-1] == (140, 72, 0)
    assert room.lane(1)[-1] == (72, 60, 0), "a photo makes no sound"


def test_where_a_drop_will_lie_is_shown_before_release(room: EditRoom) -> None:
    before = picture_of(room)
    data = thing_mime({"kind": "shot", "id": room.clip(1).owner})
    view, action = room.view.viewport(), Qt.DropAction.CopyAction
    at = room.point(48) + QPoint(5, 0)
    QApplication.sendEvent(view, QDragEnterEvent(at, action, data, LEFT, CTRL))
    held = room.view.dropping
    assert held is not None
    assert held.frame == 48, "drawn to the cut"
    assert held.inserts
    assert picture_of(room) != before
    QApplication.sendEvent(view, QDragLeaveEvent())
    assert room.view.dropping is None
    assert picture_of(room) == before


def test_what_cannot_be_a_clip_is_not_taken(room: EditRoom) -> None:
    before = room.film
    assert not drop(room, thing_mime({"kind": "subject", "id": "su_00000001"}), room.point(10))
    assert not drop(room, thing_mime({"kind": "shot", "id": "sh_unknown0"}), room.point(10))
    broken = QMimeData()
    broken.setData(THINGS, b"{no json")
    assert not drop(room, broken, room.point(10))
    other = thing_mime({"kind": "shot", "id": room.clip(1).owner}, folder="/another/film")
    assert not drop(room, other, room.point(10))
    assert things_in(QMimeData()) == ()
    assert room.film is before


def test_the_still_follows_the_playhead(room: EditRoom, qtbot: QtBot) -> None:
    bright = [picture // 4 + 190 for picture in grey_ramp(48, 160, 90)]
    arrive(room, make_take(room.desk.folder, room.clip(0).owner, bright))
    still = room.window.edit.viewer
    qtbot.waitUntil(
        lambda: still.image is not None and still.image.pixelColor(80, 45).lightness() > 150,
        timeout=20_000,
    )
    room.session.move_playhead(60)
    qtbot.waitUntil(lambda: still.image.pixelColor(5, 5).lightness() < 100, timeout=20_000)
    room.session.move_playhead(5000)
    qtbot.waitUntil(lambda: still.image is None, timeout=20_000)


@pytest.mark.parametrize("language", ["zh"])
def test_tracks_are_named_in_the_makers_language(room: EditRoom) -> None:
    heads = room.window.edit.timeline.heads.heads
    assert heads[room.film.cut.tracks[0].id].name.text() == "画面"
    assert room.film.cut.tracks[0].name == "Picture", "the film is not edited by looking at it"


def test_edits_on_the_board_keep_what_was_cut_by_hand(room: EditRoom, qtbot: QtBot) -> None:
    edge = QPoint(48 * 4 - 3, room.point(0).y())
    room.drag(edge, edge - QPoint(80, 0))
    room.session.choose_shots([room.clip(1).owner])
    room.session.turn_to("board")
    qtbot.keyClick(room.window, Qt.Key.Key_D, CTRL)
    assert room.lane(0) == [(0, 28, 0), (48, 24, 0), (72, 24, 0), (96, 60, 0)]
