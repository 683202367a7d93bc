"""From the start of a process to a first window that is painted and answers.

    python benchmarks/start.py [--times 5] [--film FOLDER]

Each start is a process of its own with its own settings, on the display there is or on Qt's
offscreen platform. Three moments: the first window is painted; a key that was sent to it when it
was painted has been answered; with `--film`, the film's window is painted (and it has read
everything). The first start finds whatever the system's file cache holds; the others find it warm.
Processor time is of all threads until the key is answered, children not included.
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
CHILD = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow
began, wanted = float(sys.argv[1]), sys.argv[2]
told = {"imported": time.monotonic() - began}

class Eye(QObject):
    def eventFilter(self, watched, event):
        window = isinstance(watched, QMainWindow)
        if window and event.type() == QEvent.Type.UpdateRequest and "painted" not in told:
            QTimer.singleShot(0, lambda: self.painted(watched))
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F24:
            if "answered" not in told:
                told["answered"] = time.monotonic() - began
                told["cpu"] = time.process_time()
                self.done()
        if window and type(watched).__name__ == "FilmWindow":
            if event.type() == QEvent.Type.UpdateRequest and "film" not in told:
                QTimer.singleShot(0, self.film)
        return False

    def painted(self, window):
        if "painted" not in told:
            told["painted"] = time.monotonic() - began
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F24, Qt.KeyboardModifier.NoModifier)
            QApplication.postEvent(window, key)

    def film(self):
        if "film" not in told:
            told["film"] = time.monotonic() - began
            self.done()

    def done(self):
        if "answered" in told and (not wanted or "film" in told):
            print(json.dumps(told), flush=True)
            os._exit(0)

app = QApplication(sys.argv[:1])
eye = Eye()
app.installEventFilter(eye)
import studio.app
raise SystemExit(studio.app.main([wanted] if wanted else []))
"""


def started(film: str) -> dict[str, float]:
    """Seconds since the start of a new process, by the name of the moment."""
    with tempfile.TemporaryDirectory() as home:
        more = {"XDG_CONFIG_HOME": home, "HOME": home, "PYTHONPATH": str(ROOT)}
        environ = {**os.environ, **more}
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-c", CHILD, repr(time.monotonic()), film]
        done = subprocess.run(
            command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True
        )
    return json.loads(done.stdout.splitlines()[-1])


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
    words = parser.parse_args()
    print(machine())
    runs = [started(words.film) for _ in range(words.times)]
    for moment in runs[0]:
        seconds = [run[moment] for run in runs]
        later = seconds[1:] or seconds
        print(
            f"{moment:10} first {seconds[0]:.2f} s   then median {statistics.median(later):.2f} s, "
            f"least {min(later):.2f} s"
        )
    print(machine())


if __name__ == "__main__":
    main()
