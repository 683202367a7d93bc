"""Work that hangs does not hold the window or the process; its job is carried on later."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.ui.start_page import StartWindow
from tests.ui.films import end, film, opened, studio_with
from tests.ui.stuck import Stuck


def states(folder: Path) -> set[State]:
    journal = Journal.open(folder, write=False)
    try:
        return {job.state for job in journal.jobs()}
    finally:
        journal.close()


def test_a_film_is_left_though_its_work_hangs(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    backend = Stuck(tmp_path / "service")
    studio: Studio = studio_with(tmp_path, qapp, fake=backend)
    folder = film(tmp_path, 1)
    try:
        window = opened(studio, folder, qtbot)
        window.desk.patience = 0.1
        window.desk.make()
        qtbot.waitUntil(backend.begun.is_set, timeout=30_000)
        window.leaving.agree()
        window.close()
        qtbot.waitUntil(lambda: isinstance(studio.window, StartWindow), timeout=30_000)
        assert states(folder) == {State.RUNNING}
    finally:
        backend.release.set()
        end(studio)


def test_the_process_ends_though_a_thread_hangs(tmp_path: Path) -> None:
    folder = film(tmp_path, 1)
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.ui.stuck", str(folder), str(tmp_path / "settings.json")]
    told = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True,
        text=True, timeout=200,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr
    assert states(folder) == {State.RUNNING}
