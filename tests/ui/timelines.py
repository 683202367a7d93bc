"""An edit page on a small film, and a mouse for it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.assembly import assemble
from studio.timeline.cut import Clip
from studio.timeline.project import Project
from studio.timeline.store import create
from studio.timeline.story import Cue, CueKind, Scene, Shot
from studio.ui.timeline_scale import Scale
from studio.ui.window import FilmWindow
from tests.films import make_take
from tests.ui.films import opened

Picture = npt.NDArray[np.uint8]
PER_FRAME = 4
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def small_film(lengths: Sequence[int] = (48, 24, 60)) -> Project:
    """Shots of these lengths; the second one has a line, the first one music over the film."""
    shots: list[Shot] = []
    for number, frames in enumerate(lengths):
        cues: list[Cue] = []
        if number == 0:
            cues.append(Cue(id="cu_music000", kind=CueKind.MUSIC, frames=sum(lengths)))
        if number == 1:
            cues.append(Cue(id="cu_line0000", kind=CueKind.LINE, text="Hello", frames=12))
        shots.append(Shot(id=f"sh_{number:08}", prompt="x", frames=frames, cues=tuple(cues)))
    scene = Scene(id="sc_00000001", heading="INT. ROOM", shots=tuple(shots))
    return assemble(Project(width=160, height=90, scenes=(scene,)))


def at_the_line(studio: Studio, qtbot: QtBot, folder: Path) -> FilmWindow:
    """The small film in the board, with the shot that has a line chosen."""
    create(folder / "small.reel", small_film()).close()
    window = opened(studio, folder / "small.reel", qtbot)
    window.session.turn_to("board")
    window.session.choose_shots(["sh_00000001"])
    return window


class EditRoom:
    """The edit page of a window, at four pixels a frame."""

    def __init__(self, studio: Studio, qtbot: QtBot, folder: Path, film: Project) -> None:
        create(folder, film).close()
        studio.start(folder)
        assert isinstance(studio.window, FilmWindow)
        self.window = studio.window
        self.window.resize(1400, 900)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.window.session.turn_to("edit")
        self.view = self.window.edit.timeline.view
        self.state = self.window.edit.timeline.state
        QApplication.processEvents()
        self.state.rescale(Scale(PER_FRAME))
        self.view.horizontalScrollBar().setValue(0)
        self.desk, self.session = self.window.desk, self.window.session

    def shoot(self, parts: Iterable[list[Picture]], sound: npt.NDArray[np.float32]) -> None:
        """A take with these pictures and the sound for each shot, in their order."""
        for number, pictures in enumerate(parts):
            owner = f"sh_{number:08}"
            take = make_take(self.desk.folder, owner, pictures, sound)
            self.desk.takes[owner] = [take]
            self.desk.take_arrived.emit(take)

    @property
    def film(self) -> Project:
        return self.desk.project

    def lane(self, number: int = 0) -> list[tuple[int, int, int]]:
        """Start, frames and skip of every clip of a track."""
        return [(c.start, c.frames, c.skip) for c in self.film.cut.tracks[number].clips]

    def clip(self, number: int, track: int = 0) -> Clip:
        return self.film.cut.tracks[track].clips[number]

    def point(self, frame: float, track: int = 0) -> QPoint:
        """The middle of a track at a film frame."""
        lane = self.view.lanes.of(self.film.cut.tracks[track].id)
        assert lane is not None
        return QPoint(round(frame * PER_FRAME), lane.top + lane.height // 2 - self.view.top)

    def press(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        mouse(self.view.viewport(), QEvent.Type.MouseButtonPress, at, keys)

    def glide(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        mouse(self.view.viewport(), QEvent.Type.MouseMove, at, keys)

    def release(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        mouse(self.view.viewport(), QEvent.Type.MouseButtonRelease, at, keys)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        self.press(at, keys)
        self.release(at, keys)

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """Press, three moves, release; `keys` are held from the second move on."""
        self.press(start)
        self.carry(start, end, keys)
        self.release(end, keys)

    def carry(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        for part in (0.3, 0.7, 1.0):
            self.glide(start + (end - start) * part, keys)


def mouse(widget: QWidget, kind: QEvent.Type, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    """One event of the mouse, as the system sends it."""
    released = kind is QEvent.Type.MouseButtonRelease
    moving = kind is QEvent.Type.MouseMove
    event = QMouseEvent(
        kind, QPointF(at), QPointF(widget.mapToGlobal(at)),
        Qt.MouseButton.NoButton if moving else LEFT,
        Qt.MouseButton.NoButton if released else LEFT, keys,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
