"""While the maker rests, takes are inspected; keys, playing, exports and a preference stop that."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.ui.idle_reviews import IdleReviews
from studio.ui.window import FilmWindow
from tests.ui.test_prerender import resting
from tests.ui.test_take_reviews import badge_of, inspected, reviews_of
from tests.ui.test_takes import made, takes_of


@pytest.fixture
def window(
    studios: list[Studio],
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> FilmWindow:
    """A shot of two takes that nobody ever looked at; nothing else is made ahead."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return made(studios, qapp, qtbot, tmp_path, takes=2, ahead=False)


def rest(window: FilmWindow, qtbot: QtBot) -> None:
    """The maker has rested long enough, and takes may be looked at."""
    resting(window, qtbot)
    idle(window).allow(True)


def idle(window: FilmWindow) -> IdleReviews:
    assert window.at_rest.reviews is not None
    return window.at_rest.reviews


def test_takes_wear_a_badge_without_being_asked_for(window: FilmWindow, qtbot: QtBot) -> None:
    first, second = takes_of(window)
    assert len(reviews_of(window).lacking()) == 2
    rest(window, qtbot)
    told: set[str] = set()

    def all_known() -> bool:
        if window.bar.ahead.isVisible():
            told.add(window.bar.ahead.text())
        return all(inspected(window, qtbot, take)() for take in (first, second))

    qtbot.waitUntil(all_known, timeout=60_000)
    good = QColor(window.board.kit.theme.good)
    assert [badge_of(window, row) for row in (0, 1)] == [good, good]
    assert any("/2" in text for text in told)
    qtbot.waitUntil(lambda: not window.bar.ahead.isVisible())
    assert not idle(window).working
    assert reviews_of(window).lacking() == []


def test_it_stands_when_the_maker_comes_back(window: FilmWindow, qtbot: QtBot) -> None:
    rest(window, qtbot)
    qtbot.waitUntil(lambda: idle(window).working)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert not idle(window).working
    assert not idle(window)._inspector._idle


def test_what_the_maker_asks_for_goes_first(window: FilmWindow, qtbot: QtBot) -> None:
    rest(window, qtbot)
    qtbot.waitUntil(lambda: idle(window).working)
    _, last = reviews_of(window).lacking()[-1]
    reviews_of(window).inspect([last])
    assert not idle(window).working
    for take in (last, *takes_of(window)):
        qtbot.waitUntil(inspected(window, qtbot, take), timeout=30_000)


def test_a_preference_switches_it_off(
    window: FilmWindow, studios: list[Studio], qtbot: QtBot
) -> None:
    (studio,) = studios
    idle(window).allow(True)
    studio.show_preferences()
    dialog = studio.preferences.dialog
    assert dialog is not None
    dialog.tabs.setCurrentIndex(dialog.tabs.count() - 2)
    assert dialog.inspections.isChecked()
    qtbot.waitUntil(dialog.inspections.isVisible)
    qtbot.keyClick(dialog.inspections, Qt.Key.Key_Space)
    dialog.accept()
    assert not studio.preferences.settings.inspections
    resting(window, qtbot)
    qtbot.waitUntil(lambda: window.prerender.finished)
    assert not idle(window).working
    assert window.prerender.finished
    idle(window).allow(True)
    assert idle(window).working


def test_a_take_that_is_looked_at_can_be_skipped(window: FilmWindow, qtbot: QtBot) -> None:
    rest(window, qtbot)
    qtbot.waitUntil(lambda: idle(window)._inspector._doing is not None, timeout=30_000)
    assert window.at_rest.working
    window.at_rest.skip()
    qtbot.waitUntil(lambda: not idle(window).working, timeout=60_000)
    skipped = idle(window)._inspector._given_up
    assert {take.id for _, take in reviews_of(window).lacking()} == skipped
