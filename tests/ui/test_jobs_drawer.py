"""The jobs drawer: everything the film's work can come to, and what the maker does about it."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import Fault
from studio.jobs.job import Job, State
from studio.ui.job_words import fitting
from studio.ui.window import FilmWindow
from tests.jobs.builders import make_job, shot_id
from tests.ui.films import PAID, film, opened, service, studio_with

LEFT = Qt.MouseButton.LeftButton


def window_with(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, fake: FakeBackend,
    shots: int = 3,
) -> FilmWindow:  # fmt: skip
    studio = studio_with(tmp_path, qapp, fake=fake)
    studios.append(studio)
    window = opened(studio, film(tmp_path, shots), qtbot)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.drawer.isVisible()
    return window


def states(window: FilmWindow) -> list[State]:
    return [job.state for job in window.desk.jobs.values()]


def wait_for(qtbot: QtBot, window: FilmWindow, *wanted: State) -> None:
    qtbot.waitUntil(lambda: states(window) == list(wanted), timeout=10_000)
    window.drawer.model.flush()


def press(qtbot: QtBot, window: FilmWindow, name: str) -> None:
    buttons = window.drawer.details.buttons
    assert buttons[name].isVisible(), [n for n, each in buttons.items() if each.isVisible()]
    qtbot.mouseClick(buttons[name], LEFT)


def answer(qtbot: QtBot, question: object, role: QMessageBox.ButtonRole) -> None:
    assert isinstance(question, QMessageBox)
    button = next(b for b in question.buttons() if question.buttonRole(b) is role)
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, LEFT)


def test_every_state_has_the_buttons_that_fit() -> None:
    def names(state: State) -> tuple[str, ...]:
        return fitting(make_job(state=state))

    assert names(State.QUEUED) == ("first", "cancel")
    assert names(State.RUNNING) == ("cancel",)
    assert names(State.UNKNOWN) == ("check", "lost", "again")
    assert names(State.DONE) == ()


def test_a_failed_job_says_why_and_is_sent_again(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(times=1, watch=(Step(fault=Fault.REFUSED),)))
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 1)
    window.desk.make()
    wait_for(qtbot, window, State.FAILED)
    window.drawer.choose(next(iter(window.desk.jobs)))
    details = window.drawer.details
    assert "Fake" in details.sentence.text()
    assert "change the shot" in details.remedy.text()
    qtbot.waitUntil(lambda: "1 needs you" in window.bar.jobs.text())
    press(qtbot, window, "send")
    wait_for(qtbot, window, State.DONE)
    assert window.drawer.model.counts() == (0, 0, 1)


def test_showing_the_shot_of_a_job_goes_there(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_with(studios, qapp, qtbot, tmp_path, service(tmp_path), 2)
    window.desk.make([shot_id(2)])
    wait_for(qtbot, window, State.DONE)
    window.session.turn_to("script")
    window.drawer.choose(next(iter(window.desk.jobs)))
    press(qtbot, window, "show")
    assert (window.session.page, window.session.shots) == ("board", (shot_id(2),))


def test_what_may_be_paid_twice_is_asked_first(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    rule = Rule(times=1, after=(Step(crash="the line went dead"),))
    fake = service(tmp_path, rule, **PAID)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 1)
    window.desk.make()
    wait_for(qtbot, window, State.UNKNOWN)
    window.drawer.choose(next(iter(window.desk.jobs)))
    details = window.drawer.details
    press(qtbot, window, "again")
    answer(qtbot, details.question, QMessageBox.ButtonRole.RejectRole)
    assert (states(window), len(fake.calls("submit"))) == ([State.UNKNOWN], 1)
    press(qtbot, window, "again")
    assert isinstance(details.question, QMessageBox)
    assert "1 USD" in details.question.text()
    answer(qtbot, details.question, QMessageBox.ButtonRole.AcceptRole)
    wait_for(qtbot, window, State.DONE)
    assert len(fake.calls("submit")) == 2


def test_a_job_in_doubt_is_fetched_by_the_id_found_at_the_service(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    rule = Rule(times=1, after=(Step(crash="the line went dead"),))
    fake = service(tmp_path, rule, **PAID)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 1)
    window.desk.make()
    wait_for(qtbot, window, State.UNKNOWN)
    window.drawer.choose(next(iter(window.desk.jobs)))
    press(qtbot, window, "check")
    dialog = window.drawer.details.question
    assert isinstance(dialog, QInputDialog)
    (book,) = (tmp_path / "service" / "made").glob("*.json")
    dialog.setTextValue(book.stem)
    dialog.accept()
    wait_for(qtbot, window, State.DONE)
    assert len(fake.calls("submit")) == 1, "fetched, not sent again"


def test_a_job_marked_lost_needs_nothing_more_than_a_decision(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(times=1, after=(Step(crash="gone"),)), **PAID)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 1)
    window.desk.make()
    wait_for(qtbot, window, State.UNKNOWN)
    window.drawer.choose(next(iter(window.desk.jobs)))
    press(qtbot, window, "lost")
    wait_for(qtbot, window, State.FAILED)
    assert len(fake.calls("submit")) == 1


def test_a_paused_queue_sends_nothing_and_stays_paused(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 2)
    with qtbot.waitSignal(window.desk.queue_changed):
        qtbot.mouseClick(window.drawer.hold, LEFT)
    window.desk.make()
    wait_for(qtbot, window, State.QUEUED, State.QUEUED)
    folder = window.desk.folder
    window.close()
    assert window.question is not None, "two jobs wait: closing says so"
    answer(qtbot, window.question, QMessageBox.ButtonRole.AcceptRole)
    qtbot.waitUntil(lambda: studios[0].window is not window, timeout=10_000)
    window = opened(studios[0], folder, qtbot)
    assert window.desk.queue.held
    window.toggle_jobs()
    assert fake.calls("submit") == []
    qtbot.mouseClick(window.drawer.hold, LEFT)
    wait_for(qtbot, window, State.DONE, State.DONE)


def test_front_of_queue_is_the_next_to_be_made(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(match={"label": "1-1"}, watch=(Step(hang="first"),)))
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 4)
    window.desk.make()
    wait_for(qtbot, window, State.RUNNING, *[State.QUEUED] * 3)
    last = list(window.desk.jobs)[-1]
    window.drawer.choose(last)
    with qtbot.waitSignal(window.desk.queue_changed):
        press(qtbot, window, "first")
    window.drawer.model.flush()
    assert window.drawer.model.row_of(last) == 2, "what runs, then what was put first"
    window.desk.ask(lambda: fake.release("first"))
    wait_for(qtbot, window, *[State.DONE] * 4)
    order = [call["label"] for call in fake.calls("submit")]
    assert order == ["1-1", "1-4", "1-2", "1-3"]


def test_stop_all_asks_when_a_service_may_charge(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(watch=(Step(hang="on"),)), **PAID)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 3)
    window.desk.make()
    wait_for(qtbot, window, State.RUNNING, State.RUNNING, State.QUEUED)
    qtbot.mouseClick(window.drawer.stop, LEFT)
    answer(qtbot, window.drawer.question, QMessageBox.ButtonRole.AcceptRole)
    wait_for(qtbot, window, *[State.CANCELLED] * 3)


def test_escape_puts_the_drawer_away(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_with(studios, qapp, qtbot, tmp_path, service(tmp_path), 1)
    qtbot.keyClick(window.drawer, Qt.Key.Key_Escape)
    assert not window.drawer.isVisible()
    qtbot.mouseClick(window.bar.jobs, LEFT)
    assert window.drawer.isVisible()


def test_rows_keep_their_order_whatever_happens(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_with(studios, qapp, qtbot, tmp_path, service(tmp_path), 1)
    desk, model = window.desk, window.drawer.model
    steps = [State.QUEUED, State.RUNNING, State.FAILED, State.QUEUED, State.RUNNING, State.DONE]
    for turn, state in enumerate(steps):
        for number in range(1, 30):
            if state is not State.FAILED or number % 3 == 0:
                job = make_job(number, state=state)
                desk.jobs[job.id] = job
                desk.job_changed.emit(job)
        model.flush()
        assert sum(model.counts()) == 29, turn
        assert sorted(model._rows) == sorted([*desk.jobs, "working", "attention", "ended"])
    assert model.counts() == (0, 0, 29)


def test_a_film_with_many_jobs_opens_with_all_of_them(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_with(studios, qapp, qtbot, tmp_path, service(tmp_path), 9)
    window.desk.make()
    wait_for(qtbot, window, *[State.DONE] * 9)
    folder = window.desk.folder
    window.close()
    window = opened(studios[0], folder, qtbot)
    assert window.drawer.model.counts() == (0, 0, 9)
    rows = range(1, window.drawer.model.rowCount())
    model, vertical = window.drawer.model, Qt.Orientation.Vertical
    assert [model.headerData(row, vertical) for row in rows] == [None] * len(rows)


class Stalls(QObject):
    """The GUI thread's longest turn: of its own work, as other processes share the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.waited = 0.0
        self._timer = self.startTimer(5)
        self._last = self._now()

    def timerEvent(self, event: QEvent) -> None:
        work, wall = self._now()
        self.longest = max(self.longest, work - self._last[0])
        self.waited = max(self.waited, wall - self._last[1])
        self._last = work, wall

    def stop(self) -> None:
        self.killTimer(self._timer)

    def _now(self) -> tuple[float, float]:
        return time.thread_time(), time.perf_counter()


@pytest.mark.slow
def test_sixty_jobs_and_a_thousand_rows_do_not_hold_the_window_up(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    flood = tuple(Step(progress=n / 400) for n in range(400))
    fake = service(tmp_path, Rule(watch=(*flood, Step(hang="end"))), parallel=60)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 60)
    for number in range(1000, 2000):
        job: Job = make_job(number, state=State.DONE)
        window.desk.jobs[job.id] = job
        window.desk.job_changed.emit(job)
    window.drawer.model.flush()
    qapp.processEvents()
    stalls = Stalls()
    try:
        window.desk.make()
        qtbot.waitUntil(lambda: len(fake._waiting) == 60, timeout=60_000)
        window.desk.ask(lambda: fake.release("end"))
        qtbot.waitUntil(lambda: not window.desk.working, timeout=60_000)
    finally:
        stalls.stop()
    assert sum(job.state is State.DONE for job in window.desk.jobs.values()) == 1060
    assert stalls.longest < 0.1, f"{stalls.longest * 1000:.0f} ms"
