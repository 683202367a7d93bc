"""Small films open in a window, with a scripted service behind them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.base import Backend
from studio.backends.fake import FakeBackend, Rule, Script
from studio.timeline.store import create
from studio.ui.start_page import StartWindow
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.jobs.builders import make_project

Made = Callable[..., Studio]
PAID = {"local": False, "price": {"per_request": "1.00"}, "parallel": 2}


def service(folder: Path, *rules: Rule, **offer: Any) -> FakeBackend:
    return FakeBackend(folder / "service", Script(rules=rules, offer=offer))


def studio_with(tmp_path: Path, app: QApplication, **backends: Backend) -> Studio:
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return Studio(
        app, Words("en"), backends, settings_file=tmp_path / "settings.json", home=home,
        logs=tmp_path / "logs",
    )  # fmt: skip


def end(studio: Studio) -> None:
    """Close whatever is open, work or not, without asking."""
    window = studio.window
    if isinstance(window, FilmWindow):
        window.desk.close(save=False)
        window.leaving.gone = True
        window.close()
    if studio.window is not None:
        studio.window.close()
        studio.window.deleteLater()
    studio.end()
    QApplication.processEvents()


def film(tmp_path: Path, shots: int = 3, name: str = "film", **more: Any) -> Path:
    folder = tmp_path / f"{name}.reel"
    create(folder, make_project(shots, **more)).close()
    return folder


def opened(studio: Studio, folder: Path, qtbot: QtBot) -> FilmWindow:
    studio.start(folder)
    window = studio.window
    assert isinstance(window, FilmWindow), start(studio).page.said.text()
    window.activateWindow()  # where a crash is told of, that dialog may be in front by then
    qtbot.waitUntil(lambda: window.isActiveWindow() or window.earlier.dialog is not None)
    return window


def start(studio: Studio) -> StartWindow:
    assert isinstance(studio.window, StartWindow)
    return studio.window
