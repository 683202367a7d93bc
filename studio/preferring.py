"""The maker's preferences while the window is open: kept in their file, shown in their dialog."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.paths import trim, user_cache
from studio.services import Access, LatePlanner
from studio.settings import Settings, checked_proxy, films_folder, load, save
from studio.ui.asker import Asker
from studio.ui.preferences import Choices, PreferencesDialog
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.backends.account import Account
    from studio.backends.cassette import Tape
    from studio.backends.service import Service
    from studio.script.planner import Planner


class Preferring(QObject):
    """`changed` names each preference that became another one, with its value as text."""

    changed = Signal(str, str)
    dialog_closed = Signal()

    def __init__(self, file: Path, access: Access, ask: Asker, home: Path | None = None) -> None:
        """`home`: where new films go whatever is preferred."""
        super().__init__()
        self._file, self._ask, self._fixed_home = file, ask, home
        self.access = access
        self.settings: Settings = load(file)
        self.dialog: PreferencesDialog | None = None

    @property
    def home(self) -> Path:
        """Where new films go."""
        return self._fixed_home or films_folder(self.settings)

    def show(self, theme: str, words: Words, parent: QWidget | None) -> None:
        """Language, look (`theme` is how it looks now), folders, cache and services."""
        mine = self.settings
        self.dialog = PreferencesDialog(
            Choices(
                mine.language, theme, self.home, user_cache(), mine.cache_limit, mine.proxy,
                mine.proxies, mine.prerender, mine.inspections, mine.services, mine.memory,
            ),
            self.access, checked_proxy, self._ask, words, parent,
        )  # fmt: skip
        self.dialog.changed.connect(self.prefer)
        self.dialog.finished.connect(self.dialog_closed)
        self.dialog.open()

    def prefer(self, name: str, value: str) -> None:
        """Keep a preference; who heeds it hears of it."""
        self._keep(self.settings.preferring(name, value))
        self.changed.emit(name, value)

    def opened(self, folder: Path) -> None:
        """A film is the one that was opened last."""
        self._keep(self.settings.opened(folder))

    def forget(self, folder: str) -> None:
        """A film leaves the list of those opened last."""
        self._keep(self.settings.without(folder))

    def account(self, service: "Service", tape: "Tape") -> "Account":
        """An account at a service, with the values there are when it is used; `tape` records it."""
        return self.access.account(
            service, lambda: self.settings.services, lambda: self.settings.proxy, tape
        )

    def model(self) -> LatePlanner | None:
        """A language model that plans, where one is named; its key is asked for when it does."""
        named = self.access.named_model(self.settings.services)
        return LatePlanner(self._planner) if named else None

    def trim_cache(self) -> int:
        """Bring the studio's cache below its limit; the bytes that are left. Takes a while."""
        return trim(user_cache(), self.settings.cache_limit * 1_000_000)

    def _planner(self) -> "Planner":
        return self.access.planner(self.settings.services, self.settings.proxy)

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        save(settings, self._file)
