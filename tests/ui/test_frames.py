"""The frame in the viewer goes onto shots, wells, subjects and media: by hand, by menu, by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.pictures import load_picture
from studio.timeline.store import create
from studio.timeline.story import Role
from studio.ui.dragging import MIME, Cargo, Target, Thing, cargo_of, mime_of
from studio.ui.screen import Screen
from studio.ui.viewer import Viewer
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, MIRA, SECOND, card, drag, drop, film, refuse, settle, shot
from tests.ui.films import opened, service, studio_with

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """A film whose first shot has a take, every frame another grey; the viewer shows frame 6."""
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    create(tmp_path / "film.reel", film()).close()
    window = opened(studios[0], tmp_path / "film.reel", qtbot)
    window.resize(1280, 800)
    window.session.choose_shots([FIRST])
    window.desk.make([FIRST], backend="fake")
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=20_000)
    qtbot.waitUntil(lambda: screen(window).frame() is not None, timeout=20_000)
    deck = window.board.viewer.deck
    start = grey(window)
    deck.seek(6)
    qtbot.waitUntil(lambda: abs(grey(window) - start) > 3, timeout=20_000)
    return window


def screen(window: FilmWindow) -> Screen:
    return window.board.viewer.screen_part


def grey(window: FilmWindow) -> int:
    """What the viewer shows in the middle of the picture."""
    image = window.board.viewer.deck.image
    assert image is not None
    return image.pixelColor(image.rect().center()).red()


def imported(window: FilmWindow) -> int:
    """The grey of the only imported picture."""
    (reference,) = window.desk.project.references
    take = window.desk.takes[reference.id][-1]
    picture = load_picture(window.desk.folder / take.files[0].path)
    return int(picture[picture.shape[0] // 2, picture.shape[1] // 2, 0])


def in_hand(window: FilmWindow) -> QMimeData:
    """The frame as the system carries it."""
    cargo = screen(window).frame()
    assert cargo is not None
    return mime_of(cargo)


def test_a_frame_on_a_card_is_its_first_frame(window: FilmWindow, qtbot: QtBot) -> None:
    kit, seen = window.board.kit, grey(window)
    board, place = card(window, SECOND)
    assert drag(board, place, in_hand(window))
    assert kit.hint.text() == "First frame → shot 1-2\nShift: last frame", "before the release"
    drop(board, place, in_hand(window))
    settle(window, qtbot)
    assert [use.role for use in shot(window, SECOND).uses] == [Role.FIRST_FRAME]
    assert window.desk.project.references[0].name == "1-1 take 1 00.00.00.06"
    assert abs(imported(window) - seen) <= 2, "the very frame that was seen"
    assert window.desk.document.undo_label == "Use as first frame"
    window.actions_table.trigger("edit.undo")
    assert shot(window, SECOND).uses == ()
    assert window.desk.project.references == (), "one step"


def test_a_frame_over_a_wrong_well_says_why_and_does_nothing(
    window: FilmWindow, qtbot: QtBot
) -> None:
    well = window.board.panel.wells.wells["sound"]
    before, hint = window.desk.project, window.board.kit.hint
    assert not drag(well, QPoint(20, 12), in_hand(window))
    assert hint.text() == "This well takes sounds; choose the well of its kind."
    assert hint.property("tone") == "bad"
    refuse(well, QPoint(20, 12))
    assert window.desk.project is before
    assert "takes sounds" in window.said.text(), "it can be read after the release"


@pytest.mark.parametrize(
    ("keys", "role"), [(Qt.Key.Key_F, Role.FIRST_FRAME), (Qt.Key.Key_E, Role.LAST_FRAME)]
)
def test_keys_do_the_same_as_the_hand(
    window: FilmWindow, qtbot: QtBot, keys: Qt.Key, role: Role
) -> None:
    seen = grey(window)
    qtbot.keyClick(window, keys, CONTROL | ALT)
    settle(window, qtbot)
    assert [use.role for use in shot(window, FIRST).uses] == [role]
    assert abs(imported(window) - seen) <= 2


def test_a_frame_joins_the_media_and_is_the_look_of_a_subject(
    window: FilmWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL | ALT)
    settle(window, qtbot)
    assert len(window.desk.project.references) == 1
    assert window.desk.document.undo_label == "Import frame"
    window.actions_table.trigger("frame.look")
    settle(window, qtbot)
    (mira,) = [s for s in window.desk.project.subjects if s.id == MIRA]
    assert [use.role for use in mira.uses] == [Role.SUBJECT]


def test_a_frame_of_the_film_is_what_the_cut_shows_there(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("edit")
    viewer = window.edit.viewer
    assert isinstance(viewer, Viewer)
    qtbot.waitUntil(lambda: viewer.screen_part.frame() is not None, timeout=20_000)
    window.session.move_playhead(6)
    qtbot.waitUntil(lambda: viewer.deck.player.frame == 6, timeout=20_000)
    cargo = viewer.screen_part.frame()
    assert cargo is not None
    assert cargo.things == (Thing("frame", frame=6),)
    seen = grey(window)
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL | ALT)
    settle(window, qtbot)
    assert window.desk.project.references[0].name == "Film 00.00.00.06"
    assert abs(imported(window) - seen) <= 2


def test_without_a_picture_there_is_nothing_to_carry(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.choose_shots([SECOND])  # which has no take
    qtbot.waitUntil(lambda: screen(window).frame() is None, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL | ALT)
    assert window.said.text() == "No picture is shown here; make a take of the shot first."
    assert not window.board.bringer.busy


def test_a_frame_of_a_take_that_is_gone_is_refused_in_a_sentence(
    window: FilmWindow, qtbot: QtBot
) -> None:
    gone = Thing("frame", id="jb_gone", owner=FIRST, frame=3)
    window.board.bringer.drop(Cargo((gone,), str(window.desk.folder)), Target("shot", SECOND))
    assert window.said.text() == "The take is not in this film any more; choose another one."


def test_a_frame_travels_as_data_and_nothing_else_is_taken_for_one() -> None:
    cargo = Cargo((Thing("frame", id="jb_1", owner=FIRST, frame=5),), "/film")
    assert cargo_of(mime_of(cargo)) == cargo
    mime = QMimeData()
    mime.setData(MIME, QByteArray(b'{"folder": "", "things": [{"kind": "frame", "frame": "x"}]}'))
    assert cargo_of(mime) is None
