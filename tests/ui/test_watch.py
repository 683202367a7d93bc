"""What watches over the other tests sees what it is there for."""

import gc
import time
from collections import Counter
from typing import Any

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.watch import STALL, Watch, complaints, living, settle


def busy(seconds: float) -> None:
    """Keep the processor at work for so long."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(100))


def test_a_stall_between_two_looks_is_seen(qtbot: QtBot) -> None:
    eye = Watch(qtbot)
    eye.begin()
    done: list[bool] = []
    QTimer.singleShot(0, lambda: (busy(2 * STALL), done.append(True)))
    qtbot.waitUntil(lambda: bool(done))
    eye.end()
    assert eye.longest > 1.5 * STALL


def test_a_stall_in_a_key_is_seen_and_named(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.textEdited.connect(lambda _: busy(2 * STALL))
    eye = Watch(qtbot)
    eye.begin()
    qtbot.keyClicks(field, "a")
    eye.end()
    assert eye.longest > 1.5 * STALL
    assert "keyClicks" in eye.what


def test_what_the_test_reckons_is_no_stall(qtbot: QtBot) -> None:
    eye = Watch(qtbot)
    eye.begin()
    qtbot.wait(1)
    busy(2 * STALL)
    qtbot.wait(1)
    eye.end()
    assert eye.longest < STALL / 2


def test_waiting_is_no_stall(qtbot: QtBot) -> None:
    eye = Watch(qtbot)
    eye.begin()
    qtbot.wait(int(1500 * STALL))
    eye.end()
    assert eye.longest < STALL / 2


def test_what_is_left_behind_and_warnings_are_seen(qtbot: QtBot, qtlog: Any) -> None:
    before = living()
    forgotten, timer = QWidget(), QTimer()
    timer.start(60_000)
    assert living() - before == Counter({"QWidget": 1, "running timer": 1})
    timer.stop()
    forgotten.deleteLater()
    assert living() - before == Counter()
    qWarning("something is wrong")
    assert complaints(qtlog._records) == ["something is wrong"]
    qtlog._records.clear()


def test_nothing_that_runs_is_settled_out_of_sight(qtbot: QtBot) -> None:
    gc.unfreeze()
    before, timer = living(), QTimer()
    timer.start(60_000)
    settle(living())
    assert gc.get_freeze_count() == 0
    assert living() - before == Counter({"running timer": 1})
    timer.stop()
    settle(living())
    assert gc.get_freeze_count() > 0
    later = QTimer()
    later.start(60_000)
    assert living() - before == Counter({"running timer": 1}), "what is new is seen all the same"
    later.stop()
