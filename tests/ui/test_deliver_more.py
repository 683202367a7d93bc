"""The deliver page's further choices, and several files in one go, by mouse and by keys."""

from dataclasses import replace
from pathlib import Path

import av
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.probe import probe
from studio.render.delivery import Codec, Copies, Hardware
from studio.render.encoders import works
from studio.render.presets import presets
from studio.timeline.cut import Marker
from studio.timeline.store import create
from studio.timeline.story import Translation
from studio.ui.deliver_list import ORDER
from studio.ui.deliver_page import DeliverPage
from studio.ui.deliver_told import segments, stretches
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.films import make_film
from tests.ui.test_deliver import CONTROL, LEFT, opened, pick, queued, states

SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def unfold(page: DeliverPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.form.more_button, LEFT)
    assert page.form.more.isVisible()


def choose(box: QComboBox, qtbot: QtBot, value: object) -> None:
    """Go to an entry with the arrow keys."""
    assert box.isVisible()
    box.setFocus()
    way = box.findData(value) - box.currentIndex()
    for _ in range(abs(way)):
        qtbot.keyClick(box, Key.Key_Down if way > 0 else Key.Key_Up)
    assert box.currentData() == value


def exported(page: DeliverPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.delivered, timeout=60_000):
        qtbot.mouseClick(page.go, LEFT)


def test_another_codec_and_depth_bring_their_kind_of_file(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 4, size=(256, 144))
    unfold(page, qtbot)
    assert not page.form.more.bits.isVisible(), "H.264 has one depth"
    choose(page.form.more.codec, qtbot, Codec.DNXHR_HQ)
    assert page.path.text() == str(tmp_path / "fox.mov")
    assert "DNxHR HQ, 10-bit" in page.form.facts.text()
    assert not page.form.more.hardware.isVisible(), "no card has it"
    choose(page.form.more.bits, qtbot, 8)
    exported(page, qtbot)
    info = probe(tmp_path / "fox.mov")
    assert (info.codec, info.pixel_format, info.frames) == ("dnxhd", "yuv422p", 4)
    assert info.sound_codec == "pcm_s24le"
    pick(page, qtbot, "web")
    assert page.form.delivery.codec is Codec.H264, "another preset has its own"
    assert page.path.text().endswith("fox web.mp4")


def test_another_rate_is_said_and_made(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    _, page = opened(studio, qtbot, tmp_path, 24)
    unfold(page, qtbot)
    box = page.form.more.rate
    box.setFocus()
    while "25" not in box.currentText():
        qtbot.keyClick(box, Key.Key_Down)
    assert "same time" in page.form.facts.text()
    exported(page, qtbot)
    assert (probe(tmp_path / "fox.mp4").frames, probe(tmp_path / "fox.mp4").rate) == (25, 25)
    pick(page, qtbot, "broadcast")
    assert "25 fps" in page.form.facts.text()
    pick(page, qtbot, "film")
    assert "same time" not in page.form.facts.text()


def test_what_the_file_says_and_its_cover(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, page = opened(studio, qtbot, tmp_path, 12, 12)
    unfold(page, qtbot)
    assert "1" in page.form.more.chapters.text(), "that of the scene"
    half = Marker(id="mk_00000009", frame=12, name="Half")
    window.desk.edit(
        "Mark", lambda film: film.evolve(cut=film.cut.evolve(markers=(*film.cut.markers, half)))
    )
    assert "2" in page.form.more.chapters.text()
    for name, text in (("title", "Mine"), ("author", "Li Na"), ("comment", "third cut")):
        qtbot.keyClicks(page.form.more.texts[name], text)
    Image.new("RGB", (64, 36), (200, 30, 30)).save(tmp_path / "art.png")
    page.form.more.take_cover(str(tmp_path / "art.png"))
    assert page.form.more.cover.currentText() == "art.png"
    exported(page, qtbot)
    with av.open(str(tmp_path / "fox.mp4")) as file:
        said = file.metadata
        assert (said["title"], said["artist"], said["comment"]) == ("Mine", "Li Na", "third cut")
        assert [c["metadata"]["title"] for c in file.chapters()] == ["One", "Half"]
        assert file.streams.video[1].codec_context.width == 64
    choose(page.form.more.cover, qtbot, "frame")
    assert page.form.delivery.labels.cover is not None
    assert page.form.delivery.labels.cover.frame == window.session.playhead
    box = page.form.more.chapters
    qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert page.form.delivery.labels.chapters is False
    pick(page, qtbot, "gif")
    assert not page.form.more.texts["title"].isVisible(), "a GIF says nothing of itself"


def test_hardware_that_is_not_there_is_said_beside_the_button(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    from studio.media.ffmpeg import find_ffmpeg

    if works(find_ffmpeg(), Codec.H264, 8, Hardware.AMF):
        pytest.skip("it is there")
    _, page = opened(studio, qtbot, tmp_path, 4)
    unfold(page, qtbot)
    choose(page.form.more.hardware, qtbot, "amf")
    qtbot.mouseClick(page.go, LEFT)
    qtbot.waitUntil(lambda: "amf" in page.form.said.text(), timeout=30_000)
    assert page.queue.orders == []


def test_several_presets_are_several_files(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, page = opened(studio, qtbot, tmp_path, 6)
    pick(page, qtbot, "gif")
    pick(page, qtbot, "wav", CONTROL)
    pick(page, qtbot, "film", CONTROL)
    assert [each.id for each in page.presets.picked] == ["film", "gif", "wav"]
    assert (page.go.text(), page.path.text()) == ("Export 3 files", str(tmp_path))
    assert not page.captions.isVisible(), "each keeps its own"
    (tmp_path / "fox gif.gif").write_text("mine")
    (tmp_path / "fox wav.wav").write_text("mine")
    qtbot.keyClick(window, Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: page.question is not None, timeout=20_000)
    assert page.question is not None
    assert "fox gif.gif" in page.question.text()
    assert "fox wav.wav" in page.question.text()
    page.question.reject()
    assert (page.queue.orders, (tmp_path / "fox wav.wav").read_text()) == ([], "mine")
    page.question = None
    qtbot.mouseClick(page.go, LEFT)
    qtbot.waitUntil(lambda: page.question is not None, timeout=20_000)
    page.question.buttons()[0].click()
    assert [name for name, _ in states(page)] == ["fox film", "fox gif", "fox wav"]
    qtbot.waitUntil(lambda: not page.queue.unfinished, timeout=60_000)
    assert [state for _, state in states(page)] == ["done"] * 3
    assert probe(tmp_path / "fox film.mp4").frames == 6
    assert probe(tmp_path / "fox gif.gif").frames == 4
    page.list.choose(page.queue.orders[1])
    assert "without sound" in page.details.text()
    pick(page, qtbot, "film")
    assert page.path.text() == str(tmp_path / "fox.mp4")


def test_several_by_keys_into_another_folder(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window, page = opened(studio, qtbot, tmp_path, 6)
    (tmp_path / "out").mkdir()
    page.presets.choose("wav")
    page.presets.setFocus()
    qtbot.keyClick(page.presets, Key.Key_Down, SHIFT)
    assert [each.id for each in page.presets.picked] == ["wav", "flac"]
    page.path.selectAll()
    qtbot.keyClicks(page.path, "out")
    qtbot.keyClick(page.path, Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.queue.orders) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not page.queue.unfinished, timeout=60_000)
    sounds = [p.name for p in (tmp_path / "out").iterdir() if p.suffix in (".flac", ".wav")]
    assert sorted(sounds) == ["fox flac.flac", "fox wav.wav"]
    window.actions_table.trigger("deliver.preset.master")
    assert [each.id for each in page.presets.picked] == ["master"]


def test_one_preset_is_always_chosen(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    _, page = opened(studio, qtbot, tmp_path, 6)
    pick(page, qtbot, "film", CONTROL)
    assert [each.id for each in page.presets.picked] == ["film"]
    assert page.presets.count() == len(presets())


def test_the_further_choices_can_be_reached_by_the_menu(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = opened(studio, qtbot, tmp_path, 6)
    assert not page.form.more.isVisible()
    window.session.turn_to("board")
    window.actions_table.trigger("deliver.more")
    assert window.session.page == "deliver"
    assert page.form.more.isVisible()
    assert window.actions_table.qaction("deliver.more").isChecked()
    window.actions_table.trigger("deliver.more")
    assert not page.form.more.isVisible()


def test_an_image_sequence_goes_into_a_folder_of_its_own(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 3)
    pick(page, qtbot, "frames")
    assert page.path.text() == str(tmp_path / "fox frames")
    exported(page, qtbot)
    assert len(list((tmp_path / "fox frames").iterdir())) == 4
    (tmp_path / "fox frames" / "notes.txt").write_text("mine")
    qtbot.mouseClick(page.go, LEFT)
    qtbot.waitUntil(lambda: "other things" in page.form.said.text(), timeout=20_000)


def test_captions_in_two_languages(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "fox.reel"
    film = make_film(12, 12, lines={0: "Hello.", 1: "Bye."})
    cue = film.scenes[0].shots[0].cues[0]
    said = cue.evolve(translations=(Translation(language="zh", text="你好。"),))
    first = film.scenes[0].shots[0].evolve(cues=(said,))
    scene = film.scenes[0].evolve(shots=(first, *film.scenes[0].shots[1:]))
    create(folder, film.evolve(scenes=(scene,))).close()
    studio.start(folder)
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.session.turn_to("deliver")
    page = window.deliver
    assert page.form.delivery.second == ""
    choose(page.form.language, qtbot, "en")
    choose(page.form.second, qtbot, "zh")
    wanted = page.form.delivery
    assert (wanted.language, wanted.second) == ("en", "zh")
    exported(page, qtbot)
    text = (tmp_path / "fox.srt").read_text(encoding="utf-8")
    assert "Hello.\n你好。" in text
    choose(page.form.captions, qtbot, "none")
    assert not page.form.second.isVisible()


def test_what_needs_no_encoding_is_copied_or_all_is_encoded(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 4, 3, size=(256, 144))
    assert page.form.delivery.copies is Copies.SAME
    unfold(page, qtbot)
    choose(page.form.more.copies, qtbot, Copies.NONE)
    assert page.form.delivery.copies is Copies.NONE
    choose(page.form.more.codec, qtbot, Codec.HEVC)
    assert not page.form.more.copies.isVisible(), "nothing of that is ever copied"
    assert page.form.delivery.copies is Copies.SAME
    choose(page.form.more.codec, qtbot, Codec.H264)
    exported(page, qtbot)
    assert page.queue.orders[0].delivery.copies is Copies.NONE
    pick(page, qtbot, "web")
    assert page.form.more.copies.currentData() == Copies.SAME, "another preset has its own"


def test_a_finished_row_says_how_each_segment_came_about(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 4, 3, size=(256, 144))
    queued(page, qtbot, tmp_path / "one.mp4")
    qtbot.waitUntil(lambda: states(page) == [("one", "done")], timeout=60_000)
    (order,) = page.queue.orders
    assert order.report is not None
    ways = set(order.report.ways)
    assert ways <= {"kept", "encoded"}, "what was made while nobody worked is kept"
    if len(ways) == 1:
        assert "All segments" in page.details.text()
    mixed = ("copied", "copied", "encoded", "copied", "kept")
    order.report = replace(order.report, ways=mixed)
    page.queue.changed.emit()
    told = "Copied: segments 1–2, 4 of 5\nFrom the cache: segment 5 of 5\nEncoded: segment 3 of 5"
    assert told in page.details.text()
    row = page.list.rows.index(0).data(ORDER + 1)
    assert row.endswith("3 copied, 1 from cache, 1 encoded")


@pytest.mark.parametrize(
    ("language", "ways", "told"),
    [
        ("en", ("encoded",), "The only segment: encoded"),
        ("en", ("kept", "encoded", "kept"), "From the cache: segments 1, 3 of 3\n"
         "Encoded: segment 2 of 3"),
        ("zh", ("kept", "encoded"), "取自缓存：第 1 段，共 2 段\n编码：第 2 段，共 2 段"),
    ],
)  # fmt: skip
def test_the_number_of_a_segment_is_not_taken_for_a_count(
    studio: Studio, qtbot: QtBot, tmp_path: Path, language: str, ways: tuple[str, ...], told: str
) -> None:
    _, page = opened(studio, qtbot, tmp_path, 4, 3, size=(256, 144))
    queued(page, qtbot, tmp_path / "one.mp4")
    qtbot.waitUntil(lambda: states(page) == [("one", "done")], timeout=60_000)
    (order,) = page.queue.orders
    assert order.report is not None
    report = replace(order.report, ways=ways)
    assert segments(report, Words(language).of("ui_deliver")) == told


def test_many_stretches_of_segments_are_told_in_short() -> None:
    words = Words("en").of("ui_deliver")
    assert stretches([1, 2, 3, 7, 9, 10], words) == "1–3, 7, 9–10"
    assert stretches(range(1, 61, 2), words).endswith("21, 23 and 18 more")
