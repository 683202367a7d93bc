"""Names with emoji, quotes, line breaks, markup and 200 letters: the layout stays as it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.settings import Settings, save
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.store import create
from studio.timeline.story import Cue, CueKind, Scene, Shot, Subject
from studio.ui.board_columns import BoardColumns
from studio.ui.window import PAGES, FilmWindow
from tests.ui.drops import FIRST, MIRA, SECOND, photo, settle
from tests.ui.films import opened, service, start, studio_with

ODD = "🎬 “Ü\n<b>&bold</b>”\t灯笼匠 " + "x" * 170


def odd_film(name: str) -> Project:
    line = Cue(id="cu_00000001", kind=CueKind.LINE, text=name, speaker=MIRA)
    one = Shot(id=FIRST, frames=24, prompt=name, subjects=(MIRA,), cues=(line,))
    scene = Scene(id="sc_00000001", heading=name, shots=(one, Shot(id=SECOND, frames=24)))
    subject = Subject(id=MIRA, name=name)
    film = Project(title=name, brief=name, width=160, height=90, scenes=(scene,))
    return assemble(film.evolve(subjects=(subject,)))


def shown(studio: Studio, qtbot: QtBot, folder: Path, name: str, picture: str) -> FilmWindow:
    """The film open, with a picture of that name used by its first shot."""
    create(folder, odd_film(name)).close()
    window = opened(studio, folder, qtbot)
    window.resize(1280, 720)
    window.session.turn_to("board")
    window.board.bringer.bring([str(photo(folder.parent / picture))])
    settle(window, qtbot)
    window.session.choose_shots([FIRST])
    window.actions_table.trigger("media.add")
    return window


def widths(window: FilmWindow) -> dict[str, list[int]]:
    """How wide the parts of every page are, and how wide the window must be."""
    found: dict[str, list[int]] = {}
    for page in PAGES:
        window.session.turn_to(page)
        QApplication.processEvents()
        parts = (window.board.tabs, window.board.panel, window.board.viewer, window.bar.said)
        found[page] = [window.width(), window.height(), *(part.width() for part in parts)]
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    window.toggle_jobs()
    window.toggle_history()
    QApplication.processEvents()
    found["drawer"] = [window.width(), window.height(), window.board.tabs.width()]
    return found


def test_odd_names_move_nothing(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    plain = shown(studios[0], qtbot, tmp_path / "plain.reel", "Mira", "sea.png")
    expected = widths(plain)
    plain.close()
    long = "🎬 “a” 灯笼匠 " + "q" * 120 + ".png"
    odd = shown(studios[0], qtbot, tmp_path / "odd.reel", ODD, long)
    assert widths(odd) == expected
    assert "\n" not in odd.windowTitle()
    cast = odd.board.cast.list
    assert not cast.horizontalScrollBar().isVisible()
    assert "\n" not in cast.item(0).text()
    assert "&lt;b&gt;" in cast.item(0).toolTip(), "the whole name, as it is, and not as markup"


@pytest.mark.parametrize("name", ["missing", "unsaved"])
def test_a_banner_with_an_endless_path_lets_the_window_be(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = shown(studios[0], qtbot, tmp_path / "film.reel", "Mira", "sea.png")
    banner = getattr(window, name)
    banner.say("Not saved: the folder /home/" + "z" * 900 + " is gone.", "bad")
    viewer, panel = window.board.viewer, window.board.panel
    qtbot.waitUntil(lambda: 0 < viewer.width() <= panel.x())  # the page is low: side by side
    columns = window.board.findChild(BoardColumns)
    assert columns is not None
    assert columns.minimumSizeHint().width() <= 1000
    assert window.minimumSizeHint().width() <= 1024
    assert (window.width(), window.height()) == (1280, 720)
    assert banner.said.textFormat() is Qt.TextFormat.PlainText


def test_the_start_page_shows_odd_names_in_one_line(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    create(tmp_path / "odd.reel", odd_film(ODD)).close()
    gone = str(tmp_path / ("y" * 150 + ".reel"))
    save(Settings(recent=(str(tmp_path / "odd.reel"), gone)), tmp_path / "settings.json")
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    page = start(studios[0]).page
    qtbot.waitUntil(lambda: all(row._poster is not None for row in page.rows))
    assert start(studios[0]).minimumSizeHint().width() < 1000
    assert "\n" not in page.rows[0].accessibleName()
    assert page.rows[0].height() == page.rows[1].height()


def test_a_question_about_an_odd_name_is_plain_and_no_wider_than_others(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = shown(studios[0], qtbot, tmp_path / "film.reel", ODD, "sea.png")
    window.board.cast.remove()
    box = window.findChild(QMessageBox, "question")
    assert isinstance(box, QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.width() < 700
    label = box.findChild(QLabel, "qt_msgbox_label")
    assert isinstance(label, QLabel)
    assert "<b>&bold" in label.text()
    box.reject()
    assert [s.id for s in window.desk.project.subjects] == [MIRA]
