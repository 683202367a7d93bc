"""Odd files dropped on a shot: refused in a sentence, or taken for what they are; no stall."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.pictures import load_picture
from studio.timeline.store import read
from studio.timeline.story import ReferenceKind, Role
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, SECOND, card, drop, files, opened, photo, settle, shot
from tests.ui.odd_files import REFUSED, TAKEN, picture
from tests.ui.watch import Watch

CTRL = Qt.KeyboardModifier.ControlModifier


def inside(window: FilmWindow) -> list[str]:
    """What lies in the film's media folder."""
    return sorted(path.name for path in (window.desk.folder / "media").iterdir())


def lives(window: FilmWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """The next drop works, and is one step to undo."""
    before = window.desk.project
    drop(*card(window, SECOND), files(photo(tmp_path / "next.png")))
    settle(window, qtbot)
    assert [use.role for use in shot(window, SECOND).uses] == [Role.FIRST_FRAME]
    assert window.said.property("tone") == "good"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.desk.project == before


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_used_is_said_and_changes_nothing(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch, what: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    bad, good = REFUSED[what](tmp_path), photo(tmp_path / "good.png")
    before, label = window.desk.project, window.desk.document.undo_label
    watch.begin()
    drop(*card(window, FIRST), files(good, bad))
    settle(window, qtbot)
    said = window.said.text()
    assert bad.name in said
    assert said.count("\n") == 0
    assert window.said.property("tone") == "bad"
    assert window.desk.project is before, "all or nothing: the good one too"
    assert window.desk.document.undo_label == label
    assert inside(window) == []
    assert studio.crashes.dialog is None
    lives(window, qtbot, tmp_path)


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_only_odd_is_taken_for_what_it_is(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch, what: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    path = TAKEN[what](tmp_path)
    before = window.desk.project
    watch.begin()
    drop(*card(window, FIRST), files(path))
    settle(window, qtbot)
    (reference,) = window.desk.project.references
    still = what in {"turned by EXIF", "CMYK"}
    assert reference.kind is (ReferenceKind.PICTURE if still else ReferenceKind.VIDEO)
    wanted = Role.FIRST_FRAME if still else Role.MOTION
    assert [use.role for use in shot(window, FIRST).uses] == [wanted]
    assert window.said.property("tone") == "good"
    (take,) = window.desk.takes[reference.id]
    stored = window.desk.folder / take.files[0].path
    assert stored.read_bytes() == path.read_bytes()
    if what == "turned by EXIF":
        assert load_picture(stored).shape[:2] == (64, 48), "it stands"
        assert (take.width, take.height) == (48, 64)
    elif what == "CMYK":
        red, _, blue = (int(part) for part in load_picture(stored)[24, 32, :3])
        assert red > 200 > 100 > blue, "magenta and yellow ink are red light"
    elif what == "no sound":
        assert not take.has_sound
    elif what == "odd size":
        assert (take.width, take.height) == (63, 47)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.desk.project == before
    lives(window, qtbot, tmp_path)


def test_a_film_called_a_picture_takes_its_own_role_when_it_is_known(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    drop(*card(window, FIRST), files(TAKEN["film called a picture"](tmp_path)))
    settle(window, qtbot)
    assert window.desk.document.undo_label == "Use as motion"
    assert "motion" in window.said.text(), "what was done is said, not what was guessed"


def test_two_hundred_pictures_at_once_do_not_hold_the_window_up(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    window = opened(studio, qtbot, tmp_path)
    there = tmp_path / "pictures"
    there.mkdir()
    many = [picture(there / f"{n:03}.png", (32 + n, 24)) for n in range(200)]
    before = window.desk.project
    view = window.board.media.grid.viewport()
    watch.begin()
    drop(view, view.rect().center(), files(*many))
    qtbot.waitUntil(lambda: not window.board.bringer.busy, timeout=60_000)
    assert len(window.desk.project.references) == 200
    assert window.board.media.grid.count() == 200
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.desk.project == before, "one step"
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    window.desk.save_now()
    assert len(read(window.desk.folder).references) == 200


NAMES = {
    "emoji": "🎬🦊.png",
    "quotes": "“a” 'b' \"c\" `d`.png",
    "newline": "one\ntwo.png",
    "markup": "<b>&amp;bold<i> & %s {name} %1.png",
    "long": "x" * 196 + ".png",
    "only spaces": "   .png",
    "right to left": "\u202egnp.exe.png",
}


@pytest.mark.parametrize("kind", NAMES)
def test_files_of_any_name_are_taken_and_told_of_in_one_line(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch, kind: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    path = picture(tmp_path / NAMES[kind])
    watch.begin()
    drop(*card(window, FIRST), files(path))
    settle(window, qtbot)
    (reference,) = window.desk.project.references
    assert reference.name.isprintable()
    assert 0 < len(reference.name) <= 200
    assert [use.role for use in shot(window, FIRST).uses] == [Role.FIRST_FRAME]
    assert window.said.property("tone") == "good"
    assert "\n" not in window.said.text()
    assert window.said.textFormat() is Qt.TextFormat.PlainText
    bad = tmp_path / NAMES[kind].replace(".png", ".wav")
    bad.touch()
    drop(*card(window, SECOND), files(bad))
    settle(window, qtbot)
    assert window.said.property("tone") == "bad"
    assert "\n" not in window.said.text()
    window.desk.save_now()
    assert read(window.desk.folder) == window.desk.project
