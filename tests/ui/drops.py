"""Drags as the system sends them, and small films and files to drag."""

import wave
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.store import create
from studio.timeline.story import Scene, Shot, Subject
from studio.ui.window import FilmWindow

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction
FIRST, SECOND, THIRD = "sh_00000001", "sh_00000002", "sh_00000003"
MIRA = "su_00000001"


def film() -> Project:
    """Two scenes: two shots and one; one subject that is in none of them."""
    one = Scene(
        id="sc_00000001", heading="One",
        shots=(Shot(id=FIRST, frames=12, prompt="The sea"), Shot(id=SECOND, frames=12)),
    )  # fmt: skip
    two = Scene(id="sc_00000002", heading="Two", shots=(Shot(id=THIRD, frames=12),))
    mira = Subject(id=MIRA, name="Mira")
    return assemble(Project(width=160, height=90, scenes=(one, two), subjects=(mira,)))


def opened(
    studio: Studio, qtbot: QtBot, tmp_path: Path, project: Project | None = None
) -> FilmWindow:
    """The window of a small film, on the board page."""
    folder = tmp_path / "film.reel"
    create(folder, project or film()).close()
    studio.start(folder)
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def photo(path: Path, colour: tuple[int, int, int] = (40, 90, 200)) -> Path:
    """A picture of one colour (BGR)."""
    _, data = cv2.imencode(".png", np.full((90, 160, 3), colour, np.uint8))
    path.write_bytes(data.tobytes())
    return path


def sound(path: Path, seconds: float) -> Path:
    """A wave file of noise."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        noise = np.random.default_rng(1).integers(-9000, 9000, int(8000 * seconds))
        file.writeframes(noise.astype("<i2").tobytes())
    return path


def files(*paths: Path) -> QMimeData:
    """Files as a file manager drags them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def card(window: FilmWindow, shot: str) -> tuple[QWidget, QPoint]:
    """Where a shot's card is, to drop something on it."""
    return window.board.board.viewport(), window.board.board.rect_of(shot).center()


def drag(widget: QWidget, at: QPoint, mime: QMimeData, keys: Qt.KeyboardModifier = NONE) -> bool:
    """Enter and move; whether the drop would be taken."""
    QApplication.sendEvent(widget, QDragEnterEvent(at, COPY, mime, LEFT, keys))
    move = QDragMoveEvent(at, COPY, mime, LEFT, keys)
    QApplication.sendEvent(widget, move)
    return move.isAccepted()


def leave(widget: QWidget) -> None:
    """The drag goes elsewhere: the pointer is beside the widget by now."""
    QCursor.setPos(widget.mapToGlobal(QPoint(-30, -30)))
    QApplication.sendEvent(widget, QDragLeaveEvent())


def refuse(widget: QWidget, at: QPoint) -> None:
    """The drag is let go over a widget that does not take it, scrolled to where a hand gets."""
    above: QWidget | None = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
    QApplication.processEvents()
    QCursor.setPos(widget.mapToGlobal(at))
    QApplication.sendEvent(widget, QDragLeaveEvent())


def drop(widget: QWidget, at: QPoint, mime: QMimeData, keys: Qt.KeyboardModifier = NONE) -> None:
    """Drag and release."""
    assert drag(widget, at, mime, keys)
    QApplication.sendEvent(widget, QDropEvent(at, COPY, mime, LEFT, keys))


def type_in(widget: QWidget, text: str) -> None:
    """Type letters of any script, which QTest's own keys cannot."""
    for letter in text:
        key = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, letter)
        QApplication.sendEvent(widget, key)


def settle(window: FilmWindow, qtbot: QtBot) -> None:
    """Wait until nothing is being imported."""
    qtbot.waitUntil(lambda: not window.board.bringer.busy, timeout=20_000)


def bring(window: FilmWindow, qtbot: QtBot, paths: Sequence[Path]) -> None:
    """Import files as the Import button does."""
    window.board.bringer.bring([str(path) for path in paths])
    settle(window, qtbot)


def shot(window: FilmWindow, name: str) -> Shot:
    """A shot as it is now."""
    found = [s for scene in window.desk.project.scenes for s in scene.shots if s.id == name]
    return found[0]
