"""Everything has a name, Tab goes everywhere as one reads, and keys do what they say."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.ui.window import PAGES, FilmWindow
from studio.ui.words import Words
from tests.ui.films import service, start, studio_with
from tests.ui.furnished import furnished
from tests.ui.names import focusable, nameless, tabbed, unexplained, walk, where

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """A film with a line, media, a cast and a take, so that every part has something to show."""
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    return furnished(studios[0], qtbot, tmp_path)


def places(window: FilmWindow) -> Iterator[tuple[str, QWidget]]:
    """Every page with every part of it, one after the other."""
    for page in PAGES:
        window.session.turn_to(page)
        QApplication.processEvents()
        yield page, window
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    yield "cast", window
    window.board.show_table()
    yield "table", window
    window.board.show_table()
    window.toggle_jobs()
    window.drawer.choose(next(iter(window.desk.jobs)))
    window.toggle_history()
    yield "jobs and history", window
    window.toggle_jobs()
    window.toggle_history()
    window.open_palette()
    assert window.palette_box is not None
    yield "palette", window.palette_box
    window.palette_box.reject()


def test_everything_that_can_have_the_focus_has_a_name(window: FilmWindow) -> None:
    found = {name: nameless(root) for name, root in places(window)}
    assert found == {name: [] for name in found}


def test_dialogs_and_the_start_page_have_names(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    page = start(studios[0]).page
    assert nameless(start(studios[0])) == []
    page.ask_new("advert")
    assert isinstance(page.dialog, QDialog)
    assert nameless(page.dialog) == []
    page.dialog.reject()
    studios[0].show_preferences()
    dialog = studios[0].preferences.dialog
    assert dialog is not None
    assert nameless(dialog) == []
    dialog.reject()


def test_buttons_without_words_have_a_tooltip(window: FilmWindow) -> None:
    found = {name: unexplained(root) for name, root in places(window)}
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_everything_on_a_page_and_comes_round(
    window: FilmWindow, qtbot: QtBot, page: str
) -> None:
    window.session.turn_to(page)
    QApplication.processEvents()
    if window.pages.viewer is not None:  # its buttons can be pressed once it has a picture
        qtbot.waitUntil(lambda: window.pages.viewer.deck.ready, timeout=20_000)  # type: ignore[union-attr]
    window.bar.jobs.setFocus()
    QTest.keyClick(window.bar.jobs, Qt.Key.Key_Tab)
    seen = walk(window)
    missed = [where(each) for each in tabbed(window) - set(seen)]
    assert missed == []
    window.bar.jobs.setFocus()
    back = walk(window, back=True)
    assert set(back) == set(seen)
    assert back[1:] == seen[-2::-1] or back == [seen[-1], *seen[-2::-1]], "Shift+Tab goes back"


def test_tab_goes_down_the_inspector_as_it_is_read(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("board")
    panel = window.board.panel
    inside = panel._scroll.widget()
    panel.prompt.setFocus()
    stops = [w for w in walk(window) if inside.isAncestorOf(w)]
    assert len(stops) > 15
    heights = {each: each.mapTo(inside, QPoint(0, 0)).y() for each in stops}
    first = stops.index(min(stops, key=lambda each: heights[each]))
    for before, after in itertools.pairwise([*stops[first:], *stops[:first]]):
        beside = heights[after] + after.height() > heights[before]
        assert beside, f"up from {where(before)} to {where(after)}"


def test_no_two_actions_have_one_key(window: FilmWindow) -> None:
    table = window.actions_table
    owners: dict[str, list[str]] = {}
    for name in table.ids():
        for key in table.qaction(name).shortcuts():
            owners.setdefault(key.toString(), []).append(name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_every_action_is_in_a_menu_or_the_palette_with_its_key(window: FilmWindow) -> None:
    window.open_palette()
    box = window.palette_box
    assert box is not None
    listed = {box.found.item(n).data(Qt.ItemDataRole.UserRole) for n in range(box.found.count())}
    box.reject()
    assert set(window.actions_table.ids()) - listed == {"view.palette"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_mnemonics_of_the_menu_bar_do_not_clash(language: str) -> None:
    words = Words(language)
    names = ("film", "edit", "shot", "clip", "timeline", "play", "view")
    keys = [QKeySequence.mnemonic(words(f"menu.{name}")).toString() for name in names]
    assert all(keys)
    assert len(set(keys)) == len(keys)


TYPED = "vcs,.=-mjkl io[]xbar"  # every one of them is a key of the timeline or the viewer


@pytest.mark.parametrize("page", ["script", "board", "edit"])
def test_typing_in_a_field_stays_in_the_field(window: FilmWindow, qtbot: QtBot, page: str) -> None:
    window.session.turn_to(page)
    QApplication.processEvents()
    fields = [w for w in focusable(window) if isinstance(w, QLineEdit | QTextEdit | QPlainTextEdit)]
    fields = [w for w in fields if w.isEnabled() and not w.isReadOnly()]
    assert fields
    playhead, names = window.session.playhead, [s.name for s in window.desk.project.subjects]
    for field in fields:
        field.setFocus()
        text = field.text if isinstance(field, QLineEdit) else field.toPlainText
        was = text()
        qtbot.keyClicks(field, TYPED)
        typed = len(text()) - len(was)
        numbers = field.accessibleName() == "Seed"  # takes digits only
        assert typed >= (0 if numbers else len(TYPED) - 1), where(field)
    assert window.session.playhead == playhead
    assert names == [s.name for s in window.desk.project.subjects] or page == "board"
    assert window.session.page == page
