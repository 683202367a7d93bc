"""The parts of the edit page put away, shown and made large with the mouse, from the menu."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cut import TrackKind
from tests.ui.timelines import LEFT, NONE, EditRoom, small_film


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    return EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())


def pick(room: EditRoom, qtbot: QtBot, name: str) -> None:
    """Open the menu that has an action, and click on it."""
    room.window.actions_table.stock()
    wanted = room.window.actions_table.qaction(name)
    bar = room.window.menuBar()
    for title in bar.actions():
        menu = title.menu()
        if isinstance(menu, QMenu) and wanted in menu.actions():
            qtbot.mouseClick(bar, LEFT, NONE, bar.actionGeometry(title).center())
            qtbot.waitUntil(menu.isVisible)
            assert wanted.isEnabled()
            qtbot.mouseClick(menu, LEFT, NONE, menu.actionGeometry(wanted).center())
            assert not menu.isVisible()
            return
    raise AssertionError(f"no menu has {name}")


@pytest.mark.parametrize(("name", "part"), [("edit.shelf", "tabs"), ("edit.inspector", "panel")])
def test_a_part_is_put_away_and_comes_back(
    room: EditRoom, qtbot: QtBot, name: str, part: str
) -> None:
    page = room.window.edit
    shown: QWidget = getattr(page, part)
    wide = page.viewer.width()
    assert shown.isVisible()
    pick(room, qtbot, name)
    assert not shown.isVisible()
    assert not room.window.actions_table.qaction(name).isChecked()
    qtbot.waitUntil(lambda: page.viewer.width() > wide or page.timeline.width() > wide)
    pick(room, qtbot, name)
    assert shown.isVisible()
    assert room.window.actions_table.qaction(name).isChecked()


def test_the_inspector_stands_from_top_to_bottom_and_back(room: EditRoom, qtbot: QtBot) -> None:
    page = room.window.edit
    before, height = page.tall, page.inspector.height()
    pick(room, qtbot, "edit.tall")
    assert page.tall is not before
    qtbot.waitUntil(lambda: page.inspector.height() != height)
    pick(room, qtbot, "edit.tall")
    assert page.tall is before
    qtbot.waitUntil(lambda: page.inspector.height() == height)


def test_one_part_fills_the_page_and_all_come_back(room: EditRoom, qtbot: QtBot) -> None:
    page = room.window.edit
    tall = page.timeline.height()
    pick(room, qtbot, "edit.only")
    assert page.timeline.isVisible()
    assert not page.viewer.isVisible()
    assert not page.tabs.isVisible()
    qtbot.waitUntil(lambda: page.timeline.height() > tall)
    pick(room, qtbot, "edit.only")
    assert page.viewer.isVisible()
    assert page.tabs.isVisible()
    assert page.inspector.isVisible()


@pytest.mark.parametrize("folded", [False, True])
def test_a_double_click_on_a_caption_opens_its_words(
    room: EditRoom, qtbot: QtBot, *, folded: bool
) -> None:
    panel = room.window.edit.panel
    text = next(t for t in room.film.cut.tracks if t.kind is TrackKind.TEXT)
    (caption,) = text.clips
    if folded:
        panel.sections["lines"].head.setChecked(False)
    at = room.view.rect_of(caption.id).center()
    qtbot.mouseDClick(room.view.viewport(), LEFT, NONE, at)
    words = panel.lines.rows[caption.owner].text
    assert words.hasFocus()
    assert words.isVisible()
    qtbot.keyClicks(words, " you")
    panel.commit()
    cue = room.film.scenes[0].shots[1].cues[0]
    assert cue.text == "Hello you"
    shown = next(t for t in room.film.cut.tracks if t.kind.value == "picture").clips[0]
    qtbot.mouseDClick(room.view.viewport(), LEFT, NONE, room.view.rect_of(shown.id).center())
    assert panel.prompt.hasFocus()
