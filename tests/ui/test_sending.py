"""Generate all: what is free goes at once; money and what is not as wished are asked for first."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import Fault
from studio.jobs.job import State
from studio.timeline.shot_edits import change_shot
from studio.ui.owner_jobs import QUIET, OwnerJobs
from studio.ui.sending import TermsDialog
from studio.ui.window import FilmWindow
from tests.jobs.builders import shot_id
from tests.ui.films import PAID, film, opened, service, studio_with

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def window_on(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, fake: FakeBackend
) -> FilmWindow:
    studio = studio_with(tmp_path, qapp, fake=fake)
    studios.append(studio)
    return opened(studio, film(tmp_path, 3), qtbot)


def asked(window: FilmWindow, qtbot: QtBot) -> TermsDialog:
    qtbot.waitUntil(lambda: window.sending.dialog is not None)
    dialog = window.sending.dialog
    assert dialog is not None
    return dialog


def test_what_is_free_goes_at_once(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_on(studios, qapp, qtbot, tmp_path, service(tmp_path))
    qtbot.mouseClick(window.board.make_all, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.shown) == 3, timeout=20_000)
    assert window.sending.dialog is None
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: "nothing to generate" in window.said.text())
    assert len(window.desk.jobs) == 3


def test_money_is_asked_for_with_count_and_price(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, title="Cloud", sizes=[[1280, 720]], **PAID)
    window = window_on(studios, qapp, qtbot, tmp_path, fake)
    window.desk.edit("x", change_shot, shot_id(1), takes_wanted=2)
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL)
    dialog = asked(window, qtbot)
    assert dialog.head.text() == "4 takes for 3 shots"
    assert dialog.parts.text() == "Cloud: 4 takes, 4 USD"
    assert dialog.go.text() == "Generate · 4 USD"
    assert "1280 × 720" in dialog.warned.text()
    assert window.desk.jobs == {}
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.sending.dialog is None)
    assert window.desk.jobs == {}, "a stray Enter pays nothing"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL)
    qtbot.mouseClick(asked(window, qtbot).go, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 4)
    qtbot.waitUntil(lambda: len(window.desk.takes.get(shot_id(1), ())) == 2, timeout=20_000)


def test_what_cannot_be_made_is_left_out_and_said(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_on(studios, qapp, qtbot, tmp_path, service(tmp_path, max_frames=10))
    window.desk.edit("x", change_shot, shot_id(2), frames=300)
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL)
    dialog = asked(window, qtbot)
    assert "1-2" in dialog.refused.text()
    assert dialog.head.text() == "2 takes for 2 shots"
    qtbot.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.shown) == 2, timeout=20_000)
    assert {job.owner for job in window.desk.jobs.values()} == {shot_id(1), shot_id(3)}


@pytest.mark.parametrize(
    ("offer", "said"), [({"lengths": [5]}, "5.00 s"), ({"seeds": False}, "seed is dropped")]
)
def test_what_is_rounded_or_dropped_is_asked_for_though_it_is_free(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, offer: dict[str, Any],
    said: str,
) -> None:  # fmt: skip
    window = window_on(studios, qapp, qtbot, tmp_path, service(tmp_path, **offer))
    window.desk.edit("x", change_shot, shot_id(1), seed=7)
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL)
    dialog = asked(window, qtbot)
    assert said in dialog.warned.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.sending.dialog is None)
    assert window.desk.jobs == {}


def test_where_no_inspector_is_seen_a_chosen_shot_is_asked_for_too(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_on(studios, qapp, qtbot, tmp_path, service(tmp_path, **PAID))
    window.session.choose_shots([shot_id(2)])
    window.session.turn_to("deliver")
    qtbot.keyClick(window, Qt.Key.Key_G, CONTROL | SHIFT)
    qtbot.mouseClick(asked(window, qtbot).go, LEFT)
    qtbot.waitUntil(lambda: [job.owner for job in window.desk.jobs.values()] == [shot_id(2)])


BAD = {
    "raises at the sending": (Rule(before=(Step(crash="boom"),)), "RuntimeError: boom"),
    "raises while it works": (Rule(watch=(Step(crash="boom"),)), "RuntimeError: boom"),
    "refuses": (Rule(watch=(Step(fault=Fault.REFUSED),)), "refused"),
    "gives nothing": (Rule(make="missing"), "Cloud"),
    "gives rubbish": (Rule(make="broken"), "Cloud"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_backend_says_one_sentence_on_the_card_and_in_the_inspector(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    rule, said = BAD[name]
    window = window_on(studios, qapp, qtbot, tmp_path, service(tmp_path, rule, title="Cloud"))
    window.session.choose_shots([shot_id(1)])
    board, jobs = window.board.board, window.board.kit.jobs
    empty = board.viewport().grab(board.rect_of(shot_id(1))).toImage()
    window.desk.make([shot_id(1)])
    qtbot.waitUntil(lambda: bool(jobs.last(shot_id(1))), timeout=20_000)
    qtbot.waitUntil(lambda: jobs.last(shot_id(1)).state is State.FAILED, timeout=20_000)
    sentence = window.board.kit.trouble(jobs.last(shot_id(1)))
    assert said in sentence
    qtbot.waitUntil(lambda: window.board.panel.offer.state.text() == sentence)
    assert window.board.panel.offer.state.property("tone") == "bad"
    card = board.viewport().grab(board.rect_of(shot_id(1))).toImage()
    changed = sum(
        card.pixelColor(x, y) != empty.pixelColor(x, y)
        for x in range(0, card.width(), 4) for y in range(0, card.height(), 4)
    )  # fmt: skip
    assert changed > 150, "the sentence stands on the card"


def test_a_flood_of_progress_leaves_the_window_alive(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    flood = tuple(Step(progress=n / 5000) for n in range(5000))
    window = window_on(studios, qapp, qtbot, tmp_path, service(tmp_path, Rule(watch=flood)))
    told: list[object] = []
    window.desk.progressed.connect(told.append)
    window.desk.make([shot_id(1)])
    qtbot.waitUntil(lambda: shot_id(1) in window.desk.shown, timeout=30_000)
    assert len(told) < 2000, "the window hears of a part of it"


def test_a_backend_that_hangs_is_told_of_after_a_while(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(watch=(Step(hang="for ever"),)), title="Cloud")
    window = window_on(studios, qapp, qtbot, tmp_path, fake)
    window.session.choose_shots([shot_id(1)])
    jobs, now = window.board.kit.jobs, [0.0]
    jobs._clock = lambda: now[0]
    window.desk.make([shot_id(1)])
    qtbot.waitUntil(lambda: len(fake._waiting) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: jobs.last(shot_id(1)) is not None)
    qtbot.waitUntil(lambda: jobs.last(shot_id(1)).state is State.RUNNING)
    now[0] = QUIET - 1
    jobs.look()
    assert window.board.panel.offer.state.text() == "In progress: 1"
    now[0] = QUIET + 10
    jobs.look()
    assert "Nothing heard from Cloud for 2 min" in window.board.panel.offer.state.text()
    qtbot.mouseClick(window.board.panel.offer.stop, LEFT)
    qtbot.waitUntil(lambda: jobs.last(shot_id(1)).state is State.CANCELLED, timeout=10_000)
    assert jobs.quiet(jobs.last(shot_id(1))) == 0.0


def test_jobs_are_found_by_their_owner(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_on(studios, qapp, qtbot, tmp_path, service(tmp_path))
    window.desk.make()
    qtbot.waitUntil(lambda: len(window.desk.shown) == 3, timeout=20_000)
    window.desk.make([shot_id(1)], again=True)
    qtbot.waitUntil(lambda: len(window.desk.takes.get(shot_id(1), ())) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not window.desk.working, timeout=20_000)
    for jobs in (window.board.kit.jobs, OwnerJobs(window.desk)):
        last = {job.owner: job for job in window.desk.jobs.values()}
        assert {name: jobs.last(name) for name in last} == last
        assert jobs.live(last) == []
    assert window.board.kit.jobs.last("sh_nowhere0") is None
