"""Where a plan kept the maker's own although the text differs, the page says so and settles it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cutting import Edge, trim
from studio.timeline.project import Project
from studio.timeline.queries import clips, cues, find_shot, shots
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Size
from studio.ui.script_rows import COLUMNS
from studio.ui.window import FilmWindow
from tests.ui.test_script import CONTROL, LEFT, opened, plan, planned, state, write


def tea_of(film: Project) -> str:
    return next(shot.id for shot in shots(film) if "pours the tea" in shot.prompt)


def with_hidden(studio: Studio, qtbot: QtBot, tmp_path: Path) -> tuple[FilmWindow, str]:
    """A film planned again: a close-up by hand, where the text says long shot since."""
    film = planned()
    tea = tea_of(film)
    window = opened(studio, qtbot, tmp_path, change_shot(film, tea, size=Size.CLOSE_UP))
    assert not window.script.kept.isVisible()
    write(qtbot, window, "Medium shot: Anna", "Long shot: Anna")
    plan(qtbot, window)
    return window, tea


def said(window: FilmWindow) -> str:
    """The sentence of the strip, without the places where long words may break."""
    shown = window.script.kept.said.text().replace("\u200b", "")
    return shown.translate({ord("“"): '"', ord("”"): '"'})


def size_of(window: FilmWindow, name: str) -> Size:
    shot = find_shot(window.desk.project, name)
    assert shot is not None
    return shot.size


def row_point(window: FilmWindow, name: str) -> QPoint:
    view = window.script.shots
    index = window.script.rows.index(window.script.rows.row_of(name), COLUMNS.index("what"))
    view.scrollTo(index)
    return view.visualRect(index).center()


def test_a_hidden_change_is_said_and_taken_by_the_mouse(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, tea = with_hidden(studio, qtbot, tmp_path)
    kept = window.script.kept
    assert state(window, tea) == "kept yours"
    assert "1 shot kept as you changed them" in window.bar.said.text()
    window.session.choose_shots([])
    assert said(window).startswith("1 shot keeps your own")
    assert not kept.take.isVisible()
    qtbot.mouseClick(kept.next, LEFT)
    assert window.session.shots == (tea,)
    assert said(window) == (
        '1-3: Kept your own shot size "close-up"; the text says "long shot" now.'
    )
    qtbot.mouseClick(kept.take, LEFT)
    assert size_of(window, tea) is Size.LONG
    assert not kept.isVisible()
    assert state(window, tea) == ""
    assert window.desk.document.undo_label == "Take what the text says"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert size_of(window, tea) is Size.CLOSE_UP
    assert kept.isVisible()


def test_mine_is_kept_by_keys_alone(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, tea = with_hidden(studio, qtbot, tmp_path)
    kept = window.script.kept
    window.session.choose_shots([])
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.shots == (tea,)
    kept.keep.setFocus()
    qtbot.keyClick(kept.keep, Qt.Key.Key_Space)
    assert size_of(window, tea) is Size.CLOSE_UP
    assert state(window, tea) == "yours"
    assert not kept.isVisible()
    plan(qtbot, window)
    assert not kept.isVisible(), "what is decided is not asked again"


def test_the_rows_menu_takes_the_texts(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, tea = with_hidden(studio, qtbot, tmp_path)
    view = window.script.shots
    qtbot.mouseClick(view.viewport(), LEFT, pos=row_point(window, tea))
    view.customContextMenuRequested.emit(row_point(window, tea))
    menu = next(
        each for each in window.script.findChildren(QMenu) if each.objectName() == "script.menu"
    )
    act = next(each for each in menu.actions() if each.text().startswith("Take the text's"))
    assert act.isEnabled()
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(act).center())
    assert size_of(window, tea) is Size.LONG
    QApplication.processEvents()


def test_a_hidden_line_is_marked_in_its_own_row(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    film = planned()
    line = next(cue for cue in cues(film) if "missed" in cue.text)
    shot = next(shot for shot in shots(film) if line in shot.cues)
    mine = tuple(c.evolve(text="My words.") if c.id == line.id else c for c in shot.cues)
    window = opened(studio, qtbot, tmp_path, change_shot(film, shot.id, cues=mine))
    write(qtbot, window, line.text, "Nothing sails tonight.")
    assert state(window, line.id).startswith("kept yours"), "at once"
    plan(qtbot, window)
    assert state(window, line.id) == state(window, shot.id) == "kept yours"
    window.session.choose_shots([shot.id])
    assert 'Kept your own line "My words."' in said(window)
    assert 'says "Nothing sails tonight." now' in said(window)


@pytest.mark.parametrize("language", ["zh"])
def test_it_is_said_in_chinese(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, tea = with_hidden(studio, qtbot, tmp_path)
    window.session.choose_shots([tea])
    assert said(window) == '1-3：保留了您的景别"特写"；文本现在是"远景"。'
    assert window.script.kept.take.text() == "改用文本的"


def test_a_line_that_the_cut_cuts_off_is_marked_until_its_clip_is_longer(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    film = window.desk.project
    line = next(cue for cue in cues(film) if "missed" in cue.text)
    owner = next(shot.id for shot in shots(film) if line in shot.cues)
    clip = next(c for t, c in clips(film) if c.owner == owner and t.role == "picture")
    assert state(window, line.id) == ""
    window.session.turn_to("edit")
    window.desk.edit("Trim", trim, clip.id, Edge.END, clip.start + line.start + 5)
    window.session.turn_to("script")
    assert state(window, line.id) == "cut off"
    window.actions_table.trigger("edit.undo")
    assert state(window, line.id) == ""
