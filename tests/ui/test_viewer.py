"""The viewer by mouse and keys: frames, marks, takes, full screen, and nothing left behind."""

import threading
from collections.abc import Callable, Generator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.jobs.thread import LoopThread
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.store import create
from studio.ui.actions import ActionTable
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.shot_viewer import ShotViewer
from studio.ui.theme import DARK
from studio.ui.viewer import Viewer
from studio.ui.viewer_actions import MEASURING_MENU, VIEWER_MENU, viewer_actions
from studio.ui.words import Words
from tests.films import make_film, make_take, tone
from tests.render.playing import RecordedSound, children, numbered

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


class Room:
    """A window with a viewer and what else a window has."""

    def __init__(self, desk: Desk, session: Session, viewer: Viewer, sound: RecordedSound) -> None:
        self.desk, self.session, self.viewer, self.sound = desk, session, viewer, sound
        self.player = viewer.deck.player
        self.window = QMainWindow()
        self.line, self.list, self.button = QLineEdit(), QListWidget(), QPushButton("Do")
        self.list.addItems(["one", "two", "three"])
        whole = QWidget()
        column = QVBoxLayout(whole)
        for part in (viewer, self.line, self.list, self.button):
            column.addWidget(part)
        self.window.setCentralWidget(whole)
        self.window.resize(480, 700)

    def shows(self, frame: int) -> bool:
        """Whether the picture is that of a frame, and so says the timecode."""
        image = self.viewer.deck.image
        if image is None or self.player.frame != frame:
            return False
        halves = [image.pixelColor(x, image.height() // 2).red() for x in (20, image.width() - 20)]
        seen = round((halves[0] - 20) / 28) + 8 * round((halves[1] - 20) / 16)
        return seen == frame


Open = Callable[..., Room]


@pytest.fixture
def open_room(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Generator[Open, None, None]:
    before, processes = set(threading.enumerate()), children()
    loop = LoopThread()
    rooms: list[Room] = []

    def make(
        *lengths: int, rate: Rate | None = None, kind: type[Viewer] = Viewer, language: str = "en",
        sound: RecordedSound | None = None, takes: int | None = None,
    ) -> Room:  # fmt: skip
        film = make_film(*lengths)
        film = film.evolve(rate=rate) if rate else film
        desk = Desk(loop, create(tmp_path / "film.reel", film), {})
        for place, frames in enumerate(lengths[: takes if takes is not None else len(lengths)]):
            name = f"sh_{place:08}"
            take = make_take(
                desk.folder, name, numbered(frames), tone(frames / 24, 0.3), rate=film.rate
            )
            desk.takes[name] = [take]
        session = Session()
        out = sound or RecordedSound()
        room = Room(desk, session, kind(desk, session, Words(language), DARK, sound=out), out)
        rooms.append(room)
        qtbot.addWidget(room.window)
        room.window.show()
        room.window.activateWindow()
        qtbot.waitUntil(room.window.isActiveWindow)
        return room

    yield make
    for room in rooms:
        room.desk.close()
        room.window.close()
    loop.stop()
    assert set(threading.enumerate()) - before == set()
    assert children() - processes == set()


def press(qtbot: QtBot, room: Room, *keys: Qt.Key, shift: bool = False, alt: bool = False) -> None:
    none = Qt.KeyboardModifier.NoModifier
    held = Qt.KeyboardModifier.ShiftModifier if shift else none
    held = Qt.KeyboardModifier.AltModifier if alt else held
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or room.window, key, held)


def test_it_shows_the_frame_of_the_playhead(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(40, 30)
    qtbot.waitUntil(lambda: room.shows(0))
    room.session.move_playhead(37)
    qtbot.waitUntil(lambda: room.shows(37))
    assert room.viewer.transport.now.text() == "00:00:01:13"
    assert room.viewer.transport.length.text() == "00:00:02:22"


def test_keys_step_and_jump(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    room.viewer.screen_part.setFocus()
    qtbot.waitUntil(lambda: room.shows(0))
    press(qtbot, room, KEY.Key_Right, KEY.Key_Right)
    assert room.session.playhead == 2
    press(qtbot, room, KEY.Key_Right, shift=True)
    assert room.session.playhead == 26
    press(qtbot, room, KEY.Key_Left)
    qtbot.waitUntil(lambda: room.shows(25))
    press(qtbot, room, KEY.Key_Left, shift=True)
    assert room.session.playhead == 1
    press(qtbot, room, KEY.Key_End)
    qtbot.waitUntil(lambda: room.shows(59))
    press(qtbot, room, KEY.Key_Home)
    qtbot.waitUntil(lambda: room.shows(0))


def test_keys_play_and_shuttle(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    room.list.setFocus()
    qtbot.waitUntil(lambda: room.shows(0))
    press(qtbot, room, KEY.Key_L)
    assert room.player.speed == 1
    press(qtbot, room, KEY.Key_L)
    assert room.player.speed == 2
    assert room.viewer.transport.marks.text() == "2×"
    press(qtbot, room, KEY.Key_K)
    assert room.player.speed == 0
    press(qtbot, room, KEY.Key_J, KEY.Key_J)
    assert room.player.speed == -2
    press(qtbot, room, KEY.Key_K, KEY.Key_Space)
    assert room.player.speed == 1
    qtbot.waitUntil(lambda: room.sound.go(2000) >= 20_000, timeout=20_000)
    qtbot.waitUntil(lambda: room.session.playhead >= 10)
    press(qtbot, room, KEY.Key_Space)
    assert not room.player.playing
    frame = room.session.playhead
    qtbot.waitUntil(lambda: room.shows(frame))


def test_marks_are_the_sessions_span(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    room.viewer.screen_part.setFocus()
    qtbot.waitUntil(lambda: room.shows(0))
    room.session.move_playhead(10)
    press(qtbot, room, KEY.Key_I)
    room.session.move_playhead(19)
    press(qtbot, room, KEY.Key_O)
    assert room.session.span == (10, 20)
    assert room.viewer.transport.marks.text() == "00:00:10 – 00:00:19"
    press(qtbot, room, KEY.Key_X, alt=True)
    assert room.session.span is None
    room.session.mark_span((3, 7))
    assert room.player.range == (3, 7)


def test_keys_are_letters_while_something_is_typed(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    qtbot.waitUntil(lambda: room.shows(0))
    room.line.setFocus()
    qtbot.keyClicks(room.line, "jkl io")
    press(qtbot, room, KEY.Key_Left, KEY.Key_Home)
    assert room.line.text() == "jkl io"
    assert room.line.cursorPosition() == 0
    assert not room.player.playing
    assert room.session.span is None


def test_arrows_are_the_lists_and_space_is_the_buttons(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    qtbot.waitUntil(lambda: room.shows(0))
    room.list.setFocus()
    room.list.setCurrentRow(0)
    press(qtbot, room, KEY.Key_Down, KEY.Key_End)
    assert room.list.currentRow() == 2
    assert room.session.playhead == 0
    room.button.setFocus()
    with qtbot.waitSignal(room.button.clicked):
        press(qtbot, room, KEY.Key_Space)
    assert not room.player.playing
    press(qtbot, room, KEY.Key_Right)
    assert room.session.playhead == 1
    room.list.setProperty("viewer_keys", True)
    room.list.setFocus()
    press(qtbot, room, KEY.Key_Right)
    assert room.session.playhead == 2


def test_frames_that_pass_under_the_hand_refresh_nothing_else(
    open_room: Open, qtbot: QtBot
) -> None:
    room = open_room(60)
    qtbot.waitUntil(lambda: room.shows(0))
    deck, bar = room.viewer.deck, room.viewer.scrub
    changes: list[int] = []
    deck.changed.connect(lambda: changes.append(deck.player.frame))
    qtbot.mousePress(bar, LEFT, pos=QPoint(round(bar.place_of(10)), bar.height() // 2))
    for frame in (20, 30, 40):
        qtbot.mouseMove(bar, QPoint(round(bar.place_of(frame)), bar.height() // 2))
        qtbot.waitUntil(lambda: room.shows(room.session.playhead))
    assert room.session.playhead > 35
    assert not changes
    deck.set_loop(True)
    deck.run()
    assert len(changes) == 2


def test_scrubbing_follows_the_hand_and_is_heard(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    qtbot.waitUntil(lambda: room.shows(0))
    bar = room.viewer.scrub

    def at(frame: int) -> QPoint:
        return QPoint(round(bar.place_of(frame)), bar.height() // 2)

    qtbot.mousePress(bar, LEFT, pos=at(10))
    first = room.session.playhead
    assert abs(first - 10) <= 1
    qtbot.waitUntil(lambda: len(room.sound.samples) > 0)
    assert np.abs(room.sound.samples).max() > 0.1
    qtbot.mouseMove(bar, at(50))
    qtbot.waitUntil(lambda: room.shows(room.session.playhead) and room.session.playhead > 48)
    qtbot.mouseRelease(bar, LEFT, pos=at(50))
    room.session.move_playhead(5)
    qtbot.waitUntil(lambda: room.shows(5))


@pytest.mark.parametrize(("width", "shown"), [(480, 14), (400, 12), (360, 12), (330, 11), (300, 9)])
def test_no_button_lies_on_another_where_there_is_little_room(
    open_room: Open, qtbot: QtBot, width: int, shown: int
) -> None:
    room = open_room(40)
    bar = room.viewer.transport
    bar.offer(("insert", QAction(room.window)), ("overwrite", QAction(room.window)))
    room.viewer.setMinimumSize(320, 180)
    QApplication.processEvents()
    margins = room.window.width() - bar.width()
    room.window.resize(width + margins, 700)
    qtbot.waitUntil(lambda: bar.width() == width)
    QApplication.processEvents()
    seen = [each for each in bar.findChildren(QToolButton) if each.isVisible()]
    places = sorted(each.geometry().getCoords()[::2] for each in seen)
    assert len(seen) == shown
    assert all(right < left for (_, right), (left, _) in pairwise(places))
    assert places[-1][1] <= bar.width()
    playing = {bar.start, bar.back, bar.play, bar.forward, bar.end}
    inner = [each.geometry() for each in seen if each in playing]
    left, right = min(g.left() for g in inner), max(g.right() for g in inner)
    assert left - bar.mark_out.geometry().right() > 4
    first = min(each.x() for each in seen if each.x() > right)
    assert first - right > 4, "what plays stands by itself"


def test_buttons_do_what_they_say(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    qtbot.waitUntil(lambda: room.shows(0))
    bar = room.viewer.transport
    qtbot.mouseClick(bar.end, LEFT)
    qtbot.mouseClick(bar.back, LEFT)
    qtbot.waitUntil(lambda: room.shows(58))
    qtbot.mouseClick(bar.mark_out, LEFT)
    qtbot.mouseClick(bar.start, LEFT)
    qtbot.mouseClick(bar.forward, LEFT)
    qtbot.mouseClick(bar.mark_in, LEFT)
    assert room.session.span == (1, 59)
    qtbot.mouseClick(bar.loop, LEFT)
    assert room.player.loop
    qtbot.mouseClick(bar.safe, LEFT)
    assert room.viewer.screen_part.safe_areas
    qtbot.mouseClick(bar.sound, LEFT)
    assert room.player.muted
    qtbot.mouseClick(bar.play, LEFT)
    assert room.player.playing
    assert bar.play.accessibleName() == "Pause (Space; K)"
    qtbot.mouseClick(bar.play, LEFT)
    assert not room.player.playing


def test_full_screen_and_back_by_escape(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(30)
    qtbot.waitUntil(lambda: room.shows(0))
    qtbot.mouseDClick(room.viewer.screen_part, LEFT)
    full = room.viewer.full
    assert full is not None
    assert full.isFullScreen()
    full.activateWindow()
    qtbot.waitUntil(full.isActiveWindow)
    qtbot.keyClick(full, KEY.Key_Right)
    qtbot.waitUntil(lambda: room.shows(1))
    qtbot.mouseClick(full.transport.safe, LEFT)
    qtbot.keyClick(full, KEY.Key_Escape)
    assert room.viewer.full is None
    assert not full.isVisible()
    assert room.viewer.screen_part.safe_areas


def test_a_shot_by_its_shown_take(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(30, 20, 10, kind=ShotViewer, takes=2)
    viewer = room.viewer
    assert isinstance(viewer, ShotViewer)
    qtbot.waitUntil(lambda: room.shows(0))
    assert viewer.title.text() == "The film"
    room.session.choose_shots(["sh_00000001"])
    qtbot.waitUntil(lambda: room.player.frames == 20)
    assert viewer.title.text() == "Shot 1-2, take 1"
    assert not viewer.transport.captions.isEnabled()
    viewer.deck.seek(19)
    qtbot.waitUntil(lambda: room.shows(19))
    assert room.session.playhead == 0, "the cut's playhead stays"
    take = make_take(room.desk.folder, "sh_00000001x", numbered(25))
    newer = take.evolve(owner="sh_00000001", id="tk_00000099")
    room.desk.takes["sh_00000001"].append(newer)
    room.desk.take_arrived.emit(newer)
    qtbot.waitUntil(lambda: room.player.frames == 25)
    assert viewer.title.text() == "Shot 1-2, take 2"
    qtbot.mouseClick(viewer.film_button, LEFT)
    qtbot.waitUntil(lambda: room.player.frames == 60)
    room.session.choose_shots(["sh_00000002"])
    assert viewer.title.text() == "The film"
    qtbot.mouseClick(viewer.shot_button, LEFT)
    qtbot.waitUntil(lambda: viewer.deck.empty)
    assert viewer.deck.image is None
    press(qtbot, room, KEY.Key_Space)
    assert not room.player.playing


def test_a_certain_take(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(30, 20)
    qtbot.waitUntil(lambda: room.shows(0))
    room.viewer.show_take(room.desk.takes["sh_00000001"][0])
    qtbot.waitUntil(lambda: room.player.frames == 20)
    room.viewer.deck.marks.mark_out()
    assert room.session.span is None
    room.viewer.show_cut()
    qtbot.waitUntil(lambda: room.player.frames == 50)
    assert room.player.range is None


def test_an_edit_is_seen(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(20, 20)
    room.session.move_playhead(30)
    qtbot.waitUntil(lambda: room.player.frame == 30 and room.viewer.deck.image is not None)

    def shorter(film: Project) -> Project:
        tracks = tuple(t.evolve(clips=t.clips[:1]) for t in film.cut.tracks)
        return film.evolve(cut=film.cut.evolve(tracks=tracks))

    room.desk.edit("Shorten", shorter)
    qtbot.waitUntil(lambda: room.shows(19))
    assert room.session.playhead == 19
    room.desk.document.undo()
    qtbot.waitUntil(lambda: room.player.frames == 40)


def test_drop_frame_timecode(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(30, rate=Rate(num=30000, den=1001))
    qtbot.waitUntil(lambda: room.shows(0))
    room.session.move_playhead(29)
    assert room.viewer.transport.now.text() == "00:00:00;29"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sound_is_said(open_room: Open, qtbot: QtBot, language: str) -> None:
    deaf = RecordedSound()
    deaf.heard, deaf.trouble = False, "none"
    room = open_room(10, language=language, sound=deaf)
    qtbot.waitUntil(lambda: room.shows(0))
    said = "No sound output here" if language == "en" else "此处没有声音输出"
    assert room.viewer.trouble.text() == said
    assert room.viewer.trouble.isVisible()
    assert not room.viewer.transport.sound.isEnabled()


def test_hidden_it_rests(open_room: Open, qtbot: QtBot) -> None:
    before = children()
    room = open_room(100)
    qtbot.waitUntil(lambda: room.shows(0))
    room.viewer.deck.toggle()
    assert room.player.playing
    room.viewer.hide()
    assert not room.player.playing
    qtbot.waitUntil(lambda: children() == before)
    room.session.move_playhead(90)
    room.viewer.show()
    qtbot.waitUntil(lambda: room.player.frame == 90 and not room.player.waiting)


def test_a_film_without_shots_says_so(open_room: Open, qtbot: QtBot) -> None:
    room = open_room()
    qtbot.waitUntil(lambda: room.viewer.deck.empty)
    assert not room.viewer.transport.play.isEnabled()
    assert not room.viewer.grab().isNull()


def test_every_part_has_a_name(open_room: Open) -> None:
    room = open_room(10, kind=ShotViewer)
    for part in room.viewer.findChildren(QWidget):
        if part.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            assert part.accessibleName(), part


def test_the_menu_acts_on_the_viewer_that_is_seen(open_room: Open, qtbot: QtBot) -> None:
    def seen() -> Viewer | None:
        viewers = room.window.findChildren(Viewer)
        return next((viewer for viewer in viewers if viewer.isVisible()), None)

    room = open_room(40)
    table = ActionTable(room.window, Words("en"))
    table.add(viewer_actions(seen, Words("en")))
    assert {*VIEWER_MENU, *MEASURING_MENU} - {"-"} == set(table.ids())
    qtbot.waitUntil(lambda: room.shows(0))
    for name, frame in (("second_on", 24), ("frame_on", 25), ("start", 0), ("end", 39)):
        table.trigger(f"viewer.{name}")
        assert room.session.playhead == frame
    assert table.qaction("viewer.play").text() == "Play or pause\tSpace"
    table.trigger("viewer.back")
    assert room.player.speed == -1
    room.viewer.hide()
    table.refresh()
    assert not table.qaction("viewer.play").isEnabled()


def test_a_device_that_goes_while_playing_is_said(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(60)
    qtbot.waitUntil(lambda: room.shows(0))
    sound = room.viewer.transport.sound
    assert sound.isEnabled()
    room.viewer.deck.toggle()
    qtbot.waitUntil(lambda: room.player.running)
    room.sound.trouble = "lost"
    qtbot.waitUntil(room.viewer.trouble.isVisible)
    assert room.viewer.trouble.text() == "The sound output is gone"
    assert not sound.isEnabled()
    assert sound.toolTip() == room.viewer.trouble.text()
    room.sound.trouble = ""
    qtbot.waitUntil(sound.isEnabled)
    assert not room.viewer.trouble.isVisible()


def test_it_sounds_as_loud_as_the_export_and_says_so(open_room: Open, qtbot: QtBot) -> None:
    room = open_room(40)
    button = room.viewer.transport.sound
    qtbot.waitUntil(lambda: room.player.level is not None, timeout=60_000)
    level = room.player.level
    assert level is not None
    assert abs(level.gain) > 1
    said = f"Sound as loud as the export: {level.gain:+.1f} dB, to -14 LUFS"
    qtbot.waitUntil(lambda: button.toolTip() == said)
    room.viewer.deck.toggle()
    qtbot.waitUntil(lambda: len(room.sound.samples) > 4800)
    room.viewer.deck.pause()
    heard = np.abs(room.sound.samples[2400:4800]).max()
    assert heard == pytest.approx(0.3 * level.factor, rel=0.05)
    room.viewer.show_owner("sh_00000000")
    qtbot.waitUntil(lambda: "this take as it is" in button.toolTip())
