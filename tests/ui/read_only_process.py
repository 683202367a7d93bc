"""A window for whom permissions hold: `FOLDER SETTINGS`. Prints what it says at each step."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from studio.app import Studio
from studio.backends.fake import FakeBackend
from studio.timeline.shot_edits import change_shot
from studio.timeline.store import read
from studio.ui import autosave
from studio.ui.start_page import StartWindow
from studio.ui.window import FilmWindow
from studio.ui.words import Words


def wait(fact: Callable[[], bool], what: str) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + 60
    while not fact():
        assert time.monotonic() < end, what
        QApplication.processEvents()


def main(folder: Path, settings: Path) -> None:
    app = QApplication(sys.argv[:1])
    autosave.QUIET, autosave.RETRY = 20, 50
    backend = FakeBackend(folder.parent / "service")
    studio = Studio(app, Words("en"), {"fake": backend}, settings_file=settings, home=folder.parent)
    mode, told = folder.stat().st_mode, dict[str, str]()
    folder.chmod(0o555)
    studio.start(folder)
    start = studio.window
    assert isinstance(start, StartWindow)
    told["refused"] = start.page.said.text()
    folder.chmod(mode)
    studio.open(str(folder))
    wait(lambda: studio.film is not None, "it opens")
    window = studio.window
    assert isinstance(window, FilmWindow)
    shot = window.desk.project.scenes[0].shots[0].id
    folder.chmod(0o555)
    window.desk.edit("Edit prompt", change_shot, shot, prompt="kept in memory")
    wait(window.unsaved.isVisible, "it is said")
    told["unsaved"] = window.unsaved.said.text()
    told["there"] = read(folder).scenes[0].shots[0].prompt
    window.desk.edit("Edit prompt", change_shot, shot, prompt="and it lives on")
    folder.chmod(mode)
    wait(lambda: not window.unsaved.isVisible(), "it is saved again")
    told["saved"] = read(folder).scenes[0].shots[0].prompt
    window.close()
    studio.window.close()
    studio.end()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
