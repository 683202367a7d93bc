"""The window's program: builds the studio, and lives until everything of it is closed."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from studio.app import Studio
from studio.messages import maker_language
from studio.settings import settings_file
from studio.ui.interrupts import Interrupts
from studio.ui.words import Words
from studio.warming import Services, warm

_SEEN = 150  # milliseconds in which the first window is painted


def main(words: Sequence[str] = ()) -> int:
    """Open the window, on the film in the folder that was named; the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    interrupts = Interrupts()
    app.setQuitOnLastWindowClosed(False)
    app.setApplicationName("Storyreel")
    services = Services()
    studio = Studio(
        app, Words(maker_language()), services, settings_file=settings_file(),
        registrars=services.registrars,
    )  # fmt: skip
    services.accounts = studio.reach
    warming: list[Thread] = []

    def seen() -> None:
        warming.append(warm(services))
        studio.keep_cache()

    interrupts.came.connect(studio.interrupt)
    studio.crashes.install()
    studio.start(Path(words[0]) if words else None)
    QTimer.singleShot(_SEEN, seen)
    try:
        return live(app, studio)
    finally:
        for thread in warming:
            thread.join()
        interrupts.stop()


def live(app: QApplication, studio: Studio) -> int:
    """Until everything is closed; the exit status. Where work hangs, the process ends here."""
    try:
        status = app.exec()
    finally:
        clear = studio.end()
        studio.crashes.uninstall()
    if not clear:  # everything is saved, and the job that hangs stays in the journal
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
