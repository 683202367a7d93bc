"""Cut by the mouse, delivered by the mouse: the file holds those edits, and the viewer shows it."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.video import decoded
from studio.render.delivery import Captions
from studio.timeline.check import check
from studio.timeline.cut import Clip
from studio.timeline.project import Project
from tests.films import make_take, tone
from tests.render.test_player import moving, ssim
from tests.ui.timelines import CTRL, LEFT, NONE, EditRoom, small_film
from tests.ui.watch import Watch

SIZE = (320, 180)
FIRST, SECOND, THIRD = (f"sh_{number:08}" for number in range(3))
Grey = np.ndarray


def grey(picture: np.ndarray) -> Grey:
    return cv2.cvtColor(np.ascontiguousarray(picture[..., :3]), cv2.COLOR_BGR2GRAY)


class Hand:
    """A mouse on the window itself, as the system moves it; Qt finds what lies beneath."""

    def __init__(self, room: EditRoom, qtbot: QtBot) -> None:
        self._room, self._qtbot = room, qtbot
        self._handle = room.window.windowHandle()

    def click(self, at: QPoint) -> None:
        self._qtbot.mouseClick(self._handle, LEFT, NONE, self._of(at))

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """Press, move in steps, release; `keys` are held from the first move on."""
        qtbot, handle = self._qtbot, self._handle
        qtbot.mousePress(handle, LEFT, NONE, self._of(start))
        for part in (0.2, 0.6, 1.0):
            at = start + (end - start) * part
            if keys is NONE:
                qtbot.mouseMove(handle, self._of(at))
            else:  # QTest moves no mouse with a key held
                self._room.glide(at, keys)
            qtbot.wait(1)
        qtbot.mouseRelease(handle, LEFT, keys, self._of(end))

    def _of(self, at: QPoint) -> QPoint:
        return self._room.view.viewport().mapTo(self._room.window, at)


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> EditRoom:
    """Three shots, each with a take in which every frame tells itself apart."""
    film = small_film().evolve(width=SIZE[0], height=SIZE[1])
    room = EditRoom(studio, qtbot, tmp_path / "small.reel", film)
    for number, shot in enumerate(film.scenes[0].shots):
        pictures = moving(shot.frames, number)
        take = make_take(room.desk.folder, shot.id, pictures, tone(shot.frames / 24))
        room.desk.takes[shot.id] = [take]
        room.desk.take_arrived.emit(take)
    return room


def cut_by_mouse(room: EditRoom, qtbot: QtBot) -> None:
    """Trim the end of the first shot, cut the last one in two, carry its end to the front."""
    hand = Hand(room, qtbot)
    edge = QPoint(48 * 4 - 3, room.point(0).y())
    hand.drag(edge, edge - QPoint(80, 0))
    assert room.lane(0)[0] == (0, 28, 0)
    qtbot.keyClick(room.window, Qt.Key.Key_C)
    hand.click(room.point(100.5))
    qtbot.keyClick(room.window, Qt.Key.Key_V)
    hand.drag(room.point(120), room.point(1), CTRL)
    assert check(room.film) == ()


def deliver_by_mouse(room: EditRoom, qtbot: QtBot, captions: Captions) -> Path:
    """Turn to the deliver page, choose the captions, press Export; the file that comes."""
    page = room.window.findChild(QToolButton, "page.deliver")
    assert isinstance(page, QToolButton)
    qtbot.mouseClick(page, LEFT)
    form = room.window.deliver.form
    form.captions.setFocus()
    qtbot.keyClick(form.captions, Qt.Key.Key_Home)
    while Captions(form.captions.currentData()) is not captions:
        qtbot.keyClick(form.captions, Qt.Key.Key_Down)
    output = Path(form.path.text())
    with qtbot.waitSignal(room.window.deliver.delivered, timeout=120_000):
        qtbot.mouseClick(form.go, LEFT)
    assert output.exists()
    return output


def wanted(film: Project) -> list[tuple[str, int] | None]:
    """Which frame of whose take each frame of the film is; None in a gap."""
    found: list[tuple[str, int] | None] = [None] * film.cut.frames
    for clip in film.cut.tracks[0].clips:
        for frame in range(clip.frames):
            found[clip.start + frame] = clip.owner, clip.skip + frame
    return found


def nearest(picture: Grey, candidates: Sequence[Grey]) -> int:
    return int(np.argmax([ssim(picture, each) for each in candidates]))


@pytest.mark.slow
def test_a_film_is_cut_and_delivered_by_mouse(room: EditRoom, qtbot: QtBot, watch: Watch) -> None:
    watch.begin()
    cut_by_mouse(room, qtbot)
    output = deliver_by_mouse(room, qtbot, Captions.NONE)
    watch.end()
    film = wanted(room.film)
    assert film[:2] == [(THIRD, 28), (THIRD, 29)], "the end of the last one comes first"
    assert [film[31], film[32], film[59], film[60]] == [(THIRD, 59), (FIRST, 0), (FIRST, 27), None]
    assert [film[80], film[104], film[131]] == [(SECOND, 0), (THIRD, 0), (THIRD, 27)]
    takes = {
        shot.id: [grey(picture) for picture in moving(shot.frames, number)]
        for number, shot in enumerate(room.film.scenes[0].shots)
    }
    written = [grey(picture) for _, picture in decoded(output)]
    assert len(written) == len(film) == 132
    for place, (picture, source) in enumerate(zip(written, film, strict=True)):
        if source is None:
            assert picture.max() < 30, place
            continue
        owner, frame = source
        first = max(0, frame - 1)
        near = takes[owner][first : frame + 2]
        assert first + nearest(picture, near) == frame, place
        assert ssim(picture, takes[owner][frame]) > 0.9, place


def seen(image: QImage | None) -> Grey:
    """The viewer's picture in grey."""
    assert image is not None
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(whole.constBits(), np.uint8)
    return grey(data.reshape(whole.height(), whole.bytesPerLine() // 4, 4)[:, : whole.width()])


@pytest.mark.slow
def test_what_the_viewer_shows_is_what_is_delivered(
    room: EditRoom, qtbot: QtBot, watch: Watch
) -> None:
    deck = room.window.edit.viewer.deck  # type: ignore[attr-defined]
    watch.begin()
    cut_by_mouse(room, qtbot)
    before = room.film
    pictures: dict[int, Grey] = {}
    cuts = [clip.start for clip in before.cut.tracks[0].clips][1:]
    frames = sorted({0, 7, 131, 90, 110, *cuts, *(cut - 1 for cut in cuts), 60, 79})
    qtbot.waitUntil(lambda: deck.ready and deck.rests and deck.player.frames == 132, timeout=20_000)
    for frame in frames:
        room.session.move_playhead(frame)
        deck.seek(frame)
        qtbot.waitUntil(lambda n=frame: deck.player.frame == n and deck.rests, timeout=20_000)
        assert (deck.image.width(), deck.image.height()) == SIZE, "at its full size"
        pictures[frame] = seen(deck.image)
    output = deliver_by_mouse(room, qtbot, Captions.BURN)
    watch.end()
    written = [grey(picture) for _, picture in decoded(output)]
    assert any(clip.start <= 90 < clip.start + clip.frames for clip in _captions(before))
    for frame, picture in pictures.items():
        own = ssim(picture, written[frame])
        assert own >= 0.98, (frame, own)
        for other in {frame - 1, frame + 1} & set(range(132)):
            assert own >= ssim(picture, written[other]), (frame, other)
    bare = grey(moving(24, 1)[10])
    for picture in (pictures[90], written[90]):
        apart = np.abs(picture.astype(int) - bare.astype(int))
        assert apart[:100].max() < 60 < apart[120:].max(), "with its caption below"
    assert room.film is before, "looking and delivering change nothing"


def _captions(film: Project) -> list[Clip]:
    return [clip for track in film.cut.tracks if track.role == "captions" for clip in track.clips]
