"""Three hundred thousand characters pasted wherever text is taken: no stall, nothing lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.store import read
from studio.ui.script_text import LONGEST
from studio.ui.text_wrap import has_endless_word
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, SECOND, opened, shot
from tests.ui.watch import Watch

CTRL = Qt.KeyboardModifier.ControlModifier
LENGTH = 300_000
LINES = ("A fox crosses the snow. (2s)\n" * (LENGTH // 29 + 1))[:LENGTH]
ONE_LINE = ("word " * (LENGTH // 5))[:LENGTH]
TEXTS = {
    "many lines": LINES,
    "one line": ONE_LINE,
    "no space at all": "龙" * LENGTH,
    "one word": "x" * LENGTH,
}


def paste(qtbot: QtBot, field: QWidget, text: str) -> None:
    """As a maker pastes by keys."""
    QApplication.clipboard().setText(text)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_V, CTRL)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_long_paste_into_the_script_is_one_edit(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch, kind: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.turn_to("script")
    text, before = window.script.text, window.desk.project
    QApplication.processEvents()
    watch.begin()
    paste(qtbot, text, TEXTS[kind])
    qtbot.waitUntil(lambda: window.desk.project.brief == TEXTS[kind], timeout=20_000)
    qtbot.keyClick(text, Qt.Key.Key_End, CTRL)
    qtbot.keyClick(text, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: len(window.desk.project.brief) == LENGTH + 1, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.desk.project.brief == TEXTS[kind], "what is typed behind it is another edit"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.desk.project == before
    assert text.whole() == before.brief
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert window.desk.project.brief == TEXTS[kind] + "x"
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not window.desk.document.modified, timeout=20_000)
    assert read(window.desk.folder).brief == TEXTS[kind] + "x"


MILLION = "word " * 200_000


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_line_too_long_to_work_with_is_refused_and_nothing_is_lost(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch, language: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.turn_to("script")
    text, before = window.script.text, window.desk.project
    QApplication.processEvents()
    watch.begin()
    paste(qtbot, text, MILLION)
    said = window.script.left.trouble.text()
    assert "1,000,000" in said
    assert said.endswith("。" if language == "zh" else ".")
    assert text.whole() == before.brief
    assert QApplication.clipboard().text() == MILLION, "it can be parted and pasted again"
    qtbot.keyClicks(text, "and so on")
    assert not window.script.left.trouble.isVisible()
    qtbot.waitUntil(lambda: window.desk.project.brief == "and so on" + before.brief)
    paste(qtbot, text, MILLION)
    assert text.whole() == window.desk.project.brief


def test_what_a_paste_joins_counts_as_one_line(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.turn_to("script")
    text = window.script.text
    QApplication.processEvents()
    watch.begin()
    qtbot.keyClick(text, Qt.Key.Key_A, CTRL)
    paste(qtbot, text, "x" * (LONGEST - 10))
    paste(qtbot, text, "y" * 11)
    assert f"{LONGEST + 1:,}" in window.script.left.trouble.text()
    paste(qtbot, text, "y" * 5 + "\n" + "z" * 11)
    assert text.whole() == "x" * (LONGEST - 10) + "y" * 5 + "\n" + "z" * 11
    qtbot.keyClick(text, Qt.Key.Key_A, CTRL)
    paste(qtbot, text, "a" * LONGEST)
    assert text.whole() == "a" * LONGEST, "what is chosen makes room"


@pytest.mark.parametrize("kind", ["one line", "one word"])
def test_a_long_paste_into_a_prompt_is_refused_in_a_sentence_and_kept_in_the_field(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch, kind: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    prompt, before = window.board.panel.prompt, window.desk.project
    QApplication.processEvents()
    watch.begin()
    paste(qtbot, prompt, TEXTS[kind])
    refusal = prompt.parentWidget().findChild(QLabel)
    assert isinstance(refusal, QLabel)
    qtbot.waitUntil(refusal.isVisible)
    assert "shorten it" in refusal.text()
    assert "\n" not in refusal.text()
    assert window.desk.project is before, "refused, and kept in the field"
    assert TEXTS[kind].strip() in prompt.toPlainText()
    window.session.choose_shots([SECOND])
    window.session.choose_shots([FIRST])
    assert len(prompt.toPlainText()) > LENGTH, "it waits to be mended"
    qtbot.keyClick(prompt, Qt.Key.Key_A, CTRL)
    paste(qtbot, prompt, "The calm sea")
    qtbot.waitUntil(lambda: shot(window, FIRST).prompt == "The calm sea")
    assert not refusal.isVisible()


def test_a_long_paste_is_planned_and_can_be_cancelled(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.turn_to("script")
    before = window.desk.project
    QApplication.processEvents()
    watch.begin()
    paste(qtbot, window.script.text, ONE_LINE)
    qtbot.mouseClick(window.script.plan_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.script.planning.busy)
    qtbot.mouseClick(window.script.left.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.script.planning.busy, timeout=20_000)
    assert window.desk.project.scenes == before.scenes
    assert window.script.text.whole() == ONE_LINE


@pytest.mark.slow
def test_a_long_paste_becomes_a_film_without_a_stall(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.turn_to("script")
    QApplication.processEvents()
    watch.begin()
    paste(qtbot, window.script.text, LINES)
    qtbot.mouseClick(window.script.plan_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.script.planning.busy)
    qtbot.waitUntil(lambda: not window.script.planning.busy, timeout=120_000)
    assert window.desk.project.brief == LINES
    assert len(window.desk.project.scenes) > 0


ENDLESS = {
    "letters": "x" * 3_000,
    "signs": "！" * 3_000,
    "dashes": "—" * 3_000,
    "binding": "a\u00a0" * 1_500,
}
ENDING = {
    "words": "word " * 3_000,
    "chinese": "龙战于野" * 3_000,
    "korean": "한국어" * 3_000,
    "lines": ("x" * 1_900 + "\n") * 20,
    "japanese": "むかしカエルが" * 900,
}


def test_words_without_an_end_are_told_from_those_with_one() -> None:
    assert [name for name, text in ENDLESS.items() if not has_endless_word(text)] == []
    assert [name for name, text in ENDING.items() if has_endless_word(text)] == []


def test_lines_break_at_words_again_when_the_endless_one_is_gone(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.turn_to("script")
    text = window.script.text
    before = text.wordWrapMode()
    paste(qtbot, text, ENDLESS["letters"])
    qtbot.waitUntil(lambda: "xxx" in window.desk.project.brief)
    assert text.wordWrapMode() is not before
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "xxx" not in text.whole())
    assert text.wordWrapMode() is before


def fields(window: FilmWindow) -> dict[str, QWidget]:
    """Every field that text can be pasted into, by where it is."""
    found: dict[str, QWidget] = {}
    for kind in (QLineEdit, QPlainTextEdit):
        for part in window.findChildren(kind):
            if part.isVisible() and part.isEnabled() and not part.isReadOnly():
                found[part.accessibleName() or part.objectName()] = part
    return found


@pytest.mark.parametrize("kind", ["one line", "one word"])
def test_every_field_of_every_page_bears_a_long_paste(
    studio: Studio, qtbot: QtBot, tmp_path: Path, watch: Watch, kind: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    window.session.choose_shots([FIRST])
    seen = 0
    for page in ("script", "board", "edit", "deliver"):
        window.session.turn_to(page)
        QApplication.processEvents()
        for name, field in fields(window).items():
            eye = Watch(qtbot)
            eye.begin()
            try:
                paste(qtbot, field, TEXTS[kind])
                qtbot.keyClick(field, Qt.Key.Key_Tab)
                qtbot.wait(30)
            finally:
                eye.end()
            assert eye.longest < 0.1, f"{page}: {name}: {eye.longest:.3f} s in {eye.what[:60]}"
            seen += 1
    assert seen > 6
    assert studio.crashes.dialog is None
    window.desk.save_now()
    assert read(window.desk.folder) == window.desk.project
