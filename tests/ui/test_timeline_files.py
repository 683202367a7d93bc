"""Files from the desktop on the tracks of the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.project import Project
from studio.timeline.story import ReferenceKind
from studio.timeline.track_edits import change_track
from studio.ui.dragging import Cargo, Thing, mime_of
from tests.films import grey_ramp, make_take
from tests.ui.drops import files, leave, photo, refuse, sound
from tests.ui.timelines import CTRL, LEFT, NONE, EditRoom, small_film

COPY = Qt.DropAction.CopyAction


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def hover(
    room: EditRoom, at: QPoint, mime: QMimeData, keys: Qt.KeyboardModifier = NONE
) -> QDragMoveEvent:
    view = room.view.viewport()
    QApplication.sendEvent(view, QDragEnterEvent(at, COPY, mime, LEFT, keys))
    move = QDragMoveEvent(at, COPY, mime, LEFT, keys)
    QApplication.sendEvent(view, move)
    return move


def let_go(room: EditRoom, at: QPoint, mime: QMimeData, keys: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(room.view.viewport(), QDropEvent(at, COPY, mime, LEFT, keys))


def held(room: EditRoom, qtbot: QtBot) -> None:
    """Wait until it is known what the files are."""
    qtbot.waitUntil(
        lambda: (
            room.view.refusal is not None or bool(room.view.dropping and room.view.dropping.pieces)
        ),
        timeout=20_000,
    )


def references(room: EditRoom) -> list[str]:
    return [reference.name for reference in room.film.references]


def test_a_photo_is_shown_where_it_will_lie_and_comes_in_as_one_step(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    before, mime = room.film, files(photo(tmp_path / "sea.png"))
    at = room.point(48) + QPoint(5, 0)
    assert hover(room, at, mime).isAccepted()
    held(room, qtbot)
    dropping = room.view.dropping
    assert dropping is not None
    assert dropping.frame == 48, "drawn to the cut"
    assert [box.width() for box in dropping.boxes] == [72 * 4], "three seconds"
    let_go(room, at, mime)
    qtbot.waitUntil(lambda: references(room) == ["sea"], timeout=20_000)
    assert room.lane(0)[1] == (48, 72, 0)
    assert room.lane(1) == [(0, 48, 0), (48, 24, 0), (72, 60, 0)], "a photo makes no sound"
    assert check(room.film) == ()
    assert room.desk.document.undo_label == "Place media"
    qtbot.keyClick(room.window, Qt.Key.Key_Z, CTRL)
    assert room.film is before


def test_sounds_go_by_their_length_and_ctrl_makes_room(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    long, short = sound(tmp_path / "score.wav", 16), sound(tmp_path / "line.wav", 1)
    at = room.point(200)
    mime = files(long)
    hover(room, at, mime)
    let_go(room, at, mime)
    qtbot.waitUntil(lambda: "score" in references(room), timeout=20_000)
    assert room.lane(3)[-1] == (200, 16 * 24, 0), "long: on the track of music"
    at, mime = room.point(0), files(short)
    hover(room, at, mime, CTRL)
    held(room, qtbot)
    assert room.view.dropping is not None
    assert room.view.dropping.inserts
    let_go(room, at, mime, CTRL)
    qtbot.waitUntil(lambda: "line" in references(room), timeout=20_000)
    assert room.lane(1)[:2] == [(0, 24, 0), (24, 48, 0)], "short: with the dialogue"
    assert room.lane(0)[0] == (24, 48, 0), "all later time made room"


def test_wrong_files_say_why_before_release_and_after(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "notes.png"
    bad.write_text("not a picture")
    before, mime = room.film, files(bad)
    hover(room, room.point(10), mime)
    held(room, qtbot)
    assert room.view.refusal is not None
    assert "notes.png" in room.view.refusal.why
    move = QDragMoveEvent(room.point(12), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(room.view.viewport(), move)
    assert not move.isAccepted()
    refuse(room.view.viewport(), room.point(12))
    assert "notes.png" in room.window.said.text()
    assert room.view.refusal is None
    assert room.film is before


def test_a_locked_track_and_a_subject_say_why(room: EditRoom, qtbot: QtBot, tmp_path: Path) -> None:
    room.desk.edit("Lock", change_track, room.film.cut.tracks[0].id, locked=True)
    assert not hover(room, room.point(10), files(photo(tmp_path / "a.png"))).isAccepted()
    assert room.view.refusal is not None
    assert "locked" in room.view.refusal.why
    person = mime_of(Cargo((Thing("subject", id="su_00000001"),), str(room.desk.folder)))
    assert not hover(room, room.point(10), person).isAccepted()
    assert room.view.refusal is not None
    assert "board" in room.view.refusal.why


def test_escape_brings_nothing(room: EditRoom, qtbot: QtBot, tmp_path: Path) -> None:
    before = room.film
    hover(room, room.point(10), files(photo(tmp_path / "a.png")))
    held(room, qtbot)
    leave(room.view.viewport())  # what the system sends for Escape in a drag of another program
    assert room.view.dropping is None
    assert room.film is before


def test_files_and_media_come_in_by_keys_at_the_playhead(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    room.session.move_playhead(132)
    place = room.window.edit.timeline.actions_here.clips.place_files
    place([str(photo(tmp_path / "a.png")), str(photo(tmp_path / "b.png", (1, 2, 3)))])
    qtbot.waitUntil(lambda: len(references(room)) == 2, timeout=20_000)
    assert room.lane(0)[-2:] == [(132, 72, 0), (204, 72, 0)]
    assert room.session.playhead == 276
    room.window.board.media.grid.setCurrentRow(0)
    qtbot.keyClick(room.window, Qt.Key.Key_Period, Qt.KeyboardModifier.AltModifier)
    assert room.lane(0)[-1] == (276, 72, 0)
    room.session.move_playhead(0)
    qtbot.keyClick(room.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.AltModifier)
    assert room.lane(0)[:2] == [(0, 72, 0), (72, 48, 0)]


def test_an_empty_film_gets_the_track_it_needs(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    room = EditRoom(studio, qtbot, tmp_path / "empty.reel", Project(width=160, height=90))
    at, mime = QPoint(40, 40), files(photo(tmp_path / "a.png"))
    assert hover(room, at, mime).isAccepted()
    let_go(room, at, mime)
    qtbot.waitUntil(lambda: bool(room.film.cut.tracks), timeout=20_000)
    assert [track.kind for track in room.film.cut.tracks] == [TrackKind.PICTURE]
    assert room.lane(0) == [(10, 72, 0)]


def test_each_of_several_files_says_its_track_before_release(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    mime = files(photo(tmp_path / "sea.png"), sound(tmp_path / "score.wav", 16),
                 sound(tmp_path / "line.wav", 1))  # fmt: skip
    hover(room, room.point(60), mime)
    held(room, qtbot)
    assert room.view.dropping is not None
    assert room.view.dropping.told.split("\n") == [
        "Overwrite here", "sea.png → Picture", "score.wav → Music", "line.wav → Dialogue",
    ]  # fmt: skip
    leave(room.view.viewport())


def test_a_frame_of_the_viewer_is_carried_to_the_lanes_and_becomes_a_still(
    room: EditRoom, qtbot: QtBot
) -> None:
    owner = room.clip(0).owner
    take = make_take(room.desk.folder, owner, grey_ramp(48, 160, 90))
    room.desk.takes.setdefault(owner, []).append(take)
    room.desk.take_arrived.emit(take)
    viewer = room.window.edit.viewer
    viewer.show_take(take)
    qtbot.waitUntil(lambda: viewer.deck.ready and viewer.deck.showing.take == take.id)
    viewer.deck.seek(20)
    qtbot.waitUntil(lambda: viewer.screen_part.frame() is not None, timeout=20_000)
    cargo, before = viewer.screen_part.frame(), room.film
    assert cargo is not None
    mime, at = mime_of(cargo), room.point(140)
    assert hover(room, at, mime).isAccepted()
    assert room.view.dropping is not None
    assert room.view.dropping.told == "Overwrite here\nThis frame becomes a still"
    assert [box.width() for box in room.view.dropping.boxes] == [72 * 4]
    let_go(room, at, mime)
    qtbot.waitUntil(lambda: len(room.film.references) == 1, timeout=20_000)
    assert room.film.references[0].kind is ReferenceKind.PICTURE
    assert room.lane(0)[-1] == (140, 72, 0)
    qtbot.keyClick(room.window, Qt.Key.Key_Z, CTRL)
    assert room.film is before, "one step"


def test_a_folder_lies_in_the_cut_as_one_step_and_says_what_came(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    there = tmp_path / "stills"
    there.mkdir()
    photo(there / "b.png"), photo(there / "a.png", (1, 2, 3))
    (there / "notes.txt").write_text("no picture")
    before, mime, at = room.film, files(there), room.point(132)
    assert hover(room, at, mime).isAccepted()
    held(room, qtbot)
    assert room.view.dropping is not None
    assert room.view.dropping.told.split("\n")[1:] == ["a.png → Picture", "b.png → Picture"]
    let_go(room, at, mime)
    qtbot.waitUntil(lambda: references(room) == ["a", "b"], timeout=20_000)
    assert room.lane(0)[-2:] == [(132, 72, 0), (204, 72, 0)], "by name, one behind the other"
    told = "Place media: a.png and 1 more at 00:00:05:12 · left out: notes.txt"
    assert room.window.said.text() == told
    assert room.window.said.property("tone") == "warn"
    qtbot.keyClick(room.window, Qt.Key.Key_Z, CTRL)
    assert room.film is before, "one step"


def test_captions_and_empty_folders_are_refused_over_the_lanes(
    room: EditRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    words, empty = tmp_path / "film.vtt", tmp_path / "empty"
    words.write_text("WEBVTT")
    empty.mkdir()
    assert not hover(room, room.point(10), files(words)).isAccepted()
    assert room.view.refusal is not None
    assert "dialogue lines" in room.view.refusal.why
    hover(room, room.point(10), files(empty))
    held(room, qtbot)
    assert room.view.refusal is not None
    assert "empty" in room.view.refusal.why


def test_a_shot_let_go_on_a_track_says_what_it_did(room: EditRoom) -> None:
    shot = mime_of(Cargo((Thing("shot", id=room.clip(1).owner),), str(room.desk.folder)))
    hover(room, room.point(0), shot, CTRL)
    let_go(room, room.point(0), shot, CTRL)
    assert room.window.said.text() == "Insert shot: 1-2 at 00:00:00:00"
    assert room.window.said.property("tone") == "good"
