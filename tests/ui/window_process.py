"""A window in a process of its own, making a film: `FOLDER SERVICE SETTINGS`."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from studio.app import Studio
from studio.backends.fake import FakeBackend
from studio.timeline.shot_edits import change_shot
from studio.ui.window import FilmWindow
from studio.ui.words import Words


def main(folder: Path, service: Path, settings: Path) -> None:
    app = QApplication(sys.argv[:1])
    studio = Studio(
        app, Words("en"), {"fake": FakeBackend(service)}, settings_file=settings, home=folder.parent
    )
    studio.start(folder)
    window = studio.window
    assert isinstance(window, FilmWindow)
    first = window.desk.project.scenes[0].shots[0].id
    window.desk.edit("Edit prompt", change_shot, first, negative="written before the end")
    window.desk.saving.saved.connect(window.desk.make)  # then the service kills the process
    window.desk.saving.save()
    app.exec()


def killed_at_work(place: Path, folder: Path) -> None:
    """Have a window make the film of `folder`; the service in `place` kills it at the first job."""
    command = [sys.executable, "-m", "tests.ui.window_process", str(folder)]
    command += [str(place / "service"), str(place / "settings.json")]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, timeout=120, check=False)
    assert done.returncode == -9, done.stderr.decode(errors="replace")[-2000:]


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
