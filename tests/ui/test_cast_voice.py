"""A voice in the cast: who speaks, its manner, and how it sounds."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.account import Account
from studio.backends.animatic import Animatic
from studio.backends.speech import backends as speech_at
from studio.timeline.queries import find_subject
from studio.timeline.store import create
from studio.timeline.story import Subject, Voice
from studio.ui.cast_voice import CastVoice
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.ui.films import opened
from tests.ui.timelines import small_film

MIRA = "su_mira0000"


class Ear:
    """A way out that remembers what it was given, and has heard it at once."""

    heard, trouble, muted = True, "", False

    def __init__(self) -> None:
        self.blocks: list[np.ndarray] = []
        self.closed = 0

    def wake(self) -> None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...

    def room(self) -> int:
        return 4800

    def write(self, samples: np.ndarray) -> None:
        self.blocks.append(samples)

    def position(self) -> int:
        return sum(map(len, self.blocks))

    def close(self) -> None:
        self.closed += 1


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


def voice(window: FilmWindow) -> Voice:
    found = find_subject(window.desk.project, MIRA)
    assert found is not None
    return found.voice


def test_a_voice_is_heard_and_let_go_of(part: tuple[FilmWindow, CastVoice], qtbot: QtBot) -> None:
    _, shown = part
    ear = Ear()
    shown.way_out = lambda: ear
    QTest.mouseClick(shown.listen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ear.closed == 1, timeout=60_000)
    said = np.concatenate(ear.blocks)
    assert len(said) > 24_000
    assert np.abs(said).max() > 0.01
    assert shown.listen.isEnabled()


def test_who_speaks_is_one_step(part: tuple[FilmWindow, CastVoice], qtbot: QtBot) -> None:
    """A service's voice is not heard beforehand, and the button says why."""
    window, shown = part
    at = shown.backend.findData("speech")
    assert at > 0
    shown.backend.setCurrentIndex(at)
    shown.backend.activated.emit(at)
    assert voice(window).backend == "speech"
    assert not shown.listen.isEnabled()
    window.actions_table.trigger("edit.undo")
    assert voice(window).backend is None
    assert shown.listen.isEnabled()
    assert shown.backend.currentData() is None
