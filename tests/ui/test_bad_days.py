"""Disks, files and services that fail while the window is open: said, and nothing lost."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule, Step
from studio.errors import Fault
from studio.jobs.job import State
from studio.media.probe import probe
from studio.settings import Settings, save
from studio.timeline.assembly import assemble
from studio.timeline.shot_edits import change_shot
from studio.timeline.store import create, read
from studio.ui.deliver_queue import State as Render
from studio.ui.window import FilmWindow
from tests.jobs.builders import make_project, shot_id
from tests.timeline.processes import ordinary
from tests.ui.films import film, opened, service, start, studio_with
from tests.ui.odd_files import picture
from tests.ui.test_jobs_drawer import press, wait_for, window_with
from tests.ui.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
BREAK = "\u200b"  # where a long name may go on in the next line
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.usefixtures("quick_saving")


def a_sentence(text: str) -> bool:
    """Whether a text says something, in one line, with an end."""
    return len(text) > 20 and "\n" not in text and text.rstrip()[-1] in ".。"


def answers(window: FilmWindow, qtbot: QtBot) -> None:
    """An edit and its undo by key still work."""
    before = window.desk.project
    assert window.desk.edit("Edit prompt", change_shot, shot_id(1), prompt="it lives")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.desk.project == before


def test_a_newer_film_is_said_where_it_was_clicked(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    newer, ours = film(tmp_path, 1, name="newer"), film(tmp_path, 1, name="ours")
    file = newer / "project.json"
    file.write_text(file.read_text().replace('"format": 4', '"format": 999'))
    before = sorted((p.name, p.stat().st_size) for p in newer.iterdir())
    save(Settings(recent=(str(newer), str(ours))), tmp_path / "settings.json")
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    studios[0].start()
    watch.begin()
    rows = start(studios[0]).page.rows
    qtbot.mouseClick(rows[0], LEFT)
    said = start(studios[0]).page.said
    qtbot.waitUntil(lambda: "newer studio" in said.text())
    assert a_sentence(said.text())
    assert sorted((p.name, p.stat().st_size) for p in newer.iterdir() if p.name != ".lock") == [
        each for each in before if each[0] != ".lock"
    ]
    qtbot.mouseClick(rows[1], LEFT)
    qtbot.waitUntil(lambda: isinstance(studios[0].window, FilmWindow))  # another film opens


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.parametrize(("language", "begins"), [("en", "Not saved"), ("zh", "未能保存")])
def test_a_read_only_folder_is_said_and_the_film_kept_in_memory(
    tmp_path: Path, language: str, begins: str
) -> None:
    folder = film(tmp_path, 1)
    given = (str(folder), str(tmp_path / "s.json"), language)
    words = ordinary("-m", "tests.ui.read_only_process", *given)
    world = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=ROOT, env=world, capture_output=True, text=True, timeout=100)
    folder.chmod(0o755)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert str(folder) in told["refused"]
    assert a_sentence(told["refused"])
    assert told["unsaved"].startswith(begins)
    assert a_sentence(told["unsaved"])
    assert told["there"] == "shot number 1"
    assert told["saved"] == "and it lives on"


@contextmanager
def small_files(limit: int) -> Generator[Callable[[], None], None, None]:
    """No file may grow beyond `limit` bytes, as on a full disk, until what is given is called."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield room
    finally:
        room()


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are set by resource")
def test_a_disk_that_fills_while_autosaving_loses_nothing(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    folder = film(tmp_path, 2)
    window = opened(studios[0], folder, qtbot)
    before = read(folder)
    watch.begin()
    text = "A fox crosses the snow.\n" * 12_500
    with small_files(280_000) as room:
        window.session.turn_to("script")
        QApplication.clipboard().setText(text)
        qtbot.keyClick(window.script.text, Qt.Key.Key_V, CTRL)
        qtbot.waitUntil(window.unsaved.isVisible, timeout=20_000)
        said = window.unsaved.said.text()
        assert "is full" in said
        assert a_sentence(said)
        assert "command" not in said, "there is none to run again here"
        assert read(folder) == before, "the film as last saved"
        assert window.desk.project.brief == text, "and all of it in memory"
        answers(window, qtbot)
        room()
        qtbot.waitUntil(lambda: not window.unsaved.isVisible(), timeout=20_000)
    assert read(folder).brief == text
    assert not list(folder.glob(".project*"))


def made(window: FilmWindow, qtbot: QtBot, shots: int) -> None:
    """Every shot has a take, and the first is looked at."""
    window.desk.make()
    wait_for(qtbot, window, *[State.DONE] * shots)
    window.session.choose_shots([shot_id(1)])


def altered(content: bytes) -> bytes:
    """Another file of the same size."""
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize("how", ["gone", "garbage", "another file", "zero bytes", "same size"])
def test_a_take_changed_on_disk_is_said_by_viewer_and_export(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch, how: str
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    create(tmp_path / "film.reel", assemble(make_project(2))).close()
    window = opened(studios[0], tmp_path / "film.reel", qtbot)
    made(window, qtbot, 2)
    viewer = window.board.viewer
    qtbot.waitUntil(lambda: viewer.deck.image is not None, timeout=20_000)
    first, second = (
        window.desk.folder / window.desk.shown[shot_id(n)].files[0].path for n in (1, 2)
    )
    before, kept = window.desk.project, first.read_bytes()
    watch.begin()
    if how == "gone":
        first.unlink()
    elif how == "another file":
        first.write_bytes(second.read_bytes() * 2)
    elif how == "same size":
        first.write_bytes(altered(kept))
    else:
        first.write_bytes(b"" if how == "zero bytes" else b"no film " * 999)
    window.session.turn_to("deliver")
    output = tmp_path / "film.mp4"
    qtbot.mouseClick(window.deliver.go, LEFT)
    orders = window.deliver.queue.orders
    qtbot.waitUntil(lambda: bool(orders) and orders[0].state is Render.FAILED, timeout=20_000)
    said = window.deliver.details.text().replace(BREAK, "")
    assert first.name in said
    assert window.deliver.details.property("tone") == "bad"
    assert a_sentence(said)
    assert ("is gone" if how == "gone" else "was replaced or altered") in said
    assert not output.exists(), "nothing half-written"
    qtbot.waitUntil(window.missing.isVisible, timeout=20_000)
    assert first.name in window.missing.said.text().replace(BREAK, "")
    window.session.turn_to("board")
    qtbot.waitUntil(lambda: first.name in viewer.screen_part.said(), timeout=20_000)
    assert viewer.deck.image is None, "not another picture"
    window.session.turn_to("deliver")
    assert window.desk.project is before
    answers(window, qtbot)
    first.write_bytes(kept)
    with qtbot.waitSignal(window.desk.media_changed, timeout=20_000):
        window.missing.look()
    assert not window.missing.isVisible()
    with qtbot.waitSignal(window.deliver.delivered, timeout=60_000):
        qtbot.mouseClick(window.deliver.buttons["deliver.again"], LEFT)
    assert probe(output).frames == 8
    window.session.turn_to("board")
    qtbot.waitUntil(lambda: viewer.deck.image is not None, timeout=20_000)
    assert studios[0].crashes.dialog is None


@pytest.mark.parametrize("how", ["gone", "same size"])
def test_a_picture_changed_on_disk_is_said_by_the_job_that_needs_it(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch, how: str
) -> None:
    offer = {"input_roles": {"first_frame": 1}}
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path, **offer)))
    window = opened(studios[0], film(tmp_path, 1), qtbot)
    window.session.choose_shots([shot_id(1)])
    watch.begin()
    window.board.bringer.bring([str(picture(tmp_path / "sea.png"))])
    qtbot.waitUntil(lambda: not window.board.bringer.busy, timeout=20_000)
    window.board.media.grid.setCurrentRow(0)
    window.actions_table.trigger("media.add")
    (reference,) = window.desk.project.references
    stored = window.desk.folder / window.desk.takes[reference.id][0].files[0].path
    stored.unlink() if how == "gone" else stored.write_bytes(altered(stored.read_bytes()))
    window.desk.make()
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 2 and not window.desk.working, timeout=20_000)
    (job,) = [job for job in window.desk.jobs.values() if job.owner == shot_id(1)]
    assert job.state is State.FAILED
    assert stored.name in window.drawer.model.words.trouble(job)
    assert not (tmp_path / "service" / "calls.jsonl").exists(), "nothing was sent"
    answers(window, qtbot)


LIES = ["empty", "missing", "broken", "outside", "link"]


@pytest.mark.parametrize("lie", LIES)
def test_a_backend_that_lies_about_its_result_is_told_of_and_tried_again(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch, lie: str
) -> None:
    fake = service(tmp_path, Rule(times=1, make=lie))
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 2)
    before = window.desk.project
    watch.begin()
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: len(window.desk.jobs) == 2 and not window.desk.working, timeout=20_000)
    window.drawer.model.flush()
    (bad,) = [job for job in window.desk.jobs.values() if job.state is State.FAILED]
    (good,) = [job for job in window.desk.jobs.values() if job.state is State.DONE]
    window.drawer.choose(bad.id)
    told = window.drawer.details.sentence.text()
    assert "Fake" in told
    assert a_sentence(told), told
    assert set(window.desk.shown) == {good.owner}
    assert window.desk.project is before
    assert not (window.desk.folder / "media" / "stray.mp4").exists()
    press(qtbot, window, "send")
    qtbot.waitUntil(lambda: len(window.desk.shown) == 2, timeout=20_000)
    assert studios[0].crashes.dialog is None


@pytest.mark.parametrize("far", [7.5, -3.0])
def test_a_backend_that_lies_about_progress_is_told_of(
    studios: list[Studio],
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    watch: Watch,
    far: float,
) -> None:
    fake = service(tmp_path, Rule(times=1, watch=(Step(progress=0.5), Step(progress=far))))
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 1)
    watch.begin()
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    wait_for(qtbot, window, State.FAILED)
    window.drawer.choose(next(iter(window.desk.jobs)))
    assert "in a way of its own" in window.drawer.details.sentence.text()
    press(qtbot, window, "fetch")
    wait_for(qtbot, window, State.DONE)
    assert studios[0].crashes.dialog is None


@pytest.mark.parametrize("step", [Step(crash="boom"), Step(fault=Fault.REFUSED), Step(full=True)])
@pytest.mark.parametrize("when", ["before", "after", "watch"])
def test_a_backend_that_raises_anywhere_is_told_of_on_its_job_and_others_go_on(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch,
    step: Step, when: str,
) -> None:  # fmt: skip
    rule = Rule(match={"label": "1-1"}, **{when: (step,)})
    window = window_with(studios, qapp, qtbot, tmp_path, service(tmp_path, rule), 3)
    watch.begin()
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    ended = {State.DONE, State.FAILED, State.UNKNOWN}
    qtbot.waitUntil(
        lambda: sum(job.state in ended for job in window.desk.jobs.values()) == 3,
        timeout=20_000,
    )
    window.drawer.model.flush()
    states = [job.state for job in window.desk.jobs.values()]
    assert states.count(State.DONE) == 2
    (bad,) = [job for job in window.desk.jobs.values() if job.state is not State.DONE]
    window.drawer.choose(bad.id)
    assert window.drawer.details.sentence.text()
    assert window.drawer.model.counts() == (0, 1, 2)
    assert studios[0].crashes.dialog is None
    answers(window, qtbot)


def test_a_backend_that_hangs_leaves_the_window_free_and_is_cancelled_by_hand(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    fake = service(tmp_path, Rule(watch=(Step(hang="for ever"),)))
    window = window_with(studios, qapp, qtbot, tmp_path, fake, 1)
    watch.begin()
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: bool(fake._waiting), timeout=20_000)
    answers(window, qtbot)
    keys = (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_2)
    for key, page in zip(keys, ("script", "edit", "deliver", "board"), strict=True):
        qtbot.keyClick(window, key, CTRL)
        qtbot.waitUntil(lambda page=page: window.session.page == page, timeout=20_000)
    window.drawer.choose(next(iter(window.desk.jobs)))
    press(qtbot, window, "cancel")
    wait_for(qtbot, window, State.CANCELLED)


def test_a_flood_of_progress_does_not_hold_the_window_up(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    flood = tuple(Step(progress=n / 20_000) for n in range(20_000))
    window = window_with(
        studios, qapp, qtbot, tmp_path, service(tmp_path, Rule(watch=flood)), 1
    )  # fmt: skip
    watch.begin()
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: bool(window.desk.working), timeout=20_000)
    answers(window, qtbot)
    wait_for(qtbot, window, State.DONE)
    assert len(window.desk.shown) == 1
