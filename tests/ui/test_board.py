"""The board: cards dragged to another place, the menu, and the same as a table."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.project import Project
from studio.timeline.story import CueKind, Move, Role, Size
from studio.ui.card_drag import moved
from studio.ui.cards import Layout
from studio.ui.landing_edits import cast
from studio.ui.shot_rows import COLUMNS
from studio.ui.window import FilmWindow
from tests.jobs.builders import make_project
from tests.ui.drops import FIRST, MIRA, SECOND, THIRD, bring, film, opened, photo, shot, type_in

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def order(window: FilmWindow) -> list[list[str]]:
    return [[s.id for s in scene.shots] for scene in window.desk.project.scenes]


def pull(window: FilmWindow, name: str, to: QPoint) -> QWidget:
    """Press a card and move the mouse, as a hand does; the button stays down."""
    board = window.board.board
    view, start = board.viewport(), board.rect_of(name).center()
    QTest.mousePress(view, LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(view, start + (to - start) * (step / 5))
    return view


def test_a_card_is_dragged_within_and_between_scenes(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    board = window.board.board
    end = board.rect_of(SECOND).center() + QPoint(board.rect_of(SECOND).width() // 3, 0)
    view = pull(window, FIRST, end)
    assert board.drag.gap is not None
    assert window.board.kit.hint.isVisible()
    QTest.mouseRelease(view, LEFT, pos=end)
    assert order(window) == [[SECOND, FIRST], [THIRD]]
    left = board.rect_of(THIRD).center() - QPoint(board.rect_of(THIRD).width() // 3, 0)
    view = pull(window, FIRST, left)
    QTest.mouseRelease(view, LEFT, pos=left)
    assert order(window) == [[SECOND], [FIRST, THIRD]]
    owners = [c.owner for c in window.desk.project.cut.tracks[0].clips]
    assert owners == [SECOND, FIRST, THIRD], "the cut follows the story"
    window.desk.document.undo()
    window.desk.document.undo()
    assert order(window) == [[FIRST, SECOND], [THIRD]]


def test_escape_ends_a_drag_of_a_card(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    board = window.board.board
    view = pull(window, FIRST, board.rect_of(THIRD).center())
    qtbot.keyClick(board, Qt.Key.Key_Escape)
    assert not window.board.kit.hint.isVisible()
    QTest.mouseRelease(view, LEFT, pos=board.rect_of(THIRD).center())
    assert order(window) == [[FIRST, SECOND], [THIRD]]
    assert window.desk.document.undo_label is None


def test_many_cards_move_together(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    board = window.board.board
    QTest.mouseClick(board.viewport(), LEFT, pos=board.rect_of(FIRST).center())
    QTest.mouseClick(board.viewport(), LEFT, CONTROL, board.rect_of(SECOND).center())
    end = board.rect_of(THIRD).center() + QPoint(board.rect_of(THIRD).width() // 3, 0)
    view = pull(window, FIRST, end)
    QTest.mouseRelease(view, LEFT, pos=end)
    assert order(window) == [[], [THIRD, FIRST, SECOND]]
    assert window.session.shots == (FIRST, SECOND)


def test_an_emptied_scene_takes_cards_again() -> None:
    emptied = moved(film(), [FIRST, SECOND], "sc_00000002", 1)
    layout = Layout(emptied, 900, 240)
    gap = layout.gap(100, layout.headings[0].top + 30)
    assert gap is not None
    assert (gap.scene.id, gap.place) == ("sc_00000001", 0)
    assert [s.id for s in moved(emptied, [SECOND], gap.scene.id, 0).scenes[0].shots] == [SECOND]


def test_keys_take_shots_to_other_scenes(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([SECOND])
    window.actions_table.trigger("shot.scene_after")
    assert order(window) == [[FIRST], [SECOND, THIRD]]
    window.actions_table.trigger("shot.scene_before")
    assert order(window) == [[FIRST, SECOND], [THIRD]]


def test_the_menu_of_a_card_holds_every_drop(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "R&D <b>.png")])
    board = window.board.board
    window.session.choose_shots([FIRST, SECOND])
    at = board.rect_of(FIRST).center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(board.viewport(), QContextMenuEvent(reason, at, board.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [act.text() for act in menu.actions()]
    assert {"Generate", "Delete", "To the next scene", "Use picture", "Cast"} <= set(texts)
    pictures = next(a.menu() for a in menu.actions() if a.text() == "Use picture")
    assert isinstance(pictures, QMenu)
    roles = pictures.actions()[0].menu()
    assert isinstance(roles, QMenu)
    assert pictures.actions()[0].text() == "R&&D <b>"
    next(act for act in roles.actions() if act.text() == "Style").trigger()
    menu.close()
    assert [u.role for n in (FIRST, SECOND) for u in shot(window, n).uses] == [Role.STYLE] * 2
    window.desk.document.undo()
    assert shot(window, FIRST).uses == shot(window, SECOND).uses == ()


def to_cell(window: FilmWindow, name: str, column: str) -> None:
    table = window.board.table
    row = table.shots.row_of(name)
    table.setCurrentIndex(table.shots.index(row, COLUMNS.index(column)))
    table.setFocus()


def editor(window: FilmWindow, kind: type[QWidget]) -> QWidget:
    found = window.board.table.viewport().findChildren(kind)
    assert found, "an editor is open"
    return found[-1]


def test_the_table_is_walked_and_edited_by_keys(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    table = window.board.table
    assert table.isVisible()
    to_cell(window, FIRST, "prompt")
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert window.session.shots == (SECOND,)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    text = editor(window, QPlainTextEdit)
    type_in(text, "A “boat” 🚤")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert shot(window, SECOND).prompt == "A “boat” 🚤"
    to_cell(window, SECOND, "length")
    qtbot.keyClick(table, Qt.Key.Key_F2)
    number = editor(window, QWidget)
    spin = table.focusWidget() or number
    qtbot.keyClicks(spin, "2")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shot(window, SECOND).frames == 48)
    assert window.desk.project.cut.frames == 12 + 48 + 12
    to_cell(window, SECOND, "line")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClicks(editor(window, QPlainTextEdit), "Ahoy")
    qtbot.keyClick(editor(window, QPlainTextEdit), Qt.Key.Key_Return)
    assert [(c.kind, c.text) for c in shot(window, SECOND).cues] == [(CueKind.LINE, "Ahoy")]


@pytest.mark.parametrize(
    ("column", "member", "want"), [("size", Size.LONG, "size"), ("moves", Move.PUSH_IN, "moves")]
)
def test_craft_is_picked_from_a_list(
    studio: Studio, qtbot: QtBot, tmp_path: Path, column: str, member: object, want: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.actions_table.trigger("view.table")
    to_cell(window, FIRST, column)
    qtbot.keyClick(window.board.table, Qt.Key.Key_Return)
    box = editor(window, QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(member))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: getattr(shot(window, FIRST), want) in (member, (member,)))


def test_a_refused_cell_keeps_what_was_typed(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.actions_table.trigger("view.table")
    to_cell(window, FIRST, "prompt")
    qtbot.keyClick(window.board.table, Qt.Key.Key_Return)
    text = editor(window, QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    text.setPlainText("x" * 30_000)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert "20000" in window.said.text()
    assert shot(window, FIRST).prompt == "The sea"
    qtbot.keyClick(window.board.table, Qt.Key.Key_Return)
    again = window.board.table.viewport().findChildren(QPlainTextEdit)[-1]
    assert len(again.toPlainText()) == 30_000


def test_an_empty_board_says_what_to_do(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, Project(width=160, height=90))
    window.session.turn_to("board")
    nothing = window.board.nothing
    assert nothing.isVisible()
    assert window.board.board.rect().contains(nothing.geometry())
    assert abs(nothing.geometry().center().x() - window.board.board.rect().center().x()) <= 1
    assert not window.board.panel.offer.isVisible()
    assert nothing.button.hasFocus()
    qtbot.keyClick(nothing.button, Qt.Key.Key_Space)
    assert window.session.page == "script"
    window.desk.edit("plan", lambda film: film.evolve(scenes=make_project(1).scenes))
    window.session.turn_to("board")
    assert not nothing.isVisible()
    window.desk.document.undo()
    assert nothing.isVisible()


def test_a_shot_is_split_where_it_is_looked_at_and_merged_again(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    first = window.desk.project.scenes[0].shots
    assert [s.frames for s in first] == [6, 6, 12], "in its middle where nothing is looked at"
    assert window.desk.project.cut.frames == 36
    window.session.choose_shots([s.id for s in first[:2]])
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert order(window) == [[FIRST, SECOND], [THIRD]]
    assert shot(window, FIRST).frames == 12
    assert window.session.shots == (FIRST,)
    window.desk.document.undo()
    window.desk.document.undo()
    assert window.desk.document.undo_label is None
    window.actions_table.trigger("shot.merge")
    assert order(window) == [[FIRST], [THIRD]], "one alone takes the next one in"
    assert not window.actions_table.can("shot.merge"), "there is no next one in its scene"
    window.desk.document.undo()
    window.session.choose_shots([SECOND, THIRD])
    window.actions_table.trigger("shot.merge")
    assert window.said.property("tone") == "bad", "neighbours of one scene only"
    assert order(window) == [[FIRST, SECOND], [THIRD]]


def test_many_shots_go_earlier_and_later_together(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    window.actions_table.trigger("shot.duplicate")
    copy = window.desk.project.scenes[0].shots[1].id
    window.session.choose_shots([copy, SECOND])
    window.actions_table.trigger("shot.earlier")
    assert order(window)[0] == [copy, SECOND, FIRST]
    window.actions_table.trigger("shot.earlier")
    assert order(window)[0] == [copy, SECOND, FIRST], "those at the end stay"
    window.actions_table.trigger("shot.later")
    assert order(window)[0] == [FIRST, copy, SECOND]
    assert window.desk.document.steps[0][-2:] == ("Move shot", "Move shot")


def test_the_table_tells_cast_backend_takes_and_state(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    rows = window.board.table.shots

    def cell(name: str, column: str) -> str:
        return rows.index(rows.row_of(name), COLUMNS.index(column)).data()

    window.desk.edit("x", cast, FIRST, MIRA)
    assert [cell(FIRST, name) for name in ("cast", "backend", "takes", "state")] == [
        "Mira", "Animatic", "", "not made yet",
    ]  # fmt: skip
    window.board.show_table()
    table = window.board.table
    table.setCurrentIndex(rows.index(0, COLUMNS.index("backend")))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.viewport().findChild(QComboBox)
    assert isinstance(editor, QComboBox)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    table.commitData(editor)
    assert shot(window, FIRST).backend == "animatic"
    for column in ("shot", "cast", "takes", "state"):
        index = rows.index(0, COLUMNS.index(column))
        assert not rows.flags(index) & Qt.ItemFlag.ItemIsEditable
    told: list[int] = []
    rows.dataChanged.connect(lambda first, _last: told.append(first.row()))
    window.desk.make([SECOND])
    qtbot.waitUntil(lambda: cell(SECOND, "takes") == "1", timeout=30_000)
    qtbot.waitUntil(lambda: cell(SECOND, "state") == "made")
    assert set(told) == {1}, "only the row of the shot is told of"
