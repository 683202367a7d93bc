"""A voice in the cast: who speaks, its manner, and how it sounds."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.account import Account
from studio.backends.animatic import Animatic
from studio.backends.kling import backends as kling_at
from studio.backends.speech import backends as speech_at
from studio.timeline.queries import find_subject
from studio.timeline.store import create
from studio.timeline.story import Subject, Voice
from studio.ui.cast_voice import CastVoice
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.backends.kling_desk import account
from tests.backends.kling_server import serving
from tests.backends.speech_server import tone
from tests.backends.waiting import Waits
from tests.jobs.builders import line, make_project, make_subject, replace_shot
from tests.ui.ears import Ear
from tests.ui.films import opened, studio_with
from tests.ui.timelines import small_film

MIRA = "su_mira0000"


@pytest.fixture
def part(
    qapp: QApplication, studios: list[Studio], qtbot: QtBot, tmp_path: Path
) -> tuple[FilmWindow, CastVoice]:
    service = speech_at(Account(lambda: {"key": "sk-1"}))
    studio = Studio(
        qapp, Words("en"), {"animatic": Animatic(), **service},
        settings_file=tmp_path / "settings.json", home=tmp_path,
    )  # fmt: skip
    studios.append(studio)
    film = small_film()
    mira = Subject(id=MIRA, name="Mira", voice=Voice(gender="female"))
    create(tmp_path / "small.reel", film.evolve(subjects=(*film.subjects, mira))).close()
    window = opened(studio, tmp_path / "small.reel", qtbot)
    window.session.turn_to("board")
    window.actions_table.trigger("view.cast")
    cast = window.board.cast
    cast.list.setCurrentIndex(cast.list.model().index(cast.list.model().rowCount() - 1, 0))
    qtbot.waitUntil(lambda: cast.form.isVisible())
    return window, cast.form.voice


def test_a_services_voice_speaks_the_first_line_for_its_price(
    qapp: QApplication, studios: list[Studio], qtbot: QtBot, tmp_path: Path
) -> None:
    """Asked once, spoken once: the second time the same sound is heard at once."""
    with serving() as kling:
        kling.sound = tone(1.0, unsized=False)
        services = kling_at(account(kling), pause=Waits(), own=Path("/nowhere"), spool=tmp_path)
        studio = studio_with(tmp_path, qapp, **services)
        studios.append(studio)
        mira = make_subject(1, name="Mira", voice=Voice(backend="kling-speech"))
        project = replace_shot(
            make_project(1, frames=96, subjects=(mira,), backend="kling"), 1,
            cues=(line(1, "Where were you?", speaker=mira.id),),
        )  # fmt: skip
        create(tmp_path / "film.reel", project).close()
        window = opened(studio, tmp_path / "film.reel", qtbot)
        window.session.turn_to("board")
        window.actions_table.trigger("view.cast")
        shown, ear = window.board.cast.form.voice, Ear()
        qtbot.waitUntil(shown.isVisible)
        shown.player.way_out = lambda: ear
        QTest.mouseClick(shown.listen, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.findChild(QMessageBox, "question") is not None)
        box = window.findChild(QMessageBox, "question")
        assert isinstance(box, QMessageBox)
        assert "0.007 USD" in box.text()
        assert "Where were you?" in box.text()
        go = next(each for each in box.buttons() if each.text() == "Speak it")
        QTest.mouseClick(go, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: ear.closed == 1, timeout=20_000)
        again = Ear()
        shown.player.way_out = lambda: again
        QTest.mouseClick(shown.listen, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: again.closed == 1, timeout=20_000)
        assert len(kling.bodies) == 1
        assert [job.kind for job in window.desk.jobs.values()] == ["voice"]
        qtbot.waitUntil(lambda: not window.desk.working)


def voice(window: FilmWindow) -> Voice:
    found = find_subject(window.desk.project, MIRA)
    assert found is not None
    return found.voice


def test_a_voice_is_heard_and_let_go_of(part: tuple[FilmWindow, CastVoice], qtbot: QtBot) -> None:
    _, shown = part
    ear = Ear()
    shown.player.way_out = lambda: ear
    QTest.mouseClick(shown.listen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ear.closed == 1, timeout=60_000)
    said = np.concatenate(ear.blocks)
    assert len(said) > 24_000
    assert np.abs(said).max() > 0.01
    assert shown.listen.isEnabled()


def test_who_speaks_is_one_step(part: tuple[FilmWindow, CastVoice], qtbot: QtBot) -> None:
    """A service's voice is heard in a line of the subject's, and without one says so."""
    window, shown = part
    at = shown.backend.findData("speech")
    assert at > 0
    shown.backend.setCurrentIndex(at)
    shown.backend.activated.emit(at)
    assert voice(window).backend == "speech"
    QTest.mouseClick(shown.listen, Qt.MouseButton.LeftButton)
    assert "has no line" in window.said.text()
    window.actions_table.trigger("edit.undo")
    assert voice(window).backend is None
    assert shown.listen.isEnabled()
    assert shown.backend.currentData() is None
