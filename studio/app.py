"""The window's composition root: builds every part once and hands it over.

What the start page does not need (the film's window, drawing, decoding, the grammar of scripts) is
read when a film is opened, or while the first window is looked at (`warming`).
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from studio.errors import StudioError
from studio.jobs.thread import LoopThread
from studio.jobs.threshold import limits_of
from studio.keys import Keys
from studio.preferring import Preferring
from studio.services import Access, LatePlanner
from studio.settings import SWITCHES
from studio.timeline.project import Project
from studio.timeline.store import create, open_folder
from studio.traffic import Traffic
from studio.ui.asker import Asker
from studio.ui.crash import Crashes
from studio.ui.opening import Find, Opening
from studio.ui.qt_words import QtWords
from studio.ui.start_page import StartPage, StartWindow
from studio.ui.theme import DARK, THEMES, dress
from studio.ui.words import Words
from studio.warming import grammar, sample_film

if TYPE_CHECKING:
    from studio.backends.account import Account
    from studio.backends.base import Backend
    from studio.backends.service import Service
    from studio.ui.window import FilmWindow


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
        self._system = words.language
        self.crashes = Crashes(words.of("ui_prefs"), logs)
        self.loop = LoopThread(self.crashes.report)
        self.ask = Asker(self.loop, self.crashes.report)
        self.preferences = Preferring(settings_file, access or Access(Keys()), self.ask, home)
        self.preferences.changed.connect(self._preferred)
        self.preferences.dialog_closed.connect(self._offer_model)
        settings = self.preferences.settings
        self._words = words.speaking(settings.language or words.language)
        self.crashes.words = self._words.of("ui_prefs")
        self.theme = THEMES.get(settings.theme, DARK).copy()
        self.traffic = Traffic(self.ask)
        self.traffic.told.connect(self._tell)
        self.window: QMainWindow | None = None
        self.film: FilmWindow | None = None  # the window, when it is a film's
        self._quitting = False
        self._to_plan = ""  # the folder of a new film whose brief is to become shots
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
        recent, home = self.preferences.settings.recent, self.preferences.home
        page = StartPage(recent, home, self._look, self.theme, self._words)
        page.new_wanted.connect(self.new)
        page.open_wanted.connect(self.open)
        page.sample_wanted.connect(self.sample)
        page.forgotten.connect(self.preferences.forget)
        page.preferences_wanted.connect(self.show_preferences)
        window = StartWindow(page, self.theme, self._words)
        window.closed.connect(self._start_closed)
        self._show(window)

    def new(self, folder: str, film: Project | None = None, plan: bool = False) -> None:
        """A film in a new folder: as the dialog describes it, or an empty one; `plan`: its brief
        becomes shots as soon as it is shown.
        """
        film = film or Project(language=self._words.language)
        self._open(lambda: create(Path(folder), film), plan=folder if plan else "")

    def open(self, folder: str) -> None:
        """A film there is."""
        self._open(lambda: open_folder(Path(folder)))

    def sample(self) -> None:
        """The maker's own copy of the sample film, a new one where there is none yet."""
        folder = self.preferences.home / f"{self._words('start.sample_name')}.reel"
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
        """Language, look, folders, cache and services."""
        self.preferences.show(self.theme.name, self._words, self.window)

    def _preferred(self, name: str, value: str) -> None:
        """What can hold at once does."""
        if name == "theme":
            self.theme.become(THEMES[value])
            dress(self._app, self.theme)
        elif name == "cache_limit":
            self.keep_cache()
        elif name.startswith("ask_above.") and self.film is not None:
            self.film.desk.costs.ask_above = limits_of(self.preferences.settings.ask_above)
        elif name == "memory" and self.film is not None:
            self.film.desk.export_memory = self.preferences.settings.export_memory
        elif name in SWITCHES:
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
            settings = self.preferences.settings
            self.film.at_rest.allow(
                proxies=settings.proxies,
                renderings=settings.prerender,
                inspections=settings.inspections,
            )

    def _offer_model(self) -> None:
        """Let a language model plan where one is named."""
        if self.film is not None:
            self.film.pages.offer_model(self.preferences.model())

    def reach(self, service: "Service") -> "Account":
        """An account at a service, with the values there are when it is used."""
        return self.preferences.account(service, self.traffic.tape)

    def _save_traffic(self) -> None:
        self.traffic.save(self.window, self.preferences.home, self._words)

    def _tell(self, sentence: str, tone: str) -> None:
        if self.film is not None:
            self.film.tell(sentence, tone)

    def keep_cache(self) -> None:
        """Keep the studio's cache below its limit."""
        self._look(self.preferences.trim_cache, self._trimmed)

    def _trimmed(self, _left: int) -> None:
        """Nothing more is to be done."""

    def _open(self, find: Find, plan: str = "") -> None:
        """Open a film in place of what is shown; where that fails, everything stays. `plan`: the
        folder of the film that is to be planned from its brief.
        """
        self._to_plan = plan
        self._opening.begin(find, self.theme, self._words)

    def _still_opening(self) -> None:
        self._say(self._words.of("ui_prefs")("start.opening"), waiting=True)

    def _waited_for(self) -> bool:
        """Whether the window from which a film is being opened is still there."""
        return self.window is not None and self.window.isVisible()

    def _show_film(self, window: "FilmWindow") -> None:
        self.preferences.opened(window.desk.folder)
        settings = self.preferences.settings
        window.closed.connect(self._film_closed)
        window.stayed.connect(self._stays)
        window.quit_wanted.connect(self.quit)
        window.moved.connect(self._moved)
        window.preferences_wanted.connect(self.show_preferences)
        window.traffic_wanted.connect(self._save_traffic)
        window.preferred.connect(self.preferences.prefer)
        window.desk.costs.ask_above = limits_of(settings.ask_above)
        window.desk.export_memory = settings.export_memory
        window.session.order_takes(settings.take_order)
        order = partial(self.preferences.prefer, "take_order")
        window.session.take_order_changed.connect(order)
        self._show(window)
        self.film = window
        self._allow()
        self._offer_model()
        window.desk.orders.resume()
        to_plan, self._to_plan = self._to_plan, ""
        if to_plan and Path(to_plan) == window.desk.folder:
            window.script.plan()

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
