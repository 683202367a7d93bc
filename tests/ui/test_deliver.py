"""The deliver page: presets, range, place, and the render queue, by mouse and by keys."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.probe import probe
from studio.render.delivery import Captions, Fit
from studio.render.presets import presets
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.store import create
from studio.timeline.story import Scene, Shot
from studio.ui.deliver_page import DeliverPage
from studio.ui.deliver_queue import State
from studio.ui.plain import homely
from studio.ui.window import FilmWindow
from tests.jobs.builders import make_project

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def opened(
    studio: Studio,
    qtbot: QtBot,
    tmp_path: Path,
    *lengths: int,
    size: tuple[int, int] = (160, 90),
    room_tone: float | None = None,
) -> tuple[FilmWindow, DeliverPage]:
    """A film without takes: its shots are slates, which render without any backend."""
    shots = tuple(Shot(id=f"sh_{n:08}", frames=f) for n, f in enumerate(lengths, 1))
    scene = Scene(id="sc_00000001", heading="One", shots=shots)
    folder = tmp_path / "fox.reel"
    film = assemble(Project(width=size[0], height=size[1], scenes=(scene,)))
    create(folder, film.evolve(cut=film.cut.evolve(room_tone=room_tone))).close()
    studio.start(folder)
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_4, CONTROL)
    return window, window.deliver


def pick(page: DeliverPage, qtbot: QtBot, name: str, held: Qt.KeyboardModifier = NONE) -> None:
    """Click a preset by its id."""
    item = page.presets.item([each.id for each in presets()].index(name))
    page.presets.scrollToItem(item)
    box = page.presets.visualItemRect(item)
    qtbot.mouseClick(
        page.presets.viewport(), LEFT, held, QPoint(box.center().x(), box.bottom() - 9)
    )


def queued(page: DeliverPage, qtbot: QtBot, output: Path) -> None:
    """Export to a file by its name and the button; comes back when it is in the queue."""
    before = len(page.queue.orders)
    page.path.selectAll()
    qtbot.keyClicks(page.path, str(output))
    qtbot.mouseClick(page.go, LEFT)
    qtbot.waitUntil(lambda: len(page.queue.orders) > before, timeout=20_000)


def states(page: DeliverPage) -> list[tuple[str, str]]:
    return [(order.output.stem, order.state.value) for order in page.queue.orders]


def test_a_preset_and_a_range_make_the_file_they_say(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12, 12, 12)
    pick(page, qtbot, "web")
    assert (page.form.preset.id, page.path.text()) == ("web", str(tmp_path / "fox web.mp4"))
    page.form.range.which.setFocus()
    qtbot.keyClick(page.form.range.which, Qt.Key.Key_Down)
    assert window.session.span == (0, 36)
    for field, text in ((page.form.range.start, "6"), (page.form.range.end, "00:00:01:06")):
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.session.span == (6, 30), "the marks of the timeline are the same"
    assert page.form.range.told.text().startswith("00:00:01:00")
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        qtbot.mouseClick(page.go, LEFT)
    assert probe(tmp_path / "fox web.mp4").frames == 24
    assert "fox web.mp4" in page.details.text()


def test_what_memory_holds_up_is_told_with_the_film(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 11, 10, 9)
    window.desk.export_memory = 2**20
    queued(page, qtbot, tmp_path / "slow.mp4")
    qtbot.waitUntil(lambda: states(page) == [("slow", "done")], timeout=60_000)
    assert "Segments encoded at once: 1 instead of" in page.details.text()


def test_the_settings_keep_their_room_beside_the_history(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12)
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: page.width() > 1200)
    wide = page.presets.width()
    window.toggle_history()
    qtbot.waitUntil(lambda: page.width() < 1100)
    across = page._scroll.horizontalScrollBar()
    qtbot.waitUntil(lambda: across.maximum() == 0)
    window.toggle_history()
    qtbot.waitUntil(lambda: page.presets.width() == wide)


def test_stems_come_with_a_film_where_they_are_asked_for(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 24, room_tone=-50.0)
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        queued(page, qtbot, tmp_path / "plain.mp4")
    assert "Stems" not in page.details.text()
    page.form.stems.setFocus()
    qtbot.keyClick(page.form.stems, Qt.Key.Key_Space)
    assert page.form.delivery.stems
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        queued(page, qtbot, tmp_path / "split.mp4")
    assert [path.name for path in tmp_path.glob("*.wav")] == ["split.room_tone.wav"]
    assert probe(tmp_path / "split.room_tone.wav").seconds == 1
    assert "Stems: split.room_tone.wav" in page.details.text()
    place = page.form.stems.rect().center()
    qtbot.mouseClick(page.form.stems, LEFT, pos=QPoint(12, place.y()))
    assert not page.form.delivery.stems


def test_marks_of_the_timeline_are_taken_up_and_let_go(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 24)
    assert page.form.delivery.span is None
    window.session.mark_span((3, 9))
    assert page.form.delivery.span == (3, 9)
    assert page.form.range.end.text() == "00:00:00:09"
    page.form.range.end.selectAll()
    qtbot.keyClicks(page.form.range.end, "soon")
    qtbot.keyClick(page.form.range.end, Qt.Key.Key_Return)
    assert "soon" in page.form.range.told.text()
    assert window.session.span == (3, 9)
    window.session.mark_span((90, 99))
    qtbot.mouseClick(page.go, LEFT)
    assert "in to out" in page.form.said.text()
    window.session.mark_span(None)
    assert page.form.delivery.span is None


def test_a_name_follows_the_preset_until_it_is_typed(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 12)
    pick(page, qtbot, "vertical")
    assert page.path.text().endswith("fox vertical.mp4")
    assert page.form.fit.isVisible()
    pick(page, qtbot, "wav")
    assert page.path.text().endswith("fox.wav")
    assert not page.captions.isVisible()
    page.path.selectAll()
    qtbot.keyClicks(page.path, "mine")
    pick(page, qtbot, "film")
    assert page.path.text() == "mine.mp4"
    assert not page.form.fit.isVisible()


def test_a_film_goes_into_another_ratio_with_what_was_chosen(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 4)
    pick(page, qtbot, "vertical")
    assert page.form.delivery.fit is Fit.FILL
    assert page.form.delivery.captions is Captions.BURN
    qtbot.waitUntil(lambda: page.preview.image is not None, timeout=30_000)
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        qtbot.mouseClick(page.go, LEFT)
    info = probe(tmp_path / "fox vertical.mp4")
    assert (info.width, info.height, info.frames) == (1080, 1920, 4)
    page.form.fit.setFocus()
    qtbot.keyClick(page.form.fit, Qt.Key.Key_Up)
    assert page.form.delivery.fit is Fit.BARS


def test_a_queued_render_is_of_the_film_as_it_was(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12, 12)
    queued(page, qtbot, tmp_path / "old.mp4")
    window.session.choose_shots(["sh_00000002"])
    window.actions_table.trigger("shot.delete")
    assert window.desk.project.cut.frames == 12
    queued(page, qtbot, tmp_path / "new.mp4")
    qtbot.waitUntil(lambda: not page.queue.unfinished, timeout=60_000)
    assert states(page) == [("old", "done"), ("new", "done")]
    assert [probe(tmp_path / f"{n}.mp4").frames for n in ("old", "new")] == [24, 12]
    window.actions_table.trigger("deliver.clear")
    assert page.queue.orders == []


def test_waiting_ones_change_places_and_the_running_one_is_cancelled(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 40_000)
    for name in ("a", "b", "c"):
        queued(page, qtbot, tmp_path / f"{name}.mp4")
    assert states(page) == [("a", "running"), ("b", "waiting"), ("c", "waiting")]
    page.list.setFocus()
    assert page.list.order is page.queue.orders[2]
    qtbot.keyClick(page.list, Qt.Key.Key_Up, ALT)
    assert states(page) == [("a", "running"), ("c", "waiting"), ("b", "waiting")]
    assert page.list.order is page.queue.orders[1], "what is chosen stays chosen"
    qtbot.keyClick(page.list, Qt.Key.Key_Up, ALT)
    assert [name for name, _ in states(page)] == ["a", "c", "b"], "never before what runs"
    drop_below(page, 1, 2)
    assert [name for name, _ in states(page)] == ["a", "b", "c"]
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert [name for name, _ in states(page)] == ["a", "b"]
    page.list.choose(page.queue.orders[0])
    qtbot.mouseClick(page.buttons["deliver.cancel"], LEFT)
    qtbot.waitUntil(lambda: states(page) == [("a", "stopped"), ("b", "running")], timeout=20_000)
    page.queue.stop_all()
    qtbot.waitUntil(lambda: page.queue.running is None, timeout=20_000)
    assert sorted(p.name for p in tmp_path.glob("*.mp4")) == []
    assert list(tmp_path.glob(".export-*")) == []


def drop_below(page: DeliverPage, source: int, target: int) -> None:
    """Drag a row onto the lower edge of another one, as the system sends it."""
    view = page.list
    data = view.rows.mimeData([view.rows.index(source)])
    box = view.visualRect(view.rows.index(target))
    place = QPoint(box.center().x(), box.bottom() - 1)
    move, held = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view.viewport(), QDragEnterEvent(place, move, data, LEFT, held))
    QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(place), move, data, LEFT, held))


def test_a_file_that_exists_is_asked_about(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    _, page = opened(studio, qtbot, tmp_path, 6)
    output = tmp_path / "fox.mp4"
    output.write_text("mine")
    qtbot.mouseClick(page.go, LEFT)
    qtbot.waitUntil(lambda: page.question is not None, timeout=20_000)
    assert page.question is not None
    page.question.reject()
    assert (page.queue.orders, output.read_text()) == ([], "mine")
    page.question = None
    qtbot.keyClick(page.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.question is not None, timeout=20_000)
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        qtbot.mouseClick(page.question.buttons()[0], LEFT)
    assert probe(output).frames == 6


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no/such/place/film.mp4", "There is no folder"),
        ("  ", "has no name"),
        ("fox.reel/media/film.mp4", "own media"),
        ("x" * 300, "written"),
        ("a\tb", "cannot hold"),
    ],
)
def test_a_place_that_cannot_be_used_is_said_beside_it(
    studio: Studio, qtbot: QtBot, tmp_path: Path, text: str, told: str
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 6)
    (tmp_path / "fox.reel" / "media").mkdir(exist_ok=True)
    page.path.setText(text)
    qtbot.mouseClick(page.go, LEFT)
    qtbot.waitUntil(lambda: told in page.form.said.text(), timeout=20_000)
    assert page.queue.orders == []


def test_a_folder_taken_away_fails_with_a_sentence_and_can_be_tried_again(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 20_000)
    folder = tmp_path / "usb"
    folder.mkdir()
    queued(page, qtbot, tmp_path / "first.mp4")
    queued(page, qtbot, folder / "a.mp4")
    shutil.rmtree(folder)
    page.queue.cancel(page.queue.orders[0])
    order = page.queue.orders[1]
    qtbot.waitUntil(lambda: order.state is State.FAILED, timeout=30_000)
    page.list.choose(order)
    assert page.details.text()
    assert page.details.property("tone") == "bad"
    folder.mkdir()
    page.queue.orders[1].delivery = page.queue.orders[1].delivery.__class__(
        160, 90, order.project.rate, span=(0, 6)
    )
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        qtbot.mouseClick(page.buttons["deliver.again"], LEFT)
    assert probe(folder / "a.mp4").frames == 6


def test_two_renders_never_write_one_file(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, page = opened(studio, qtbot, tmp_path, 40_000)
    queued(page, qtbot, tmp_path / "a.mp4")
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL)
    assert "already holds" in page.form.said.text()
    assert len(page.queue.orders) == 1
    window.close()
    question = window.question
    assert question is not None, "closing says that a render would be lost"
    assert "1" in question.informativeText()
    question.reject()
    assert page.queue.running is not None
    window.close()
    question = window.question
    assert question is not None
    with qtbot.waitSignal(window.closed, timeout=20_000):
        qtbot.mouseClick(question.buttons()[0], LEFT)
    assert not (tmp_path / "a.mp4").exists()


def test_every_preset_can_be_chosen_from_the_palette(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 6)
    window.session.turn_to("board")
    window.actions_table.trigger("deliver.preset.master")
    assert (window.session.page, page.form.preset.id) == ("deliver", "master")
    assert window.actions_table.label("deliver.preset.master") == "Deliver: Master"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_presets_are_whole_where_the_list_ends_in_a_small_window(
    studio: Studio, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12)
    window.resize(1280, 720)
    QApplication.processEvents()
    view = page.presets
    bottom = view.viewport().height()
    boxes = [view.visualItemRect(view.item(row)) for row in range(view.count())]
    assert [n for n, box in enumerate(boxes) if box.top() + 30 < bottom < box.bottom()] == []


def test_a_film_without_a_cut_says_why_nothing_can_be_exported(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path)
    form = page.form
    assert not form.go.isEnabled()
    assert "Script page" in form.said.text()
    scenes = make_project(1).scenes
    window.desk.edit("plan", lambda film: assemble(film.evolve(scenes=scenes)))
    assert form.go.isEnabled()
    assert form.said.text() == ""


def test_several_files_are_told_together_when_the_last_is_there(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12)
    pick(page, qtbot, "web")
    pick(page, qtbot, "wav", CONTROL)
    qtbot.mouseClick(page.go, LEFT)
    qtbot.waitUntil(lambda: len(page.queue.orders) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not page.queue.unfinished, timeout=60_000)
    assert window.said.text() == f"2 files are in {homely(tmp_path)}"
    pick(page, qtbot, "wav")
    queued(page, qtbot, tmp_path / "alone.wav")
    qtbot.waitUntil(lambda: not page.queue.unfinished, timeout=60_000)
    assert "alone.wav" in window.said.text()
