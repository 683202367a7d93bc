"""The window's composition root: builds every part once and hands it over."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from studio import settings as preferences
from studio.backends.base import Backend
from studio.backends.registry import available
from studio.errors import StudioError
from studio.jobs.telling import told
from studio.jobs.thread import LoopThread
from studio.messages import maker_language
from studio.paths import resource
from studio.script.planner import GrammarPlanner
from studio.script.read import load_text
from studio.settings import Settings
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.store import Store, create, open_folder
from studio.ui.desk import Desk
from studio.ui.start_page import StartPage
from studio.ui.theme import DARK, THEMES, dress
from studio.ui.window import FilmWindow
from studio.ui.words import Words

Opening = Callable[[], Store]


class Studio(QObject):
    """The running program: the start page or the window of one film."""

    def __init__(
        self,
        app: QApplication,
        words: Words,
        backends: Mapping[str, Backend],
        *,
        settings_file: Path,
        home: Path,
    ) -> None:
        super().__init__()
        self._app = app
        self._words = words
        self._backends = backends
        self._home = home
        self._file = settings_file
        self._settings: Settings = preferences.load(settings_file)
        self._theme = THEMES.get(self._settings.theme, DARK)
        self.loop = LoopThread()
        self.window: QMainWindow | None = None
        dress(app, self._theme)

    def start(self, folder: Path | None = None) -> None:
        """Show a film, or the start page."""
        self.show_start()
        if folder is not None:
            self.open(str(folder))

    def show_start(self) -> None:
        """The start page, in a window of its own."""
        page = StartPage(self._settings.recent, self._home, self._words)
        page.new_wanted.connect(self.new)
        page.open_wanted.connect(self.open)
        page.sample_wanted.connect(self.sample)
        window = QMainWindow()
        window.setWindowTitle("Storyreel")
        window.setCentralWidget(page)
        window.resize(1000, 660)
        self._show(window)

    def new(self, folder: str) -> None:
        """An empty film in a new folder."""
        self._try(lambda: create(Path(folder), Project(language=self._words.language)))

    def open(self, folder: str) -> None:
        """A film there is."""
        self._try(lambda: open_folder(Path(folder)))

    def sample(self, folder: str) -> None:
        """The sample film, planned and ready to be made."""
        text = load_text(resource("samples", "sample.txt"))
        planning = GrammarPlanner().plan(text, rate=Rate(num=24), size=(1280, 720))
        plan = self.loop.call(planning).result()
        self._try(lambda: create(Path(folder), told(Project(), text, plan)))

    def quit(self) -> None:
        """Close what is open; the event loop ends with the last window."""
        if self.window is not None and self.window.close():
            self._app.quit()

    def end(self) -> None:
        """Stop the loop's thread."""
        self.loop.stop()

    def _try(self, opening: Opening) -> None:
        try:
            store = opening()
        except StudioError as error:
            self._refuse(error)
            return
        try:
            desk = Desk(self.loop, store, self._backends)
        except StudioError as error:
            store.close()
            self._refuse(error)
            return
        self._settings = self._settings.opened(store.folder)
        preferences.save(self._settings, self._file)
        window = FilmWindow(desk, GrammarPlanner(), self._theme, self._words)
        window.closed.connect(self.show_start)
        window.quit_wanted.connect(self.quit)
        self._show(window)
        if store.recovered is not None:
            window.tell(self._words("start.recovered", backup=store.recovered), "warn")
        desk.resume()

    def _refuse(self, error: StudioError) -> None:
        page = self.window.centralWidget() if self.window is not None else None
        if isinstance(page, StartPage):
            page.say(self._words.error(error))

    def _show(self, window: QMainWindow) -> None:
        old, self.window = self.window, window
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()


def main(words: Sequence[str] = ()) -> int:
    """Open the window, on the film in the folder that was named; the exit status."""
    language = maker_language()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    app.setApplicationName("Storyreel")
    settings_file = preferences.settings_file()
    home = Path.home() / "Movies" if sys.platform == "darwin" else Path.home() / "Videos"
    home.mkdir(parents=True, exist_ok=True)
    studio = Studio(
        app, Words(language), available().backends, settings_file=settings_file, home=home
    )
    studio.start(Path(words[0]) if words else None)
    try:
        return app.exec()
    finally:
        studio.end()
