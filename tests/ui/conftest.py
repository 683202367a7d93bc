"""A studio with a window, its own home, and nothing left behind."""

import threading
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.animatic import Animatic
from studio.ui import autosave
from studio.ui.words import Words
from tests.ui.films import end
from tests.ui.watch import STALL, Stall, Watch, complaints, living, settle


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A stall is looked for a second time, and fails a test that shows it twice.

    A virtual machine counts as a thread's own work what its host takes to give it memory; that
    does not come again at the same place, and what the window does too long does.
    """
    for item in items:
        if "watch" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[Stall]))


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, qtlog: Any) -> Generator[None, None, None]:
    """No warning of Qt; no thread, window or timer that outlives the test."""
    threads, things = set(threading.enumerate()), living()
    yield
    qapp.processEvents()
    assert complaints(qtlog.records) == []
    assert {t.name for t in set(threading.enumerate()) - threads if not t.daemon} == set()
    there = living()
    assert there - things == Counter()
    settle(there)


@pytest.fixture
def watch(qtbot: QtBot) -> Generator[Watch, None, None]:
    """Once begun, the window's thread must never be busy for a tenth of a second at one go."""
    eye = Watch(qtbot)
    yield eye
    eye.end()
    if eye.longest >= STALL:
        raise Stall(f"{eye.longest:.3f} s in {eye.what}")


@pytest.fixture
def quick_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    """The film is saved at once, and soon again where it could not be."""
    monkeypatch.setattr(autosave, "QUIET", 20)
    monkeypatch.setattr(autosave, "RETRY", 50)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path, language: str) -> Generator[Studio, None, None]:
    home = tmp_path / "home"
    home.mkdir()
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


@pytest.fixture
def studios() -> Generator[list[Studio], None, None]:
    """Studios that a test starts; whatever is open in them is closed at its end."""
    made: list[Studio] = []
    yield made
    for each in made:
        end(each)
