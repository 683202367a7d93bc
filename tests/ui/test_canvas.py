"""The canvas over the viewer under real presses, drags and keys."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.cut import TrackKind
from studio.timeline.look import PLAIN, Crop, Look
from studio.timeline.look_edits import change_look
from studio.timeline.project import Project
from studio.timeline.queries import clips
from studio.timeline.title_edits import add_title
from studio.timeline.track_edits import change_track
from studio.ui.canvas import Canvas, Mode
from studio.ui.canvas_frame import Grip
from tests.films import make_film, make_take
from tests.ui.timelines import ALT, CTRL, LEFT, NONE, SHIFT, EditRoom, mouse
from tests.ui.watch import Watch

K = Qt.Key
OWNER, CLIP, OTHER = "sh_00000000", "cl_00000000", "cl_00000001"
SIZE = (1280, 720)


class CanvasRoom(EditRoom):
    """The edit page with a chosen clip, whose take is white, at the playhead."""

    def __init__(self, studio: Studio, qtbot: QtBot, folder: Path, film: Project) -> None:
        super().__init__(studio, qtbot, folder, film)
        self.qtbot = qtbot
        wide, tall = film.width // 10, film.height // 10
        for number in (0, 1):
            owner = f"sh_{number:08}"
            pictures = [np.full((tall, wide, 3), 255 - 100 * number, np.uint8)] * 12
            take = make_take(self.desk.folder, owner, pictures)
            self.desk.takes[owner] = [take]
            self.desk.take_arrived.emit(take)
        self.canvas: Canvas = self.window.edit.canvas
        self.screen = self.canvas.screen
        qtbot.waitUntil(lambda: self.deck.rests and self.deck.image is not None, timeout=20_000)
        self.session.choose_clips([CLIP])
        assert self.canvas.held is not None

    @property
    def deck(self):  # type: ignore[no-untyped-def]
        return self.window.edit.viewer.deck

    @property
    def look(self) -> Look:
        return next(clip for _, clip in clips(self.film) if clip.id == CLIP).look or PLAIN

    def at(self, grip: Grip) -> QPoint:
        """Where a grip is on the screen."""
        canvas, view = self.canvas, self.canvas.view
        assert canvas.held is not None
        standing = canvas.held.standing
        if grip is Grip.MOVE:  # beside the pivot, on the picture
            return view.on(standing.out((standing.wide * 0.2, standing.tall * 0.2))).toPoint()
        return view.grips(standing, canvas.held.grips, (standing.x, standing.y))[grip].toPoint()

    def pixels(self, across: float, down: float) -> QPointF:
        """So many pixels of the film on the screen."""
        area = self.screen.picture_area
        return QPointF(
            across * area.width() / self.film.width, down * area.height() / self.film.height
        )

    def pull(self, grip: Grip, by: QPointF, keys: Qt.KeyboardModifier = NONE) -> QPoint:
        """A press on a grip and a drag of it, not let go."""
        start = self.at(grip)
        mouse(self.screen, QEvent.Type.MouseButtonPress, start)
        self.carry_on(start, by, keys)
        return start + by.toPoint()

    def carry_on(self, start: QPoint, by: QPointF, keys: Qt.KeyboardModifier = NONE) -> None:
        for part in (0.5, 1.0):
            mouse(self.screen, QEvent.Type.MouseMove, start + (by * part).toPoint(), keys)

    def dragged(self, grip: Grip, by: QPointF, keys: Qt.KeyboardModifier = NONE) -> None:
        end = self.pull(grip, by, keys)
        mouse(self.screen, QEvent.Type.MouseButtonRelease, end, keys)


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> CanvasRoom:
    film = change_look(make_film(12, 12, size=SIZE), [CLIP], place={"scale": 0.5})
    return CanvasRoom(studio, qtbot, tmp_path / "film.reel", film)


def near(value: float, room: CanvasRoom) -> object:
    """As exactly as a pixel of the screen tells."""
    return pytest.approx(value, abs=1.5 / room.screen.picture_area.width())


def test_a_drag_moves_the_picture_in_one_step_and_the_viewer_shows_it(
    room: CanvasRoom, qtbot: QtBot
) -> None:
    before = room.film
    end = room.pull(Grip.MOVE, room.pixels(200, 100), CTRL)
    place = room.look.place
    assert (place.x, place.y) == (near(200 / 1280, room), near(100 / 720, room))
    assert room.desk.document.dragging
    qtbot.waitUntil(lambda: _middle_of_white(room) == pytest.approx((0.656, 0.639), abs=0.02))
    mouse(room.screen, QEvent.Type.MouseButtonRelease, end)
    assert room.desk.document.undo_label == "Place picture"
    room.qtbot.keyClick(room.window, K.Key_Z, CTRL)
    assert room.film == before


def _middle_of_white(room: CanvasRoom) -> tuple[float, float]:
    image = room.deck.image
    wide, tall = image.width(), image.height()
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(tall, -1, 4)[:, :wide, 1]
    rows, columns = np.where(grey > 200)
    if not len(rows):
        return 0.0, 0.0
    return float(columns.mean()) / wide, float(rows.mean()) / tall


def test_escape_breaks_a_drag_off(room: CanvasRoom) -> None:
    before = room.film
    end = room.pull(Grip.BOTTOM_RIGHT, room.pixels(-100, -50))
    assert room.look.place.scale < 0.5
    room.qtbot.keyClick(room.screen, K.Key_Escape)
    mouse(room.screen, QEvent.Type.MouseButtonRelease, end)
    assert room.film is before
    assert room.desk.document.undo_label is None


def test_a_click_changes_nothing_and_gives_the_arrows_to_the_picture(room: CanvasRoom) -> None:
    before, start = room.film, room.session.playhead
    qtbot = room.qtbot
    qtbot.keyClick(room.screen, K.Key_Right)
    assert room.session.playhead == start + 1, "not yet"
    room.session.move_playhead(start)
    qtbot.mouseClick(room.screen, LEFT, pos=room.at(Grip.MOVE))
    assert room.film is before
    qtbot.keyClick(room.screen, K.Key_Right)
    qtbot.keyClick(room.screen, K.Key_Right)
    qtbot.keyClick(room.screen, K.Key_Up, SHIFT)
    place = room.look.place
    assert (place.x * 1280, place.y * 720) == pytest.approx((2, -10), abs=0.01)
    assert room.session.playhead == start
    qtbot.keyClick(room.window, K.Key_Z, CTRL)
    assert room.film is before, "steps within a second are one"
    qtbot.keyClick(room.screen, K.Key_Escape)
    qtbot.keyClick(room.screen, K.Key_Right)
    assert (room.film, room.session.playhead) == (before, start + 1)


def test_corners_knob_and_pivot(room: CanvasRoom) -> None:
    room.dragged(Grip.BOTTOM_RIGHT, room.pixels(160, 90), CTRL)
    assert room.look.place.scale == pytest.approx(0.75, abs=0.01)
    assert (room.look.place.x, room.look.place.y) == (0, 0), "about its middle"
    room.dragged(Grip.PIVOT, QPointF(room.at(Grip.TOP_LEFT) - room.at(Grip.PIVOT)))
    assert room.desk.document.undo_label == "Place picture"
    room.dragged(Grip.BOTTOM_RIGHT, room.pixels(-160, -90), CTRL)
    place, canvas = room.look.place, room.canvas
    assert place.x < 0
    assert place.y < 0, "about its upper left corner"
    assert canvas.held is not None
    corner = canvas.held.standing.at(Grip.TOP_LEFT)
    assert corner == pytest.approx((160, 90), abs=8)
    room.dragged(Grip.TURN, room.pixels(300, 150), SHIFT)
    assert room.look.place.turn != 0
    assert room.look.place.turn % 15 == 0
    assert canvas.held.standing.at(Grip.TOP_LEFT) == pytest.approx(corner, abs=1)
    middle = room.look.place
    for grip, field, usual in ((Grip.TURN, "turn", 0), (Grip.BOTTOM_RIGHT, "scale", 1)):
        room.qtbot.mouseDClick(room.screen, LEFT, pos=room.at(grip))
        assert getattr(room.look.place, field) == usual
    assert (room.look.place.x, room.look.place.y) == (middle.x, middle.y)


def test_crop_has_grips_of_its_own(room: CanvasRoom) -> None:
    room.qtbot.keyClick(room.window, K.Key_C, CTRL | ALT)
    assert room.canvas.mode is Mode.CROP
    room.dragged(Grip.LEFT, room.pixels(64, 0))
    crop = room.look.crop
    assert (crop.left, crop.top, crop.right) == (pytest.approx(0.1, abs=0.01), 0, 0)
    assert room.look.place.scale == 0.5
    assert room.desk.document.undo_label == "Crop"
    room.qtbot.mouseDClick(room.screen, LEFT, pos=room.at(Grip.LEFT))
    assert room.look.crop == Crop()
    room.qtbot.keyClick(room.window, K.Key_C, CTRL | ALT)
    assert room.canvas.held is None, "off"


def test_a_drag_is_drawn_to_the_middle(room: CanvasRoom) -> None:
    room.dragged(Grip.MOVE, room.pixels(200, 0), CTRL)
    end = room.pull(Grip.MOVE, room.pixels(-197, 0))
    picture = room.screen.grab().toImage()
    middle = room.canvas.view.on((640, 20)).toPoint()
    found = picture.pixelColor(middle * room.screen.devicePixelRatioF())
    assert found.blue() > found.red() + 60, "a line is drawn there"
    mouse(room.screen, QEvent.Type.MouseButtonRelease, end)
    assert room.look.place.x == 0


def test_it_is_there_for_what_is_chosen_at_the_playhead_while_the_film_rests(
    room: CanvasRoom,
) -> None:
    canvas = room.canvas
    room.session.choose_clips([OTHER])
    assert canvas.held is None
    room.session.move_playhead(14)
    assert canvas.held is not None
    assert canvas.held.clip.id == OTHER
    room.deck.run()
    assert canvas.held is None
    room.deck.pause()
    assert canvas.held is not None
    track = next(t for t in room.film.cut.tracks if t.kind is TrackKind.PICTURE)
    room.view.setFocus()
    room.desk.edit("Lock", change_track, track.id, locked=True)
    assert canvas.held is None


def test_keys_do_what_the_mouse_does(room: CanvasRoom) -> None:
    table = room.window.actions_table
    before = room.film
    for name in ("larger", "clockwise"):
        table.trigger(f"canvas.{name}")
    assert (room.look.place.scale, room.look.place.turn) == (pytest.approx(0.525), 5)
    table.trigger("canvas.hold")
    room.qtbot.keyClick(QApplication.focusWidget(), K.Key_Left)
    assert room.look.place.x * 1280 == pytest.approx(-1, abs=0.01)
    table.trigger("canvas.centre")
    assert room.look.place.x == 0
    table.trigger("canvas.reset")
    assert room.look == PLAIN
    for name in ("smaller", "anticlockwise"):
        table.trigger(f"canvas.{name}")
    assert room.look.place.turn == -5
    assert room.film != before


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_titles_are_dragged_too(
    studio: Studio, qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    film = add_title(make_film(12, 12, size=size), 0, 12, "T", text="雨夜", clip_id="cl_title000")
    room = CanvasRoom(studio, qtbot, tmp_path / "film.reel", film)
    room.session.choose_clips(["cl_title000"])
    room.dragged(Grip.MOVE, room.pixels(-90, 60), CTRL)
    (title,) = room.film.titles
    assert (title.x * size[0], title.y * size[1]) == pytest.approx((-90, 60), abs=4)
    room.dragged(Grip.BOTTOM_RIGHT, room.pixels(40, 40), CTRL)
    (title,) = room.film.titles
    assert title.scale > 1
    assert room.desk.document.undo_label == "Change title"
    assert Grip.TURN not in room.canvas.held.grips  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_long_drag_never_holds_the_window(room: CanvasRoom, watch: Watch, qtbot: QtBot) -> None:
    start = room.at(Grip.MOVE)
    qtbot.wait(50)
    watch.begin()
    mouse(room.screen, QEvent.Type.MouseButtonPress, start)
    for step in range(40):
        at = start + room.pixels(6 * step, 3 * step).toPoint()
        mouse(room.screen, QEvent.Type.MouseMove, at)
        qtbot.wait(10)
    mouse(room.screen, QEvent.Type.MouseButtonRelease, at)
    assert room.look.place.x > 0.1
