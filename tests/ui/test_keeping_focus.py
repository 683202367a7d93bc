"""The keyboard stays where it was when its row goes or its button can be pressed no more."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule, Step
from studio.timeline.reference_edits import use_reference
from studio.timeline.store import create
from studio.timeline.story import Cue, CueKind, Role
from studio.ui.shot_wells import SubjectRow
from studio.ui.use_rows import UseRow
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, MIRA, SECOND, bring, film, photo
from tests.ui.films import opened, service, studio_with

SPACE = Qt.Key.Key_Space


def with_lines() -> object:
    made = film()
    scene = made.scenes[0]
    lines = tuple(
        Cue(id=f"cu_0000000{n}", kind=CueKind.LINE, text=text, speaker=MIRA, start=n)
        for n, text in enumerate(("One", "Two", "Three"), 1)
    )
    told = scene.shots[0].evolve(cues=lines, subjects=(MIRA,))
    plain = scene.shots[1].evolve(backend="fake")
    return made.evolve(scenes=(scene.evolve(shots=(told, plain)), *made.scenes[1:]))


@pytest.fixture
def window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """A shot with three lines, three pictures and a subject; its service never ends a job."""
    slow = service(tmp_path, Rule(watch=(Step(hang="on"),)))
    studios.append(studio_with(tmp_path, qapp, fake=slow))
    create(tmp_path / "film.reel", with_lines()).close()  # type: ignore[arg-type]
    window = opened(studios[0], tmp_path / "film.reel", qtbot)
    window.resize(1500, 1000)
    window.session.choose_shots([FIRST])
    pictures = [photo(tmp_path / f"{n}.png", (n, 9, 9)) for n in (1, 2, 3)]
    bring(window, qtbot, pictures)
    for reference, role in zip(
        window.desk.project.references, (Role.FIRST_FRAME, Role.LAST_FRAME, Role.STYLE), strict=True
    ):
        window.desk.edit("Use", use_reference, FIRST, reference.id, role)
    QApplication.processEvents()
    return window


def now() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def uses(window: FilmWindow) -> int:
    return len(window.desk.project.scenes[0].shots[0].uses)


def row_of(widget: QWidget, kind: type[QWidget]) -> QWidget | None:
    above: QWidget | None = widget
    while above is not None and not isinstance(above, kind):
        above = above.parentWidget()
    return above


def press(qtbot: QtBot, key: Qt.Key = SPACE) -> None:
    qtbot.keyClick(now(), key)
    QApplication.processEvents()


def test_a_removed_picture_leaves_the_keyboard_on_the_next_one(
    window: FilmWindow, qtbot: QtBot
) -> None:
    well = window.board.panel.wells.wells["picture"]
    rows = [row for row in well.findChildren(UseRow) if not row.isHidden()]
    rows[1].away.setFocus()
    press(qtbot)
    qtbot.waitUntil(lambda: uses(window) == 2)
    QApplication.processEvents()
    for left in (2, 1):
        row = row_of(now(), UseRow)
        assert isinstance(row, UseRow)
        assert now() is row.away
        assert row.used.role is (Role.STYLE if left == 2 else Role.FIRST_FRAME)
        press(qtbot)
        qtbot.waitUntil(lambda left=left: uses(window) == left - 1)
        QApplication.processEvents()
    assert now() is well.plus


def test_a_subject_taken_out_leaves_the_keyboard_in_its_well(
    window: FilmWindow, qtbot: QtBot
) -> None:
    well = window.board.panel.wells.wells["subject"]
    (row,) = [row for row in well.findChildren(SubjectRow) if not row.isHidden()]
    row.findChildren(QToolButton)[0].setFocus()
    press(qtbot)
    assert window.desk.project.scenes[0].shots[0].subjects == ()
    assert now() is well.plus


def test_a_removed_line_leaves_the_keyboard_on_the_next_one(
    window: FilmWindow, qtbot: QtBot
) -> None:
    part = window.board.panel.lines
    away = lambda n: list(part.rows.values())[n].findChild(QToolButton, "line.remove")  # noqa: E731
    away(1).setFocus()
    press(qtbot)
    assert [row.cue_id for row in part.rows.values()] == ["cu_00000001", "cu_00000003"]
    assert now() is away(1), "the next line"
    press(qtbot)
    assert now() is away(0), "the last one"
    press(qtbot)
    assert now() is part.add


def test_generate_and_cancel_keep_the_keyboard(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.choose_shots([SECOND])
    offer = window.board.panel.offer
    qtbot.waitUntil(offer.go.isEnabled, timeout=20_000)
    before = len(window.desk.project.scenes[0].shots)
    offer.go.setFocus()
    press(qtbot)
    qtbot.waitUntil(offer.stop.isVisible, timeout=20_000)
    qtbot.waitUntil(lambda: now() is offer.stop, timeout=20_000)
    press(qtbot)
    qtbot.waitUntil(lambda: not window.desk.working, timeout=20_000)
    qtbot.waitUntil(lambda: now() in (offer.go, offer.retry), timeout=20_000)
    assert len(window.desk.project.scenes[0].shots) == before, "no key went to Insert shot"


def test_the_drawers_buttons_keep_the_keyboard_in_the_drawer(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.desk.make([SECOND], backend="fake")
    qtbot.waitUntil(lambda: bool(window.desk.working), timeout=20_000)
    window.toggle_jobs()
    drawer = window.drawer
    qtbot.waitUntil(lambda: drawer.model.counts()[0] == 1, timeout=20_000)
    drawer.choose(next(job.id for job in window.desk.working))
    cancel = drawer.details.buttons["cancel"]
    qtbot.waitUntil(cancel.isVisible, timeout=20_000)
    cancel.setFocus()
    press(qtbot)
    qtbot.waitUntil(lambda: not cancel.isVisible(), timeout=20_000)
    assert drawer.details.isAncestorOf(now())
    assert now() in drawer.details.buttons.values()


def test_stopping_everything_keeps_the_keyboard_in_the_drawer(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.desk.make([SECOND], backend="fake")
    window.toggle_jobs()
    stop = window.drawer.stop
    qtbot.waitUntil(stop.isEnabled, timeout=20_000)
    stop.setFocus()
    press(qtbot)
    qtbot.waitUntil(lambda: not stop.isEnabled(), timeout=20_000)
    assert window.drawer.isAncestorOf(now())
