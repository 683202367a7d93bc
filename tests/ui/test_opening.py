"""A film opens fast: no start page before it, its pages later, and the window answers meanwhile."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.settings import Settings, save
from studio.timeline.assembly import assemble
from studio.timeline.store import create, open_folder
from studio.ui.film_menus import MENUS
from studio.ui.page_making import SHOT_PARTS
from studio.ui.start_page import StartWindow
from studio.ui.theme import DARK, LIGHT, style_sheet
from studio.ui.window import _TITLES, FilmWindow
from tests.jobs.builders import make_project, shot_id
from tests.ui.films import film, opened, service, start, studio_with
from tests.ui.watch import Watch

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def studio(studios: list[Studio], qapp: QApplication, tmp_path: Path) -> Studio:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    return studios[0]


def film_of(studio: Studio, qtbot: QtBot) -> FilmWindow:
    qtbot.waitUntil(lambda: isinstance(studio.window, FilmWindow), timeout=20_000)
    assert isinstance(studio.window, FilmWindow)
    return studio.window


# Where from.


def test_a_film_that_is_named_needs_no_start_page(studio: Studio, tmp_path: Path) -> None:
    studio.start(film(tmp_path, 1))
    windows = QApplication.topLevelWidgets()
    assert [each for each in windows if isinstance(each, StartWindow)] == []


def test_what_is_worked_on_first_has_the_keys(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    for shots, name in ((0, "empty"), (2, "planned")):
        studios.append(studio_with(tmp_path, qapp))
        window = opened(
            studios[-1], film(tmp_path, shots, name, **({} if shots else {"scenes": ()})), qtbot
        )
        first = window.board.board if shots else window.script.text
        assert QApplication.focusWidget() is first


def test_a_film_that_is_named_and_refused_is_said_on_the_start_page(
    studio: Studio, tmp_path: Path
) -> None:
    (tmp_path / "none.reel").mkdir()
    studio.start(tmp_path / "none.reel")
    assert start(studio).isVisible()
    assert "none.reel" in start(studio).page.said.text()


@pytest.mark.parametrize("shots", [3, pytest.param(1000, marks=pytest.mark.slow)])
def test_the_window_answers_while_a_film_is_opened_and_its_pages_are_built(
    shots: int, studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path,
    watch: Watch,
) -> None:  # fmt: skip
    save(Settings(recent=(str(film(tmp_path, shots)),)), tmp_path / "settings.json")
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    row = start(studios[0]).page.rows[0]
    watch.begin()
    qtbot.mouseClick(row, LEFT)
    window = film_of(studios[0], qtbot)
    qtbot.waitUntil(lambda: window.pages.complete, timeout=20_000)
    for number in "341":
        qtbot.keyClick(window, number, CONTROL)
    assert window.session.page == "script"


def test_a_film_that_is_clicked_twice_is_opened_once(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = str(film(tmp_path, 1))
    studio.start()
    studio.open(folder)
    studio.open(folder)
    window = film_of(studio, qtbot)
    qtbot.waitUntil(lambda: window.pages.complete)
    assert studio.window is window


def test_a_film_that_nobody_waits_for_any_more_is_let_go_of(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = film(tmp_path, 1)
    studio.start()
    studio.open(str(folder))
    start(studio).hide()
    qtbot.waitUntil(lambda: not studio._opening._busy, timeout=20_000)
    assert isinstance(studio.window, StartWindow)
    open_folder(folder).close()


# What is built when.


def test_the_inspector_of_the_cut_is_made_of_parts_made_apart(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    """All at once it would hold the window up for as long as all the rest of the page."""
    window = opened(studio, film(tmp_path, 2), qtbot)
    making = window.pages._making
    loose: list[set[str]] = []
    while not window.pages.has("edit") and window.pages.prepare("edit"):
        loose.append(set(making._loose))
    apart = next(n for n, names in enumerate(loose) if "ShotPanel" in names)
    assert apart >= len(SHOT_PARTS) or window.pages.has("edit")
    for fewer, more in pairwise(loose[:apart]):
        assert len(more - fewer) == 1
    qtbot.waitUntil(lambda: window.pages.complete)
    panel = window.edit.panel
    assert all(panel.isAncestorOf(part) for part in (*panel.parts, panel.offer))
    assert making._loose == {}


def test_pages_come_after_the_first_paint_and_then_the_menus_are_full(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path, 2), qtbot)
    qtbot.waitUntil(lambda: window.pages.complete)
    menus = [action.menu() for action in window.menuBar().actions()]
    lengths = [len(menu.actions()) for menu in menus if isinstance(menu, QMenu)]
    assert lengths == [len(MENUS[title]) for title in _TITLES]


def test_a_menu_that_is_opened_at_once_lists_what_later_pages_can_do(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    studio.start(film(tmp_path, 2))
    window = studio.window
    assert isinstance(window, FilmWindow)
    assert not window.pages.has("deliver")
    menu = window.menuBar().actions()[_TITLES.index("deliver")].menu()
    assert isinstance(menu, QMenu)
    menu.popup(QPoint(0, 0))
    assert "Export" in menu.actions()[0].text()
    menu.close()


def test_a_key_of_a_page_that_is_not_there_yet_works(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    studio.start(film(tmp_path, 2))
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.pages.rest()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.choose_shots([shot_id(1)])
    assert not window.pages.has("script")
    qtbot.keyClick(window, Qt.Key.Key_Control)
    assert not window.pages.has("script"), "it is no key yet"
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.page == "script", "the text of the shot is shown"


def test_a_page_that_comes_late_knows_what_is_chosen(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    studio.start(film(tmp_path, 3))
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.session.choose_shots([shot_id(2)])
    window.session.move_playhead(5)
    window.session.mark_span((2, 6))
    assert not window.pages.has("edit")
    window.session.turn_to("edit")
    assert window.edit.panel.shot is not None
    assert window.edit.panel.shot.id == shot_id(2)
    assert window.edit.viewer.deck.player.range == (2, 6)  # type: ignore[attr-defined]
    assert not window.pages.has("script")
    assert len(window.script.shots.selectionModel().selectedRows()) == 1
    assert window.edit.tabs.parentWidget() is not None


@pytest.mark.parametrize("way", ["close", "leave"])
def test_nothing_is_built_for_a_film_that_is_closed(
    way: str, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    studio.start(film(tmp_path, 2))
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.pages.begin()
    assert window.pages.prepare("edit"), "a part that stands nowhere yet is let go of too"
    with qtbot.waitSignal(window.desk.closed):
        window.close() if way == "close" else window.leaving.leave()
    window.pages.finish()
    assert not window.pages.has("edit")
    with pytest.raises(RuntimeError, match="never built"):
        window.pages.want("edit")
    assert not window.pages._idle.isActive()


def test_a_render_that_failed_looks_for_takes_that_are_gone(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "cut.reel"
    create(folder, assemble(make_project(1))).close()
    window = opened(studio, folder, qtbot)
    window.desk.make()
    qtbot.waitUntil(lambda: len(window.desk.shown) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not window.desk.working)
    for take in window.desk.shown.values():
        (window.desk.folder / take.files[0].path).unlink()
    qtbot.keyClick(window, "4", CONTROL)
    qtbot.mouseClick(window.deliver.go, LEFT)
    qtbot.waitUntil(window.missing.isVisible, timeout=20_000)
    assert window.missing.search_button.isVisible()


# How it looks and speaks.


def test_every_window_wears_the_look_and_changes_with_it(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path, 2), qtbot)
    window.session.turn_to("edit")
    window.edit.viewer.toggle_full()  # type: ignore[attr-defined]
    full = window.edit.viewer.full  # type: ignore[attr-defined]
    for theme in (LIGHT, DARK):
        studio.preferences.prefer("theme", theme.name)
        assert window.styleSheet() == full.styleSheet() == style_sheet(theme)
        assert window.palette().window().color().name() == theme.ground
    full.close()


def test_a_trouble_before_the_first_window_wears_the_look_too(studio: Studio, qtbot: QtBot) -> None:
    studio.crashes.report(ValueError("x"))
    qtbot.waitUntil(lambda: studio.crashes.dialog is not None)
    dialog = studio.crashes.dialog
    assert isinstance(dialog, QMessageBox)
    assert dialog.styleSheet() == style_sheet(DARK)
    dialog.reject()


def entries(field: QLineEdit) -> list[str]:
    menu = field.createStandardContextMenu()
    found = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    menu.deleteLater()
    return found


def test_qts_own_menus_speak_the_makers_language(studio: Studio, qtbot: QtBot) -> None:
    studio.start()
    field = QLineEdit()
    qtbot.addWidget(field)
    assert "&Paste" in entries(field)
    studio.preferences.prefer("language", "zh")
    assert [text for text in entries(field) if text.isascii()] == []
    assert any("粘贴" in text for text in entries(field))
    studio.preferences.prefer("language", "en")
    assert "&Paste" in entries(field)
