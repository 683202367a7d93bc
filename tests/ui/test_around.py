"""What lies around a film: start page, palette, history, preferences, the bar at the bottom."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from studio import settings as preferences
from studio.app import Studio
from studio.settings import Settings
from studio.timeline.shot_edits import change_shot
from studio.timeline.store import read
from studio.ui.actions import written
from studio.ui.job_words import span
from studio.ui.kit import dot
from studio.ui.new_film import RATES, SIZES, TEMPLATES, folder_name
from studio.ui.palette import ranked, score
from studio.ui.theme import DARK, LIGHT
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.jobs.builders import shot_id
from tests.ui.films import film, opened, service, start, studio_with

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def a_window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    return opened(studios[0], film(tmp_path, 3), qtbot)


def prompt(window: FilmWindow) -> str:
    return window.desk.project.scenes[0].shots[0].prompt


# The palette.


def test_letters_in_order_fit_and_beginnings_of_words_are_best() -> None:
    assert score("gn", "Generate all") is not None
    assert score("zz", "Generate all") is None
    names = [("a", "Larger cards"), ("b", "Generate all"), ("c", "Stop all work")]
    assert ranked("gen", names)[0] == "b"
    assert ranked("sa", names)[0] == "c"
    assert ranked("", names) == ["a", "b", "c"]
    assert ranked("撤", [("u", "撤销"), ("r", "重做")]) == ["u"]


def test_the_palette_runs_what_is_chosen_with_the_keys(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window(studios, qapp, qtbot, tmp_path)
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL | SHIFT)
    box = window.palette_box
    assert box is not None
    assert box.isVisible()
    qtbot.keyClicks(box.typed, "deliver")
    assert box.found.item(0).text() == "Deliver"
    qtbot.keyClick(box.typed, Qt.Key.Key_Return)
    assert window.session.page == "deliver"
    assert not box.isVisible()


def test_the_palette_shows_keys_and_does_nothing_that_cannot_be_done(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window(studios, qapp, qtbot, tmp_path)
    window.open_palette()
    box = window.palette_box
    assert box is not None
    qtbot.keyClicks(box.typed, "undo")
    item = box.found.item(0)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert item.data(Qt.ItemDataRole.UserRole + 1) == "Ctrl+Z"
    qtbot.keyClick(box.typed, Qt.Key.Key_Return)
    assert box.isVisible()
    qtbot.keyClick(box.typed, Qt.Key.Key_Escape)
    assert not box.isVisible()


# History.


def test_a_click_in_the_history_goes_to_that_step(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window(studios, qapp, qtbot, tmp_path)
    for number in range(4):
        window.desk.edit(f"Step {number}", change_shot, shot_id(1), prompt=str(number))
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL | SHIFT)
    steps = window.history.steps
    assert [steps.item(n).text() for n in range(steps.count())] == [
        "Film as opened", "Step 0 · 1-1", "Step 1 · 1-1", "Step 2 · 1-1", "Step 3 · 1-1",
    ]  # fmt: skip
    changes: list[object] = []
    window.desk.changed.connect(lambda *_: changes.append(1))
    place = steps.visualItemRect(steps.item(1)).center()
    qtbot.mouseClick(steps.viewport(), LEFT, pos=place)
    assert (prompt(window), len(changes)) == ("0", 1), "three steps back, one change"
    qtbot.waitUntil(lambda: steps.item(4).font().italic())
    assert steps.currentRow() == 1
    qtbot.mouseClick(steps.viewport(), LEFT, pos=steps.visualItemRect(steps.item(4)).center())
    assert prompt(window) == "3"
    assert window.actions_table.qaction("edit.undo").text() == "Undo Step 3"


def test_tooltips_name_the_key(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window(studios, qapp, qtbot, tmp_path)
    button = window.findChild(QToolButton, "page.board")
    assert isinstance(button, QToolButton)
    assert button.toolTip() == "Board  (Ctrl+2)"
    assert window.actions_table.qaction("shot.duplicate").toolTip() == "Duplicate  (Ctrl+D)"


# Preferences.


def test_another_look_holds_at_once_and_is_kept(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window(studios, qapp, qtbot, tmp_path)
    qtbot.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    dialog = studios[0].preferences.dialog
    assert dialog is not None
    assert studios[0].theme == DARK
    dialog.theme.setCurrentIndex(dialog.theme.findData("light"))
    dialog.theme.activated.emit(dialog.theme.currentIndex())
    assert studios[0].theme == LIGHT
    assert LIGHT.panel in window.styleSheet()
    assert window.palette().window().color().name() == LIGHT.ground
    assert DARK.panel not in window.styleSheet()
    assert preferences.load(tmp_path / "settings.json").theme == "light"
    assert DARK.name == "dark", "the themes themselves are not changed"
    qtbot.waitUntil(lambda: dialog.size_of_cache.text().endswith("MB"))
    dialog.accept()
    studios[0].preferences.prefer("theme", "dark")


def test_another_language_holds_on_the_start_page_at_once(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    assert start(studios[0]).page.open.text() == "Open film …"
    studios[0].preferences.prefer("language", "zh")
    assert start(studios[0]).page.open.text() == "打开影片…"
    assert preferences.load(tmp_path / "settings.json").language == "zh"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_stand_still_while_much_is_told_beside_them(
    studio: Studio, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.resize(1280, 720)
    bar, words = window.bar, Words(language, "ui_jobs")
    button = window.findChild(QToolButton, "page.script")
    assert isinstance(button, QToolButton)
    QApplication.processEvents()
    before = button.x()
    bar.show_ahead("proxies", 3, 10)
    bar.jobs.setIcon(QIcon(dot(DARK.bad)))
    told = (words("bar.left", count=7, left=span(words, 16)), words("bar.trouble", count=4))
    bar.jobs.setText(" · ".join(told))
    bar.progress.show()
    QApplication.processEvents()
    assert abs(button.x() - before) <= 8


def test_keys_are_written_in_the_language_of_now(
    studios: list[Studio], qapp: QApplication, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    assert written("Ctrl+Space") == "Ctrl+Space"
    studios[0].start()
    studios[0].preferences.prefer("language", "zh")
    assert written("Ctrl+Space") == "Ctrl+空格"
    studios[0].preferences.prefer("language", "en")
    assert written("Ctrl+Space") == "Ctrl+Space"


def test_a_film_that_was_never_opened_is_not_in_the_settings(tmp_path: Path) -> None:
    settings = Settings(recent=("/a", "/b"))
    assert settings.without("/a").recent == ("/b",)
    assert settings.opened(tmp_path).recent[0] == str(tmp_path)


# The start page.


def test_recent_films_show_a_still_and_missing_ones_can_be_removed(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window(studios, qapp, qtbot, tmp_path)
    window.desk.make()
    qtbot.waitUntil(lambda: len(window.desk.shown) == 3, timeout=10_000)
    qtbot.waitUntil(lambda: not window.desk.working)
    gone = str(tmp_path / "gone.reel")
    studios[0].preferences.settings = Settings(
        recent=(*studios[0].preferences.settings.recent, gone)
    )
    window.close()
    page = start(studios[0]).page
    there, missing = page.rows
    qtbot.waitUntil(lambda: there._poster is not None and missing._poster is not None)
    assert there._poster is not None
    assert there._poster.still is not None
    assert missing.remove.isVisible()
    with qtbot.assertNotEmitted(page.open_wanted):  # what is gone does not open
        qtbot.mouseClick(missing, LEFT, pos=QPoint(20, 20))
    qtbot.mouseClick(missing.remove, LEFT)
    assert gone not in preferences.load(tmp_path / "settings.json").recent
    there.setFocus()
    qtbot.keyClick(there, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(studios[0].window, FilmWindow))


def test_a_new_film_is_what_the_dialog_says(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    page = start(studios[0]).page
    advert = page.templates[0]
    qtbot.mouseClick(advert, LEFT)
    dialog = page.dialog
    assert dialog is not None
    dialog.name.setText('Rain: "two" / 雨')
    assert dialog.picture.currentData() == (1080, 1920), "the advert is vertical"
    dialog.rate.setCurrentIndex([text for text, _, _ in RATES].index("23.976"))
    dialog.spoken.setCurrentIndex(dialog.spoken.findData("zh"))
    qtbot.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: isinstance(studios[0].window, FilmWindow))
    window = studios[0].window
    assert isinstance(window, FilmWindow)
    project = read(tmp_path / "home" / "Rain two 雨.reel")
    assert (project.width, project.height, project.language) == (1080, 1920, "zh")
    assert (project.rate.num, project.rate.den) == (24000, 1001)
    assert project.title == 'Rain: "two" / 雨'
    assert "AURORA" in window.script.text.toPlainText()


def test_a_brief_typed_for_a_new_film_becomes_its_shots(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    page = start(studios[0]).page
    page.ask_new("advert")
    dialog = page.dialog
    assert dialog is not None
    assert not dialog.brief.isEnabled(), "a template brings its own text"
    assert dialog.make.text() == "Create film"
    dialog.template.setCurrentIndex(0)
    dialog.name.setText("Ferry")
    dialog.brief.setFocus()
    qtbot.keyClicks(dialog.brief, "A girl waits at the pier. The last ferry comes in.")
    assert dialog.make.text() == "Create and plan"
    qtbot.keyClick(dialog.brief, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter begins a line"
    qtbot.keyClick(dialog.brief, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: isinstance(studios[0].window, FilmWindow))
    window = studios[0].window
    assert isinstance(window, FilmWindow)
    qtbot.waitUntil(lambda: bool(window.desk.project.scenes), timeout=20_000)
    assert window.desk.project.brief.startswith("A girl waits")
    qtbot.waitUntil(lambda: window.session.page == "board")
    assert window.desk.document.steps[0] == ("Plan the film",)


def test_a_new_film_without_a_brief_is_not_planned(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    page = start(studios[0]).page
    page.ask_new("empty")
    dialog = page.dialog
    assert dialog is not None
    dialog.brief.setPlainText("x" * 100_001)
    assert "100,000" in dialog.said.text()
    assert not dialog.make.isEnabled()
    dialog.brief.setPlainText(" \n ")
    qtbot.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: isinstance(studios[0].window, FilmWindow))
    window = studios[0].window
    assert isinstance(window, FilmWindow)
    assert window.session.page == "script"
    assert not window.script.planning.busy
    assert window.desk.project.brief == ""


def test_a_name_that_is_taken_or_empty_is_said_before_anything_is_made(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    (tmp_path / "home" / "Taken.reel").mkdir()
    studios[0].start()
    page = start(studios[0]).page
    page.ask_new("empty")
    dialog = page.dialog
    assert dialog is not None
    dialog.name.setText("Taken")
    assert dialog.said.text()
    for name in ("Taken", "", " .. ", "///"):
        dialog.name.setText(name)
        assert not dialog.make.isEnabled(), name
    dialog.reject()


@pytest.mark.parametrize("name", ["a\nb", "CON?", "🎬 reel", "x" * 300, "雨" * 200, "../../up"])
def test_any_name_becomes_a_folder_of_its_own(name: str, tmp_path: Path) -> None:
    folder = tmp_path / f"{folder_name(name)}.reel"
    folder.mkdir()
    assert folder.parent == tmp_path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_template_has_a_text_and_a_name(language: str) -> None:
    words = Words(language, "ui_prefs")
    for template in TEMPLATES:
        assert words(f"template.{template.id}")
        assert not template.file or template.text(language).strip()
    assert {"9:16", "2.39:1"} <= {ratio for ratio, _, _ in SIZES}


def test_a_films_folder_dropped_on_the_start_page_opens(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 1)
    studios[0].start()
    page = start(studios[0]).page

    def drag(path: Path) -> QDropEvent:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(QPoint(50, 50), copy, data, LEFT, none)
        QApplication.sendEvent(page, entering)
        drop = QDropEvent(QPointF(50, 50), copy, data, LEFT, none)
        drop._data = data  # the event does not own it
        return drop

    drag(tmp_path)
    assert "not the folder of a film" in page.said.text()
    drop = drag(folder)
    assert "film" in page.said.text()
    QApplication.sendEvent(page, drop)
    qtbot.waitUntil(lambda: isinstance(studios[0].window, FilmWindow))


@pytest.mark.slow
def test_enter_presses_a_button_of_the_start_page(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp))
    studios[0].start()
    page = start(studios[0]).page
    page.new.setFocus()
    qtbot.keyClick(page.new, Qt.Key.Key_Return)
    assert page.dialog is not None
    page.dialog.reject()


def test_the_palette_tells_actions_of_one_name_apart_and_shows_the_viewers_keys(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window(studios, qapp, qtbot, tmp_path)
    window.open_palette()
    box = window.palette_box
    assert box is not None
    role = Qt.ItemDataRole.UserRole
    rows = [box.found.item(n) for n in range(box.found.count())]
    told = [(row.text(), row.data(role + 2)) for row in rows]
    deletes = [group for text, group in told if text == "Delete"]
    assert sorted(deletes) == ["Shot", "Timeline"]
    assert [text for text, group in told if not group] == [], "every action belongs to a menu"
    play = next(row for row in rows if row.data(role) == "viewer.play")
    assert (play.text(), play.data(role + 1)) == ("Play or pause", "Space")
    box.reject()
