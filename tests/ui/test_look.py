"""What the eye would find: cut words, wide quotes, foreign icons, long paths, ragged columns."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.errors import BadInput
from studio.paths import resource
from studio.render.presets import preset
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.store import create
from studio.timeline.story import Scene, Shot
from studio.ui.asking import ask
from studio.ui.cards import WORDS
from studio.ui.palette import Palette
from studio.ui.plain import homely
from studio.ui.theme import DARK, THEMES, Theme
from studio.ui.words import Words
from tests.ui.films import film, opened

WRAP = int(Qt.TextFlag.TextWordWrap)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("high", [640, 1080])
def test_a_preset_shows_all_that_is_said_of_it(
    studio: Studio, qtbot: QtBot, tmp_path: Path, language: str, high: int
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.resize(1280, high)
    window.session.turn_to("deliver")
    presets = window.deliver.presets
    names = [presets.item(row).text() for row in range(presets.count())]
    assert Words(language, "deliver")("preset.master") in names
    for row in range(presets.count()):
        presets.setCurrentRow(row)
        QApplication.processEvents()
        about, form = presets.item(row).toolTip(), window.deliver.form
        assert form.about.text() == about
        room = QRect(0, 0, form.about.width(), 1000)
        needed = form.about.fontMetrics().boundingRect(room, WRAP, about).height()
        assert form.about.height() >= needed, about


def test_english_has_no_quotes_as_wide_as_a_chinese_letter() -> None:
    error = BadInput("timeline.locked", track="A")
    assert "\u201c" in error.text("en"), "a terminal has a font for them"
    assert Words("en").error(error) == 'The track "A" is locked; unlock it first.'
    assert "\u201c" in Words("zh").error(error)
    for path in resource("messages", "en").glob("*.json"):
        for key in json.loads(path.read_text(encoding="utf-8")):
            area, _, name = key.partition(".")
            said = Words("en", area)
            if said.has(name):
                assert not set(said(name)) & set("\u201c\u201d"), key


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_icons_of_boxes_have_the_colours_of_their_theme(theme: Theme) -> None:
    wanted = {"question": theme.accent, "warning": theme.warn, "critical": theme.bad,
              "information": theme.soft}  # fmt: skip
    for name, colour in wanted.items():
        drawn = resource("ui", f"{name}-{theme.name}.svg").read_text(encoding="utf-8")
        assert f'stroke="{colour}"' in drawn


def test_a_question_is_asked_with_an_icon_of_the_theme(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    ask(window, "Really?", "Yes", "No", lambda: None)
    (box,) = (w for w in window.findChildren(QMessageBox) if w.isVisible())
    icon = box.findChild(QLabel, "qt_msgboxex_icon_label")
    assert isinstance(icon, QLabel)
    image = icon.pixmap().toImage()
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    full = {
        image.pixelColor(x, y).name() for x, y in points if image.pixelColor(x, y).alpha() > 250
    }
    assert full == {QColor(DARK.accent).name()}
    box.reject()


def test_a_path_in_the_makers_folder_is_short(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert homely(tmp_path / "Movies" / "fox.mp4") == str(Path("~/Movies/fox.mp4"))
    assert homely("/elsewhere/fox.mp4") == "/elsewhere/fox.mp4"
    assert homely(tmp_path) == str(tmp_path)
    assert homely(f"{tmp_path}-2/fox.mp4") == f"{tmp_path}-2/fox.mp4"


def test_a_film_is_delivered_to_a_short_path(
    studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    scene = Scene(id="sc_00000001", shots=(Shot(id="sh_00000001", frames=12),))
    create(tmp_path / "fox.reel", assemble(Project(scenes=(scene,)))).close()
    window = opened(studio, tmp_path / "fox.reel", qtbot)
    page = window.deliver
    window.session.turn_to("deliver")
    assert page.path.text() == str(Path("~/fox.mp4"))
    page.presets.choose("wav")
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert page.path.text() == str(Path("~/fox.wav"))
    assert (tmp_path / "fox.wav").exists()


def test_nothing_can_be_generated_in_an_empty_film(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path, shots=0), qtbot)
    assert not window.board.make_all.isEnabled()
    window.desk.edit("x", lambda _: Project())
    assert not window.board.make_all.isEnabled()
    window.close()
    window = opened(studio, film(tmp_path, name="other"), qtbot)
    assert window.board.make_all.isEnabled()


def test_fields_of_the_deliver_page_stand_in_one_column(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.session.turn_to("deliver")
    form = window.deliver.form
    form.choose([preset("vertical")])
    QApplication.processEvents()

    def left(field: QWidget) -> int:
        return field.mapTo(window, field.rect().topLeft()).x()

    assert {left(each) for each in (form.range, form.captions, form.fit)} == {left(form.path)}


def test_a_card_has_room_for_three_lines(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    assert window.board.board.fontMetrics().lineSpacing() * 3 + 12 <= WORDS


def test_the_palette_says_the_menu_that_an_action_is_in(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.open_palette()
    box = window.palette_box
    assert isinstance(box, Palette)
    assert {box._group(each) for each in ("take.choose", "script.replan")} == {"Take", "Script"}
    box.reject()


def test_what_agrees_stands_right_of_what_refuses(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    ask(window, "Sure?", "Yes", "No", lambda: None)
    box = window.findChild(QMessageBox, "question")
    assert box is not None
    agree, keep = box.buttons()
    assert (agree.text(), keep.text()) == ("Yes", "No")
    assert keep.geometry().right() < agree.geometry().left(), "as in the other dialogs"
    box.reject()


def test_the_table_of_shots_fits_beside_the_panels_of_a_large_screen(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.resize(1920, 1080)
    window.session.turn_to("board")
    window.board.show_table()
    bar = window.board.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: window.board.table.isVisible())
    assert window.width() == 1920
    assert bar.maximum() == 0


def test_a_timeline_without_tracks_says_what_to_do(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    create(tmp_path / "empty.reel", Project()).close()
    window = opened(studio, tmp_path / "empty.reel", qtbot)
    window.session.turn_to("edit")
    view = window.edit.timeline.view
    QApplication.processEvents()
    picture = view.viewport().grab().toImage()
    wide, middle = picture.width(), picture.height() // 2
    seen = {
        picture.pixel(x, y) for x in range(wide // 3, 2 * wide // 3) for y in (middle - 4, middle)
    }
    assert len(seen) > 1, "words on the ground"
    assert not view.horizontalScrollBar().isEnabled(), "nothing to scroll, no grip"


def test_a_list_opens_below_its_field_with_what_is_chosen_marked(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.resize(1280, 720)
    window.session.turn_to("deliver")
    field: QComboBox = window.deliver.form.captions
    field.setCurrentIndex(field.count() - 1)
    field.showPopup()
    shown = field.view().window()
    assert shown.y() >= field.mapToGlobal(field.rect().bottomLeft()).y()
    assert field.view().currentIndex().row() == field.count() - 1
    field.hidePopup()


def test_fields_and_buttons_are_equally_high(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    form = window.board.cast.form
    voice = form.voice
    fields = (form.name, voice.backend, voice.voice, voice.pace)
    assert len({field.sizeHint().height() for field in fields}) == 1


def test_rows_and_buttons_of_a_very_low_cast_do_not_lie_on_each_other(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, film(tmp_path), qtbot)
    window.session.turn_to("board")
    cast = window.board.cast
    window.board.tabs.setCurrentWidget(cast)
    for _ in range(4):
        cast.new_one()
    cast.setParent(None)
    qtbot.addWidget(cast)
    cast.show()
    for tall in (700, 300, 224, 700):
        cast.resize(280, tall)
        QApplication.processEvents()
        parts = [cast.clip, cast.list, cast.add, cast.area]
        places = [part.geometry() for part in parts]
        for above, below in pairwise(places):
            assert above.bottom() < below.top(), tall
    assert cast.list.height() > 100, "with room again there are more rows"
