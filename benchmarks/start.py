"""From the start of a process to a first window that is painted and answers.

    python benchmarks/start.py [--times 5] [--film FOLDER | --shots 1000]

Each start is a process of its own with its own settings, on the display there is or on Qt's
offscreen platform. Two moments: the first window is painted; a key that was sent to it when it
was painted has been answered. With a film, the window is the film's (`studio window FILM`), and it
is painted with its first page; `--shots` makes one of that length. Modules are compiled into a
folder of the run's own, so the first start compiles them and the others find them, as with any
installed program. Processor time is of all threads until then, children not included; on a busy
machine it is the figure to compare, and the least of it.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 120  # seconds that a start may take
CHILD = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow
began, wanted = float(sys.argv[1]), sys.argv[2]
told = {"imported": time.monotonic() - began}

KIND = "FilmWindow" if wanted else "StartWindow"

class Eye(QObject):
    def eventFilter(self, watched, event):
        window = isinstance(watched, QMainWindow)
        if window and wanted and type(watched).__name__ == "StartWindow":
            QTimer.singleShot(0, lambda: self.refused(watched))
        window = window and type(watched).__name__ == KIND
        if window and event.type() == QEvent.Type.UpdateRequest and "painted" not in told:
            QTimer.singleShot(0, lambda: self.painted(watched))
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F24:
            if "answered" not in told:
                told["answered"] = time.monotonic() - began
                told["cpu answered"] = time.process_time()
                print(json.dumps(told), flush=True)
                os._exit(0)
        return False

    def painted(self, window):
        if "painted" not in told:
            told["painted"] = time.monotonic() - began
            told["cpu painted"] = time.process_time()
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F24, Qt.KeyboardModifier.NoModifier)
            QApplication.postEvent(window, key)

    def refused(self, window):
        if window.page.said.text():
            print(window.page.said.text(), file=sys.stderr, flush=True)
            os._exit(1)

app = QApplication(sys.argv[:1])
eye = Eye()
app.installEventFilter(eye)
import studio.program
raise SystemExit(studio.program.main([wanted] if wanted else []))
"""


def started(film: str, compiled: Path) -> dict[str, float]:
    """Seconds since the start of a new process, by the name of the moment."""
    with tempfile.TemporaryDirectory() as home:
        more = {"XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "HOME": home}
        more |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled)}
        environ = {**os.environ, **more}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-c", CHILD, repr(time.monotonic()), film]
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise SystemExit(f"no window answered within {_PATIENCE} seconds") from None
    if done.returncode or not done.stdout:
        raise SystemExit(f"no window was opened: {done.stderr.strip() or done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def long_film(folder: Path, shots: int) -> Path:
    """A film of so many shots, in scenes of twenty."""
    from studio.timeline.assembly import assemble
    from studio.timeline.project import Project
    from studio.timeline.rate import Rate
    from studio.timeline.store import create
    from studio.timeline.story import Scene, Shot

    numbers = range(shots)
    made = [
        Shot(id=f"sh_{n:08}", prompt=f"Shot {n} of the long film", frames=24 + n * 7 % 48)
        for n in numbers
    ]
    scenes = tuple(Scene(id=f"sc_{n:08}", shots=tuple(made[n : n + 20])) for n in numbers[::20])
    create(folder, assemble(Project(rate=Rate(num=24), scenes=scenes))).close()
    return folder


def machine() -> str:
    """Processors, system and how busy it was."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    name = platform.processor() or platform.machine()
    return f"{os.cpu_count()} cores, {name}, {platform.system()}, load {load:.1f}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--film", default="")
    parser.add_argument("--shots", type=int, default=0)
    words = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = str(long_film(folder / "long.reel", words.shots)) if words.shots else words.film
        runs = [started(film, folder / "compiled") for _ in range(words.times)]
    for moment in runs[0]:
        seconds = [run[moment] for run in runs]
        later = seconds[1:] or seconds
        print(
            f"{moment:12} first {seconds[0]:.2f} s   then median {statistics.median(later):.2f} s, "
            f"least {min(later):.2f} s"
        )
    print(machine())


if __name__ == "__main__":
    main()
