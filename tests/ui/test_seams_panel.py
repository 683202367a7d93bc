"""The cuts of the film in a list: measured beside the work, walked, and mended in one step."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.review.seam import Remedy, Seam
from studio.timeline.cut import TrackKind
from studio.timeline.project import Project
from studio.ui.seams_panel import SeamsPanel
from tests.films import make_film, tone
from tests.review.planted import scene
from tests.ui.drops import opened
from tests.ui.timelines import EditRoom
from tests.ui.watch import Watch

LEFT = Qt.MouseButton.LeftButton
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COUNT = 12  # frames of each shot
DARK, AGAIN = 2, 3  # the shots at whose beginning something jumps


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    """Five shots of one movement: the third is darker, the fourth shows two pictures again."""
    whole = scene(60)
    parts = [whole[n * COUNT : (n + 1) * COUNT] for n in range(3)]
    parts[DARK] = [np.asarray(picture * 0.45, np.uint8) for picture in parts[DARK]]
    dark = [np.asarray(picture * 0.45, np.uint8) for picture in whole[34:46]]
    parts += [dark, [np.asarray(picture * 0.45, np.uint8) for picture in whole[46:58]]]
    room = EditRoom(studio, qtbot, tmp_path / "small.reel", make_film(*[COUNT] * 5))
    room.shoot(parts, tone(0.5))
    return room


def shown(room: EditRoom, qtbot: QtBot) -> SeamsPanel:
    """The list brought up by its key, and measured."""
    QTest.keyClick(room.window, Qt.Key.Key_F7, SHIFT)
    panel = room.window.edit.seams
    qtbot.waitUntil(panel.isVisible)
    qtbot.waitUntil(lambda: measured(panel), timeout=30_000)
    return panel


def measured(panel: SeamsPanel) -> bool:
    return panel.measures.ready and panel.model.rowCount() > 0 and panel.measures.left == 0


def cell(panel: SeamsPanel, row: int, column: int, role: Qt.ItemDataRole | None = None) -> str:
    return panel.model.index(row, column).data(role or Qt.ItemDataRole.DisplayRole)


def steps(panel: SeamsPanel) -> list[str]:
    return [cell(panel, row, 2) for row in range(panel.model.rowCount())]


def click(panel: SeamsPanel, row: int) -> None:
    at = panel.table.visualRect(panel.model.index(row, 2)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=at)


def test_every_cut_is_listed_with_what_steps_and_gone_to(room: EditRoom, qtbot: QtBot) -> None:
    panel = shown(room, qtbot)
    assert panel.table.hasFocus()
    assert panel.model.rowCount() == 4
    assert cell(panel, 0, 0).startswith("1 ")
    assert cell(panel, 1, 1) == "00:00:01:00"
    first, dark, again, last = steps(panel)
    assert (first, last) == ("clean", "clean")
    assert "light -" in dark
    assert "repeated 2" in again
    assert "jumps by" in cell(panel, 1, 2, Qt.ItemDataRole.ToolTipRole)
    assert "4 cuts, 2 to look at" in panel.status.text()
    click(panel, 1)
    assert room.session.playhead == 2 * COUNT
    assert room.session.clips == (panel.measures.cuts[1].after.id,)
    assert "brightness jumps" in panel.told.text()
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert panel.table.currentIndex().row() == 2
    assert room.session.playhead == 3 * COUNT
    room.session.move_playhead(0)
    click(panel, 2)
    assert room.session.playhead == 3 * COUNT, "a click goes there again"
    room.desk.edit("Title", lambda film: film.evolve(title="Other"))
    assert not panel.measures.ready
    qtbot.waitUntil(lambda: panel.measures.ready)
    assert panel.table.currentIndex().row() == 2


def test_keys_go_from_one_that_steps_to_the_next(room: EditRoom, qtbot: QtBot) -> None:
    shown(room, qtbot)
    room.session.move_playhead(0)
    keys = CONTROL | ALT
    QTest.keyClick(room.window, Qt.Key.Key_PageDown, keys)
    assert room.session.playhead == DARK * COUNT
    assert "brightness" in room.window.said.text()
    QTest.keyClick(room.window, Qt.Key.Key_PageDown, keys)
    assert room.session.playhead == AGAIN * COUNT
    QTest.keyClick(room.window, Qt.Key.Key_PageDown, keys)
    assert room.session.playhead == AGAIN * COUNT
    assert "No further cut" in room.window.said.text()
    QTest.keyClick(room.window, Qt.Key.Key_PageUp, keys)
    assert room.session.playhead == DARK * COUNT


def test_a_remedy_by_mouse_and_by_key_is_one_step_and_only_that_cut_is_measured_again(
    room: EditRoom, qtbot: QtBot
) -> None:
    panel = shown(room, qtbot)
    click(panel, 1)
    assert not panel.buttons[Remedy.MATCH_COLOUR].isHidden()
    assert panel.buttons[Remedy.L_CUT].isHidden()
    before, known = room.film, set(panel.measures._known)
    QTest.mouseClick(panel.buttons[Remedy.MATCH_COLOUR], LEFT)
    qtbot.waitUntil(lambda: room.film is not before)
    qtbot.waitUntil(lambda: measured(panel), timeout=30_000)
    assert "light" not in steps(panel)[1]
    assert len(set(panel.measures._known) - known) == 2  # its cut, and the one behind it
    assert panel.cut is not None
    assert panel.cut.frame == DARK * COUNT
    assert panel.isAncestorOf(room.window.focusWidget()), "the keyboard stays in the list"
    room.window.actions_table.trigger("edit.undo")
    qtbot.waitUntil(lambda: "light -" in steps(panel)[1])
    click(panel, 2)
    QTest.keyClick(panel.table, Qt.Key.Key_2)  # the second remedy: drop the repeated frames
    qtbot.waitUntil(lambda: room.film.cut.frames == 5 * COUNT - 2)
    qtbot.waitUntil(lambda: measured(panel), timeout=30_000)
    assert "repeated" not in steps(panel)[2]
    assert panel.table.hasFocus()
    assert room.film.cut.tracks[0].kind is TrackKind.PICTURE


def test_enter_does_what_helps_and_says_where_nothing_does(room: EditRoom, qtbot: QtBot) -> None:
    panel = shown(room, qtbot)
    click(panel, 0)
    before = room.film
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert room.film is before
    assert "Nothing jumps" in room.window.said.text()
    click(panel, 2)
    found = panel.measures.at(2)
    assert isinstance(found, Seam)
    assert found.remedies[0] is Remedy.DROP_REPEATED
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.film.cut.frames == 5 * COUNT - 2)


def test_measuring_never_holds_the_window_and_rests_while_nobody_looks(
    room: EditRoom, qtbot: QtBot, watch: Watch
) -> None:
    QApplication.processEvents()
    room.window.edit.show_seams()  # as the list is built
    watch.begin()
    panel = room.window.edit.seams
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    assert "measuring" in " ".join(steps(panel))
    assert "Measuring" in panel.status.text()
    qtbot.waitUntil(lambda: measured(panel), timeout=30_000)
    watch.end()
    room.window.edit.show_clip()
    before = set(panel.measures._known)
    room.window.actions_table.trigger("edit.undo")
    assert set(panel.measures._known) == before
    assert not panel.measures._pause.isActive()


def test_a_film_without_cuts_says_what_to_do(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    room = EditRoom(studio, qtbot, tmp_path / "one.reel", make_film(24))
    QTest.keyClick(room.window, Qt.Key.Key_F7, SHIFT)
    panel = room.window.edit.seams
    qtbot.waitUntil(lambda: panel.measures.ready)
    assert "no hard cut" in panel.status.text()
    assert panel.table.isHidden()


def test_without_cuts_the_sentence_has_the_middle_of_the_panel(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, Project(width=160, height=90))
    window.session.turn_to("edit")
    window.actions_table.trigger("seam.list")
    panel = window.edit.seams
    qtbot.waitUntil(lambda: panel.measures.ready)
    said = panel.status
    assert said.text()
    assert said.alignment() & Qt.AlignmentFlag.AlignCenter == Qt.AlignmentFlag.AlignCenter
    QApplication.processEvents()
    assert abs(said.geometry().center().y() - panel.rect().center().y()) < 24
