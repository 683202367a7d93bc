"""The script page: writing, planning anew, and text and shots that show each other."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.jobs.telling import told
from studio.keys import Keys
from studio.script.planner import grammar_plan
from studio.services import Access
from studio.timeline.cut import TrackKind
from studio.timeline.project import Project
from studio.timeline.queries import cues, find_shot, shots
from studio.timeline.rate import Rate
from studio.timeline.shot_edits import change_shot
from studio.timeline.store import create, read
from studio.timeline.story import CueKind
from studio.ui.script_rows import COLUMNS
from studio.ui.window import FilmWindow
from tests.jobs.test_telling import TEXT
from tests.ui.watch import Watch

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Change = Callable[[Project], Project]


def planned(text: str = TEXT) -> Project:
    return told(
        Project(width=160, height=90), text, grammar_plan(text, rate=Rate(num=24), size=(160, 90))
    )


def opened(studio: Studio, qtbot: QtBot, tmp_path: Path, film: Project) -> FilmWindow:
    """The window of a film, on the script page."""
    folder = tmp_path / "film.reel"
    create(folder, film).close()
    studio.start(folder)
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.turn_to("script")
    return window


def put_cursor(window: FilmWindow, words: str, *, over: bool = False) -> None:
    """Set the cursor before some words of the text, or choose them."""
    text = window.script.text
    text.setFocus()
    at = text.whole().index(words)
    cursor = text.textCursor()
    cursor.setPosition(at)
    if over:
        cursor.setPosition(at + len(words), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)


def write(qtbot: QtBot, window: FilmWindow, old: str, new: str) -> None:
    """Type `new` over `old`, and wait until that is in the film."""
    put_cursor(window, old, over=True)
    qtbot.keyClicks(window.script.text, new)
    qtbot.waitUntil(lambda: new in window.desk.project.brief)


def plan(qtbot: QtBot, window: FilmWindow) -> None:
    with qtbot.waitSignal(window.script.planning.done, timeout=20_000):
        qtbot.mouseClick(window.script.plan_button, LEFT)


def shot_with(window: FilmWindow, words: str) -> str:
    return next(shot.id for shot in shots(window.desk.project) if words in shot.prompt)


def lit(window: FilmWindow) -> list[str]:
    """What is marked in the text."""
    return [each.cursor.selectedText() for each in window.script.text.extraSelections()]  # type: ignore[attr-defined]


def state(window: FilmWindow, name: str) -> str:
    rows = window.script.rows
    return str(rows.index(rows.row_of(name), COLUMNS.index("state")).data() or "")


def test_what_is_typed_is_in_the_film_and_undone_by_the_film(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    write(qtbot, window, "slowly", "gently")
    assert window.desk.document.undo_label == "Edit the text"
    qtbot.keyClick(window.script.text, Qt.Key.Key_Z, CONTROL)
    assert window.script.text.whole() == TEXT
    assert window.desk.project.brief == TEXT


def test_undo_takes_back_what_was_typed_just_now(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    put_cursor(window, "slowly", over=True)
    qtbot.keyClicks(window.script.text, "fast")
    qtbot.keyClick(window.script.text, Qt.Key.Key_Z, CONTROL)
    assert window.script.text.whole() == TEXT == window.desk.project.brief


def test_what_is_typed_is_saved_at_close(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    put_cursor(window, "slowly", over=True)
    qtbot.keyClicks(window.script.text, "fast")
    window.close()
    assert "fast" in read(window.desk.folder).brief


def test_cursor_and_rows_show_each_other(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    page = window.script
    put_cursor(window, "pours the tea")
    tea = shot_with(window, "pours the tea")
    assert window.session.shots == (tea,)
    assert lit(window) == ["Anna pours the tea slowly into two cups."]
    assert [row.id for row in page.shots.chosen_rows()] == [tea]
    rain = page.rows.index(page.rows.row_of(shot_with(window, "Rain runs")), 3)
    qtbot.mouseClick(page.shots.viewport(), LEFT, pos=page.shots.visualRect(rain).center())
    assert window.session.shots == (shot_with(window, "Rain runs"),)
    assert lit(window) == ["Rain runs down the windows of the empty tea house."]
    qtbot.keyClick(page.shots, Qt.Key.Key_Down)
    line = page.shots.current
    assert line is not None
    assert line.kind == "shot"
    qtbot.keyClick(page.shots, Qt.Key.Key_Down)
    assert lit(window) == ["You missed the ferry again."]


def test_keys_walk_every_row_once(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    view = window.script.shots
    view.setFocus()
    view.selectRow(0)
    seen = [view.current]
    for _ in range(len(window.script.rows.rows) - 1):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        seen.append(view.current)
    assert seen == window.script.rows.rows
    view.selectRow(0)
    first = window.desk.project.scenes[0].shots
    assert window.session.shots == tuple(shot.id for shot in first), "a scene means its shots"


def test_shots_that_change_their_scene_stay_chosen(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    name = shot_with(window, "pours the tea")
    window.session.choose_shots([name])
    window.actions_table.trigger("shot.scene_after")
    assert name in [shot.id for shot in window.desk.project.scenes[1].shots]
    assert window.session.shots == (name,)
    assert [row.id for row in window.script.shots.chosen_rows()] == [name]


def test_a_new_scene_under_the_cursor_comes_in_by_the_button(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    put_cursor(window, "Scene 2:")
    QApplication.clipboard().setText("Scene 2: Pier, noon\nWide shot: Gulls circle.\n\n")
    qtbot.keyClick(window.script.text, Qt.Key.Key_V, CONTROL)
    put_cursor(window, "Gulls")
    with qtbot.waitSignal(window.script.planning.done, timeout=20_000):
        qtbot.mouseClick(window.script.right.replan, LEFT)
    assert [scene.place for scene in window.desk.project.scenes] == ["Harbour", "Pier", "Street"]


def test_a_name_beside_the_text_chooses_its_shot(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    text = window.script.text
    line = TEXT.split("\n").index("Ben: One winter, that is all.")
    assert text.labels[line] == "2-2"
    box = dict(text.lines(0, text.height()))[line]
    qtbot.mouseClick(text.gutter, LEFT, pos=QPoint(5, box.center().y()))
    assert [find_shot(window.desk.project, name) for name in window.session.shots] == [
        window.desk.project.scenes[1].shots[1]
    ]


def test_an_edited_line_is_marked_with_its_shot_and_changes_cue_and_caption_in_one_step(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    cue = next(cue for cue in cues(window.desk.project) if cue.kind is CueKind.LINE)
    shot = next(s.id for s in shots(window.desk.project) if cue in s.cues)
    write(qtbot, window, "You missed the ferry again.", "Nothing sails tonight.")
    film = window.desk.project
    assert next(c.text for c in cues(film) if c.id == cue.id) == "Nothing sails tonight."
    captions = [c.owner for t in film.cut.tracks if t.kind is TrackKind.TEXT for c in t.clips]
    assert cue.id in captions, "the caption says what its cue says"
    line = TEXT.split("\n").index("Anna: You missed the ferry again.")
    assert window.script.text.changed_lines == {line}
    assert state(window, shot) == state(window, cue.id) == "text changed"
    others = [s.id for s in shots(film) if s.id != shot]
    assert {state(window, name) for name in others} == {""}
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert next(c.text for c in cues(window.desk.project) if c.id == cue.id) == cue.text
    assert window.script.text.changed_lines == frozenset()
    assert state(window, shot) == ""


def test_planning_again_keeps_what_was_changed_by_hand(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    film = planned()
    tea = next(shot for shot in shots(film) if "pours the tea" in shot.prompt)
    window = opened(studio, qtbot, tmp_path, change_shot(film, tea.id, prompt="Steam rises."))
    assert state(window, tea.id) == "yours"
    write(qtbot, window, "empty and wet", "full of people")
    plan(qtbot, window)
    after = find_shot(window.desk.project, tea.id)
    assert after is not None
    assert after.prompt == "Steam rises."
    assert [s.id for s in shots(window.desk.project)] == [s.id for s in shots(film)]
    assert shot_with(window, "full of people")
    assert window.session.page == "script", "who rewrites stays at the text"
    assert window.script.text.changed_lines == frozenset()
    assert window.desk.document.undo_label == "Plan the film"
    window.actions_table.trigger("edit.undo")
    assert [s for s in shots(window.desk.project) if "full of" in s.prompt] == []
    assert "full of people" in window.desk.project.brief, "the text was written before"


@pytest.mark.parametrize("by", ["key", "button", "row", "menu"])
def test_one_scene_is_planned_anew(studio: Studio, qtbot: QtBot, tmp_path: Path, by: str) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    page, first = window.script, window.desk.project.scenes[0]
    write(qtbot, window, "tea slowly", "tea fast")
    write(qtbot, window, "empty and wet", "dry and full")
    put_cursor(window, "pours")
    with qtbot.waitSignal(page.planning.done, timeout=20_000):
        if by == "key":
            qtbot.keyClick(page.text, Qt.Key.Key_Return, CONTROL | SHIFT)
        elif by == "button":
            qtbot.mouseClick(page.shots.viewport(), LEFT, pos=page.shots.button_of(first.id))
        elif by == "row":
            page.shots.setFocus()
            page.shots.selectRow(page.rows.row_of(first.id))
            qtbot.mouseClick(page.right.replan, LEFT)
        else:
            page._menu(QPoint(10, 10))
            menu = QApplication.activePopupWidget()
            assert menu is not None
            menu.actions()[0].trigger()
            menu.close()
    after = window.desk.project
    assert any("tea fast" in shot.prompt for shot in after.scenes[0].shots)
    assert not any("dry and full" in shot.prompt for shot in shots(after))
    assert window.desk.document.undo_label == "Re-plan a scene"
    assert len(page.text.changed_lines) == 1


def test_a_shot_whose_text_is_gone_is_kept_marked_and_removed_on_demand(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    film = planned()
    tea = next(shot.id for shot in shots(film) if "pours the tea" in shot.prompt)
    window = opened(studio, qtbot, tmp_path, change_shot(film, tea, note="mine"))
    put_cursor(window, "Medium shot: Anna pours the tea slowly into two cups.\n", over=True)
    qtbot.keyClick(window.script.text, Qt.Key.Key_Delete)
    plan(qtbot, window)
    assert find_shot(window.desk.project, tea) is not None
    assert state(window, tea) == "text gone"
    assert "kept" in window.said.text()
    qtbot.mouseClick(window.script.right.forget, LEFT)
    assert find_shot(window.desk.project, tea) is None
    assert not window.script.right.forget.isVisible()
    window.actions_table.trigger("edit.undo")
    assert find_shot(window.desk.project, tea) is not None


def test_keys_walk_the_changes_and_lead_to_a_shots_text(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    write(qtbot, window, "tea slowly", "tea fast")
    write(qtbot, window, "empty and wet", "dry and full")
    lines = sorted(window.script.text.changed_lines)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.script.text.here()[0] == lines[0]
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.script.text.here()[0] == lines[1]
    window.session.turn_to("board")
    window.session.choose_shots([shot_with(window, "Ben walks")])
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    assert window.session.page == "script"
    assert window.script.text.textCursor().block().text().startswith("Full shot: Ben walks")


@pytest.mark.slow
def test_a_long_planning_is_said_and_can_be_cancelled(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    long_text = TEXT * 60
    QApplication.clipboard().setText(long_text)
    window.script.text.setFocus()
    window.script.text.selectAll()
    window.script.text.paste()
    before = window.desk.project.scenes
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    assert window.script.left.told.text() == "Planning …"
    assert not window.script.plan_button.isVisible()
    qtbot.mouseClick(window.script.left.stop, LEFT)
    assert not window.script.planning.busy
    assert window.script.plan_button.isVisible()
    assert window.desk.project.scenes is before
    assert window.desk.project.brief == long_text, "what was written stays"
    window.script.text.selectAll()
    window.script.text.insertPlainText(TEXT)
    plan(qtbot, window)
    assert len(window.desk.project.scenes) == 2, "the cancelled plan never comes"


def test_what_is_written_while_it_is_planned_stays_written(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    write(qtbot, window, "tea slowly", "tea fast")
    page = window.script
    with qtbot.waitSignal(page.planning.done, timeout=20_000):
        qtbot.mouseClick(page.plan_button, LEFT)
        put_cursor(window, "empty and wet", over=True)
        qtbot.keyClicks(page.text, "dry")
        page.commit()
    assert "dry" in page.text.whole()
    assert "dry" in window.desk.project.brief
    assert shot_with(window, "tea fast")
    assert len(page.text.changed_lines) == 1, "and is not planned yet"


def test_a_model_is_offered_where_one_is_named(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    studio.preferences.access = Access(Keys(lambda: None, {}))
    window = opened(studio, qtbot, tmp_path, planned())
    choice, page = window.script.left.planners, window.script
    assert not choice.isVisible()
    studio.preferences.prefer("services.planner.model", "director-1")
    assert choice.isVisible()
    words = [choice.itemText(n) for n in range(choice.count())]
    assert words == ["Built-in planner", "Language model"]
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert page.left.planner == "model"
    qtbot.mouseClick(page.plan_button, LEFT)
    qtbot.waitUntil(lambda: not page.planning.busy, timeout=20_000)
    assert "OPENAI_API_KEY" in page.left.trouble.text(), "its key lacks"
    assert page.left.trouble.isVisible()
    assert page.plan_button.isEnabled()
    studio.preferences.prefer("services.planner.model", "")
    assert page.left.planner == "grammar"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_page_says_what_to_do(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, Project())
    assert window.script.right.empty.isVisible()
    assert not window.script.plan_button.isEnabled()
    assert not window.script.right.replan.isVisible()
    window.script.text.setFocus()
    qtbot.keyClicks(window.script.text, "A fox.")
    assert window.script.plan_button.isEnabled()


@pytest.mark.slow
def test_a_thousand_shots_and_a_long_text_never_stall_the_window(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    scene = "Scene {n}: Room {n}, night\n" + "".join(
        f"Wide shot: The number {{n}} {k} door opens on an empty room.\nAnna: Door {{n}} {k}.\n"
        for k in range(5)
    )
    text = "\n".join(scene.format(n=n) for n in range(1, 101))
    window = opened(studio, qtbot, tmp_path, planned(text))
    assert sum(1 for _ in shots(window.desk.project)) >= 1000
    watch.begin()
    write(qtbot, window, "Door 50 2.", "Nobody here.")
    write(qtbot, window, "number 51 3 door", "red door")
    put_cursor(window, "number 99 1")
    with qtbot.waitSignal(window.script.planning.done, timeout=60_000):
        qtbot.keyClick(window.script.text, Qt.Key.Key_Return, CONTROL | SHIFT)
