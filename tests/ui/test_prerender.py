"""While the maker rests, the window has things made; keys, presses, edits and playing stop that."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.render.kept import Kept
from studio.timeline.store import create
from studio.ui.timeline_ruler import TALL
from studio.ui.window import FilmWindow
from tests.films import make_film, make_take
from tests.render.playing import numbered
from tests.render.test_standins import heavy
from tests.ui.films import opened


@pytest.fixture
def window(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """A film of one heavy take and one with a line, its edit page in front."""
    folder = tmp_path / "film.reel"
    create(folder, make_film(20, 16, lines={1: "Who is there?"})).close()
    window = opened(studio, folder, qtbot)
    window.at_rest.allow(proxies=True, renderings=True, inspections=False)
    for place, frames in enumerate((20, 16)):
        name = f"sh_{place:08}"
        window.desk.takes[name] = [heavy(make_take(folder, name, numbered(frames)), folder)]
    window.desk._forget()
    window.session.turn_to("edit")
    qtbot.waitUntil(lambda: window.pages.complete)
    return window


def resting(window: FilmWindow, qtbot: QtBot) -> None:
    """The maker has rested long enough."""
    prerender = window.prerender
    qtbot.waitUntil(lambda: prerender._work is not None)
    prerender._quiet.stop()
    prerender._quiet.timeout.emit()
    assert prerender.resting


def done(window: FilmWindow) -> bool:
    standing = window.prerender.standing
    return standing is not None and standing.encoded == ((0, 36),) and not standing.doing


def test_at_rest_everything_is_made_and_shown_over_the_timeline(
    window: FilmWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.edit.viewer.deck.image is not None)
    resting(window, qtbot)
    told: set[str] = set()

    def seen() -> bool:
        if window.bar.ahead.isVisible():
            told.add(window.bar.ahead.text())
        return done(window)

    qtbot.waitUntil(seen, timeout=60_000)
    assert not window.bar.ahead.isVisible()
    assert told, "the bar told what was made"
    ruler = window.edit.timeline.ruler
    image = ruler.grab().toImage()
    dots = image.devicePixelRatio()
    at = QPoint(round(ruler.x_of(9) * dots), round((TALL - 2) * dots))
    assert image.pixelColor(at) == QColor(window.prerender._window._theme.good)
    assert Kept.of_the_user().folder.is_dir()
    player = window.edit.viewer.deck.player
    player.seek(30)
    qtbot.waitUntil(lambda: player.pictures.has(30))
    programme = window.edit.viewer.deck.programme
    assert programme is not None
    assert window.desk.standins.ready(programme.runs[1], programme.delivery(160, 90))


@pytest.mark.parametrize("deed", ["key", "press", "edit", "play"])
def test_it_stands_as_soon_as_the_maker_works(window: FilmWindow, qtbot: QtBot, deed: str) -> None:
    resting(window, qtbot)
    handle = window.windowHandle()
    if deed == "key":
        QTest.keyClick(handle, Qt.Key.Key_Shift)
    elif deed == "press":
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                         QPoint(5, 300))  # fmt: skip
    elif deed == "edit":
        assert window.desk.edit("Title", lambda film: film.evolve(title="Other"))
    else:
        qtbot.waitUntil(lambda: window.edit.viewer.deck.image is not None)
        window.edit.viewer.deck.toggle()
    assert not window.prerender.resting
    assert not window.prerender._work._idle
    assert not window.bar.ahead.isVisible()
    playing = window.edit.viewer.deck.player.playing
    assert window.prerender._quiet.isActive() is not playing


def test_an_export_goes_first(window: FilmWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.prerender._work is not None)
    window.prerender._needed = lambda: True
    window.prerender._quiet.timeout.emit()
    assert not window.prerender.resting
    assert window.prerender._quiet.isActive()


def test_preferences_say_what_is_made(window: FilmWindow, studio: Studio, qtbot: QtBot) -> None:
    studio.show_preferences()
    dialog = studio.preferences.dialog
    assert dialog is not None
    dialog.tabs.setCurrentIndex(dialog.tabs.count() - 2)
    for box in (dialog.proxies, dialog.prerender):
        assert box.isChecked()
        qtbot.waitUntil(box.isVisible)
        qtbot.keyClick(box, Qt.Key.Key_Space)
        assert not box.isChecked()
    dialog.accept()
    assert not window.desk.standins.proxies
    assert not window.desk.standins.renderings
    assert not studio.preferences.settings.proxies
    assert not studio.preferences.settings.prerender
    resting(window, qtbot)
    qtbot.waitUntil(lambda: window.prerender.standing is not None
                    and not window.prerender.standing.doing)  # fmt: skip
    assert window.prerender.standing is not None
    assert window.prerender.standing.encoded == ()


def test_a_click_skips_what_is_made(window: FilmWindow, qtbot: QtBot) -> None:
    resting(window, qtbot)
    qtbot.waitUntil(lambda: window.bar.ahead.isVisible() or done(window), timeout=30_000)
    window.actions_table.refresh()
    if window.bar.ahead.isVisible():
        qtbot.mouseClick(window.bar.ahead, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.prerender.standing.doing, timeout=60_000)
    assert window.prerender.resting
