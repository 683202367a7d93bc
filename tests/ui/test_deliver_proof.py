"""The proof of a delivered film on the deliver page: its verdict, its remarks, its report."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.render.delivery import Captions, Delivery
from studio.ui.deliver_page import DeliverPage
from studio.ui.deliver_queue import Order, State
from studio.ui.window import FilmWindow
from tests.films import grey_ramp, make_film, make_take
from tests.render.test_bad_exports import NAMES, broken
from tests.ui.test_deliver import opened, queued

LEFT = Qt.MouseButton.LeftButton


def delivered(page: DeliverPage, qtbot: QtBot, output: Path) -> Order:
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        queued(page, qtbot, output)
    order = page.queue.orders[-1]
    qtbot.waitUntil(lambda: order.report is not None)
    page.list.choose(order)
    return order


def test_a_remark_leads_to_its_place(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12, 12)
    window.session.mark_span((6, 24))
    assert not page.remarks.isVisible()
    delivered(page, qtbot, tmp_path / "a.mp4")
    assert "Proved: the file is what was asked for. 1 remark." in page.details.text()
    assert page.remarks.isVisible()
    (item,) = (page.remarks.item(n) for n in range(page.remarks.count()))
    assert item.text() == "Slates stand for shots without a take: 1-1, 1-2."
    window.session.move_playhead(20)
    qtbot.mouseClick(page.remarks.viewport(), LEFT, pos=page.remarks.visualItemRect(item).center())
    assert window.session.playhead == 6
    window.session.move_playhead(20)
    page.remarks.setFocus()
    qtbot.keyClick(page.remarks, Qt.Key.Key_Return)
    assert window.session.playhead == 6


def test_the_menu_goes_through_the_remarks(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12, 12)
    assert not page.buttons["deliver.remark"].isVisible()
    delivered(page, qtbot, tmp_path / "a.mp4")
    window.session.move_playhead(9)
    qtbot.mouseClick(page.buttons["deliver.remark"], LEFT)
    assert (window.session.playhead, page.remarks.currentRow()) == (0, 0)


def test_a_report_lies_beside_the_film(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    _, page = opened(studio, qtbot, tmp_path, 12)
    assert not page.buttons["deliver.report"].isVisible()
    order = delivered(page, qtbot, tmp_path / "a.mp4")
    report = tmp_path / "a.report.txt"
    assert order.report is not None
    assert order.report.told == str(report)
    assert "a.report.txt" in page.details.text()
    assert report.read_text(encoding="utf-8").startswith("a.mp4\nProved:")
    assert page.buttons["deliver.report"].isVisible()


@pytest.mark.parametrize("language", ["zh"])
def test_the_verdict_is_in_the_makers_language(
    studio: Studio, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 12)
    delivered(page, qtbot, tmp_path / "a.mp4")
    assert "校验通过" in page.details.text()
    assert "占位画面" in page.remarks.item(0).text()
    assert "校验通过" in (tmp_path / "a.report.txt").read_text(encoding="utf-8")


def test_a_damaged_take_is_delivered_only_when_that_is_wanted(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12)
    folder = window.desk.folder
    film = make_film(12, 24)
    shown = {NAMES[0]: make_take(folder, NAMES[0], grey_ramp(12, 160, 90))}
    shown[NAMES[1]] = broken(folder, NAMES[1], 25)
    wanted = Delivery.of(film, Captions.NONE)
    order = Order(film, shown, folder, tmp_path / "a.mp4", wanted, "film", report_in="en")
    page.queue.add(order)
    qtbot.waitUntil(lambda: order.state is State.FAILED, timeout=60_000)
    page.list.choose(order)
    assert "1-2" in page.details.text()
    assert not (tmp_path / "a.mp4").exists()
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        qtbot.mouseClick(page.buttons["deliver.allow"], LEFT)
    page.list.choose(order)
    assert "damaged" in page.remarks.item(0).text()
    assert not page.buttons["deliver.allow"].isVisible()


def test_remarks_stay_inside_the_film_as_it_is_now(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12, 12)
    assert isinstance(window, FilmWindow)
    window.session.mark_span((18, 24))
    delivered(page, qtbot, tmp_path / "a.mp4")
    window.desk.edit("Shorten", lambda film: film.evolve(cut=film.cut.evolve(tracks=())))
    page.remarks.setFocus()
    qtbot.keyClick(page.remarks, Qt.Key.Key_Down)
    qtbot.keyClick(page.remarks, Qt.Key.Key_Return)
    assert window.session.playhead == 0
