"""What watches over the other tests sees what it is there for."""

import gc
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.watch import STALL, Watch, complaints, living, settle

ROOT = Path(__file__).resolve().parents[2]


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


def test_what_was_before_it_began_is_no_stall(qtbot: QtBot) -> None:
    busy(2 * STALL)
    eye = Watch(qtbot)
    eye.begin()
    QTest.qWait(1)
    eye.end()
    assert eye.longest < STALL / 2


STALLING = """
from PySide6.QtCore import QTimer
from tests.ui.test_watch import busy
from tests.ui.watch import STALL

runs = []

def test_stalling(qtbot, watch):
    watch.begin()
    runs.append(None)
    if len(runs) <= {times}:
        QTimer.singleShot(0, lambda: busy(2 * STALL))
        qtbot.wait(20)
"""


@pytest.mark.parametrize(("times", "code"), [(1, 0), (2, 1)])
def test_a_stall_fails_a_test_where_it_comes_again(tmp_path: Path, times: int, code: int) -> None:
    (tmp_path / "test_stalling.py").write_text(STALLING.format(times=times))
    plugins = ["-p", "tests.conftest", "-p", "tests.ui.conftest"]
    where = [f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml"), str(tmp_path)]
    words = [sys.executable, "-m", "pytest", "-q", *plugins, *where]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert "1 rerun" in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.returncode == code, done.stdout[-3000:]


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
