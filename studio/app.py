"""The window's composition root: builds every part once and hands it over.

What the start page does not need (the film's window, drawing, decoding, the grammar of scripts) is
read when a film is opened, or while the first window is looked at (`warming`).
"""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from studio import settings as preferences
from studio.errors import StudioError
from studio.jobs.thread import LoopThread
from studio.jobs.threshold import limits_of
from studio.keys import Keys
from studio.messages import maker_language, say
from studio.paths import trim, user_cache
from studio.services import Access, LatePlanner
from studio.settings import Settings
from studio.timeline.project import Project
from studio.timeline.store import create, open_folder
from studio.ui.asker import Asker
from studio.ui.crash import Crashes
from studio.ui.interrupts import Interrupts
from studio.ui.opening import Find, Opening
from studio.ui.preferences import Choices, PreferencesDialog
from studio.ui.qt_words import QtWords
from studio.ui.start_page import StartPage, StartWindow
from studio.ui.theme import DARK, THEMES, dress
from studio.ui.words import Words
from studio.warming import Services, grammar, sample_film, warm

if TYPE_CHECKING:
    from studio.backends.account import Account
    from studio.backends.base import Backend
    from studio.backends.cassette import Tape
    from studio.backends.service import Service
    from studio.script.planner import Planner
    from studio.ui.window import FilmWindow

_SEEN = 150  # milliseconds in which the first window is painted


class Studio(QObject):
    """The running program: the start page or the window of one film."""

    def __init__(
        self,
        app: QApplication,
        words: Words,
        backends: "Mapping[str, Backend]",
        *,
        settings_file: Path,
        home: Path | None = None,
        logs: Path | None = None,
        access: Access | None = None,
        registrars: "Mapping[str, Backend] | None" = None,
    ) -> None:
        """`registrars` are backends that register subjects at services."""
        super().__init__()
        self._app = app
        self._fixed_home = home
        self._file = settings_file
        self.access = access or Access(Keys())
        self._settings: Settings = preferences.load(settings_file)
        self._system = words.language
        self._words = words.speaking(self._settings.language or words.language)
        self.theme = THEMES.get(self._settings.theme, DARK).copy()
        self.crashes = Crashes(self._words.of("ui_prefs"), logs)
        self.loop = LoopThread(self.crashes.report)
        self.ask = Asker(self.loop, self.crashes.report)
        self.window: QMainWindow | None = None
        self.film: FilmWindow | None = None  # the window, when it is a film's
        self.dialog: PreferencesDialog | None = None
        self._quitting = False
        self._next = ""  # the folder to open when the film that is open is gone
        self._opening = Opening(
            self.loop,
            self.ask,
            backends,
            LatePlanner(grammar),
            self._waited_for,
            registrars,
        )
        self._opening.opened.connect(self._show_film)
        self._opening.refused.connect(self._refuse)
        self._opening.lasting.connect(self._still_opening)
        self.qt_words = QtWords(app)
        self.qt_words.speak(self._words.language)
        self.crashes.theme = self.theme
        dress(app, self.theme)

    @property
    def home(self) -> Path:
        """Where new films go."""
        return self._fixed_home or preferences.films_folder(self._settings)

    def start(self, folder: Path | None = None) -> None:
        """Show a film, or the start page."""
        if folder is None:
            self.show_start()
            return
        try:
            window = self._opening.at_once(lambda: open_folder(folder), self.theme, self._words)
        except StudioError as error:
            self._refuse(error)
        else:
            self._show_film(window)

    def show_start(self) -> None:
        """The start page, in a window of its own."""
        page = StartPage(self._settings.recent, self.home, self._look, self.theme, self._words)
        page.new_wanted.connect(self.new)
        page.open_wanted.connect(self.open)
        page.sample_wanted.connect(self.sample)
        page.forgotten.connect(self._forget)
        page.preferences_wanted.connect(self.show_preferences)
        window = StartWindow(page, self.theme, self._words)
        window.closed.connect(self._start_closed)
        self._show(window)

    def new(self, folder: str, film: Project | None = None) -> None:
        """A film in a new folder: as the dialog describes it, or an empty one."""
        film = film or Project(language=self._words.language)
        self._open(lambda: create(Path(folder), film))

    def open(self, folder: str) -> None:
        """A film there is."""
        self._open(lambda: open_folder(Path(folder)))

    def sample(self) -> None:
        """The maker's own copy of the sample film, a new one where there is none yet."""
        folder = self.home / f"{self._words('start.sample_name')}.reel"
        self._open(partial(sample_film, folder, self._words.language))

    def quit(self) -> None:
        """Close what is open; a film may ask first, and may stay."""
        self._quitting = True
        if self.window is not None:
            self.window.close()

    def interrupt(self) -> None:
        """End at once, as the terminal or the system asks: saved, with the work left for later."""
        if self.film is not None:
            self.film.leaving.agree()
        self.quit()

    def end(self) -> bool:
        """Stop the loop's thread; False when something in it hangs (see `LoopThread.stop`)."""
        self.qt_words.hush()
        return self.loop.stop()

    def show_preferences(self) -> None:
        """Language, look, folders and cache."""
        self.dialog = PreferencesDialog(
            Choices(
                self._settings.language, self.theme.name, self.home, user_cache(),
                self._settings.cache_limit, self._settings.proxy, self._settings.proxies,
                self._settings.prerender, self._settings.services,
            ),
            self.access, preferences.checked_proxy, self.ask, self._words, self.window,
        )  # fmt: skip
        self.dialog.changed.connect(self.prefer)
        self.dialog.finished.connect(self._offer_model)
        self.dialog.open()

    def prefer(self, name: str, value: str) -> None:
        """Keep a preference; what can hold at once does."""
        self._settings = self._settings.preferring(name, value)
        preferences.save(self._settings, self._file)
        if name == "theme":
            self.theme.become(THEMES[value])
            dress(self._app, self.theme)
        elif name == "cache_limit":
            self.keep_cache()
        elif name.startswith("ask_above.") and self.film is not None:
            self.film.desk.costs.ask_above = limits_of(self._settings.ask_above)
        elif name in preferences.SWITCHES:
            self._allow()
        elif name == "proxy" or name.startswith("services."):
            self._offer_model()
        elif name == "language":
            self._words = self._words.speaking(value or self._system)
            self.qt_words.speak(self._words.language)
            self.crashes.words = self._words.of("ui_prefs")
            if isinstance(self.window, StartWindow):
                self.show_start()

    def _allow(self) -> None:
        """What may be made while nobody works."""
        if self.film is not None:
            settings = self._settings
            self.film.prerender.allow(proxies=settings.proxies, renderings=settings.prerender)

    def _offer_model(self, _closed: int = 0) -> None:
        """Let a language model plan where one is named; its key is only asked for when it does."""
        if self.film is None:
            return
        named = self.access.named_model(self._settings.services)
        self.film.pages.offer_model(LatePlanner(self._model) if named else None)

    def _model(self) -> "Planner":
        return self.access.planner(self._settings.services, self._settings.proxy)

    def reach(self, service: "Service") -> "Account":
        """An account at a service, with the values there are when it is used."""
        return self.access.account(
            service, lambda: self._settings.services, lambda: self._settings.proxy, self.traffic
        )

    @cached_property
    def traffic(self) -> "Tape":
        """What was said to services since the start, scrubbed as it came; in memory alone."""
        from studio.backends.cassette import Tape

        return Tape()

    def save_traffic(self) -> None:
        """Write what was said to services since the start, scrubbed, where the maker chooses."""
        words = self._words.of("ui_prefs")
        title, name = words("traffic.title"), words("traffic.file")
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, title, str(self.home / name), "*.jsonl"
        )
        if chosen:
            path = Path(chosen)
            self._look(partial(_written, self.traffic, path), partial(self._traffic_saved, path))

    def _traffic_saved(self, path: Path, answer: int | StudioError) -> None:
        if self.film is None:
            return
        if isinstance(answer, StudioError):
            self.film.tell(self._words.error(answer))
        else:
            language = self._words.language
            self.film.tell(say("cassette.saved", language, count=answer, path=path), "good")

    def keep_cache(self) -> None:
        """Keep the studio's cache below its limit."""
        self.ask(partial(asyncio.to_thread, self._trim), self._trimmed)

    def _trim(self) -> int:
        return trim(user_cache(), self._settings.cache_limit * 1_000_000)

    def _trimmed(self, _left: int) -> None:
        """Nothing more is to be done."""

    def _open(self, find: Find) -> None:
        """Open a film in place of what is shown; where that fails, everything stays."""
        self._opening.begin(find, self.theme, self._words)

    def _still_opening(self) -> None:
        self._say(self._words.of("ui_prefs")("start.opening"), waiting=True)

    def _waited_for(self) -> bool:
        """Whether the window from which a film is being opened is still there."""
        return self.window is not None and self.window.isVisible()

    def _show_film(self, window: "FilmWindow") -> None:
        self._settings = self._settings.opened(window.desk.folder)
        preferences.save(self._settings, self._file)
        window.closed.connect(self._film_closed)
        window.stayed.connect(self._stays)
        window.quit_wanted.connect(self.quit)
        window.moved.connect(self._moved)
        window.preferences_wanted.connect(self.show_preferences)
        window.traffic_wanted.connect(self.save_traffic)
        window.preferred.connect(self.prefer)
        window.desk.costs.ask_above = limits_of(self._settings.ask_above)
        window.session.order_takes(self._settings.take_order)
        window.session.take_order_changed.connect(partial(self.prefer, "take_order"))
        self._show(window)
        self.film = window
        self._allow()
        self._offer_model()
        window.desk.orders.resume()

    def _look(self, work: Callable[[], object], then: Callable[[Any], None]) -> None:
        self.ask(partial(asyncio.to_thread, work), then)

    def _moved(self, folder: str) -> None:
        """Go on with a copy that was written elsewhere."""
        if self.film is not None:
            self._next = folder
            self.film.leaving.leave()

    def _film_closed(self) -> None:
        folder, self._next = self._next, ""
        if self._quitting:
            self._app.quit()
        else:
            self.show_start()
            if folder:
                self.open(folder)

    def _start_closed(self) -> None:
        if self.window is None or isinstance(self.window, StartWindow):
            self._app.quit()

    def _stays(self) -> None:
        self._quitting = False

    def _forget(self, folder: str) -> None:
        self._settings = self._settings.without(folder)
        preferences.save(self._settings, self._file)

    def _refuse(self, error: StudioError) -> None:
        """Say why a film cannot be opened, on a start page."""
        if self.window is None:
            self.show_start()
        self._say(self._words.error(error))

    def _say(self, sentence: str, *, waiting: bool = False) -> None:
        if isinstance(self.window, StartWindow):
            self.window.page.say(sentence, "" if waiting else "bad")
            self.window.page.wait(waiting)

    def _show(self, window: QMainWindow) -> None:
        old, self.window, self.film = self.window, window, None
        self.crashes.window = window
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()


def _written(tape: "Tape", path: Path) -> int | StudioError:
    try:
        return tape.save(path)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        return StudioError("cassette.cannot_save", path=path, detail=detail)


def main(words: Sequence[str] = ()) -> int:
    """Open the window, on the film in the folder that was named; the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    interrupts = Interrupts()
    app.setQuitOnLastWindowClosed(False)
    app.setApplicationName("Storyreel")
    services = Services()
    studio = Studio(
        app, Words(maker_language()), services, settings_file=preferences.settings_file(),
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
