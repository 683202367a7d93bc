"""Every text can be read: its colour against its ground, and a glyph for each of its letters."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QRawFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.settings import Settings, save
from studio.timeline.store import create
from studio.ui.theme import DARK, FONT, LIGHT, THEMES, Theme, style_sheet
from studio.ui.window import PAGES, FilmWindow
from tests.ui.drops import FIRST, film
from tests.ui.films import opened, service, start, studio_with

TEXTS = ("text", "soft", "accent", "good", "warn", "bad")
GROUNDS = ("ground", "panel", "raised", "hover", "chosen")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    parts = QColor(colour)
    return (
        0.2126 * linear(parts.redF())
        + 0.7152 * linear(parts.greenF())
        + 0.0722 * linear(parts.blueF())
    )


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_every_text_has_enough_contrast_on_every_ground(theme: Theme) -> None:
    pairs = [(text, ground) for text, ground in product(TEXTS, GROUNDS)]
    pairs.append(("on_accent", "accent"))
    weak = {
        pair: round(contrast(getattr(theme, pair[0]), getattr(theme, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(theme, pair[0]), getattr(theme, pair[1])) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_shows_the_focus_and_the_state_stands_out(theme: Theme) -> None:
    """Not text: 3:1 (WCAG 2.2, 1.4.11). Handles of scroll bars are seen, though more quietly."""
    for ground in GROUNDS:
        assert contrast(theme.accent, getattr(theme, ground)) >= 3
    assert contrast(theme.grip, theme.panel) >= 1.9
    assert contrast(theme.faint, theme.panel) >= 2.3, "disabled words can still be made out"
    assert contrast(theme.faint, theme.panel) < contrast(theme.soft, theme.panel) / 1.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_style_sheet_uses_no_colour_of_its_own(theme: Theme) -> None:
    colours = {getattr(theme, name) for name in Theme.__dataclass_fields__}
    words = style_sheet(theme).replace(";", " ").replace(",", " ").split()
    used = {word for word in words if word.startswith("#") and len(word) in (4, 7)}
    assert {word for word in used if QColor(word).isValid()} <= colours


# Letters.


@pytest.fixture
def chinese(studios: list[Studio], qapp: QApplication, tmp_path: Path) -> Studio:
    save(Settings(language="zh"), tmp_path / "settings.json")
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    return studios[0]


def texts(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    for each in root.findChildren(QWidget):
        if not each.isVisible():
            continue
        if isinstance(each, QLabel | QAbstractButton | QLineEdit):
            yield each, each.text()
        elif isinstance(each, QComboBox):
            yield each, each.currentText()
        elif isinstance(each, QPlainTextEdit):
            yield each, each.toPlainText() + each.placeholderText()
        elif isinstance(each, QListWidget):
            yield from ((each, each.item(row).text()) for row in range(each.count()))
        elif isinstance(each, QMenu):
            yield from ((each, action.text()) for action in each.actions())


def without_glyph(root: QWidget) -> dict[str, str]:
    """The letters, by the widget that shows them, for which its font has nothing."""
    found: dict[str, str] = {}
    for widget, text in texts(root):
        raw = QRawFont.fromFont(widget.font())
        lost = {letter for letter in text if letter.isprintable()}
        lost = {letter for letter in lost if not raw.supportsCharacter(ord(letter))}
        if lost or (text and QFontInfo(widget.font()).family() != FONT):
            found[f"{type(widget).__name__} {text[:30]}"] = "".join(sorted(lost))
    return found


def test_every_letter_of_the_chinese_window_has_a_glyph(
    chinese: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    create(tmp_path / "film.reel", film().evolve(title="灯笼匠", brief="海边的夜。")).close()
    window = opened(chinese, tmp_path / "film.reel", qtbot)
    window.session.choose_shots([FIRST])
    seen = 0
    for page in PAGES:
        window.session.turn_to(page)
        QApplication.processEvents()
        assert without_glyph(window) == {}
        seen += sum(1 for _, text in texts(window) if any(ord(each) > 0x2E7F for each in text))
    assert seen > 40, "it is in Chinese"
    for menu in window.menuBar().findChildren(QMenu):
        raw = QRawFont.fromFont(menu.font())
        letters = {x for action in menu.actions() for x in action.text() if x.isprintable()}
        assert [x for x in letters if not raw.supportsCharacter(ord(x))] == []
    assert QFontInfo(QToolTip.font()).family() == FONT


def test_the_chinese_start_page_and_its_dialogs_have_glyphs(chinese: Studio, qtbot: QtBot) -> None:
    chinese.start()
    page = start(chinese).page
    page.ask_new("advert")
    assert page.dialog is not None
    assert without_glyph(start(chinese)) == {}
    assert without_glyph(page.dialog) == {}
    page.dialog.reject()
    chinese.show_preferences()
    assert chinese.preferences.dialog is not None
    assert without_glyph(chinese.preferences.dialog) == {}
    chinese.preferences.dialog.reject()


def painted(letter: str, widget: QWidget) -> bytes:
    image = QImage(40, 40, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.setFont(widget.font())
        painter.drawText(QPoint(6, 28), letter)
    return bytes(image.constBits())


def test_chinese_is_painted_and_not_boxes(chinese: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    create(tmp_path / "film.reel", film()).close()
    window: FilmWindow = opened(chinese, tmp_path / "film.reel", qtbot)
    letters = sorted({letter for _, text in texts(window) for letter in text if letter > "⺀"})
    pictures = {letter: painted(letter, window.board.board) for letter in letters}
    assert len(letters) > 20
    assert len(set(pictures.values())) == len(letters), "no two look alike, as boxes would"
    assert painted(" ", window) not in pictures.values()
