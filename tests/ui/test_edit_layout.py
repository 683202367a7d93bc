"""What stands where on the edit page, on small and large screens and in both themes."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule, Step
from studio.ui.theme import LIGHT, dress
from studio.ui.timeline_tiles import _MOST, Tiles
from tests.ui.films import end, service, studio_with
from tests.ui.timelines import EditRoom, small_film


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def test_media_stand_on_the_page_that_is_seen(room: EditRoom) -> None:
    tabs, page = room.window.board.tabs, room.window.edit
    assert tabs.isVisible()
    assert page.isAncestorOf(tabs)
    room.session.turn_to("board")
    assert room.window.board.isAncestorOf(tabs)
    assert tabs.isVisible()
    room.session.turn_to("edit")
    assert page.isAncestorOf(tabs)


def test_on_a_low_page_the_inspector_stands_from_top_to_bottom(
    room: EditRoom, qtbot: QtBot
) -> None:
    page, window = room.window.edit, room.window
    window.resize(1280, 740)
    QApplication.processEvents()
    assert page.inspector.isVisible()
    assert page.inspector.height() > page.height() - 10
    assert page.viewer.width() >= 320
    assert page.timeline.width() < page.width()
    window.resize(1920, 1080)
    QApplication.processEvents()
    assert page.timeline.width() == page.width()
    assert page.inspector.height() < page.height()
    qtbot.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    QApplication.processEvents()
    assert page.inspector.height() > page.height() - 10


def test_parts_are_put_away_and_one_fills_the_page_by_keys(room: EditRoom, qtbot: QtBot) -> None:
    page, window = room.window.edit, room.window
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert page.tabs.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert page.inspector.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_QuoteLeft)
    QApplication.processEvents()
    assert page.timeline.height() == page.height()
    qtbot.keyClick(window, Qt.Key.Key_QuoteLeft)
    assert page.viewer.isVisible()
    assert page.tabs.isHidden(), "what was away before stays away"


def test_another_theme_leaves_no_colour_of_the_old_one(room: EditRoom, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    qtbot.waitUntil(lambda: room.view.sharp)
    view = room.view.viewport()
    old = view.grab().toImage()
    button = room.window.edit.timeline.heads.heads[room.film.cut.tracks[0].id].lock
    drawn = button.icon().pixmap(18, 18).toImage()
    theme = room.window._theme
    before = theme.copy()
    try:
        theme.become(LIGHT)
        dress(app, theme)
        QApplication.processEvents()
        new = view.grab().toImage()
        room.view.tiles.clear()
        assert new == view.grab().toImage()
        assert new != old
        assert button.icon().pixmap(18, 18).toImage() != drawn
    finally:
        theme.become(before)
        dress(app, theme)


def test_tiles_keep_to_their_memory(room: EditRoom) -> None:
    tiles = Tiles(lambda *_: None)
    lane = room.view.lanes.lanes[1]
    for number in range(260):
        tiles.tile(lane, room.state.scale, number, 2.0)
    assert tiles.bytes <= _MOST
    assert tiles.has(lane, room.state.scale, 259)
    assert not tiles.has(lane, room.state.scale, 0)


def test_a_shot_at_a_service_is_a_placeholder_with_progress_and_becomes_the_clip(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    fake = service(tmp_path, Rule(watch=(Step(progress=0.4), Step(hang="wait"), Step())))
    studio = studio_with(tmp_path, qapp, fake=fake)
    try:
        folder = tmp_path / "film.reel"
        room = EditRoom(studio, qtbot, folder, small_film((24,)))
        shot = room.clip(0).owner
        empty = room.view.viewport().grab().toImage()
        room.desk.make([shot], backend="fake")
        qtbot.waitUntil(lambda: room.view.facts.progress(shot) == 0.4, timeout=20_000)
        under_way = room.view.viewport().grab().toImage()
        assert under_way != empty
        assert room.view.facts.take(room.clip(0)) is None
        room.desk.ask(partial(fake.release, "wait"))
        qtbot.waitUntil(lambda: shot in room.view.facts.shown, timeout=20_000)
        qtbot.waitUntil(lambda: room.view.facts.progress(shot) is None, timeout=20_000)
        room.view.viewport().grab()
        qtbot.waitUntil(lambda: room.view.media.idle, timeout=20_000)
        assert room.view.media.strip(room.view.facts.shown[shot]) is not None
        assert room.view.viewport().grab().toImage() != under_way
    finally:
        end(studio)
