"""Takes inspected in the window: a badge, the reasons, and what the maker overrules."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.review.finding import Report, fault
from studio.timeline.take import Take
from studio.ui.take_reviews import TakeReviews
from studio.ui.take_strip import STILL
from studio.ui.window import FilmWindow
from tests.ui.test_takes import click, item, made, part_of, shot_of, takes_of

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FAULTY = Report(
    name="a.mov", sha256="0" * 64, checked=("black",),
    findings=(fault("black", "black_all"),),
)  # fmt: skip


def badge_of(window: FilmWindow, row: int) -> QColor:
    """The colour beside the sign of a take's badge."""
    image = item(part_of(window).strip, row).icon().pixmap(STILL).toImage()
    return image.pixelColor(QPoint(image.width() - 9, 12))


def reviews_of(window: FilmWindow) -> TakeReviews:
    return window.board.kit.reviews


def inspected(window: FilmWindow, qtbot: QtBot, take: Take) -> Callable[[], bool]:
    return lambda: reviews_of(window).of(shot_of(window), take) is not None


def test_a_take_is_inspected_by_its_key_and_wears_a_badge(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=2)
    first, second = takes_of(window)
    click(window, 0)
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL | SHIFT)
    assert reviews_of(window).is_waiting(first)
    assert window.said.text() == "Inspecting 1 take …"
    assert "…" not in item(part_of(window).strip, 0).text()
    qtbot.waitUntil(inspected(window, qtbot, first), timeout=30_000)
    assert not reviews_of(window).is_waiting(first)
    assert badge_of(window, 0) == QColor(window.board.kit.theme.good)
    assert "inspected: usable" in item(part_of(window).strip, 0).toolTip()
    assert reviews_of(window).of(shot_of(window), second) is None
    assert window.said.text() == "1 take inspected, no faults"
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL | SHIFT)
    assert "Inspected already" in window.said.text()
    theme = window.board.kit.theme
    assert all(badge_of(window, 1) != QColor(c) for c in (theme.good, theme.bad, theme.soft))


def test_a_fault_is_told_overruled_and_counts_again_after_undo(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=1)
    (take,) = takes_of(window)
    reviews_of(window)._reports[take.id] = FAULTY
    reviews_of(window).changed.emit(take.id)
    theme, part = window.board.kit.theme, part_of(window)
    assert badge_of(window, 0) == QColor(theme.bad)
    assert "The whole picture is black." in item(part.strip, 0).toolTip()
    click(window, 0)
    window.actions_table.trigger("take.overrule")
    found = reviews_of(window).of(shot_of(window), take)
    assert found is not None
    assert found.usable
    assert badge_of(window, 0) == QColor(theme.good)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    found = reviews_of(window).of(shot_of(window), take)
    assert found is not None
    assert found.failed == ("black",)
    assert badge_of(window, 0) == QColor(theme.bad)


def test_a_take_whose_file_is_gone_says_so(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=1)
    (take,) = takes_of(window)
    (window.desk.folder / take.files[0].path).unlink()
    click(window, 0)
    part_of(window).deeds.act("inspect")
    reviews = reviews_of(window)
    qtbot.waitUntil(lambda: reviews.trouble(take) is not None, timeout=30_000)
    assert "There is no file" in item(part_of(window).strip, 0).toolTip()
    assert window.said.text() == "1 take inspected, 1 with faults"
