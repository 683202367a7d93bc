"""What happens to a film when the window, the disk, a backend or the studio itself fails."""

import json
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import FakeBackend, Rule, Step
from studio.jobs.job import State
from studio.jobs.relink import missing, relink
from studio.media.hashes import sha256_of
from studio.timeline.shot_edits import change_shot
from studio.timeline.store import read
from studio.ui.crash import details
from studio.ui.window import FilmWindow
from tests.jobs.builders import shot_id
from tests.ui.films import PAID, film, opened, service, start, studio_with
from tests.ui.test_jobs_drawer import answer, states, wait_for
from tests.ui.watch import Watch
from tests.ui.window_process import killed_at_work

pytestmark = pytest.mark.usefixtures("quick_saving")


def edit(window: FilmWindow, words: str = "changed") -> None:
    assert window.desk.edit("Edit prompt", change_shot, shot_id(1), prompt=words)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_in_the_middle_of_a_job_nothing_is_lost(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    rule = Rule(match={"label": "1-2"}, times=1, watch=(Step(progress=0.5), Step(kill=True)))
    service(tmp_path, rule, **PAID)
    folder = film(tmp_path, 3)
    killed_at_work(tmp_path, folder)
    fake = FakeBackend(tmp_path / "service")
    studios.append(studio_with(tmp_path, qapp, fake=fake))
    window = opened(studios[0], folder, qtbot)
    watch.begin()
    assert "unexpectedly" in window.recovered.said.text()
    assert window.recovered.isVisible()
    assert window.desk.project.scenes[0].shots[0].negative == "written before the end"
    wait_for(qtbot, window, *[State.DONE] * 3)
    assert len(fake.calls("submit")) == 3, "nothing was sent twice"
    watch.end()
    for take in window.desk.shown.values():
        assert sha256_of(folder / take.files[0].path) == take.files[0].sha256


def test_closing_with_work_says_what_will_happen_and_may_be_called_off(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(watch=(Step(hang="on"),)), **PAID)
    studios.append(studio_with(tmp_path, qapp, fake=fake))
    folder = film(tmp_path, 3)
    window = opened(studios[0], folder, qtbot)
    window.desk.make()
    wait_for(qtbot, window, State.RUNNING, State.RUNNING, State.QUEUED)
    window.close()
    assert isinstance(window.question, QMessageBox)
    told = window.question.informativeText()
    assert "here: 1" in told
    assert "service: 2" in told
    answer(qtbot, window.question, QMessageBox.ButtonRole.RejectRole)
    assert window.isVisible()
    assert window.isEnabled()
    window.close()
    answer(qtbot, window.question, QMessageBox.ButtonRole.AcceptRole)
    qtbot.waitUntil(lambda: studios[0].window is not window, timeout=10_000)
    assert fake.calls("cancel") == [], "what is at a service goes on there"
    fake.release("on")
    window = opened(studios[0], folder, qtbot)
    assert not window.recovered.isVisible(), "it was closed properly"
    wait_for(qtbot, window, *[State.DONE] * 3)
    assert len(fake.calls("submit")) == 3


def test_quitting_with_work_ends_only_when_the_maker_agrees(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(watch=(Step(hang="on"),)))
    studios.append(studio_with(tmp_path, qapp, fake=fake))
    window = opened(studios[0], film(tmp_path, 1), qtbot)
    window.desk.make()
    wait_for(qtbot, window, State.RUNNING)
    window.actions_table.trigger("film.quit")
    answer(qtbot, window.question, QMessageBox.ButtonRole.RejectRole)
    assert not studios[0]._quitting
    window.actions_table.trigger("film.close")
    answer(qtbot, window.question, QMessageBox.ButtonRole.AcceptRole)
    qtbot.waitUntil(lambda: studios[0].window is not window, timeout=10_000)
    assert start(studios[0]).isVisible(), "closing is not quitting"


def test_a_folder_deleted_while_open_is_said_and_the_film_saved_elsewhere(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 2)
    window = opened(studios[0], folder, qtbot)
    watch.begin()
    shutil.rmtree(folder)
    edit(window, "only in memory")
    qtbot.waitUntil(window.unsaved.isVisible)
    assert "is gone" in window.unsaved.said.text()
    edit(window, "still living")
    watch.end()
    copy = tmp_path / "copy.reel"
    window.unsaved.copy_to(str(copy))
    qtbot.waitUntil(lambda: studios[0].window is not window, timeout=10_000)
    qtbot.waitUntil(lambda: isinstance(studios[0].window, FilmWindow), timeout=10_000)
    assert read(copy).scenes[0].shots[0].prompt == "still living"


def test_closing_a_film_that_cannot_be_saved_gives_it_up_only_when_told_to(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 1)
    window = opened(studios[0], folder, qtbot)
    shutil.rmtree(folder)
    edit(window)
    window.close()
    answer(qtbot, window.question, QMessageBox.ButtonRole.RejectRole)
    assert window.isVisible()
    window.close()
    answer(qtbot, window.question, QMessageBox.ButtonRole.DestructiveRole)
    qtbot.waitUntil(lambda: studios[0].window is not window, timeout=10_000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_disk_that_refuses_is_said_and_tried_again(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 1)
    window = opened(studios[0], folder, qtbot)
    partial = folder / f".project.json.{os.getpid()}.tmp"
    partial.mkdir()  # in the way of every save; root may write where permissions forbid it
    edit(window, "kept in memory")
    qtbot.waitUntil(window.unsaved.isVisible)
    assert "Not saved" in window.unsaved.said.text()
    assert read(folder).scenes[0].shots[0].prompt != "kept in memory"
    partial.rmdir()
    qtbot.waitUntil(lambda: not window.unsaved.isVisible())
    assert read(folder).scenes[0].shots[0].prompt == "kept in memory"


def test_missing_media_is_found_by_what_is_in_it(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 2)
    window = opened(studios[0], folder, qtbot)
    window.desk.make()
    wait_for(qtbot, window, State.DONE, State.DONE)
    (first, second) = (window.desk.shown[shot_id(n)].files[0].path for n in (1, 2))
    window.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(folder / first, elsewhere / "renamed.mov")
    (folder / second).unlink()
    (elsewhere / Path(second).name).write_bytes(b"something else of this name")
    window = opened(studios[0], folder, qtbot)
    qtbot.waitUntil(window.missing.isVisible)
    with qtbot.waitSignal(window.missing.found):
        window.missing.search(str(elsewhere))
    assert "something else" in window.missing.said.text()
    assert (folder / first).is_file()
    assert not (folder / second).exists(), "nothing else is taken for it"


def test_relinking_looks_at_content_before_names(tmp_path: Path) -> None:
    assert missing(tmp_path, []) == ()
    assert relink(tmp_path, (), tmp_path).found == 0


def test_a_film_of_a_newer_studio_is_refused_in_a_sentence(
    studios: list[Studio], qapp: QApplication, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 1)
    path = folder / "project.json"
    whole = json.loads(path.read_bytes())
    path.write_text(json.dumps({**whole, "format": 999}))
    before = path.read_bytes()
    studios[0].start(folder)
    assert "newer studio" in start(studios[0]).page.said.text()
    assert path.read_bytes() == before


def test_a_broken_file_opens_its_backup_and_says_so(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 1)
    (folder / "project.json").write_bytes(b"{")
    window = opened(studios[0], folder, qtbot)
    assert "backup" in window.recovered.said.text()


@pytest.mark.parametrize(
    ("step", "told"),
    [(Step(crash="boom"), "in a way of its own"), (Step(full=True), "is full")],
)
def test_a_backend_that_raises_is_told_on_its_job(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, step: Step, told: str
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path, Rule(watch=(step,)))))
    window = opened(studios[0], film(tmp_path, 1), qtbot)
    window.desk.make()
    wait_for(qtbot, window, State.FAILED)
    job = next(iter(window.desk.jobs.values()))
    assert told in window.drawer.model.words.trouble(job)
    assert studios[0].crashes.dialog is None


def test_a_backend_that_hangs_is_cancelled(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = service(tmp_path, Rule(watch=(Step(hang="for ever"),)))
    studios.append(studio_with(tmp_path, qapp, fake=fake))
    window = opened(studios[0], film(tmp_path, 1), qtbot)
    window.desk.make()
    wait_for(qtbot, window, State.RUNNING)
    window.drawer.choose(next(iter(window.desk.jobs)))
    window.drawer.details.do("cancel")
    wait_for(qtbot, window, State.CANCELLED)


def test_a_backend_that_floods_progress_can_be_cancelled(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    flood = tuple(Step(progress=n / 20_000) for n in range(20_000))
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path, Rule(watch=flood))))
    window = opened(studios[0], film(tmp_path, 1), qtbot)
    window.desk.make()
    qtbot.waitUntil(lambda: State.RUNNING in states(window))
    window.desk.orders.cancel_all()
    wait_for(qtbot, window, State.CANCELLED)


class Surprise(Exception):
    """What nobody foresaw."""


def test_a_surprise_is_told_once_logged_without_words_and_lived_through(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], film(tmp_path, 1), qtbot)
    crashes = studios[0].crashes

    def fail() -> None:
        raise Surprise("the secret prompt sk-12345")

    crashes.install()
    try:
        QTimer.singleShot(0, lambda: crashes.report(_raised(fail)))
        qtbot.waitUntil(lambda: crashes.dialog is not None)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        window.desk.ask(fail, lambda _: None)
        log = tmp_path / "logs" / "studio.log"
        qtbot.waitUntil(lambda: "_answer" in log.read_text())  # the desk's, the last to come
    finally:
        crashes.uninstall()
    assert crashes.dialog is not None
    assert "sk-12345" not in log.read_text() + crashes.last
    assert "fail" in crashes.last
    crashes.copy()
    assert QApplication.clipboard().text() == crashes.last
    crashes.dialog.reject()
    edit(window, "the window lives on")
    assert window.desk.project.scenes[0].shots[0].prompt == "the window lives on"


def _raised(fail: object) -> BaseException:
    try:
        fail()  # type: ignore[operator]
    except Surprise as error:
        return error
    raise AssertionError


def test_details_follow_causes_and_hold_no_words() -> None:
    try:
        try:
            raise KeyError("private")
        except KeyError as error:
            raise Surprise("private") from error
    except Surprise as error:
        told = details(error)
    assert "KeyError" in told
    assert "Surprise" in told
    assert "private" not in told
