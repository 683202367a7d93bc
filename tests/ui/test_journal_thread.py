"""The journal is written on the loop's thread alone: commits wait for the disk, windows do not."""

import threading
from collections import Counter
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule, Step
from studio.errors import Fault
from studio.jobs.job import State
from tests.jobs.builders import shot_id
from tests.ui.films import PAID, film, opened, service, studio_with


def test_no_commit_is_made_on_the_windows_thread(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """Sending, failing, trying again, pausing, putting first, cancelling and importing."""
    fails = Rule(match={"label": "1-2"}, times=1, watch=(Step(fault=Fault.REFUSED),))
    studio = studio_with(tmp_path, qapp, fake=service(tmp_path, fails, **PAID))
    studios.append(studio)
    window = opened(studio, film(tmp_path, 4), qtbot)
    desk, commits = window.desk, Counter[int]()

    def statement(text: str) -> None:
        if text == "COMMIT":
            commits.update([threading.get_ident()])

    journal = desk._workshop._journal
    traced: list[bool] = []
    desk.ask(lambda: journal._base.set_trace_callback(statement), lambda _: traced.append(True))
    qtbot.waitUntil(lambda: bool(traced))
    desk.make([shot_id(1), shot_id(2)])
    qtbot.waitUntil(
        lambda: sorted(job.state for job in desk.jobs.values()) == [State.DONE, State.FAILED],
        timeout=20_000,
    )
    failed = next(job for job in desk.jobs.values() if job.state is State.FAILED)
    desk.orders.retry(failed.id, price=desk.orders.price_now(failed))
    qtbot.waitUntil(lambda: desk.jobs[failed.id].state is State.DONE, timeout=20_000)
    desk.orders.hold(True)
    desk.make([shot_id(3), shot_id(4)])
    qtbot.waitUntil(lambda: len(desk.working) == 2)
    desk.orders.put_first(desk.working[1].id)
    desk.orders.cancel_all()
    qtbot.waitUntil(lambda: not desk.working)
    assert set(commits) == {ident for ident in commits if ident != threading.get_ident()}
    assert sum(commits.values()) >= 12, "every step is a commit of its own"
    loops = {each.ident for each in threading.enumerate() if each.name == "studio-loop"}
    assert set(commits) == loops
