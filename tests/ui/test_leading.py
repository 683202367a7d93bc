"""Pages that are asked for before they are there: bare ground, and parts one after the other."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.store import create
from studio.ui.film_pages import read_pages
from studio.ui.window import FilmWindow
from tests.ui.films import opened
from tests.ui.timelines import CTRL, small_film
from tests.ui.watch import Watch

K = Qt.Key


@pytest.fixture
def window(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """On the board; no other page is there, and none is built of its own accord."""
    read_pages()
    create(tmp_path / "small.reel", small_film()).close()
    shown = opened(studio, tmp_path / "small.reel", qtbot)
    shown.pages.rest()
    if shown.pages.has("edit") or shown.pages.has("deliver"):
        pytest.fail("a page was built before it was asked for")
    return shown


def test_an_early_page_is_led_to_a_part_at_a_time(
    window: FilmWindow, qtbot: QtBot, watch: Watch
) -> None:
    pages = window.pages
    watch.begin()
    qtbot.keyClick(window, K.Key_3, CTRL)
    assert pages.currentWidget() is pages.leading.coming
    assert window.session.page == "board"
    assert window.bar._group.buttons()[2].isChecked(), "the bar says where one goes"
    assert QApplication.focusWidget() is pages.leading.coming, "no key goes to the page before"
    qtbot.waitUntil(lambda: window.session.page == "edit", timeout=20_000)
    assert pages.currentWidget() is window.edit
    assert QApplication.focusWidget() is window.edit.timeline.view


def test_another_wish_takes_its_place(window: FilmWindow, qtbot: QtBot) -> None:
    pages = window.pages
    qtbot.keyClick(window, K.Key_3, CTRL)
    qtbot.keyClick(window, K.Key_2, CTRL)
    assert pages.currentWidget() is window.board
    assert window.bar._group.buttons()[1].isChecked()
    qtbot.keyClick(window, K.Key_3, CTRL)
    qtbot.keyClick(window, K.Key_4, CTRL)
    qtbot.waitUntil(lambda: window.session.page == "deliver", timeout=20_000)
    assert not pages.has("edit"), "what nobody waits for is left"


def test_who_asks_for_the_page_itself_has_it_at_once(window: FilmWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, K.Key_4, CTRL)
    page = window.deliver
    assert window.session.page == "deliver"
    assert window.pages.currentWidget() is page


def test_one_that_takes_long_is_named(window: FilmWindow, qtbot: QtBot) -> None:
    pages = window.pages
    pages.leading.to("edit")
    coming = pages.leading.coming
    assert coming is not None
    assert coming.told.text() == ""
    assert coming.accessibleName() == "Edit is on its way …"
    coming._long.timeout.emit()
    assert coming.told.text() == "Edit is on its way …"
    window.close()  # on the way nothing holds it back


def test_the_ground_is_left_when_the_film_is_closed(window: FilmWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, K.Key_3, CTRL)
    window.desk.close(save=False)
    qtbot.wait(1)
    assert not window.pages.has("edit")
