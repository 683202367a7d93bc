"""Scopes and meters beside the viewer, by mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.media.meters import FLOOR
from studio.media.scopes import Scope
from studio.ui.actions import ActionTable
from studio.ui.shot_viewer import ShotViewer
from studio.ui.viewer import Viewer
from studio.ui.viewer_actions import viewer_actions
from studio.ui.words import Words
from tests.render.playing import RecordedSound
from tests.ui.test_viewer import Open, Room, open_room, press

__all__ = ["open_room"]
KEY = Qt.Key
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def toggle(qtbot: QtBot, room: Room) -> None:
    qtbot.keyClick(QApplication.focusWidget() or room.window, KEY.Key_W, BOTH)


def measured(room: Room, scope: Scope) -> bool:
    scopes = room.viewer.scopes
    return scopes is not None and scopes.field.seen is not None and scopes.field.seen[0] is scope


def levels(room: Room) -> set[int]:
    """The levels of luma that the waveform shows in the middle of the left half."""
    scopes = room.viewer.scopes
    assert scopes is not None
    assert scopes.field.seen is not None
    (trace,) = scopes.field.seen[1]
    return {255 - int(row) for row in np.flatnonzero(trace[:, trace.shape[1] // 4])}


def test_the_key_shows_what_the_picture_is_made_of(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(40)
    room.window.resize(900, 700)
    qtbot.waitUntil(lambda: room.shows(0))
    toggle(qtbot, room)
    qtbot.waitUntil(lambda: measured(room, Scope.WAVEFORM))
    assert levels(room) <= {19, 20, 21}
    press(qtbot, room, KEY.Key_Right, KEY.Key_Right)
    qtbot.waitUntil(lambda: room.shows(2))
    qtbot.waitUntil(lambda: levels(room) <= {75, 76, 77})
    scopes = room.viewer.scopes
    assert scopes is not None
    toggle(qtbot, room)
    assert not scopes.isVisible()
    toggle(qtbot, room)
    assert scopes.isVisible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_scope_by_its_button_and_by_its_action(
    open_room: Open, qtbot: QtBot, language: str
) -> None:
    room = open_room(40, language=language)
    room.window.resize(900, 700)
    table = ActionTable(room.window, Words(language))
    table.add(viewer_actions(lambda: room.viewer, Words(language)))
    qtbot.waitUntil(lambda: room.shows(0))
    table.trigger("viewer.vectorscope")
    qtbot.waitUntil(lambda: measured(room, Scope.VECTORSCOPE))
    scopes = room.viewer.scopes
    assert scopes is not None
    for scope in Scope:
        qtbot.mouseClick(scopes.choices[scope], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda s=scope: measured(room, s))
        assert scopes.choices[scope].isChecked()
        assert scopes.field.accessibleName() == Words(language, "ui_scopes")(f"name.{scope.value}")
        assert not scopes.field.grab().toImage().isNull()
    table.trigger("viewer.scopes")
    assert not scopes.isVisible()


def test_without_a_picture_it_says_so(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(40, takes=0)
    room.viewer.deck.show_owner("sh_00000000")
    toggle(qtbot, room)
    qtbot.waitUntil(lambda: room.viewer.deck.empty)
    assert room.viewer.scopes is not None
    qtbot.waitUntil(lambda: room.viewer.scopes.field.seen is None)


def test_hidden_it_measures_nothing(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(40)
    qtbot.waitUntil(lambda: room.shows(0))
    toggle(qtbot, room)
    qtbot.waitUntil(lambda: measured(room, Scope.WAVEFORM))
    toggle(qtbot, room)
    scopes = room.viewer.scopes
    assert scopes is not None
    before = scopes.field.seen
    press(qtbot, room, KEY.Key_Right)
    qtbot.waitUntil(lambda: room.shows(1))
    assert scopes.field.seen is before


def test_the_meters_tell_what_is_heard(open_room: Open, qtbot: QtBot) -> None:
    sound = RecordedSound()
    room = open_room(96, sound=sound)
    meters = room.viewer.meters
    assert meters.isVisible()
    qtbot.waitUntil(lambda: room.shows(0))
    press(qtbot, room, KEY.Key_Space)
    qtbot.waitUntil(lambda: room.player.running)

    def played() -> bool:
        sound.go(960)
        meters.look()
        return meters.levels.momentary > FLOOR

    qtbot.waitUntil(played)
    level = room.player.level
    assert meters.levels.peak[0] == meters.levels.peak[1]
    assert -20 < meters.levels.peak[0] < 0
    assert meters.held[0] >= meters.levels.peak[0]
    assert meters.levels.mean[0] < meters.levels.peak[0]
    assert meters.lamps == [False, False] or level is not None
    press(qtbot, room, KEY.Key_K)
    standing = meters.held[0]
    for _ in range(30):  # a little over a second
        meters.look()
    assert meters.held[0] == standing
    assert meters.bars[0] == pytest.approx(standing - 30 * 0.04 * 20 / 1.7, abs=3)
    for _ in range(200):
        meters.look()
    assert max(*meters.bars, *meters.held) <= -60
    assert meters.accessibleDescription()


def test_a_click_puts_the_lamps_out_and_so_does_playing(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(96)
    meters = room.viewer.meters
    qtbot.waitUntil(lambda: room.shows(0))
    meters.lamps = [True, False]
    qtbot.mouseClick(meters, Qt.MouseButton.LeftButton)
    assert meters.lamps == [False, False]
    meters.lamps = [True, True]
    press(qtbot, room, KEY.Key_Space)
    assert meters.lamps == [False, False]


def test_the_viewer_beside_the_board_has_no_meters_at_first(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(40, kind=ShotViewer)
    assert isinstance(room.viewer, Viewer)
    assert not room.viewer.meters.isVisible()
    table = ActionTable(room.window, Words("en"))
    table.add(viewer_actions(lambda: room.viewer, Words("en")))
    qtbot.waitUntil(lambda: room.viewer.deck.programme is not None)
    table.trigger("viewer.meters")
    assert room.viewer.meters.isVisible()
