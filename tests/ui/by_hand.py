"""Drags with the pointer itself, from press to release. They need a real window system, so
`test_by_hand.py` runs them under Xvfb: Qt's offscreen platform carries nothing.
"""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileSystemModel, QListView, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.animatic import Animatic
from studio.media.video import frame_at
from studio.timeline.store import create
from studio.timeline.story import Role
from studio.ui.shot_part import Section
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, MIRA, SECOND, THIRD, bring, card, film, photo, settle, shot
from tests.ui.films import opened, service, studio_with
from tests.ui.hands import carry

CTRL = Qt.KeyboardModifier.ControlModifier
RED = (40, 50, 200)  # as blue, green, red


@pytest.fixture
def window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """A film whose first shot has a take, with a picture among its media."""
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path), animatic=Animatic()))
    create(tmp_path / "film.reel", film()).close()
    window = opened(studios[0], tmp_path / "film.reel", qtbot)
    window.resize(1500, 1000)
    window.session.choose_shots([FIRST])
    window.desk.make([FIRST], backend="fake")
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=20_000)
    bring(window, qtbot, [photo(tmp_path / "sea.png")])
    viewer = window.board.viewer.screen_part
    qtbot.waitUntil(lambda: viewer.frame() is not None, timeout=20_000)
    QApplication.processEvents()
    return window


def middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def source(window: FilmWindow, kind: str) -> tuple[QWidget, QPoint]:
    """Where the hand takes something."""
    board = window.board
    if kind == "frame":
        return board.viewer.screen_part, middle(board.viewer.screen_part)
    if kind == "media":
        board.tabs.setCurrentWidget(board.media)
        grid = board.media.grid
    elif kind == "subject":
        board.tabs.setCurrentWidget(board.cast)
        grid = board.cast.list
    else:
        grid = board.panel.takes.strip
    QApplication.processEvents()
    return grid.viewport(), grid.visualItemRect(grid.item(0)).center()


@pytest.mark.parametrize(
    ("kind", "told", "undo"),
    [
        ("frame", "First frame → shot 1-2\nShift: last frame", "Use as first frame"),
        ("media", "First frame → shot 1-2\nShift: last frame", "Use as first frame"),
        ("take", "First frame → shot 1-2\nShift: last frame", "Use as first frame"),
        ("subject", "Cast → shot 1-2", "Cast in shot"),
    ],
)
def test_what_is_carried_onto_a_card_says_its_role_and_is_one_step(
    window: FilmWindow, qtbot: QtBot, kind: str, told: str, undo: str
) -> None:
    hint, seen = window.board.kit.hint, []
    before = window.desk.project
    look = lambda: seen.append(hint.text() if hint.isVisible() else "")  # noqa: E731
    carry(*source(window, kind), *card(window, SECOND), look=look)
    settle(window, qtbot)
    assert seen == [told]
    assert window.desk.document.undo_label == undo
    changed = shot(window, SECOND)
    assert [u.role for u in changed.uses] == [Role.FIRST_FRAME] or changed.subjects == (MIRA,)
    window.actions_table.trigger("edit.undo")
    assert window.desk.project == before


@pytest.mark.parametrize("kind", ["frame", "media", "take", "subject"])
def test_escape_ends_a_drag_and_nothing_has_happened(
    window: FilmWindow, qtbot: QtBot, kind: str
) -> None:
    before = window.desk.project
    carry(*source(window, kind), *card(window, SECOND), escape=True)
    settle(window, qtbot)
    assert window.desk.project is before
    assert not window.board.kit.hint.isVisible()


def test_a_frame_over_a_wrong_well_says_why(window: FilmWindow, qtbot: QtBot) -> None:
    well = window.board.panel.wells.wells["sound"]
    window.board.panel._scroll.ensureWidgetVisible(well)
    QApplication.processEvents()
    before, seen, hint = window.desk.project, [], window.board.kit.hint
    look = lambda: seen.append((hint.text(), hint.property("tone")))  # noqa: E731
    carry(*source(window, "frame"), well, QPoint(20, 12), look=look)
    assert seen == [("This well takes sounds; choose the well of its kind.", "bad")]
    assert window.desk.project is before
    qtbot.waitUntil(lambda: "takes sounds" in window.said.text())


def test_what_refused_on_the_way_is_not_told_after_a_good_drop(
    window: FilmWindow, qtbot: QtBot
) -> None:
    """Over its own panel a medium is refused; let go on a track, only that is told."""
    window.session.turn_to("edit")
    view = window.edit.timeline.view
    qtbot.waitUntil(lambda: view.isVisible() and bool(view.lanes.lanes))
    grid, before = window.board.media.grid, window.desk.project
    at = grid.visualItemRect(grid.item(0)).center()
    carry(grid.viewport(), at, view.viewport(), QPoint(60, 30))
    assert window.desk.project is not before
    assert window.said.text().startswith("Place media: sea at 00:00:")
    assert window.said.property("tone") == "good"


def test_a_reason_is_told_after_a_release_and_not_after_escape(
    window: FilmWindow, qtbot: QtBot
) -> None:
    media, before = window.board.media, window.desk.project
    QApplication.processEvents()
    window.tell("")
    corner = media.rect().bottomRight() - QPoint(4, 4)
    carry(*source(window, "media"), media, corner, escape=True)
    assert window.said.text() == ""
    carry(*source(window, "media"), media, corner)
    assert window.said.text() == "The film has this already; drop it on a shot or a subject."
    carry(*source(window, "media"), *card(window, SECOND))
    settle(window, qtbot)
    assert window.said.text().startswith("Use as first frame"), "a good drop follows"
    assert window.desk.project is not before


def test_a_subject_on_a_subject_is_told_where_it_goes(window: FilmWindow) -> None:
    people, seen, hint = window.board.cast.list, [], window.board.kit.hint
    taken, at = source(window, "subject")
    look = lambda: seen.append(hint.text())  # noqa: E731
    carry(taken, at, people.viewport(), at + QPoint(30, 0), look=look)
    assert seen == ["A look is a picture or a video; drop a subject on a shot to cast it."]


def test_a_take_in_the_well_of_videos_is_motion(window: FilmWindow, qtbot: QtBot) -> None:
    panel = window.board.panel
    well = panel.wells.wells["video"]
    for section in panel.findChildren(Section):  # folded away, so that both are seen at once
        if section.part in (panel.craft, panel.lines, panel.words_part):
            section.head.click()
    right = panel.parentWidget()
    assert isinstance(right, QSplitter)
    window.resize(1500, 1190)
    qtbot.waitUntil(lambda: window.height() == 1190)
    right.setSizes([200, 900])
    seen_at_once = lambda: all(  # noqa: E731
        part.visibleRegion().boundingRect() == part.rect() for part in (panel.takes, well)
    )
    qtbot.waitUntil(seen_at_once)
    before, hint, seen = window.desk.project, window.board.kit.hint, []
    look = lambda: seen.append(hint.text())  # noqa: E731
    carry(*source(window, "take"), well, QPoint(20, 12), look=look)
    settle(window, qtbot)
    assert seen == ["Motion → shot 1-1"]
    assert [use.role for use in shot(window, FIRST).uses] == [Role.MOTION]
    reference = window.desk.project.references[-1]
    assert (reference.kind.value, reference.name) == ("video", "1-1 take 1")
    window.actions_table.trigger("edit.undo")
    assert window.desk.project == before, "one step"


def test_a_frame_in_the_hand_over_its_own_viewer_is_no_trouble(window: FilmWindow) -> None:
    viewer, seen, hint = window.board.viewer.screen_part, [], window.board.kit.hint
    look = lambda: seen.append(hint.isVisible())  # noqa: E731
    carry(viewer, middle(viewer), viewer, middle(viewer) + QPoint(40, 10), look=look)
    assert seen == [False]


def test_a_click_on_the_picture_carries_nothing(window: FilmWindow, qtbot: QtBot) -> None:
    viewer = window.board.viewer.screen_part
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(viewer, middle(viewer) + QPoint(60, 20))
    assert not window.board.kit.hint.isVisible()


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path) -> QListView:
    """A file manager's list of a folder with one photo, in a window of its own."""
    there = tmp_path / "photos"
    there.mkdir()
    photo(there / "lighthouse.png", RED)
    model, view = QFileSystemModel(), QListView()
    qtbot.addWidget(view)
    model.setParent(view)
    view.setModel(model)
    view.setRootIndex(model.setRootPath(str(there)))
    view.setDragEnabled(True)
    view.setGeometry(0, 0, 300, 300)
    view.show()
    qtbot.waitUntil(lambda: model.rowCount(view.rootIndex()) == 1, timeout=20_000)
    return view


def test_a_photo_from_a_file_list_is_what_the_next_take_shows(
    window: FilmWindow, desktop: QListView, qtbot: QtBot
) -> None:
    window.move(320, 0)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    photo_at = desktop.visualRect(desktop.model().index(0, 0, desktop.rootIndex())).center()
    before, hint, seen = window.desk.project, window.board.kit.hint, []
    look = lambda: seen.append(hint.text() if hint.isVisible() else "")  # noqa: E731
    carry(desktop.viewport(), photo_at, *card(window, THIRD), look=look)
    settle(window, qtbot)
    assert seen[0].startswith("First frame → shot 2-1")
    assert [use.role for use in shot(window, THIRD).uses] == [Role.FIRST_FRAME]
    dropped = window.desk.project
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.desk.project == before, "one step"
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert window.desk.project == dropped
    window.session.choose_shots([THIRD])
    window.desk.make([THIRD], backend="animatic")
    qtbot.waitUntil(lambda: THIRD in window.desk.shown, timeout=60_000)
    picture = frame_at(window.desk.folder / window.desk.shown[THIRD].files[0].path, 0)
    middle = picture[30:60, 50:110].reshape(-1, 3).mean(axis=0)
    assert np.abs(middle - np.array(RED)).max() < 30, "the take shows the photo"
