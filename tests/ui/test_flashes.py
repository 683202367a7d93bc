"""No part of a window is ever seen as a window of its own, which would take the keyboard away."""

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.store import create
from studio.ui.window import PAGES
from tests.ui.drops import FIRST, MIRA, SECOND, bring, photo, shot, sound
from tests.ui.films import film, opened, service, start, studio_with
from tests.ui.test_odd_names import odd_film

_MEANT = (QMainWindow, QDialog)
_OVER = {Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen}


class Flashes(QObject):
    """Every widget that was shown though it was in no window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            over = watched.windowType() in _OVER
            if not (over or isinstance(watched, _MEANT)):
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def flashes(qapp: QApplication) -> Generator[Flashes, None, None]:
    eye = Flashes()
    qapp.installEventFilter(eye)
    yield eye
    qapp.removeEventFilter(eye)
    assert eye.seen == []


def test_what_is_shown_without_a_parent_is_seen(qapp: QApplication, qtbot: QtBot) -> None:
    eye, box = Flashes(), QComboBox()
    qtbot.addWidget(box)
    qapp.installEventFilter(eye)
    box.setVisible(True)
    qapp.removeEventFilter(eye)
    assert eye.seen == ["QComboBox "]


def test_the_start_page_is_one_window(
    studios: list[Studio], qapp: QApplication, tmp_path: Path, flashes: Flashes
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    assert start(studios[0]).page.empty.isVisible(), "with no film yet"
    studios[0].start(film(tmp_path, 1))


def test_a_film_in_use_is_one_window(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, flashes: Flashes
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = tmp_path / "film.reel"
    create(folder, odd_film("Mira")).close()
    window = opened(studios[0], folder, qtbot)
    window.session.turn_to("board")
    window.session.choose_shots([FIRST])
    bring(window, qtbot, [photo(tmp_path / "a.png"), sound(tmp_path / "b.wav", 1)])
    window.board.media.grid.selectAll()
    window.actions_table.trigger("media.add")
    assert len(shot(window, FIRST).uses) == 2
    window.board.tabs.setCurrentWidget(window.board.cast)
    window.board.cast.list.setCurrentRow(0)
    for name in ("view.table", "view.table", "view.jobs", "view.history", "edit.undo", "edit.redo"):
        window.actions_table.trigger(name)
    window.desk.make([SECOND], backend="fake")
    qtbot.waitUntil(lambda: SECOND in window.desk.shown, timeout=20_000)
    for page in PAGES:
        window.session.turn_to(page)
        window.session.choose_shots([SECOND])
        window.session.choose_shots([FIRST, SECOND])
        window.session.choose_shots([FIRST])
        QApplication.processEvents()
    assert window.desk.project.subjects[0].id == MIRA
    assert window.isActiveWindow(), "it never lost the keyboard"
