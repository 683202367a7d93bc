"""The sample film from the start page: a click, and it plays; the maker's own from then on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.animatic import Animatic
from studio.settings import Settings, save
from studio.timeline.queries import shots
from studio.ui.window import FilmWindow
from tests.ui.films import end, start, studio_with
from tests.ui.watch import Watch

LEFT = Qt.MouseButton.LeftButton
TITLES = {"en": "The Lantern Keeper", "zh": "灯笼匠"}


@pytest.fixture(params=TITLES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def begun(studios: list[Studio], qapp: QApplication, tmp_path: Path, language: str) -> Studio:
    save(Settings(language=language), tmp_path / "settings.json")
    studios.append(studio_with(tmp_path, qapp, animatic=Animatic()))
    studios[-1].start()
    return studios[-1]


def clicked(studio: Studio, qtbot: QtBot) -> FilmWindow:
    qtbot.mouseClick(start(studio).page.sample, LEFT)
    qtbot.waitUntil(lambda: isinstance(studio.window, FilmWindow), timeout=20_000)
    assert isinstance(studio.window, FilmWindow)
    return studio.window


def test_a_click_and_it_plays_with_nothing_to_make(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, language: str,
    watch: Watch,
) -> None:  # fmt: skip
    studio = begun(studios, qapp, tmp_path, language)
    watch.begin()
    window = clicked(studio, qtbot)
    desk, viewer = window.desk, window.board.viewer
    assert (desk.project.title, desk.project.language) == (TITLES[language], language)
    assert all(shot.id in desk.shown for shot in shots(desk.project)), "every shot has its take"
    qtbot.waitUntil(lambda: viewer.deck.image is not None, timeout=20_000)
    qtbot.mouseClick(viewer.transport.play, LEFT)
    qtbot.waitUntil(lambda: viewer.deck.player.frame > 12, timeout=20_000)
    qtbot.mouseClick(viewer.transport.play, LEFT)
    lacking: list[object] = []
    desk.quote(lambda quoted: lacking.append(quoted.items))
    qtbot.waitUntil(lambda: bool(lacking), timeout=20_000)
    assert lacking == [()], "nothing is out of date"
    assert desk.working == []
    assert not window.drawer.isVisible()
    assert not window.missing.isVisible()


@pytest.mark.parametrize("language", ["en"])
def test_a_second_click_opens_the_makers_own_with_what_they_changed(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    studio = begun(studios, qapp, tmp_path, language)
    window = clicked(studio, qtbot)
    window.desk.edit("Name", lambda film: film.evolve(title="Mine"))
    window.desk.save_now()
    end(studios.pop())
    studio = begun(studios, qapp, tmp_path, language)
    assert clicked(studio, qtbot).desk.project.title == "Mine"
    assert studio.preferences.home == tmp_path / "home"
    assert [path.name for path in studio.preferences.home.iterdir()] == ["The Lantern Keeper.reel"]


def test_a_film_that_cannot_be_copied_is_told_on_the_start_page(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    studio = begun(studios, qapp, tmp_path, language)
    there = studio.preferences.home / f"{TITLES[language]}.reel"
    there.write_text("a file")
    page = start(studio).page
    qtbot.mouseClick(page.sample, LEFT)
    qtbot.waitUntil(lambda: page.said.isVisible() and page.sample.isEnabled(), timeout=20_000)
    assert str(there) in page.said.text()
    assert list(studio.preferences.home.iterdir()) == [there]
