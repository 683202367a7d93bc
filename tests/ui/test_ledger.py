"""Money in the window: by job, as the film's sums, over the timeline, and against a budget."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QToolTip
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule
from studio.jobs.job import State
from studio.settings import load
from studio.timeline.assembly import assemble
from studio.timeline.shot_edits import change_shot
from studio.ui.ledger_dialog import LedgerDialog
from studio.ui.window import FilmWindow
from tests.jobs.builders import shot_id
from tests.ui.films import PAID, film, opened, service, studio_with

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CHARGED = Rule(cost=Decimal(1))


@pytest.fixture
def window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    studio = studio_with(tmp_path, qapp, fake=service(tmp_path, CHARGED, title="Cloud", **PAID))
    studios.append(studio)
    window = opened(studio, film(tmp_path, 3), qtbot)
    window.desk.edit("cut", assemble)
    return window


def make(qtbot: QtBot, window: FilmWindow, takes: int = 1) -> None:
    """Every shot `takes` times, at a dollar each."""
    for number in range(1, 4):
        window.desk.edit("x", change_shot, shot_id(number), takes_wanted=takes)
    window.desk.make()
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 3 * takes and not window.desk.working)
    spent = Decimal(3 * takes)
    qtbot.waitUntil(lambda: window.desk.costs.book.charged == {"USD": spent})


def cells(window: FilmWindow, column: str) -> list[str]:
    from studio.ui.job_model import COLUMNS

    model = window.drawer.model
    model.flush()
    rows = [row for row in range(model.rowCount()) if model.job(row) is not None]
    return [model.index(row, COLUMNS.index(column)).data() for row in rows]


def test_a_film_that_costs_nothing_shows_no_money(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studio = studio_with(tmp_path, qapp, fake=service(tmp_path))
    studios.append(studio)
    window = opened(studio, film(tmp_path, 2), qtbot)
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    window.desk.make()
    qtbot.waitUntil(lambda: len(window.desk.shown) == 2, timeout=20_000)
    assert window.drawer.footer.isHidden()
    assert cells(window, "charged") == ["", ""]
    window.session.turn_to("edit")
    assert window.edit.timeline.costs.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_C, SHIFT)
    assert window.edit.timeline.costs.isVisible(), "it is there when it is asked for"
    qtbot.keyClick(window, Qt.Key.Key_C, SHIFT)
    assert window.edit.timeline.costs.isHidden()


def test_each_job_says_what_was_estimated_and_what_was_charged(
    window: FilmWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    make(qtbot, window)
    assert cells(window, "price") == ["1 USD"] * 3
    assert cells(window, "charged") == ["1 USD"] * 3


def test_the_sums_of_the_film_lie_below_the_jobs(window: FilmWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    make(qtbot, window, takes=2)
    footer = window.drawer.footer
    assert footer.isVisible()
    told = {name: label.text() for name, label in footer.values.items() if label.isVisible()}
    assert told["charged"] == "6 USD"
    assert told["waste"] == "3 USD", "the second take of each shot is in the cut, the first is not"
    assert told["per_second"] == "12 USD", "three shots of four frames at 24 a second"
    assert "waiting" not in told
    assert footer.left.text() == "No budget"


def test_a_budget_is_set_in_the_ledger_and_taken_back_in_one_step(
    window: FilmWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    make(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL | ALT)
    dialog = ledger_of(window)
    assert dialog.sums["USD", "charged"].text() == "3"
    type_in(qtbot, dialog, "budget.USD", "4")
    type_in(qtbot, dialog, "budget.CNY", "50")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert window.desk.project.budget == {"USD": Decimal(4), "CNY": Decimal(50)}
    assert window.drawer.footer.left.text() == "1 USD + 50 CNY left of 4 USD + 50 CNY" or (
        window.drawer.footer.left.text() == "50 CNY + 1 USD left of 50 CNY + 4 USD"
    )
    assert window.drawer.footer.bar.share == 0.75
    assert window.desk.document.undo_label == "Set budget"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.desk.project.budget == {}


def test_over_the_budget_the_words_are_red_and_nothing_is_sent(
    window: FilmWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    make(qtbot, window)
    qtbot.mouseClick(window.drawer.footer.open, LEFT)
    dialog = ledger_of(window)
    type_in(qtbot, dialog, "budget.USD", "2.5")
    qtbot.mouseClick(dialog.go, LEFT)
    left = window.drawer.footer.left
    assert left.text() == "0.5 USD over the budget of 2.5 USD"
    assert left.property("tone") == "bad"
    window.desk.edit("x", change_shot, shot_id(1), takes_wanted=2)
    window.desk.make()
    qtbot.waitUntil(lambda: "only 0 USD is left" in window.said.text())
    assert len(window.desk.jobs) == 3


def test_half_an_amount_is_not_kept(window: FilmWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL | ALT)
    dialog = ledger_of(window)
    type_in(qtbot, dialog, "budget.USD", "5.")
    assert not dialog.go.isEnabled()
    assert dialog.said.text().startswith("Budget of the film USD:")
    type_in(qtbot, dialog, "budget.USD", "x-7")
    assert dialog.budgets["USD"].text() == "7", "no letters and no signs"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.desk.project.budget == {}


def test_money_lies_over_the_clips_it_was_spent_on(window: FilmWindow, qtbot: QtBot) -> None:
    window.desk.edit("x", change_shot, shot_id(2), takes_wanted=2)
    window.desk.make()
    qtbot.waitUntil(lambda: window.desk.costs.book.charged == {"USD": Decimal(4)}, timeout=20_000)
    window.session.turn_to("edit")
    timeline = window.edit.timeline
    qtbot.waitUntil(timeline.costs.isVisible)
    lane = timeline.costs
    found = {cell.clip.owner: cell for cell in lane.facts.cells}
    assert set(found) == {shot_id(n) for n in (1, 2, 3)}
    assert found[shot_id(2)].shares == (0.5, 0.5, 0.0)
    assert lane.facts.told(found[shot_id(2)]).splitlines()[1:] == [
        "In the cut: 1 USD", "Not in the cut: 1 USD",
    ]  # fmt: skip
    second = found[shot_id(2)].clip
    x = timeline.view.rect_of(second.id).center().x()
    qtbot.mouseClick(lane, LEFT, pos=QPoint(x, 10))
    assert second.id in window.session.clips
    assert window.session.shots == (shot_id(2),)
    pixels = lane.grab().toImage()
    one = timeline.view.rect_of(found[shot_id(1)].clip.id)
    ground = pixels.pixelColor(lane.width() - 3, 10)
    assert pixels.pixelColor(one.left() + 1, 5) != ground
    painted = lane.tiles.painted
    timeline.view.horizontalScrollBar().setValue(3)
    lane.grab()
    assert lane.tiles.painted == painted, "scrolling paints no cell again"


def test_a_tooltip_tells_the_account_of_the_shot(window: FilmWindow, qtbot: QtBot) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent

    make(qtbot, window)
    window.session.turn_to("edit")
    lane = window.edit.timeline.costs
    qtbot.waitUntil(lane.isVisible)
    clip = lane.facts.cells[0].clip
    at = QPoint(window.edit.timeline.view.rect_of(clip.id).center().x(), 10)
    QApplication.sendEvent(lane, QHelpEvent(QEvent.Type.ToolTip, at, lane.mapToGlobal(at)))
    assert QToolTip.text().endswith("In the cut: 1 USD")
    QToolTip.hideText()


def test_what_is_under_way_and_in_doubt_is_an_estimate(window: FilmWindow, qtbot: QtBot) -> None:
    window.desk.orders.hold(True)
    window.desk.make()
    qtbot.waitUntil(lambda: window.desk.costs.book.waiting == {"USD": Decimal(3)})
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    footer = window.drawer.footer
    assert footer.values["waiting"].text() == "≈ 3 USD"
    assert footer.values["charged"].text() == "0"
    assert {job.state for job in window.desk.jobs.values()} == {State.QUEUED}


def ledger_of(window: FilmWindow) -> LedgerDialog:
    dialog = window.ledger.dialog
    assert dialog is not None
    return dialog


def type_in(qtbot: QtBot, dialog: LedgerDialog, name: str, text: str) -> None:
    from PySide6.QtWidgets import QLineEdit

    field = dialog.findChild(QLineEdit, name)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


MANY = {**PAID, "shots_per_request": 3, "price": {"per_request": "4.00"}}


def paid_window(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, **offer: object
) -> FilmWindow:
    fake = service(tmp_path, Rule(cost=Decimal(4)), title="Cloud", **offer)
    studio = studio_with(tmp_path, qapp, fake=fake)
    studios.append(studio)
    return opened(studio, film(tmp_path, 4), qtbot)


def question(window: FilmWindow) -> QMessageBox | None:
    found = [box for box in window.findChildren(QMessageBox, "question") if box.isVisible()]
    return found[0] if found else None


def test_a_press_that_costs_more_than_the_makers_limit_is_asked_about(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = paid_window(studios, qapp, qtbot, tmp_path, **{**MANY, "shots_per_request": 1})
    window.session.choose_shots([shot_id(1)])
    offer = window.board.panel.offer
    qtbot.waitUntil(lambda: offer.go.text() == "Generate · 4 USD")
    qtbot.mouseClick(offer.go, LEFT)
    assert question(window) is None, "4 USD are below the limit of 10"
    qtbot.waitUntil(lambda: len(window.desk.shown) == 1, timeout=20_000)
    window.session.choose_shots([shot_id(n) for n in (2, 3, 4)])
    qtbot.waitUntil(lambda: offer.go.text() == "Generate · 12 USD")
    qtbot.mouseClick(offer.go, LEFT)
    box = question(window)
    assert box is not None
    assert box.text() == "This will cost about 12 USD. Send it?"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: question(window) is None)
    assert len(window.desk.jobs) == 1, "Enter sends nothing"
    qtbot.mouseClick(offer.go, LEFT)
    box = question(window)
    assert box is not None
    agree = next(b for b in box.buttons() if b.text() == "Send")
    qtbot.mouseClick(agree, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 4)


def test_the_limit_is_the_makers_own_and_is_kept(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = paid_window(studios, qapp, qtbot, tmp_path, **PAID)
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL | ALT)
    dialog = ledger_of(window)
    assert dialog.limits["USD"].text() == "10"
    type_in(qtbot, dialog, "ask_above.USD", "0.5")
    type_in(qtbot, dialog, "ask_above.CNY", "")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dict(window.desk.costs.ask_above) == {"USD": Decimal("0.5"), "CNY": None}
    assert load(tmp_path / "settings.json").ask_above == {"USD": "0.5", "CNY": ""}
    window.session.choose_shots([shot_id(1)])
    offer = window.board.panel.offer
    qtbot.waitUntil(lambda: offer.go.text() == "Generate · 1 USD")
    qtbot.mouseClick(offer.go, LEFT)
    box = question(window)
    assert box is not None
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert window.desk.jobs == {}


def test_neighbours_are_made_together_and_the_saving_is_shown(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = paid_window(studios, qapp, qtbot, tmp_path, **MANY)
    window.session.choose_shots([shot_id(n) for n in (1, 2, 3, 4)])
    offer = window.board.panel.offer
    qtbot.waitUntil(offer.together.isVisible)
    assert offer.together.text() == ("Together: 2 requests, saves 8 USD")
    assert offer.go.text() == "Generate · 16 USD"
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL | ALT)
    assert offer.together.isChecked()
    assert offer.go.text() == "Generate · 8 USD"
    qtbot.mouseClick(offer.go, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 4)
    jobs = list(window.desk.jobs.values())
    assert [job.part_of for job in jobs] == [None, jobs[0].id, jobs[0].id, None]
    assert sum(job.price for job in jobs) == Decimal(8)


def test_a_shot_alone_is_not_offered_to_be_made_together(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = paid_window(studios, qapp, qtbot, tmp_path, **MANY)
    window.session.choose_shots([shot_id(1)])
    offer = window.board.panel.offer
    qtbot.waitUntil(lambda: offer.go.text() == "Generate · 4 USD")
    assert offer.together.isHidden()
    assert not window.actions_table.can("shot.together")


def test_all_of_a_film_can_be_made_together(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = paid_window(studios, qapp, qtbot, tmp_path, **MANY)
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: window.sending.dialog is not None)
    dialog = window.sending.dialog
    assert dialog is not None
    assert dialog.head.text() == "4 takes for 4 shots"
    assert dialog.go.text() == "Generate · 16 USD"
    qtbot.keyClick(dialog.together, Qt.Key.Key_Space)
    assert dialog.head.text() == "4 takes for 4 shots"
    assert dialog.go.text() == "Generate · 8 USD"
    qtbot.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 4)
    assert sum(job.price for job in window.desk.jobs.values()) == Decimal(8)
