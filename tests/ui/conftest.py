"""A studio with a window, its own home, and nothing left behind."""

import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from studio.app import Studio
from studio.backends.animatic import Animatic
from studio.ui.words import Words
from tests.ui.films import end


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path, language: str) -> Generator[Studio, None, None]:
    home = tmp_path / "home"
    home.mkdir()
    before = set(threading.enumerate())
    made = Studio(
        qapp, Words(language), {"animatic": Animatic()},
        settings_file=tmp_path / "settings.json", home=home,
    )  # fmt: skip
    yield made
    if made.window is not None:
        made.window.close()
        if made.window is not None:  # closing a film shows the start page
            made.window.close()
            made.window.deleteLater()
    made.end()
    qapp.processEvents()
    left = {t.name for t in set(threading.enumerate()) - before if not t.daemon}
    assert left == set()


@pytest.fixture
def studios() -> Generator[list[Studio], None, None]:
    """Studios that a test starts; whatever is open in them is closed at its end."""
    made: list[Studio] = []
    before = set(threading.enumerate())
    yield made
    for each in made:
        end(each)
    left = {t.name for t in set(threading.enumerate()) - before if not t.daemon}
    assert left == set()
