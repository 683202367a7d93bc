"""Menus that can be read: none is taller than a small screen, and menus in menus work."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.ui.film_menus import MENUS
from studio.ui.timeline_menus import HERE_MENU
from studio.ui.window import _TITLES
from tests.ui.films import film, opened
from tests.ui.timelines import EditRoom, small_film

LOW = 720 - 54  # pixels under the title and the menu bar of a window on the lowest screen


def menus_in(menu: QMenu) -> list[QMenu]:
    inner = [each.menu() for each in menu.actions()]
    return [menu, *(m for each in inner if isinstance(each, QMenu) for m in menus_in(each))]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_menu_is_taller_than_a_window(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, film(tmp_path, 2), qtbot)
    qtbot.waitUntil(lambda: window.pages.complete)
    heads = [each.menu() for each in window.menuBar().actions()]
    here = QMenu(window)
    window.actions_table.put_in(here, HERE_MENU)
    every = [m for head in (*heads, here) if isinstance(head, QMenu) for m in menus_in(head)]
    assert len(every) > len(_TITLES) + 10
    tall = {menu.title(): menu.sizeHint().height() for menu in every}
    assert {title: height for title, height in tall.items() if height > LOW} == {}
    for menu in every:  # each can be walked to by a letter of its own
        letters = [
            each.text().partition("&")[2][:1].casefold()
            for each in menu.actions()
            if each.menu() is not None
        ]
        assert len(set(letters)) == len(letters), menu.title()
        assert all(letters), menu.title()
    here.deleteLater()


def test_a_speed_is_chosen_in_the_menu_in_the_menu(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    room = EditRoom(studio, qtbot, tmp_path / "small.reel", small_film())
    clip = room.clip(0)
    room.session.choose_clips([clip.id])
    room.window.actions_table.stock()
    bar = room.window.menuBar()
    head = bar.actions()[list(MENUS).index("clip")]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(head).center())
    menu = head.menu()
    assert isinstance(menu, QMenu)
    qtbot.waitUntil(menu.isVisible)
    speed = next(m for m in menus_in(menu) if "Speed" in m.title().replace("&", ""))
    QTest.keyClick(menu, Qt.Key.Key_S)
    qtbot.waitUntil(speed.isVisible)
    wanted = room.window.actions_table.qaction("clip.faster")
    QTest.mouseClick(speed, Qt.MouseButton.LeftButton, pos=speed.actionGeometry(wanted).center())
    assert room.clip(0).speed == 2
    assert not menu.isVisible()
