"""The shot inspector: every field is one step, nothing typed is lost, terms before sending."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import FakeBackend, Script
from studio.timeline.cutting import Edge, trim
from studio.timeline.queries import find_shot
from studio.timeline.shot_edits import change_shot
from studio.timeline.store import read
from studio.timeline.story import Angle, CueKind, Move, Role, Size
from studio.timeline.subject_edits import change_subject
from studio.ui.landing_edits import used_as
from studio.ui.languages import language_name
from studio.ui.request_dialog import RequestDialog
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.ui.drops import (
    FIRST,
    MIRA,
    SECOND,
    THIRD,
    bring,
    drop,
    files,
    opened,
    photo,
    settle,
    shot,
    type_in,
)

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def chosen(studio: Studio, qtbot: QtBot, tmp_path: Path, name: str = FIRST) -> FilmWindow:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([name])
    return window


def pick(box: object, value: object) -> None:
    """Choose in a combo box as the keyboard does."""
    box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def test_at_names_a_subject_and_casts_it(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    prompt = window.board.panel.prompt
    prompt.setFocus()
    prompt.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(prompt, " and @mi")
    assert prompt.popup.isVisible()
    qtbot.keyClick(prompt, Qt.Key.Key_Return)
    assert not prompt.popup.isVisible()
    assert shot(window, FIRST).prompt == "The sea and Mira "
    assert shot(window, FIRST).subjects == (MIRA,)
    chips = window.board.panel.words_part.findChildren(QToolButton)
    assert [chip.isChecked() for chip in chips if chip.text() == "Mira"] == [True]
    window.desk.document.undo()
    assert shot(window, FIRST).subjects == ()
    assert "@mi" in shot(window, FIRST).prompt, "the name was a step of its own"


def test_at_names_media_and_escape_closes(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    bring(window, qtbot, [photo(tmp_path / "港口.png")])
    prompt = window.board.panel.prompt
    prompt.setFocus()
    prompt.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(prompt, "@")
    assert prompt.popup.count() == 2
    qtbot.keyClick(prompt, Qt.Key.Key_Escape)
    assert not prompt.popup.isVisible()
    prompt.insertPlainText("港")
    qtbot.waitUntil(prompt.popup.isVisible)
    qtbot.keyClick(prompt, Qt.Key.Key_Tab)
    assert shot(window, FIRST).prompt == "The sea港口 "
    assert [use.role for use in shot(window, FIRST).uses] == [Role.STYLE]


@pytest.mark.parametrize("name", ["Old\nTom", "Zoë 🦊", 'O"Neil', "<b>R&D</b>", "名" * 200])
def test_any_name_can_be_named(studio: Studio, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    window = chosen(studio, qtbot, tmp_path)
    window.desk.edit("x", change_subject, MIRA, name=name)
    prompt = window.board.panel.prompt
    prompt.setFocus()
    prompt.selectAll()
    type_in(prompt, "@")
    assert prompt.popup.isVisible()
    qtbot.keyClick(prompt, Qt.Key.Key_Return)
    assert shot(window, FIRST).prompt == " ".join(name.split()) + " "
    assert shot(window, FIRST).subjects == (MIRA,)
    wide = window.width()
    window.grab()
    assert window.width() == wide, "no name widens the window"


def test_a_chip_casts_and_takes_out(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    window.board.panel.prompt.setPlainText("Mira waits")

    def chip(text: str) -> QToolButton | None:
        found = window.board.panel.words_part.findChildren(QToolButton)
        return next((c for c in found if c.text() == text and c.isVisible()), None)

    qtbot.waitUntil(lambda: chip("+ Mira") is not None)
    qtbot.mouseClick(chip("+ Mira"), LEFT)
    assert shot(window, FIRST).subjects == (MIRA,)
    qtbot.waitUntil(lambda: chip("Mira") is not None)
    qtbot.mouseClick(chip("Mira"), LEFT)
    assert shot(window, FIRST).subjects == ()


def test_a_huge_paste_is_refused_and_kept(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    field = window.board.panel.words_part.field
    QApplication.clipboard().setText("长" * 300_000)
    field.text.setFocus()
    field.text.selectAll()
    field.text.paste()
    assert "20000" in field.refusal.text()
    assert shot(window, FIRST).prompt == "The sea"
    window.session.choose_shots([SECOND])
    assert field.text.toPlainText() == ""
    window.session.choose_shots([FIRST])
    assert len(field.text.toPlainText()) == 300_000, "what was typed is still there"
    qtbot.keyClick(field.text, Qt.Key.Key_Z, CONTROL)
    assert field.text.toPlainText() == "The sea"
    assert not field.refusal.isVisible()


def test_what_is_typed_goes_to_the_shot_it_was_typed_for(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    frames = window.board.panel.craft.frames
    frames.setFocus()
    frames.selectAll()
    qtbot.keyClicks(frames, "36")
    assert shot(window, FIRST).frames == 12, "a half typed number is no edit yet"
    window.session.choose_shots([SECOND])
    assert shot(window, FIRST).frames == 36
    assert shot(window, SECOND).frames == 12
    assert window.desk.project.cut.frames == 60
    window.desk.document.undo()
    assert shot(window, FIRST).frames == 12


def test_the_film_may_change_under_the_cursor(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    prompt = window.board.panel.prompt
    prompt.setFocus()
    prompt.moveCursor(QTextCursor.MoveOperation.End)
    type_in(prompt, " 🌊")
    window.desk.edit("Other", change_shot, FIRST, prompt="At dawn. The sea 🌊")
    qtbot.keyClicks(prompt, "!")
    assert shot(window, FIRST).prompt == "At dawn. The sea 🌊!"
    window.board.panel.craft.seconds.setFocus()
    qtbot.keyClicks(window.board.panel.craft.seconds, "9")
    window.desk.edit("Other", change_shot, SECOND, note="elsewhere")
    assert "9" in window.board.panel.craft.seconds.text(), "half typed numbers stay"


def test_camera_fields(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    craft = window.board.panel.craft
    pick(craft.size_box, Size.CLOSE_UP)
    pick(craft.angle_box, Angle.LOW)
    pick(craft.move_box, Move.PUSH_IN)
    pick(craft.move_box, Move.PAN_LEFT)
    made = shot(window, FIRST)
    assert (made.size, made.angle) == (Size.CLOSE_UP, Angle.LOW)
    assert made.moves == (Move.PUSH_IN, Move.PAN_LEFT)
    chip = next(c for c in craft.moves.findChildren(QToolButton) if "push" in c.text())
    qtbot.mouseClick(chip, LEFT)
    assert shot(window, FIRST).moves == (Move.PAN_LEFT,)
    craft.seconds.setValue(2.0)
    assert shot(window, FIRST).frames == 48
    assert craft.frames.value() == 48


def test_lines_are_added_spoken_moved_and_removed(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    lines = window.board.panel.lines
    qtbot.mouseClick(lines.add, LEFT)
    qtbot.mouseClick(lines.add, LEFT)

    def said() -> list[str]:
        return [c.text for c in shot(window, FIRST).cues if c.kind is CueKind.LINE]

    rows = list(lines.rows.values())
    qtbot.keyClicks(rows[0].text, "One")
    qtbot.keyClicks(rows[1].text, "Two")
    pick(rows[1].speaker, MIRA)
    assert said() == ["One", "Two"]
    assert shot(window, FIRST).subjects == (MIRA,), "who speaks is in the shot"
    buttons = {b.objectName(): b for b in rows[1].findChildren(QToolButton)}
    qtbot.mouseClick(buttons["line.earlier"], LEFT)
    assert said() == ["Two", "One"]
    starts = [cue.start for cue in shot(window, FIRST).cues]
    assert starts == sorted(starts)
    row = lines.rows[shot(window, FIRST).cues[0].id]
    qtbot.mouseClick(
        {b.objectName(): b for b in row.findChildren(QToolButton)}["line.remove"], LEFT
    )
    assert said() == ["One"]


def test_a_refused_line_stays_in_its_row(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    lines = window.board.panel.lines
    qtbot.mouseClick(lines.add, LEFT)
    row = next(iter(lines.rows.values()))
    row.text.setPlainText("x" * 30_000)
    assert "20000" in row.refusal.text()
    window.session.choose_shots([SECOND])
    window.session.choose_shots([FIRST])
    again = next(iter(lines.rows.values()))
    assert len(again.text.toPlainText()) == 30_000


def test_wells_show_uses_and_change_roles(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    well = window.board.panel.wells.wells["picture"]
    drop(well, well.rect().center(), files(photo(tmp_path / "a\"b'c 🎬.png")))
    settle(window, qtbot)
    row = window.board.panel.wells.wells["picture"].body.itemAt(0).widget()
    assert row.name.text() == "a\"b'c 🎬"
    pick(row.role, Role.LAST_FRAME)
    qtbot.waitUntil(lambda: [u.role for u in shot(window, FIRST).uses] == [Role.LAST_FRAME])
    row = window.board.panel.wells.wells["picture"].body.itemAt(0).widget()
    qtbot.mouseClick(row.away, LEFT)
    qtbot.waitUntil(lambda: shot(window, FIRST).uses == ())
    well.menu.aboutToShow.emit()
    well.menu.actions()[0].trigger()
    assert [u.role for u in shot(window, FIRST).uses] == [Role.FIRST_FRAME]


@pytest.fixture
def fake(studio: Studio, tmp_path: Path) -> FakeBackend:
    """A dear service that has 5 s only, no sound, no seeds, and takes first frames alone."""
    folder = tmp_path / "fake"
    folder.mkdir()
    offer = {
        "title": "Cloud", "lengths": [5], "sizes": [[1280, 720]], "sound": False, "local": False,
        "seeds": False, "input_roles": {"first_frame": 1}, "price": {"per_second": "0.12"},
    }  # fmt: skip
    made = FakeBackend(folder, Script.model_validate({"offer": offer}))
    studio._opening._backends["fake"] = made  # type: ignore[index]
    return made


def quoted(window: FilmWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.board.panel.offer.quoted):
        window.board.panel.offer.ask_soon()


def test_terms_are_shown_before_anything_is_sent(
    studio: Studio, qtbot: QtBot, tmp_path: Path, fake: FakeBackend
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    panel = window.board.panel
    pick(panel.backend.backend, "fake")
    qtbot.keyClicks(panel.backend.seed, "77")
    quoted(window, qtbot)
    offer = panel.offer
    assert "5.00 s" in offer.warned.text()
    assert "1280 × 720" in offer.warned.text()
    assert "seed is dropped" in offer.warned.text()
    assert offer.go.text() == "Generate · 0.6 USD"
    assert window.desk.jobs == {}
    bring(window, qtbot, [photo(tmp_path / "a.png")])
    reference = window.desk.project.references[0].id
    window.desk.edit("Use", lambda film: used_as(film, FIRST, [reference], Role.STYLE))
    quoted(window, qtbot)
    assert "cannot use" in offer.refused.text()
    assert not offer.go.isEnabled()
    qtbot.mouseClick(offer.go, LEFT)
    window.desk.document.undo()
    quoted(window, qtbot)

    def sent() -> list[Decimal]:
        return [job.price for job in window.desk.jobs.values() if job.owner == FIRST]

    assert sent() == []
    qtbot.mouseClick(offer.go, LEFT)
    qtbot.waitUntil(lambda: sent() == [Decimal("0.6")])
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=20_000)


def test_a_backend_that_is_gone_is_said(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    window.desk.edit("x", change_shot, FIRST, backend="gone")
    quoted(window, qtbot)
    offer = window.board.panel.offer
    assert "gone" in offer.refused.text()
    assert not offer.go.isEnabled()
    assert "gone" in window.board.panel.backend.backend.currentText()


@pytest.mark.slow
def test_takes_are_chosen_reused_and_explained(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    window.desk.make([FIRST], takes=2)
    qtbot.waitUntil(lambda: len(window.desk.takes.get(FIRST, [])) == 2, timeout=60_000)
    takes = window.board.panel.takes
    assert takes.strip.count() == 2
    takes.strip.setCurrentRow(0)
    assert shot(window, FIRST).take is None, "looking chooses nothing"
    qtbot.keyClick(takes.strip, Qt.Key.Key_Return)
    assert shot(window, FIRST).take == window.desk.takes[FIRST][0].id
    takes.deeds.act("newest")
    assert shot(window, FIRST).take is None
    window.desk.edit("x", change_shot, FIRST, prompt="Something else", size=Size.LONG)
    takes.strip.setCurrentRow(1)
    takes.deeds.act("reuse")
    made = shot(window, FIRST)
    assert (made.prompt, made.seed) == ("The sea", window.desk.takes[FIRST][1].request["seed"])
    takes.deeds.act("request")
    dialog = window.findChild(RequestDialog)
    assert isinstance(dialog, RequestDialog)
    assert '"prompt": "The sea"' in dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    dialog.copy()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()
    dialog.close()


def test_many_chosen_shots_are_made_together(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST, SECOND])
    quoted(window, qtbot)
    assert "2" in window.board.panel.title.text()
    assert find_shot(window.desk.project, SECOND) == window.board.panel.shot
    assert "1-1" in window.board.panel.offer.kept.text()


def test_what_is_half_typed_counts_when_the_window_closes(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    frames = window.board.panel.craft.frames
    frames.setFocus()
    frames.selectAll()
    qtbot.keyClicks(frames, "36")
    folder = window.desk.folder
    window.close()
    assert read(folder).scenes[0].shots[0].frames == 36


def test_the_wheel_scrolls_past_fields(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = chosen(studio, qtbot, tmp_path)
    panel = window.board.panel
    window.board.board.setFocus()
    box, bar = panel.craft.size_box, panel._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    at = box.rect().center()
    wheel = QWheelEvent(
        QPointF(at), QPointF(box.mapToGlobal(at)), QPoint(0, 0), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert shot(window, FIRST).size is Size.MEDIUM
    assert bar.value() > 0


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", ["board", "edit"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_is_cut_at_the_side_and_the_prompt_is_seen(
    studio: Studio, qtbot: QtBot, tmp_path: Path, page: str, size: tuple[int, int]
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    window.resize(*size)
    window.session.turn_to(page)
    panel = window.board.panel if page == "board" else window.edit.panel
    qtbot.waitUntil(panel.isVisible)
    QApplication.processEvents()  # the page is laid out
    scroll, bar = panel._scroll, panel._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    inside = panel._scroll.widget()
    left = bar.mapTo(scroll, QPoint(0, 0)).x()
    assert inside.width() <= left, "the bar lies beside, not over"
    text = panel.prompt
    assert scroll.rect().contains(QRect(text.mapTo(scroll, QPoint(0, 0)), text.size()))
    for part in (part for part in panel.parts if part.isVisible()):
        assert part.mapTo(inside, part.rect().topRight()).x() < inside.width()


def test_a_length_is_followed_by_a_cut_that_was_made_by_hand(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = chosen(studio, qtbot, tmp_path, SECOND)
    first = window.desk.project.cut.tracks[0].clips[0].id
    window.desk.edit("Trim", trim, first, Edge.END, 8)

    def lane() -> list[tuple[str, int, int]]:
        track = window.desk.project.cut.tracks[0]
        return [(clip.owner, clip.start, clip.frames) for clip in track.clips]

    before = lane()
    assert before == [(FIRST, 0, 8), (SECOND, 12, 12), (THIRD, 24, 12)]
    seconds = window.board.panel.craft.seconds
    seconds.setFocus()
    seconds.selectAll()
    qtbot.keyClicks(seconds, "1")
    qtbot.keyClick(seconds, Qt.Key.Key_Return)
    assert lane() == [(FIRST, 0, 8), (SECOND, 12, 24), (THIRD, 36, 12)]
    window.desk.document.undo()
    assert (lane(), shot(window, SECOND).frames) == (before, 12)


def test_terms_wait_their_time_after_an_eager_press(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    offer = window.board.panel.offer
    wait = offer._timer.interval()
    offer.ask_soon()
    offer.generate()
    assert offer._timer.interval() == wait > 0
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=30_000)
    qtbot.waitUntil(lambda: not window.desk.working)


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["English", "Chinese", "Cantonese"]), ("zh", ["英语", "中文", "粤语"])],
)
def test_a_lines_language_is_chosen_by_its_name(
    studio: Studio, qtbot: QtBot, tmp_path: Path, names: list[str]
) -> None:
    window = chosen(studio, qtbot, tmp_path)
    lines = window.board.panel.lines
    qtbot.mouseClick(lines.add, LEFT)
    box = next(iter(lines.rows.values())).language
    assert box.currentText() == names[0]
    shown = [box.itemText(row) for row in range(box.count())]
    assert set(names) <= set(shown)
    assert len(set(shown)) == len(shown), "no two languages have one name"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == names[1]
    assert shot(window, FIRST).cues[0].language == "zh"


def test_a_language_without_a_name_of_ours_is_called_as_its_speakers_do() -> None:
    words = Words("en")
    assert language_name(words, "sv") == "svenska (sv)"
    assert language_name(words, "qqq") == "qqq"
