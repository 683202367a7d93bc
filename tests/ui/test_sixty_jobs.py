"""Sixty jobs at once: the window stays live, the drawer is right, and one press ends them all."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule, Step
from studio.jobs.job import State
from studio.timeline.shot_edits import change_shot
from studio.timeline.store import read
from studio.ui.window import PAGES, FilmWindow
from tests.jobs.builders import shot_id
from tests.ui.films import service
from tests.ui.test_jobs_drawer import window_with
from tests.ui.watch import Watch

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key


def rows(window: FilmWindow) -> list[str]:
    """The cells of the first column, headings too."""
    model = window.drawer.model
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


@pytest.mark.slow
def test_sixty_jobs_run_and_are_stopped_at_once(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    flood = tuple(Step(progress=n / 300) for n in range(300))
    fake = service(tmp_path, Rule(watch=(*flood, Step(hang="end"))), parallel=60)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 60)
    before, table = window.desk.project, window.drawer.table
    watch.begin()
    qtbot.keyClick(window, K.Key_G, CTRL)
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 60, timeout=60_000)
    # The maker goes on working meanwhile.
    for page in PAGES:
        window.session.turn_to(page)
        qtbot.wait(1)
    for key in (K.Key_Down, K.Key_PageDown, K.Key_End, K.Key_Home):
        qtbot.keyClick(table, key)
    qtbot.mouseClick(table.viewport(), LEFT, pos=QPoint(40, 70))
    assert window.desk.edit("Edit prompt", change_shot, shot_id(1), prompt="changed meanwhile")
    qtbot.waitUntil(lambda: len(fake._waiting) == 60, timeout=60_000)
    qtbot.waitUntil(lambda: window.drawer.model.counts() == (60, 0, 0), timeout=20_000)
    assert rows(window)[1:61] == [f"1-{number}" for number in range(1, 61)]
    assert "60" in window.drawer.summary.text()
    assert "60" in window.bar.jobs.text()
    qtbot.mouseClick(window.drawer.stop, LEFT)
    qtbot.waitUntil(lambda: not window.desk.working, timeout=60_000)
    assert {job.state for job in window.desk.jobs.values()} == {State.CANCELLED}
    qtbot.waitUntil(lambda: window.drawer.model.counts() == (0, 0, 60), timeout=20_000)
    assert not window.drawer.stop.isEnabled()
    assert len(fake.calls("cancel")) == 60
    assert window.desk.shown == {}
    qtbot.keyClick(window, K.Key_Z, CTRL)
    assert window.desk.project == before
    window.desk.save_now()
    assert read(window.desk.folder) == before


@pytest.mark.slow
def test_sixty_jobs_end_as_they_may(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    crash = Rule(match={"label": "1-7"}, watch=(Step(crash="boom"),))
    fake = service(tmp_path, crash, parallel=60)
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 60)
    watch.begin()
    qtbot.keyClick(window, K.Key_G, CTRL)
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 60, timeout=60_000)
    qtbot.waitUntil(lambda: not window.desk.working, timeout=120_000)
    qtbot.waitUntil(lambda: window.drawer.model.counts() == (0, 1, 59), timeout=20_000)
    assert len(window.desk.shown) == 59
    assert "1-7" in rows(window), "what needs the maker stands above what has ended"
    assert rows(window).index("1-7") == 2
    assert "1" in window.bar.jobs.text()
    (bad,) = [job for job in window.desk.jobs.values() if job.state is State.FAILED]
    window.drawer.choose(bad.id)
    assert "boom" not in window.drawer.details.title.text()
    assert window.drawer.details.sentence.text()
    assert studios[0].crashes.dialog is None
