"""Where the keyboard goes: after a click beside a field, a drawer put away, a list walked."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule, Step
from studio.errors import Fault
from studio.timeline.assembly import assemble
from studio.timeline.cut import Track
from studio.timeline.queries import find_shot, shots
from studio.timeline.store import open_folder
from studio.ui.window import FilmWindow
from tests.jobs.builders import shot_id
from tests.ui.films import film, opened, service, studio_with

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
FIRST, SECOND, THIRD = (shot_id(n) for n in (1, 2, 3))


@pytest.fixture
def window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """Three shots of a second, in the cut, the first of them with two takes; on the edit page."""
    studio = studio_with(tmp_path, qapp, fake=service(tmp_path, Rule(make="card")))
    studios.append(studio)
    folder = film(tmp_path, 3, frames=24)
    store = open_folder(folder)
    store.save(assemble(store.project))
    store.close()
    shown = opened(studio, folder, qtbot)
    shown.session.choose_shots([FIRST])
    shown.desk.make([FIRST], takes=2)
    qtbot.waitUntil(lambda: len(shown.desk.takes.get(FIRST, ())) == 2, timeout=30_000)
    qtbot.waitUntil(lambda: not shown.desk.working, timeout=30_000)
    shown.activateWindow()
    return shown


def press(qtbot: QtBot, key: Qt.Key, keys: Qt.KeyboardModifier | None = None) -> None:
    """A key for whoever has the focus, by way of the window as the system sends it."""
    now = QApplication.focusWidget()
    assert now is not None
    QTest.keyClick(now.window().windowHandle(), key, keys or Qt.KeyboardModifier.NoModifier)
    qtbot.wait(1)


def typing(window: FilmWindow, field: QWidget) -> None:
    field.setFocus()
    assert QApplication.focusWidget() is field


@pytest.mark.parametrize("where", ["ruler", "scrub bar", "bottom bar"])
def test_a_click_beside_a_field_gives_the_keys_to_the_viewer(
    window: FilmWindow, qtbot: QtBot, where: str
) -> None:
    window.session.turn_to("edit")
    page = window.edit
    qtbot.waitUntil(lambda: page.viewer.deck.ready, timeout=10_000)
    typing(window, page.panel.prompt)
    before = page.panel.prompt.toPlainText()
    part = {"ruler": page.timeline.ruler, "scrub bar": page.viewer.scrub, "bottom bar": window.bar}
    QTest.mouseClick(part[where], LEFT, pos=QPoint(part[where].width() - 3, 4))
    press(qtbot, Qt.Key.Key_I)
    press(qtbot, Qt.Key.Key_K)
    assert page.panel.prompt.toPlainText() == before
    assert QApplication.focusWidget() is not page.panel.prompt


def test_a_drawer_that_is_put_away_gives_the_keys_back(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("board")
    typing(window, window.board.board)
    press(qtbot, Qt.Key.Key_J, CONTROL)
    assert QApplication.focusWidget() is window.drawer.table
    press(qtbot, Qt.Key.Key_Escape)
    assert not window.drawer.isVisible()
    assert QApplication.focusWidget() is window.board.board
    press(qtbot, Qt.Key.Key_Right)
    assert window.session.shots == (SECOND,)


def test_two_takes_are_compared_by_the_key_itself(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("board")
    strip = window.board.panel.takes.strip
    qtbot.waitUntil(lambda: strip.count() == 2, timeout=10_000)
    typing(window, strip)
    strip.selectAll()
    action = window.actions_table.qaction("take.compare")
    assert action.isEnabled()
    assert window.actions_table.can("take.compare")


def test_letters_in_a_list_are_the_viewers(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("edit")
    deck = window.edit.viewer.deck
    qtbot.waitUntil(lambda: deck.ready, timeout=10_000)
    deck.seek(5)
    for field in (window.edit.panel.takes.strip, window.edit.panel.craft.size_box):
        typing(window, field)
        deck.marks.clear()
        press(qtbot, Qt.Key.Key_I)
        assert deck.player.range, type(field).__name__
        assert deck.player.range[0] == 5
        assert find_shot(window.desk.project, FIRST).size == "medium"  # type: ignore[union-attr]


def test_delete_on_the_board_and_in_the_table_chooses_the_neighbour(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.session.turn_to("board")
    page = window.board
    for view, chosen, left, beside in (
        (page.board, [FIRST], [SECOND, THIRD], SECOND),
        (page.table, [FIRST, THIRD], [SECOND], SECOND),
        (page.board, [THIRD], [FIRST, SECOND], SECOND),
    ):
        if view.isHidden():
            page.show_table()
        window.session.choose_shots(chosen)
        typing(window, view)
        press(qtbot, Qt.Key.Key_Delete)
        assert [shot.id for shot in shots(window.desk.project)] == left
        assert window.session.shots == (beside,)
        window.desk.document.undo()
        assert len(list(shots(window.desk.project))) == 3


def test_all_shots_are_chosen_by_key_and_by_name(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("board")
    typing(window, window.board.board)
    press(qtbot, Qt.Key.Key_A, CONTROL)
    assert window.session.shots == (FIRST, SECOND, THIRD)
    window.session.choose_shots([])
    window.actions_table.trigger("shot.all")
    assert window.session.shots == (FIRST, SECOND, THIRD)


def test_what_can_be_done_with_a_job_is_in_its_menu_and_in_the_table_of_actions(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    refuses = Rule(times=1, watch=(Step(fault=Fault.REFUSED),))
    studio = studio_with(tmp_path, qapp, fake=service(tmp_path, refuses, Rule(make="card")))
    studios.append(studio)
    window = opened(studio, film(tmp_path, 1), qtbot)
    window.desk.make([FIRST])
    qtbot.waitUntil(lambda: any(j.error for j in window.desk.jobs.values()), timeout=30_000)
    window.toggle_jobs()
    window.drawer.model.flush()
    (job,) = window.desk.jobs
    assert not window.actions_table.can("job.send")
    window.drawer.choose(job)
    table = window.drawer.table
    at = table.visualRect(table.currentIndex()).center()
    table.customContextMenuRequested.emit(at)
    menu = window.drawer.findChild(QMenu, "menu.of.jobs")
    assert menu is not None
    assert [act.text() for act in menu.actions()][:2] == ["Show shot", "Send again"]
    menu.close()
    assert window.actions_table.can("job.send")
    window.actions_table.trigger("job.send")
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=30_000)
    assert window.actions_table.label("job.cancel") == "Job: cancel"


def test_the_track_in_hand_is_steered_without_the_mouse(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("edit")
    do, can = window.actions_table.trigger, window.actions_table.can
    timeline = window.edit.timeline

    def track(number: int) -> Track:
        return window.desk.project.cut.tracks[number]

    sound = next(n for n, t in enumerate(window.desk.project.cut.tracks) if t.kind.value == "sound")
    assert can("timeline.track_mute")
    for name, field in (("mute", "muted"), ("solo", "solo"), ("lock", "locked")):
        do(f"timeline.track_{name}")
        assert getattr(track(0), field)
        assert window.actions_table.qaction(f"timeline.track_{name}").isChecked()
        window.desk.document.undo()
        assert not getattr(track(0), field)
    held = next(clip for clip in track(sound).clips)
    window.session.choose_clips([held.id])
    do("timeline.track_mute")
    assert (track(0).muted, track(sound).muted) == (False, True)
    lane = next(each for each in timeline.view.lanes.lanes if each.track.id == track(sound).id)
    do("timeline.track_taller")
    assert timeline.view.state.heights[track(sound).id] == lane.height + 24
    do("timeline.track_name")
    name = QApplication.focusWidget()
    assert isinstance(name, QLineEdit)
    for letter in (Qt.Key.Key_S, Qt.Key.Key_E, Qt.Key.Key_A, Qt.Key.Key_Return):
        press(qtbot, letter)
    assert track(sound).name == "sea"
    count = len(window.desk.project.cut.tracks)
    do("timeline.track_remove")
    assert len(window.desk.project.cut.tracks) == count - 1


def test_undo_in_a_field_is_the_films(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("board")
    window.session.choose_shots([FIRST])
    panel = window.board.panel
    before = window.desk.project
    fields = (
        (panel.craft.frames, "30"), (panel.craft.seconds, "2.5"), (panel.backend.takes, "3"),
        (panel.backend.seed, "7"), (panel.texts.onscreen, "x"),
    )  # fmt: skip
    for field, typed in fields:
        field.setFocus()
        field.selectAll()
        for letter in typed:
            press(qtbot, Qt.Key(ord(letter.upper())))
        if field not in (panel.backend.seed, panel.texts.onscreen):
            press(qtbot, Qt.Key.Key_Return)
        assert window.desk.project != before, typed
        field.setFocus()
        press(qtbot, Qt.Key.Key_Z, CONTROL)
        assert window.desk.project == before, typed
        press(qtbot, Qt.Key.Key_Y, CONTROL)
        assert window.desk.project != before, typed
        press(qtbot, Qt.Key.Key_Z, CONTROL)
        assert window.desk.project == before, typed
