"""Marks of a source and of the film, by keys and by the mouse: insert, overwrite, targets."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cut import TrackKind
from studio.timeline.reference_edits import add_reference
from studio.timeline.story import Reference, ReferenceKind
from studio.timeline.take import Take
from studio.ui.deck import Deck
from tests.films import grey_ramp, make_take, tone
from tests.ui.timelines import ALT, CTRL, LEFT, NONE, EditRoom, small_film


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    made = EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())
    made.view.setFocus()
    return made


def deck(room: EditRoom) -> Deck:
    return room.window.edit.viewer.deck


def take_of(room: EditRoom, owner: str, frames: int) -> Take:
    take = make_take(room.desk.folder, owner, grey_ramp(frames, 160, 90), tone(frames / 24))
    room.desk.takes.setdefault(owner, []).append(take)
    room.desk.take_arrived.emit(take)
    return take


def video(room: EditRoom, qtbot: QtBot, frames: int = 40) -> Reference:
    """A video among the media, chosen in their list."""
    clip = Reference(id="re_video000", name="street.mov", kind=ReferenceKind.VIDEO)
    take_of(room, clip.id, frames)
    room.desk.edit("Add", add_reference, clip)
    grid = room.window.board.media.grid
    grid.setCurrentRow(0)
    assert [each.id for each in grid.chosen] == [clip.id]
    return clip


def looked_at(room: EditRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: deck(room).ready and not deck(room).showing.is_cut, timeout=20_000)


def mark(room: EditRoom, qtbot: QtBot, start: int | None, end: int | None) -> None:
    """I and O by keys, at frames of what the viewer shows."""
    for frame, key in ((start, Qt.Key.Key_I), (end, Qt.Key.Key_O)):
        if frame is not None:
            deck(room).seek(frame)
            qtbot.keyClick(room.window, key)


def press(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, LEFT)


def test_a_marked_part_of_a_medium_comes_in_at_the_playhead(room: EditRoom, qtbot: QtBot) -> None:
    clip = video(room, qtbot)
    room.session.move_playhead(60)
    qtbot.keyClick(room.window.board.media.grid, Qt.Key.Key_Return)
    looked_at(room, qtbot)
    assert room.window.edit.viewer.title.text() == "street.mov"
    mark(room, qtbot, 10, 29)
    assert deck(room).player.range == (10, 30)
    before = room.film
    qtbot.keyClick(room.window, Qt.Key.Key_Period)
    assert (60, 20, 10) in room.lane(0)
    assert (60, 20, 10) in room.lane(1), "its sound comes along"
    new = [c for track in room.film.cut.tracks for c in track.clips if c.owner == clip.id]
    assert len(new) == 2
    assert new[0].link is not None
    assert new[0].link == new[1].link
    assert room.session.playhead == 80
    assert deck(room).showing.is_cut, "the film is seen again, with what came in"
    qtbot.keyClick(room.window, Qt.Key.Key_Z, CTRL)
    assert room.film.cut == before.cut, "one step"


def test_insert_by_the_mouse_makes_room(room: EditRoom, qtbot: QtBot) -> None:
    video(room, qtbot)
    room.session.move_playhead(48)
    grid = room.window.board.media.grid
    middle = grid.visualItemRect(grid.item(0)).center()
    qtbot.mouseClick(grid.viewport(), LEFT, NONE, middle)
    qtbot.mouseDClick(grid.viewport(), LEFT, NONE, middle)
    looked_at(room, qtbot)
    transport = room.window.edit.viewer.transport
    deck(room).seek(5)
    press(qtbot, transport.mark_in)
    deck(room).seek(14)
    press(qtbot, transport.mark_out)
    button = transport.findChild(QToolButton, "transport.insert")
    assert button is not None
    assert button.isEnabled()
    press(qtbot, button)
    assert room.lane(0) == [(0, 48, 0), (48, 10, 5), (58, 24, 0), (82, 60, 0)]


def test_the_films_out_alone_makes_the_source_end_there(room: EditRoom, qtbot: QtBot) -> None:
    video(room, qtbot)
    mark(room, qtbot, None, 69)
    assert room.session.span == (0, 70)
    room.session.move_playhead(10)
    qtbot.keyClick(room.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    looked_at(room, qtbot)
    mark(room, qtbot, 4, 23)
    qtbot.keyClick(room.window, Qt.Key.Key_Period)
    assert (50, 20, 4) in room.lane(0)
    assert room.session.playhead == 70
    assert room.session.span is None


def test_the_films_in_and_out_say_how_long(room: EditRoom, qtbot: QtBot) -> None:
    video(room, qtbot)
    mark(room, qtbot, 20, 31)
    qtbot.keyClick(room.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    looked_at(room, qtbot)
    mark(room, qtbot, None, 29)
    qtbot.keyClick(room.window, Qt.Key.Key_Period)
    assert room.lane(0)[:3] == [(0, 20, 0), (20, 12, 18), (32, 16, 32)]


def test_marks_stay_with_their_source(room: EditRoom, qtbot: QtBot) -> None:
    video(room, qtbot)
    qtbot.keyClick(room.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    looked_at(room, qtbot)
    mark(room, qtbot, 8, 15)
    qtbot.keyClick(room.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: deck(room).ready and deck(room).showing.is_cut, timeout=20_000)
    assert deck(room).player.range is None
    room.session.move_playhead(100)
    qtbot.keyClick(room.window, Qt.Key.Key_Comma, ALT)
    assert (100, 8, 8) in room.lane(0), "chosen media come in as they were marked"
    qtbot.keyClick(room.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    looked_at(room, qtbot)
    assert deck(room).player.range == (8, 16)
    assert deck(room).player.frame == 15
    qtbot.keyClick(room.window, Qt.Key.Key_X, ALT)
    room.session.move_playhead(0)
    qtbot.keyClick(room.window, Qt.Key.Key_Period, ALT)
    assert room.lane(0)[0] == (0, 40, 0)


def test_a_take_that_is_looked_at_comes_in_and_is_chosen(room: EditRoom, qtbot: QtBot) -> None:
    owner = room.clip(1).owner
    first, second = take_of(room, owner, 30), take_of(room, owner, 36)
    room.session.choose_shots([owner])
    room.window.edit.viewer.show_take(first)
    looked_at(room, qtbot)
    assert room.desk.shown[owner].id == second.id
    mark(room, qtbot, 26, None)
    room_end = room.film.cut.frames
    deck(room).show_cut()
    room.session.move_playhead(room_end)
    deck(room).show_take(first)
    looked_at(room, qtbot)
    qtbot.keyClick(room.window, Qt.Key.Key_Period)
    assert room.lane(0)[-1] == (room_end, 4, 26), "as far as this take goes"
    assert room.film.scenes[0].shots[1].take == first.id
    room.session.choose_shots([owner])
    qtbot.keyClick(room.window, Qt.Key.Key_Comma)
    assert room.lane(0)[-1] == (room_end + 4, 4, 26), "and as a chosen shot it is still marked"


def test_match_frame_shows_the_source_at_the_frame_that_is_seen(
    room: EditRoom, qtbot: QtBot
) -> None:
    owner = room.clip(2).owner
    take_of(room, owner, 70)
    room.session.move_playhead(100)
    qtbot.keyClick(room.window, Qt.Key.Key_F)
    looked_at(room, qtbot)
    assert deck(room).showing.owner == owner
    assert deck(room).player.frame == 28
    room.session.move_playhead(110)
    qtbot.keyClick(room.window, Qt.Key.Key_F)
    looked_at(room, qtbot)
    qtbot.waitUntil(lambda: deck(room).player.frame == 38, timeout=20_000)


def test_several_shots_fill_the_films_in_and_out(room: EditRoom, qtbot: QtBot) -> None:
    mark(room, qtbot, 0, 59)
    room.session.choose_shots([room.clip(1).owner, room.clip(2).owner])
    qtbot.keyClick(room.window, Qt.Key.Key_Period)
    assert room.lane(0)[:3] == [(0, 24, 0), (24, 36, 0), (60, 12, 12)]
    assert room.session.playhead == 60


def test_targets_say_on_which_track(room: EditRoom, qtbot: QtBot) -> None:
    room.window.actions_table.trigger("timeline.add_picture")
    upper = room.film.cut.tracks[-1]
    assert upper.kind is TrackKind.PICTURE
    heads = room.window.edit.timeline.heads.heads
    lower = room.film.cut.tracks[0]
    assert heads[lower.id].target.text() == "V1"
    assert heads[lower.id].target.isChecked()
    press(qtbot, heads[upper.id].target)
    assert heads[upper.id].target.isChecked()
    assert not heads[lower.id].target.isChecked()
    room.session.choose_shots([room.clip(1).owner])
    room.session.move_playhead(10)
    qtbot.keyClick(room.window, Qt.Key.Key_Period)
    above = next(track for track in room.film.cut.tracks if track.id == upper.id)
    assert [(c.start, c.frames) for c in above.clips] == [(10, 24)]
    assert room.lane(0)[0] == (0, 48, 0)
    assert room.lane(1)[1] == (10, 24, 0)
    qtbot.keyClick(room.window, Qt.Key.Key_Z, CTRL)

    sound = room.film.cut.tracks[1]
    press(qtbot, heads[sound.id].target)
    assert not heads[sound.id].target.isChecked()
    room.session.choose_shots([room.clip(1).owner])
    before = room.lane(1)
    qtbot.keyClick(room.window, Qt.Key.Key_Period)
    assert room.lane(1) == before, "no sound without a target for it"
    above = next(track for track in room.film.cut.tracks if track.id == upper.id)
    assert above.clips[0].link is None


def test_targets_by_keys(room: EditRoom, qtbot: QtBot) -> None:
    heads = room.window.edit.timeline.heads.heads
    picture, sounds = room.film.cut.tracks[0], room.film.cut.tracks[1:4]
    qtbot.keyClick(room.window, Qt.Key.Key_1, ALT)
    assert not heads[picture.id].target.isChecked()
    qtbot.keyClick(room.window, Qt.Key.Key_1, ALT)
    assert heads[picture.id].target.isChecked()
    qtbot.keyClick(room.window, Qt.Key.Key_2, ALT)
    aimed = [track.id for track in sounds if heads[track.id].target.isChecked()]
    assert aimed == [sounds[1].id]


def test_a_locked_target_is_said_and_nothing_goes_elsewhere(room: EditRoom, qtbot: QtBot) -> None:
    room.window.actions_table.trigger("timeline.add_picture")
    heads = room.window.edit.timeline.heads.heads
    upper = room.film.cut.tracks[-1]
    press(qtbot, heads[upper.id].target)
    press(qtbot, heads[upper.id].lock)
    room.session.choose_shots([room.clip(1).owner])
    before, said = room.film, list[object]()
    room.desk.refused.connect(said.append)
    QTest.keyClick(room.window, Qt.Key.Key_Period)
    assert room.film is before
    assert len(said) == 1
    assert room.session.playhead == 0
