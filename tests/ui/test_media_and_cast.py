"""The media panel and the cast panel."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.reference_edits import change_reference, use_reference
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Role, SubjectKind
from studio.ui.waves import peaks
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, MIRA, bring, film, opened, photo, settle, shot, sound, type_in

LEFT = Qt.MouseButton.LeftButton


def names(window: FilmWindow) -> list[str]:
    return [reference.name for reference in window.desk.project.references]


def answer(window: FilmWindow, qtbot: QtBot, text: str) -> None:
    box = window.findChild(QMessageBox, "question")
    assert isinstance(box, QMessageBox)
    qtbot.mouseClick(next(b for b in box.buttons() if b.text() == text), LEFT)


def test_media_are_renamed_in_place(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "a.png")])
    grid = window.board.media.grid
    grid.setCurrentRow(0)
    qtbot.mouseClick(window.board.media.rename, LEFT)
    field = grid.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText('<b>港口</b> & "co" 🎬')
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ['<b>港口</b> & "co" 🎬'])
    window.desk.document.undo()
    assert grid.item(0).text() == "a"


def test_an_empty_name_is_refused_in_a_sentence(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "a.png")])
    window.board.media.grid.item(0).setText("  ")
    assert window.said.property("tone") == "bad"
    assert window.board.media.grid.item(0).text() == "a"


def test_media_in_use_leave_only_when_the_maker_says_so(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "a.png")])
    reference = window.desk.project.references[0].id
    window.desk.edit("x", use_reference, FIRST, reference, Role.STYLE)
    media = window.board.media
    media.grid.setCurrentRow(0)
    assert "1-1" in media.facts.text()
    media.grid.setFocus()
    qtbot.keyClick(media.grid, Qt.Key.Key_Delete)
    answer(window, qtbot, "Keep")
    assert names(window) == ["a"]
    qtbot.mouseClick(media.gone, LEFT)
    qtbot.waitUntil(lambda: len(window.findChildren(QMessageBox)) == 1)
    answer(window, qtbot, "Remove everywhere")
    assert names(window) == []
    assert shot(window, FIRST).uses == ()
    window.desk.document.undo()
    assert names(window) == ["a"]
    assert len(shot(window, FIRST).uses) == 1


def test_the_import_button_asks_for_files(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = window.board.media.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    dialog.filesSelected.emit([str(sound(tmp_path / "a.wav", 0.5))])  # type: ignore[attr-defined]
    dialog.close()
    settle(window, qtbot)
    assert names(window) == ["a"]
    media = window.board.media
    qtbot.waitUntil(lambda: media._kit.still_of(window.desk.project.references[0]) is not None)


def test_a_wave_shows_where_it_is_loud(tmp_path: Path) -> None:
    loud = peaks(sound(tmp_path / "a.wav", 2), 8)
    assert len(loud) == 8
    assert all(0.2 < level <= 1 for level in loud)


def test_a_subject_is_made_and_described(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    cast = window.board.cast
    window.board.tabs.setCurrentWidget(cast)
    qtbot.mouseClick(cast.new, LEFT)
    form = cast.form
    type_in(form.name, "Lao Wang “老王”")
    form.kind.setCurrentIndex(form.kind.findData(SubjectKind.CREATURE))
    form.kind.activated.emit(form.kind.currentIndex())
    qtbot.keyClicks(form.description, "grey, tall")
    qtbot.keyClicks(form.voice.voice, "zf_001")
    form.voice.pace.setValue(1.2)
    form._coloured(QColor("#112233"))
    made = window.desk.project.subjects[1]
    assert (made.name, made.kind) == ("Lao Wang “老王”", SubjectKind.CREATURE)
    assert (made.description, made.colour) == ("grey, tall", "#112233")
    assert (made.voice.name, made.voice.pace) == ("zf_001", 1.2)
    form.name.setFocus()
    form.name.selectAll()
    qtbot.keyClick(form.name, Qt.Key.Key_Backspace)
    cast.list.setFocus()
    assert form.name.text() == "Lao Wang “老王”", "a name cannot be empty"


@pytest.mark.parametrize("used", [False, True])
def test_a_subject_leaves(studio: Studio, qtbot: QtBot, tmp_path: Path, used: bool) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.board.tabs.setCurrentWidget(window.board.cast)
    if used:
        window.desk.edit("x", change_shot, FIRST, subjects=(MIRA,))
    window.board.cast.list.setCurrentRow(0)
    window.board.cast.remove()
    if used:
        assert len(window.desk.project.subjects) == 1
        answer(window, qtbot, "Remove everywhere")
    assert window.desk.project.subjects == ()
    assert shot(window, FIRST).subjects == ()
    assert window.board.cast.empty.isVisible()


def test_a_refused_description_waits_for_its_subject(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    cast = window.board.cast
    window.board.tabs.setCurrentWidget(cast)
    cast.list.setCurrentRow(0)
    cast.form.description.setPlainText("x" * 30_000)
    assert window.said.property("tone") == "bad"
    qtbot.mouseClick(cast.new, LEFT)
    assert cast.form.description.toPlainText() == ""
    cast.list.setCurrentRow(0)
    assert len(cast.form.description.toPlainText()) == 30_000
    assert window.desk.project.subjects[0].description == ""


def test_a_picture_is_shown_in_its_own_colours(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "rust.png", (40, 90, 200))])  # blue, green, red
    (reference,) = window.desk.project.references
    kit = window.board.kit
    qtbot.waitUntil(lambda: kit.still_of(reference) is not None, timeout=10_000)
    still = kit.still_of(reference)
    assert still is not None
    shown = still.pixelColor(still.rect().center())
    assert (shown.red(), shown.green(), shown.blue()) == (200, 90, 40)


def test_long_names_that_end_differently_look_different(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "a.png")])
    (reference,) = window.desk.project.references
    grid, kit = window.board.media.grid, window.board.kit
    qtbot.waitUntil(lambda: kit.still_of(reference) is not None)
    shown: list[QImage] = []
    for number in (1, 2):
        name = f"The one with the broken lantern and three seals {number}"
        window.desk.edit("name", change_reference, reference.id, name=name)
        QApplication.processEvents()
        shown.append(grid.viewport().grab(grid.visualItemRect(grid.item(0))).toImage())
    assert shown[0] != shown[1]


def test_a_day_is_typed_in_a_field_like_the_others(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    form = window.board.cast.consent.form
    form.show()
    field, box = form.last.until, window.board.cast.consent.real
    field.setEnabled(True)
    field.resize(box.size())
    strip = QRect(field.width() - 20, 2, 20, field.height() - 4)  # where the button is
    assert field.grab(strip).toImage() == box.grab(strip).toImage()


def test_two_subjects_stand_in_a_list_that_does_not_scroll(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    project = film()
    second = project.subjects[0].evolve(id="su_00000002", name="Tom")
    pair = (*project.subjects, second)
    window = opened(studio, qtbot, tmp_path, project.evolve(subjects=pair))
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    QApplication.processEvents()
    shown = window.board.cast.list
    assert shown.count() == 2
    assert not shown.verticalScrollBar().isVisible()


def test_a_long_name_is_read_from_its_beginning(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    project = film()
    long = "The one with the broken lantern and three seals from the attic"
    second = project.subjects[0].evolve(id="su_00000002", name=long)
    window = opened(studio, qtbot, tmp_path, project.evolve(subjects=(*project.subjects, second)))
    cast = window.board.cast
    window.board.tabs.setCurrentWidget(cast)
    cast.list.setCurrentRow(1)
    assert cast.form.name.text() == long
    assert cast.form.name.cursorPosition() == 0
