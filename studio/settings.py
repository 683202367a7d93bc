"""The maker's preferences: one small JSON file in the system's place for such things."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.errors import BadInput
from studio.paths import user_settings

RECENT = 12
SWITCHES = frozenset({"proxies", "prerender", "inspections"})  # what is on or off
ON, OFF = "on", "off"
_NUMBERS = frozenset({"cache_limit", "memory"})


class Settings(BaseModel):
    """Preferences; what cannot be read takes its default."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str = Field(default="", description="en, zh, or empty for the system's")
    theme: str = "dark"
    films: str = Field(default="", description="where new films go; empty for the system's place")
    proxy: str = Field(default="", description="address of a web proxy; empty for the system's")
    cache_limit: int = Field(default=2000, ge=0, description="megabytes of the studio's cache")
    memory: int = Field(default=0, ge=0, description="MiB an export may take; 0: what is free")
    proxies: bool = Field(default=True, description="small stand-ins of heavy takes, for playing")
    take_order: str = Field(default="", description="of the takes of a shot; empty: as made")
    prerender: bool = Field(default=True, description="render ahead while nobody works")
    inspections: bool = Field(default=True, description="inspect takes while nobody works")
    ask_above: dict[str, str] = Field(
        default_factory=lambda: {"USD": "10", "CNY": "70"},
        description="price of one press above which Generate asks, by currency; empty for never",
    )
    services: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="by service and field: what is no secret"
    )
    recent: tuple[str, ...] = Field(default=(), description="film folders, the last one first")

    def preferring(self, name: str, value: str) -> "Settings":
        """With one preference changed; `services.ID.FIELD` names a value of a service."""
        if name.startswith("services."):
            _, service, field = name.split(".")
            mine = {**self.services.get(service, {}), field: value}
            return self.model_copy(update={"services": {**self.services, service: mine}})
        if name.startswith("ask_above."):
            limits = {**self.ask_above, name.removeprefix("ask_above."): value}
            return self.model_copy(update={"ask_above": limits})
        if name in SWITCHES:
            return self.model_copy(update={name: value == ON})
        held = int(value) if name in _NUMBERS else value
        return self.model_copy(update={name: held})

    @property
    def export_memory(self) -> int | None:
        """Bytes that an export may take; None for what is free."""
        return self.memory * 2**20 or None

    def opened(self, folder: Path) -> "Settings":
        """With `folder` as the film last opened."""
        name = str(folder.resolve())
        rest = [each for each in self.recent if each != name]
        return self.model_copy(update={"recent": (name, *rest)[:RECENT]})

    def without(self, folder: str) -> "Settings":
        """With a film taken off the list of those opened last."""
        return self.model_copy(update={"recent": tuple(r for r in self.recent if r != folder)})


def checked_proxy(text: str) -> str:
    """A proxy's address as it is kept; empty stays empty. Raises BadInput.

    One with a name and a password is refused: they would lie in a plain file.
    """
    words = text.strip()
    if not words:
        return ""
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError:
        raise BadInput("service.bad_proxy") from None
    if parts.username or parts.password:
        raise BadInput("service.proxy_secret")
    plain = parts.path in ("", "/") and not parts.query and not parts.fragment
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not plain:
        raise BadInput("service.bad_proxy")
    return f"{parts.scheme}://{parts.netloc}"


def settings_file() -> Path:
    """Where preferences are kept."""
    return user_settings() / "settings.json"


def films_folder(settings: Settings) -> Path:
    """Where new films go, made when missing; the home folder where that is not possible."""
    named = settings.films or platformdirs.user_videos_dir()
    try:
        Path(named).mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path.home()
    return Path(named)


def load(path: Path) -> Settings:
    """The preferences, or the defaults where there are none."""
    try:
        return Settings.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return Settings()


def save(settings: Settings, path: Path) -> None:
    """Write the preferences whole or not at all; a folder that refuses is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(settings.model_dump_json(indent=2))
        Path(name).replace(path)
    except OSError:
        return
