"""A shot that is too short for its lines says so on its card and in its row."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind
from studio.ui.shot_rows import COLUMNS
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, SECOND, film, opened

TALK = ("Where were you last night, and the night before?", "At home, as I always am.")


def talking() -> Project:
    """Two lines in half a second, and a shot in which nothing is said."""
    made = film()
    lines = tuple(
        Cue(id=f"cu_0000000{n}", kind=CueKind.LINE, text=text, start=6 * n)
        for n, text in enumerate(TALK)
    )
    first, *rest = made.scenes[0].shots
    scene = made.scenes[0].evolve(shots=(first.evolve(cues=lines), *rest))
    return made.evolve(scenes=(scene, *made.scenes[1:]))


def pointed(window: FilmWindow, name: str) -> str:
    """What is told where the length of a card is pointed at."""
    view, card = window.board.board.viewport(), window.board.board.rect_of(name)
    at = card.bottomRight() - QPoint(20, 60)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)
    return QToolTip.text() if QToolTip.isVisible() else ""


def test_a_shot_that_is_too_short_for_its_lines_says_so(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, talking())
    lacking = window.board.kit.outdated
    qtbot.waitUntil(lambda: set(lacking.lacking) == {FIRST})
    assert pointed(window, SECOND) == ""
    said = pointed(window, FIRST)
    assert "the shot has 0.5 s" in said
    assert "Ctrl+Alt+U" in said
    window.session.choose_shots([FIRST])
    assert "lacking" in window.board.board.accessibleDescription()
    colour = window.board.kit.theme.warn
    assert colour in colours(window, FIRST)
    assert colour not in colours(window, SECOND)
    window.actions_table.trigger("shot.fit_lines")
    qtbot.waitUntil(lambda: not lacking.lacking)
    assert colour not in colours(window, FIRST)
    assert window.board.board.accessibleDescription() == "1-1"


def colours(window: FilmWindow, name: str) -> set[str]:
    """What is painted where the length of a card stands."""
    card = window.board.board.rect_of(name)
    corner = card.bottomRight() - QPoint(70, 70)
    picture = window.board.board.viewport().grab(card).toImage()
    corner -= card.topLeft()
    return {picture.pixelColor(corner + QPoint(x, y)).name() for x in range(66) for y in range(20)}


def test_its_row_in_the_table_has_a_mark(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, talking())
    rows = window.board.table.shots
    with qtbot.waitSignal(rows.dataChanged, timeout=5_000):  # told without an edit
        pass
    role = Qt.ItemDataRole
    short, silent = (rows.index(row, COLUMNS.index("length")) for row in (0, 1))
    assert short.data(role.DecorationRole) is not None
    assert "lacking" in short.data(role.ToolTipRole)
    assert "lacking" in short.data(role.AccessibleTextRole)
    assert silent.data(role.DecorationRole) is None
    assert silent.data(role.ToolTipRole) is None
