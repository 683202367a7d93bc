"""Each part has its room, in the smallest common window too, and the colours of the theme."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.ui.job_model import COLUMNS
from studio.ui.theme import DARK, LIGHT, dress
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, bring, opened, photo


@pytest.fixture
def window(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    window = opened(studio, qtbot, tmp_path)
    window.resize(1280, 720)
    window.session.choose_shots([FIRST])
    QApplication.processEvents()
    return window


def test_the_jobs_drawer_leaves_the_viewer_on_a_small_screen(window: FilmWindow) -> None:
    board = window.board
    before = board.viewer.geometry()
    assert board.viewer.isVisible()
    window.actions_table.trigger("view.jobs")
    QApplication.processEvents()
    assert window.drawer.isVisible()
    for part in (board.viewer, board.panel, board.board, board.tabs):
        assert not part.visibleRegion().isEmpty()
    assert board.viewer.screen_part.height() >= 180
    assert window.width() == 1280
    card = board.board.rect_of(FIRST)
    assert card.right() < board.board.viewport().width(), "a card is whole"
    window.actions_table.trigger("view.jobs")
    QApplication.processEvents()
    assert board.viewer.geometry() == before, "all as it was"


def test_in_a_narrow_window_the_inspector_has_the_room(window: FilmWindow) -> None:
    window.resize(1024, 640)
    window.actions_table.trigger("view.jobs")
    QApplication.processEvents()
    assert window.width() == 1024, "nothing makes the window wider"
    assert window.board.panel.isVisible()


@pytest.mark.parametrize("first", ["board", "edit"])
def test_the_media_have_two_columns_at_the_first_look_on_the_edit_page(
    window: FilmWindow, qtbot: QtBot, tmp_path: Path, first: str
) -> None:
    bring(window, qtbot, [photo(tmp_path / f"{n}.png", (n, n, n)) for n in range(4)])
    if first == "board":
        columns = window.board.tabs.parentWidget()
        columns.setSizes([545, 360, 376])  # type: ignore[attr-defined]
    window.session.turn_to("edit")
    QApplication.processEvents()
    assert 290 <= window.edit.tabs.width() <= 310
    grid = window.board.media.grid
    lefts = {grid.visualItemRect(grid.item(row)).left() for row in range(4)}
    assert len(lefts) == 2


def colour(button: QToolButton) -> QColor:
    """The strongest colour of what is drawn on a button."""
    image = button.icon().pixmap(20, 20).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return max((image.pixelColor(x, y) for x, y in points), key=lambda each: each.alphaF())


def test_the_signs_under_the_viewer_take_the_colours_of_another_theme(
    window: FilmWindow, studio: Studio, qapp: QApplication
) -> None:
    bars = [window.board.viewer.transport, window.edit.viewer.transport]
    for theme in (LIGHT, DARK):
        studio.theme.become(theme)
        dress(qapp, studio.theme)
        QApplication.processEvents()
        for bar in bars:
            assert colour(bar.full).name() == theme.text
            assert colour(bar.play).name() in {theme.text, QColor(theme.soft).name()}


def test_what_a_job_makes_has_room_beside_its_figures(window: FilmWindow, qtbot: QtBot) -> None:
    for name in ("view.jobs", "view.history"):
        window.actions_table.trigger(name)
    window.desk.make([FIRST])  # so that there is a list
    qtbot.waitUntil(lambda: bool(window.desk.jobs) and not window.desk.working, timeout=60_000)
    table = window.drawer.table
    qtbot.waitUntil(table.isVisible)
    QApplication.processEvents()
    what, left = (table.columnWidth(COLUMNS.index(name)) for name in ("what", "left"))
    assert what > left
    assert what > 140
    assert table.horizontalScrollBar().maximum() == 0, "every column is seen"
    wide = table.columnWidth(COLUMNS.index("state"))
    window.actions_table.trigger("view.history")
    window.resize(1920, 1080)
    QApplication.processEvents()
    assert table.columnWidth(COLUMNS.index("state")) > wide


def test_the_rows_of_the_cast_lie_over_nothing(window: FilmWindow) -> None:
    panel = window.board.cast
    window.board.tabs.setCurrentWidget(panel)
    for _ in range(7):
        panel.new_one()
    for name in ("view.jobs", "view.history"):
        window.actions_table.trigger(name)
    QApplication.processEvents()
    box = panel.list.geometry()
    assert not box.intersects(panel.add.geometry())
    assert panel.add.geometry().bottom() < panel.area.geometry().top()
    assert panel.area.geometry().bottom() <= panel.height()
    row = panel.list.visualItemRect(panel.list.currentItem())
    assert panel.list.viewport().rect().contains(row), "the chosen one is seen"
    assert panel.list.viewport().height() // row.height() >= 2
    assert panel.list.viewport().height() % row.height() <= 8, "rows are whole"
    window.actions_table.trigger("view.jobs")
    QApplication.processEvents()
    assert panel.list.height() > box.height()
