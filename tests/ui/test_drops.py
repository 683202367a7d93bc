"""What is dragged lands in its role, says so before, and is one step of undo."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.video import frame_at
from studio.timeline.story import Role
from studio.ui.board_page import BoardPage
from studio.ui.dragging import Cargo, Thing, mime_of
from studio.ui.window import FilmWindow
from tests.ui.drops import (
    FIRST,
    MIRA,
    SECOND,
    THIRD,
    bring,
    card,
    drag,
    drop,
    files,
    leave,
    opened,
    photo,
    refuse,
    settle,
    shot,
    sound,
)
from tests.ui.watch import Watch

SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def roles(window: FilmWindow, name: str) -> list[Role]:
    return [use.role for use in shot(window, name).uses]


def hint(page: BoardPage) -> str:
    return page.kit.hint.text() if page.kit.hint.isVisible() else ""


@pytest.mark.slow
def test_a_photo_from_the_desktop_becomes_the_take(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    window = opened(studio, qtbot, tmp_path)
    watch.begin()
    colour = (40, 90, 200)
    drop(*card(window, FIRST), files(photo(tmp_path / "sea.png", colour)))
    settle(window, qtbot)
    before = window.desk.project
    assert roles(window, FIRST) == [Role.FIRST_FRAME]
    assert window.desk.document.undo_label == "Use as first frame"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert roles(window, FIRST) == []
    assert window.desk.project.references == ()
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.project == before
    window.session.choose_shots([FIRST])
    go = window.board.panel.offer.go
    with qtbot.waitSignal(window.board.panel.offer.quoted):
        pass
    qtbot.mouseClick(go, LEFT)
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=60_000)
    take = window.desk.shown[FIRST]
    picture = frame_at(window.desk.folder / take.files[0].path, 0)
    middle = picture[30:60, 50:110].reshape(-1, 3).mean(axis=0)
    assert np.abs(middle - np.array(colour)).max() < 30


def test_the_role_is_said_before_release(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    page = window.board
    picture, song = files(tmp_path / "a.png"), files(tmp_path / "a.wav")
    assert drag(*card(window, SECOND), picture)
    assert hint(page).startswith("First frame → shot 1-2")
    assert drag(*card(window, SECOND), picture, SHIFT)
    assert hint(page).startswith("Last frame")
    assert drag(*card(window, SECOND), song)
    assert "music" in hint(page)
    leave(page.board.viewport())
    assert hint(page) == ""
    assert window.desk.document.undo_label is None, "a drag that leaves changes nothing"


def test_a_wrong_drop_says_why(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    well = window.board.panel.wells.wells["picture"]
    song = files(tmp_path / "a.wav")
    assert not drag(well, QPoint(5, 5), song)
    assert "pictures" in hint(window.board)
    leave(well)
    assert window.said.text() == "", "it is only on its way"
    assert not drag(well, QPoint(5, 5), song)
    refuse(well, QPoint(5, 5))
    assert "pictures" in window.said.text()
    window.board.tabs.setCurrentWidget(window.board.cast)
    cast = window.board.cast.list
    assert not drag(cast.viewport(), cast.viewport().rect().bottomLeft() + QPoint(9, -3), song)
    assert "cast" in hint(window.board)
    assert drag(cast.viewport(), cast.visualItemRect(cast.item(0)).center(), song)
    assert "Voice sample" in hint(window.board)


def test_shift_makes_it_the_last_frame(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    drop(*card(window, SECOND), files(photo(tmp_path / "a.png")), SHIFT)
    settle(window, qtbot)
    assert roles(window, SECOND) == [Role.LAST_FRAME]


@pytest.mark.parametrize(("seconds", "role"), [(1.0, Role.LIP), (16.0, Role.MUSIC)])
def test_a_sound_is_a_line_or_music_by_its_length(
    studio: Studio, qtbot: QtBot, tmp_path: Path, seconds: float, role: Role
) -> None:
    window = opened(studio, qtbot, tmp_path)
    drop(*card(window, FIRST), files(sound(tmp_path / "a.wav", seconds)))
    settle(window, qtbot)
    assert roles(window, FIRST) == [role]


def test_two_pictures_and_a_sound_at_once_are_one_step(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    one, two = photo(tmp_path / "a.png"), photo(tmp_path / "b.png", (9, 9, 9))
    drop(*card(window, FIRST), files(one, sound(tmp_path / "c.wav", 1), two))
    settle(window, qtbot)
    assert set(roles(window, FIRST)) == {Role.FIRST_FRAME, Role.LAST_FRAME, Role.LIP}
    window.desk.document.undo()
    assert window.desk.project.references == ()


def test_a_subject_is_cast_and_a_picture_is_its_look(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    page = window.board
    page.tabs.setCurrentWidget(page.cast)
    people = page.cast.list
    drop(*card(window, THIRD), people.mimeData([people.item(0)]))
    assert shot(window, THIRD).subjects == (MIRA,)
    at = people.visualItemRect(people.item(0)).center()
    drop(people.viewport(), at, files(photo(tmp_path / "face.png")))
    settle(window, qtbot)
    assert [use.role for use in window.desk.project.subjects[0].uses] == [Role.SUBJECT]
    page.tabs.setCurrentWidget(page.media)
    grid = page.media.grid
    assert not drag(page.media, QPoint(2, 2), grid.mimeData([grid.item(0)]))


def test_a_picture_on_the_empty_cast_is_a_new_subject(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.board.tabs.setCurrentWidget(window.board.cast)
    drop(window.board.cast, QPoint(3, 3), files(photo(tmp_path / "Old Tom.png")))
    settle(window, qtbot)
    names = [subject.name for subject in window.desk.project.subjects]
    assert names == ["Mira", "Old Tom"]
    window.desk.document.undo()
    assert window.desk.project.references == ()


def test_what_belongs_to_another_film_is_refused(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    before = window.desk.project
    drop(*card(window, FIRST), mime_of(Cargo((Thing("subject", id=MIRA),), "/another/film")))
    assert "another film" in window.said.text()
    assert window.desk.project is before


@pytest.mark.parametrize("what", ["text", "empty", "playlist", "huge", "missing", "folder"])
def test_hostile_files_are_refused_in_a_sentence(
    studio: Studio, qtbot: QtBot, tmp_path: Path, what: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    before = window.desk.project
    bad = tmp_path / "bad.png"
    if what == "text":
        bad.write_text("hello")
    elif what == "empty":
        bad.touch()
    elif what == "playlist":
        bad.write_text("#EXTM3U\n/etc/passwd\n")
    elif what == "huge":  # the head of a PNG that claims 12,000 x 12,000 pixels
        head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (12_000).to_bytes(4, "big") * 2
        body = head[12:] + b"\x08\x02\x00\x00\x00"
        bad.write_bytes(head[:8] + b"\x00\x00\x00\r" + body + zlib.crc32(body).to_bytes(4, "big"))
    elif what == "folder":
        bad.mkdir()
    drop(*card(window, FIRST), files(photo(tmp_path / "good.png"), bad))
    settle(window, qtbot)
    assert "bad.png" in window.said.text()
    assert window.said.property("tone") == "bad"
    assert window.desk.project is before
    assert not list((window.desk.folder / "media").glob("*.png")), "nothing was copied"


def test_a_shot_that_went_meanwhile_loses_nothing_else(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    drop(*card(window, FIRST), files(photo(tmp_path / "a.png")))
    window.session.choose_shots([FIRST])
    window.actions_table.trigger("shot.delete")
    settle(window, qtbot)
    assert window.said.property("tone") == "bad"
    assert [s.id for s in window.desk.project.scenes[0].shots] == [SECOND]


def test_an_import_waits_for_the_end_of_a_drag(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    with window.desk.document.gesture("Trim"):
        drop(*card(window, FIRST), files(photo(tmp_path / "a.png")))
        settle(window, qtbot)
    qtbot.waitUntil(lambda: roles(window, FIRST) == [Role.FIRST_FRAME])


def test_the_keyboard_adds_what_is_chosen(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "a.png")])
    window.session.choose_shots([SECOND])
    window.board.media.grid.setCurrentRow(0)
    keys = Qt.KeyboardModifier.ControlModifier | SHIFT
    qtbot.keyClick(window, Qt.Key.Key_A, keys)
    assert roles(window, SECOND) == [Role.FIRST_FRAME]
    qtbot.keyClick(window, Qt.Key.Key_C, keys)
    qtbot.keyClick(window, Qt.Key.Key_A, keys)
    assert shot(window, SECOND).subjects == (MIRA,)


@pytest.mark.slow
def test_a_take_carries_on_in_the_next_shot(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    window.desk.make([FIRST])
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=60_000)
    label = window.desk.document.undo_label
    window.actions_table.trigger("take.next_frame")
    settle(window, qtbot)
    assert roles(window, SECOND) == [Role.FIRST_FRAME]
    assert "1-1 take 1" in window.desk.project.references[0].name
    window.desk.document.undo()
    assert window.desk.document.undo_label == label
    strip = window.board.panel.takes.strip
    drop(*card(window, THIRD), strip.mimeData([strip.item(0)]))
    settle(window, qtbot)
    assert roles(window, THIRD) == [Role.FIRST_FRAME]
    drop(*card(window, FIRST), strip.mimeData([strip.item(0)]))
    assert shot(window, FIRST).take == window.desk.takes[FIRST][0].id
    window.actions_table.trigger("take.motion")
    settle(window, qtbot)
    assert roles(window, FIRST) == [Role.MOTION], "as in the well of videos"
    assert [r.kind.value for r in window.desk.project.references].count("video") == 1


def test_a_drop_on_the_empty_board_imports(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    view = window.board.board.viewport()
    corner = QPoint(view.width() - 3, view.height() - 3)
    drop(view, corner, files(photo(tmp_path / "a.png")))
    settle(window, qtbot)
    assert [r.name for r in window.desk.project.references] == ["a"]
    assert all(roles(window, name) == [] for name in (FIRST, SECOND, THIRD))


def test_a_drop_on_a_row_or_the_inspector_is_for_its_shot(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    window.actions_table.trigger("view.table")
    table = window.board.table
    row = table.visualRect(table.shots.index(table.shots.row_of(THIRD), 1)).center()
    drop(table.viewport(), row, files(photo(tmp_path / "a.png")))
    drop(window.board.panel, QPoint(5, 5), files(photo(tmp_path / "b.png", (1, 2, 3))))
    settle(window, qtbot)
    assert roles(window, THIRD) == roles(window, FIRST) == [Role.FIRST_FRAME]
    prompt = window.board.panel.prompt
    assert not prompt.canInsertFromMimeData(files(tmp_path / "a.png")), "no path as a prompt"


def test_a_folder_brings_its_media_by_name_and_names_the_rest(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    there, deep = tmp_path / "stills", tmp_path / "stills" / "more"
    deep.mkdir(parents=True)
    photo(there / "b.png"), photo(there / "A.png", (9, 9, 9)), photo(deep / "c.png", (200, 1, 1))
    photo(there / ".hidden.png", (3, 4, 5))
    (there / "notes.doc").write_text("no picture")
    (there / "broken.png").write_text("no picture either")
    before = window.desk.project
    mime = files(there)
    assert drag(*card(window, FIRST), mime)
    qtbot.waitUntil(lambda: hint(window.board).startswith("All media of the folder"))
    drop(*card(window, FIRST), mime)
    settle(window, qtbot)
    assert [r.name for r in window.desk.project.references] == ["A", "b", "c"]
    assert sorted(roles(window, FIRST)) == [Role.FIRST_FRAME, Role.LAST_FRAME, Role.STYLE]
    said = window.said.text()
    assert "left out: broken.png and 1 more" in said
    assert window.said.property("tone") == "warn"
    window.desk.document.undo()
    assert window.desk.project == before, "one step"


def test_of_a_folder_a_well_takes_its_own_kind(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    there = tmp_path / "mixed"
    there.mkdir()
    photo(there / "a.png"), sound(there / "b.wav", 1)
    drop(window.board.panel.wells.wells["sound"], QPoint(5, 5), files(there))
    settle(window, qtbot)
    assert roles(window, FIRST) == [Role.LIP]
    assert "left out: a.png" in window.said.text()
    empty = tmp_path / "empty"
    empty.mkdir()
    before = window.desk.project
    drop(window.board.media, QPoint(2, 2), files(empty))
    settle(window, qtbot)
    assert "empty" in window.said.text()
    assert window.said.property("tone") == "bad"
    assert window.desk.project is before


@pytest.mark.parametrize(("seconds", "told"), [(1.0, "Recorded line"), (16.0, "Music")])
def test_the_role_of_a_sound_file_is_known_while_it_is_held(
    studio: Studio, qtbot: QtBot, tmp_path: Path, seconds: float, told: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    assert drag(*card(window, FIRST), files(sound(tmp_path / "a.wav", seconds)))
    qtbot.waitUntil(lambda: hint(window.board) == f"{told} → shot 1-1")
    leave(window.board.board.viewport())
    assert hint(window.board) == ""


def test_what_a_page_does_not_take_says_where_to_go(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    song = files(sound(tmp_path / "a.wav", 1))
    for page, told in (("deliver", "finished film"), ("script", "Only a text")):
        window.session.turn_to(page)
        at = window.pages.rect().bottomRight() - QPoint(3, 3)
        assert not drag(window.pages, at, song)
        assert told in hint(window.board)
        refuse(window.pages, at)
        assert told in window.said.text()
        assert hint(window.board) == ""
    window.session.turn_to("board")
    screen = window.board.viewer.screen_part
    assert not drag(window.pages, screen.mapTo(window.pages, QPoint(9, 9)), song)
    assert "viewer" in hint(window.board)


def test_a_folder_is_imported_from_the_menu_too(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    there = tmp_path / "stills"
    there.mkdir()
    photo(there / "b.png"), photo(there / "a.png", (9, 9, 9))
    window.actions_table.trigger("media.import_folder")
    (dialog,) = window.board.media.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.filesSelected.emit([str(there)])
    dialog.close()
    settle(window, qtbot)
    assert [r.name for r in window.desk.project.references] == ["a", "b"]


def test_captions_are_refused_with_the_reason_before_release(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    words = files(tmp_path / "film.srt")
    for place in (card(window, FIRST), (window.board.media, QPoint(2, 2))):
        assert not drag(*place, words)
        assert "dialogue lines" in hint(window.board)
    window.board.bringer.bring([str(tmp_path / "film.srt")])
    assert "dialogue lines" in window.said.text()
