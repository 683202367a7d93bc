"""A line recorded by microphone in the inspector: heard in the cut, undone in one step."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.render.microphone import Recording
from studio.render.recording import SAMPLE_RATE
from studio.timeline.queries import find_cue
from studio.timeline.story import Role
from studio.ui.line_recording import LineRecording
from studio.ui.window import FilmWindow
from tests.render.test_microphone import Desk
from tests.ui.timelines import at_the_line

LINE = "cu_line0000"


@pytest.fixture
def window(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    return at_the_line(studio, qtbot, tmp_path)


def row(window: FilmWindow, desk: Desk) -> LineRecording:
    found = window.board.panel.lines.rows[LINE].recording
    found.microphone = lambda path: Recording(path, load=lambda: desk)
    return found


def press(part: LineRecording) -> None:
    QTest.mouseClick(part.button, Qt.MouseButton.LeftButton)


def recorded(window: FilmWindow, desk: Desk, wait: Callable[..., None]) -> LineRecording:
    part = row(window, desk)
    press(part)
    wait(lambda: part.recording)
    desk.give(0.5 * np.sin(np.arange(SAMPLE_RATE) / 20))
    wait(lambda: part.level.value() == 50)
    press(part)
    wait(lambda: bool(part.name.text()))
    return part


def test_what_was_said_is_the_line(window: FilmWindow, qtbot: QtBot) -> None:
    desk = Desk()
    part = recorded(window, desk, qtbot.waitUntil)
    cue = find_cue(window.desk.project, LINE)
    assert cue is not None
    assert [use.role for use in cue.uses] == [Role.LIP]
    assert window.desk.shown[LINE].kind == "sound"
    assert window.desk.shown[LINE].frames == window.desk.project.rate.frames(1)
    assert not part.level.isVisible()
    assert part.drop.isVisible()
    assert window.said.text() == "", "nothing is being imported any more"
    window.actions_table.trigger("edit.undo")
    assert find_cue(window.desk.project, LINE).uses == ()  # type: ignore[union-attr]
    assert window.desk.project.references == ()
    assert not part.drop.isVisible()


def test_another_recording_takes_its_place_and_it_can_go(window: FilmWindow, qtbot: QtBot) -> None:
    recorded(window, Desk(), qtbot.waitUntil)
    first = find_cue(window.desk.project, LINE)
    part = row(window, desk := Desk())
    press(part)
    qtbot.waitUntil(lambda: part.recording)
    desk.give(np.full(2 * SAMPLE_RATE, 0.25))
    press(part)
    qtbot.waitUntil(lambda: find_cue(window.desk.project, LINE) is not first)
    cue = find_cue(window.desk.project, LINE)
    assert cue is not None
    assert len(cue.uses) == 1
    QTest.mouseClick(part.drop, Qt.MouseButton.LeftButton)
    assert find_cue(window.desk.project, LINE).uses == ()  # type: ignore[union-attr]


def test_without_a_microphone_it_says_so(window: FilmWindow, qtbot: QtBot) -> None:
    part = row(window, Desk(OSError("no device")))
    with qtbot.waitSignal(window.desk.refused) as said:
        press(part)
    assert said.args is not None
    assert said.args[0].key == "render.no_microphone"
    qtbot.waitUntil(part.button.isEnabled)
    assert not part.recording


def test_a_row_that_goes_lets_go_of_the_microphone(window: FilmWindow, qtbot: QtBot) -> None:
    part = row(window, desk := Desk())
    press(part)
    qtbot.waitUntil(lambda: part.recording)
    desk.give(np.full(960, 0.25))
    window.session.choose_shots(["sh_00000002"])
    qtbot.waitUntil(lambda: desk.closed == 1)
