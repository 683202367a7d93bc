"""A service that hangs in a thread, whatever it is told; as a program: `FOLDER SETTINGS`."""

import asyncio
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from studio.app import Studio
from studio.backends.base import Event, Request
from studio.backends.fake import FakeBackend
from studio.program import live
from studio.ui.window import FilmWindow
from studio.ui.words import Words


class Stuck(FakeBackend):
    """Its work waits for `release`, and does not hear that it is cancelled."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.release = threading.Event()
        self.begun = threading.Event()

    async def watch(
        self, remote_id: str, request: Request, folder: Path
    ) -> AsyncGenerator[Event, None]:
        work = asyncio.get_running_loop().run_in_executor(None, self._work)
        while not work.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({work})
        async for event in super().watch(remote_id, request, folder):
            yield event

    def _work(self) -> None:
        self.begun.set()
        self.release.wait()


def main(folder: Path, settings: Path) -> int:
    app = QApplication(sys.argv[:1])
    backend = Stuck(folder.parent / "service")
    studio = Studio(app, Words("en"), {"fake": backend}, settings_file=settings, home=folder.parent)
    studio.start(folder)
    window = studio.window
    assert isinstance(window, FilmWindow)
    window.desk.patience = 0.2
    window.desk.make()
    look = QTimer(interval=20)

    def quit_at_work() -> None:
        if backend.begun.is_set():
            look.stop()
            studio.interrupt()

    look.timeout.connect(quit_at_work)
    look.start()
    return live(app, studio)


if __name__ == "__main__":
    raise SystemExit(main(*(Path(word) for word in sys.argv[1:3])))
