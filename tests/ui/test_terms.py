"""Offers that raise, lie or change while the maker looks: said where it happened, nothing sent."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.base import PriceRule
from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import Fault
from studio.jobs.job import State
from studio.ui.window import FilmWindow
from tests.backends.test_trusted import NONSENSE
from tests.jobs.builders import shot_id
from tests.ui.films import PAID, film, opened, service, studio_with
from tests.ui.test_bad_days import a_sentence, answers
from tests.ui.test_jobs_drawer import answer, press, window_with
from tests.ui.watch import Watch

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
DEAR = PriceRule(per_request=Decimal(3))


def looking(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, fake: FakeBackend
) -> FilmWindow:
    """A film of two shots, the first chosen, its terms shown."""
    studios.append(studio_with(tmp_path, qapp, fake=fake))
    window = opened(studios[0], film(tmp_path, 2), qtbot)
    with qtbot.waitSignal(window.board.panel.offer.quoted):
        window.session.choose_shots([shot_id(1)])
    return window


def quoted(window: FilmWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.board.panel.offer.quoted):
        window.board.panel.offer.ask_soon()


LIES: dict[str, dict[str, Any]] = {**NONSENSE, "raises": {"silent": RuntimeError("boom")}}


@pytest.mark.parametrize("terms", LIES.values(), ids=list(LIES))
def test_an_offer_of_no_sense_is_said_in_the_shot_and_nothing_is_sent(
    studios: list[Studio],
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    watch: Watch,
    terms: dict[str, Any],
) -> None:
    fake = service(tmp_path, title="Cloud", **PAID)
    window = looking(studios, qapp, qtbot, tmp_path, fake)
    offer, good = window.board.panel.offer, fake.offer
    assert offer.go.isEnabled()
    watch.begin()
    fake.ask(**terms)
    quoted(window, qtbot)
    assert "Cloud does not say" in offer.refused.text()
    assert a_sentence(offer.refused.text())
    assert not offer.go.isEnabled()
    qtbot.mouseClick(offer.go, LEFT)
    answers(window, qtbot)
    fake.ask(**{name: getattr(good, name) for name in terms if name != "silent"})
    quoted(window, qtbot)
    assert offer.go.text() == "Generate · 1 USD"
    assert offer.go.isEnabled()
    assert window.desk.jobs == {}
    assert studios[0].crashes.dialog is None


def test_a_film_opens_though_its_backend_says_nothing(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path)
    fake.ask(silent=RuntimeError("boom"))
    studios.append(studio_with(tmp_path, qapp, fake=fake))
    window = opened(studios[0], film(tmp_path, 2), qtbot)
    window.session.choose_shots([shot_id(1)])
    for page in ("script", "edit", "deliver", "board"):
        window.session.turn_to(page)
        QApplication.processEvents()
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: window.sending.dialog is not None)
    dialog = window.sending.dialog
    assert dialog is not None
    assert "does not say" in dialog.refused.text()
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.desk.jobs == {}


def test_a_price_that_rose_since_it_was_shown_is_asked_for_again(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    fake = service(tmp_path, title="Cloud", **PAID)
    window = looking(studios, qapp, qtbot, tmp_path, fake)
    offer = window.board.panel.offer
    assert offer.go.text() == "Generate · 1 USD"
    watch.begin()
    fake.ask(price=DEAR)
    with qtbot.waitSignal(offer.quoted):
        qtbot.mouseClick(offer.go, LEFT)
    said = offer.warned.text().splitlines()[0]
    assert "3 USD now" in said
    assert "the 1 USD" in said
    assert a_sentence(said)
    assert offer.go.text() == "Generate · 3 USD"
    assert window.desk.jobs == {}
    qtbot.mouseClick(offer.go, LEFT)
    qtbot.waitUntil(lambda: shot_id(1) in window.desk.shown, timeout=20_000)
    (job,) = window.desk.jobs.values()
    assert job.price == Decimal(3)
    qtbot.waitUntil(lambda: "3 USD now" not in offer.warned.text())


def test_a_price_that_rose_behind_the_question_is_asked_for_again(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    fake = service(tmp_path, title="Cloud", **PAID)
    window = looking(studios, qapp, qtbot, tmp_path, fake)
    watch.begin()
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: window.sending.dialog is not None)
    first = window.sending.dialog
    assert first is not None
    assert first.go.text() == "Generate · 2 USD"
    fake.ask(price=DEAR)
    qtbot.mouseClick(first.go, LEFT)
    qtbot.waitUntil(lambda: window.sending.dialog not in (None, first))
    second = window.sending.dialog
    assert second is not None
    assert second.go.text() == "Generate · 6 USD"
    assert "3 USD now" in second.warned.text()
    assert window.desk.jobs == {}
    qtbot.mouseClick(second.go, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.shown) == 2, timeout=20_000)


def test_trying_again_shows_its_price(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    rule = Rule(times=1, before=(Step(fault=Fault.REFUSED),))
    fake = service(tmp_path, rule, title="Cloud", **PAID)
    window = looking(studios, qapp, qtbot, tmp_path, fake)
    offer = window.board.panel.offer
    watch.begin()
    qtbot.mouseClick(offer.go, LEFT)
    qtbot.waitUntil(offer.retry.isVisible, timeout=20_000)
    assert offer.retry.text() == "Try again · 1 USD"
    fake.ask(price=DEAR)
    qtbot.mouseClick(offer.retry, LEFT)
    qtbot.waitUntil(lambda: "3 USD now" in offer.state.text(), timeout=20_000)
    assert offer.retry.text() == "Try again · 3 USD"
    qtbot.mouseClick(offer.retry, LEFT)
    qtbot.waitUntil(lambda: shot_id(1) in window.desk.shown, timeout=20_000)
    (job,) = window.desk.jobs.values()
    assert job.price == Decimal(3)


def test_trying_again_at_no_price_shows_none(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(times=1, before=(Step(fault=Fault.REFUSED),)))
    window = looking(studios, qapp, qtbot, tmp_path, fake)
    offer = window.board.panel.offer
    qtbot.mouseClick(offer.go, LEFT)
    qtbot.waitUntil(offer.retry.isVisible, timeout=20_000)
    assert offer.retry.text() == "Try again"


def test_the_drawer_asks_for_the_price_of_now(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    rule = Rule(times=1, before=(Step(fault=Fault.BROKEN),))
    fake = service(tmp_path, rule, title="Cloud", **PAID)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 1)
    window.desk.make()
    qtbot.waitUntil(
        lambda: [job.state for job in window.desk.jobs.values()] == [State.FAILED], timeout=20_000
    )
    window.drawer.model.flush()
    fake.ask(price=DEAR)
    window.drawer.choose(next(iter(window.desk.jobs)))
    press(qtbot, window, "send")
    question = window.drawer.details.question
    assert isinstance(question, QMessageBox)
    assert "3 USD" in question.text()
    answer(qtbot, question, QMessageBox.ButtonRole.AcceptRole)
    qtbot.waitUntil(lambda: shot_id(1) in window.desk.shown, timeout=20_000)
    (job,) = window.desk.jobs.values()
    assert job.price == Decimal(3)
