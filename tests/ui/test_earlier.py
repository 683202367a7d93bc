"""Earlier states of a film: offered after a crash, in menu, key and palette, and one step back."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import FakeBackend, Rule, Step
from studio.messages import say
from studio.timeline.backups import backups
from studio.timeline.following import follow
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.shot_edits import change_shot, remove_shots
from studio.timeline.store import open_folder, read
from studio.ui.earlier_dialog import EarlierDialog
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.jobs.builders import shot_id
from tests.ui.films import PAID, film, opened, service, studio_with
from tests.ui.maker import ALT, CTRL, Maker
from tests.ui.watch import Watch
from tests.ui.window_process import killed_at_work

FIRST, SECOND = shot_id(1), shot_id(2)
Key = Qt.Key

pytestmark = pytest.mark.usefixtures("quick_saving")


def worked_on(tmp_path: Path, count: int = 3) -> tuple[Path, list[Project]]:
    """A film that was whole, then lost its second shot, then had its first one changed."""
    folder = film(tmp_path, count)
    with open_folder(folder) as store:
        whole = store.project
        two = follow(whole, remove_shots(whole, [SECOND]))
        now = change_shot(two, FIRST, prompt="a storm")
        for each in (two, now):
            store.save(each)
    return folder, [whole, two, now]


def asked(window: FilmWindow, qtbot: QtBot) -> EarlierDialog:
    """The dialog, with what there is in it."""
    qtbot.waitUntil(lambda: window.earlier.dialog is not None, timeout=20_000)
    dialog = window.earlier.dialog
    assert dialog is not None
    reading = say("earlier.reading", window._words.language)
    qtbot.waitUntil(lambda: dialog.none.text() != reading, timeout=20_000)
    return dialog


def differs(dialog: EarlierDialog) -> list[str]:
    texts = [dialog.table.item(row, 2).text() for row in range(dialog.table.rowCount())]
    return [text.replace("\u00a0", " ") for text in texts]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_after_a_kill_the_states_are_offered_and_one_can_be_gone_back_to(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    rule = Rule(match={"label": "1-2"}, times=1, watch=(Step(progress=0.5), Step(kill=True)))
    service(tmp_path, rule, **PAID)
    folder = film(tmp_path, 3)
    before = read(folder)
    killed_at_work(tmp_path, folder)
    fake = FakeBackend(tmp_path / "service")
    studios.append(studio_with(tmp_path, qapp, fake=fake))
    window = opened(studios[0], folder, qtbot)
    maker = Maker(qtbot)
    watch.begin()
    dialog = asked(window, qtbot)
    maker.front(dialog)
    assert dialog.head.text() == "Storyreel ended unexpectedly"
    assert differs(dialog) == ["1 shot changed"]
    killed = window.desk.project
    maker.tab_to(dialog.go)
    maker.key(Key.Key_Space)
    qtbot.waitUntil(lambda: window.earlier.dialog is None)
    assert window.desk.project == before
    assert str(window.desk.document.undo_label).startswith("Back to ")
    assert not window.recovered.isVisible()
    maker.front(window)
    maker.key(Key.Key_Z, CTRL)
    assert window.desk.project is killed
    maker.key(Key.Key_Y, CTRL)
    assert window.desk.project == before
    qtbot.waitUntil(lambda: len(window.desk.shown) == 3, timeout=30_000)
    qtbot.waitUntil(lambda: not window.desk.working, timeout=30_000)
    assert len(fake.calls("submit")) == 3, "nothing was paid twice for it"
    qtbot.waitUntil(lambda: read(folder) == before, timeout=20_000)


def test_a_film_that_was_closed_well_offers_nothing(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder, _ = worked_on(tmp_path)
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], folder, qtbot)
    qtbot.waitUntil(lambda: window.pages.complete, timeout=20_000)
    assert window.earlier.dialog is None


def test_a_damaged_film_offers_its_states_too(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder, (whole, two, _) = worked_on(tmp_path)
    (folder / "project.json").write_bytes(b"{")
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], folder, qtbot)
    dialog = asked(window, qtbot)
    assert window.desk.project == two, "what the newest backup holds"
    assert differs(dialog) == ["1 shot more"]
    maker = Maker(qtbot)
    maker.front(dialog)
    maker.key(Key.Key_Return)
    qtbot.waitUntil(lambda: window.earlier.dialog is None)
    assert window.desk.project == two, "a stray Enter changes nothing"
    maker.front(window)
    maker.click(window.recovered.buttons[0])
    assert asked(window, qtbot).table.rowCount() == 1
    assert whole != two


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_state_is_gone_back_to_by_mouse(
    studio: Studio, language: str, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    folder, (whole, two, now) = worked_on(tmp_path)
    window = opened(studio, folder, qtbot)
    qtbot.waitUntil(lambda: window.pages.complete, timeout=20_000)
    maker = Maker(qtbot)
    watch.begin()
    title = say("ui.menu.film", language).replace("&", "")
    maker.menu(window.menuBar(), title, "film.earlier")
    dialog = asked(window, qtbot)
    told = {
        "en": ["1 shot changed", "1 shot more · 1 shot changed"],
        "zh": ["1 个镜头不同", "多 1 个镜头 · 1 个镜头不同"],
    }[language]
    assert differs(dialog) == told
    maker.click_item(dialog.table, dialog.table.model().index(1, 0))
    maker.click(dialog.go)
    assert window.desk.project == whole
    assert window.said.property("tone") == "good"
    maker.front(window)
    maker.menu(window.menuBar(), say("ui.menu.edit", language).replace("&", ""), "edit.undo")
    assert window.desk.project == now
    maker.menu(window.menuBar(), title, "film.earlier")
    dialog = asked(window, qtbot)
    row = differs(dialog).index(told[0])  # what was gone back to may be saved by now, and listed
    maker.click_item(dialog.table, dialog.table.model().index(row, 0), times=2)
    assert window.desk.project == two


def test_by_key_and_palette_and_escape_leaves_it(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder, (_, two, now) = worked_on(tmp_path)
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], folder, qtbot)
    maker = Maker(qtbot)
    maker.key(Key.Key_Z, CTRL | ALT)
    maker.front(asked(window, qtbot))
    maker.key(Key.Key_Down)
    maker.key(Key.Key_Escape)
    qtbot.waitUntil(lambda: window.earlier.dialog is None)
    assert window.desk.project == now
    maker.front(window)
    maker.key(Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
    maker.type("earlier states")
    maker.key(Key.Key_Return)
    dialog = asked(window, qtbot)
    maker.front(dialog)
    maker.tab_to(dialog.go)
    maker.key(Key.Key_Return)
    assert window.desk.project == two


def test_a_damaged_state_is_shown_and_cannot_be_chosen(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder, _ = worked_on(tmp_path)
    backups(folder)[0].write_bytes(b"\x00")
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], folder, qtbot)
    maker = Maker(qtbot)
    maker.key(Key.Key_Z, CTRL | ALT)
    dialog = asked(window, qtbot)
    assert "damaged" in differs(dialog)[0]
    assert dialog.table.currentRow() == 1, "the first that can be read"
    assert dialog.go.isEnabled()
    maker.front(dialog)
    maker.key(Key.Key_Up)
    assert not dialog.go.isEnabled()
    before = window.desk.project
    maker.click_item(dialog.table, dialog.table.model().index(0, 0), times=2)
    assert dialog.isVisible()
    assert window.desk.project is before


def test_a_film_without_another_state_says_so(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], film(tmp_path, 1), qtbot)
    Maker(qtbot).key(Key.Key_Z, CTRL | ALT)
    dialog = asked(window, qtbot)
    assert dialog.none.isVisible()
    assert not dialog.table.isVisible()
    assert not dialog.go.isEnabled()


def test_a_shot_that_comes_back_has_its_takes(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], film(tmp_path, 2), qtbot)
    window.desk.make()
    qtbot.waitUntil(lambda: len(window.desk.shown) == 2 and not window.desk.working, timeout=20_000)
    takes = dict(window.desk.shown)
    window.session.turn_to("board")
    window.session.choose_shots([SECOND])
    maker = Maker(qtbot)
    maker.tab_to(window.board.board)
    maker.key(Key.Key_Delete)
    qtbot.waitUntil(lambda: len(list(shots(read(window.desk.folder)))) == 1, timeout=20_000)
    window.desk.make([FIRST], again=True)  # a take that the earlier state does not know
    qtbot.waitUntil(lambda: len(window.desk.takes[FIRST]) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not window.desk.working, timeout=20_000)
    maker.key(Key.Key_Z, CTRL | ALT)
    dialog = asked(window, qtbot)
    maker.front(dialog)
    maker.tab_to(dialog.go)
    maker.key(Key.Key_Space)
    assert [shot.id for shot in shots(window.desk.project)] == [FIRST, SECOND]
    assert window.desk.shown[SECOND] == takes[SECOND]
    assert len(window.desk.takes[FIRST]) == 2, "and none that came since is lost"


@pytest.mark.slow
def test_a_long_film_goes_back_without_a_stall(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    folder, (whole, *_) = worked_on(tmp_path, 600)
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path)))
    window = opened(studios[0], folder, qtbot)
    qtbot.waitUntil(lambda: window.pages.complete, timeout=20_000)
    maker = Maker(qtbot)
    watch.begin()
    maker.key(Key.Key_Z, CTRL | ALT)
    dialog = asked(window, qtbot)
    maker.front(dialog)
    maker.key(Key.Key_Down)
    maker.tab_to(dialog.go)
    maker.key(Key.Key_Space)
    assert window.desk.project == whole
    maker.front(window)
    maker.key(Key.Key_Z, CTRL)
    assert len(list(shots(window.desk.project))) == 599


def test_every_word_is_there_in_both_languages() -> None:
    for language in ("en", "zh"):
        words = Words(language, "earlier")
        assert words("edit", time="14:32").endswith("14:32")
